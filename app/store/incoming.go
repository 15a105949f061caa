package store

import (
	"runtime"
	"sync"
	"sync/atomic"

	"yunban/model"
)

// incoming is a step of the hub's log as it was read: what says so holds the event, and genuine that it is as it was
// sealed.
type incoming struct {
	model.FeedItem
	event   model.Event
	holds   bool
	genuine bool
	err     error
}

// readItems reads the steps of a page on all processors: reading takes as long as keeping.
func (s *Store) readItems(items []model.FeedItem) []incoming {
	read := make([]incoming, len(items))
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(items)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(items); i = int(next.Add(1)) - 1 {
				in := &read[i]
				in.FeedItem = items[i]
				in.event, in.holds, in.err = items[i].Event()
				in.genuine = in.holds && in.err == nil && s.genuine(items[i].Body, in.event)
			}
		})
	}
	all.Wait()
	return read
}
