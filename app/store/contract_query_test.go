//go:build sqlite_fts5

package store

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"yunban/model"
	"yunban/model/workday"
)

func requestsContract(t *testing.T, open func(t *testing.T) backend) {
	t.Run("a summary is the fold of the events", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		submit(t, s, "r1", model.Values{"system_name": "政务审批系统", "mlps_level": "3", "unit_name": "市大数据局"})
		must(s.Change(ctx, request("r1"), next(event("r1", "e2", model.Accept))))
		events := must(s.Events(ctx, request("r1")))
		r := must(model.Replay(events))
		want := []model.Summary{r.Summary(events[1].At)}
		if got := must(s.Requests(ctx, model.Query{})); !reflect.DeepEqual(got.Items, want) {
			t.Errorf("got  %+v\nwant %+v", got.Items, want)
		}
	})
	s, ctx := open(t), t.Context()
	// Requests 0..8 of units u0 u1 u2, filed a day apart; every third accepted by li, an hour later each.
	for i := range 9 {
		id := fmt.Sprint("r", i)
		e := event(id, "s"+id, model.Submit)
		e.At = day(i)
		e.Values = model.Values{"case": "usage", "unit_id": fmt.Sprint("u", i%3), "mlps_level": fmt.Sprint(2 + i%2)}
		must(s.Change(ctx, e.Subject, next(e)))
		if i%3 == 0 {
			e := event(id, "a"+id, model.Accept)
			e.At, e.Actor = day(20-i), "li"
			if i == 3 { // by a deputy
				e.Actor, e.For, e.ForID = "sun", "李", "li"
			}
			must(s.Change(ctx, e.Subject, next(e)))
		}
	}
	for _, c := range []struct {
		name string
		q    model.Query
		want string
	}{
		{"all come with the latest change first", model.Query{}, "r0 r3 r6 r8 r7 r5 r4 r2 r1"},
		{"the longest waiting come first when asked so", model.Query{Order: model.BySince}, "r1 r2 r4 r5 r7 r8 r6 r3 r0"},
		{"by status", model.Query{Status: []model.Status{model.Accepted}}, "r0 r3 r6"},
		{"by several statuses", model.Query{Status: []model.Status{model.Accepted, model.Submitted}, Order: model.BySince}, "r1 r2 r4 r5 r7 r8 r6 r3 r0"},
		{"by unit", model.Query{Unit: "u1"}, "r7 r4 r1"},
		{"by who acted on it", model.Query{Actor: "li"}, "r0 r3 r6"},
		{"by who acted on it for another (R04)", model.Query{Actor: "sun"}, "r3"},
		{"by nobody who acted", model.Query{Actor: "l"}, ""},
		{"by protection level", model.Query{Level: 3}, "r3 r7 r5 r1"},
		{"by kind", model.Query{Case: model.Change}, ""},
		{"filed on or after a day", model.Query{From: workday.DateOf(day(7))}, "r8 r7"},
		{"filed on or before a day", model.Query{To: workday.DateOf(day(1))}, "r0 r1"},
		{"filed within days", model.Query{From: workday.DateOf(day(3)), To: workday.DateOf(day(4))}, "r3 r4"},
		{"several wishes at once", model.Query{Unit: "u0", Status: []model.Status{model.Accepted}, Level: 2}, "r0 r6"},
		{"by what it asks", model.Query{Asks: "extension"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			page, err := s.Requests(ctx, c.q)
			if err != nil || ids(page.Items) != c.want {
				t.Errorf("got %q, %v; want %q", ids(page.Items), err, c.want)
			}
			if n := must(s.Count(ctx, c.q)); n != len(strings.Fields(c.want)) {
				t.Errorf("counted %d", n)
			}
		})
		t.Run(c.name+", page by page", func(t *testing.T) {
			q := c.q
			q.Limit = 2
			var got []model.Summary
			for range 10 {
				page := must(s.Requests(ctx, q))
				got = append(got, page.Items...)
				if q.After = page.Next; q.After == "" {
					break
				}
			}
			if ids(got) != c.want {
				t.Errorf("got %q, want %q", ids(got), c.want)
			}
		})
	}
	t.Run("a cursor that is none, or of another order, is invalid", func(t *testing.T) {
		page := must(s.Requests(ctx, model.Query{Limit: 1}))
		for _, after := range []string{"x", "!!", page.Next} {
			_, err := s.Requests(ctx, model.Query{After: after, Order: model.BySince})
			wantError(t, after, err, model.Invalid, "error.bad_cursor")
		}
	})
	t.Run("an extension that was asked for can be found", func(t *testing.T) {
		s := open(t)
		submit(t, s, "r1", nil)
		for i, action := range []model.Action{model.Accept, model.Approve, model.Deliver, model.AskExtension} {
			must(s.Change(ctx, request("r1"), next(event("r1", fmt.Sprint("e", i), action))))
		}
		if n := must(s.Count(ctx, model.Query{Asks: "extension", Status: []model.Status{model.Trial}})); n != 1 {
			t.Errorf("counted %d", n)
		}
	})
}
