//go:build sqlite_fts5

package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yunban/model"
)

// On Windows nobody moves or replaces a file that is open.
func TestAClosedStoreHoldsNoFile(t *testing.T) {
	ctx := t.Context()
	open := func(t *testing.T, in string) {
		t.Helper()
		for _, entry := range must(os.ReadDir("/proc/self/fd")) {
			if file, err := os.Readlink(filepath.Join("/proc/self/fd", entry.Name())); err == nil && strings.HasPrefix(file, in+"/") {
				t.Errorf("%s is open", strings.TrimPrefix(file, in+"/"))
			}
		}
	}
	hub, dir := aHub(t), t.TempDir()
	backup := filepath.Join(dir, "backup.zip")
	t.Run("after acts, searches and a check", func(t *testing.T) {
		s := must(Create(ctx, filepath.Join(dir, "worked"), Options{}))
		must(s.Change(ctx, request("r1"), next(filed("r1", "u1"))))
		must(s.Requests(ctx, model.Query{Text: "审批"}))
		must(s.Verify(ctx, nil))
		must(0, s.Close())
		open(t, s.Dir())
		if err := s.Close(); err != nil { // closing twice closes once
			t.Error(err)
		}
	})
	t.Run("after a copy was made for new desks, and taken", func(t *testing.T) {
		must(0, TakeSnapshot(ctx, filepath.Join(dir, "taken"), snapshotOf(t, hub, "bureau")))
		open(t, filepath.Join(dir, "taken"))
		open(t, filepath.Join(hub.Dir(), snapshotFolder))
	})
	t.Run("after a backup, and a restore over what it restored before", func(t *testing.T) {
		must(Backup(ctx, hub.Dir(), backup, BackupOptions{Now: day(0)}))
		for n := range 2 {
			_, _, err := Restore(ctx, backup, filepath.Join(dir, "restored"), RestoreOptions{Now: day(n), Force: true})
			must(0, err)
		}
		open(t, dir)
	})
}
