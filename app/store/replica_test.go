//go:build sqlite_fts5

package store

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"yunban/model"
)

// filed is an application of a unit.
func filed(id, unit string) model.Event {
	e := event(id, "submit-"+id, model.Submit)
	e.Series = "PJ-SQ-2026"
	e.Values = model.Values{"case": "usage", "unit_id": unit, "system_name": "政务审批系统"}
	return e
}

func TestReplica(t *testing.T) {
	ctx := t.Context()
	t.Run("an act waits without number and seal, is found everywhere, and is numbered by the hub", func(t *testing.T) {
		hub, desk := newStore(t), newReplica(t)
		enrol(t, hub, model.Device{ID: "d1", Unit: "u1"})
		made := must(desk.Change(ctx, request("r1"), next(filed("r1", "u1"))))
		if made.Hash != "" || made.Number != "" || made.Seq != 1 || must(desk.PendingCount(ctx)) != 1 {
			t.Errorf("made %+v", made)
		}
		if about := must(desk.Waiting(ctx)); len(about) != 1 || about[0] != request("r1") {
			t.Errorf("%v waits", about)
		}
		for _, q := range []model.Query{{Text: "审批"}, {Unit: "u1"}, {Actor: "wang"}} {
			if page := must(desk.Requests(ctx, q)); ids(page.Items) != "r1" || page.Items[0].Number != "" {
				t.Errorf("%+v finds %+v", q, page.Items)
			}
		}
		wholeStore(t, desk)
		exchange(t, hub, desk, "d1")
		got := must(desk.Events(ctx, request("r1")))
		if len(got) != 1 || got[0].Number != "PJ-SQ-2026-0001" || model.VerifyChain(got) != nil {
			t.Errorf("got %+v", got)
		}
		if page := must(desk.Requests(ctx, model.Query{Text: "PJ-SQ-2026-0001"})); ids(page.Items) != "r1" || must(desk.PendingCount(ctx)) != 0 || len(must(desk.Waiting(ctx))) != 0 {
			t.Errorf("the number finds %+v", page.Items)
		}
		wholeStore(t, desk)
		wholeStore(t, hub)
	})
	t.Run("chained acts made without a line do not conflict with themselves", func(t *testing.T) {
		hub, desk := newStore(t), newReplica(t)
		enrol(t, hub, model.Device{ID: "d1", Unit: "u1"})
		must(desk.Change(ctx, request("r1"), next(filed("r1", "u1"))))
		for n, action := range []model.Action{model.Accept, model.Approve} {
			if e := must(desk.Change(ctx, request("r1"), next(event("r1", fmt.Sprint("e", n), action)))); e.Seq != n+2 {
				t.Errorf("it is number %d", e.Seq)
			}
		}
		pending := must(desk.Pending(ctx, 10))
		for i, after := range []string{"", "submit-r1", "e0"} {
			if pending[i].After != after || pending[i].Seq != int64(i+1) {
				t.Errorf("got %+v", pending[i])
			}
		}
		exchange(t, hub, desk, "d1")
		if got := must(desk.Events(ctx, request("r1"))); len(got) != 3 || model.VerifyChain(got) != nil {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("of two who decided the first counts; the other keeps his act, what happened meanwhile, and those behind it are blocked", func(t *testing.T) {
		hub, one, other := newStore(t), newReplica(t), newReplica(t)
		enrol(t, hub, model.Device{ID: "d1", All: true})
		enrol(t, hub, model.Device{ID: "d2", All: true})
		must(one.Change(ctx, request("r1"), next(filed("r1", "u1"))))
		exchange(t, hub, one, "d1")
		exchange(t, hub, other, "d2")
		must(one.Change(ctx, request("r1"), next(event("r1", "accepted", model.Accept))))
		must(other.Change(ctx, request("r1"), next(event("r1", "declined", model.Decline))))
		must(other.Change(ctx, request("r1"), next(event("r1", "later", model.CC))))
		must(other.Change(ctx, request("r2"), next(filed("r2", "u1"))))
		exchange(t, hub, one, "d1")
		exchange(t, hub, other, "d2")
		refused := must(other.Refused(ctx))
		if len(refused) != 2 || refused[0].Event.ID != "declined" || refused[0].Answer.Verdict != model.Refused ||
			refused[1].Answer.Verdict != model.Blocked || refused[0].Answer.Err() == nil || refused[0].At.IsZero() {
			t.Fatalf("got %+v", refused)
		}
		if was := refused[0].Answer.Meanwhile; len(was) != 1 || was[0].ID != "accepted" {
			t.Errorf("meanwhile %+v", was)
		}
		if page := must(other.Requests(ctx, model.Query{Status: []model.Status{model.Accepted}})); ids(page.Items) != "r1" {
			t.Errorf("r1 is not accepted: %+v", page.Items)
		}
		if got := must(other.Events(ctx, request("r2"))); len(got) != 1 || got[0].Hash == "" {
			t.Errorf("another request was held up: %+v", got)
		}
		must(0, other.Dismiss(ctx, "declined"))
		if got := must(other.Refused(ctx)); len(got) != 1 || !must(other.RefusedAct(ctx, "declined")).Settled {
			t.Errorf("got %+v", got)
		}
		_, err := other.Change(ctx, request("r1"), next(event("r1", "declined", model.Decline)))
		wantError(t, "the same id again", err, model.Conflict, "error.event_reused")
		wantError(t, "unknown", other.Dismiss(ctx, "nothing"), model.NotFound, "error.no_refused_act")
		wholeStore(t, other)
	})
	t.Run("rebuilding a replica gives what it had", func(t *testing.T) {
		hub, desk := newStore(t), newReplica(t)
		enrol(t, hub, model.Device{ID: "d1", Unit: "u1"})
		must(desk.Change(ctx, request("r1"), next(filed("r1", "u1"))))
		exchange(t, hub, desk, "d1")
		must(desk.Change(ctx, request("r1"), next(event("r1", "e1", model.Accept))))
		must(desk.Change(ctx, request("r2"), next(filed("r2", "u1"))))
		before := derivedTables(desk)
		must(0, desk.Rebuild(ctx))
		after := derivedTables(desk)
		for name := range before {
			if !reflect.DeepEqual(before[name], after[name]) {
				t.Errorf("%s\nbefore %v\nafter  %v", name, before[name], after[name])
			}
		}
		wholeStore(t, desk)
	})
	t.Run("a replica is one when it is opened again", func(t *testing.T) {
		dir := t.TempDir()
		must(0, must(Create(ctx, dir, Options{Replica: true})).Close())
		s := must(Open(ctx, dir, Options{}))
		defer closeStore(t, s)
		if !s.Replica() {
			t.Error("it is a hub")
		}
	})
	t.Run("a hub takes no answers and no pages", func(t *testing.T) {
		s := newStore(t)
		for name, err := range map[string]error{"answers": s.Answered(ctx, nil), "a page": s.Apply(ctx, model.FeedPage{}),
			"a reset": s.ResetReplica(ctx, time.Time{})} {
			wantError(t, name, err, model.Other, "error.not_replica")
		}
	})
}

func TestFollowing(t *testing.T) {
	ctx := t.Context()
	pair := func(t *testing.T) (hub, desk *Store) {
		hub, desk = newStore(t), newReplica(t)
		enrol(t, hub, model.Device{ID: "d1", Unit: "u1"})
		for _, e := range []model.Event{filed("r1", "u1"), event("r1", "e1", model.Accept), event("r1", "e2", model.Approve), filed("r2", "u2")} {
			must(hub.Change(ctx, e.Subject, next(e)))
		}
		return hub, desk
	}
	t.Run("a page twice is a page once, and a missing one is asked for", func(t *testing.T) {
		hub, desk := pair(t)
		first := must(hub.Feed(ctx, "d1", 0, 1))
		second := must(hub.Feed(ctx, "d1", first.Next, 1))
		wantError(t, "the second first", desk.Apply(ctx, second), model.Conflict, "error.page_missed")
		for _, page := range []model.FeedPage{first, first, second, first} {
			must(0, desk.Apply(ctx, page))
		}
		if at := must(desk.Cursor(ctx)); at.After != 2 || at.Hub != must(hub.HubID(ctx)) || at.ScopeEpoch != 1 {
			t.Errorf("at %+v", at)
		}
		pull(t, hub, desk, "d1")
		if n := len(must(desk.Events(ctx, request("r1")))); n != 3 {
			t.Errorf("%d events", n)
		}
	})
	t.Run("an event that does not continue the chain, or was altered, makes the desk begin anew", func(t *testing.T) {
		hub, desk := pair(t)
		page := must(hub.Feed(ctx, "d1", 0, 0))
		gap, altered := page, page
		gap.Items = page.Items[1:]
		altered.Items = slices.Clone(page.Items)
		altered.Items[0].Body = []byte(`{"x":1,` + string(page.Items[0].Body)[1:])
		for name, bad := range map[string]model.FeedPage{"a gap": gap, "altered": altered} {
			wantError(t, name, desk.Apply(ctx, bad), model.Conflict, "error.replica_anew")
		}
		if at := must(desk.Cursor(ctx)); at.After != 0 || len(must(desk.Events(ctx, request("r1")))) != 0 {
			t.Errorf("something was kept, %+v", at)
		}
	})
	t.Run("a desk that may hold other requests begins anew and keeps what waits", func(t *testing.T) {
		hub, desk := pair(t)
		pull(t, hub, desk, "d1")
		must(desk.Change(ctx, request("r1"), next(event("r1", "e9", model.Comment))))
		enrol(t, hub, model.Device{ID: "d1", Unit: "u2"})
		page := must(hub.Feed(ctx, "d1", must(desk.Cursor(ctx)).After, 0))
		wantError(t, "", desk.Apply(ctx, page), model.Conflict, "error.replica_anew")
		must(0, desk.ResetReplica(ctx, time.Time{}))
		wholeStore(t, desk)
		exchange(t, hub, desk, "d1")
		if got := must(desk.Requests(ctx, model.Query{})); ids(got.Items) != "r2" {
			t.Errorf("it holds %s", ids(got.Items))
		}
		if got := must(hub.Events(ctx, request("r1"))); got[len(got)-1].ID != "e9" {
			t.Errorf("what waited was lost: %+v", got)
		}
	})
	t.Run("a hub that was restored from a copy gets what it has lost", func(t *testing.T) {
		hub, desk := pair(t)
		must(desk.Change(ctx, request("r3"), next(filed("r3", "u1"))))
		exchange(t, hub, desk, "d1")
		kept := filepath.Join(t.TempDir(), "copy")
		must(0, os.MkdirAll(filepath.Join(kept, filesName), 0o700))
		must(0, hub.writer.Exec("VACUUM INTO ?", filepath.Join(kept, databaseName)).Error)
		must(desk.Change(ctx, request("r3"), next(event("r3", "lost", model.Accept))))
		exchange(t, hub, desk, "d1")
		must(desk.Change(ctx, request("r3"), next(event("r3", "waits", model.Approve))))
		restored := must(Open(ctx, kept, Options{}))
		defer closeStore(t, restored)
		must(0, restored.NewHubID(ctx))
		_, err := restored.Feed(ctx, "d1", must(desk.Cursor(ctx)).After, 0)
		wantError(t, "", err, model.Conflict, "error.replica_anew")
		must(0, desk.ResetReplica(ctx, day(-1)))
		exchange(t, restored, desk, "d1")
		got := must(desk.Events(ctx, request("r3")))
		if len(got) != 3 || got[1].ID != "lost" || got[2].ID != "waits" || model.VerifyChain(got) != nil {
			t.Errorf("got %+v", got)
		}
		wholeStore(t, restored)
		wholeStore(t, desk)
	})
}

func TestScopes(t *testing.T) {
	ctx := t.Context()
	hub, one, other, all := newStore(t), newReplica(t), newReplica(t), newReplica(t)
	for _, d := range []model.Device{{ID: "d1", Unit: "u1"}, {ID: "d2", Unit: "u2"}, {ID: "d3", All: true}} {
		enrol(t, hub, d)
	}
	moves := 0
	person := func(id, unit string) {
		moves++
		e := event("", fmt.Sprint("p", moves), model.Save)
		e.Subject, e.Values = model.Subject{Kind: model.PersonSubject, ID: id}, model.Values{"name": id, "unit": unit}
		must(hub.Change(ctx, e.Subject, next(e)))
	}
	holds := func(t *testing.T, want ...string) {
		t.Helper()
		for i, s := range []*Store{one, other, all} {
			pull(t, hub, s, fmt.Sprint("d", i+1))
			wholeStore(t, s)
			var have []string
			for _, r := range must(s.Requests(ctx, model.Query{})).Items {
				have = append(have, r.ID)
			}
			slices.Sort(have)
			if got := fmt.Sprint(have); got != want[i] {
				t.Errorf("desk %d holds %s, want %s", i+1, got, want[i])
			}
		}
		wholeStore(t, hub)
	}
	t.Run("a unit's desk holds its unit's requests, the authority's all, and everybody the common records", func(t *testing.T) {
		person("li", "u1")
		for _, e := range []model.Event{filed("r1", "u1"), event("r1", "e1", model.Accept), filed("r2", "u2")} {
			must(hub.Change(ctx, e.Subject, next(e)))
		}
		system := event("", "s1", model.Save)
		system.Subject, system.Values = model.Subject{Kind: model.SystemSubject, ID: "s1"}, model.Values{"unit_id": "u2"}
		must(hub.Change(ctx, system.Subject, next(system)))
		holds(t, "[r1]", "[r2]", "[r1 r2]")
		for i, s := range []*Store{one, other, all} {
			if len(must(s.Records(ctx, model.PersonSubject))) != 1 || len(must(s.Records(ctx, model.SystemSubject))) != min(i, 1) {
				t.Errorf("desk %d holds other records", i+1)
			}
		}
	})
	t.Run("a request that is copied to another unit comes there whole", func(t *testing.T) {
		e := event("r2", "cc", model.CC)
		e.Values = model.Values{"to": "li"}
		must(hub.Change(ctx, e.Subject, next(e)))
		holds(t, "[r1 r2]", "[r2]", "[r1 r2]")
		if got := must(one.Events(ctx, request("r2"))); len(got) != 2 || model.VerifyChain(got) != nil {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("it leaves with the person it was sent to, words and all, and comes back with him", func(t *testing.T) {
		person("li", "u3")
		holds(t, "[r1]", "[r2]", "[r1 r2]")
		if n := len(must(one.Events(ctx, request("r2")))) + must(one.Count(ctx, model.Query{Copied: "li"})); n != 0 {
			t.Errorf("%d things were left behind", n)
		}
		must(hub.Change(ctx, request("r2"), next(event("r2", "e5", model.Accept))))
		person("li", "u1")
		must(hub.Change(ctx, request("r2"), next(event("r2", "e6", model.Approve))))
		holds(t, "[r1 r2]", "[r2]", "[r1 r2]")
	})
	t.Run("a revoked desk and an unknown one get nothing", func(t *testing.T) {
		enrol(t, hub, model.Device{ID: "d1", Unit: "u1", Revoked: true})
		for device, key := range map[string]string{"d1": "error.device_revoked", "d9": "error.device_unknown"} {
			_, err := hub.Feed(ctx, device, 0, 0)
			wantError(t, device, err, model.Forbidden, key)
			p := model.Pushed{Seq: 1, Event: filed("r9", "u1")}
			_, err = hub.Settle(ctx, device, p, ruled(p, device))
			wantError(t, device, err, model.Forbidden, key)
		}
	})
}
