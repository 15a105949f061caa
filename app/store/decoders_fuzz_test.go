//go:build sqlite_fts5

package store

import (
	"archive/zip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"yunban/model"
)

// Whatever comes for the cursor of a page, it is one of ours or refused.
func FuzzCursors(f *testing.F) {
	s := must(Create(f.Context(), f.TempDir(), Options{}))
	f.Cleanup(func() { must(0, s.Close()) })
	e := filed("r1", "u1")
	must(s.Change(f.Context(), e.Subject, next(e)))
	for _, text := range []string{must(s.Requests(f.Context(), model.Query{Limit: 1})).Next, "", "AAAA", "eyJhdCI6MX0", "eyJvcmRlciI6MiwiYXQiOi05MjIzMzcyMDM2ODU0Nzc1ODA4LCJpZCI6IicifQ"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, after string) {
		for _, order := range []model.Order{"", model.BySince} {
			_, err := s.Requests(t.Context(), model.Query{After: after, Order: order, Limit: 2})
			if err != nil && model.KindOf(err) != model.Invalid {
				t.Fatal(err)
			}
		}
	})
}

// Whatever is called a backup is one, or is refused; nothing lies outside of the folder, and what was there stays.
func FuzzBackups(f *testing.F) {
	s, _ := filledBy(f)
	good := filepath.Join(f.TempDir(), "good.zip")
	must(Backup(f.Context(), s, good, BackupOptions{Now: day(1)}))
	from := must(zip.OpenReader(good))
	said := must(from.Open(manifestName))
	text := must(io.ReadAll(said))
	must(0, errors.Join(said.Close(), from.Close()))
	f.Add(text, "hub/carry.key", []byte("k"))
	f.Add([]byte(`{"format":1,"entries":[{"name":"yunban.db","size":1},{"name":"../x","size":1}]}`), "../x", []byte("x"))
	f.Add([]byte(`{"format":1,"entries":[{"name":"yunban.db","sum":"x","size":9223372036854775807}]}`), "yunban.db", []byte("SQLite format 3\x00"))
	f.Fuzz(func(t *testing.T, manifest []byte, name string, content []byte) {
		around := t.TempDir()
		file := filepath.Join(t.TempDir(), "x.zip")
		out := must(os.Create(file))
		to := zip.NewWriter(out)
		for entry, text := range map[string][]byte{manifestName: manifest, name: content} {
			w, err := to.Create(entry)
			if err == nil {
				_, err = w.Write(text)
			}
			if err != nil {
				return // no name for a file
			}
		}
		must(0, errors.Join(to.Close(), out.Close()))
		dir := filepath.Join(around, "home")
		_, _, err := Restore(t.Context(), file, dir, RestoreOptions{Now: day(2)})
		if err == nil {
			t.Fatal("it was taken")
		}
		var ours *model.Error
		if !errors.As(err, &ours) {
			t.Fatal(err)
		}
		if left := must(os.ReadDir(around)); len(left) > 0 {
			t.Fatalf("left behind: %v", left)
		}
	})
}

// filledBy is a folder with a store in it.
func filledBy(f *testing.F) (dir string, id string) {
	f.Helper()
	dir = filepath.Join(f.TempDir(), "store")
	s := must(Create(f.Context(), dir, Options{}))
	e := filed("r1", "u1")
	must(s.Change(f.Context(), e.Subject, next(e)))
	must(0, s.Close())
	return dir, e.ID
}
