package wire

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"yunban/app"
	"yunban/app/hub"
	"yunban/app/store"
	"yunban/model"
)

// joinedFile holds what a joined desk keeps of its hub, its secret key included; only its owner may read it.
const joinedFile = "hub.json"

// Joining is how a desk joins a hub.
type Joining struct {
	Address string
	Code    string // given once by the hub's administrator
	Name    string // of this desk, as its people call it
	// Trust is shown the fingerprint of the hub that answered; an error ends the joining before the code is sent.
	Trust func(fingerprint string) error
}

// SameFingerprint compares a fingerprint with one that was read out or typed.
func SameFingerprint(a, b string) bool { return hub.SameFingerprint(a, b) }

// Meet asks a hub who it is, before a desk joins it.
func Meet(ctx context.Context, address string) (model.Met, error) { return hub.Meet(ctx, address) }

// Join makes an empty folder the desk of a hub: enrolled, and filled with what it may hold. One that was cut off goes
// on. The folder is looked at before the code is spent. A desk that gave its key up is enrolled anew, and one that was
// locked out gives way to a new one.
func Join(ctx context.Context, dir string, opts Options, j Joining) (*Opened, error) {
	joined, err := readJoined(dir)
	if err == nil && lockedOut(joined) || JoinReady(dir) {
		return joinLocked(ctx, dir, opts, j)
	}
	if err == nil && joined.Anew {
		joined, err = joinAnew(ctx, dir, opts, j)
	}
	if errors.Is(err, fs.ErrNotExist) {
		if err := vacant(ctx, dir); err != nil {
			return nil, err
		}
		if joined, err = hub.Join(ctx, j.Address, j.Code, j.Name, j.Trust); err == nil {
			err = writeJoined(dir, joined)
		}
	}
	if err != nil {
		return nil, err
	}
	opts.Sandbox = joined.Sandbox
	s, err := newReplica(ctx, dir, opts, joined)
	if err != nil {
		return nil, err
	}
	return finish(s, dir, opts, func(parts app.Parts) (office *app.Office, err error) {
		err = s.Fill(ctx, func() error {
			office, err = app.Join(ctx, parts)
			return err
		})
		return office, err
	})
}

// vacant asks for a folder in which no office has been founded.
func vacant(ctx context.Context, dir string) error {
	s, err := store.Open(ctx, dir, store.Options{})
	if model.KindOf(err) == model.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	founded, err := app.Founded(ctx, s)
	if err == nil && (founded || !s.Replica()) {
		err = model.Errorf(model.Conflict, "error.joined_already")
	}
	return errors.Join(err, s.Close())
}

// newReplica makes a replica, or opens one that a joining was cut off in. A new one begins with the hub's ready copy,
// where there is one for this desk; without, with an empty log.
func newReplica(ctx context.Context, dir string, opts Options, j model.Joined) (*store.Store, error) {
	s, err := store.Open(ctx, dir, store.Options{})
	if err == nil {
		return cutOff(ctx, s)
	}
	if model.KindOf(err) != model.NotFound {
		return nil, err
	}
	switch err := takeSnapshot(ctx, dir, j); {
	case err == nil:
		return store.Open(ctx, dir, store.Options{})
	case ctx.Err() != nil, model.KindOf(err) == model.Offline, keyOf(err) == "error.disk_full":
		return nil, err // the next try goes on with what came; without a copy that is any good, the log is followed
	}
	return store.Create(ctx, dir, store.Options{Sandbox: opts.Sandbox, Replica: true})
}

