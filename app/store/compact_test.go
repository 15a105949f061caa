//go:build sqlite_fts5

package store

import (
	"fmt"
	"testing"
	"time"

	"yunban/model"
)

func TestCompact(t *testing.T) {
	ctx := t.Context()
	hub, here, away := newStore(t), newReplica(t), newReplica(t)
	enrol(t, hub, model.Device{ID: "here", Unit: "u1"})
	enrol(t, hub, model.Device{ID: "away", Unit: "u1"})
	moves := 0
	person := func(unit string, at time.Time) {
		moves++
		e := event("", fmt.Sprint("p", moves), model.Save)
		e.Subject, e.Values, e.At = model.Subject{Kind: model.PersonSubject, ID: "li"}, model.Values{"name": "li", "unit": unit}, at
		must(hub.Change(ctx, e.Subject, next(e)))
	}
	person("u1", day(0))
	must(hub.Change(ctx, request("r2"), next(filed("r2", "u2"))))
	copied := event("r2", "cc", model.CC)
	copied.Values = model.Values{"to": "li"}
	must(hub.Change(ctx, request("r2"), next(copied)))
	pull(t, hub, here, "here")
	pull(t, hub, away, "away")
	person("u2", day(1)) // r2 leaves u1 with him
	pull(t, hub, here, "here")
	late := event("r2", "later", model.Accept)
	late.At = day(5)
	must(hub.Change(ctx, request("r2"), next(late)))
	if floor := must(hub.Compact(ctx, day(3))); floor != 4 {
		t.Fatalf("the floor is %d", floor)
	}
	t.Run("a desk that knows the news follows on", func(t *testing.T) {
		pull(t, hub, here, "here")
		if n := len(must(here.Events(ctx, request("r2")))); n != 0 {
			t.Errorf("it holds %d events", n)
		}
	})
	t.Run("a desk that was away begins anew, keeps what waits, and holds nothing that is not its own", func(t *testing.T) {
		must(away.Change(ctx, request("r1"), next(filed("r1", "u1"))))
		page := must(hub.Feed(ctx, "away", must(away.Cursor(ctx)).After, 0))
		wantError(t, "below the floor", away.Apply(ctx, page), model.Conflict, "error.replica_anew")
		must(0, away.ResetReplica(ctx, time.Time{}))
		for n := 0; must(away.Cursor(ctx)).After < must(hub.Head(ctx)); n++ { // in small pages, of which the first end before the floor
			if n > 10 {
				t.Fatal("it never arrives")
			}
			must(0, away.Apply(ctx, must(hub.Feed(ctx, "away", must(away.Cursor(ctx)).After, 1))))
		}
		if n := len(must(away.Events(ctx, request("r2")))); n != 0 || must(away.PendingCount(ctx)) != 1 {
			t.Errorf("it holds %d events", n)
		}
		exchange(t, hub, away, "away")
		wholeStore(t, away)
		wholeStore(t, hub)
	})
	t.Run("what is old and came late raises no floor above what is new", func(t *testing.T) {
		brought := event("", "brought", model.Save)
		brought.Subject, brought.Values, brought.At = model.Subject{Kind: model.PersonSubject, ID: "wu"}, model.Values{"name": "wu", "unit": "u1"}, day(0)
		must(hub.Change(ctx, brought.Subject, next(brought)))
		if floor := must(hub.Compact(ctx, day(3))); floor != 4 {
			t.Errorf("the floor is %d", floor)
		}
	})
	t.Run("the floor rises and never falls", func(t *testing.T) {
		if floor := must(hub.Compact(ctx, day(0))); floor != 4 {
			t.Errorf("the floor is %d", floor)
		}
		if floor := must(hub.Compact(ctx, day(9))); floor != must(hub.Head(ctx)) {
			t.Errorf("the floor is %d", floor)
		}
	})
}
