//go:build sqlite_fts5

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yunban/model"
)

// The store beside the protocol in memory, step by step: whatever one says, the other has to say.

// pairedHub is a hub twice.
type pairedHub struct {
	*ledger
	t     *rapid.T
	store *Store
	dirs  func() string
}

// pairedDesk is a desk twice.
type pairedDesk struct {
	*notebook
	t     *rapid.T
	store *Store
}

// alike compares what the two say.
func alike(t *rapid.T, what string, memory, store any) {
	a, b := string(must(json.Marshal(memory))), string(must(json.Marshal(store)))
	if a != b {
		t.Fatalf("%s: the protocol says\n%s\nthe store\n%s", what, a, b)
	}
}

// said is an error as it crosses the wire.
func said(err error) any {
	var e *model.Error
	if errors.As(err, &e) {
		return map[string]any{"key": e.Key, "args": e.Args}
	}
	return err
}

// once lets a judgement be made once and used twice.
func once(decide Decide) (first, second Decide) {
	var e model.Event
	var err error
	return func(ctx context.Context, past []model.Event) (model.Event, error) {
			e, err = decide(ctx, past)
			return e, err
		}, func(context.Context, []model.Event) (model.Event, error) {
			return e, err
		}
}

func (h *pairedHub) settle(ctx context.Context, device string, p model.Pushed, judge Decide) (model.Answer, error) {
	a, err := h.ledger.settle(ctx, device, p, judge)
	h.ledger.commit() // the store answers what is on its disk
	b, real := h.store.Settle(ctx, device, p, judge)
	alike(h.t, "answer to "+p.Event.ID, a, b)
	alike(h.t, "failure of "+p.Event.ID, said(err), said(real))
	return b, real
}

func (h *pairedHub) change(ctx context.Context, about model.Subject, decide Decide) error {
	must(h.store.Change(ctx, about, decide))
	return h.ledger.change(ctx, about, decide)
}

func (h *pairedHub) feed(ctx context.Context, device string, after int64, limit int) (model.FeedPage, error) {
	a, err := h.ledger.feed(ctx, device, after, limit)
	b, real := h.store.Feed(ctx, device, after, limit)
	alike(h.t, "failure of a page", said(err), said(real))
	if err == nil {
		alike(h.t, fmt.Sprint("page of ", device, " behind ", after), a, b)
	}
	return b, real
}

func (h *pairedHub) device(ctx context.Context, id string) model.Device {
	d := must(h.store.Device(ctx, id))
	alike(h.t, "device", h.ledger.device(ctx, id), d)
	return d
}

func (h *pairedHub) saveDevice(ctx context.Context, d model.Device) {
	h.ledger.saveDevice(ctx, d)
	must(0, h.store.SaveDevice(ctx, d))
}

func (h *pairedHub) compact(ctx context.Context, before time.Time) {
	h.ledger.compact(ctx, before)
	alike(h.t, "floor", h.durable.floor, must(h.store.Compact(ctx, before)))
}

func (h *pairedHub) crash() { h.ledger.commit() } // what the store has answered is on its disk

func (h *pairedHub) backup() any {
	dir := h.dirs()
	must(0, os.MkdirAll(filepath.Join(dir, filesName), 0o700))
	must(0, h.store.writer.Exec("VACUUM INTO ?", filepath.Join(dir, databaseName)).Error)
	return [2]any{h.ledger.backup(), dir}
}

func (h *pairedHub) restore(copied any) {
	both := copied.([2]any)
	must(0, h.store.Close())
	database := must(os.ReadFile(filepath.Join(both[1].(string), databaseName)))
	h.store = opened(h.dirs(), database)
	must(0, h.store.NewHubID(context.Background()))
	h.ledger.restore(both[0])
	h.ledger.durable.name = h.hubID(context.Background())
}

func (h *pairedHub) hubID(ctx context.Context) string { return must(h.store.HubID(ctx)) }

func (h *pairedHub) log(ctx context.Context) []model.Event {
	var rows []eventRow
	must(0, h.store.reader.Order("feed").Find(&rows).Error)
	events := must(eventsOf(rows))
	alike(h.t, "log", h.ledger.log(ctx), events)
	return events
}

func (h *pairedHub) holders(ctx context.Context, about model.Subject) []string {
	units := must(h.store.unitsOf(h.store.reader, about))
	alike(h.t, "holders", h.ledger.holders(ctx, about), units)
	return units
}

func (h *pairedHub) verify(ctx context.Context) []string {
	if rapid.IntRange(0, 9).Draw(h.t, "a new desk comes") == 0 {
		h.copied(ctx)
	}
	return brokenIn(ctx, h.store)
}

// copied has a new desk take the hub's ready copy, and another one follow the log: they have to hold the same.
func (h *pairedHub) copied(ctx context.Context) {
	const device = "a new desk"
	h.saveDevice(ctx, model.Device{ID: device, Unit: "office", All: true})
	dir := h.dirs()
	must(0, TakeSnapshot(ctx, dir, snapshotOf(h.t, h.store, device)))
	taken := must(Open(ctx, dir, Options{}))
	defer func() { must(0, taken.Close()) }()
	followed := must(Create(ctx, h.dirs(), Options{Replica: true}))
	defer func() { must(0, followed.Close()) }()
	pull(h.t, h.store, followed, device)
	for _, table := range []string{"events", "named_files", "summaries", "summary_copies", "summary_principals", "records"} {
		alike(h.t, table, rowsOf(h.t, followed, table), rowsOf(h.t, taken, table))
	}
	alike(h.t, "cursor", must(followed.Cursor(ctx)), must(taken.Cursor(ctx)))
	alike(h.t, "what is broken", brokenIn(ctx, followed), brokenIn(ctx, taken))
}

