package store

import (
	"context"
	"sync"

	"gorm.io/gorm"
)

// Bringing a transaction to the disk takes longer than an act itself. Acts that come at the same time therefore share
// one: whoever comes first leads, does his own act, lets those who came meanwhile take their turns in the same
// transaction, and brings it to the disk for all. Nobody is answered before. Each act runs on the goroutine of whoever
// asked for it, so that its fall is his own and nobody else's.

// largestGroup bounds how long the first of a group waits for the last: so many acts and no turn more.
const largestGroup = 400

// turns is the row of acts that wait for their turn.
type turns struct {
	mu      sync.Mutex
	waiting []*turn
	led     bool // somebody leads a group
}

// turn is one act's place in the row.
type turn struct {
	ready chan struct{} // closed when the turn has come
	tx    *gorm.DB      // the transaction to act in; none: lead the next group
	lost  error         // or why there is nothing to act in any more
	acts  int           // how many acts the turn is for
	ended chan error    // what became of the act; errFell when it never came to its end
	kept  chan error    // what became of the group
}

func newTurn(acts int) *turn {
	return &turn{acts: acts, ready: make(chan struct{}), ended: make(chan error, 1), kept: make(chan error, 1)}
}

// call tells the turn that it has come.
func (t *turn) call(tx *gorm.DB, lost error) {
	t.tx, t.lost = tx, lost
	close(t.ready)
}

// enter puts a turn at the end of the row. It reports whether there is nobody to lead.
func (r *turns) enter(t *turn) (lead bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.led {
		r.led = true
		return true
	}
	r.waiting = append(r.waiting, t)
	return false
}

// leave takes a turn out of the row; false when it was called already.
func (r *turns) leave(t *turn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, w := range r.waiting {
		if w == t {
			r.waiting = append(r.waiting[:i:i], r.waiting[i+1:]...)
			return true
		}
	}
	return false
}

// next calls the first of the row; nil when there is nobody.
func (r *turns) next() *turn {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.waiting) == 0 {
		return nil
	}
	t := r.waiting[0]
	r.waiting = r.waiting[1:]
	return t
}

// resign lets the first of the row lead the next group.
func (r *turns) resign() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.waiting) == 0 {
		r.led = false
		return
	}
	t := r.waiting[0]
	r.waiting = r.waiting[1:]
	t.call(nil, nil)
}

// act runs do in a transaction that may be shared, and returns when it is on disk. An error of do undoes what do did
// and nothing else. A context that ends before the act's turn has come calls it off.
func (s *Store) act(ctx context.Context, do func(tx *gorm.DB) error) error { return s.acts(ctx, 1, do) }

// acts is act for several acts in one turn.
func (s *Store) acts(ctx context.Context, n int, do func(tx *gorm.DB) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t := newTurn(n)
	if s.turns.enter(t) {
		return s.lead(n, do)
	}
	select {
	case <-ctx.Done():
		if s.turns.leave(t) {
			return ctx.Err()
		}
	case <-t.ready:
	}
	<-t.ready
	tx := t.tx
	switch {
	case t.lost != nil:
		return t.lost
	case tx == nil:
		return s.lead(n, do)
	}
	err := t.take(tx, do)
	if lost := <-t.kept; lost != nil { // also for a refusal: what it was refused for is lost too
		return lost
	}
	return translated(err)
}

// take does the act in its turn, and says so also when it falls.
func (t *turn) take(tx *gorm.DB, do func(tx *gorm.DB) error) error {
	err := errFell
	defer func() { t.ended <- err }()
	err = do(tx)
	return err
}
