//go:build sqlite_fts5

package store

import (
	"fmt"
	"strings"
	"syscall"
	"testing"

	"yunban/model"
)

func TestFullDatabase(t *testing.T) {
	s := newStore(t)
	runSQL(t, s, "PRAGMA max_page_count = 120")
	n := fillUp(t, s)
	t.Run("what was acknowledged before the disk was full is there, and nothing else", func(t *testing.T) {
		if got := must(s.Events(t.Context(), request("r1"))); len(got) != n {
			t.Errorf("%d of %d", len(got), n)
		}
		wholeStore(t, s)
	})
	t.Run("a draft is refused too, in the same words", func(t *testing.T) {
		err := s.SaveDraft(t.Context(), model.Draft{ID: "d1", Filling: model.Filling{Values: model.Values{"a": strings.Repeat("长", 100_000)}}})
		wantError(t, "", err, model.Other, "error.disk_full")
	})
	t.Run("the same act goes through once there is room", func(t *testing.T) {
		runSQL(t, s, "PRAGMA max_page_count = 100000")
		e := bulky(n)
		if got := must(s.Change(t.Context(), e.Subject, next(e))); got.Seq != n+1 {
			t.Errorf("it is number %d", got.Seq)
		}
		wholeStore(t, s)
	})
}

func TestFailuresOfTheDisk(t *testing.T) {
	for err, key := range map[error]string{
		syscall.ENOSPC: "error.disk_full",
		syscall.EDQUOT: "error.disk_full",
		syscall.EROFS:  "error.store_readonly",
		syscall.EACCES: "error.store_readonly",
		syscall.EIO:    "error.store_failed",
	} {
		wantError(t, key, translated(fmt.Errorf("write: %w", err)), model.Other, key)
	}
}

// fillUp acts until the disk is full, and tells how many acts were acknowledged.
func fillUp(t *testing.T, s *Store) int {
	t.Helper()
	for n := range 10_000 {
		e := bulky(n)
		if _, err := s.Change(t.Context(), e.Subject, next(e)); err != nil {
			wantError(t, "the act that found no room", err, model.Other, "error.disk_full")
			return n
		}
	}
	t.Fatal("it was never full")
	return 0
}

func bulky(n int) model.Event {
	e := event("r1", fmt.Sprint("e", n), model.Issue)
	e.Note = strings.Repeat("长", 3000)
	return e
}