func brokenIn(ctx context.Context, s *Store) []string {
	var all []string
	for _, b := range must(s.Verify(ctx, nil)) {
		all = append(all, fmt.Sprintf("%+v", b))
	}
	return all
}

func (d *pairedDesk) change(ctx context.Context, about model.Subject, decide Decide) error {
	first, second := once(decide)
	err := d.notebook.change(ctx, about, first)
	_, real := d.store.Change(ctx, about, second)
	alike(d.t, "failure of an act", said(err), said(real))
	return real
}

func (d *pairedDesk) past(about model.Subject) []model.Event {
	past := must(d.store.Events(context.Background(), about))
	alike(d.t, "past", d.notebook.past(about), past)
	return past
}

func (d *pairedDesk) pending(ctx context.Context, limit int) []model.Pushed {
	pending := must(d.store.Pending(ctx, limit))
	alike(d.t, "pending acts", append([]model.Pushed{}, d.notebook.pending(ctx, limit)...), pending)
	return pending
}

func (d *pairedDesk) answered(ctx context.Context, answers []model.Answer) {
	d.notebook.answered(ctx, answers)
	must(0, d.store.Answered(ctx, answers))
}

func (d *pairedDesk) at(ctx context.Context) model.Cursor {
	at := must(d.store.Cursor(ctx))
	alike(d.t, "cursor", d.notebook.at(ctx), at)
	return at
}

func (d *pairedDesk) apply(ctx context.Context, page model.FeedPage) error {
	err, real := d.notebook.apply(ctx, page), d.store.Apply(ctx, page)
	alike(d.t, "failure of a page", said(err), said(real))
	return real
}

func (d *pairedDesk) recount(ctx context.Context, last int64) {
	d.notebook.recount(ctx, last)
	must(0, d.store.Recount(ctx, last))
}

func (d *pairedDesk) reset(ctx context.Context, hub string, offer time.Time) {
	d.notebook.reset(ctx, hub, offer)
	must(0, d.store.Rejoin(ctx, hub, offer))
}

func (d *pairedDesk) refused(ctx context.Context, id string) bool {
	_, err := d.store.RefusedAct(ctx, id)
	alike(d.t, "refused "+id, d.notebook.refused(ctx, id), err == nil)
	return err == nil
}

func (d *pairedDesk) log(ctx context.Context) map[int64]model.Event {
	var rows []eventRow
	must(0, d.store.reader.Order("feed").Find(&rows).Error)
	held := map[int64]model.Event{}
	for _, row := range rows {
		held[row.Feed] = must(row.event())
	}
	alike(d.t, "what a desk holds", d.notebook.log(ctx), held)
	return held
}

func (d *pairedDesk) left(ctx context.Context) int {
	var n int64
	must(0, d.store.reader.Model(&outboxRow{}).Count(&n).Error)
	return int(n)
}

func (d *pairedDesk) verify(ctx context.Context) []string { return brokenIn(ctx, d.store) }

// fresh is the database of a new store, to be copied: making one takes longer than a whole simulated day.
func fresh(t *testing.T, opts Options) []byte {
	t.Helper()
	dir := t.TempDir()
	must(0, must(Create(t.Context(), dir, opts)).Close())
	return must(os.ReadFile(filepath.Join(dir, databaseName)))
}

// opened opens a copy of a database. Nobody pulls the plug here: nothing is waited for.
func opened(dir string, database []byte) *Store {
	must(0, os.MkdirAll(filepath.Join(dir, filesName), 0o700))
	must(0, os.WriteFile(filepath.Join(dir, databaseName), database, 0o600))
	s := must(Open(context.Background(), dir, Options{}))
	must(0, s.writer.Exec("PRAGMA synchronous = OFF").Error)
	return s
}

func TestSimulationOfTheStore(t *testing.T) {
	n := 250
	if racing {
		n = 25
	}
	simulate(t, n)
	hubs, replicas, parent := fresh(t, Options{}), fresh(t, Options{Replica: true}), t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		home := must(os.MkdirTemp(parent, ""))
		defer func() { must(0, os.RemoveAll(home)) }()
		n := 0
		dirs := func() string { n++; return filepath.Join(home, fmt.Sprint(n)) }
		hub := &pairedHub{newLedger(""), rt, opened(dirs(), hubs), dirs}
		hub.durable.name = hub.hubID(t.Context())
		defer func() { must(0, hub.store.Close()) }()
		var desks []simDesk
		for range rapid.IntRange(2, 3).Draw(rt, "desks") {
			desk := &pairedDesk{newNotebook(""), rt, opened(dirs(), replicas)}
			defer func() { must(0, desk.store.Close()) }()
			desks = append(desks, desk)
		}
		newWorld(rt, t.Context(), "", hub, desks).run()
	})
}
