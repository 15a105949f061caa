package store

import (
	"context"
	"errors"
	"fmt"
)

// While a replica is being filled, what it wrote is carried over into its file seldom, and the disk is not waited for:
// what it loses in a fall it gets again from the hub. The file stays whole in any case.
const (
	fillBegins = "PRAGMA wal_autocheckpoint = 64000; PRAGMA synchronous = NORMAL"
	fillEnds   = "PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE); " + writerSettings
)

// Fill does what fills a new replica from its hub, which has all that comes here until then. When it returns everything
// is on the disk.
func (s *Store) Fill(ctx context.Context, fill func() error) error {
	if err := s.follows(); err != nil {
		return err
	}
	if err := s.writer.WithContext(ctx).Exec(fillBegins).Error; err != nil {
		return fmt.Errorf("fill: %w", translated(err))
	}
	err := fill()
	if ending := s.writer.WithContext(context.WithoutCancel(ctx)).Exec(fillEnds).Error; ending != nil {
		err = errors.Join(err, fmt.Errorf("fill: %w", translated(ending)))
	}
	return err
}
