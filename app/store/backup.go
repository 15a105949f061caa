package store

import (
	"archive/zip"
	"cmp"
	"compress/flate"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
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
	"syscall"
	"time"

	"yunban/model"
)

// A backup is one zip file: the database, every attachment under files/, what the caller wants kept besides, and the
// manifest, which says the hash of each. It holds password hashes and keys: who has it has the store.

// backupFormat is the version of the backup's form.
const backupFormat = 1

// manifestName is the entry that names the others. It is the last one.
const manifestName = "manifest.json"

type manifest struct {
	Format int `json:"format"`
	model.Backup
	Entries []entry `json:"entries"`
}

// entry is one file in a backup.
type entry struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	Sum  string `json:"sha256"`
}

// BackupOptions are what a backup is made with.
type BackupOptions struct {
	Besides  []string            // further files to keep, by their path in the folder, with forward slashes
	Progress func(done, all int) // may be nil
	Now      time.Time           // what the copy says of when it was made
	Blobs    Blobs               // where attachments are, when that is not the folder
}

// Backup copies the store of a folder into one file, which is whole or not there. Others may have the store open and
// write to it: the copy holds what was acknowledged before it began.
func Backup(ctx context.Context, dir, file string, opts BackupOptions) (model.Backup, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return model.Backup{}, translated(err)
	}
	b := &backup{dir: dir, opts: opts, made: manifest{Format: backupFormat}}
	b.made.Made = opts.Now.UTC().Truncate(time.Second)
	if err := b.write(ctx, file); err != nil {
		return model.Backup{}, fmt.Errorf("backup of %s: %w", dir, err)
	}
	return b.made.Backup, nil
}

type backup struct {
	dir   string
	opts  BackupOptions
	made  manifest
	zip   *zip.Writer
	named []string // the files that the log names
	done  int
	all   int
}

func (b *backup) write(ctx context.Context, file string) error {
	if _, err := os.Stat(filepath.Join(b.dir, databaseName)); errors.Is(err, fs.ErrNotExist) {
		return model.Errorf(model.NotFound, "error.store_missing", "dir", b.dir)
	}
	copied, drop, err := b.copyDatabase(ctx)
	if err != nil {
		return err
	}
	defer drop()
	out, err := os.CreateTemp(filepath.Dir(file), ".backup-") // readable by its owner only
	if err != nil {
		return model.Wrap(model.Invalid, err, "error.cannot_write", "path", file)
	}
	defer func() { _ = os.Remove(out.Name()) }() // gone already when all went well
	err = b.fill(ctx, out, copied)
	if err := errors.Join(err, translated(out.Sync()), translated(out.Close())); err != nil {
		return err
	}
	err = moveInto(out.Name(), file)
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) { // the file is there and on the disk: a share or a stick may not know how to say so of its name
		err = nil
	}
	return translated(err)
}

// copyDatabase copies the database as it is at one moment, and checks the copy.
func (b *backup) copyDatabase(ctx context.Context) (copied string, drop func(), err error) {
	folder, err := os.MkdirTemp(b.dir, ".backup-")
	if err != nil {
		return "", nil, translated(err)
	}
	drop = func() { _ = os.RemoveAll(folder) } // what stays behind is in nobody's way
	copied = filepath.Join(folder, databaseName)
	if err = b.vacuum(ctx, copied); err == nil {
		err = b.look(ctx, copied)
	}
	if err != nil {
		drop()
		return "", nil, err
	}
	return copied, drop, nil
}

func (b *backup) vacuum(ctx context.Context, into string) (err error) {
	// It only reads the database; query_only would forbid the copy as well.
	pool, err := sql.Open("sqlite3", strings.Replace(dsn(filepath.Join(b.dir, databaseName), reading), "_query_only=1", "_query_only=0", 1))
	if err != nil {
		return translated(err)
	}
	_, err = pool.ExecContext(ctx, "VACUUM INTO ?", into)
	return errors.Join(translated(err), translated(pool.Close()))
}

