//go:build sqlite_fts5

package store

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"yunban/model"
)

// lifecycleContract holds a store to finding requests of every kind by what happens to them.
func lifecycleContract(t *testing.T, open func(t *testing.T) backend) {
	s, ctx := open(t), t.Context()
	hour := 0
	act := func(e model.Event, values model.Values) {
		hour++
		e.ID, e.At = fmt.Sprint("e", hour), day(hour)
		if values != nil {
			e.Values = values
		}
		must(s.Change(ctx, e.Subject, next(e)))
	}
	termination := changeOf("s2", "t2")
	termination.Values["case"] = string(model.Termination)
	act(event("u1", "", model.Submit), model.Values{"case": "usage", "unit_id": "u1"})
	act(changeOf("s1", "c1"), nil)
	act(changeOf("s2", "c2"), nil)
	act(termination, nil)
	act(changeOf("s1", "c3"), nil)
	act(event("c1", "", model.Approve), model.Values{"major": model.True})
	act(event("u1", "", model.CC), model.Values{"to": "sun"})
	act(event("c2", "", model.CC), model.Values{"to": "sun"})
	act(event("c2", "", model.CC), model.Values{"to": "li"})
	act(event("c2", "", model.CC), model.Values{"to": "sun"})
	act(event("c2", "", model.Transfer), model.Values{"to": "li"})
	act(event("c3", "", model.Transfer), model.Values{"to": "li"})
	act(event("t2", "", model.Transfer), model.Values{"to": "li"})
	act(event("t2", "", model.Transfer), model.Values{"to": "qian"})
	act(event("c3", "", model.Approve), nil) // what was passed on to li is done
	act(event("t2", "", model.Urge), nil)
	act(event("t2", "", model.Comment), nil)

	submitted, approved := []model.Status{model.Submitted}, []model.Status{model.Approved}
	for _, c := range []struct {
		name string
		q    model.Query
		want string
	}{
		{"changes", model.Query{Case: model.Change}, "c1 c2 c3"},
		{"submitted changes, not other submitted requests", model.Query{Case: model.Change, Status: submitted}, "c2"},
		{"submitted terminations", model.Query{Case: model.Termination, Status: submitted}, "t2"},
		{"submitted applications for use", model.Query{Case: model.Usage, Status: submitted}, "u1"},
		{"approved terminations: none", model.Query{Case: model.Termination, Status: approved}, ""},
		{"changes submitted or approved", model.Query{Case: model.Change, Status: append(approved, submitted...)}, "c1 c2 c3"},
		{"whatever is submitted", model.Query{Status: submitted}, "c2 t2 u1"},
		{"about a system", model.Query{System: "s1"}, "c1 c3"},
		{"about another system", model.Query{System: "s2"}, "c2 t2"},
		{"about a system that nobody asked for", model.Query{System: "s3"}, ""},
		{"terminations of a system", model.Query{System: "s2", Case: model.Termination}, "t2"},
		{"passed to a person and not yet done", model.Query{Assignee: "li"}, "c2"},
		{"passed on once more", model.Query{Assignee: "qian"}, "t2"},
		{"passed to nobody of that name", model.Query{Assignee: "sun"}, ""},
		{"copied to a person, also twice", model.Query{Copied: "sun"}, "c2 u1"},
		{"copied to another person", model.Query{Copied: "li"}, "c2"},
		{"copied to nobody of that name", model.Query{Copied: "u"}, ""},
		{"copied, of one kind", model.Query{Copied: "sun", Case: model.Usage}, "u1"},
		{"all wishes at once", model.Query{Copied: "li", Assignee: "li", System: "s2", Case: model.Change, Status: submitted, Unit: "u1"}, "c2"},
	} {
		for _, order := range []model.Order{model.ByUpdate, model.BySince} {
			t.Run(c.name+" "+string(order), func(t *testing.T) {
				q := c.q
				q.Order, q.Limit = order, 2
				var got []string
				for range 10 {
					page := must(s.Requests(ctx, q))
					got = append(got, strings.Fields(ids(page.Items))...)
					if q.After = page.Next; q.After == "" {
						break
					}
				}
				slices.Sort(got)
				if found := strings.Join(got, " "); found != c.want {
					t.Errorf("got %q, want %q", found, c.want)
				}
				if n := must(s.Count(ctx, c.q)); n != len(strings.Fields(c.want)) {
					t.Errorf("counted %d", n)
				}
			})
		}
	}
	t.Run("rows say what the fold of the events says, before and after a rebuild", func(t *testing.T) {
		for _, when := range []string{"kept", "rebuilt"} {
			for _, got := range must(s.Requests(ctx, model.Query{})).Items {
				events := must(s.Events(ctx, request(got.ID)))
				r := must(model.Replay(events))
				if want := r.Summary(events[len(events)-1].At); !reflect.DeepEqual(got, want) {
					t.Errorf("%s\ngot  %+v\nwant %+v", when, got, want)
				}
			}
			wholeStore(t, s)
			if err := s.Rebuild(ctx); err != nil {
				t.Fatal(err)
			}
		}
	})
	t.Run("a row tells copies in their order, who has it, and what was decided", func(t *testing.T) {
		rows := map[string]model.Summary{}
		for _, row := range must(s.Requests(ctx, model.Query{System: "s1"})).Items {
			rows[row.ID] = row
		}
		c2 := must(s.Requests(ctx, model.Query{Assignee: "li"})).Items[0]
		if !reflect.DeepEqual(c2.Copied, []string{"sun", "li"}) || c2.Assignee != "li" || c2.System != "s2" {
			t.Errorf("got %+v", c2)
		}
		if !rows["c1"].Major || rows["c3"].Major || rows["c1"].Copied != nil {
			t.Errorf("got %+v", rows)
		}
	})
}