// cutOff takes a store that a joining was cut off in.
func cutOff(ctx context.Context, s *store.Store) (*store.Store, error) {
	founded, err := app.Founded(ctx, s)
	if err == nil && (founded || !s.Replica()) {
		err = model.Errorf(model.Conflict, "error.joined_already")
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// follow gives the parts of a replica the line to its hub.
func follow(parts *app.Parts, dir string) (*hub.Client, error) {
	j, err := readJoined(dir)
	if err != nil {
		return nil, model.Wrap(model.Other, err, "error.hub_joined")
	}
	parts.Device, parts.Hub = j.Device, app.HubFacts{URL: j.URL, Fingerprint: hub.Fingerprint(j.Pin)}
	if parts.Anew = j.Anew; len(j.Key) == 0 { // locked out, or to be enrolled anew
		return nil, nil
	}
	parts.Forget = func() error {
		j.Key, j.Certificate = nil, nil
		return writeJoined(dir, j)
	}
	parts.Disown = func() error { return writeJoined(dir, disowned(j)) }
	client, err := hub.Dial(j)
	if err != nil {
		return nil, err
	}
	courier, err := hub.NewCourier(j)
	if err != nil {
		return nil, err
	}
	parts.Remote, parts.Courier, parts.Device = client, courier, j.Device
	parts.Hub = app.HubFacts{URL: j.URL, Fingerprint: hub.Fingerprint(j.Pin)}
	return client, nil
}

func readJoined(dir string) (model.Joined, error) {
	var j model.Joined
	text, err := os.ReadFile(filepath.Join(dir, joinedFile))
	if err != nil {
		return j, err
	}
	return j, json.Unmarshal(text, &j)
}

// writeJoined keeps it whole or not at all.
func writeJoined(dir string, j model.Joined) error {
	text, err := json.Marshal(j)
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	path := filepath.Join(dir, joinedFile)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return model.Wrap(model.Other, err, "error.cannot_write", "path", path)
	}
	return writeBeside(path, text)
}

// writeBeside writes a small file whole or not at all, for its owner only.
func writeBeside(path string, text []byte) error {
	if err := os.WriteFile(path+".new", text, 0o600); err != nil {
		return model.Wrap(model.Other, err, "error.cannot_write", "path", path)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return model.Wrap(model.Other, err, "error.cannot_write", "path", path)
	}
	return nil
}

// How often a desk asks its hub that does not tell of changes, and how long it waits after a line was cut: longer each
// time, up to a bound.
const (
	askEvery   = 30 * time.Second
	afterACut  = 2 * time.Second
	longestCut = 30 * time.Second
	quietAfter = 100 * time.Millisecond // acts that come together travel together
)

// Watch exchanges whenever something changes here or at the hub, until ctx ends or the office is closed. Each exchange
// is told, and so is a change here before it is sent. An office that is its own hub only tells of its changes: other
// desks may follow it.
func (o *Opened) Watch(ctx context.Context, told func(app.SyncReport, error)) error {
	ctx, leave := o.life.enter(ctx)
	defer leave()
	if o.client == nil {
		o.tell(ctx, told)
		return nil
	}
	hints := make(chan struct{}, 1)
	go o.listen(ctx, hints)
	for ctx.Err() == nil {
		changed := o.store.Changed()
		report, err := o.Sync(ctx)
		if ctx.Err() != nil {
			break
		}
		told(report, err)
		if report.Received == 0 && report.Taken == 0 && report.Refused == 0 { // else the change may be its own
			if wait(ctx, hints, changed) {
				told(app.SyncReport{Begun: true}, err)
			}
			pause(ctx, quietAfter)
		}
	}
	return nil
}

// tell tells of each change of the log.
func (o *Opened) tell(ctx context.Context, told func(app.SyncReport, error)) {
	for {
		changed := o.store.Changed()
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
		pause(ctx, quietAfter)
		if ctx.Err() == nil {
			told(app.SyncReport{Received: 1}, nil)
		}
	}
}

// listen takes the hub's hints, and the line up again after it was cut.
func (o *Opened) listen(ctx context.Context, hints chan<- struct{}) {
	for cut := afterACut; ctx.Err() == nil; cut = min(2*cut, longestCut) {
		_ = o.client.Hints(ctx, func(int64) { // a cut line is told by the next exchange
			cut = afterACut / 2
			select {
			case hints <- struct{}{}:
			default:
			}
		})
		pause(ctx, cut)
	}
}

// wait ends when something changed, or it is time to ask anyway. It reports whether the change was here.
func wait(ctx context.Context, hints, changed <-chan struct{}) bool {
	timer := time.NewTimer(askEvery)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-hints:
	case <-changed:
		return true
	case <-timer.C:
	}
	return false
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// life is what goes on beside an open office and ends before it is closed.
type life struct {
	mu     sync.Mutex
	ends   []context.CancelFunc
	over   bool
	within sync.WaitGroup
}

// enter begins something that ends with ctx or with the office; leave says that it has ended.
func (l *life) enter(ctx context.Context) (_ context.Context, leave func()) {
	ctx, cancel := context.WithCancel(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		cancel()
		return ctx, cancel
	}
	l.ends = append(l.ends, cancel)
	l.within.Add(1)
	return ctx, func() {
		cancel()
		l.within.Done()
	}
}

// end ends what goes on and waits for it.
func (l *life) end() {
	l.mu.Lock()
	l.over = true
	for _, cancel := range l.ends {
		cancel()
	}
	l.mu.Unlock()
	l.within.Wait()
}
