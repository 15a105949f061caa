package hub

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"yunban/model"
)

// A new desk that may hold everything gets a ready copy instead of the whole log, and follows the log from there. The
// hub makes the copy at its start, and once a day when it has grown old. A desk never waits for it: without one it
// follows the log from the beginning.

const (
	worthCopying = 20000 // events: a shorter log is followed in a second or two
	mostBehind   = 10    // the copy is old when the log has grown by a tenth
)

// Snapshots copies the log with all that is derived from it.
type Snapshots interface {
	// Snapshot writes a ready copy, packed.
	Snapshot(ctx context.Context, packed io.Writer) (model.Snapshot, error)
	// SnapshotForm names the form that copies have now.
	SnapshotForm() (string, error)
	// EventsAt gives a device events by their places in the log; forbidden to one that may not hold everything.
	EventsAt(ctx context.Context, device string, feeds []int64) ([]model.FeedItem, error)
}

// snapshotNote says which copy there is; the copy itself is named by its hash.
const snapshotNote = "snapshot.json"

// snapshot is the copy that is kept in a folder.
type snapshot struct {
	dir string
	mu  sync.Mutex
	has model.Snapshot // with no hash: none
}

// openSnapshot finds the copy that an earlier run of the hub made. One that cannot be read is made again.
func openSnapshot(dir string) *snapshot {
	s := &snapshot{dir: dir}
	text, err := os.ReadFile(filepath.Join(dir, snapshotNote))
	if err == nil && json.Unmarshal(text, &s.has) == nil {
		if kept, err := os.Stat(s.path(s.has.Hash)); err == nil && kept.Size() == s.has.Packed {
			return s
		}
	}
	s.has = model.Snapshot{}
	return s
}

func (s *snapshot) path(hash string) string { return filepath.Join(s.dir, hash) }

func (s *snapshot) now() model.Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.has
}

// renew makes a copy and puts it in place of the one before. Whoever is fetching that has to begin again.
func (s *snapshot) renew(make func(io.Writer) (model.Snapshot, error)) (model.Snapshot, error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return model.Snapshot{}, unexpected(err)
	}
	file, err := os.OpenFile(s.path("unfinished"), os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return model.Snapshot{}, unexpected(err)
	}
	sum := sha256.New()
	made, err := make(io.MultiWriter(file, sum))
	if err == nil {
		made.Packed, err = file.Seek(0, io.SeekCurrent)
	}
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return made, errors.Join(err, os.Remove(file.Name()))
	}
	made.Hash = hex.EncodeToString(sum.Sum(nil))
	return made, s.replace(file.Name(), made)
}

func (s *snapshot) replace(finished string, made model.Snapshot) error {
	note, err := json.Marshal(made)
	if err != nil {
		return unexpected(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := errors.Join(os.Rename(finished, s.path(made.Hash)), os.WriteFile(s.path(snapshotNote), note, 0o600)); err != nil {
		return unexpected(err)
	}
	s.has = made
	all, err := os.ReadDir(s.dir)
	if err != nil {
		return unexpected(err)
	}
	for _, entry := range all {
		if name := entry.Name(); name != made.Hash && name != snapshotNote {
			_ = os.Remove(s.path(name)) // Windows keeps what somebody reads: the next one removes it
		}
	}
	return nil
}

// copyWhenOld makes a ready copy when there is none that is good, and the log is long enough to be worth it. What fails
// is logged: desks get on without.
func (s *Server) copyWhenOld(ctx context.Context, floor int64) {
	if s.Snapshots == nil {
		return
	}
	old, err := s.snapshotIsOld(ctx, floor)
	if err == nil && old {
		err = s.Copy(ctx)
	}
	if err != nil && ctx.Err() == nil {
		s.Logger.ErrorContext(ctx, "copying for new desks failed", "cause", err)
	}
}

// Copy makes a ready copy for new desks, in place of the one before.
func (s *Server) Copy(ctx context.Context) error {
	began := time.Now()
	made, err := s.snapshot.renew(func(w io.Writer) (model.Snapshot, error) { return s.Snapshots.Snapshot(ctx, w) })
	if err != nil {
		return err
	}
	s.Logger.InfoContext(ctx, "copied for new desks", "head", made.Head, "bytes", made.Packed, "took", time.Since(began).Round(time.Millisecond).String())
	return nil
}

func (s *Server) snapshotIsOld(ctx context.Context, floor int64) (bool, error) {
	head, err := s.Log.Head(ctx)
	if err != nil || head < worthCopying {
		return false, err
	}
	form, err := s.Snapshots.SnapshotForm()
	has := s.snapshot.now()
	return has.Hub != s.hub || has.Form != form || has.Head > head || has.Head < floor || head-has.Head > head/mostBehind, err
}

// snapshotFor is the copy that a device may have.
func (s *Server) snapshotFor(ctx context.Context, device string) (model.Snapshot, error) {
	d, err := s.Devices.Device(ctx, device) // and not as it was known a while ago
	if err != nil {
		return model.Snapshot{}, err
	}
	has := s.snapshot.now()
	if !d.All || has.Hash == "" || has.Hub != s.hub {
		return has, model.Errorf(model.NotFound, "error.snapshot_missing")
	}
	has.ScopeEpoch = d.ScopeEpoch
	return has, nil
}

// aboutSnapshot says which copy there is for the device.
func aboutSnapshot(s *Server, x *exchange) error {
	has, err := s.snapshotFor(x.r.Context(), x.device.ID)
	if err != nil {
		return err
	}
	return x.answer(has)
}

// getSnapshot gives the copy, whole or the range that was asked for.
func getSnapshot(s *Server, x *exchange) error {
	hash, err := hashOf(x)
	if err != nil {
		return err
	}
	has, err := s.snapshotFor(x.r.Context(), x.device.ID)
	if err == nil && has.Hash != hash {
		err = model.Errorf(model.NotFound, "error.snapshot_missing")
	}
	if err != nil {
		return err
	}
	file, err := os.Open(s.snapshot.path(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return model.Wrap(model.NotFound, err, "error.snapshot_missing")
	}
	if err != nil {
		return unexpected(err)
	}
	defer file.Close()
	x.w.Header().Set("Content-Type", "application/zstd")
	x.w.Header().Set("ETag", `"`+hash+`"`)
	http.ServeContent(x.w, x.r, "", time.Time{}, file)
	return nil
}

// eventsAt gives events by their places in the log.
func eventsAt(s *Server, x *exchange) error {
	var asked eventsRequest
	if err := decode(x.r.Body, &asked); err != nil {
		return err
	}
	if len(asked.Feeds) > maxEvents {
		return model.Errorf(model.Invalid, "error.too_many_acts", "most", strconv.Itoa(maxEvents))
	}
	if s.Snapshots == nil {
		return model.Errorf(model.NotFound, "error.no_endpoint")
	}
	items, err := s.Snapshots.EventsAt(x.r.Context(), x.device.ID, asked.Feeds)
	if err != nil {
		return err
	}
	return x.answer(eventsAnswer{items})
}
