// Package apptest is an office in a temporary folder, for tests: real store, real rules, sample people.
package apptest

import (
	"context"
	"os"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/model"
	"yunban/model/workday"
)

// Start is the morning on which every test office begins: Wednesday 11 February 2026, with a make-up Saturday and
// the Spring Festival ahead.
var Start = time.Date(2026, time.February, 11, 9, 0, 0, 0, workday.Shanghai)

// Office is a test office.
type Office struct {
	*wire.Opened
	Clock *demo.Clock
	t     testing.TB
}

// New is a freshly founded office of a city in a temporary folder; it is closed when the test ends.
func New(t testing.TB, profile string) *Office {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, founded(t, profile)); err != nil {
		t.Fatal(err)
	}
	return Open(t, dir, demo.NewClock(Start))
}

// Open opens an office in a folder; it is closed when the test ends.
func Open(t testing.TB, dir string, clock *demo.Clock) *Office {
	t.Helper()
	o := &Office{Clock: clock, t: t}
	o.open(dir)
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

func (o *Office) open(dir string) {
	o.t.Helper()
	opened, err := wire.Open(context.Background(), dir, wire.Options{Clock: o.Clock.Now, OwnFonts: true})
	if err != nil {
		o.t.Fatal(err)
	}
	o.Opened = opened
}

// Reopen closes the office and opens its folder again, as after a night.
func (o *Office) Reopen() {
	o.t.Helper()
	if err := o.Close(); err != nil {
		o.t.Fatal(err)
	}
	o.open(o.Dir)
}

// As is the desk of a person by sign-in name.
func (o *Office) As(name string) *app.Desk {
	o.t.Helper()
	desk, err := o.DeskOf(context.Background(), name)
	if err != nil {
		o.t.Fatal(err)
	}
	return desk
}

// By is the desk of the first person who holds a duty.
func (o *Office) By(duty model.Duty) *app.Desk {
	o.t.Helper()
	people, err := o.People(context.Background())
	if err != nil {
		o.t.Fatal(err)
	}
	for _, p := range people {
		if o.Profile().Holds(p.Roles, duty) && !p.Disabled {
			return o.As(p.ID)
		}
	}
	o.t.Fatalf("nobody holds the duty %s", duty)
	return nil
}

// Samples names the city's sample requests.
func (o *Office) Samples() []string {
	o.t.Helper()
	names, err := demo.Samples(o.Profile().ID)
	if err != nil {
		o.t.Fatal(err)
	}
	return names
}

// ClerkOf is the desk of a clerk of the unit that a sample request is filed by.
func (o *Office) ClerkOf(sample string) *app.Desk {
	o.t.Helper()
	unit, err := demo.UnitOf(o.Profile().ID, sample)
	if err != nil {
		o.t.Fatal(err)
	}
	people, err := o.People(context.Background())
	if err != nil {
		o.t.Fatal(err)
	}
	for _, p := range people {
		if desk := o.As(p.ID); desk.Unit.Name == unit && desk.MayApply() {
			return desk
		}
	}
	o.t.Fatalf("no clerk of %s", unit)
	return nil
}

// Draft is a complete draft of a sample request at the clerk's desk.
func (o *Office) Draft(sample string) model.Draft {
	o.t.Helper()
	draft, problems, err := demo.Draft(context.Background(), o.ClerkOf(sample), sample)
	if err != nil || len(problems) > 0 {
		o.t.Fatal(err, problems)
	}
	return draft
}

// Filed is the id of the first sample request, filed and taken on by the demonstration's script up to a status.
func (o *Office) Filed(until model.Status) string {
	o.t.Helper()
	stage, err := demo.NewStage(context.Background(), o.Office, o.Clock, func(demo.Step) error { return nil })
	if err != nil {
		o.t.Fatal(err)
	}
	id, err := stage.Play(context.Background(), o.Samples()[0], "", demo.WholeLife, until)
	if err != nil {
		o.t.Fatal(err)
	}
	return id
}

// Dossier is a request as the reader of all requests sees it.
func (o *Office) Dossier(id string) app.Dossier {
	o.t.Helper()
	file, err := o.By(model.DutyAcceptance).Dossier(context.Background(), id)
	if err != nil {
		o.t.Fatal(err)
	}
	return file
}
