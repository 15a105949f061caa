//go:build sqlite_fts5

package store

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"

	"yunban/model"
)

func TestSettle(t *testing.T) {
	ctx := t.Context()
	office := func(t *testing.T) *Store {
		hub := newStore(t)
		enrol(t, hub, model.Device{ID: "d1", Unit: "u1"})
		enrol(t, hub, model.Device{ID: "d2", Unit: "u1"})
		return hub
	}
	settle := func(hub *Store, device string, p model.Pushed) (model.Answer, error) {
		return hub.Settle(ctx, device, p, ruled(p, device))
	}
	filing := model.Pushed{Seq: 1, Event: filed("r1", "u1")}
	t.Run("the same act gets the same answer, whenever it comes and whatever happened since", func(t *testing.T) {
		hub := office(t)
		first := must(settle(hub, "d1", filing))
		if first.Verdict != model.Taken || first.Feed != 1 || first.Event == nil || first.Event.Number == "" {
			t.Errorf("got %+v", first)
		}
		late := model.Pushed{Seq: 2, Event: filed("r1", "u1")}
		late.Event.ID = "submitted twice"
		refused := must(settle(hub, "d1", late))
		must(hub.Change(ctx, request("r1"), next(event("r1", "e2", model.Accept))))
		for range 2 {
			if got := must(settle(hub, "d1", filing)); !reflect.DeepEqual(got, first) {
				t.Errorf("got %+v, want %+v", got, first)
			}
			if got := must(settle(hub, "d1", late)); !reflect.DeepEqual(got, refused) || got.Verdict != model.Refused {
				t.Errorf("got %+v, want %+v", got, refused)
			}
		}
		wholeStore(t, hub)
	})
	t.Run("another act under a known id is refused, and the answer of the first stays", func(t *testing.T) {
		hub := office(t)
		first := must(settle(hub, "d1", filing))
		forged := model.Pushed{Seq: 2, Event: filed("r1", "u1")}
		forged.Event.Note = "从未说过"
		if got := must(settle(hub, "d1", forged)); got.Verdict != model.Refused || got.Key != "error.event_reused" {
			t.Errorf("got %+v", got)
		}
		if got := must(settle(hub, "d1", filing)); !reflect.DeepEqual(got, first) {
			t.Errorf("got %+v", got)
		}
		if d := must(hub.Device(ctx, "d1")); d.Seq != 2 {
			t.Errorf("the desk has come to %d", d.Seq)
		}
	})
	t.Run("a lost act is missed, and a number that was used is not used again", func(t *testing.T) {
		hub := office(t)
		must(settle(hub, "d1", filing))
		ahead := model.Pushed{Seq: 3, Event: filed("r3", "u1")}
		_, err := settle(hub, "d1", ahead)
		wantError(t, "a gap", err, model.Conflict, "error.outbox_gap")
		again := model.Pushed{Seq: 1, Event: filed("r3", "u1")}
		if got := must(settle(hub, "d1", again)); got.Verdict != model.Refused || got.Key != "error.act_replayed" {
			t.Errorf("got %+v", got)
		}
		ahead.Seq = 2
		if got := must(settle(hub, "d1", ahead)); got.Verdict != model.Taken {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("what cannot be judged now is not answered, and may come again", func(t *testing.T) {
		hub := office(t)
		_, err := hub.Settle(ctx, "d1", filing, func(context.Context, []model.Event) (model.Event, error) {
			return model.Event{}, errors.New("the calendar could not be read")
		})
		if err == nil {
			t.Fatal("it was answered")
		}
		named := filing
		named.Event.Files = []model.File{{Name: "方案.pdf", Size: 6, Hash: strings.Repeat("0", 64)}}
		if _, err = settle(hub, "d1", named); err == nil {
			t.Fatal("a file that is not here was taken")
		}
		if d := must(hub.Device(ctx, "d1")); d.Seq != 0 {
			t.Errorf("the desk has come to %d", d.Seq)
		}
		if got := must(settle(hub, "d1", filing)); got.Verdict != model.Taken {
			t.Errorf("got %+v", got)
		}
		wholeStore(t, hub)
	})
	t.Run("the same act over twenty lines at once is judged once", func(t *testing.T) {
		hub := office(t)
		answers := make([]model.Answer, 20)
		var wait sync.WaitGroup
		for i := range answers {
			wait.Go(func() { answers[i] = must(settle(hub, "d1", filing)) })
		}
		wait.Wait()
		for _, a := range answers {
			if !reflect.DeepEqual(a, answers[0]) {
				t.Errorf("got %+v and %+v", a, answers[0])
			}
		}
		if got := must(hub.Events(ctx, request("r1"))); len(got) != 1 {
			t.Errorf("%d events", len(got))
		}
	})
	t.Run("what a desk is, its store remembers: how far it has come, and that it may hold other things now", func(t *testing.T) {
		hub := office(t)
		must(settle(hub, "d1", filing))
		must(0, hub.SeenDevice(ctx, "d1", day(3)))
		d := must(hub.Device(ctx, "d1"))
		if d.Seq != 1 || d.ScopeEpoch != 1 || !d.Seen.Equal(day(3)) {
			t.Errorf("got %+v", d)
		}
		d.Name, d.Seq, d.ScopeEpoch = "窗口二", 99, 99
		enrol(t, hub, d)
		if got := must(hub.Device(ctx, "d1")); got.Name != "窗口二" || got.Seq != 1 || got.ScopeEpoch != 1 {
			t.Errorf("got %+v", got)
		}
		d.All = true
		enrol(t, hub, d)
		if got := must(hub.Devices(ctx)); len(got) != 2 || got[0].ScopeEpoch != 2 {
			t.Errorf("got %+v", got)
		}
	})
}
