package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
	"gorm.io/gorm"

	"yunban/model"
)

// A desk that may hold everything would read, fold and index each event of a long log. Its hub has done so already: it
// copies what such a desk holds into a database of its own and packs it. Only the tables that are named here are
// copied, never what is the hub's alone, and what one side of the table keeps to itself is left out.

// snapshotFolder is where a copy is made, within the store's folder.
const snapshotFolder = ".snapshot"

// replicated are the tables that are the same at the hub and at a desk that holds everything; those of the search index
// come last.
var replicated = []string{"events", "named_files", "summaries", "summary_copies", "summary_principals", "records",
	"search_data", "search_idx", "search_docsize", "search_config"}

// SnapshotForm names the form of this program's database and how it folds the log.
func SnapshotForm() (string, error) {
	all, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil || len(all) == 0 {
		return "", errors.Join(errors.New("no migrations"), err)
	}
	number, _, _ := strings.Cut(filepath.Base(all[len(all)-1]), "_")
	return number + "/" + foldVersion, nil
}

// SnapshotForm names the form that the store's copies have.
func (s *Store) SnapshotForm() (string, error) { return SnapshotForm() }

// Snapshot writes a ready copy of the log and of all that is derived from it, packed. Others may go on meanwhile: it
// holds what was acknowledged before it began. One at a time may be made.
func (s *Store) Snapshot(ctx context.Context, packed io.Writer) (model.Snapshot, error) {
	made, err := s.snapshot(ctx, packed)
	if err != nil {
		return made, fmt.Errorf("snapshot: %w", translated(err))
	}
	return made, nil
}

func (s *Store) snapshot(ctx context.Context, packed io.Writer) (made model.Snapshot, err error) {
	folder := filepath.Join(s.dir, snapshotFolder)
	if err := os.RemoveAll(folder); err != nil { // what a fall left behind
		return made, err
	}
	if err := makeFolder(folder); err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, databaseName)
	if made, err = s.copyReplica(ctx, path); err != nil {
		return made, err
	}
	made.Size, err = pack(ctx, packed, path)
	return made, err
}

// copyReplica makes the database of a replica that has followed this store to its head.
func (s *Store) copyReplica(ctx context.Context, path string) (made model.Snapshot, err error) {
	made.Sandbox = s.sandbox
	if made.Form, err = SnapshotForm(); err != nil {
		return made, err
	}
	db, err := connect(path, writing|making)
	if err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, closePool(db)) }()
	if err := migrate(ctx, db); err != nil {
		return made, err
	}
	db = db.WithContext(ctx)
	if err := writeMeta(db, Options{Sandbox: s.sandbox, Replica: true}); err != nil {
		return made, err
	}
	// The copy is whole or thrown away, and nothing may stay in it of what is taken out again. The hub's database is
	// attached for reading only: the transaction then takes no lock there.
	hub := "file://" + (&url.URL{Path: filepath.ToSlash(filepath.Join(s.dir, databaseName))}).EscapedPath() + "?mode=ro"
	pool, err := db.DB() // GORM would keep these prepared, and a setting that answers under way
	if err != nil {
		return made, err
	}
	if _, err := pool.ExecContext(ctx, "PRAGMA journal_mode = OFF; PRAGMA secure_delete = ON; ATTACH DATABASE ? AS hub", hub); err != nil {
		return made, err
	}
	err = db.Transaction(func(tx *gorm.DB) error {
		if err := copyTables(tx); err != nil {
			return err
		}
		if err := withholdPrivate(tx); err != nil {
			return err
		}
		return copied(tx, &made)
	})
	return made, err
}

// copied notes what was copied.
func copied(tx *gorm.DB, made *model.Snapshot) (err error) {
	if made.Head, err = headOf(tx); err != nil {
		return err
	}
	for name, into := range map[string]any{metaHub: &made.Hub, metaFloor: &made.Floor} {
		if err := tx.Raw("SELECT value FROM hub.meta WHERE name = ?", name).Scan(into).Error; err != nil {
			return err
		}
	}
	return nil
}

