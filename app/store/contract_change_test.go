//go:build sqlite_fts5

package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"yunban/model"
)

func changesContract(t *testing.T, open func(t *testing.T) backend) {
	t.Run("events come back as they were acknowledged, sealed and in order", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		var want []model.Event
		for i := range 3 {
			want = append(want, must(s.Change(ctx, request("r1"), next(event("r1", fmt.Sprint("e", i), model.Issue)))))
		}
		got, err := s.Events(ctx, request("r1"))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v, %v; want %v", got, err, want)
		}
		if err := model.VerifyChain(got); err != nil {
			t.Error(err)
		}
	})
	t.Run("a subject that nothing happened to has no events", func(t *testing.T) {
		got, err := open(t).Events(t.Context(), request("nobody"))
		if err != nil || len(got) != 0 {
			t.Fatalf("got %v, %v", got, err)
		}
	})
	t.Run("decide sees the subject's past and nothing of others", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		submit(t, s, "other", nil)
		first := submit(t, s, "r1", nil)
		_, err := s.Change(ctx, request("r1"), func(ctx context.Context, past []model.Event) (model.Event, error) {
			if len(past) != 1 || past[0].ID != first.ID {
				t.Errorf("past is %v", past)
			}
			return event("r1", "e2", model.Accept), nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	t.Run("an error of decide comes back as it is and nothing is written", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		no := errors.New("no")
		_, err := s.Change(ctx, request("r1"), func(_ context.Context, _ []model.Event) (model.Event, error) {
			return event("r1", "e1", model.Issue), no
		})
		if err != no { //nolint:errorlint // the very same error is promised
			t.Fatalf("got %v", err)
		}
		if n := must(s.Events(ctx, request("r1"))); len(n) != 0 {
			t.Errorf("written all the same: %v", n)
		}
		wholeStore(t, s)
	})
	t.Run("the same event twice is written once and answered alike", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		first := submit(t, s, "r1", nil)
		again := event("r1", first.ID, model.Submit)
		again.Values, again.At = first.Values, first.At.Add(time.Minute)
		second, err := s.Change(ctx, request("r1"), next(again))
		if err != nil || !reflect.DeepEqual(first, second) {
			t.Fatalf("got %v, %v; want %v", second, err, first)
		}
		if got := must(s.Events(ctx, request("r1"))); len(got) != 1 {
			t.Errorf("%d events", len(got))
		}
	})
	t.Run("another act under a known id is a conflict", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		first := submit(t, s, "r1", nil)
		for name, e := range map[string]model.Event{
			"another action":  event("r1", first.ID, model.Accept),
			"another subject": event("r2", first.ID, model.Submit),
		} {
			_, err := s.Change(ctx, e.Subject, next(e))
			wantError(t, name, err, model.Conflict, "error.event_reused")
		}
	})
	t.Run("an event about something else than was asked is refused", func(t *testing.T) {
		s := open(t)
		_, err := s.Change(t.Context(), request("r1"), next(event("r2", "e1", model.Issue)))
		wantError(t, "", err, model.Other, "error.event_incomplete")
	})
	t.Run("text that is no text is kept so that its hash holds", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		e := event("r1", "e1", model.Issue)
		e.Note = "坏\xff\xfe字 <b>&\u2028 \x00 𬭎"
		must(s.Change(ctx, request("r1"), next(e)))
		if err := model.VerifyChain(must(s.Events(ctx, request("r1")))); err != nil {
			t.Error(err)
		}
		wholeStore(t, s)
	})
	t.Run("official numbers count up without gaps, each series for itself", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		for i, want := range []string{"PJ-SQ-2026-0001", "PJ-SQ-2026-0002", "LA-SQ-2026-0001", "PJ-SQ-2026-0003"} {
			id := fmt.Sprint("r", i)
			e := event(id, "e"+id, model.Submit)
			e.Series = want[:len(want)-5]
			// An act that fails after the number was asked for gives it back.
			lost := e
			lost.ID, lost.Files = "lost"+id, []model.File{{Hash: "absent"}}
			if _, err := s.Change(ctx, e.Subject, next(lost)); err == nil {
				t.Fatal("an absent file was accepted")
			}
			if got := must(s.Change(ctx, e.Subject, next(e))); got.Number != want {
				t.Errorf("got %s, want %s", got.Number, want)
			}
		}
	})
	t.Run("a file that is not kept here cannot be named", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		hash, size, err := s.Keep(ctx, strings.NewReader("方案"), 100)
		if err != nil {
			t.Fatal(err)
		}
		e := event("r1", "e1", model.Issue)
		for name, f := range map[string]model.File{
			"absent":       {Name: "a.pdf", Size: 1, Hash: strings.Repeat("0", 64)},
			"another size": {Name: "a.pdf", Size: size + 1, Hash: hash},
			"no hash":      {Name: "a.pdf", Size: size, Hash: "../../etc/passwd"},
		} {
			e.Files = []model.File{f}
			_, err := s.Change(ctx, e.Subject, next(e))
			wantError(t, name, err, model.Invalid, "error.invalid_input")
		}
		e.Files = []model.File{{Name: "a.pdf", Size: size, Hash: hash}}
		must(s.Change(ctx, e.Subject, next(e)))
	})
	t.Run("twenty at once on one subject are all numbered, none twice", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		var wait sync.WaitGroup
		for i := range 20 {
			wait.Go(func() {
				if _, err := s.Change(ctx, request("r1"), next(event("r1", fmt.Sprint("e", i), model.Issue))); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		got := must(s.Events(ctx, request("r1")))
		if len(got) != 20 || model.VerifyChain(got) != nil {
			t.Errorf("%d events, %v", len(got), model.VerifyChain(got))
		}
		wholeStore(t, s)
	})
	t.Run("decide may read the store with its context, and sees it as it is without the act", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		submit(t, s, "r1", nil)
		must(s.Change(ctx, request("r2"), func(ctx context.Context, _ []model.Event) (model.Event, error) {
			if n := must(s.Count(ctx, model.Query{})); n != 1 {
				t.Errorf("it sees %d", n)
			}
			return event("r2", "e2", model.Issue), nil
		}))
	})
	t.Run("an act that was called off, or that fell over, leaves nothing behind and the store open", func(t *testing.T) {
		s := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		_, err := s.Change(ctx, request("r1"), func(_ context.Context, _ []model.Event) (model.Event, error) {
			cancel()
			return event("r1", "e1", model.Issue), nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		func() {
			defer func() { _ = recover() }()
			_, _ = s.Change(t.Context(), request("r1"), func(_ context.Context, _ []model.Event) (model.Event, error) { panic("a fault") })
		}()
		if got := must(s.Events(t.Context(), request("r1"))); len(got) != 0 {
			t.Errorf("left behind: %v", got)
		}
		submit(t, s, "r1", nil)
		wholeStore(t, s)
	})
	t.Run("an action of a newer version is kept and shown read-only", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		submit(t, s, "r1", nil)
		must(s.Change(ctx, request("r1"), next(event("r1", "e2", "teleport"))))
		if page := must(s.Requests(ctx, model.Query{})); len(page.Items) != 1 || !page.Items[0].ReadOnly {
			t.Errorf("got %+v", page.Items)
		}
	})
}
