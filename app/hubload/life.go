package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"yunban/app"
	"yunban/app/demo"
	"yunban/model"
)

// life is a request from its submission to the end of its trial, as an office's people lived it once. It is lived
// again under other ids as often as there is load.
type life struct {
	Unit   string        `json:"unit"`
	Events []model.Event `json:"events"`
}

// doings is what is done to the request once it is filed, and by whom.
var doings = []struct {
	by model.Duty
	do app.Doing
}{
	{model.DutyAcceptance, app.Doing{Action: model.Accept, Note: "材料齐全，符合《盘锦市政务云管理办法》的要求，予以受理。"}},
	{model.DutyApproval, app.Doing{Action: model.Approve, Note: "同意。"}},
	{model.DutyDelivery, app.Doing{Action: model.Deliver, Values: model.Values{"trial_days": "30", "received_by": "王芳", "delivered_instances": "app-01  10.16.8.11"}}},
	{model.DutyUnit, app.Doing{Action: model.EndTrial, Note: "项目不再实施。"}},
}

// record lives the life once.
func record(ctx context.Context, office *app.Office, brief bool) (l life, err error) {
	sample, clerk, err := clerkOf(ctx, office)
	if err != nil {
		return l, err
	}
	draft, problems, err := demo.Draft(ctx, clerk, sample)
	if err != nil || len(problems) > 0 {
		return l, errors.Join(err, model.InvalidInput(problems))
	}
	if brief {
		shorten(&draft.Filling)
	}
	id, now := uuid.NewString(), office.Clock()
	draft.Filling.Values["system_id"] = id
	about := model.Subject{Kind: model.RequestSubject, ID: id}
	_, err = office.Store.Change(ctx, about, func(_ context.Context, past []model.Event) (model.Event, error) {
		return model.Next(office.Profile(), past, model.Act{ID: id, Request: id, Case: model.Usage, Action: model.Submit, Actor: clerk.Person,
			Unit: clerk.Unit, Claimed: now, At: now, Values: draft.Filling.Values, Rows: draft.Filling.Rows, Files: draft.Filling.Files})
	})
	if err != nil {
		return l, err
	}
	for _, d := range doings {
		desk := clerk
		if d.by != model.DutyUnit {
			if desk, err = holder(ctx, office, d.by); err != nil {
				return l, err
			}
		}
		d.do.Request = id
		if _, err := desk.Do(ctx, d.do); err != nil {
			return l, fmt.Errorf("%s: %w", d.do.Action, err)
		}
	}
	l.Unit = clerk.Unit.ID
	l.Events, err = office.Store.Events(ctx, about)
	return l, err
}

// shorten leaves three lines of an application and the beginnings of its long texts.
func shorten(f *model.Filling) {
	f.Rows = f.Rows[:min(3, len(f.Rows))]
	for name, value := range f.Values {
		if text := []rune(value); len(text) > 60 {
			f.Values[name] = string(text[:60])
		}
	}
}

// clerkOf is the first sample and a clerk of the unit that files it.
func clerkOf(ctx context.Context, office *app.Office) (sample string, clerk *app.Desk, err error) {
	names, err := demo.Samples(city)
	if err != nil {
		return "", nil, err
	}
	unit, err := demo.UnitOf(city, names[0])
	if err != nil {
		return "", nil, err
	}
	clerk, err = first(ctx, office, func(d *app.Desk) bool { return d.Unit.Name == unit && d.MayApply() })
	return names[0], clerk, err
}

// holder is the desk of the first person who holds a duty.
func holder(ctx context.Context, office *app.Office, duty model.Duty) (*app.Desk, error) {
	return first(ctx, office, func(d *app.Desk) bool { return office.Profile().Holds(d.Person.Roles, duty) })
}

func first(ctx context.Context, office *app.Office, fits func(*app.Desk) bool) (*app.Desk, error) {
	people, err := office.People(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		desk, err := office.DeskOf(ctx, p.ID)
		if err != nil || fits(desk) {
			return desk, err
		}
	}
	return nil, model.Errorf(model.NotFound, "error.no_person", "name", "")
}

// people are the ids of everybody who acts in the life.
func (l life) people() []string {
	var ids []string
	for _, e := range l.Events {
		if !slices.Contains(ids, e.Actor) {
			ids = append(ids, e.Actor)
		}
	}
	return ids
}

// again is the life of another request, as a desk sends it; n makes its title another one.
func (l life) again(n int) []model.Pushed {
	id := newID()
	acts := make([]model.Pushed, len(l.Events))
	for i, e := range l.Events {
		e.Subject.ID, e.ID, e.Claimed = id, newID(), time.Now()
		e.Seq, e.Format, e.Prev, e.Hash, e.Number = 0, 0, "", "", ""
		if i == 0 {
			e.Values = e.Values.Clone()
			e.Values["system_id"] = id
			e.Values["system_name"] += fmt.Sprintf("（%d期）", n+1)
		} else {
			acts[i].After = acts[i-1].Event.ID
		}
		acts[i].Event = e
	}
	return acts
}

// newID makes an id as desks do.
func newID() string { return uuid.Must(uuid.NewV7()).String() }
