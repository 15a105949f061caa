//go:build sqlite_fts5

package store

import (
	"fmt"
	"testing"
	"time"

	"yunban/model"
	"yunban/model/workday"
)

// nearContract holds a store to finding requests by the days that their deadlines are counted from, as the model
// says which belong.
func nearContract(t *testing.T, open func(t *testing.T) backend) {
	s, ctx := open(t), t.Context()
	put := func(i int, action model.Action, at time.Time, values model.Values) {
		e := event(fmt.Sprint("n", i), fmt.Sprint("n", i, action), action)
		e.At, e.Values, e.Profile = at, values, "city@1"
		must(s.Change(ctx, e.Subject, next(e)))
	}
	midnight := workday.DateOf(day(0)).Start()
	for i := range 8 { // each later one six hours after the one before; the odd ones are on trial
		at := midnight.Add(time.Duration(i) * 6 * time.Hour)
		put(i, model.Submit, at, model.Values{"case": "usage", "unit_id": fmt.Sprint("u", i%3)})
		if i%2 == 1 {
			put(i, model.Accept, at, nil)
			put(i, model.Approve, at, nil)
			put(i, model.Deliver, at, model.Values{"trial_days": fmt.Sprint(14 + i)})
		}
	}
	all := must(s.Requests(ctx, model.Query{})).Items
	first := workday.DateOf(midnight)
	submitted := model.Near{Profile: "city@1", Case: model.Usage, Status: model.Submitted, To: first}
	trial := model.Near{Profile: "city@1", Case: model.Usage, Status: model.Trial, Trial: true, From: first.AddDays(16), To: first.AddDays(18)}
	with := func(n model.Near, change func(*model.Near)) model.Near { change(&n); return n }
	for _, c := range []struct {
		name string
		near []model.Near
		want int
	}{
		{"since ever, to the end of a day", []model.Near{submitted}, 2},
		{"from a day on", []model.Near{with(submitted, func(n *model.Near) { n.From, n.To = first.AddDays(1), first.AddDays(9) })}, 2},
		{"by the end of the trial, not its beginning", []model.Near{trial}, 1},
		{"of either pile", []model.Near{submitted, trial}, 3},
		{"of one unit", []model.Near{with(submitted, func(n *model.Near) { n.Unit = "u2" })}, 1},
		{"of what waits for something", []model.Near{with(trial, func(n *model.Near) { n.Asks = "extension" })}, 0},
		{"of another regulation", []model.Near{with(submitted, func(n *model.Near) { n.Profile = "city@2" })}, 0},
		{"of no pile at all", []model.Near{}, 0},
		{"without the wish", nil, 8},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := must(s.Requests(ctx, model.Query{Near: c.near})).Items
			if len(found) != c.want || must(s.Count(ctx, model.Query{Near: c.near})) != c.want {
				t.Errorf("found %s, want %d", ids(found), c.want)
			}
			if c.near == nil {
				return
			}
			n := 0
			for _, one := range all {
				for _, pile := range c.near {
					if pile.Has(one) {
						n++
					}
				}
			}
			if n != c.want {
				t.Errorf("the model finds %d", n)
			}
		})
	}
}
