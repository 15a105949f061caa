package app_test

import (
	"fmt"
	"slices"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// reminded is what a person is reminded of: how long before the end, and how many days are left.
func reminded(t *testing.T, d *app.Desk) []string {
	t.Helper()
	var all []string
	for _, r := range must(d.Reminders(t.Context())) {
		all = append(all, fmt.Sprintf("%d: %d left, ends %s", r.Days, r.DaysLeft, r.Due.Due))
	}
	return all
}

func TestTrialReminders(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		on(t, o, "2026-03-02")
		r := onTrial(t, o, 1, "30") // to 1 April
		unit, authority := r.clerk, o.By(model.DutyApproval)
		for _, c := range []struct{ day, want string }{
			{"2026-03-24", ""},
			{"2026-03-25", "7: 7 left, ends 2026-04-01"},
			{"2026-03-27", "7: 5 left, ends 2026-04-01"},
			{"2026-03-29", "3: 3 left, ends 2026-04-01"},
			{"2026-03-31", "1: 1 left, ends 2026-04-01"},
			{"2026-04-01", "1: 0 left, ends 2026-04-01"},
			{"2026-04-02", ""},
		} {
			t.Run("on "+c.day+" the latest reminder that has come stands, whether the program ran before or not (R15, R16, T7)", func(t *testing.T) {
				on(t, o, c.day)
				for _, d := range []*app.Desk{unit, authority} {
					if got := reminded(t, d); len(got) != min(1, len(c.want)) || len(got) == 1 && got[0] != c.want {
						t.Errorf("%s is reminded of %v, want %q", d.Person.Name, got, c.want)
					}
				}
			})
		}
		t.Run("another unit, the vendor and an inspector are not reminded (R04)", func(t *testing.T) {
			on(t, o, "2026-03-25")
			for _, d := range []*app.Desk{o.ClerkOf(o.Samples()[0]), o.By(model.DutyDelivery), o.By(model.DutyReading)} {
				if got := reminded(t, d); len(got) > 0 {
					t.Errorf("%s is reminded of %v", d.Person.Name, got)
				}
			}
		})
		t.Run("put away, it stays away for that person until the next one comes (R16)", func(t *testing.T) {
			if err := unit.SeeReminders(t.Context(), r.id); err != nil {
				t.Fatal(err)
			}
			if len(reminded(t, unit)) != 0 || len(reminded(t, authority)) != 1 {
				t.Errorf("unit %v, authority %v", reminded(t, unit), reminded(t, authority))
			}
			on(t, o, "2026-03-28")
			if got := reminded(t, unit); len(got) > 0 {
				t.Errorf("between two: %v", got)
			}
			on(t, o, "2026-03-29")
			if got := reminded(t, unit); !slices.Equal(got, []string{"3: 3 left, ends 2026-04-01"}) {
				t.Errorf("the next one: %v", got)
			}
		})
		t.Run("an extension takes it away, and its new end brings it again (R17)", func(t *testing.T) {
			if err := unit.SeeReminders(t.Context(), r.id); err != nil {
				t.Fatal(err)
			}
			r.do(model.DutyUnit, model.AskExtension, app.Doing{Note: "复测", Values: model.Values{"days": "12"}})
			r.do(model.DutyApproval, model.GrantExtension, app.Doing{Note: "确有必要"})
			if got := reminded(t, unit); len(got) > 0 {
				t.Errorf("while the end is far: %v", got)
			}
			on(t, o, "2026-04-10")
			if got := reminded(t, unit); !slices.Equal(got, []string{"3: 3 left, ends 2026-04-13"}) {
				t.Errorf("at the new end: %v", got)
			}
		})
	})
}
