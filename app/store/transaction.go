package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strconv"
	"strings"

	"gorm.io/gorm"
)

// Many acts share a transaction, and one that fails is undone without the others. A savepoint before each would do
// that, but then SQLite copies every page that the act touches. So what an act writes waits in memory: if the act fails
// it is forgotten. Whatever is asked of the database first brings to it what waits; only an act that asks after it has
// written, which hardly any does, needs its savepoint.

// mostStaged bounds how many statements wait.
const mostStaged = 1000

// transaction is one of the writing connection, as GORM knows it (gorm.ConnPool, gorm.TxCommitter).
type transaction struct {
	*sql.Conn
	known  *statements
	counts counts

	staged []staged // what waits
	ahead  *ahead   // runs what is sure to stay
	done   int      // how many statements went to the database before
	levels []level  // the acts under way, each within the one before
	broken error    // what waited could not be written: the transaction is lost
	over   bool
}

// staged is a statement that waits.
type staged struct {
	query string
	args  []driver.NamedValue
}

// level is an act that may be undone by itself.
type level struct {
	mark  int  // how many statements there were before it
	count int  // how many numbers had been taken
	saved bool // it has a savepoint
}

func (l level) name(depth int) string { return "act" + strconv.Itoa(depth) }

// begin begins a transaction.
func (s *Store) begin() (*gorm.DB, error) {
	// A context that ends would roll back what others did: a group has none.
	ctx := context.Background()
	pool, err := s.writer.DB()
	if err != nil {
		return nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	t := &transaction{Conn: conn, known: &s.statements}
	// A transaction that reads before it writes must not be overtaken in between.
	if err := t.now("BEGIN IMMEDIATE"); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	db := s.writer.WithContext(ctx)
	db.Statement.ConnPool = t
	return db, nil
}

// transactionOf is the transaction that acts write in; nil elsewhere.
func transactionOf(tx *gorm.DB) *transaction {
	t, _ := tx.Statement.ConnPool.(*transaction)
	return t
}

// Commit brings everything to the disk.
func (t *transaction) Commit() error {
	if t.over {
		return sql.ErrTxDone
	}
	err := t.bring(false)
	if err == nil {
		err = t.now("COMMIT")
	}
	if err != nil {
		return errors.Join(err, t.Rollback())
	}
	return t.end()
}

// Rollback undoes everything. SQLite may have done so by itself, on a full disk.
func (t *transaction) Rollback() error {
	if t.over {
		return sql.ErrTxDone
	}
	t.staged = nil
	_ = t.caughtUp()      // what it could not write is undone with the rest
	_ = t.now("ROLLBACK") // there is nothing to undo any more where it fails
	return t.end()
}

func (t *transaction) end() error {
	t.over = true
	if t.ahead != nil {
		close(t.ahead.work)
	}
	return t.Close()
}

// later has a statement wait.
func (t *transaction) later(query string, args []any) error {
	values, err := named(args)
	if err != nil {
		return err
	}
	t.staged = append(t.staged, staged{query, values})
	if len(t.staged) >= mostStaged {
		return t.bring(true)
	}
	return nil
}

// now runs a statement at once.
func (t *transaction) now(query string) error { return t.known.exec(t.Conn, query, nil) }

// ask asks for rows.
func (t *transaction) ask(query string, args []any, read func(scanned) error) error {
	values, err := named(args)
	if err == nil {
		err = t.bring(!reads(query))
	}
	if err != nil {
		return err
	}
	return t.known.ask(t.Conn, query, values, read)
}

// reads reports whether a statement only reads.
func reads(query string) bool {
	return strings.HasPrefix(query, "SELECT") || strings.HasPrefix(query, "WITH")
}

// bring brings to the database what waits. What belongs to an act that may still be undone comes behind a savepoint; so
// does what is about to be changed there directly.
func (t *transaction) bring(changes bool) error {
	if err := t.caughtUp(); err != nil {
		return err
	}
	for i := range t.levels {
		l := &t.levels[i]
		if l.saved {
			continue
		}
		if !changes && l.mark == t.soFar() { // it has written nothing, nor have those within
			break
		}
		if err := t.write(l.mark); err != nil {
			return err
		}
		if err := t.now("SAVEPOINT " + l.name(i)); err != nil {
			return t.lost(err)
		}
		l.saved = true
	}
	return t.write(t.soFar())
}

// soFar is how many statements there were.
func (t *transaction) soFar() int { return t.done + len(t.staged) }

// write runs what waits, up to a place.
func (t *transaction) write(to int) error {
	if t.broken != nil {
		return t.broken
	}
	n := max(0, to-t.done)
	for _, one := range t.staged[:n] {
		if err := t.known.exec(t.Conn, one.query, one.args); err != nil {
			return t.lost(err)
		}
	}
	t.done += n
	left := copy(t.staged, t.staged[n:])
	clear(t.staged[left:])
	t.staged = t.staged[:left]
	return nil
}

func (t *transaction) lost(err error) error {
	t.broken = err
	return err
}

// enter begins an act that may be undone by itself.
func (t *transaction) enter() {
	t.levels = append(t.levels, level{mark: t.soFar(), count: len(t.counts.was)})
}

// leave ends it. An error means that the whole transaction is lost.
func (t *transaction) leave(kept bool) error {
	depth := len(t.levels) - 1
	l := t.levels[depth]
	t.levels = t.levels[:depth]
	if t.broken != nil {
		return t.broken
	}
	if l.saved { // what comes now is for the database itself
		if err := t.caughtUp(); err != nil {
			return err
		}
	}
	if !kept {
		t.staged = t.staged[:max(0, l.mark-t.done)]
		t.counts.back(l.count)
	}
	if !l.saved {
		return nil
	}
	if !kept {
		if err := t.now("ROLLBACK TO " + l.name(depth)); err != nil {
			return t.lost(err)
		}
	}
	if err := t.now("RELEASE " + l.name(depth)); err != nil {
		return t.lost(err)
	}
	return nil
}

// ExecContext runs a statement at once, of GORM's.
func (t *transaction) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := t.bring(true); err != nil {
		return nil, err
	}
	return t.Conn.ExecContext(ctx, query, args...)
}

// QueryContext asks at once, for GORM.
func (t *transaction) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := t.bring(!reads(query)); err != nil {
		return nil, err
	}
	return t.Conn.QueryContext(ctx, query, args...)
}

// QueryRowContext asks for one row at once, for GORM.
func (t *transaction) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	_ = t.bring(!reads(query)) // the transaction knows that it is lost, and will not be kept
	return t.Conn.QueryRowContext(ctx, query, args...)
}
