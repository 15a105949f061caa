//go:build sqlite_fts5

package store

import (
	"os"
	"path/filepath"
	"testing"

	"yunban/model"
)

func TestOpen(t *testing.T) {
	t.Run("a folder without a store is told as such, and stays as it was", func(t *testing.T) {
		dir := t.TempDir()
		for _, path := range []string{dir, filepath.Join(dir, "deeper", "still")} {
			_, err := Open(t.Context(), path, Options{})
			wantError(t, path, err, model.NotFound, "error.store_missing")
		}
		if left := must(os.ReadDir(dir)); len(left) > 0 {
			t.Errorf("it left %v", left)
		}
	})
	t.Run("a store is not made over another", func(t *testing.T) {
		dir := closedStore(t)
		_, err := Create(t.Context(), dir, Options{})
		wantError(t, "", err, model.Conflict, "error.store_exists")
		closeStore(t, must(Open(t.Context(), dir, Options{})))
	})
	t.Run("a second start on the same folder is refused, until the first ends", func(t *testing.T) {
		dir := t.TempDir()
		first := must(Create(t.Context(), dir, Options{}))
		_, err := Open(t.Context(), dir, Options{})
		wantError(t, "same process", err, model.Conflict, "error.store_in_use")
		if got := inChild(t, "open", dir); got != "error.store_in_use" {
			t.Errorf("another process got %q", got)
		}
		closeStore(t, first)
		if got := inChild(t, "open", dir); got != "ok" {
			t.Errorf("afterwards another process got %q", got)
		}
	})
	t.Run("what was kept is there after a second start", func(t *testing.T) {
		dir := t.TempDir()
		s := must(Create(t.Context(), dir, Options{}))
		want := submit(t, s, "r1", nil)
		closeStore(t, s)
		s = must(Open(t.Context(), dir, Options{}))
		defer closeStore(t, s)
		if got := must(s.Events(t.Context(), want.Subject)); len(got) != 1 || got[0].Hash != want.Hash {
			t.Errorf("got %v", got)
		}
	})
	t.Run("a fall while the store is made leaves nothing in the way", func(t *testing.T) {
		dir := t.TempDir()
		put(t, filepath.Join(dir, databaseName+".new"), "half a database")
		closeStore(t, must(Create(t.Context(), dir, Options{})))
	})
	t.Run("a folder may be called anything", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "云办 数据?#100%[a]&mode=ro")
		closeStore(t, must(Create(t.Context(), dir, Options{})))
		closeStore(t, must(Open(t.Context(), dir, Options{})))
		if _, err := os.Stat(filepath.Join(dir, databaseName)); err != nil {
			t.Error(err)
		}
	})
	t.Run("files that were never finished are cleared away", func(t *testing.T) {
		dir := closedStore(t)
		half := filepath.Join(dir, filesName, unfinished+"123")
		put(t, half, "half")
		closeStore(t, must(Open(t.Context(), dir, Options{})))
		if _, err := os.Stat(half); err == nil {
			t.Error("it is still there")
		}
	})
	t.Run("a sandbox stays one, and nothing else opens as one", func(t *testing.T) {
		dir := t.TempDir()
		s := must(Create(t.Context(), dir, Options{Sandbox: true}))
		closeStore(t, s)
		s = must(Open(t.Context(), dir, Options{Sandbox: true}))
		if !s.Sandbox() {
			t.Error("it forgot")
		}
		closeStore(t, s)
		_, err := Open(t.Context(), closedStore(t), Options{Sandbox: true})
		wantError(t, "", err, model.Conflict, "error.store_not_sandbox")
	})
}

