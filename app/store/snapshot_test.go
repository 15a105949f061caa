//go:build sqlite_fts5

package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"

	"yunban/model"
)

// aHub is a hub with requests, records, files and what each side keeps to itself.
func aHub(t *testing.T) *Store {
	t.Helper()
	ctx, hub := t.Context(), newStore(t)
	must(hub.Change(ctx, model.Subject{Kind: model.UnitSubject, ID: "u1"}, next(model.Event{ID: "unit", Subject: model.Subject{Kind: model.UnitSubject, ID: "u1"},
		Actor: "admin", At: day(0), Action: model.Enter, Values: model.Values{"name": "卫健委"}})))
	for n := 1; n <= 9; n++ {
		id := fmt.Sprint("r", n)
		must(hub.Change(ctx, request(id), next(filed(id, "u1"))))
		if n%2 == 0 {
			accepted := event(id, "accept-"+id, model.Accept)
			accepted.For, accepted.ForID = "王主任", "chief"
			must(hub.Change(ctx, request(id), next(accepted)))
		}
	}
	for _, side := range []model.Side{model.SideVendor, model.SideAuthority} {
		e := aside(t, hub, "aside-"+string(side), side)
		e.For, e.ForID = "孙主任", "chief-of-"+string(side)
		must(hub.Change(ctx, request("r1"), next(e)))
	}
	for device, hears := range map[string]model.Side{"bureau": model.SideAuthority, "vendor": model.SideVendor} {
		enrol(t, hub, model.Device{ID: device, Unit: device, All: true, Hears: []model.Side{hears}})
	}
	enrol(t, hub, model.Device{ID: "window", Unit: "u1"})
	must(0, hub.SetPassword(ctx, "admin", "hash of a password"))
	return hub
}

// snapshotOf is a copy of a hub as it comes to a desk.
func snapshotOf(t rapid.TB, hub *Store, device string) Taking {
	t.Helper()
	var packed bytes.Buffer
	made := must(hub.Snapshot(context.Background(), &packed))
	made.ScopeEpoch = must(hub.Device(context.Background(), device)).ScopeEpoch
	return Taking{Snapshot: made, Packed: &packed, Events: func(ctx context.Context, feeds []int64) ([]model.FeedItem, error) {
		return hub.EventsAt(ctx, device, feeds)
	}}
}

func fromCopy(t *testing.T, taking Taking) *Store {
	t.Helper()
	dir := t.TempDir()
	must(0, TakeSnapshot(t.Context(), dir, taking))
	s := must(Open(t.Context(), dir, Options{}))
	t.Cleanup(func() { must(0, s.Close()) })
	return s
}

