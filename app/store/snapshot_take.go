package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
	"gorm.io/gorm"

	"yunban/model"
)

// Taking is how a snapshot becomes a replica.
type Taking struct {
	model.Snapshot
	Packed io.Reader
	// Events asks the hub for events by their places in the log, as far as the desk may hear what they say.
	Events func(ctx context.Context, feeds []int64) ([]model.FeedItem, error)
}

// mostAsked is how many events are asked for at once.
const mostAsked = 500

// TakeSnapshot makes a replica in an empty folder that has followed its hub as far as the snapshot goes. It fails with
// conflict and error.snapshot_other when this program keeps its database in another form, and when there is a store
// already. Each event is checked, as those are that come one by one; what the hub made of them is believed.
func TakeSnapshot(ctx context.Context, dir string, t Taking) (err error) {
	form, err := SnapshotForm()
	if err != nil {
		return translated(err)
	}
	if t.Form != form {
		return model.Errorf(model.Conflict, "error.snapshot_other")
	}
	dir, err = checkPlace(dir)
	if err != nil {
		return err
	}
	if err := makeFolder(filepath.Join(dir, filesName)); err != nil {
		return err
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	path := filepath.Join(dir, databaseName)
	unready, err := unreadyDatabase(dir)
	if err != nil {
		return err
	}
	if err := t.make(ctx, unready); err != nil {
		return fmt.Errorf("take the snapshot of %s: %w", t.Hub, errors.Join(translated(err), removeDatabase(unready)))
	}
	return translated(moveInto(unready, path))
}

// make makes the database.
func (t Taking) make(ctx context.Context, path string) error {
	if err := unpack(ctx, path, t.Packed, t.Size); err != nil {
		return err
	}
	db, err := connect(path, writing)
	if err != nil {
		return err
	}
	err = t.adopt(ctx, db.WithContext(ctx), path)
	if err := errors.Join(err, closePool(db)); err != nil {
		return err
	}
	return syncFile(path)
}

// adopt checks what was unpacked, and makes it this desk's.
func (t Taking) adopt(ctx context.Context, db *gorm.DB, path string) error {
	sandbox, err := readSandbox(db)
	if err != nil {
		return err
	}
	role, err := readMeta(db, metaRole)
	if err != nil {
		return err
	}
	head, err := headOf(db)
	if err != nil {
		return err
	}
	if role != roleReplica || sandbox != t.Sandbox || head != t.Head {
		return model.Errorf(model.Other, "error.store_broken")
	}
	stubs, err := checkLog(ctx, path, head)
	if err != nil {
		return err
	}
	told, err := t.ask(ctx, stubs)
	if err != nil {
		return err
	}
	return db.Transaction(func(tx *gorm.DB) error {
		if err := tellPrivate(tx, told); err != nil {
			return err
		}
		return saveCursor(tx, model.Cursor{Hub: t.Hub, ScopeEpoch: t.ScopeEpoch, After: t.Head, Floor: t.Floor})
	})
}

// ask asks for what was left out, some at a time.
func (t Taking) ask(ctx context.Context, stubs []int64) (told []model.FeedItem, err error) {
	for len(stubs) > 0 && err == nil {
		n := min(len(stubs), mostAsked)
		var items []model.FeedItem
		items, err = t.Events(ctx, stubs[:n])
		told, stubs = append(told, items...), stubs[n:]
	}
	return told, err
}

// tellPrivate puts what this desk may hear in the place of what was left out.
func tellPrivate(tx *gorm.DB, told []model.FeedItem) error {
	changed := map[model.Subject]bool{}
	for _, item := range told {
		said, err := readEvent(item.Body)
		if err != nil {
			return model.Wrap(model.Other, err, "error.bad_message")
		}
		if said.Withheld {
			continue
		}
		stub, err := askEvents(tx, "feed = ?", item.Feed)
		if err != nil {
			return err
		}
		if len(stub) != 1 {
			return errAnew("chain")
		}
		here, err := stub[0].event()
		if err != nil {
			return err
		}
		if !here.Withheld || said.ID != here.ID || said.Subject != here.Subject || said.Seq != here.Seq ||
			said.Prev != here.Prev || said.Hash != here.Hash || !sealed(item.Body, said.Hash) {
			return errAnew("chain")
		}
		if err := replaceEvent(tx, rowOfBody(item.Feed, said, string(item.Body)), said.Files); err != nil {
			return err
		}
		changed[said.Subject] = true
	}
	return refoldRequests(tx, changed)
}

// unpack unpacks so many bytes into a new file, and no more.
func unpack(ctx context.Context, path string, packed io.Reader, size int64) (err error) {
	unpacker, err := zstd.NewReader(&source{ctx: ctx, r: packed}, zstd.WithDecoderMaxWindow(packWindow))
	if err != nil {
		return err
	}
	defer unpacker.Close()
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	n, err := io.Copy(file, io.LimitReader(unpacker, size+1))
	err = errors.Join(err, file.Close())
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case isFull(err):
		return err
	case err != nil || n != size:
		return model.Wrap(model.Other, err, "error.snapshot_broken")
	}
	return nil
}

// syncFile brings a file to the disk.
func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
