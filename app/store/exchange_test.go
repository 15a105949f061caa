//go:build sqlite_fts5

package store

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"yunban/model"
)

// errTwice is what the rule of these tests refuses: two people must never both decide.
var errTwice = model.Errorf(model.Conflict, "error.decided_meanwhile")

// ruled is a simple law of the office: a decision on something that another has decided since is refused, an aside
// is not.
func ruled(p model.Pushed, device string) Decide {
	return func(_ context.Context, past []model.Event) (model.Event, error) {
		e := p.Event
		e.Device = device
		if e.Action == model.Comment {
			return e, nil
		}
		if len(past) > 0 && e.Action == model.Submit {
			return e, errTwice
		}
		since := 0
		for i, before := range past {
			if before.ID == p.After {
				since = i + 1
			}
		}
		for _, before := range past[since:] {
			if before.Action != model.Comment && before.Device != device {
				return e, errTwice
			}
		}
		return e, nil
	}
}

// replica makes a store that follows a hub.
func newReplica(t testing.TB) *Store {
	t.Helper()
	s := must(Create(t.Context(), t.TempDir(), Options{Replica: true}))
	t.Cleanup(func() { must(0, s.Close()) })
	return s
}

// enrol makes a desk known to a hub.
func enrol(t testing.TB, hub *Store, d model.Device) {
	t.Helper()
	must(0, hub.SaveDevice(context.Background(), d))
}

// push sends what waits at a desk, and gives the answers.
func push(t testing.TB, hub, desk *Store, device string) []model.Answer {
	t.Helper()
	var answers []model.Answer
	for _, p := range must(desk.Pending(t.Context(), 50)) {
		answers = append(answers, must(hub.Settle(t.Context(), device, p, ruled(p, device))))
	}
	return answers
}

// pull follows the hub to the end of its log.
func pull(t rapid.TB, hub, desk *Store, device string) {
	t.Helper()
	ctx := context.Background()
	for more := true; more; {
		at := must(desk.Cursor(ctx))
		page := must(hub.Feed(ctx, device, at.After, 3))
		must(0, desk.Apply(ctx, page))
		more = page.More
	}
}

// exchange is one whole exchange of a desk with its hub.
func exchange(t testing.TB, hub, desk *Store, device string) {
	t.Helper()
	must(0, desk.Answered(t.Context(), push(t, hub, desk, device)))
	pull(t, hub, desk, device)
}
