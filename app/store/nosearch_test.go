//go:build !sqlite_fts5

package store

import (
	"errors"
	"os"
	"testing"

	"yunban/model"
)

func TestBuiltWithoutSearch(t *testing.T) {
	t.Run("a program without -tags sqlite_fts5 says so and touches nothing", func(t *testing.T) {
		dir := t.TempDir()
		_, created := Create(t.Context(), dir, Options{})
		_, opened := Open(t.Context(), dir, Options{})
		for _, err := range []error{created, opened} {
			var e *model.Error
			if !errors.As(err, &e) || e.Key != "error.store_build" {
				t.Errorf("got %v", err)
			}
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("it left %v, %v", left, err)
		}
	})
}
