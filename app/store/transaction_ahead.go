package store

import (
	"database/sql"
	"sync"
)

// ahead runs the statements of acts while those that came with them are judged: the database and the rules each have a
// processor to themselves then. It is given only what stays as long as the acts around it do.
type ahead struct {
	work chan []staged
	left sync.WaitGroup
	err  error // of the first statement that failed; to be read when nothing is left
}

// mostAhead bounds how many acts it may be behind.
const mostAhead = 64

func newAhead(conn *sql.Conn, known *statements) *ahead {
	a := &ahead{work: make(chan []staged, mostAhead)}
	go func() {
		for act := range a.work {
			for _, one := range act {
				if a.err == nil {
					a.err = known.exec(conn, one.query, one.args)
				}
			}
			a.left.Done()
		}
	}()
	return a
}

// goAhead has what waits run beside what comes, if nothing of it may be undone by itself any more.
func (t *transaction) goAhead() {
	for _, l := range t.levels {
		if !l.saved {
			return
		}
	}
	if len(t.staged) == 0 || t.broken != nil {
		return
	}
	if t.ahead == nil {
		t.ahead = newAhead(t.Conn, t.known)
	}
	t.ahead.left.Add(1)
	t.ahead.work <- t.staged
	t.done += len(t.staged)
	t.staged = nil
}

// caughtUp waits until everything that runs beside has run, also in a transaction that is lost: a statement that ran
// behind its end would count.
func (t *transaction) caughtUp() error {
	if t.ahead == nil {
		return t.broken
	}
	t.ahead.left.Wait()
	if t.broken == nil {
		t.broken = t.ahead.err
	}
	return t.broken
}
