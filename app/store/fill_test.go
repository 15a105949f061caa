//go:build sqlite_fts5

package store

import (
	"errors"
	"path/filepath"
	"testing"

	"yunban/model"
)

func TestFill(t *testing.T) {
	settings := func(s *Store) (synchronous, checkpoint int) {
		must(0, s.writer.Raw("PRAGMA synchronous").Scan(&synchronous).Error)
		must(0, s.writer.Raw("PRAGMA wal_autocheckpoint").Scan(&checkpoint).Error)
		return synchronous, checkpoint
	}
	s := must(Create(t.Context(), filepath.Join(t.TempDir(), "desk"), Options{Replica: true}))
	t.Cleanup(func() { must(0, s.Close()) })
	usual, often := settings(s)
	failed := errors.New("the line was cut")
	for name, want := range map[string]error{"a filling does not wait for the disk, and what comes after it does": nil, "so does what comes after one that failed": failed} {
		t.Run(name, func(t *testing.T) {
			err := s.Fill(t.Context(), func() error {
				if synchronous, checkpoint := settings(s); synchronous != 1 || checkpoint <= often {
					t.Errorf("while it is filled: synchronous %d, a checkpoint each %d pages", synchronous, checkpoint)
				}
				return want
			})
			if synchronous, checkpoint := settings(s); !errors.Is(err, want) || synchronous != usual || usual != 2 || checkpoint != often {
				t.Errorf("%v, synchronous %d, a checkpoint each %d pages", err, synchronous, checkpoint)
			}
		})
	}
	t.Run("a hub is filled by nobody", func(t *testing.T) {
		if err := newStore(t).Fill(t.Context(), func() error { return nil }); model.KindOf(err) != model.Other {
			t.Errorf("got %v", err)
		}
	})
}
