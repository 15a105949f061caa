//go:build sqlite_fts5

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"yunban/model"
)

// The test binary starts itself again to be another process: one that opens the same folder, is killed, or may not
// write.
const (
	roleVariable   = "YUNBAN_STORE_TEST_ROLE"
	folderVariable = "YUNBAN_STORE_TEST_FOLDER"
)

// roles are what the other process can do in a folder.
var roles = map[string]func(dir string) error{
	"open": func(dir string) error {
		s, err := Open(context.Background(), dir, Options{})
		if err != nil {
			return err
		}
		return s.Close()
	},
	"create": func(dir string) error {
		s, err := Create(context.Background(), dir, Options{})
		if err != nil {
			return err
		}
		return s.Close()
	},
	"work": work,
}

func TestMain(m *testing.M) {
	role := os.Getenv(roleVariable)
	if role == "" {
		os.Exit(m.Run())
	}
	fmt.Println(outcome(roles[role](os.Getenv(folderVariable))))
}

// outcome tells the parent how it went: ok, or the key of the failure.
func outcome(err error) string {
	var e *model.Error
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &e):
		return e.Key
	}
	return err.Error()
}

// child is the other process, not yet started.
func child(t *testing.T, role, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(must(os.Executable()))
	cmd.Env = append(os.Environ(), roleVariable+"="+role, folderVariable+"="+dir)
	cmd.Stderr = os.Stderr
	return cmd
}

// inChild plays a role in another process and tells the outcome.
func inChild(t *testing.T, role, dir string) string {
	t.Helper()
	return strings.TrimSpace(string(must(child(t, role, dir).Output())))
}

// work acts on a few requests as fast as it can, files and all, and says so after each acknowledgement.
func work(dir string) error {
	s, err := Open(context.Background(), dir, Options{})
	if err != nil {
		return err
	}
	failed := make(chan error)
	var speak sync.Mutex
	for worker := range 4 {
		go func() {
			for n := range 1_000_000 {
				if err := workOnce(s, &speak, fmt.Sprintf("%d-%d-%d", os.Getpid(), worker, n), fmt.Sprint("r", n%5)); err != nil {
					failed <- err
				}
			}
		}()
	}
	return <-failed
}

func workOnce(s *Store, speak *sync.Mutex, id, about string) error {
	content := strings.Repeat(id, 1000)
	hash, size, err := s.Keep(context.Background(), strings.NewReader(content), 1<<20)
	if err != nil {
		return err
	}
	e := event(about, id, model.Issue)
	e.Series = "PJ-SQ-2026"
	e.Files = []model.File{{Role: "paper", Name: id + ".pdf", Size: size, Hash: hash}}
	kept, err := s.Change(context.Background(), e.Subject, func(ctx context.Context, past []model.Event) (model.Event, error) {
		if len(past) > 0 {
			e.Series = ""
		}
		return e, nil
	})
	if err != nil {
		return err
	}
	speak.Lock()
	defer speak.Unlock()
	_, err = fmt.Println(about, kept.ID, kept.Hash)
	return err
}
