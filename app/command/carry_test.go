package command_test

import (
	"os"
	"path/filepath"
	"testing"

	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

func TestCarry(t *testing.T) {
	t.Setenv("YUNBAN_PASSWORD", demo.Password)
	hub := apptest.NewHub(t, "luan")
	id := hub.Filed(model.Submitted)
	clerk := hub.ClerkOf(hub.Samples()[0]).Person
	joining := hub.Joining(clerk.Unit, false)
	d := desk{t, filepath.Join(t.TempDir(), "home")}
	d.must("join", joining.Address, "--code", joining.Code, "--fingerprint", hub.Fingerprint())
	d.must("--as", clerk.ID, "request", "do", "comment", id, "--note", "请尽快", "--set", "visible=all")
	hub.Stop()
	stick := t.TempDir()
	out := d.must("carry", "out", stick)
	if out["acts"] != 1.0 || filepath.Dir(out["name"].(string)) != stick {
		t.Error(out)
	}
	parcel, err := os.ReadFile(out["name"].(string))
	if err != nil {
		t.Fatal(err)
	}
	answer, report, err := hub.Carry(parcel)
	if err != nil || report.Taken != 1 {
		t.Fatal(report, err)
	}
	t.Run("an answer of another desk in the folder is nobody's business", func(t *testing.T) {
		d.t = t
		if v := d.must("carry", "in", stick); len(v["items"].([]any)) != 0 {
			t.Error(v)
		}
	})
	path := filepath.Join(stick, "answer.age")
	if err := os.WriteFile(path, answer, 0o600); err != nil {
		t.Fatal(err)
	}
	in := d.must("carry", "in", path)["items"].([]any)[0].(map[string]any)
	if in["taken"] != 1.0 || in["received"] == 0.0 {
		t.Error(in)
	}
	if v := d.must("carry", "out", filepath.Join(stick, "again.age")); v["acts"] != 0.0 {
		t.Error(v)
	}
	d.refused("carry", "in", out["name"].(string)) // its own
	d.refused("carry", "in", filepath.Join(stick, "none.age"))
	if _, err := os.Stat(filepath.Join(stick, "again.age")); err != nil {
		t.Error(err)
	}
}
