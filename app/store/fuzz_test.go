//go:build sqlite_fts5

package store

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"yunban/model"
)

// anOffice is a hub with a request and a desk that follows it.
func anOffice(f *testing.F) (hub, desk *Store) {
	f.Helper()
	make := func(opts Options) *Store {
		s := must(Create(context.Background(), f.TempDir(), opts))
		must(0, s.writer.Exec("PRAGMA synchronous = OFF").Error)
		f.Cleanup(func() { must(0, s.Close()) })
		return s
	}
	hub, desk = make(Options{}), make(Options{Replica: true})
	enrol(f, hub, model.Device{ID: "d1", Unit: "u1"})
	return hub, desk
}

// seeds are the real messages of a small exchange.
func seeds(f *testing.F) (pushed, page, answers []byte) {
	f.Helper()
	hub, desk := anOffice(f)
	ctx := context.Background()
	e := filed("r1", "u1")
	e.Lines = []model.Line{{ID: "1", Resource: "vm", Values: model.Values{"name": "应用节点"}}}
	must(desk.Change(ctx, e.Subject, next(e)))
	must(desk.Change(ctx, e.Subject, next(event("r1", "e2", model.CC))))
	waiting := must(desk.Pending(ctx, 10))
	var told []model.Answer
	for _, p := range waiting {
		told = append(told, must(hub.Settle(ctx, "d1", p, ruled(p, "d1"))))
	}
	return must(json.Marshal(waiting)), must(json.Marshal(must(hub.Feed(ctx, "d1", 0, 10)))), must(json.Marshal(told))
}

// sound fails unless a store finds nothing wrong with itself.
func sound(t *testing.T, s *Store) {
	t.Helper()
	if found, err := s.Verify(context.Background(), nil); err != nil || len(found) > 0 {
		t.Fatalf("broken: %v %v", found, err)
	}
}

// Whatever acts a desk sends, each is answered or fails, and the hub's store stays whole. The hub of these tests has no
// rules: what the store itself cannot bear, it has to refuse by itself.
func FuzzPushedActs(f *testing.F) {
	pushed, _, _ := seeds(f)
	f.Add(pushed)
	f.Add([]byte(`[{"seq":1,"event":{"id":"a","subject":{"kind":"request","id":"r"},"action":"submit","series":"S","at":"2026-03-02T00:00:00Z"}}]`))
	f.Add([]byte(`[{"seq":1,"event":{"id":"a","subject":{"kind":"person","id":"p"},"action":"save","values":{"unit":"u2"},"at":"9999-12-31T23:59:59Z"}}]`))
	database := template(f, Options{})
	f.Fuzz(func(t *testing.T, text []byte) {
		var acts []model.Pushed
		if json.Unmarshal(text, &acts) != nil || len(acts) > 20 {
			return
		}
		dir := t.TempDir()
		hub := opened(filepath.Join(dir, "hub"), database)
		defer func() { must(0, hub.Close()) }()
		enrol(t, hub, model.Device{ID: "d1", Unit: "u1"})
		for _, p := range acts {
			a, err := hub.Settle(t.Context(), "d1", p, func(context.Context, []model.Event) (model.Event, error) { return p.Event, nil })
			if err == nil && (a.ID != p.Event.ID || a.Verdict == "") {
				t.Fatalf("%+v", a)
			}
		}
		sound(t, hub)
		must(0, hub.Rebuild(t.Context()))
		sound(t, hub)
	})
}

// Whatever page comes, a desk takes all of it or nothing, and stays whole.
func FuzzPages(f *testing.F) {
	_, page, answers := seeds(f)
	f.Add(page, answers)
	f.Add([]byte(`{"hub":"h","scope_epoch":1,"items":[{"feed":1,"evict":{"kind":"request","id":"r1"}}],"next":9}`), []byte(`[{"id":"e2","verdict":"refused"}]`))
	database := template(f, Options{Replica: true})
	f.Fuzz(func(t *testing.T, text, told []byte) {
		var page model.FeedPage
		var answers []model.Answer
		if json.Unmarshal(text, &page) != nil || len(page.Items) > 50 || json.Unmarshal(told, &answers) != nil || len(answers) > 50 {
			return
		}
		desk := opened(filepath.Join(t.TempDir(), "desk"), database)
		defer func() { must(0, desk.Close()) }()
		e := filed("r1", "u1")
		must(desk.Change(t.Context(), e.Subject, next(e)))
		must(desk.Change(t.Context(), e.Subject, next(event("r1", "e2", model.CC))))
		for range 2 {
			_ = desk.Answered(t.Context(), answers)
			before := must(desk.Cursor(t.Context()))
			err := desk.Apply(t.Context(), page)
			if after := must(desk.Cursor(t.Context())); err != nil && after != before {
				t.Fatalf("half taken in: %+v, %+v, %v", before, after, err)
			}
			sound(t, desk)
		}
		must(0, desk.Rejoin(t.Context(), "another", day(-30)))
		sound(t, desk)
	})
}

// Whatever was said of a file's events, a hub keeps what it took and can read it again.
func FuzzEventBodies(f *testing.F) {
	f.Add([]byte(must(json.Marshal(filed("r1", "u1")))))
	f.Add([]byte(`{"id":"a","subject":{"kind":"request","id":"r"},"action":"submit","note":"\u0000\ud800","values":{"a":"\ufffd"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var e model.Event
		if json.Unmarshal(body, &e) != nil {
			return
		}
		e.At, e.Claimed = e.At.UTC(), e.Claimed.UTC()
		e, err := plain(e)
		if err != nil {
			return // a year that JSON cannot say
		}
		sealedEvent := e.Seal(nil)
		row, err := rowOfEvent(1, sealedEvent)
		if err != nil {
			return
		}
		again, err := row.event()
		if err != nil || again.Digest() != sealedEvent.Hash || !sealed([]byte(row.Body), sealedEvent.Hash) {
			t.Fatalf("%v: %s", err, row.Body)
		}
		if e.PrivateTo() != "" {
			stub := again.Withhold()
			if model.VerifyChain([]model.Event{stub}) != nil {
				t.Fatalf("%+v", stub)
			}
		}
	})
}

// template is the database of a new store.
func template(f *testing.F, opts Options) []byte {
	f.Helper()
	dir := f.TempDir()
	s, err := Create(context.Background(), dir, opts)
	if err := errors.Join(err, s.Close()); err != nil {
		f.Fatal(err)
	}
	return must(os.ReadFile(filepath.Join(dir, databaseName)))
}
