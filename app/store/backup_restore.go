package store

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"yunban/model"
)

// mostManifest bounds the manifest of a backup: about half a million files.
const mostManifest = 128 << 20

// RestoreOptions are what a backup is restored with.
type RestoreOptions struct {
	Force    bool // a folder that has something keeps it under another name, and is replaced
	Progress func(done, all int)
	Now      time.Time
	Blobs    Blobs                         // where attachments go, when that is not the folder
	Ready    func(fresh, dir string) error // a last touch to the checked folder before it takes the place of the other; may be nil
}

// Restore makes a folder the store that a backup is of. Everything is unpacked and checked beside the folder first:
// the hash of each file, and then the log event by event. Only a store that is whole takes the folder's name. before is
// where the folder's former content went, when there was any.
func Restore(ctx context.Context, file, dir string, opts RestoreOptions) (made model.Backup, before string, err error) {
	fail := func(err error) (model.Backup, string, error) {
		return model.Backup{}, "", fmt.Errorf("restore %s: %w", file, err)
	}
	if dir, err = checkPlace(dir); err != nil {
		return fail(err)
	}
	if err := mayReplace(dir, opts.Force); err != nil {
		return fail(err)
	}
	packed, err := zip.OpenReader(file)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return fail(model.Wrap(model.Invalid, err, "error.file_unreadable", "name", file))
	}
	if err != nil {
		return fail(badBackup(err))
	}
	defer func() { _ = packed.Close() }() // only read
	if err := makeFolder(filepath.Dir(dir)); err != nil {
		return fail(err)
	}
	fresh, err := os.MkdirTemp(filepath.Dir(dir), ".restoring-")
	if err != nil {
		return fail(translated(err))
	}
	defer func() { _ = os.RemoveAll(fresh) }() // gone already when all went well
	r := &restore{opts: opts, dir: fresh}
	if err := r.unpack(ctx, &packed.Reader); err != nil {
		return fail(err)
	}
	if err := r.check(ctx); err != nil {
		return fail(err)
	}
	if opts.Ready != nil {
		if err := opts.Ready(fresh, dir); err != nil {
			return fail(err)
		}
	}
	if before, err = replace(dir, fresh, opts.Now); err != nil {
		return fail(err)
	}
	return r.made.Backup, before, nil
}

type restore struct {
	opts RestoreOptions
	dir  string
	made manifest
	done int
	all  int
}

func badBackup(err error) error { return model.Wrap(model.Invalid, err, "error.bad_backup") }

// mayReplace refuses a folder that has something in it, unless it may be put aside, and one that is in use.
func mayReplace(dir string, force bool) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0:
		return nil
	case err != nil:
		return translated(err)
	case !force:
		return model.Errorf(model.Conflict, "error.restore_exists", "dir", dir)
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return err
	}
	return translated(lock.Unlock())
}

// unpack writes out what the manifest names, and nothing else, each checked against its hash.
func (r *restore) unpack(ctx context.Context, from *zip.Reader) error {
	if err := r.readManifest(from); err != nil {
		return err
	}
	r.all = len(r.made.Entries) + 1
	for _, e := range r.made.Entries {
		if !keepable(e.Name) || attached(e.Name) && !(hashForm.MatchString(e.Sum) && e.Name == filesEntry(e.Sum)) {
			return badBackup(fmt.Errorf("entry %q", e.Name))
		}
		if err := r.unpackOne(ctx, from, e); err != nil {
			return err
		}
		r.step()
	}
	return translated(makeFolder(filepath.Join(r.dir, filesName)))
}

func (r *restore) readManifest(from *zip.Reader) error {
	file, err := from.Open(manifestName)
	if err != nil {
		return badBackup(err)
	}
	defer func() { _ = file.Close() }() // only read
	if err := json.NewDecoder(io.LimitReader(file, mostManifest)).Decode(&r.made); err != nil {
		return badBackup(err)
	}
	if r.made.Format != backupFormat {
		return model.Errorf(model.Invalid, "error.backup_newer")
	}
	if !slices.ContainsFunc(r.made.Entries, func(e entry) bool { return e.Name == databaseName }) {
		return badBackup(errors.New("no database"))
	}
	return nil
}

// keepable reports whether a name may stand in a backup: a plain path inside of the folder.
func keepable(name string) bool {
	return fs.ValidPath(name) && name != "." && filepath.IsLocal(filepath.FromSlash(name)) && !strings.ContainsAny(name, `\:`) && path.Base(name) != lockName
}

