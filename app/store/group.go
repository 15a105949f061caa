package store

import (
	"errors"

	"gorm.io/gorm"
)

// errFell is what becomes of an act that panicked or ended its goroutine.
var errFell = errors.New("the act fell")

// group is acts that share a transaction.
type group struct {
	tx   *gorm.DB
	done []*turn // those that will be on disk, or not, together
	acts int     // how many acts these are, and the leader's
}

// lead does the leader's own act, then those of everybody who waits, and brings them all to the disk.
func (s *Store) lead(acts int, do func(tx *gorm.DB) error) error {
	defer s.turns.resign()
	defer s.versions.settle()
	tx, err := s.begin()
	if err != nil {
		return translated(err)
	}
	g := &group{tx: tx, acts: acts}
	open := true
	defer func() {
		if open { // the leader's own act failed or fell: nobody else's is in the transaction yet
			s.undo()
			g.tx.Rollback()
		}
	}()
	s.recent.turn()
	if err := do(g.tx); err != nil {
		return translated(err)
	}
	open = false
	err = s.others(g)
	if err == nil {
		err = written(g.tx)
	}
	if err == nil {
		err = g.tx.Commit().Error
	} else {
		g.tx.Rollback()
	}
	if err = translated(err); err != nil {
		s.recent.clear()
		s.devices.forget()
	}
	s.versions.settle()
	for _, t := range g.done {
		t.kept <- err
	}
	if err == nil {
		s.ring()
	}
	return err
}

// written writes down what the acts of a transaction only counted.
func written(tx *gorm.DB) error {
	return transactionOf(tx).counts.write(tx)
}

// others lets everybody who waits take a turn. An error means that the whole transaction is lost.
func (s *Store) others(g *group) error {
	for g.acts < largestGroup {
		t := s.turns.next()
		if t == nil {
			return nil
		}
		g.done, g.acts = append(g.done, t), g.acts+t.acts
		if err := s.one(g, t); err != nil {
			return err
		}
	}
	return nil
}

// one lets one other act, and undoes it when it fails. On a full or failing disk SQLite may give up the transaction by
// itself: there is nothing left to go back to then, and that is the error.
func (s *Store) one(g *group, t *turn) error {
	within := transactionOf(g.tx)
	within.enter()
	s.recent.turn()
	t.call(g.tx, nil)
	kept := <-t.ended == nil
	if !kept {
		s.undo()
	}
	return within.leave(kept)
}

// undo forgets what is remembered of a turn that comes to nothing.
func (s *Store) undo() {
	s.recent.undo()
	s.devices.forget()
}
