//go:build sqlite_fts5

package store

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"gorm.io/gorm"
	"pgregory.net/rapid"
)

// settingsIn reads the settings by the way that acts ask.
func settingsIn(tx *gorm.DB) (map[string]string, error) {
	found := map[string]string{}
	err := each(tx, "SELECT name, value FROM settings", nil, func(r scanned) error {
		var name, value string
		err := r.Scan(&name, &value)
		found[name] = value
		return err
	})
	return found, err
}

var putSetting = upsert("settings", "name", "value")

func TestTransaction(t *testing.T) {
	t.Run("whatever is asked, undone, run beside or written by the library, the transaction is what was kept", rapid.MakeCheck(func(r *rapid.T) {
		s := newStore(t)
		must(0, s.writer.Exec("DELETE FROM settings").Error)
		tx := must(s.begin())
		w := transactionOf(tx)
		states := []map[string]string{{}} // of the transaction, and of each act under way as it began
		for n := range rapid.IntRange(0, 40).Draw(r, "steps") {
			now := states[len(states)-1]
			name, value := fmt.Sprint("s", rapid.IntRange(0, 3).Draw(r, "name")), fmt.Sprint(n)
			switch rapid.SampledFrom([]string{"write", "write", "write directly", "ask", "ask the library", "enter", "keep", "undo", "go ahead"}).Draw(r, "step") {
			case "write":
				must(0, perform(tx, putSetting, name, value))
				now[name] = value
			case "write directly":
				must(0, tx.Exec(putSetting, name, value).Error)
				now[name] = value
			case "ask":
				if got := must(settingsIn(tx)); !maps.Equal(got, now) {
					r.Fatalf("asked %v, want %v", got, now)
				}
			case "ask the library":
				var count int64
				if err := tx.Table("settings").Count(&count).Error; err != nil || int(count) != len(now) {
					r.Fatalf("counted %d, %v, want %v", count, err, now)
				}
			case "enter":
				w.enter()
				states = append(states, maps.Clone(now))
			case "keep", "undo":
				if len(states) == 1 {
					continue
				}
				kept := rapid.Bool().Draw(r, "kept")
				must(0, w.leave(kept))
				if kept {
					states[len(states)-2] = now
				}
				states = states[:len(states)-1]
			case "go ahead":
				w.goAhead()
			}
		}
		for range states[1:] {
			must(0, w.leave(true))
		}
		want := states[len(states)-1]
		if rapid.Bool().Draw(r, "committed") {
			must(0, w.Commit())
		} else {
			must(0, w.Rollback())
			want = map[string]string{}
		}
		if got := must(settingsIn(s.reader)); !maps.Equal(got, want) {
			r.Fatalf("it is %v, want %v", got, want)
		}
		must(0, s.Close())
	}))
	for _, beside := range []bool{false, true} {
		t.Run(fmt.Sprintf("a statement that cannot run loses the whole transaction (beside: %v)", beside), func(t *testing.T) {
			s := newStore(t)
			tx := must(s.begin())
			w := transactionOf(tx)
			must(0, perform(tx, putSetting, "a", "1"))
			must(0, perform(tx, "INSERT INTO settings (name, value) VALUES ('b', NULL)"))
			if beside {
				w.goAhead()
			}
			if _, err := settingsIn(tx); err == nil {
				t.Error("it was asked as if nothing had happened")
			}
			if err := w.Commit(); err == nil {
				t.Error("it was kept")
			}
			if got := must(settingsIn(s.reader)); len(got) != 0 {
				t.Errorf("of it stays %v", slices.Collect(maps.Keys(got)))
			}
			must(0, s.SaveSetting(t.Context(), "c", "3")) // the store goes on
		})
	}
}
