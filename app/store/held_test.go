//go:build sqlite_fts5

package store

import (
	"strings"
	"testing"

	"yunban/model"
)

func TestMayHold(t *testing.T) {
	ctx := t.Context()
	hub := newStore(t)
	enrol(t, hub, model.Device{ID: "own", Unit: "u1"})
	enrol(t, hub, model.Device{ID: "other", Unit: "u2"})
	enrol(t, hub, model.Device{ID: "authority", Unit: "u9", All: true})
	enrol(t, hub, model.Device{ID: "lost", Unit: "u1", Revoked: true})
	hash, size, err := hub.Keep(ctx, strings.NewReader("方案"), 1000)
	if err != nil {
		t.Fatal(err)
	}
	may := func(device string) bool { return must(hub.MayHold(ctx, device, hash)) }
	t.Run("a file that no event names is nobody's", func(t *testing.T) {
		if may("own") || may("authority") {
			t.Error("somebody may hold it")
		}
	})
	filing := filed("r1", "u1")
	filing.Files = []model.File{{Role: "plan", Name: "方案.pdf", Size: size, Hash: hash}}
	p := model.Pushed{Seq: 1, Event: filing}
	if a := must(hub.Settle(ctx, "own", p, ruled(p, "own"))); a.Verdict != model.Taken {
		t.Fatalf("got %+v", a)
	}
	t.Run("a unit's desk may fetch the files of its requests, and another's may not", func(t *testing.T) {
		if !may("own") || !may("authority") || may("other") {
			t.Errorf("own %v, authority %v, other %v", may("own"), may("authority"), may("other"))
		}
	})
	t.Run("a revoked desk may fetch nothing", func(t *testing.T) {
		if _, err := hub.MayHold(ctx, "lost", hash); model.KindOf(err) != model.Forbidden {
			t.Errorf("got %v", err)
		}
	})
}
