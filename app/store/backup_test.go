//go:build sqlite_fts5

package store

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"yunban/model"
)

// filled is a store with a request that has an attachment, and with a password.
func filled(t *testing.T, opts Options) (s *Store, attached model.File) {
	t.Helper()
	s = must(Create(t.Context(), filepath.Join(t.TempDir(), "home"), opts))
	hash, size, err := s.Keep(t.Context(), strings.NewReader("%PDF-1.7 盖章的申请"), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	attached = model.File{Role: "letter", Name: "申请.pdf", Size: size, Hash: hash}
	e := event("r1", "submit-r1", model.Submit)
	e.Values, e.Files = model.Values{"case": "usage", "unit_id": "u1", "system_name": "政务服务网"}, []model.File{attached}
	must(s.Change(t.Context(), e.Subject, next(e)))
	if err := s.SetPassword(t.Context(), "wang", "$argon2id$"); err != nil {
		t.Fatal(err)
	}
	return s, attached
}

func TestBackup(t *testing.T) {
	s, attached := filled(t, Options{})
	file := filepath.Join(t.TempDir(), "copy.zip")
	steps := 0
	made := must(Backup(t.Context(), s.Dir(), file, BackupOptions{Now: day(1), Progress: func(done, all int) {
		if steps++; done != steps || all < done {
			t.Errorf("step %d of %d after %d", done, all, steps-1)
		}
	}}))
	log := must(s.HubID(t.Context()))
	closeStore(t, s)
	t.Run("it tells what it holds, and only its owner may read it", func(t *testing.T) {
		if made.Head != 1 || made.Files != 1 || made.Replica || made.Log != log || steps != 2 {
			t.Errorf("%+v in %d steps", made, steps)
		}
		if info := must(os.Stat(file)); info.Mode().Perm()&0o077 != 0 {
			t.Errorf("mode %v", info.Mode())
		}
		if left := must(filepath.Glob(filepath.Join(s.Dir(), ".backup-*"))); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	})
	t.Run("the restore drill: another folder has it all, and verifies", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "new", "home")
		if _, before, err := Restore(t.Context(), file, dir, RestoreOptions{Now: day(2)}); err != nil || before != "" {
			t.Fatal(before, err)
		}
		again := must(Open(t.Context(), dir, Options{}))
		defer closeStore(t, again)
		wholeStore(t, again)
		if len(must(again.Events(t.Context(), request("r1")))) != 1 || must(again.Password(t.Context(), "wang")) != "$argon2id$" {
			t.Error("something is missing")
		}
		r := must(again.Open(attached.Hash))
		if text := must(io.ReadAll(r)); !strings.Contains(string(text), "盖章") || r.Close() != nil {
			t.Errorf("%q", text)
		}
		if must(again.HubID(t.Context())) == log {
			t.Error("a log that was set back has the name of the one that desks followed")
		}
	})
	t.Run("a folder that has something is refused, and with force kept beside under a dated name", func(t *testing.T) {
		_, _, err := Restore(t.Context(), file, s.Dir(), RestoreOptions{Now: day(2)})
		wantError(t, "without force", err, model.Conflict, "error.restore_exists")
		_, before, err := Restore(t.Context(), file, s.Dir(), RestoreOptions{Now: day(2), Force: true})
		if err != nil || !strings.HasPrefix(before, s.Dir()+".before-2026") {
			t.Fatal(before, err)
		}
		old := must(Open(t.Context(), before, Options{}))
		if must(old.HubID(t.Context())) != log {
			t.Error("it is another store")
		}
		closeStore(t, old)
		closeStore(t, must(Open(t.Context(), s.Dir(), Options{})))
	})
	t.Run("one that is in use is refused, forced or not", func(t *testing.T) {
		open := must(Open(t.Context(), s.Dir(), Options{}))
		defer closeStore(t, open)
		_, _, err := Restore(t.Context(), file, s.Dir(), RestoreOptions{Now: day(2), Force: true})
		wantError(t, "in use", err, model.Conflict, "error.store_in_use")
	})
	t.Run("a folder may be named from where one stands", func(t *testing.T) {
		t.Chdir(filepath.Dir(s.Dir()))
		must(Backup(t.Context(), filepath.Base(s.Dir()), "here.zip", BackupOptions{Now: day(1)}))
		restored(t, "here.zip", "there", RestoreOptions{Now: day(2)})
	})
	t.Run("a copy that was cancelled is not there", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		other := filepath.Join(t.TempDir(), "copy.zip")
		_, err := Backup(ctx, s.Dir(), other, BackupOptions{Now: day(1), Progress: func(int, int) { cancel() }})
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if left := must(os.ReadDir(filepath.Dir(other))); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	})
}

