//go:build sqlite_fts5

package store

import (
	"os"
	"path/filepath"
	"testing"

	"yunban/model"
)

func TestSyncedFolder(t *testing.T) {
	for name, synced := range map[string]bool{
		"OneDrive/云办":          true,
		"OneDrive - 某局/a/b":    true,
		"DROPBOX":              true,
		"我的坚果云/数据":             true,
		"百度网盘同步空间/云办":          true,
		"WPS云盘":                true,
		"云办":                   false,
		"OneDriveBackup/notes": false,
		"微云":                   false,
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), filepath.FromSlash(name))
			s, err := Create(t.Context(), dir, Options{})
			if !synced {
				if err != nil {
					t.Fatal(err)
				}
				closeStore(t, s)
				return
			}
			wantError(t, "create", err, model.Other, "error.store_synced")
			if _, err := os.Stat(dir); err == nil {
				t.Error("the folder was made all the same")
			}
		})
	}
	t.Run("a folder that a sync program marked, also behind a link", func(t *testing.T) {
		synced := t.TempDir()
		put(t, filepath.Join(synced, ".stfolder"), "")
		link := filepath.Join(t.TempDir(), "link")
		if err := os.Symlink(synced, link); err != nil {
			t.Fatal(err)
		}
		for _, dir := range []string{synced, filepath.Join(synced, "deeper"), link, filepath.Join(link, "deeper")} {
			_, err := Create(t.Context(), dir, Options{})
			wantError(t, dir, err, model.Other, "error.store_synced")
		}
	})
}
