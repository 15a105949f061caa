package hub

import (
	"context"
	"time"
)

// remembered is for how long the hub remembers what left which unit: three times as long as a desk usually works without
// it. A desk that was away for longer begins anew.
const remembered = 90 * 24 * time.Hour

// How often the hub forgets what is older, and how often it looks whether it is time: a machine that slept is late by no
// more than that.
const (
	forgetsEvery = 24 * time.Hour
	looksEvery   = time.Hour
)

// Keep forgets at once, and then once a day by the hub's clock, what no desk needs to hear any more; it looks at each
// tick whether a day has passed, until ctx ends. What fails is logged and tried again the next day.
func (s *Server) Keep(ctx context.Context, ticks <-chan time.Time) {
	if s.Upkeep == nil {
		return
	}
	for due := s.forget(ctx); ; {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		if !s.Clock().Before(due) {
			due = s.forget(ctx)
		}
	}
}

// forget forgets what is old, clears files away that nobody finished, has what is copied for new desks renewed, and says
// when to do so again.
func (s *Server) forget(ctx context.Context) (again time.Time) {
	now := s.Clock()
	before := now.Add(-remembered)
	if err := s.uploads.sweep(now); err != nil {
		s.Logger.ErrorContext(ctx, "clearing unfinished files failed", "cause", err)
	}
	floor, err := s.Upkeep.Compact(ctx, before)
	switch {
	case err == nil:
		s.Logger.InfoContext(ctx, "compacted", "before", before, "floor", floor)
		s.copyWhenOld(ctx, floor)
	case ctx.Err() == nil:
		s.Logger.ErrorContext(ctx, "compacting failed", "before", before, "cause", err)
	}
	return now.Add(forgetsEvery)
}