// rowsOf reads a whole table.
func rowsOf(t rapid.TB, s *Store, table string) []string {
	t.Helper()
	rows := must(must(s.reader.DB()).Query("SELECT * FROM " + table + " ORDER BY 1, 2"))
	defer rows.Close()
	names := must(rows.Columns())
	var all []string
	for rows.Next() {
		values, into := make([]sql.NullString, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		must(0, rows.Scan(into...))
		all = append(all, fmt.Sprint(values))
	}
	must(0, rows.Err())
	return all
}

func TestSnapshot(t *testing.T) {
	ctx, hub := t.Context(), aHub(t)
	for _, device := range []string{"bureau", "vendor"} {
		t.Run("a desk that takes the copy holds what one holds that followed the log: "+device, func(t *testing.T) {
			took, followed := fromCopy(t, snapshotOf(t, hub, device)), newReplica(t)
			must(hub.Change(ctx, request("r3"), next(event("r3", "later-"+device, model.Accept))))
			pull(t, hub, took, device)
			pull(t, hub, followed, device)
			for _, table := range []string{"events", "named_files", "summaries", "summary_copies", "summary_principals", "records", "outbox",
				"counters", "scopes", "devices", "secrets", "settings", "drafts", "answers", "sent", "refused"} {
				if a, b := rowsOf(t, took, table), rowsOf(t, followed, table); !reflect.DeepEqual(a, b) {
					t.Errorf("%s:\n%s\nand not\n%s", table, strings.Join(a, "\n"), strings.Join(b, "\n"))
				}
			}
			for _, q := range []model.Query{{Text: "审批"}, {Text: "PJ-SQ-2026-0003"}, {Unit: "u1"}, {Actor: "wang"}} {
				a, b := must(took.Requests(ctx, q)), must(followed.Requests(ctx, q))
				if ids(a.Items) != ids(b.Items) || len(a.Items) == 0 {
					t.Errorf("%+v finds %s, and not %s", q, ids(a.Items), ids(b.Items))
				}
			}
			wholeStore(t, took)
			if a, b := must(took.Cursor(ctx)), must(followed.Cursor(ctx)); a != b {
				t.Errorf("it stands at %+v, and not at %+v", a, b)
			}
			must(took.Change(ctx, request("own-"+device), next(filed("own-"+device, "u1"))))
			exchange(t, hub, took, device)
			wholeStore(t, took)
		})
	}
	t.Run("what a side keeps to itself, and what is the hub's alone, is nowhere in the copy", func(t *testing.T) {
		copied := must(io.ReadAll(must(zstd.NewReader(snapshotOf(t, hub, "bureau").Packed))))
		if !bytes.Contains(copied, []byte("政务审批系统")) {
			t.Error("it is not the copy")
		}
		for _, secret := range []string{"底价勿外传", "孙主任", "chief-of-", "aside-vendor.pdf", "hash of a password"} {
			if bytes.Contains(copied, []byte(secret)) {
				t.Errorf("%q stands in it", secret)
			}
		}
	})
	t.Run("nothing stays of the making", func(t *testing.T) {
		if left, err := os.Stat(filepath.Join(hub.Dir(), snapshotFolder)); err == nil {
			t.Errorf("%s does", left.Name())
		}
	})
	t.Run("a unit's desk is given no events by their places", func(t *testing.T) {
		_, err := hub.EventsAt(ctx, "window", []int64{1})
		wantError(t, "the window", err, model.Forbidden, "error.not_all")
	})
	t.Run("places where nothing stands bring nothing", func(t *testing.T) {
		if items := must(hub.EventsAt(ctx, "bureau", []int64{-1, 1, 1 << 40})); len(items) != 1 || items[0].Feed != 1 {
			t.Errorf("%+v", items)
		}
	})
}

// altered is a copy that somebody changed on its way.
func altered(t *testing.T, from Taking, statements ...string) Taking {
	t.Helper()
	path := filepath.Join(t.TempDir(), "altered.db")
	must(0, os.WriteFile(path, must(io.ReadAll(must(zstd.NewReader(from.Packed)))), 0o600))
	db := must(connect(path, writing))
	for _, statement := range append([]string{"DROP TRIGGER events_stay", "DROP TRIGGER events_last"}, statements...) {
		must(0, db.Exec(statement).Error)
	}
	must(0, closePool(db))
	var packed bytes.Buffer
	from.Size = must(pack(t.Context(), &packed, path))
	from.Packed = &packed
	return from
}

func TestSnapshotsThatAreRefused(t *testing.T) {
	ctx, hub := t.Context(), aHub(t)
	for name, c := range map[string]struct {
		alter func(Taking) Taking
		key   string
	}{
		"of another form":              {func(s Taking) Taking { s.Form = "0000/0"; return s }, "error.snapshot_other"},
		"cut off":                      {func(s Taking) Taking { s.Packed = io.LimitReader(s.Packed, 1000); return s }, "error.snapshot_broken"},
		"no packed thing":              {func(s Taking) Taking { s.Packed = strings.NewReader("<html>"); return s }, "error.snapshot_broken"},
		"larger than it says":          {func(s Taking) Taking { s.Size--; return s }, "error.snapshot_broken"},
		"smaller than it says":         {func(s Taking) Taking { s.Size++; return s }, "error.snapshot_broken"},
		"for practice where it is not": {func(s Taking) Taking { s.Sandbox = !s.Sandbox; return s }, "error.store_broken"},
		"of another length of the log": {func(s Taking) Taking { s.Head++; return s }, "error.store_broken"},
		"a hub's own": {func(s Taking) Taking {
			return altered(t, s, "UPDATE meta SET value = 'hub' WHERE name = 'role'")
		}, "error.store_broken"},
		"no store of ours": {func(s Taking) Taking { return altered(t, s, "DELETE FROM meta WHERE name = 'app'") }, "error.store_broken"},
		"with an event that says something else": {func(s Taking) Taking {
			return altered(t, s, "UPDATE events SET body = replace(body, '政务审批系统', '政务审核系统') WHERE feed = 2")
		}, "error.replica_anew"},
		"with a column that says something else": {func(s Taking) Taking {
			return altered(t, s, "UPDATE events SET actor = 'somebody' WHERE feed = 2")
		}, "error.replica_anew"},
		"with a history under another name": {func(s Taking) Taking {
			return altered(t, s, "UPDATE events SET subject_id = 'r0' WHERE subject_id = 'r3'")
		}, "error.replica_anew"},
		"without an event": {func(s Taking) Taking {
			return altered(t, s, "DELETE FROM events WHERE feed = 2", "UPDATE events SET feed = 2 WHERE feed = 1")
		}, "error.replica_anew"},
		"with the events of a subject in another order": {func(s Taking) Taking {
			return altered(t, s, "UPDATE events SET feed = 1000 WHERE feed = 3", "UPDATE events SET feed = 3 WHERE feed = 4", "UPDATE events SET feed = 4 WHERE feed = 1000")
		}, "error.replica_anew"},
		"with a decision that is withheld": {func(s Taking) Taking {
			return altered(t, s, `UPDATE events SET body = replace(body, '"prev"', '"withheld":true,"prev"') WHERE id = 'accept-r2'`)
		}, "error.replica_anew"},
		"whose hub tells something else of what it left out": {func(s Taking) Taking {
			ask := s.Events
			s.Events = func(ctx context.Context, feeds []int64) ([]model.FeedItem, error) {
				items, err := ask(ctx, feeds)
				for i := range items {
					items[i].Body = bytes.ReplaceAll(items[i].Body, []byte("底价"), []byte("高价"))
				}
				return items, err
			}
			return s
		}, "error.replica_anew"},
		"whose hub tells what was not left out": {func(s Taking) Taking {
			s.Events = func(ctx context.Context, _ []int64) ([]model.FeedItem, error) {
				return hub.EventsAt(ctx, "bureau", []int64{2})
			}
			return s
		}, "error.replica_anew"},
		"whose hub is gone": {func(s Taking) Taking {
			s.Events = func(context.Context, []int64) ([]model.FeedItem, error) {
				return nil, model.Errorf(model.Offline, "error.hub_unreachable")
			}
			return s
		}, "error.hub_unreachable"},
	} {
		t.Run("a copy "+name, func(t *testing.T) {
			dir := t.TempDir()
			err := TakeSnapshot(ctx, dir, c.alter(snapshotOf(t, hub, "bureau")))
			wantError(t, "it", err, model.KindOf(err), c.key)
			if left := must(filepath.Glob(filepath.Join(dir, databaseName+"*"))); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			s := must(Create(ctx, dir, Options{Replica: true})) // the log can be followed all the same
			pull(t, hub, s, "bureau")
			wholeStore(t, s)
			must(0, s.Close())
		})
	}
	t.Run("a folder that has a store keeps it", func(t *testing.T) {
		has := newReplica(t)
		must(0, has.SaveSetting(ctx, "name", "kept"))
		must(0, has.Close())
		wantError(t, "it", TakeSnapshot(ctx, has.Dir(), snapshotOf(t, hub, "bureau")), model.Conflict, "error.store_exists")
	})
	t.Run("who gives up leaves nothing behind", func(t *testing.T) {
		ctx, cancel := context.WithCancel(ctx)
		taking, dir := snapshotOf(t, hub, "bureau"), t.TempDir()
		taking.Events = func(context.Context, []int64) ([]model.FeedItem, error) {
			cancel()
			return nil, ctx.Err()
		}
		if err := TakeSnapshot(ctx, dir, taking); err == nil || len(must(filepath.Glob(filepath.Join(dir, databaseName+"*")))) > 0 {
			t.Errorf("got %v", err)
		}
	})
}

// Whatever comes in place of a copy, it is refused, and what was sealed stays what it is.
func FuzzSnapshots(f *testing.F) {
	f.Add([]byte("\x28\xb5\x2f\xfd"), int64(100))
	var packed bytes.Buffer
	path := filepath.Join(f.TempDir(), "some")
	must(0, os.WriteFile(path, []byte("SQLite format 3\x00 and more"), 0o600))
	size := must(pack(context.Background(), &packed, path))
	f.Add(packed.Bytes(), size)
	form := must(SnapshotForm())
	f.Fuzz(func(t *testing.T, packed []byte, size int64) {
		dir := t.TempDir()
		err := TakeSnapshot(t.Context(), dir, Taking{Snapshot: model.Snapshot{Form: form, Size: size, Head: 1}, Packed: bytes.NewReader(packed)})
		if err == nil || len(must(filepath.Glob(filepath.Join(dir, databaseName+"*")))) > 0 {
			t.Fatalf("got %v", err)
		}
	})
}
