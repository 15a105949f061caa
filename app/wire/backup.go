package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"yunban/app/store"
	"yunban/model"
)

// HubFolder is where, in its store's folder, a hub keeps its keys.
const HubFolder = "hub"

// passing is what of a hub's folder means nothing at another time or place.
var passing = []string{"serving.json", "uploads", "codes", "carrying"}

// Backup copies an office into one file, also while others have it open: the log, the attachments, password hashes, and
// the keys of a hub and of a desk.
func Backup(ctx context.Context, dir, file string, blobs store.Blobs, progress func(done, all int)) (model.Backup, error) {
	besides, err := besides(dir)
	if err != nil {
		return model.Backup{}, err
	}
	return store.Backup(ctx, dir, file, store.BackupOptions{Besides: besides, Progress: progress, Now: time.Now(), Blobs: blobs})
}

// Restore makes a folder the office that a backup is of, once all of it was checked. With force the folder may have
// something in it, which is then kept under another name: before. A desk that follows a hub keeps its key only where it
// takes the place of itself: anywhere else the one that the copy was made of may go on, and two desks with one key
// would count their acts over each other's. It then has to enrol anew (JoinAnew).
func Restore(ctx context.Context, file, dir string, force bool, blobs store.Blobs, progress func(done, all int)) (made model.Backup, before string, err error) {
	return store.Restore(ctx, file, dir, store.RestoreOptions{Force: force, Progress: progress, Now: time.Now(), Blobs: blobs, Ready: disownCopy})
}

// besides are the files to keep with a store: the keys of its hub, and what a desk keeps of the one that it joined.
func besides(dir string) ([]string, error) {
	found, err := filepath.Glob(filepath.Join(dir, joinedFile))
	if err != nil {
		return nil, err
	}
	err = filepath.WalkDir(filepath.Join(dir, HubFolder), func(p string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case slices.Contains(passing, d.Name()) || strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type().IsRegular():
			found = append(found, p)
		}
		return nil
	})
	if err != nil {
		return nil, model.Wrap(model.Other, err, "error.unexpected")
	}
	for i, p := range found {
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return nil, model.Wrap(model.Other, err, "error.unexpected")
		}
		found[i] = path.Clean(filepath.ToSlash(rel))
	}
	return found, nil
}

// Telling writes how far something has come as lines, at most one a second; of what is done sooner nothing is said.
func Telling(w io.Writer) func(done, all int) {
	said := time.Now()
	return func(done, all int) {
		if now := time.Now(); now.Sub(said) >= time.Second {
			said = now
			_, _ = fmt.Fprintf(w, "%d / %d\n", done, all) // nobody needs it
		}
	}
}
