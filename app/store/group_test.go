//go:build sqlite_fts5

package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"yunban/model"
)

func TestGroup(t *testing.T) {
	t.Run("acts at once, some refused, some called off, some fallen: what was acknowledged is there and nothing else", func(t *testing.T) {
		s := newStore(t)
		var mu sync.Mutex
		acknowledged := map[string]bool{}
		refused := errors.New("not now")
		var wait sync.WaitGroup
		for person := range 16 {
			wait.Go(func() {
				for n := range 25 {
					e := event(fmt.Sprint("r", n%3), fmt.Sprint(person, "-", n), model.Comment)
					ctx, cancel := context.WithCancel(t.Context())
					got, err := s.Change(ctx, e.Subject, func(ctx context.Context, past []model.Event) (model.Event, error) {
						switch (person + n) % 7 {
						case 0:
							return e, refused
						case 1:
							cancel()
						}
						if seen := must(s.Events(ctx, e.Subject)); len(seen) != len(past) {
							t.Errorf("it reads %d events and is told %d", len(seen), len(past))
						}
						return e, nil
					})
					cancel()
					want := map[int]error{0: refused, 1: context.Canceled}[(person+n)%7]
					if !errors.Is(err, want) || err == nil && got.Hash == "" {
						t.Errorf("%s: %v, want %v", e.ID, err, want)
					}
					mu.Lock()
					acknowledged[e.ID] = err == nil
					mu.Unlock()
				}
			})
		}
		wait.Wait()
		for id, yes := range acknowledged {
			if _, _, found, err := eventByID(s.reader, id); err != nil || found != yes {
				t.Errorf("%s: found %v, acknowledged %v, %v", id, found, yes, err)
			}
		}
		wholeStore(t, s)
	})
	t.Run("an act that panics or ends its goroutine falls alone", func(t *testing.T) {
		s := newStore(t)
		var wait sync.WaitGroup
		for n := range 40 {
			wait.Go(func() {
				defer func() { _ = recover() }()
				e := event("r1", fmt.Sprint("e", n), model.Comment)
				_, err := s.Change(t.Context(), e.Subject, func(context.Context, []model.Event) (model.Event, error) {
					switch n % 4 {
					case 1:
						panic("a fault")
					case 2:
						runtime.Goexit()
					}
					return e, nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if got := must(s.Events(t.Context(), request("r1"))); len(got) != 20 {
			t.Errorf("%d events", len(got))
		}
		submit(t, s, "r2", nil)
		wholeStore(t, s)
	})
	t.Run("an act that waits for its turn can be called off", func(t *testing.T) {
		s := newStore(t)
		ctx, cancel := context.WithCancel(t.Context())
		var wait sync.WaitGroup
		e := event("r1", "e1", model.Comment)
		must(s.Change(t.Context(), e.Subject, func(context.Context, []model.Event) (model.Event, error) {
			wait.Go(func() {
				late := event("r1", "late", model.Comment)
				if _, err := s.Change(ctx, late.Subject, next(late)); !errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
			})
			cancel()
			wait.Wait()
			return e, nil
		}))
		if got := must(s.Events(t.Context(), request("r1"))); len(got) != 1 {
			t.Errorf("%d events", len(got))
		}
	})
	t.Run("a context of a decide that is over reads what is on disk", func(t *testing.T) {
		s := newStore(t)
		var kept context.Context
		must(s.Change(t.Context(), request("r1"), func(ctx context.Context, _ []model.Event) (model.Event, error) {
			kept = ctx
			return event("r1", "e1", model.Comment), nil
		}))
		if got := must(s.Events(kept, request("r1"))); len(got) != 1 {
			t.Errorf("%d events", len(got))
		}
	})
	t.Run("whoever waits for a change is woken by it", func(t *testing.T) {
		s := newStore(t)
		changed := s.Changed()
		submit(t, s, "r1", nil)
		select {
		case <-changed:
		default:
			t.Error("nobody was woken")
		}
		if must(s.Head(t.Context())) != 1 {
			t.Error("the head is elsewhere")
		}
	})
}
