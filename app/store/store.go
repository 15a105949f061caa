// Package store keeps the log of events and all that is derived from it in one folder on a local disk: a SQLite
// database through GORM, and attachments as files named by their hash. One process at a time owns the folder.
package store

import (
	"context"
	"errors"
	"os"
	"sync"

	"github.com/gofrs/flock"
	"gorm.io/gorm"
)

// Store is an open store. It is safe for use by several goroutines.
type Store struct {
	dir        string
	lock       *flock.Flock
	writer     *gorm.DB // one connection: writes queue up here
	reader     *gorm.DB // several connections that cannot write
	sandbox    bool
	replica    bool
	statements statements   // of the writer
	turns      turns        // acts that wait for the writer
	versions   versions     // of the records
	recent     recent       // what happened to the subjects that acts came for last
	bell       bell         // tells when something was kept
	devices    knownDevices // that acts came from last
	hubFiles   hubFiles     // that acts named last
	blobs      Blobs        // where attachments are, when that is not the folder
	closing    sync.Once
	closed     error // what its closing came to
}

// Sandbox reports whether the store was made for trying things out; what it prints counts for nothing.
func (s *Store) Sandbox() bool { return s.sandbox }

// Replica reports whether the store follows a hub, rather than being its own.
func (s *Store) Replica() bool { return s.replica }

// Dir is the folder that the store lives in.
func (s *Store) Dir() string { return s.dir }

// Close gives the folder back. What was acknowledged is on disk already.
func (s *Store) Close() error {
	s.closing.Do(func() {
		if s.writer != nil {
			s.closed = translated(s.statements.close(s.writer))
		}
		s.closed = errors.Join(s.closed, closePool(s.reader), closePool(s.writer), s.lock.Unlock())
	})
	return s.closed
}

func closePool(db *gorm.DB) error {
	if db == nil {
		return nil
	}
	pool, err := db.DB()
	if err != nil {
		return err
	}
	return pool.Close()
}

// write runs do in one transaction that is on disk when write returns. An error of do undoes everything.
func (s *Store) write(ctx context.Context, do func(tx *gorm.DB) error) error {
	return translated(s.writer.WithContext(ctx).Transaction(do))
}

// read runs do on one unchanging view of the store.
func (s *Store) read(ctx context.Context, do func(tx *gorm.DB) error) error {
	tx := s.view(ctx)
	if _, within := tx.Statement.ConnPool.(gorm.TxCommitter); within {
		return translated(do(tx))
	}
	return translated(tx.Transaction(do))
}

// makeFolder makes a folder that only its owner may look into.
func makeFolder(dir string) error { return translated(os.MkdirAll(dir, 0o700)) }
