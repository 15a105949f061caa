package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"
)

// The log is never shortened: it is the history. What grows beside it and may be forgotten is the news of which subject
// left which unit. A desk that has not asked since before the floor may have missed such news: it begins anew and gets
// what it may hold now, from the beginning.

// Compact forgets which subjects left which units before a time, and answers with the floor: the last event of that
// stretch of the log. It has to be longer ago than a desk may usually be without its hub.
func (s *Store) Compact(ctx context.Context, before time.Time) (floor int64, err error) {
	err = s.act(ctx, func(tx *gorm.DB) error {
		if floor, err = floorOf(tx); err != nil {
			return err
		}
		last, err := askNumber(tx, "SELECT coalesce(max(feed), 0) FROM events WHERE at < ?", micros(before))
		if err != nil || last <= floor {
			return err
		}
		floor = last
		if err := perform(tx, "DELETE FROM scopes WHERE held = 0 AND since <= ?", floor); err != nil {
			return err
		}
		return putMeta(tx, metaRow{metaFloor, strconv.FormatInt(floor, 10)})
	})
	if err != nil {
		return 0, fmt.Errorf("compact the log's news: %w", err)
	}
	return floor, nil
}

// floorOf is the last event up to which news may be missing.
func floorOf(tx *gorm.DB) (int64, error) {
	text, err := readMeta(tx, metaFloor)
	if err != nil || text == "" {
		return 0, err
	}
	return strconv.ParseInt(text, 10, 64)
}
