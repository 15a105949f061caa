package command_test

import (
	"os"
	"path/filepath"
	"testing"

	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

func TestBackupAndRestoreOfADesk(t *testing.T) {
	t.Setenv("YUNBAN_PASSWORD", demo.Password)
	hub := apptest.NewHub(t, "luan")
	id := hub.Filed(model.Submitted)
	clerk := hub.ClerkOf(hub.Samples()[0]).Person
	joining := hub.Joining(clerk.Unit, false)
	d := desk{t, filepath.Join(t.TempDir(), "home")}
	d.must("join", joining.Address, "--code", joining.Code, "--fingerprint", hub.Fingerprint())
	comment := func(note string) {
		d.must("--as", clerk.ID, "request", "do", "comment", id, "--note", note, "--set", "visible=all")
	}
	comment("一")
	d.must("sync")
	file := filepath.Join(t.TempDir(), "desk.zip")
	if v := d.must("backup", file); v["replica"] != true || v["files"] == 0.0 {
		t.Error(v)
	}
	comment("二")
	d.must("sync")
	d.refused("restore", file)
	if v := d.must("restore", file, "--force"); v["before"] == "" || v["anew"] != false {
		t.Error(v)
	} else if _, err := os.Stat(filepath.Join(v["before"].(string), "yunban.db")); err != nil {
		t.Error(err)
	}
	t.Run("restored elsewhere it says that it has to join again, and waits until it has", func(t *testing.T) {
		d := desk{t, filepath.Join(t.TempDir(), "elsewhere")}
		if v := d.must("restore", file); v["anew"] != true {
			t.Error(v)
		}
		if v := d.refused("sync"); v["kind"] != string(model.Conflict) {
			t.Error(v)
		}
		again := hub.Joining(clerk.Unit, false)
		d.must("join", again.Address, "--code", again.Code)
		d.must("sync")
		d.must("verify", "store")
	})
	t.Run("what a restored desk does is taken, and what it forgot comes back", func(t *testing.T) {
		d.t = t
		comment("三")
		if v := d.must("sync"); v["taken"] != 1.0 || v["refused"] != 0.0 {
			t.Error(v)
		}
		said := 0
		for _, e := range hub.Dossier(id).History {
			if e.Action == model.Comment {
				said++
			}
		}
		if said != 3 {
			t.Errorf("the hub knows %d comments", said)
		}
		d.must("verify", "store")
	})
}