func TestRestoreRefuses(t *testing.T) {
	s, attached := filled(t, Options{})
	good := filepath.Join(t.TempDir(), "good.zip")
	must(Backup(t.Context(), s.Dir(), good, BackupOptions{Now: day(1)}))
	closeStore(t, s)
	for name, change := range map[string]func(name string, content []byte) (string, []byte){
		"an attachment that was altered": func(name string, content []byte) (string, []byte) {
			if name == filesEntry(attached.Hash) {
				content[0] ^= 1
			}
			return name, content
		},
		"a database that was altered": func(name string, content []byte) (string, []byte) {
			if name == databaseName {
				content[len(content)/2] ^= 1
			}
			return name, content
		},
		"a manifest that names a way out of the folder": func(name string, content []byte) (string, []byte) {
			return strings.ReplaceAll(name, databaseName, "../"+databaseName), []byte(strings.ReplaceAll(string(content), databaseName, "../"+databaseName))
		},
		"a manifest that is none": func(name string, content []byte) (string, []byte) {
			if name == manifestName {
				content = []byte("{")
			}
			return name, content
		},
		"a file that the manifest does not find": func(name string, content []byte) (string, []byte) {
			return strings.ReplaceAll(name, "files/", "file/"), content
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "home")
			_, _, err := Restore(t.Context(), repacked(t, good, change), dir, RestoreOptions{Now: day(2)})
			wantError(t, name, err, model.Invalid, "error.bad_backup")
			if left := must(os.ReadDir(filepath.Dir(dir))); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
	t.Run("a log whose chain is broken, though every hash of the copy is right", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "forged")
		restored(t, good, dir, RestoreOptions{Now: day(2)})
		forged := must(Open(t.Context(), dir, Options{}))
		for _, sql := range []string{"DROP TRIGGER events_stay", "UPDATE events SET body = replace(body, '同意', '不同意')"} {
			if err := forged.writer.Exec(sql).Error; err != nil {
				t.Fatal(err)
			}
		}
		closeStore(t, forged)
		file := filepath.Join(t.TempDir(), "forged.zip")
		must(Backup(t.Context(), dir, file, BackupOptions{Now: day(1)}))
		_, _, err := Restore(t.Context(), file, filepath.Join(t.TempDir(), "home"), RestoreOptions{Now: day(2)})
		wantError(t, "forged", err, model.Conflict, "error.backup_broken")
	})
	t.Run("what is no backup", func(t *testing.T) {
		_, _, err := Restore(t.Context(), filepath.Join(t.TempDir(), "none.zip"), filepath.Join(t.TempDir(), "home"), RestoreOptions{Now: day(2)})
		wantError(t, "none", err, model.Invalid, "error.file_unreadable")
		file := filepath.Join(t.TempDir(), "x.zip")
		if err := os.WriteFile(file, []byte("PK\x03\x04"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, _, err = Restore(t.Context(), file, filepath.Join(t.TempDir(), "home"), RestoreOptions{Now: day(2)})
		wantError(t, "x", err, model.Invalid, "error.bad_backup")
	})
}

func restored(t *testing.T, file, dir string, opts RestoreOptions) {
	t.Helper()
	if _, _, err := Restore(t.Context(), file, dir, opts); err != nil {
		t.Fatal(err)
	}
}

// repacked writes a backup again with its entries changed.
func repacked(t *testing.T, file string, change func(name string, content []byte) (string, []byte)) string {
	t.Helper()
	from := must(zip.OpenReader(file))
	defer func() { _ = from.Close() }()
	path := filepath.Join(t.TempDir(), "changed.zip")
	out := must(os.Create(path))
	to := zip.NewWriter(out)
	for _, f := range from.File {
		r := must(f.Open())
		name, content := change(f.Name, must(io.ReadAll(r)))
		must(must(to.Create(name)).Write(content))
	}
	if err := errors.Join(to.Close(), out.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestBackupOfAStoreWithAFileMissing(t *testing.T) {
	s, attached := filled(t, Options{})
	path, _ := s.filePath(attached.Hash)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "copy.zip")
	made := must(Backup(t.Context(), s.Dir(), file, BackupOptions{Now: day(1)}))
	closeStore(t, s)
	if len(made.Broken) != 1 || made.Broken[0] != attached.Hash {
		t.Errorf("it does not tell: %+v", made)
	}
	restored(t, file, filepath.Join(t.TempDir(), "home"), RestoreOptions{Now: day(2)})
}

func TestBackupUnderLoad(t *testing.T) {
	s, _ := filled(t, Options{})
	defer closeStore(t, s)
	stop := make(chan struct{})
	var writers sync.WaitGroup
	acknowledged := make([]int, 4)
	for w := range acknowledged {
		writers.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				e := event("r1", fmt.Sprintf("note-%d-%d", w, n), model.Comment)
				if _, err := s.Change(context.Background(), e.Subject, next(e)); err != nil {
					t.Error(err)
					return
				}
				acknowledged[w] = n + 1
			}
		})
	}
	var made []model.Backup
	for i := range 3 {
		before := must(s.Head(t.Context()))
		file := filepath.Join(t.TempDir(), fmt.Sprint(i, ".zip"))
		made = append(made, must(Backup(t.Context(), s.Dir(), file, BackupOptions{Now: day(1)})))
		if made[i].Head < before {
			t.Errorf("copy %d ends at %d, acknowledged before it began was %d", i, made[i].Head, before)
		}
		dir := filepath.Join(t.TempDir(), "home")
		restored(t, file, dir, RestoreOptions{Now: day(2)}) // which verifies all of it
		again := must(Open(t.Context(), dir, Options{}))
		if head := must(again.Head(t.Context())); head != made[i].Head {
			t.Errorf("restored %d of %d", head, made[i].Head)
		}
		closeStore(t, again)
	}
	close(stop)
	writers.Wait()
	if last := must(s.Head(t.Context())); last <= made[0].Head {
		t.Errorf("nothing was written beside the copies: %d", last)
	}
	wholeStore(t, s)
}

