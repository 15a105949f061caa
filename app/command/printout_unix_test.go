//go:build !windows

package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSendingToAPrinterByCommand(t *testing.T) {
	d := founded(t, "panjin-2016")
	draft := d.must("--as", "clerk", "request", "new", "--from", sampleForm(t, "panjin-2016"))
	id := d.must("--as", "clerk", "request", "do", "submit", draft["id"].(string))["number"].(string)
	programs, noted := t.TempDir(), filepath.Join(t.TempDir(), "args")
	for name, script := range map[string]string{
		"lp":     `printf '%s|' "$@" > ` + noted + "; while read -r line; do :; done",
		"lpstat": "[ $1 = -e ] && echo HP",
	} {
		if err := os.WriteFile(filepath.Join(programs, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", programs)
	for flag, want := range map[string]string{"--to-printer": "", "--to-printer=三楼": "-d|三楼|"} {
		t.Run("a paper is handed to the printer that is meant: "+flag, func(t *testing.T) {
			if got := d.must("--as", "clerk", "print", "application", id, flag)["outcome"]; got != "sent_to_printer" {
				t.Error(got)
			}
			if got, err := os.ReadFile(noted); err != nil || !strings.HasPrefix(string(got), "-t|"+id+" ") || !strings.HasSuffix(string(got), "|"+want) {
				t.Errorf("%q %v", got, err)
			}
		})
	}
	t.Run("the paper of a record is handed over too, and its list says that it was issued", func(t *testing.T) {
		grant := d.must("--as", "yun", "record", "file", "access_grant", "--from", written(t, object{"values": object{"unit_id": "市审批局", "resources": "app-01",
			"entrant_body": "示范云服务有限公司", "entrant": "赵磊", "purpose": "升级", "from": "2026-02-11 08:00", "to": "2026-02-11 12:00"}}))["number"].(string)
		listed := func() object {
			return d.must("--as", "clerk", "print", "--list", grant)["papers"].([]any)[0].(object)
		}
		if p := listed(); p["document"] != "access" || p["ready"] != false {
			t.Error(p)
		}
		d.must("--as", "clerk", "record", "do", "grant", "access_grant", grant)
		if got := d.must("--as", "clerk", "print", "access", grant, "--to-printer=三楼")["outcome"]; got != "sent_to_printer" {
			t.Error(got)
		}
		if got, err := os.ReadFile(noted); err != nil || !strings.HasPrefix(string(got), "-t|"+grant+" ") {
			t.Errorf("%q %v", got, err)
		}
		if p := listed(); p["ready"] != true || p["issued"] == nil {
			t.Error(p)
		}
		if e := d.refused("--as", "clerk", "print", "--list", "PJ-SQR-2026-0099"); e["kind"] != "not_found" {
			t.Error(e)
		}
	})
	t.Run("a printer and a file are not asked for together", func(t *testing.T) {
		if status, _, errs := d.run("--as", "clerk", "print", "application", id, "--to-printer", "--out", "x.pdf"); status != 2 {
			t.Errorf("exit %d: %s", status, errs)
		}
	})
}
