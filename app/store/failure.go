package store

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"yunban/model"
)

// translated turns a failure of the database or the disk into one that people can act on. An Error of ours and the
// end of a context stay as they are.
func translated(err error) error {
	var ours *model.Error
	if err == nil || errors.As(err, &ours) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		if lite.Code == sqlite3.ErrInterrupt {
			return errors.Join(context.Canceled, err)
		}
		if key, ok := liteKeys[lite.Code]; ok && !isFull(lite.SystemErrno) {
			return model.Wrap(model.Other, err, key)
		}
		if lite.SystemErrno != 0 {
			err = errors.Join(err, lite.SystemErrno)
		}
	}
	switch {
	case isFull(err):
		return model.Wrap(model.Other, err, "error.disk_full")
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return model.Wrap(model.Other, err, "error.store_readonly")
	}
	return model.Wrap(model.Other, err, "error.store_failed")
}

// liteKeys says in which words SQLite's result codes are told.
var liteKeys = map[sqlite3.ErrNo]string{
	sqlite3.ErrFull:     "error.disk_full",
	sqlite3.ErrReadonly: "error.store_readonly",
	sqlite3.ErrPerm:     "error.store_readonly",
	sqlite3.ErrCantOpen: "error.store_readonly",
	sqlite3.ErrNotADB:   "error.store_broken",
	sqlite3.ErrCorrupt:  "error.store_broken",
	sqlite3.ErrBusy:     "error.store_busy",
	sqlite3.ErrLocked:   "error.store_busy",
}

// isForeign reports whether a database does not know a table of ours.
func isForeign(err error) bool {
	var lite sqlite3.Error
	return errors.As(err, &lite) && lite.Code == sqlite3.ErrError
}

// isFull reports whether a disk or a quota has no room left.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || isFullHere(err)
}
