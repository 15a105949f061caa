package model_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yunban/model"
	"yunban/model/workday"
)

func TestNear(t *testing.T) {
	cal := shippedCalendar(t)
	first := workday.Date{Year: 2026, Month: 1, Day: 10}
	for _, id := range []string{"panjin-2016", "luan"} {
		p := shippedProfile(t, id)
		t.Run("what is soon due or overdue is found by its days, exactly as its deadline says (R12, T3, T8), in "+id, rapid.MakeCheck(func(t *rapid.T) {
			today := first.AddDays(rapid.IntRange(0, 400).Draw(t, "today"))
			c := rapid.SampledFrom(model.Cases()).Draw(t, "case")
			since := today.AddDays(-rapid.IntRange(0, 60).Draw(t, "since")).Start().Add(time.Duration(rapid.IntRange(0, 24*60-1).Draw(t, "minute")) * time.Minute)
			s := model.Summary{Profile: p.Ref(), Case: c, Status: rapid.SampledFrom(model.Statuses(c)).Draw(t, "status"), Since: since,
				TrialBegan: since, TrialDays: rapid.IntRange(15, 40).Draw(t, "days")}
			urgency, _ := (model.Request{Case: s.Case, Status: s.Status}).Urgency(s.Due(p, cal), today, cal)
			for _, wanted := range [][]model.Urgency{model.Soon, model.Late, {model.DueToday}, nil} {
				found := slices.ContainsFunc(p.Near(today, cal, wanted...), func(n model.Near) bool { return n.Has(s) })
				if found != slices.Contains(wanted, urgency) {
					t.Fatalf("%s on %s: %v finds it: %t", urgency, today, wanted, found)
				}
			}
		}))
		t.Run("nothing of another regulation, unit or wish is found, in "+id, func(t *testing.T) {
			today := first.AddDays(60)
			s := model.Summary{Profile: p.Ref(), Case: model.Usage, Status: model.Submitted, Unit: "u", Since: today.AddDays(-30).Start()}
			n := p.Near(today, cal, model.Overdue)[0]
			if !n.Has(s) {
				t.Fatalf("%+v has not %+v", n, s)
			}
			for name, other := range map[string]model.Near{"regulation": {Profile: "x@1"}, "unit": {Unit: "v"}, "wish": {Asks: "extension"}} {
				near := n
				near.Unit, near.Asks = other.Unit, other.Asks
				if other.Profile != "" {
					near.Profile = other.Profile
				}
				if near.Has(s) {
					t.Errorf("it is found in another %s", name)
				}
			}
		})
	}
}
