package store

import (
	"fmt"

	"gorm.io/gorm"

	"yunban/model"
)

// feedCounter counts the events of the whole store.
const feedCounter = "feed"

// seriesCounter names the counter of a series of official numbers.
func seriesCounter(series string) string { return "series/" + series }

// take gives the next number of a counter. The row stays locked until the transaction ends, so numbers become
// visible in their order and none is left out.
func take(tx *gorm.DB, counter string) (int64, error) {
	n, err := askNumber(tx, `INSERT INTO counters (name, last) VALUES (?, 1)
		ON CONFLICT (name) DO UPDATE SET last = counters.last + 1 RETURNING last`, counter)
	return n, err
}

// numbered gives the event its official number when it asks for one: PJ-SQ-2026-0001 follows no other.
func numbered(tx *gorm.DB, e model.Event) (model.Event, error) {
	if e.Series == "" || e.Number != "" {
		return e, nil
	}
	n, err := take(tx, seriesCounter(e.Series))
	e.Number = officialNumber(e.Series, n)
	return e, err
}

func officialNumber(series string, n int64) string { return fmt.Sprintf("%s-%04d", series, n) }
