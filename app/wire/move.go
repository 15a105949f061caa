package wire

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"yunban/app"
	"yunban/app/hub"
	"yunban/model"
	"yunban/model/workday"
)

// A desk that worked by itself joins a hub: its new folder is made ready inside the old one, and takes its place when
// everything is there. What was there before is kept beside, dated and whole.
const (
	joiningFolder = "joining"
	beforeFolder  = "before-joining-"
	swapFile      = "swap.json" // in the ready folder: where the old one goes
	movedFile     = "moved.json"
	workbookFile  = "moved.xlsx"
)

// owned is what of a folder goes aside; what else is there stays: demonstration data, carried parcels. The last ones are
// only there where a desk that joined before was locked out.
var owned = []string{"yunban.db", "yunban.db-wal", "yunban.db-shm", "files", hubFolder, joinedFile, movedFile, workbookFile}

// Moving is how a desk that worked by itself joins a hub with its records.
type Moving struct {
	Joining
	Words func(key string, pairs ...string) string // for the report
	Say   func(error) string
	Told  func(done, all int)
}

// TryMove enrols the desk and asks the hub what would become of its records; nothing is changed here or there. It can
// be asked again after something was put right at the hub.
func (o *Opened) TryMove(ctx context.Context, m Moving) (app.Moving, error) {
	client, err := o.enrolled(ctx, m)
	if err != nil {
		return app.Moving{}, err
	}
	defer client.Close()
	return o.Move(ctx, client, m.Code, true, m.Told)
}

// MoveTo brings the records to the hub, as far as it takes them, and makes the desk one that follows it. The office is
// closed by then, and the one that is opened in its place is given. Cut off before that, it can be done again.
func (o *Opened) MoveTo(ctx context.Context, opts Options, m Moving) (*Opened, app.Moving, error) {
	broken, err := o.Store.Verify(ctx, func(int, int) {})
	if err == nil && len(broken) > 0 {
		err = model.Errorf(model.Conflict, "error.store_broken_found")
	}
	if err != nil {
		return nil, app.Moving{}, err
	}
	client, err := o.enrolled(ctx, m)
	if err != nil {
		return nil, app.Moving{}, err
	}
	defer client.Close()
	moved, err := o.Move(ctx, client, m.Code, false, m.Told)
	if err != nil {
		return nil, moved, err
	}
	if err := o.makeReady(ctx, opts, m, moved); err != nil {
		return nil, moved, err
	}
	if err := o.Close(); err != nil {
		return nil, moved, err
	}
	if err := swap(o.Dir); err != nil {
		return nil, moved, err
	}
	opened, err := Open(ctx, o.Dir, opts)
	return opened, moved, err
}

// enrolled is the line to the hub, which the desk is enrolled with the first time, and again by another code.
func (o *Opened) enrolled(ctx context.Context, m Moving) (*hub.Client, error) {
	if o.store.Replica() {
		return nil, model.Errorf(model.Conflict, "error.joined_already")
	}
	dir := filepath.Join(o.Dir, joiningFolder)
	joined, err := readJoined(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && joined.Code != "" && joined.Code != hub.CodeSum(m.Code) { // another code allows something else
		if joined, err = hub.Join(ctx, m.Address, m.Code, m.Name, m.Trust); err == nil {
			joined.Code = hub.CodeSum(m.Code)
			err = errors.Join(os.RemoveAll(dir), writeJoined(dir, joined))
		}
	}
	if err != nil {
		return nil, err
	}
	if joined.Sandbox != o.Sandbox {
		return nil, errors.Join(model.Errorf(model.Conflict, "error.move_sandbox"), os.RemoveAll(dir))
	}
	return hub.Dial(joined)
}

// makeReady fills the new folder and writes down what became of the records.
func (o *Opened) makeReady(ctx context.Context, opts Options, m Moving, moved app.Moving) (err error) {
	dir := filepath.Join(o.Dir, joiningFolder)
	fresh, err := resume(ctx, dir, opts)
	if err != nil {
		return err
	}
	err = errors.Join(fresh.KeepDrafts(ctx, o.Office), o.report(ctx, dir, m, moved), fresh.Close())
	if err != nil {
		return err
	}
	before := beforeFolder + o.Clock().In(workday.Shanghai).Format("20060102-150405")
	text, err := json.Marshal(before)
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	return writeBeside(filepath.Join(dir, swapFile), text)
}

// resume opens the new folder, filled with what the desk may hold.
func resume(ctx context.Context, dir string, opts Options) (*Opened, error) {
	opened, err := Open(ctx, dir, opts) // of an earlier try
	if err == nil {
		if _, err := opened.Sync(ctx); err != nil {
			return nil, errors.Join(err, opened.Close())
		}
		return opened, nil
	}
	return Join(ctx, dir, opts, Joining{})
}

// report writes what became of the records, for programs and for people.
func (o *Opened) report(ctx context.Context, dir string, m Moving, moved app.Moving) (err error) {
	text, err := json.MarshalIndent(moved, "", "  ")
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	if err := writeBeside(filepath.Join(dir, movedFile), text); err != nil {
		return err
	}
	path := filepath.Join(dir, workbookFile)
	file, err := os.Create(path)
	if err != nil {
		return model.Wrap(model.Other, err, "error.cannot_write", "path", path)
	}
	return errors.Join(o.WriteMoving(ctx, file, moved, m.Words, m.Say), file.Close())
}

// Moved tells what became of this desk's own records when it joined, and where the workbook about that is; none for a
// desk that brought nothing along.
func (o *Opened) Moved() (moved app.Moving, workbook string, err error) {
	text, err := os.ReadFile(filepath.Join(o.Dir, movedFile))
	if errors.Is(err, fs.ErrNotExist) {
		return moved, "", nil
	}
	if err == nil {
		err = json.Unmarshal(text, &moved)
	}
	if err != nil {
		return moved, "", model.Wrap(model.Other, err, "error.unexpected")
	}
	return moved, filepath.Join(o.Dir, workbookFile), nil
}

// swap puts the ready folder in the place of the old one. Cut off anywhere, the next one goes on from there; without a
// ready folder it does nothing.
func swap(dir string) error {
	ready := filepath.Join(dir, joiningFolder)
	text, err := os.ReadFile(filepath.Join(ready, swapFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var before string
	if err == nil {
		err = json.Unmarshal(text, &before)
	}
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	aside := filepath.Join(dir, filepath.Base(before))
	done := filepath.Join(aside, "complete")
	if _, err := os.Stat(done); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(aside, 0o700); err != nil {
			return model.Wrap(model.Other, err, "error.cannot_write", "path", aside)
		}
		for _, name := range owned {
			if err := moveName(dir, aside, name); err != nil {
				return err
			}
		}
		if err := writeBeside(done, []byte(time.Now().Format(time.RFC3339)+"\n")); err != nil {
			return err
		}
	}
	names, err := os.ReadDir(ready)
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	for _, entry := range names {
		if name := entry.Name(); name != swapFile && name != "lock" {
			if err := moveName(ready, dir, name); err != nil {
				return err
			}
		}
	}
	return os.RemoveAll(ready)
}

// moveName moves a file or folder, if it is there.
func moveName(from, to, name string) error {
	err := os.Rename(filepath.Join(from, name), filepath.Join(to, name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return model.Wrap(model.Other, err, "error.cannot_write", "path", filepath.Join(to, name))
	}
	return nil
}
