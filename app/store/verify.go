package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"yunban/model"
)

// verification is one check of a whole store.
type verification struct {
	store    *Store
	tx       *gorm.DB
	progress func(done, all int)
	done     int
	all      int
	found    []model.Broken
	files    map[string]model.File // every file that the log names, by hash
	copies   map[int64][]string    // who finds which request as a copy
	acted    map[int64][]string    // and who finds it as acted on for him
	numbers  map[string]int64      // how many numbers each series gave
}

// Verify replays every event and checks chains, feed, summaries, records, counters and the hash of each file. It
// reads one unchanging view of the store, so others may go on working. The error tells that the check itself could
// not be done.
func (s *Store) Verify(ctx context.Context, progress func(done, all int)) ([]model.Broken, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	v := &verification{store: s, progress: progress, files: map[string]model.File{}, numbers: map[string]int64{}}
	err := s.read(ctx, func(tx *gorm.DB) error {
		v.tx = tx
		return v.log(ctx)
	})
	var damage *model.Error
	if errors.As(err, &damage) && damage.Key == "error.store_broken" {
		v.wrong("", "broken.database", err.Error())
		err = nil
	}
	if err == nil {
		err = v.keptFiles(ctx)
	}
	if err != nil {
		return v.found, fmt.Errorf("verify: %w", err)
	}
	return v.found, nil
}

func (v *verification) wrong(subject, what, detail string) {
	v.found = append(v.found, model.Broken{Subject: subject, What: what, Detail: detail})
}

func (v *verification) step() {
	v.done++
	v.progress(v.done, v.all)
}

// log checks everything in the database.
func (v *verification) log(ctx context.Context) error {
	all, err := subjects(v.tx)
	if err != nil {
		return err
	}
	v.all = len(all) + 1
	if err := v.database(); err != nil {
		return err
	}
	if v.copies, err = loadCopies(v.tx); err != nil {
		return err
	}
	if v.acted, err = loadPrincipals(v.tx); err != nil {
		return err
	}
	v.step()
	for _, one := range all {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := v.subject(one); err != nil {
			return fmt.Errorf("%s %s: %w", one.SubjectKind, one.SubjectID, err)
		}
		v.step()
	}
	if err := v.exchange(); err != nil {
		return err
	}
	return v.counters()
}

// database lets SQLite check its own pages, and checks that the feed has no gaps and nothing is derived from nothing.
//
// FTS5 remembers on each connection how its index lies in the table, and PRAGMA quick_check goes by that memory even
// when another connection wrote since: it then takes a sound index for a broken one. Any question to the index first
// makes it look again.
func (v *verification) database() error {
	var rows []int64
	if err := v.tx.Raw("SELECT rowid FROM search LIMIT 1").Scan(&rows).Error; err != nil {
		return err
	}
	var pages []string
	if err := v.tx.Raw("PRAGMA quick_check").Scan(&pages).Error; err != nil {
		return err
	}
	for _, said := range pages {
		if said != "ok" {
			v.wrong("", "broken.database", said)
		}
	}
	var feed struct{ Count, Low, High int64 }
	err := v.tx.Raw("SELECT count(*) AS count, coalesce(min(feed), 1) AS low, coalesce(max(feed), 0) AS high FROM events").Scan(&feed).Error
	if err != nil {
		return err
	}
	if !v.store.replica && (feed.Low != 1 || feed.High != feed.Count) { // a replica holds what its desk may see
		v.wrong("", "broken.feed", fmt.Sprintf("%d–%d: %d", feed.Low, feed.High, feed.Count))
	}
	if !v.store.replica {
		v.numbers[feedCounter] = feed.Count
	}
	return v.orphans()
}

// orphans finds rows that are derived from no event.
func (v *verification) orphans() error {
	for _, check := range []struct{ what, query string }{
		{"broken.summary", `SELECT id FROM summaries WHERE id NOT IN
			(SELECT subject_id FROM events WHERE subject_kind = 'request' UNION ALL SELECT subject_id FROM outbox WHERE subject_kind = 'request')`},
		{"broken.summary", `SELECT DISTINCT CAST(doc AS text) FROM summary_copies WHERE doc NOT IN (SELECT doc FROM summaries)`},
		{"broken.summary", `SELECT DISTINCT CAST(doc AS text) FROM summary_principals WHERE doc NOT IN (SELECT doc FROM summaries)`},
		{"broken.record", `SELECT subject_id FROM records AS r WHERE NOT EXISTS
			(SELECT 1 FROM events AS e WHERE e.subject_kind = r.subject_kind AND e.subject_id = r.subject_id UNION ALL
			SELECT 1 FROM outbox AS o WHERE o.subject_kind = r.subject_kind AND o.subject_id = r.subject_id)`},
		{"broken.search", `SELECT CAST(rowid AS text) FROM search WHERE rowid NOT IN (SELECT doc FROM summaries)
			UNION ALL SELECT id FROM summaries WHERE doc NOT IN (SELECT rowid FROM search)`},
	} {
		var ids []string
		if err := v.tx.Raw(check.query).Scan(&ids).Error; err != nil {
			return err
		}
		for _, id := range ids {
			v.wrong(id, check.what, "")
		}
	}
	return nil
}

