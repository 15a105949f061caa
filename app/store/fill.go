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
	pool, err := s.writer.DB() // GORM prepares what it runs, and prepares the first of several statements only
	if err != nil {
		return err
	}
	if _, err := pool.ExecContext(ctx, fillBegins); err != nil {
		return fmt.Errorf("fill: %w", translated(err))
	}
	err = fill()
	if _, ending := pool.ExecContext(context.WithoutCancel(ctx), fillEnds); ending != nil {
		err = errors.Join(err, fmt.Errorf("fill: %w", translated(ending)))
	}
	return err
}
