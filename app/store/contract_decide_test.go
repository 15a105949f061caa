//go:build sqlite_fts5

package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"yunban/model"
)

// decideContract holds a store to what rules need that look beyond one request, such as one open change a system.
func decideContract(t *testing.T, open func(t *testing.T) backend) {
	ofSystem := model.Query{System: "s1", Case: model.Change, Status: []model.Status{model.Submitted, model.Approved}}
	t.Run("decide finds what was kept a moment before", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		for n := range 5 {
			e := changeOf("s1", fmt.Sprint("r", n))
			must(s.Change(ctx, e.Subject, func(ctx context.Context, _ []model.Event) (model.Event, error) {
				page := must(s.Requests(ctx, ofSystem))
				if len(page.Items) != n || must(s.Count(ctx, ofSystem)) != n {
					t.Errorf("with %d kept it finds %s", n, ids(page.Items))
				}
				return e, nil
			}))
		}
	})
	t.Run("what a decide found stays so until its act is kept", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		var other sync.WaitGroup
		e := changeOf("s1", "r1")
		must(s.Change(ctx, e.Subject, func(ctx context.Context, _ []model.Event) (model.Event, error) {
			other.Go(func() {
				late := changeOf("s1", "r2")
				must(s.Change(ctx, late.Subject, func(ctx context.Context, _ []model.Event) (model.Event, error) {
					if n := must(s.Count(ctx, ofSystem)); n != 1 {
						t.Errorf("the other decided on %d", n)
					}
					return late, nil
				}))
			})
			for range 100 { // time enough for the other, were it not kept waiting
				if n := must(s.Count(ctx, ofSystem)); n != 0 {
					t.Fatalf("%d came in between", n)
				}
			}
			return e, nil
		}))
		other.Wait()
		if n := must(s.Count(ctx, ofSystem)); n != 2 {
			t.Errorf("%d in the end", n)
		}
	})
	t.Run("of twenty changes at once on one system a single one is opened", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		taken := errors.New("another change is open")
		var opened atomic.Int32
		var wait sync.WaitGroup
		for n := range 20 {
			wait.Go(func() {
				e := changeOf("s1", fmt.Sprint("r", n))
				_, err := s.Change(ctx, e.Subject, func(ctx context.Context, _ []model.Event) (model.Event, error) {
					if must(s.Count(ctx, ofSystem)) > 0 {
						return e, taken
					}
					return e, nil
				})
				switch {
				case err == nil:
					opened.Add(1)
				case !errors.Is(err, taken):
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if n := must(s.Count(ctx, ofSystem)); n != 1 || opened.Load() != 1 {
			t.Errorf("%d kept, %d acknowledged", n, opened.Load())
		}
		wholeStore(t, s)
	})
	t.Run("decide may read records and the past of others", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		submit(t, s, "r1", nil)
		system := event("", "e1", model.Save)
		system.Subject = model.Subject{Kind: model.SystemSubject, ID: "s1"}
		must(s.Change(ctx, system.Subject, next(system)))
		e := changeOf("s1", "r2")
		must(s.Change(ctx, e.Subject, func(ctx context.Context, _ []model.Event) (model.Event, error) {
			if len(must(s.Events(ctx, request("r1")))) != 1 || len(must(s.Records(ctx, model.SystemSubject))) != 1 {
				t.Error("it does not see them")
			}
			return e, nil
		}))
	})
}

// changeOf files a change of a system.
func changeOf(system, id string) model.Event {
	e := event(id, "change-"+id, model.Submit)
	e.Values = model.Values{"case": string(model.Change), "unit_id": "u1", "system_id": system, "usage_id": "u-" + system}
	return e
}
