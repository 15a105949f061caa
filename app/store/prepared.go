package store

import (
	"context"
	"database/sql"
	"sync"

	"gorm.io/gorm"
)

// A statement that was prepared inside a transaction is prepared anew in the next, which takes a quarter of the time of
// an act. Only those that belong to the connection pool stay prepared, and they cannot be made while a transaction
// holds the one connection: what a transaction misses is prepared for it alone, and when it is over for those that come.

// mostPrepared bounds how many statements stay prepared: queries that hold lists are all different.
const mostPrepared = 200

// prepared is the statements of the writing connection.
type prepared struct {
	mu     sync.Mutex
	ready  map[string]*sql.Stmt
	missed []string
}

// begin begins a transaction that uses them.
func (s *Store) begin() (*gorm.DB, error) {
	// A context that ends would roll back what others did: a group has none.
	ctx := context.Background()
	pool, err := s.writer.DB()
	if err != nil {
		return nil, err
	}
	s.prepared.prepare(ctx, pool)
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	db := s.writer.WithContext(ctx)
	db.Statement.ConnPool = &preparedTx{Tx: tx, all: &s.prepared}
	return db, nil
}

// prepare prepares what was missed.
func (p *prepared) prepare(ctx context.Context, pool *sql.DB) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, query := range p.missed {
		if p.ready[query] != nil || len(p.ready) >= mostPrepared {
			continue
		}
		stmt, err := pool.PrepareContext(ctx, query) //nolint:sqlclosecheck // it stays prepared until the pool closes
		if err == nil {                              // else it goes on without
			if p.ready == nil {
				p.ready = map[string]*sql.Stmt{}
			}
			p.ready[query] = stmt
		}
	}
	p.missed = nil
}

// find finds a statement, and remembers that it was missed.
func (p *prepared) find(query string) *sql.Stmt {
	p.mu.Lock()
	defer p.mu.Unlock()
	stmt := p.ready[query]
	if stmt == nil && len(p.missed) < mostPrepared {
		p.missed = append(p.missed, query)
	}
	return stmt
}

// preparedTx is a transaction that uses prepared statements where there are, and prepares for itself what it misses: a
// page of the hub's log asks the same a thousand times.
type preparedTx struct {
	*sql.Tx
	all *prepared
	own map[string]*sql.Stmt // they end with the transaction

	counts counts
}

// stmt is the statement of a query, in this transaction; nil when it cannot be prepared, which asking it will tell.
func (t *preparedTx) stmt(ctx context.Context, query string) *sql.Stmt {
	if stmt := t.own[query]; stmt != nil {
		return stmt
	}
	var stmt *sql.Stmt
	if ready := t.all.find(query); ready != nil {
		stmt = t.StmtContext(ctx, ready)
	} else {
		var err error
		if stmt, err = t.PrepareContext(ctx, query); err != nil {
			return nil
		}
	}
	if t.own == nil {
		t.own = map[string]*sql.Stmt{}
	}
	if len(t.own) < mostPrepared {
		t.own[query] = stmt
	}
	return stmt
}

// ExecContext runs a statement.
func (t *preparedTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if stmt := t.stmt(ctx, query); stmt != nil { //nolint:sqlclosecheck // it ends with the transaction
		return stmt.ExecContext(ctx, args...)
	}
	return t.Tx.ExecContext(ctx, query, args...)
}

// QueryContext runs a query.
func (t *preparedTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := t.stmt(ctx, query); stmt != nil { //nolint:sqlclosecheck // it ends with the transaction
		return stmt.QueryContext(ctx, args...)
	}
	return t.Tx.QueryContext(ctx, query, args...)
}

// QueryRowContext runs a query for one row.
func (t *preparedTx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if stmt := t.stmt(ctx, query); stmt != nil { //nolint:sqlclosecheck // it ends with the transaction
		return stmt.QueryRowContext(ctx, args...)
	}
	return t.Tx.QueryRowContext(ctx, query, args...)
}
