package hub

import (
	"sync"
	"time"
)

// A desk that brought a file names it in the acts that follow, and one that may open a file reads it in pieces: that it
// may is remembered for a while. What a desk has had at hand so long is no secret to it when it loses it. Being locked
// out, or moved to another unit, counts at once.
const openingLife = time.Minute

// mostOpenings bounds how many are remembered; past it, remembering begins anew.
const mostOpenings = 20000

// opening is that a device, with what it may hold now, may open a file.
type opening struct {
	device string
	scope  int64
	hash   string
}

type openings struct {
	mu    sync.Mutex
	since map[opening]time.Time
}

func (o *openings) lately(key opening, now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	since, known := o.since[key]
	return known && now.Sub(since) < openingLife && !now.Before(since)
}

func (o *openings) note(key opening, now time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.since == nil || len(o.since) >= mostOpenings {
		o.since = map[opening]time.Time{}
	}
	o.since[key] = now
}
