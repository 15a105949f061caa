//go:build sqlite_fts5

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"yunban/model"
)

func init() { roles["fill a small disk"] = fillSmallDisk }

func TestFullDisk(t *testing.T) {
	t.Run("on a disk of 3 MB every act is kept or refused, and reading goes on", func(t *testing.T) {
		said := ""
		for _, own := range []uintptr{syscall.CLONE_NEWNS, syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER} {
			if said = onOwnDisks(t, own); said == "ok" {
				return
			}
			if !strings.Contains(said, noMount) {
				t.Fatal(said)
			}
		}
		t.Logf("no disk can be mounted here, TestFullDatabase has to do: %s", said)
	})
}

const noMount = "no disk can be mounted"

// onOwnDisks fills a small disk in a process whose mounts nobody else sees.
func onOwnDisks(t *testing.T, flags uintptr) string {
	t.Helper()
	cmd := child(t, "fill a small disk", t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: flags}
	if flags&syscall.CLONE_NEWUSER != 0 {
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	out, err := cmd.Output()
	if err != nil && len(out) == 0 {
		return noMount + ": " + err.Error()
	}
	return strings.TrimSpace(string(out))
}

// fillSmallDisk plays a clerk whose disk runs full: acts, then files and drafts, then the next morning, then room.
func fillSmallDisk(dir string) error {
	if err := errors.Join(syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""),
		syscall.Mount("none", dir, "tmpfs", 0, "size=3m")); err != nil {
		return fmt.Errorf("%s: %w", noMount, err)
	}
	ctx := context.Background()
	reserve := filepath.Join(dir, "reserve")
	if err := os.WriteFile(reserve, make([]byte, 500_000), 0o600); err != nil {
		return err
	}
	s, err := Create(ctx, dir, Options{})
	if err != nil {
		return err
	}
	n, err := actUntilFull(s)
	if err != nil {
		return err
	}
	if _, _, err := s.Keep(ctx, strings.NewReader(strings.Repeat("长", 1<<20)), 1<<30); outcome(err) != "error.disk_full" {
		return fmt.Errorf("keeping a file: %w", err)
	}
	if err := sameAsKept(s, n); err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return fmt.Errorf("closing: %w", err)
	}
	if s, err = Open(ctx, dir, Options{}); err != nil {
		return fmt.Errorf("opening on a full disk: %w", err)
	}
	if err := errors.Join(sameAsKept(s, n), os.Remove(reserve)); err != nil {
		return err
	}
	if _, err = s.Change(ctx, request("r1"), next(bulky(n))); err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	return errors.Join(sameAsKept(s, n+1), s.Close())
}

func actUntilFull(s *Store) (int, error) {
	for n := range 10_000 {
		e := bulky(n)
		e.Lines = []model.Line{{ID: "1", Values: model.Values{"name": strings.Repeat("长", n)}}}
		if _, err := s.Change(context.Background(), e.Subject, next(e)); err != nil {
			if outcome(err) != "error.disk_full" {
				return n, fmt.Errorf("act %d: %w", n, err)
			}
			return n, nil
		}
	}
	return 0, errors.New("the disk was never full")
}

func sameAsKept(s *Store, n int) error {
	events, err := s.Events(context.Background(), request("r1"))
	if err != nil || len(events) != n {
		return fmt.Errorf("%d events of %d: %w", len(events), n, err)
	}
	found, err := s.Verify(context.Background(), nil)
	if err != nil || len(found) > 0 {
		return fmt.Errorf("broken: %v, %w", found, err)
	}
	return nil
}
