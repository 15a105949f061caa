//go:build sqlite_fts5

package store

import "testing"

func TestStore(t *testing.T) {
	runContract(t, func(t *testing.T) backend { return newStore(t) })
}

// newStore makes a store that ends with the test.
func newStore(t testing.TB) *Store {
	t.Helper()
	s, err := Create(t.Context(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
