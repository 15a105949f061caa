package wire

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"yunban/model"
	"yunban/model/workday"
)

// A desk that its hub locked out may join again, with a new code and with nothing: its new folder is made ready inside
// the locked one and takes its place when everything is there. What was locked is kept beside, dated, and stays locked:
// without its key, and open to nobody.
const lockedFolder = "locked-"

// lockedOut reports whether a desk's key was destroyed because its hub locked it out.
func lockedOut(j model.Joined) bool { return len(j.Key) == 0 && !j.Anew }

// JoinLocked makes the folder of this desk, which was locked out, one of a desk that has joined just now, and gives the
// office that takes its place. Until that one is ready nothing is changed; this office is closed then. Cut off, it can
// be done again; from where everything is ready (JoinReady) Open goes on.
func (o *Opened) JoinLocked(ctx context.Context, opts Options, j Joining) (*Opened, error) {
	state, err := o.SyncState(ctx)
	if err == nil && !state.Revoked {
		err = model.Errorf(model.Conflict, "error.joined_already")
	}
	if err != nil {
		return nil, err
	}
	ready := filepath.Join(o.Dir, joiningFolder)
	fresh, err := Join(ctx, ready, opts, j)
	if err != nil {
		if keyOf(err) == "error.device_revoked" { // of an earlier try: its code is no good any more
			err = errors.Join(err, os.RemoveAll(ready))
		}
		return nil, err
	}
	text, err := json.Marshal(o.lockedName())
	if err = errors.Join(err, fresh.Close()); err != nil {
		return nil, model.Wrap(model.Other, err, "error.unexpected")
	}
	if err := writeBeside(filepath.Join(ready, swapFile), text); err != nil {
		return nil, err
	}
	if err := o.Close(); err != nil {
		return nil, err
	}
	return Open(ctx, o.Dir, opts)
}

// lockedName is what the folder that is kept is called: by the clock, and like no other one.
func (o *Opened) lockedName() string {
	name := lockedFolder + o.Clock().In(workday.Shanghai).Format("20060102-150405")
	for n, plain := 2, name; ; n++ {
		if _, err := os.Stat(filepath.Join(o.Dir, name)); err != nil {
			return name
		}
		name = plain + "-" + strconv.Itoa(n)
	}
}

// JoinReady reports whether a joining has made everything ready in a folder, and only the places are to be changed.
func JoinReady(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, joiningFolder, swapFile))
	return err == nil
}

// joinLocked does the same with a folder that is not open.
func joinLocked(ctx context.Context, dir string, opts Options, j Joining) (*Opened, error) {
	was, err := Open(ctx, dir, opts)
	if err != nil {
		return nil, err
	}
	if was.LockedOut(ctx) {
		opened, err := was.JoinLocked(ctx, opts, j)
		if err != nil && !JoinReady(dir) {
			err = errors.Join(err, was.Close())
		}
		return opened, err
	}
	return was, nil // a joining that was cut off has come to its end
}

// LockedOut reports whether the hub has locked this desk out.
func (o *Opened) LockedOut(ctx context.Context) bool {
	state, err := o.SyncState(ctx)
	return err == nil && state.Revoked
}

func keyOf(err error) string {
	var e *model.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}
