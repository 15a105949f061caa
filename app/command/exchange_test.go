package command_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

func TestJoinSyncRefused(t *testing.T) {
	t.Setenv("YUNBAN_PASSWORD", demo.Password)
	hub := apptest.NewHub(t, "luan")
	id := hub.Filed(model.Submitted)
	clerk := hub.ClerkOf(hub.Samples()[0]).Person.ID
	unit, officer := hub.Dossier(id).Request.Unit, hub.By(model.DutyAcceptance)
	joining := hub.Joining(unit, false)
	d := desk{t, filepath.Join(t.TempDir(), "home")}
	t.Run("without the right fingerprint nothing is joined and the code is not spent", func(t *testing.T) {
		d.t = t
		d.refused("join", joining.Address, "--code", joining.Code)
		d.refused("join", joining.Address, "--code", joining.Code, "--fingerprint", "0000")
	})
	t.Run("a join fills the folder, and a second one is refused", func(t *testing.T) {
		d.t = t
		if v := d.must("join", joining.Address, "--code", joining.Code, "--fingerprint", hub.Fingerprint()); v["joined"] != true {
			t.Error(v)
		}
		d.refused("join", joining.Address, "--code", joining.Code, "--fingerprint", hub.Fingerprint())
	})
	t.Run("a sync sends and receives", func(t *testing.T) {
		d.t = t
		d.must("--as", clerk, "request", "do", "withdraw", id, "--note", "不办了")
		if r := d.must("--as", clerk, "request", "show", id); r["status"] != "withdrawn" || r["pending"] != true {
			t.Error("it is not said that the hub has not taken it:", r["status"], r["pending"])
		}
		if list := d.must("--as", clerk, "request", "list")["items"].([]any); list[0].(map[string]any)["pending"] != true {
			t.Error(list)
		}
		if _, err := officer.Do(t.Context(), app.Doing{Request: id, Action: model.Accept}); err != nil {
			t.Fatal(err)
		}
		if v := d.must("sync"); v["refused"] != 1.0 || v["taken"] != 0.0 || v["sign_in"] == nil {
			t.Error(v)
		}
	})
	t.Run("what was refused is listed until it is done again on the present state", func(t *testing.T) {
		d.t = t
		acts := d.list("--as", clerk, "refused")
		if len(acts) != 1 {
			t.Fatal(acts)
		}
		if a, ok := acts[0]["answer"].(map[string]any); !ok || a["verdict"] != "refused" || acts[0]["number"] == "" || acts[0]["settled"] != false {
			t.Error(acts[0])
		}
		act := acts[0]["event"].(map[string]any)["id"].(string)
		d.must("--as", clerk, "refused", "redo", act)
		if v := d.must("sync"); v["taken"] != 1.0 {
			t.Error("an accepted request may still be withdrawn:", v)
		}
		if r := d.must("--as", clerk, "request", "show", id); r["pending"] != false {
			t.Error("it still waits")
		}
		if status := hub.Dossier(id).Request.Status; status != model.Withdrawn {
			t.Error(status)
		}
		d.must("--as", clerk, "refused", "dismiss", act)
		if left := d.list("--as", clerk, "refused"); len(left) > 0 {
			t.Error(left)
		}
	})
}

func TestJoinWithRecordsForeseen(t *testing.T) {
	t.Setenv("YUNBAN_PASSWORD", demo.Password)
	hub, own := apptest.NewHub(t, "luan"), apptest.New(t, "luan")
	hub.Filed(model.Submitted)
	id := own.Filed(model.Accepted)
	number := own.Dossier(id).Request.Number
	joining := hub.Joining("authority", true)
	if err := own.Close(); err != nil {
		t.Fatal(err)
	}
	d := desk{t, own.Dir}
	try := func(t *testing.T, more ...string) (foreseen string) {
		t.Helper()
		d.t = t
		v := d.must(append([]string{"join", joining.Address, "--code", joining.Code, "--fingerprint", hub.Fingerprint(), "--with-records"}, more...)...)
		for _, i := range v["items"].([]any) {
			item := i.(map[string]any)
			if item["before"] == number {
				foreseen, _ = item["number"].(string)
			}
		}
		return foreseen
	}
	t.Run("where the hub does not take everything nothing is joined, and that is no success", func(t *testing.T) {
		d.t = t
		unit := hub.Joining(hub.ClerkOf(hub.Samples()[1]).Person.Unit, false)
		d.refused("join", unit.Address, "--code", unit.Code, "--fingerprint", hub.Fingerprint(), "--with-records")
	})
	t.Run("a try says which number a record will have, and changes nothing", func(t *testing.T) {
		if foreseen := try(t, "--try"); foreseen == "" || foreseen == number || try(t, "--try") != foreseen {
			t.Error(foreseen)
		} else if became := try(t); became != foreseen {
			t.Errorf("it became %s, not %s", became, foreseen)
		}
	})
	own.Opened = apptest.Open(t, own.Dir, own.Clock).Opened // closed when the test ends
}

// list runs a command whose answer is a list.
func (d desk) list(args ...string) []map[string]any {
	d.t.Helper()
	status, out, errs := d.run(args...)
	var v []map[string]any
	if err := json.Unmarshal([]byte(out), &v); status != 0 || err != nil {
		d.t.Fatalf("%v: exit %d: %v %s", args, status, err, errs)
	}
	return v
}
