package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"yunban/model"
)

// Import takes the whole history of one subject in, at the times that it has, or nothing of it. Numbers stay, but for
// those that something else here has: these are given anew, behind above, the highest that its desk gave in each
// series. Events that need no change keep their hashes.
func (s *Store) Import(ctx context.Context, chain []model.Event, above map[string]int64) ([]model.Event, error) {
	var kept []model.Event
	err := s.act(ctx, func(tx *gorm.DB) error {
		kept = kept[:0]
		for _, e := range chain {
			e, err := renumbered(tx, e, above[e.Series])
			if err != nil {
				return err
			}
			e, err = s.add(ctx, tx, e.Subject, func(context.Context, []model.Event) (model.Event, error) { return e, nil })
			if err != nil {
				return err
			}
			kept = append(kept, e)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	return kept, nil
}

// Foresee says what Import would make of a history, as things stand now, and changes nothing: numbers that something
// else has are those that would be given.
func (s *Store) Foresee(ctx context.Context, chain []model.Event, above map[string]int64) ([]model.Event, error) {
	tx := s.view(ctx)
	given := map[string]int64{} // the last number that was given to this history, by series
	foreseen := make([]model.Event, len(chain))
	for i, e := range chain {
		var err error
		if foreseen[i], err = foresee(tx, e, above[e.Series], given); err != nil {
			return nil, fmt.Errorf("foresee an import: %w", translated(err))
		}
	}
	return foreseen, nil
}

func foresee(tx *gorm.DB, e model.Event, above int64, given map[string]int64) (model.Event, error) {
	n, numbered, err := ownNumber(e)
	if err != nil || !numbered {
		return e, err
	}
	last, err := reach(tx, seriesCounter(e.Series), max(above, n))
	if err != nil {
		return e, err
	}
	clashes, err := numberGiven(tx, e)
	if err != nil || !clashes {
		return e, err
	}
	given[e.Series] = max(last, above, n, given[e.Series]) + 1
	number := officialNumber(e.Series, given[e.Series])
	e = withoutNumber(e)
	e.Number = number
	return e, nil
}

// ownNumber reads the number that an event brings along.
func ownNumber(e model.Event) (n int64, numbered bool, err error) {
	if e.Series == "" || e.Number == "" {
		return 0, false, nil
	}
	n, err = strconv.ParseInt(strings.TrimPrefix(e.Number, e.Series+"-"), 10, 64)
	if err != nil || officialNumber(e.Series, n) != e.Number {
		return 0, false, model.Errorf(model.Invalid, "error.bad_message")
	}
	return n, true, nil
}

// withoutNumber takes its number from an event, which notes it.
func withoutNumber(e model.Event) model.Event {
	e.Values = e.Values.Clone()
	e.Values[model.NumberBefore], e.Values[model.HashBefore] = e.Number, e.Hash
	e.Number = ""
	return e
}

// renumbered takes its number from an event when something else has it, and counts the series on past above.
func renumbered(tx *gorm.DB, e model.Event, above int64) (model.Event, error) {
	n, numbered, err := ownNumber(e)
	if err != nil || !numbered {
		return e, err
	}
	if err := countPast(tx, seriesCounter(e.Series), max(above, n)); err != nil {
		return e, err
	}
	given, err := numberGiven(tx, e)
	if err != nil {
		return e, err
	}
	if !given {
		return e, tx.Exec("UPDATE counters SET last = last - 1 WHERE name = ?", leftOut+seriesCounter(e.Series)).Error
	}
	return withoutNumber(e), nil
}

// leftOut begins the names of the counters of how many numbers of a series nothing here has: its desk did not bring
// them along.
const leftOut = "left out/"

// mostLeftOut bounds how far one import may push a series on.
const mostLeftOut = 100_000

// countPast lets a series go on behind a number. What is passed over is left out until something comes that has it.
func countPast(tx *gorm.DB, counter string, above int64) error {
	last, err := reach(tx, counter, above)
	if err != nil || last >= above {
		return err
	}
	for name, n := range map[string]int64{counter: above - last, leftOut + counter: above - last} {
		if err := tx.Exec(`INSERT INTO counters (name, last) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET last = counters.last + excluded.last`, name, n).Error; err != nil {
			return err
		}
	}
	return nil
}

// reach is where a counter stands, when it may go on behind a number.
func reach(tx *gorm.DB, counter string, above int64) (int64, error) {
	last, err := askNumber(tx, "SELECT coalesce(max(last), 0) FROM counters WHERE name = ?", counter)
	if err == nil && above-last > mostLeftOut {
		err = model.Errorf(model.Invalid, "error.bad_message")
	}
	return last, err
}

// numberGiven reports whether something else has an event's number.
func numberGiven(tx *gorm.DB, e model.Event) (bool, error) {
	if e.Subject.Kind == model.RequestSubject {
		var n int64
		err := tx.Table("summaries").Where("number = ? AND id <> ?", e.Number, e.Subject.ID).Count(&n).Error
		return n > 0, err
	}
	mark, err := json.Marshal(e.Number)
	if err != nil {
		return false, err
	}
	var n int64
	err = tx.Table("events").Where("subject_kind = ? AND subject_id <> ? AND body LIKE ?", e.Subject.Kind, e.Subject.ID, `%"number":`+string(mark)+`%`).Count(&n).Error
	return n > 0, err
}
