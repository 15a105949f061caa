package store

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"yunban/model"
)

// MayHold tells whether an event that a desk may hold names a file.
func (s *Store) MayHold(ctx context.Context, device, hash string) (bool, error) {
	tx, found := s.view(ctx), false
	d, err := admitted(tx, device)
	if err == nil {
		found, err = namedFor(tx, d, hash)
	}
	if err != nil {
		return false, fmt.Errorf("file %s for %s: %w", hash, device, translated(err))
	}
	return found, nil
}

// namedFor looks through the events that name a file for one that the desk may hold and hear.
func namedFor(tx *gorm.DB, d model.Device, hash string) (bool, error) {
	query, args := "SELECT e.body FROM named_files AS f JOIN events AS e ON e.feed = f.feed WHERE f.hash = ?", []any{hash}
	if !d.All {
		query += ` AND (e.subject_kind NOT IN ` + scopedKinds + ` OR EXISTS (SELECT 1 FROM scopes AS c
			WHERE c.unit = ? AND c.subject_kind = e.subject_kind AND c.subject_id = e.subject_id AND c.held = 1))`
		args = append(args, d.Unit)
	}
	named := false
	err := each(tx, query, args, func(from scanned) error {
		var row eventRow
		if err := from.Scan(&row.Body); err != nil {
			return err
		}
		if strings.Contains(row.Body, privateMark) {
			e, err := row.event()
			if err != nil || !mayHear(d, e) {
				return err
			}
		}
		named = true
		return errEnough
	})
	return named, err
}
