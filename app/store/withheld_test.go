//go:build sqlite_fts5

package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"yunban/model"
)

// aside is a comment that one side keeps to itself, with a file.
func aside(t *testing.T, s *Store, id string, side model.Side) model.Event {
	t.Helper()
	e := event("r1", id, model.Comment)
	e.Note, e.Values = "底价勿外传", model.Values{"visible": model.OwnSide, "side": string(side)}
	hash, size, err := s.Keep(t.Context(), strings.NewReader(id), 1000)
	if err != nil {
		t.Fatal(err)
	}
	e.Files = []model.File{{Role: "comment", Name: id + ".pdf", Size: size, Hash: hash}}
	return e
}

func TestWithheldComments(t *testing.T) {
	ctx := t.Context()
	hub, window, vendor := newStore(t), newReplica(t), newReplica(t)
	enrol(t, hub, model.Device{ID: "window", Unit: "u1", Hears: []model.Side{model.SideUnit}})
	enrol(t, hub, model.Device{ID: "vendor", Unit: "v", All: true, Hears: []model.Side{model.SideVendor}})
	must(hub.Change(ctx, request("r1"), next(filed("r1", "u1"))))
	said := must(hub.Change(ctx, request("r1"), next(aside(t, hub, "said", model.SideVendor))))
	must(hub.Change(ctx, request("r1"), next(event("r1", "accepted", model.Accept))))
	pull(t, hub, window, "window")
	pull(t, hub, vendor, "vendor")
	t.Run("another side's desk learns that something stands there, and neither who wrote it nor what", func(t *testing.T) {
		page := must(hub.Feed(ctx, "window", 0, 0))
		for _, item := range page.Items {
			for _, told := range []string{"底价", said.Files[0].Hash, "said.pdf"} {
				if strings.Contains(string(item.Body), told) {
					t.Errorf("%s is told in %s", told, item.Body)
				}
			}
		}
		got := must(window.Events(ctx, request("r1")))
		if len(got) != 3 || !got[1].Withheld || got[1].Actor+got[1].ActorName != "" || got[1].Hash != said.Hash || model.VerifyChain(got) != nil {
			t.Errorf("got %+v", got)
		}
		wholeStore(t, window)
		must(0, window.Rebuild(ctx))
		wholeStore(t, window)
	})
	t.Run("its own side's desk reads it", func(t *testing.T) {
		if got := must(vendor.Events(ctx, request("r1"))); got[1].Note != said.Note || got[1].Withheld {
			t.Errorf("got %+v", got[1])
		}
		wholeStore(t, vendor)
	})
	t.Run("its files are for its own side's desks, too", func(t *testing.T) {
		if must(hub.MayHold(ctx, "window", said.Files[0].Hash)) || !must(hub.MayHold(ctx, "vendor", said.Files[0].Hash)) {
			t.Error("the wrong desk may hold it")
		}
	})
	t.Run("what was written at a desk stays readable there", func(t *testing.T) {
		visiting := aside(t, window, "visiting", model.SideVendor)
		visiting.Files = nil
		must(window.Change(ctx, request("r1"), next(visiting)))
		exchange(t, hub, window, "window")
		if got := must(window.Events(ctx, request("r1"))); got[3].Note != said.Note || got[3].Hash == "" {
			t.Errorf("got %+v", got)
		}
		wholeStore(t, window)
	})
	t.Run("a desk whose people change sides begins anew, and gets what it may read now", func(t *testing.T) {
		hears := map[string][]model.Side{"u1": {model.SideUnit}, "v": {model.SideAuthority}}
		of := func(unit string) ([]model.Side, error) { return hears[unit], nil }
		must(0, hub.Hear(ctx, of))
		for device, desk := range map[string]*Store{"window": window, "vendor": vendor} {
			err := desk.Apply(ctx, must(hub.Feed(ctx, device, must(desk.Cursor(ctx)).After, 0)))
			if device == "window" {
				must(0, err)
				continue
			}
			wantError(t, "the vendor's desk", err, model.Conflict, "error.replica_anew")
			must(0, desk.ResetReplica(ctx, time.Time{}))
			pull(t, hub, desk, device)
		}
		if got := must(vendor.Events(ctx, request("r1"))); !got[1].Withheld {
			t.Errorf("got %+v", got[1])
		}
		wholeStore(t, vendor)
		epoch := must(hub.Device(ctx, "vendor")).ScopeEpoch
		must(0, hub.Hear(ctx, of))
		if got := must(hub.Device(ctx, "vendor")).ScopeEpoch; got != epoch {
			t.Errorf("nothing changed, and the epoch went from %d to %d", epoch, got)
		}
	})
	t.Run("a page may withhold a comment and nothing else", func(t *testing.T) {
		other := newReplica(t)
		page := must(hub.Feed(ctx, "window", 0, 0))
		body := string(page.Items[2].Body)
		page.Items[2].Body = []byte(strings.Replace(body, `"prev"`, `"withheld":true,"prev"`, 1))
		wantError(t, "a decision", other.Apply(ctx, page), model.Conflict, "error.replica_anew")
	})
	t.Run("a hub itself never lacks what was said", func(t *testing.T) {
		wholeStore(t, hub)
		gone := must(rowOfEvent(2, said.Withhold()))
		tamper(t, hub, "UPDATE events SET body = ?, actor = '' WHERE id = 'said'", gone.Body)
		wantBroken(t, hub, "broken.event")
		_, err := hub.Change(ctx, request("r1"), next(model.Event{ID: "x", Subject: request("r1"), At: day(0), Action: model.Comment, Withheld: true}))
		if err == nil {
			t.Error("it took one in that says nothing")
		}
	})
}

// What the feed leaves out of bodies must be found without reading them.
func TestThePrivateMarkIsInEachPrivateBody(t *testing.T) {
	for i, v := range []model.Values{{"visible": model.OwnSide}, {"a": "b", "side": "vendor", "visible": model.OwnSide, "z": "\""}} {
		e := event("r1", fmt.Sprint(i), model.Comment)
		e.Values = v
		if row := must(rowOfEvent(1, e)); !strings.Contains(row.Body, privateMark) {
			t.Error(row.Body)
		}
	}
}
