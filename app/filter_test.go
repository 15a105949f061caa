package app_test

import (
	"slices"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestFilter(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "panjin-2016")
	on(t, o, "2026-03-02")
	trial := onTrial(t, o, 1, "30") // to 1 April
	on(t, o, "2026-03-17")
	overdue := submitted(t, o, 0) // to 20 March
	on(t, o, "2026-03-25")
	fresh := submitted(t, o, 0)
	officer := o.By(model.DutyAcceptance)
	find := func(t *testing.T, d *app.Desk, f app.Filter) []string {
		t.Helper()
		q, err := d.Ask(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		items, _, err := d.List(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		got := idsOf(items)
		if n := must(d.Count(ctx, q)); n != len(got) {
			t.Errorf("counted %d, found %v", n, got)
		}
		slices.Sort(got)
		return got
	}
	for _, c := range []struct {
		name string
		by   model.Duty
		f    app.Filter
		want []string
	}{
		{"overdue finds what is late, of all that may be read (R12)", model.DutyReading, app.Filter{Due: "overdue"}, []string{overdue.id}},
		{"due soon finds a trial in its last seven days (R16)", model.DutyReading, app.Filter{Due: "due_soon"}, []string{trial.id}},
		{"the queue of what is overdue is of the own duties", model.DutyAcceptance, app.Filter{Queue: "overdue"}, []string{overdue.id}},
		{"a trial that ends soon waits for its unit", model.DutyUnit, app.Filter{Queue: "due_soon"}, []string{trial.id}},
		{"and not for who accepts", model.DutyAcceptance, app.Filter{Queue: "due_soon"}, nil},
		{"a queue and how urgent", model.DutyAcceptance, app.Filter{Queue: "to_accept", Due: "overdue"}, []string{overdue.id}},
		{"a queue without anything so urgent", model.DutyAcceptance, app.Filter{Queue: "to_accept", Due: "due_soon"}, nil},
		{"a view of what was done and how urgent", model.DutyAcceptance, app.Filter{Queue: "done", Due: "due_soon"}, []string{trial.id}},
		{"what is overdue is not due soon", model.DutyAcceptance, app.Filter{Queue: "overdue", Due: "due_soon"}, nil},
		{"together with words and a level", model.DutyAcceptance, app.Filter{Queue: "overdue", Level: "3", Text: overdue.look().Request.Number}, []string{overdue.id}},
		{"together with another level", model.DutyAcceptance, app.Filter{Queue: "overdue", Level: "2"}, nil},
		{"together with a status", model.DutyAcceptance, app.Filter{Queue: "overdue", Status: "trial"}, nil},
		{"a queue keeps its kind", model.DutyAcceptance, app.Filter{Queue: "to_accept", Case: "change"}, nil},
		{"a status bears its kind", model.DutyAcceptance, app.Filter{Status: "change.submitted"}, nil},
		{"and is not that of another", model.DutyAcceptance, app.Filter{Status: "usage.submitted", Case: "change"}, nil},
		{"a status without a kind is that of all", model.DutyAcceptance, app.Filter{Status: "submitted"}, sorted(overdue.id, fresh.id)},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := o.By(c.by)
			if c.by == model.DutyUnit {
				d = trial.clerk
			}
			if got := find(t, d, c.f); !slices.Equal(got, c.want) {
				t.Errorf("found %v, want %v", got, c.want)
			}
		})
	}
	t.Run("what cannot be asked for is named field by field", func(t *testing.T) {
		_, err := officer.Ask(ctx, app.Filter{Status: "nonsense", Case: "x", Due: "yesterday", Level: "high", From: "2026-02-30"})
		names(t, refusal(t, err, model.Invalid), "status problem.unknown_status", "kind problem.unknown_kind",
			"due problem.unknown_urgency", "level problem.unknown_level", "from problem.date")
	})
	t.Run("a trial whose end moved behind days off is not late before that (T3)", func(t *testing.T) {
		authority := o.By(model.DutyApproval)
		for day, want := range map[string]int{"2026-04-01": 0, "2026-04-02": 1} {
			on(t, o, day)
			if got := find(t, authority, app.Filter{Queue: "trials_over"}); len(got) != want {
				t.Errorf("%s: %v", day, got)
			}
		}
	})
}

func sorted(ids ...string) []string {
	slices.Sort(ids)
	return ids
}
