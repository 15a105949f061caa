package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"yunban/model"
)

// unfinished is how the names of files begin that are still being written.
const unfinished = ".new-"

var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// filePath is where the file of a hash is kept: files/ab/abcd…
func (s *Store) filePath(hash string) (string, bool) {
	if !hashForm.MatchString(hash) {
		return "", false
	}
	return filepath.Join(s.dir, filesName, hash[:2], hash), true
}

// Keep reads to the end and keeps the content, on disk before it returns. More than limit bytes is invalid. The same
// content is kept once.
func (s *Store) Keep(ctx context.Context, r io.Reader, limit int64) (hash string, size int64, err error) {
	folder := filepath.Join(s.dir, filesName)
	if err := makeFolder(folder); err != nil {
		return "", 0, err
	}
	temp, err := os.CreateTemp(folder, unfinished)
	if err != nil {
		return "", 0, translated(err)
	}
	defer func() { _ = os.Remove(temp.Name()) }() // gone already when it was kept
	hash, size, err = fill(ctx, temp, r, limit)
	if err := errors.Join(err, translated(temp.Close())); err != nil {
		return "", 0, err
	}
	if s.blobs != nil {
		return hash, size, s.putBlob(ctx, temp.Name(), hash, size)
	}
	path, _ := s.filePath(hash)
	if err := makeFolder(filepath.Dir(path)); err != nil {
		return "", 0, err
	}
	if err := syncFolder(folder); err != nil {
		return "", 0, translated(err)
	}
	if err := moveInto(temp.Name(), path); err != nil && !isKept(path, size) {
		return "", 0, translated(err)
	}
	return hash, size, nil
}

// fill copies what r gives into the file, in pieces, and brings it to the disk.
func fill(ctx context.Context, file *os.File, r io.Reader, limit int64) (hash string, size int64, err error) {
	sum := sha256.New()
	source := &source{ctx: ctx, r: io.LimitReader(r, limit+1)}
	size, err = io.Copy(io.MultiWriter(file, sum), source)
	switch {
	case source.err != nil:
		return "", 0, source.err
	case err != nil:
		return "", 0, translated(err)
	case size > limit:
		return "", 0, model.Errorf(model.Invalid, "error.file_too_large", "limit", megabytes(limit))
	}
	return hex.EncodeToString(sum.Sum(nil)), size, translated(file.Sync())
}

// source tells a failure of the reader apart from one of our disk, and stops when the context ends.
type source struct {
	ctx context.Context
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	if s.err = s.ctx.Err(); s.err != nil {
		return 0, s.err
	}
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = model.Wrap(model.Other, err, "error.file_unreadable")
		return n, s.err
	}
	return n, err
}

func megabytes(n int64) string { return strconv.FormatFloat(float64(n)/(1<<20), 'f', -1, 64) }

// isKept reports whether a file of that size is there. On Windows a file that somebody reads cannot be replaced.
func isKept(path string, size int64) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Size() == size
}

// Open reads a kept file; not_found when it is not here.
func (s *Store) Open(hash string) (io.ReadCloser, error) {
	if path, ok := s.filePath(hash); ok {
		s.touch(path)
	}
	return s.look(hash)
}

// look reads a kept file that nobody uses by that.
func (s *Store) look(hash string) (io.ReadCloser, error) {
	path, ok := s.filePath(hash)
	if !ok {
		return nil, model.Errorf(model.NotFound, "error.file_missing", "hash", hash)
	}
	if s.blobs != nil {
		r, err := s.blobs.Open(context.Background(), hash)
		if err == nil || model.KindOf(err) != model.NotFound {
			return r, err
		} // it may be from before there was a bucket
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, model.Wrap(model.NotFound, err, "error.file_missing", "hash", hash)
	}
	if err != nil {
		return nil, translated(err)
	}
	return file, nil
}

// Has tells whether a file is kept here.
func (s *Store) Has(hash string) (bool, error) {
	if s.hubFiles.known(hash) {
		return true, nil
	}
	r, err := s.Open(hash)
	switch {
	case model.KindOf(err) == model.NotFound && err != nil:
		return false, nil
	case err != nil:
		return false, err
	}
	return true, r.Close()
}

// checkFiles refuses an event that names a file which is not kept here.
func (s *Store) checkFiles(e model.Event) error {
	var found []model.Problem
	for _, f := range e.Files {
		if !s.keeps(f) {
			found = append(found, model.Problem{Field: "files", Key: "problem.file_not_kept", Args: map[string]string{"name": f.Name}})
		}
	}
	return model.InvalidInput(found)
}

// keeps reports whether a file is kept here, in the size that an event says.
func (s *Store) keeps(f model.File) bool {
	if size, known := s.hubFiles.size(f.Hash); known {
		return size == f.Size
	}
	here := s.isHere(f)
	if here && !s.replica {
		s.hubFiles.note(f)
	}
	return here
}

func (s *Store) isHere(f model.File) bool {
	path, ok := s.filePath(f.Hash)
	if ok && s.blobs != nil {
		if size, err := s.blobs.Size(context.Background(), f.Hash); err == nil {
			return size == f.Size
		}
	}
	return ok && isKept(path, f.Size)
}

// sweepFiles clears away what was never finished.
func (s *Store) sweepFiles() error {
	folder := filepath.Join(s.dir, filesName)
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return translated(err)
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), unfinished) {
			continue
		}
		if err := os.Remove(filepath.Join(folder, entry.Name())); err != nil {
			return translated(err)
		}
	}
	return nil
}

// moveInto gives a finished file its name and brings the name to the disk.
func moveInto(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(to))
}
