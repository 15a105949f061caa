package store

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"

	"gorm.io/gorm"
)

// Bringing a transaction to the disk takes longer than an act itself. Acts that come at the same time therefore share
// one: whoever comes first has the row served, those who come meanwhile take their turns in the same transaction, and
// it is brought to the disk for all. Nobody is answered before. All turns are taken on one goroutine, which changes from
// act to act without waiting; an act that falls falls for whoever asked for it, and for nobody else.

// largestGroup bounds how long the first of a group waits for the last: so many acts and no turn more.
const largestGroup = 1000

// turns is the row of acts that wait for their turn.
type turns struct {
	mu      sync.Mutex
	waiting []*turn
	served  bool // somebody takes care of the row
}

// turn is one act's place in the row.
type turn struct {
	do    func(tx *gorm.DB) error
	acts  int           // how many acts the turn is for
	over  chan struct{} // closed when what became of it is known:
	err   error         // of the act
	lost  error         // of the transaction, whatever the act says
	fell  any           // what it panicked with
	ended bool          // it ended the goroutine
}

// enter puts a turn at the end of the row. It reports whether nobody takes care of the row.
func (r *turns) enter(t *turn) (alone bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.waiting = append(r.waiting, t)
	alone, r.served = !r.served, true
	return alone
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

// rest lets the row be when nobody waits.
func (r *turns) rest() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.served = len(r.waiting) > 0
	return !r.served
}

// act runs do in a transaction that may be shared, and returns when it is on disk. An error of do undoes what do did
// and nothing else. A context that ends before the act's turn has come calls it off.
func (s *Store) act(ctx context.Context, do func(tx *gorm.DB) error) error { return s.acts(ctx, 1, do) }

// acts is act for several acts in one turn.
func (s *Store) acts(ctx context.Context, n int, do func(tx *gorm.DB) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t := &turn{do: do, acts: n, over: make(chan struct{})}
	if s.turns.enter(t) {
		go s.serve()
	}
	select {
	case <-ctx.Done():
		if s.turns.leave(t) {
			return ctx.Err()
		}
	case <-t.over:
	}
	<-t.over
	switch {
	case t.fell != nil:
		panic(t.fell)
	case t.ended:
		runtime.Goexit()
	case t.lost != nil: // also for a refusal: what it was refused for is lost too
		return translated(t.lost)
	}
	return translated(t.err)
}

// take does the act in its turn. An act that ends the goroutine is noticed by whoever clears up behind it.
func (t *turn) take(tx *gorm.DB) {
	t.ended = true
	defer func() {
		if p := recover(); p != nil {
			t.ended, t.err, t.fell = false, errFell, fmt.Sprintf("%v\n\n%s", p, debug.Stack())
		}
	}()
	t.err = errFell
	t.err = t.do(tx)
	t.ended = false
}