// look checks the copy's pages and reads what it is of.
func (b *backup) look(ctx context.Context, copied string) (err error) {
	pool, err := sql.Open("sqlite3", dsn(copied, reading))
	if err != nil {
		return translated(err)
	}
	defer func() { err = errors.Join(err, translated(pool.Close())) }()
	var said string
	if err := pool.QueryRowContext(ctx, "PRAGMA quick_check").Scan(&said); err != nil || said != "ok" {
		return model.Wrap(model.Other, cmp.Or(err, errors.New(said)), "error.store_broken")
	}
	for query, into := range map[string]any{
		"SELECT coalesce((SELECT value FROM meta WHERE name = 'hub'), '')":              &b.made.Log,
		"SELECT coalesce((SELECT value FROM meta WHERE name = 'sandbox'), '') = 'true'": &b.made.Sandbox,
		"SELECT coalesce((SELECT value FROM meta WHERE name = 'role'), '') = 'replica'": &b.made.Replica,
		"SELECT coalesce(max(feed), 0) FROM events":                                     &b.made.Head,
	} {
		if err := pool.QueryRowContext(ctx, query).Scan(into); err != nil {
			return translated(err)
		}
	}
	rows, err := pool.QueryContext(ctx, namedHashes)
	if err != nil {
		return translated(err)
	}
	defer func() { err = errors.Join(err, translated(rows.Close())) }()
	for rows.Next() {
		var hash string
		if err := rows.Scan(&hash); err != nil {
			return translated(err)
		}
		b.named = append(b.named, hash)
	}
	return translated(rows.Err())
}

// namedHashes reads the files that events name from the events themselves: a store of an earlier version has no other
// table of them.
const namedHashes = `SELECT DISTINCT json_extract(f.value, '$.hash') FROM events AS e, json_each(e.body, '$.files') AS f
	WHERE instr(e.body, '"files":[') > 0 AND json_extract(f.value, '$.hash') IS NOT NULL`

// fill writes the zip.
func (b *backup) fill(ctx context.Context, out io.Writer, copied string) error {
	hashes, err := b.hashes()
	if err != nil {
		return err
	}
	b.all = 1 + len(hashes) + len(b.opts.Besides)
	b.zip = zip.NewWriter(out)
	b.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	if err := b.add(ctx, databaseName, copied, zip.Deflate); err != nil {
		return err
	}
	for _, hash := range hashes {
		if err := b.addFile(ctx, hash); err != nil {
			return err
		}
	}
	for _, name := range b.opts.Besides {
		if err := b.add(ctx, name, filepath.Join(b.dir, filepath.FromSlash(name)), zip.Deflate); err != nil {
			return err
		}
	}
	w, err := b.zip.Create(manifestName)
	if err != nil {
		return translated(err)
	}
	if err := json.NewEncoder(w).Encode(b.made); err != nil {
		return translated(err)
	}
	return translated(b.zip.Close())
}

// hashes are the files to copy: all that are here, for a draft may name one that the log does not, and all that the
// log names. What a replica has not fetched its hub has.
func (b *backup) hashes() ([]string, error) {
	var here []string
	err := filepath.WalkDir(filepath.Join(b.dir, filesName), func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && hashForm.MatchString(d.Name()) {
			here = append(here, d.Name())
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, translated(err)
	}
	if !b.made.Replica {
		here = append(here, b.named...)
	}
	slices.Sort(here)
	return slices.Compact(here), nil
}

// addFile copies one attachment. One that is missing or altered is told, and no reason to have no copy of the rest.
func (b *backup) addFile(ctx context.Context, hash string) error {
	s := &Store{dir: b.dir, replica: b.made.Replica, blobs: b.opts.Blobs}
	what, err := s.checkFile(ctx, hash)
	if err != nil {
		return err
	}
	if what != "" {
		b.made.Broken = append(b.made.Broken, hash)
		b.step()
		return nil
	}
	r, err := s.look(hash)
	if err != nil {
		return err
	}
	b.made.Files++
	err = b.addFrom(ctx, filesEntry(hash), r, zip.Store) // pictures and PDF do not get smaller
	return errors.Join(err, translated(r.Close()))
}

func filesEntry(hash string) string { return path.Join(filesName, hash[:2], hash) }

func (b *backup) add(ctx context.Context, name, from string, method uint16) error {
	file, err := os.Open(from)
	if err != nil {
		return translated(err)
	}
	return errors.Join(b.addFrom(ctx, name, file, method), translated(file.Close()))
}

func (b *backup) addFrom(ctx context.Context, name string, r io.Reader, method uint16) error {
	w, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: b.made.Made})
	if err != nil {
		return translated(err)
	}
	sum, size, err := copySum(ctx, w, r)
	if err != nil {
		return err
	}
	b.made.Entries = append(b.made.Entries, entry{name, size, sum})
	b.step()
	return nil
}

func (b *backup) step() {
	b.done++
	if b.opts.Progress != nil {
		b.opts.Progress(b.done, b.all)
	}
}

// copySum copies to the end and gives size and hash of what it copied.
func copySum(ctx context.Context, w io.Writer, r io.Reader) (sum string, size int64, err error) {
	hash := sha256.New()
	size, err = io.Copy(io.MultiWriter(w, hash), &source{ctx: ctx, r: r})
	return hex.EncodeToString(hash.Sum(nil)), size, translated(err)
}