func (r *restore) unpackOne(ctx context.Context, from *zip.Reader, e entry) error {
	packed, err := from.Open(e.Name)
	if err != nil {
		return badBackup(err)
	}
	defer func() { _ = packed.Close() }() // only read
	to := filepath.Join(r.dir, filepath.FromSlash(e.Name))
	if err := makeFolder(filepath.Dir(to)); err != nil {
		return err
	}
	file, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return translated(err)
	}
	sum, size, err := copySum(ctx, file, io.LimitReader(packed, e.Size+1))
	switch {
	case ctx.Err() != nil:
		err = ctx.Err()
	case err == nil && (sum != e.Sum || size != e.Size), errors.Is(err, zip.ErrChecksum):
		err = badBackup(fmt.Errorf("%s is altered", e.Name))
	}
	if err := errors.Join(err, translated(file.Sync()), translated(file.Close())); err != nil {
		return err
	}
	if attached(e.Name) && r.opts.Blobs != nil {
		s := Store{dir: r.dir, blobs: r.opts.Blobs}
		return errors.Join(s.putBlob(ctx, to, e.Sum, e.Size), translated(os.Remove(to)))
	}
	return translated(syncFolder(filepath.Dir(to)))
}

// attached reports whether an entry is an attachment.
func attached(name string) bool { return strings.HasPrefix(name, filesName+"/") }

// check opens the unpacked store, replays its log and makes it one that goes on from here: a log that was set back has
// another name than the one that desks followed, and a desk no longer knows how many acts it has sent.
func (r *restore) check(ctx context.Context) error {
	s, err := Open(ctx, r.dir, Options{Blobs: r.opts.Blobs})
	if err != nil {
		return err
	}
	return errors.Join(r.checkOpen(ctx, s), s.Close())
}

func (r *restore) checkOpen(ctx context.Context, s *Store) error {
	broken, err := s.Verify(ctx, nil)
	if err != nil {
		return err
	}
	for _, b := range broken {
		if !slices.Contains(r.made.Broken, b.Subject) { // what the copy told of itself it may lack
			return model.Errorf(model.Conflict, "error.backup_broken", "what", b.What, "subject", b.Subject, "detail", b.Detail)
		}
	}
	r.step()
	if s.Replica() {
		return s.skipSeqs(ctx)
	}
	return s.NewHubID(ctx)
}

func (r *restore) step() {
	r.done++
	if r.opts.Progress != nil {
		r.opts.Progress(r.done, r.all)
	}
}

// replace gives the folder's name to a finished one; what had it before stands beside under a dated name.
func replace(dir, fresh string, now time.Time) (before string, err error) {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		before = dir + ".before-" + now.Format("20060102-150405")
		if err := os.Rename(dir, before); err != nil {
			return "", translated(err)
		}
	} else if err == nil {
		if err := os.Remove(dir); err != nil {
			return "", translated(err)
		}
	}
	if err := os.Rename(fresh, dir); err != nil {
		if before != "" {
			err = errors.Join(err, os.Rename(before, dir))
		}
		return "", translated(err)
	}
	return before, translated(syncFolder(filepath.Dir(dir)))
}

// manyActs is more than a desk ever does between a copy and its use.
const manyActs = 1 << 32

// skipSeqs lets a desk count on from where it cannot have been. Its hub then misses acts between, says how far it
// knows, and the desk counts on from there (Recount): its acts are never taken for earlier ones.
func (s *Store) skipSeqs(ctx context.Context) error {
	return s.act(ctx, func(tx *gorm.DB) error {
		last, err := take(tx, outboxCounter)
		if err != nil {
			return err
		}
		return s.renumber(tx, last+manyActs)
	})
}

// Recount counts the acts that wait from the one behind last, which the hub says is the last that it knows.
func (s *Store) Recount(ctx context.Context, last int64) error {
	if err := s.follows(); err != nil {
		return err
	}
	if err := s.act(ctx, func(tx *gorm.DB) error { return s.renumber(tx, last) }); err != nil {
		return fmt.Errorf("count acts from %d: %w", last, err)
	}
	return nil
}

// renumber gives the acts that wait the numbers behind last, in their order. Those that the hub has numbered already
// stand before them.
func (s *Store) renumber(tx *gorm.DB, last int64) error {
	var rows []outboxRow
	if err := tx.Order("feed = 0, seq").Find(&rows).Error; err != nil {
		return err
	}
	if err := tx.Exec("DELETE FROM outbox").Error; err != nil {
		return err
	}
	waiting := slices.IndexFunc(rows, func(r outboxRow) bool { return r.Feed == 0 })
	if waiting < 0 {
		waiting = len(rows)
	}
	for i, row := range rows {
		row.Seq = last + int64(i-waiting) + 1
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
	}
	if err := tx.Exec("UPDATE counters SET last = ? WHERE name = ?", last+int64(len(rows)-waiting), outboxCounter).Error; err != nil {
		return err
	}
	return s.rebuild(tx)
}
