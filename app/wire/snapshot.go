package wire

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"yunban/app/hub"
	"yunban/app/store"
	"yunban/model"
)

// partName begins the name of the hub's ready copy while it is fetched.
const partName = "snapshot-"

// takeSnapshot makes a new replica of the hub's ready copy, where it has one for this desk.
func takeSnapshot(ctx context.Context, dir string, j model.Joined) error {
	client, err := hub.Dial(j)
	if err != nil {
		return err
	}
	defer client.Close()
	has, err := client.Snapshot(ctx)
	if err != nil {
		return err
	}
	form, err := store.SnapshotForm()
	if err == nil && form != has.Form {
		err = model.Errorf(model.Conflict, "error.snapshot_other")
	}
	if err != nil {
		return err
	}
	part, err := fetchSnapshot(ctx, client, dir, has)
	if err != nil {
		return err
	}
	err = store.TakeSnapshot(ctx, dir, store.Taking{Snapshot: has, Packed: part, Events: client.EventsAt})
	return errors.Join(err, part.Close(), os.Remove(part.Name()))
}

// fetchSnapshot fetches the copy into a file beside the database, and goes on where an earlier attempt was cut off.
func fetchSnapshot(ctx context.Context, client *hub.Client, dir string, has model.Snapshot) (*os.File, error) {
	path := filepath.Join(dir, partName+has.Hash)
	if err := dropParts(dir, path); err != nil {
		return nil, err
	}
	part, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, model.Wrap(model.Other, err, "error.cannot_write", "path", path)
	}
	err = client.FetchSnapshot(ctx, has.Hash, part)
	if err == nil {
		_, err = part.Seek(0, 0)
	}
	if err == nil {
		return part, nil
	}
	err = errors.Join(err, part.Close())
	if model.KindOf(err) != model.Offline { // what is here is of no use
		err = errors.Join(err, os.Remove(path))
	}
	return nil, err
}

// dropParts removes what was begun of other copies.
func dropParts(dir, except string) error {
	parts, err := filepath.Glob(filepath.Join(dir, partName+"*"))
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	for _, part := range parts {
		if part == except {
			continue
		}
		if err := os.Remove(part); err != nil {
			return model.Wrap(model.Other, err, "error.cannot_write", "path", part)
		}
	}
	return nil
}
