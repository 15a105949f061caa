//go:build sqlite_fts5

package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"testing"

	"yunban/model"
)

func TestVerify(t *testing.T) {
	for _, c := range []struct {
		name string
		do   string
		want string
	}{
		{"an opinion that was rewritten", `UPDATE events SET body = replace(body, '同意', '反对') WHERE id = 'e2'`, "broken.event"},
		{"a field slipped in", `UPDATE events SET body = '{"x":1,' || substr(body, 2) WHERE id = 'e2'`, "broken.event"},
		{"a body that cannot be read", `UPDATE events SET body = 'gone' WHERE id = 'e2'`, "broken.event"},
		{"another actor in the column", `UPDATE events SET actor = 'li' WHERE id = 'e2'`, "broken.event"},
		{"another receipt in the column", `UPDATE events SET at = at + 1 WHERE id = 'e2'`, "broken.event"},
		{"an event in the middle taken out", `DELETE FROM events WHERE id = 'e2'`, "broken.chain"},
		{"an event in the middle taken out of the feed", `DELETE FROM events WHERE id = 'e2'`, "broken.feed"},
		{"the last event taken out", `DELETE FROM events WHERE id = 'e4'`, "broken.counter"},
		{"the whole log taken out", `DELETE FROM events`, "broken.counter"},
		{"a status that nobody decided", `UPDATE summaries SET status = 'live'`, "broken.summary"},
		{"a request missing from the lists", `DELETE FROM summaries`, "broken.summary"},
		{"a request that never was", `INSERT INTO summaries SELECT 99, 'r9', '', kind, title, unit, unit_name, status, since, filed,
			updated, round, level, profile, filed_by, asks, trial_began, trial_days, read_only, system, major, assignee, copied FROM summaries`, "broken.summary"},
		{"a copy that nobody sent", `INSERT INTO summary_copies SELECT doc, 'spy' FROM summaries`, "broken.summary"},
		{"a copy that nobody finds", `DELETE FROM summary_copies`, "broken.summary"},
		{"a copy of no request", `INSERT INTO summary_copies VALUES (77, 'li')`, "broken.summary"},
		{"a request that nobody acted on for him", `INSERT INTO summary_principals SELECT doc, 'spy' FROM summaries`, "broken.summary"},
		{"an act for somebody on no request", `INSERT INTO summary_principals VALUES (77, 'li')`, "broken.summary"},
		{"copies that cannot be read", `UPDATE summaries SET copied = 'li'`, "broken.summary"},
		{"a request laid on another's desk", `UPDATE summaries SET assignee = 'li'`, "broken.summary"},
		{"a request moved to another system", `UPDATE summaries SET system = 's9'`, "broken.summary"},
		{"a change made major", `UPDATE summaries SET major = 1`, "broken.summary"},
		{"a role that nobody gave", `UPDATE records SET body = '{"values":{"roles":"approver"}}'`, "broken.record"},
		{"a person missing", `DELETE FROM records`, "broken.record"},
		{"words missing from the search", `DELETE FROM search`, "broken.search"},
		{"words of nothing in the search", `INSERT INTO search (rowid, words) VALUES (77, 'x')`, "broken.search"},
		{"a number to be given twice", `UPDATE counters SET last = 0 WHERE name LIKE 'series/%'`, "broken.counter"},
		{"a counter missing", `DELETE FROM counters`, "broken.counter"},
	} {
		t.Run("it finds "+c.name, func(t *testing.T) {
			s := exampleStore(t)
			tamper(t, s, c.do)
			wantBroken(t, s, c.want)
		})
	}
	t.Run("it finds an event that was rewritten and sealed anew, by the one after it", func(t *testing.T) {
		s := exampleStore(t)
		events := must(s.Events(t.Context(), request("r1")))
		forged := events[0]
		forged.Note = "从未说过"
		row := must(rowOfEvent(1, forged.Seal(nil)))
		tamper(t, s, "UPDATE events SET body = ? WHERE id = ?", row.Body, row.ID)
		wantBroken(t, s, "broken.chain")
	})
	t.Run("it finds a file that was altered, and one that is gone", func(t *testing.T) {
		s := exampleStore(t)
		path, _ := s.filePath(must(s.Events(t.Context(), request("r1")))[0].Files[0].Hash)
		put(t, path, "篡改")
		wantBroken(t, s, "broken.file_altered")
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		wantBroken(t, s, "broken.file_missing")
	})
	t.Run("it finds nothing in a whole store, and says how far it is", func(t *testing.T) {
		s := exampleStore(t)
		var last, all int
		found := must(s.Verify(t.Context(), func(done, of int) {
			if done != last+1 || of < done {
				t.Errorf("%d of %d after %d", done, of, last)
			}
			last, all = done, of
		}))
		if len(found) > 0 || last != all || all == 0 {
			t.Errorf("%v; %d of %d", found, last, all)
		}
	})
	t.Run("it finds nothing when the store was written to since the check before", func(t *testing.T) {
		s := exampleStore(t)
		for n := range 5 {
			wholeStore(t, s)
			for m := range 20 {
				submit(t, s, fmt.Sprint("n", n, "-", m), model.Values{"system_name": "政务审批系统"})
			}
			wholeStore(t, s)
			if err := s.Rebuild(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		wholeStore(t, s)
	})
	t.Run("it holds an event of a newer version for whole, by the bytes", func(t *testing.T) {
		s := exampleStore(t)
		past := must(s.Events(t.Context(), request("r1")))
		newer := event("r1", "e9", "teleport").Seal(past)
		body := strings.Replace(must(rowOfEvent(6, newer)).Body, `"format":1`, `"format":2,"where":"火星"`, 1)
		body = strings.Replace(body, newer.Hash, "", 1)
		sum := sha256.Sum256([]byte(body))
		row := must(rowOfEvent(6, newer))
		row.Body = strings.Replace(body, `"hash":""`, `"hash":"`+hex.EncodeToString(sum[:])+`"`, 1)
		if err := s.writer.Create(&row).Error; err != nil {
			t.Fatal(err)
		}
		runSQL(t, s, "UPDATE counters SET last = 6 WHERE name = 'feed'")
		if err := s.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
		wholeStore(t, s)
	})
}

func TestTheLogIsWrittenOnce(t *testing.T) {
	s := exampleStore(t)
	for _, statement := range []string{"UPDATE events SET actor = 'li'", "DELETE FROM events"} {
		if err := s.writer.Exec(statement).Error; err == nil || !strings.Contains(err.Error(), "an event is never") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

// exampleStore holds a request of four events with a file, a number and a copy, and a person.
func exampleStore(t *testing.T) *Store {
	t.Helper()
	s := newStore(t)
	hash, size, err := s.Keep(t.Context(), strings.NewReader("方案"), 100)
	if err != nil {
		t.Fatal(err)
	}
	e := event("r1", "e1", model.Submit)
	e.Series = "PJ-SQ-2026"
	e.Values = model.Values{"case": "usage", "unit_id": "u1", "system_name": "政务审批系统"}
	e.Files = []model.File{{Role: "plan", Name: "方案.pdf", Size: size, Hash: hash}}
	person := event("", "p1", model.Save)
	person.Subject = model.Subject{Kind: model.PersonSubject, ID: "li"}
	person.Values = model.Values{"roles": "clerk"}
	copied := event("r1", "e4", model.CC)
	copied.Values = model.Values{"to": "sun"}
	for _, e := range []model.Event{e, person, event("r1", "e2", model.Accept), event("r1", "e3", model.Approve), copied} {
		must(s.Change(t.Context(), e.Subject, next(e)))
	}
	return s
}

// tamper takes the locks off the log and changes what it should not.
func tamper(t *testing.T, s *Store, statement string, args ...any) {
	t.Helper()
	runSQL(t, s, "DROP TRIGGER events_stay")
	runSQL(t, s, "DROP TRIGGER events_last")
	runSQL(t, s, statement, args...)
}

func wantBroken(t *testing.T, s *Store, what string) {
	t.Helper()
	found, err := s.Verify(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range found {
		if b.What == what {
			return
		}
	}
	t.Errorf("found %v, want %s", found, what)
}
