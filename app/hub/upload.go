package hub

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"

	"yunban/model"
)

// mostUploads is how many files one device may have half brought.
const mostUploads = 32

// uploads keeps what devices have brought of files so far: a folder for each device, in it half files under the hash
// that they should have, and empty marks for those that it brought whole.
type uploads struct {
	dir   string
	files Files
	busy  sync.Map // the paths that somebody writes to
}

// The endings of half files and of marks.
const (
	half  = ".half"
	whole = ".whole"
)

func (u *uploads) path(device, hash, ending string) string {
	return filepath.Join(u.dir, device, hash+ending)
}

// offset is how much of a file has come.
func (u *uploads) offset(device, hash string) (int64, error) {
	info, err := os.Stat(u.path(device, hash, half))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, unexpected(err)
	}
	return info.Size(), nil
}

// brought tells whether the device has brought the whole file, so that nobody need ask whether it may know it.
func (u *uploads) brought(device, hash string) (bool, error) {
	_, err := os.Stat(u.path(device, hash, whole))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, unexpected(err)
}

// add adds a piece behind what has come. The last one has the content checked against its hash and kept.
func (u *uploads) add(ctx context.Context, device, hash string, offset, size int64, piece io.Reader) (arrived int64, done bool, err error) {
	path := u.path(device, hash, half)
	if _, busy := u.busy.LoadOrStore(path, true); busy {
		return 0, false, model.Errorf(model.Conflict, "error.upload_busy")
	}
	defer u.busy.Delete(path)
	if err := u.room(device, path); err != nil {
		return 0, false, err
	}
	arrived, err = extend(path, offset, size, piece)
	switch {
	case err != nil:
		return arrived, false, err
	case arrived > size:
		return 0, false, errors.Join(model.Errorf(model.Invalid, "error.upload_content"), os.Remove(path))
	case arrived < size:
		return arrived, false, nil
	}
	return arrived, true, u.finish(ctx, device, hash)
}

// extend writes a piece behind what a half file has, one byte more than it should have at most.
func extend(path string, offset, size int64, piece io.Reader) (arrived int64, err error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return 0, unexpected(err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	had, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, unexpected(err)
	}
	if had != offset {
		return had, model.Errorf(model.Conflict, "error.upload_offset", "offset", strconv.FormatInt(had, 10))
	}
	n, err := io.Copy(file, io.LimitReader(piece, max(size-had, 0)+1))
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		err = model.Wrap(model.Other, err, "error.disk_full")
	case err != nil:
		err = model.Wrap(model.Offline, err, "error.hub_unreachable") // what came stays
	}
	return had + n, err
}

// finish keeps a file that has come whole, and refuses one that is not what it was called.
func (u *uploads) finish(ctx context.Context, device, hash string) error {
	path := u.path(device, hash, half)
	sum, err := sumOfFile(path)
	if err != nil {
		return unexpected(err)
	}
	if sum != hash {
		return errors.Join(model.Errorf(model.Invalid, "error.upload_content"), os.Remove(path))
	}
	if err := u.keep(ctx, path); err != nil {
		return err
	}
	if err := os.WriteFile(u.path(device, hash, whole), nil, 0o600); err != nil {
		return unexpected(err)
	}
	return unexpected(os.Remove(path))
}

func (u *uploads) keep(ctx context.Context, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return unexpected(err)
	}
	defer file.Close()
	_, _, err = u.files.Keep(ctx, file, maxFile)
	return err
}

// room makes the device's folder, and refuses one half file too many.
func (u *uploads) room(device, path string) error {
	folder := filepath.Join(u.dir, device)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return unexpected(err)
	}
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	begun, err := filepath.Glob(filepath.Join(folder, "*"+half))
	if err != nil {
		return unexpected(err)
	}
	if len(begun) >= mostUploads {
		return model.Errorf(model.Conflict, "error.too_many_uploads", "most", strconv.Itoa(mostUploads))
	}
	return nil
}

// uploadLife is how long half files and marks are kept: as long as acts may wait at a desk.
const uploadLife = 30 * 24 * time.Hour

// sweep clears away what nobody went on with.
func (u *uploads) sweep(now time.Time) error {
	kept, err := filepath.Glob(filepath.Join(u.dir, "*", "*"))
	if err != nil {
		return unexpected(err)
	}
	for _, path := range kept {
		info, err := os.Stat(path)
		if err == nil && now.Sub(info.ModTime()) > uploadLife {
			err = os.Remove(path)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return unexpected(err)
		}
	}
	return nil
}
