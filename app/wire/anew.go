package wire

import (
	"bytes"
	"context"
	"errors"
	"io/fs"

	"yunban/app"
	"yunban/app/hub"
	"yunban/app/store"
	"yunban/model"
)

// disowned is a desk without its key, which another copy of it has.
func disowned(j model.Joined) model.Joined {
	j.Key, j.Certificate, j.Anew = nil, nil, true
	return j
}

// disownCopy takes the key out of a restored desk, unless it takes the place of the very desk that it is a copy of.
func disownCopy(fresh, dir string) error {
	j, err := readJoined(fresh)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(j.Key) == 0 {
		return nil
	}
	if err != nil {
		return model.Wrap(model.Other, err, "error.hub_joined")
	}
	if own, err := readJoined(dir); err == nil && bytes.Equal(own.Key, j.Key) {
		return nil
	}
	return writeJoined(fresh, disowned(j))
}

// joinAnew makes a desk that gave its key up another device of its hub. What waits there is offered by that device.
func joinAnew(ctx context.Context, dir string, opts Options, j Joining) (joined model.Joined, err error) {
	s, err := store.Open(ctx, dir, store.Options{Blobs: opts.Blobs})
	if err != nil {
		return joined, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return enrolAnew(ctx, dir, s, j)
}

// JoinAnew makes this desk, which gave its key up, another device of its hub, and gives the office that takes its
// place. Until it is enrolled nothing is changed; from then on this one is closed, and Join goes on where that fails.
func (o *Opened) JoinAnew(ctx context.Context, opts Options, j Joining) (*Opened, error) {
	if _, err := enrolAnew(ctx, o.Dir, o.store, j); err != nil {
		return nil, err
	}
	if err := o.Close(); err != nil {
		return nil, err
	}
	return Join(ctx, o.Dir, opts, j)
}

// MustEnrol reports whether the desk in a folder gave its key up.
func MustEnrol(dir string) bool {
	j, err := readJoined(dir)
	return err == nil && j.Anew
}

func enrolAnew(ctx context.Context, dir string, s *store.Store, j Joining) (model.Joined, error) {
	before, err := readJoined(dir)
	if err != nil {
		return before, model.Wrap(model.Other, err, "error.hub_joined")
	}
	trust := func(found string) error { // it knows its hub, and what waits goes to no other
		if !hub.SameFingerprint(found, hub.Fingerprint(before.Pin)) {
			return model.Errorf(model.Forbidden, "error.hub_other")
		}
		return nil
	}
	joined, err := hub.Join(ctx, j.Address, j.Code, j.Name, trust)
	if err != nil {
		return before, err
	}
	if err := app.EnrolledAnew(ctx, s, s); err != nil { // before the key: whoever has it begins with nothing
		return before, err
	}
	return joined, writeJoined(dir, joined)
}
