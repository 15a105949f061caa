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
	last, err := s.lastBefore(ctx, before)
	if err == nil {
		err = s.act(ctx, func(tx *gorm.DB) error {
			var err error
			if floor, err = floorOf(tx); err != nil || last <= floor {
				return err
			}
			floor = last
			if err := perform(tx, "DELETE FROM scopes WHERE held = 0 AND since <= ?", floor); err != nil {
				return err
			}
			return putMeta(tx, metaRow{metaFloor, strconv.FormatInt(floor, 10)})
		})
	}
	if err != nil {
		return 0, fmt.Errorf("compact the log's news: %w", err)
	}
	return floor, nil
}

// lastBefore is the last event of the stretch in which all are older. What a desk brought along is old, and came late.
// It looks from the floor on, in nobody's way.
func (s *Store) lastBefore(ctx context.Context, before time.Time) (int64, error) {
	tx := s.view(ctx)
	floor, err := floorOf(tx)
	if err != nil {
		return 0, translated(err)
	}
	first, err := askNumber(tx, "SELECT feed FROM events WHERE feed > ? AND at >= ? ORDER BY feed LIMIT 1", floor, micros(before))
	if err != nil || first > 0 {
		return first - 1, translated(err)
	}
	return s.Head(ctx)
}

// floorOf is the last event up to which news may be missing.
func floorOf(tx *gorm.DB) (int64, error) {
	text, err := readMeta(tx, metaFloor)
	if err != nil || text == "" {
		return 0, err
	}
	return strconv.ParseInt(text, 10, 64)
}