// copyTables copies the tables page by page, with their indexes: SQLite does so where both sides are alike and nothing
// watches.
func copyTables(tx *gorm.DB) error {
	var triggers []struct{ Name, SQL string }
	if err := tx.Raw("SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'").Scan(&triggers).Error; err != nil {
		return err
	}
	for _, trigger := range triggers {
		if err := tx.Exec("DROP TRIGGER " + trigger.Name).Error; err != nil {
			return err
		}
	}
	for _, table := range replicated {
		if err := tx.Exec("DELETE FROM main." + table).Error; err != nil { // an empty index has rows, too
			return err
		}
		if err := tx.Exec("INSERT INTO main." + table + " SELECT * FROM hub." + table).Error; err != nil {
			return fmt.Errorf("copy %s: %w", table, err)
		}
	}
	for _, trigger := range triggers {
		if err := tx.Exec(trigger.SQL).Error; err != nil {
			return err
		}
	}
	return nil
}

// withholdPrivate leaves out what one side of the table keeps to itself.
func withholdPrivate(tx *gorm.DB) error {
	type private struct {
		feed  int64
		event model.Event
	}
	var all []private
	err := each(tx, "SELECT feed, body FROM events WHERE instr(body, ?) > 0 ORDER BY feed", []any{privateMark}, func(found scanned) error {
		var row eventRow
		if err := found.Scan(&row.Feed, &row.Body); err != nil {
			return err
		}
		e, err := row.event()
		if err == nil && e.PrivateTo() != "" {
			all = append(all, private{row.Feed, e})
		}
		return err
	})
	if err != nil {
		return err
	}
	changed := map[model.Subject]bool{}
	for _, one := range all {
		row, err := rowOfEvent(one.feed, one.event.Withhold())
		if err != nil {
			return err
		}
		if err := replaceEvent(tx, row, nil); err != nil {
			return err
		}
		changed[one.event.Subject] = true
	}
	return refoldRequests(tx, changed)
}

// replaceEvent puts an event in the place of the same one that says more, or less.
func replaceEvent(tx *gorm.DB, row eventRow, files []model.File) error {
	if err := perform(tx, "DELETE FROM events WHERE feed = ?", row.Feed); err != nil {
		return err
	}
	return insertEvent(tx, row, files)
}

// refoldRequests derives the rows of requests anew in which a comment came or went. It is not found by what it says.
func refoldRequests(tx *gorm.DB, changed map[model.Subject]bool) error {
	for about := range changed {
		doc, err := docOf(tx, about.ID)
		if err != nil {
			return err
		}
		events, err := loadEvents(tx, about)
		if err != nil {
			return err
		}
		r, err := model.Replay(events)
		if err != nil {
			return err
		}
		if err := saveSummary(tx, doc, r.Summary(events[len(events)-1].At)); err != nil {
			return err
		}
		if err := perform(tx, "DELETE FROM summary_principals WHERE doc = ?", doc); err != nil {
			return err
		}
		if err := savePrincipals(tx, doc, principalsOf(events...)); err != nil {
			return err
		}
	}
	return nil
}

// EventsAt gives a device that may hold everything events by their places in the log, as far as it may hear what they
// say. Where there is none it gives nothing.
func (s *Store) EventsAt(ctx context.Context, device string, feeds []int64) ([]model.FeedItem, error) {
	items := make([]model.FeedItem, 0, len(feeds))
	err := s.read(ctx, func(tx *gorm.DB) error {
		d, err := admitted(tx, device)
		if err == nil && !d.All {
			err = model.Errorf(model.Forbidden, "error.not_all")
		}
		if err != nil {
			return err
		}
		for _, feed := range feeds {
			rows, err := askEvents(tx, "feed = ?", feed)
			if err != nil {
				return err
			}
			for _, row := range rows {
				body, err := bodyFor(d, row.Body)
				if err != nil {
					return err
				}
				items = append(items, model.FeedItem{Feed: feed, Body: body})
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("events for %s: %w", device, err)
	}
	return items, nil
}

// packWindow is how far back repetitions are found, in bytes: hub and desk keep as much in memory.
const packWindow = 4 << 20

// pack writes a file packed, and gives its size.
func pack(ctx context.Context, w io.Writer, path string) (size int64, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	packer, err := zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(packWindow), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return 0, err
	}
	size, err = io.Copy(packer, &source{ctx: ctx, r: file})
	return size, errors.Join(err, packer.Close())
}
