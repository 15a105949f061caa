//go:build unix && sqlite_fts5

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOnlyTheHubsUserWritesIntoItsFolder(t *testing.T) {
	store := found(t)
	var out, errs bytes.Buffer
	if status := run(t.Context(), []string{"devices", "--store", store}, &out, &errs); status != exitDone {
		t.Fatal(errs.String())
	}
	if os.Geteuid() != 0 { // who cannot give a folder away looks at one of somebody else's
		if got := ownerOf("/"); got != "root" {
			t.Errorf("/ belongs to %q", got)
		}
		return
	}
	if err := os.Chown(store, 64001, 64001); err != nil {
		t.Fatal(err)
	}
	t.Run("root is told whose folder it is, and leaves nothing that the hub could not read", func(t *testing.T) {
		errs.Reset()
		if status := run(t.Context(), []string{"enrol", "--unit", "authority", "--store", store}, &out, &errs); status != exitRefused || !strings.Contains(errs.String(), "sudo -u #64001") {
			t.Errorf("%d: %s", status, errs.String())
		}
		if codes, err := os.ReadDir(filepath.Join(store, "hub", "codes")); err == nil && len(codes) > 0 {
			t.Errorf("%v", codes)
		}
	})
	t.Run("nor does it serve from there", func(t *testing.T) {
		errs.Reset()
		if status := run(t.Context(), []string{"serve", "--listen", "127.0.0.1:0", "--store", store}, &out, &errs); status != exitRefused || !strings.Contains(errs.String(), "#64001") {
			t.Errorf("%d: %s", status, errs.String())
		}
	})
	t.Run("a restore does not take the folder from it", func(t *testing.T) {
		errs.Reset()
		file := filepath.Join(t.TempDir(), "hub.zip")
		if status := run(t.Context(), []string{"backup", file, "--store", store}, &out, &errs); status != exitDone {
			t.Fatal(errs.String())
		}
		if status := run(t.Context(), []string{"restore", file, "--force", "--store", store}, &out, &errs); status != exitRefused || !strings.Contains(errs.String(), "#64001") {
			t.Errorf("%d: %s", status, errs.String())
		}
	})
	t.Run("while the hub serves, it does what root asks for, itself", func(t *testing.T) {
		if err := os.Chown(store, 0, 0); err != nil {
			t.Fatal(err)
		}
		h := serve(t, store)
		if err := os.Chown(store, 64001, 64001); err != nil {
			t.Fatal(err)
		}
		var said struct{ Code string }
		h.do(t, &said, "enrol", "--unit", "authority")
		if said.Code == "" {
			t.Error("no code")
		}
	})
}
