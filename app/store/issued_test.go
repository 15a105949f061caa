//go:build sqlite_fts5

package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"

	"yunban/model"
)

// issuing is an event that issues a paper with this content.
func issuing(n int) model.Event {
	id := fmt.Sprintf("01970000-0000-7000-8000-%012d", n/4)
	e := event(id, fmt.Sprint("issue", n), model.Issue)
	e.Files = []model.File{{Hash: hashNumbered(n), Role: "paper", Name: "受理通知书.pdf", Size: 40_000}}
	return e
}

func hashNumbered(n int) string { return fmt.Sprintf("%064x", n) }

// logged writes events into the log as they are, without the files that they name.
func logged(t testing.TB, s *Store, events ...model.Event) {
	t.Helper()
	err := s.write(t.Context(), func(tx *gorm.DB) error {
		for i, e := range events {
			e.Seq = i + 1
			row, err := rowOfEvent(int64(i+1), e)
			if err != nil {
				return err
			}
			if err := insertEvent(tx, row, e.Files); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestIssued(t *testing.T) {
	s := newStore(t)
	filed := event("01970000-0000-7000-8000-000000000000", "filed", model.Submit)
	filed.Files = []model.File{{Hash: hashNumbered(99), Role: "plan", Name: "方案.pdf", Size: 1}}
	logged(t, s, filed, issuing(1), issuing(2), issuing(3))
	for _, tt := range []struct {
		name, hash string
		want       []string
	}{
		{"a paper is found by its content", hashNumbered(2), []string{"issue2"}},
		{"what was handed in is no issued paper", hashNumbered(99), nil},
		{"what nobody issued is not found", hashNumbered(4), nil},
		{"what is no hash is not found", "%", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			events, err := s.Issued(t.Context(), tt.hash)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range events {
				got = append(got, e.ID)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("found %v, want %v", got, tt.want)
			}
		})
	}
	t.Run("an index leads to it, however long the log is", func(t *testing.T) {
		var steps []struct{ Detail string }
		if err := s.view(t.Context()).Raw("EXPLAIN QUERY PLAN SELECT "+eventColumns+" FROM events WHERE "+issuedFile, hashNumbered(1), model.Issue).Scan(&steps).Error; err != nil {
			t.Fatal(err)
		}
		for _, step := range steps {
			if strings.HasPrefix(step.Detail, "SCAN") {
				t.Errorf("it reads everything: %v", steps)
			}
		}
	})
}

// BenchmarkIssued finds one of the papers of ten thousand requests by its content.
func BenchmarkIssued(b *testing.B) {
	s := newStore(b)
	var events []model.Event
	for n := range 4 * many {
		if n%4 == 0 {
			events = append(events, cityRequest(n / 4)[0])
		}
		events = append(events, issuing(n))
	}
	logged(b, s, events...)
	for n := 0; b.Loop(); n++ {
		found, err := s.Issued(b.Context(), hashNumbered(n*7919%(4*many)))
		if err != nil || len(found) != 1 {
			b.Fatal(len(found), err)
		}
	}
}