func TestARestoredDeskCountsOn(t *testing.T) {
	hub, _ := filled(t, Options{})
	defer closeStore(t, hub)
	if err := hub.SaveDevice(t.Context(), model.Device{ID: "d1", Name: "一号机", Unit: "u1"}); err != nil {
		t.Fatal(err)
	}
	desk := must(Create(t.Context(), filepath.Join(t.TempDir(), "desk"), Options{Replica: true}))
	act := func(s *Store, id string) {
		e := event("r1", id, model.Comment)
		must(s.Change(t.Context(), e.Subject, next(e)))
	}
	push := func(s *Store) (answers []model.Answer, err error) {
		for _, p := range must(s.Pending(t.Context(), 10)) {
			a, err := hub.Settle(t.Context(), "d1", p, next(p.Event))
			if err != nil {
				return answers, err
			}
			answers = append(answers, a)
		}
		return answers, s.Answered(t.Context(), answers)
	}
	act(desk, "a1")
	file := filepath.Join(t.TempDir(), "desk.zip")
	must(Backup(t.Context(), desk.Dir(), file, BackupOptions{Now: day(1)}))
	act(desk, "a2")
	must(push(desk))
	closeStore(t, desk)
	restored(t, file, desk.Dir(), RestoreOptions{Now: day(2), Force: true})
	desk = must(Open(t.Context(), desk.Dir(), Options{}))
	defer closeStore(t, desk)
	act(desk, "a3") // what the hub would take for a replay if it were counted from the copy
	_, err := push(desk)
	var gap *model.Error
	if !errors.As(err, &gap) || gap.Key != "error.outbox_gap" || gap.Args["last"] != "2" {
		t.Fatal(err)
	}
	if err := desk.Recount(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	answers, err := push(desk)
	if err != nil || len(answers) != 2 || answers[0].Verdict != model.Taken || answers[1].Verdict != model.Taken {
		t.Errorf("%+v %v", answers, err)
	}
	if n := must(hub.Events(t.Context(), request("r1"))); len(n) != 4 {
		t.Errorf("%d events", len(n))
	}
	wholeStore(t, desk)
}

func BenchmarkBackup(b *testing.B) {
	s := cityStore(b)
	defer func() { _ = s.Close() }()
	file := filepath.Join(b.TempDir(), "copy.zip")
	for b.Loop() {
		must(Backup(b.Context(), s.Dir(), file, BackupOptions{Now: day(1)}))
	}
	b.ReportMetric(float64(must(os.Stat(file)).Size())/(1<<20), "MB")
}

func BenchmarkRestore(b *testing.B) {
	s := cityStore(b)
	file := filepath.Join(b.TempDir(), "copy.zip")
	must(Backup(b.Context(), s.Dir(), file, BackupOptions{Now: day(1)}))
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, _, err := Restore(b.Context(), file, filepath.Join(b.TempDir(), "home"), RestoreOptions{Now: day(2)}); err != nil {
			b.Fatal(err)
		}
	}
}
