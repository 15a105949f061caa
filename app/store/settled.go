package store

import (
	"context"
	"fmt"

	"yunban/model"
)

// Settled gives the refused acts that somebody has settled, the latest first.
func (s *Store) Settled(ctx context.Context, limit int) ([]model.RefusedAct, error) {
	var rows []refusedRow
	if err := s.view(ctx).Where("settled <> 0").Order("at DESC, seq DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("settled acts: %w", translated(err))
	}
	acts := make([]model.RefusedAct, len(rows))
	for i, row := range rows {
		var err error
		if acts[i], err = row.act(); err != nil {
			return nil, fmt.Errorf("settled act %s: %w", row.ID, err)
		}
	}
	return acts, nil
}
