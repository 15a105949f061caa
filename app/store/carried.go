package store

import (
	"context"
	"sync"

	"gorm.io/gorm"

	"yunban/model"
)

// What decide reads has to be what its act will follow: also the acts of the same group, which nobody else sees yet.
// Its context therefore carries the transaction, and the store reads through it.

// carrier is the key of the transaction that a context carries, of each store its own.
type carrier struct{ store *Store }

// carried is the transaction of a turn, and what the turn is about. After the turn there is no transaction.
type carried struct {
	about *coming
	mu    sync.Mutex
	tx    *gorm.DB
}

func (c *carried) get() *gorm.DB {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.tx
}

func (c *carried) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tx = nil
}

// carrying makes the context that decide gets, and what ends it.
func (s *Store) carrying(ctx context.Context, tx *gorm.DB, about *coming) (context.Context, func()) {
	c := &carried{tx: tx, about: about}
	return context.WithValue(ctx, carrier{s}, c), c.end
}

// Replay makes a request of its past. What decide was given is not replayed again.
func (s *Store) Replay(ctx context.Context, past []model.Event) (model.Request, error) {
	c, within := ctx.Value(carrier{s}).(*carried)
	if within && len(past) > 0 && len(past) == len(c.about.past) && &past[0] == &c.about.past[0] && past[0].Subject.Kind == model.RequestSubject {
		return c.about.before, nil
	}
	return model.Replay(past)
}

// view is what to read from: the transaction that the context carries, or else what is on disk. In a transaction the
// context's end is not passed on: SQLite would answer it by rolling back what others did.
func (s *Store) view(ctx context.Context) *gorm.DB {
	if c, ok := ctx.Value(carrier{s}).(*carried); ok {
		if tx := c.get(); tx != nil {
			return tx.WithContext(context.WithoutCancel(ctx))
		}
	}
	return s.reader.WithContext(ctx)
}
