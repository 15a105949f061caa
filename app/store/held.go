package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// MayHold tells whether an event that a desk may hold names a file.
func (s *Store) MayHold(ctx context.Context, device, hash string) (bool, error) {
	var found bool
	err := s.read(ctx, func(tx *gorm.DB) error {
		d, err := admitted(tx, device)
		if err != nil {
			return err
		}
		if d.All {
			return tx.Raw("SELECT EXISTS (SELECT 1 FROM named_files WHERE hash = ?)", hash).Scan(&found).Error
		}
		return tx.Raw(`SELECT EXISTS (SELECT 1 FROM named_files AS f JOIN events AS e ON e.feed = f.feed
			WHERE f.hash = ? AND (e.subject_kind NOT IN ('request', 'system', 'filing') OR EXISTS (SELECT 1 FROM scopes AS c
			WHERE c.unit = ? AND c.subject_kind = e.subject_kind AND c.subject_id = e.subject_id AND c.held = 1)))`, hash, d.Unit).Scan(&found).Error
	})
	if err != nil {
		return false, fmt.Errorf("file %s for %s: %w", hash, device, translated(err))
	}
	return found, nil
}