// subject checks one subject's events and what was derived from them.
func (v *verification) subject(one subjectRow) error {
	rows, err := loadRows(v.tx, one.subject())
	if err != nil {
		return err
	}
	for _, row := range rows {
		if what := v.store.alteredRow(row); what != "" {
			v.wrong(one.SubjectID, what, strconv.Itoa(row.Seq))
			return nil // what follows from an altered event is not worth telling
		}
	}
	events, err := eventsOf(rows)
	if err != nil {
		return err
	}
	if err := model.VerifyChain(events); err != nil && !newer(events) {
		v.wrong(one.SubjectID, "broken.chain", err.Error())
		return nil
	}
	for _, e := range events {
		for _, f := range e.Files {
			v.files[f.Hash] = f
		}
		if e.Series != "" && e.Number != "" && !v.store.replica {
			v.numbers[seriesCounter(e.Series)]++
		}
	}
	if events, err = v.store.past(v.tx, one.subject()); err != nil {
		return err
	}
	if err := v.scope(one); err != nil {
		return err
	}
	return v.derived(one, events)
}

// newer reports whether an event is of a newer version, whose hash covers what this one does not know.
func newer(events []model.Event) bool {
	for _, e := range events {
		if e.Format > model.EventFormat {
			return true
		}
	}
	return false
}

// alteredRow checks a row by itself: the hash over the very bytes that are kept, and the columns beside them.
func (s *Store) alteredRow(row eventRow) string {
	e, err := row.event()
	if err != nil || !s.genuine([]byte(row.Body), e) {
		return "broken.event"
	}
	want, err := rowOfEvent(row.Feed, e)
	want.Body = row.Body
	if err != nil || want != row {
		return "broken.event"
	}
	return ""
}

// sealed recomputes an event's hash over its bytes, so that a field which this version does not know counts too.
func sealed(body []byte, hash string) bool {
	start, ok := bytes.CutSuffix(body, []byte(`"hash":"`+hash+`"}`))
	if !ok {
		return false
	}
	sum := sha256.New()
	sum.Write(start)
	sum.Write([]byte(`"hash":""}`))
	return hex.EncodeToString(sum.Sum(nil)) == hash
}

// derived compares summary or record with the fold of the events.
func (v *verification) derived(one subjectRow, events []model.Event) error {
	if one.SubjectKind != model.RequestSubject {
		want, err := rowOfRecord(model.ReplayRecord(events))
		if err != nil {
			return err
		}
		var rows []recordRow
		err = v.tx.Where("subject_kind = ? AND subject_id = ?", one.SubjectKind, one.SubjectID).Find(&rows).Error
		if err == nil && (len(rows) != 1 || rows[0] != want) {
			v.wrong(one.SubjectID, "broken.record", "")
		}
		return err
	}
	r, err := model.Replay(events)
	if err != nil {
		return err
	}
	want, err := rowOfSummary(one.Doc, r.Summary(events[len(events)-1].At))
	if err != nil {
		return err
	}
	var rows []summaryRow
	err = v.tx.Where("id = ?", one.SubjectID).Find(&rows).Error
	if err == nil && (len(rows) != 1 || rows[0] != want || !samePeople(v.copies[one.Doc], r.Copied) ||
		!samePeople(v.acted[one.Doc], principalsOf(events...))) {
		v.wrong(one.SubjectID, "broken.summary", "")
	}
	return err
}

// counters checks that no number was given twice or left out.
func (v *verification) counters() error {
	var kept []struct {
		Name string
		Last int64
	}
	if err := v.tx.Raw("SELECT name, last FROM counters").Scan(&kept).Error; err != nil {
		return err
	}
	for _, c := range kept {
		if series, ok := strings.CutPrefix(c.Name, leftOut); ok {
			v.numbers[series] += c.Last
		}
	}
	for _, c := range kept {
		if c.Name == outboxCounter || strings.HasPrefix(c.Name, leftOut) {
			continue // counts what is gone from here, too, or what is known to be missing
		}
		if c.Last != v.numbers[c.Name] {
			v.wrong(c.Name, "broken.counter", fmt.Sprintf("%d ≠ %d", c.Last, v.numbers[c.Name]))
		}
		delete(v.numbers, c.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(v.numbers)) {
		if n := v.numbers[name]; n > 0 {
			v.wrong(name, "broken.counter", fmt.Sprintf("0 ≠ %d", n))
		}
	}
	return nil
}
