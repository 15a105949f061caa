package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
	"gorm.io/gorm"

	"yunban/model"
)

// The names in a store's folder.
const (
	databaseName = "yunban.db"
	lockName     = "lock"
	filesName    = "files"
)

// Options are what a store is opened or made with.
type Options struct {
	// Sandbox makes a store for trying things out, and remembers it. Opening with Sandbox refuses any other store,
	// so that nothing unreal (a set clock) ever comes near a real one.
	Sandbox bool
	// Replica makes a store that follows a hub. An existing one knows by itself what it is.
	Replica bool
	// Blobs keeps attachments elsewhere; nil keeps them in the folder.
	Blobs Blobs
}

// Open opens the store in a folder. It fails with not_found when there is none, and with conflict when another
// program has it open.
func Open(ctx context.Context, dir string, opts Options) (*Store, error) {
	dir, err := checkPlace(dir)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(dir, databaseName)); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, model.Errorf(model.NotFound, "error.store_missing", "dir", dir)
		}
		return nil, translated(err)
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	s, err := openLocked(ctx, dir, lock, opts)
	if err != nil {
		return nil, err
	}
	if opts.Sandbox && !s.sandbox {
		return nil, errors.Join(model.Errorf(model.Conflict, "error.store_not_sandbox", "dir", dir), s.Close())
	}
	return s, nil
}

// Create makes a new store in a folder, which is made too when it is missing, and opens it. It fails with conflict
// when there is a store already.
func Create(ctx context.Context, dir string, opts Options) (*Store, error) {
	dir, err := checkPlace(dir)
	if err != nil {
		return nil, err
	}
	if err := makeFolder(filepath.Join(dir, filesName)); err != nil {
		return nil, err
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	if err := createDatabase(ctx, dir, opts); err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	return openLocked(ctx, dir, lock, opts)
}

// checkPlace refuses a folder that no database must stand in. It answers with the folder's absolute path.
func checkPlace(dir string) (string, error) {
	if err := checkLibrary(libraryVersion()); err != nil {
		return dir, err
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return dir, translated(err)
	}
	return dir, checkFolder(dir)
}

// lockFolder makes this process the folder's owner.
func lockFolder(dir string) (*flock.Flock, error) {
	lock := flock.New(filepath.Join(dir, lockName), flock.SetPermissions(0o600))
	owned, err := lock.TryLock()
	if err != nil {
		return nil, translated(err)
	}
	if !owned {
		return nil, model.Errorf(model.Conflict, "error.store_in_use", "dir", dir)
	}
	return lock, nil
}

// createDatabase makes the database under another name first: a fall in the middle leaves no half of a store.
func createDatabase(ctx context.Context, dir string, opts Options) error {
	unready, err := unreadyDatabase(dir)
	if err != nil {
		return err
	}
	db, err := connect(unready, writing|making)
	if err != nil {
		return err
	}
	err = migrate(ctx, db)
	if err == nil {
		err = translated(db.Transaction(func(tx *gorm.DB) error { return writeMeta(tx, opts) }))
	}
	if err := errors.Join(err, closePool(db)); err != nil {
		return err
	}
	if err := os.Chmod(unready, 0o600); err != nil { // the folder may be one that others look into
		return translated(err)
	}
	return translated(moveInto(unready, filepath.Join(dir, databaseName)))
}

// unreadyDatabase is where a new database is made; conflict when the folder has one. Nothing is there any more that a
// fall left behind.
func unreadyDatabase(dir string) (string, error) {
	path := filepath.Join(dir, databaseName)
	if _, err := os.Stat(path); err == nil {
		return "", model.Errorf(model.Conflict, "error.store_exists", "dir", dir)
	}
	return path + ".new", removeDatabase(path + ".new")
}

// removeDatabase removes a database that nobody has used.
func removeDatabase(path string) error {
	for _, tail := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(path + tail); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return translated(err)
		}
	}
	return nil
}

func openLocked(ctx context.Context, dir string, lock *flock.Flock, opts Options) (*Store, error) {
	s := &Store{dir: dir, lock: lock, blobs: opts.Blobs}
	if err := s.start(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// recall finds out what the store is. One of a version before there were hubs gets its name now.
func (s *Store) recall(ctx context.Context) error {
	tx := s.writer.WithContext(ctx)
	role, err := readMeta(tx, metaRole)
	if err != nil {
		return translated(err)
	}
	s.replica = role == roleReplica
	if role != "" {
		return nil
	}
	return translated(putMeta(tx, metaRow{metaRole, "hub"}, metaRow{metaHub, newLogName()}))
}

// start connects to the database, brings it up to date and clears away what a fall left behind.
func (s *Store) start(ctx context.Context) error {
	path := filepath.Join(s.dir, databaseName)
	var err error
	if s.writer, err = connect(path, writing); err != nil {
		return err
	}
	if s.sandbox, err = readSandbox(s.writer.WithContext(ctx)); err != nil {
		return err
	}
	if err := migrate(ctx, s.writer); err != nil {
		return err
	}
	if err := s.recall(ctx); err != nil {
		return err
	}
	if s.reader, err = connect(path, reading); err != nil {
		return err
	}
	if err := s.refold(ctx); err != nil {
		return err
	}
	return s.sweepFiles()
}