func TestOpenForeign(t *testing.T) {
	t.Run("a database of a newer version is left alone", func(t *testing.T) {
		dir := closedStore(t)
		s := must(Open(t.Context(), dir, Options{}))
		runSQL(t, s, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)")
		closeStore(t, s)
		_, err := Open(t.Context(), dir, Options{})
		wantError(t, "", err, model.Other, "error.store_newer")
	})
	t.Run("a file that is no database is left alone", func(t *testing.T) {
		dir := t.TempDir()
		path := filepath.Join(dir, databaseName)
		put(t, path, "this is a letter, not a database; it is long enough to be looked at as one")
		_, err := Open(t.Context(), dir, Options{})
		wantError(t, "", err, model.Other, "error.store_broken")
		if got := must(os.ReadFile(path)); string(got[:4]) != "this" {
			t.Error("it was changed")
		}
	})
	t.Run("an empty file and a database of others are left alone", func(t *testing.T) {
		empty := t.TempDir()
		put(t, filepath.Join(empty, databaseName), "")
		foreign := closedStore(t)
		s := must(Open(t.Context(), foreign, Options{}))
		runSQL(t, s, "UPDATE meta SET value = 'ledger' WHERE name = 'app'")
		closeStore(t, s)
		for _, dir := range []string{empty, foreign} {
			_, err := Open(t.Context(), dir, Options{})
			wantError(t, "", err, model.Other, "error.store_broken")
		}
	})
	t.Run("a database whose pages were overwritten is told as broken", func(t *testing.T) {
		dir := closedStore(t)
		path := filepath.Join(dir, databaseName)
		data := must(os.ReadFile(path))
		for i := 100; i < len(data); i++ {
			data[i] = 0xA5
		}
		put(t, path, string(data))
		_, err := Open(t.Context(), dir, Options{})
		wantError(t, "", err, model.Other, "error.store_broken")
	})
	t.Run("a store folded by other rules is rebuilt", func(t *testing.T) {
		dir := t.TempDir()
		s := must(Create(t.Context(), dir, Options{}))
		submit(t, s, "r1", nil)
		runSQL(t, s, "UPDATE summaries SET title = 'old'")
		runSQL(t, s, "UPDATE meta SET value = '0' WHERE name = 'fold'")
		closeStore(t, s)
		s = must(Open(t.Context(), dir, Options{}))
		defer closeStore(t, s)
		wholeStore(t, s)
	})
}

func TestSettingsOfSQLite(t *testing.T) {
	s := newStore(t)
	for _, c := range []struct {
		name, pragma, writer, reader string
	}{
		{"writes go to the log of writes", "journal_mode", "wal", "wal"},
		{"an acknowledged write is on disk (2 is FULL)", "synchronous", "2", "2"},
		{"references are checked", "foreign_keys", "1", "1"},
		{"readers cannot write", "query_only", "0", "1"},
		{"a lock is waited for", "busy_timeout", "5000", "5000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var writer, reader string
			if err := s.writer.Raw("PRAGMA " + c.pragma).Scan(&writer).Error; err != nil {
				t.Fatal(err)
			}
			if err := s.reader.Raw("PRAGMA " + c.pragma).Scan(&reader).Error; err != nil {
				t.Fatal(err)
			}
			if writer != c.writer || reader != c.reader {
				t.Errorf("writer %s, reader %s", writer, reader)
			}
		})
	}
	t.Run("a SQLite that loses data, or cannot search, is refused", func(t *testing.T) {
		for version, want := range map[string]bool{"3.51.2": false, "3.51.3": true, "3.54.1": true, "3.9.0": false, "4.0.0": true, "": false} {
			if err := checkLibrary(version, true); (err == nil) != want {
				t.Errorf("%s: %v", version, err)
			}
		}
		wantError(t, "", checkLibrary("3.54.1", false), model.Other, "error.store_build")
	})
}

// closedStore makes a store and closes it.
func closedStore(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	closeStore(t, must(Create(t.Context(), dir, Options{})))
	return dir
}

func closeStore(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func put(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// runSQL goes around the store, straight to its database.
func runSQL(t *testing.T, s *Store, statement string, args ...any) {
	t.Helper()
	if err := s.writer.Exec(statement, args...).Error; err != nil {
		t.Fatal(err)
	}
}
