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

// readItems reads the steps of a page: that takes as long as keeping them.
func (s *Store) readItems(items []model.FeedItem) []incoming {
	read := make([]incoming, len(items))
	onAll(len(items), func(i int) {
		in := &read[i]
		in.FeedItem = items[i]
		in.event, in.holds, in.err = items[i].Event()
		in.genuine = in.holds && in.err == nil && s.genuine(items[i].Body, in.event)
	})
	return read
}

// onAll does so many things on all processors.
func onAll(n int, do func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	all.Wait()
}
