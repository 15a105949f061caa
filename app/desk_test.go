package app_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
	"yunban/model/workday"
)

// eachCity runs a test in a fresh office of each city.
func eachCity(t *testing.T, test func(t *testing.T, o *apptest.Office)) {
	for _, city := range cities {
		t.Run(city, func(t *testing.T) { test(t, apptest.New(t, city)) })
	}
}

// inCity picks what differs between the cities.
func inCity[T any](o *apptest.Office, panjin, luan T) T {
	if o.Profile().ID == "luan" {
		return luan
	}
	return panjin
}

// request is one request in a test: everybody acts on it through his own desk.
type request struct {
	t      *testing.T
	office *apptest.Office
	clerk  *app.Desk
	id     string
}

// submitted is a sample request of the city, just filed; 0 is of protection level 3, 1 of level 2.
func submitted(t *testing.T, o *apptest.Office, sample int) request {
	t.Helper()
	draft := o.Draft(o.Samples()[sample])
	r := request{t, o, o.As(draft.Owner), draft.ID}
	if _, err := r.clerk.Submit(t.Context(), draft); err != nil {
		t.Fatal(err)
	}
	return r
}

// onTrial is a sample request whose trial of so many days has just been delivered.
func onTrial(t *testing.T, o *apptest.Office, sample int, days string) request {
	t.Helper()
	r := submitted(t, o, sample)
	r.do(model.DutyAcceptance, model.Accept, app.Doing{})
	r.do(model.DutyApproval, model.Approve, app.Doing{Note: "同意"})
	r.do(model.DutyDelivery, model.Deliver, delivery(days))
	return r
}

func delivery(days string) app.Doing {
	return app.Doing{Values: model.Values{"trial_days": days, "received_by": "王芳", "delivered_instances": "app-01  10.16.8.11"}}
}

func (r request) desk(by model.Duty) *app.Desk {
	r.t.Helper()
	if by == model.DutyUnit {
		return r.clerk
	}
	return r.office.By(by)
}

// do takes an act by whoever holds a duty, and looks at the request afterwards.
func (r request) do(by model.Duty, action model.Action, with app.Doing) app.Dossier {
	r.t.Helper()
	with.Request, with.Action = r.id, action
	if _, err := r.desk(by).Do(r.t.Context(), with); err != nil {
		r.t.Fatalf("%s: %v", action, err)
	}
	return r.look()
}

// refused tries an act that must be refused, and gives why.
func (r request) refused(kind model.Kind, by model.Duty, action model.Action, with app.Doing) *model.Error {
	r.t.Helper()
	before := r.look().Request
	with.Request, with.Action = r.id, action
	_, err := r.desk(by).Do(r.t.Context(), with)
	if after := r.look().Request; after.Seq != before.Seq {
		r.t.Errorf("%s was refused and written all the same", action)
	}
	return refusal(r.t, err, kind)
}

func (r request) look() app.Dossier {
	r.t.Helper()
	return r.office.Dossier(r.id)
}

// on sets the clock to half past nine of a day.
func (r request) on(day string) { on(r.t, r.office, day) }

func on(t *testing.T, o *apptest.Office, day string) {
	t.Helper()
	d, err := workday.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	o.Clock.Set(d.Start().Add(9*time.Hour + 30*time.Minute))
}

// refusal is the error of a kind that must have come.
func refusal(t *testing.T, err error, kind model.Kind) *model.Error {
	t.Helper()
	var e *model.Error
	if !errors.As(err, &e) || e.Kind != kind {
		t.Fatalf("got %v, want a refusal of kind %s", err, kind)
	}
	return e
}

// names checks that an error names just these problems, as field and key.
func names(t *testing.T, e *model.Error, want ...string) {
	t.Helper()
	var got []string
	for _, p := range e.Problems {
		got = append(got, p.Field+" "+p.Key)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("problems\n got %q\nwant %q", got, want)
	}
}

// problemOf finds the problem of a field.
func problemOf(t *testing.T, problems []model.Problem, field string) model.Problem {
	t.Helper()
	for _, p := range problems {
		if p.Field == field {
			return p
		}
	}
	t.Errorf("no problem at %s among %v", field, problems)
	return model.Problem{}
}

// must is the value of a call that cannot fail.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
