package store

import (
	"errors"
	"fmt"
	"runtime/debug"

	"gorm.io/gorm"
)

// errFell is what becomes of an act that panicked or ended its goroutine.
var errFell = errors.New("the act fell")

// group is acts that share a transaction.
type group struct {
	tx    *gorm.DB
	turns []*turn // those that will be on disk, or not, together
	acts  int     // how many acts these are
	lost  error   // why none of them will be
}

// serve takes care of the row until nobody waits. An act that ends its goroutine ends this one: another goes on.
func (s *Store) serve() {
	resting := false
	defer func() {
		if !resting {
			go s.serve()
		}
	}()
	for {
		if t := s.turns.next(); t != nil {
			s.together(t)
		} else if resting = s.turns.rest(); resting {
			return
		}
	}
}

// together does an act, then those of everybody who waits, and brings them all to the disk.
func (s *Store) together(t *turn) {
	g := &group{}
	defer s.finish(g)
	defer func() {
		if p := recover(); p != nil { // a fault of the store's own
			g.lost = fmt.Errorf("%v\n\n%s", p, debug.Stack())
		}
	}()
	g.turns = []*turn{t}
	if g.tx, g.lost = s.begin(); g.lost != nil {
		return
	}
	for ; t != nil; t = s.more(g) {
		g.acts += t.acts
		if s.one(g, t); g.lost != nil {
			return
		}
	}
}

// more calls the next of those who wait, if there is room for him.
func (s *Store) more(g *group) *turn {
	if g.acts >= largestGroup {
		return nil
	}
	t := s.turns.next()
	if t != nil {
		g.turns = append(g.turns, t)
	}
	return t
}

// one lets one act, and undoes it when it fails. On a full or failing disk SQLite may give up the transaction by itself:
// there is nothing left to go back to then, and all is lost.
func (s *Store) one(g *group, t *turn) {
	within := transactionOf(g.tx)
	within.enter()
	s.recent.turn()
	defer func() {
		if t.err != nil {
			s.undo()
		}
		g.lost = within.leave(t.err == nil)
	}()
	t.take(g.tx)
}

// undo forgets what is remembered of a turn that comes to nothing.
func (s *Store) undo() {
	s.recent.undo()
	s.devices.forget()
}

// finish brings a group to the disk, or gives it up, and tells everybody.
func (s *Store) finish(g *group) {
	if g.tx != nil {
		g.lost = s.settle(g)
	}
	if g.lost != nil {
		s.recent.clear()
		s.devices.forget()
	}
	s.versions.settle()
	if g.lost == nil { // before anybody goes on: who waits for a change is woken by his own, too
		s.ring()
	}
	for _, t := range g.turns {
		t.lost = g.lost
		close(t.over)
	}
}

// settle ends the transaction of a group.
func (s *Store) settle(g *group) error {
	err := g.lost
	if err == nil {
		err = transactionOf(g.tx).counts.write(g.tx)
	}
	if err == nil {
		return g.tx.Commit().Error
	}
	g.tx.Rollback()
	return err
}
