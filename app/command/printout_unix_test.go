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
	t.Run("a printer and a file are not asked for together", func(t *testing.T) {
		if status, _, errs := d.run("--as", "clerk", "print", "application", id, "--to-printer", "--out", "x.pdf"); status != 2 {
			t.Errorf("exit %d: %s", status, errs)
		}
	})
}
