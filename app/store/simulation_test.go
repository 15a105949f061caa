//go:build sqlite_fts5

package store

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yunban/model"
)

// A hub and its desks with a bad line between them, clocks that are off, people and desks that move, a hub that falls
// and one that is restored from a copy. Whatever happens, once everybody is on a good line again (world.settle), what
// the exchange promises has to hold (world.check).

// simHub is a hub as the simulation sees it.
type simHub interface {
	settle(ctx context.Context, device string, p model.Pushed, judge Decide) (model.Answer, error)
	change(ctx context.Context, about model.Subject, decide Decide) error
	feed(ctx context.Context, device string, after int64, limit int) (model.FeedPage, error)
	device(ctx context.Context, id string) model.Device
	saveDevice(ctx context.Context, d model.Device)
	compact(ctx context.Context, before time.Time)
	hubID(ctx context.Context) string
	commit()            // brings what was done to the disk: answers leave only then
	crash()             // and loses what was not brought there
	backup() any        // copies what is on the disk
	restore(backup any) // puts a copy in its place
	log(ctx context.Context) []model.Event
	holders(ctx context.Context, about model.Subject) []string
	verify(ctx context.Context) []string
}

// simDesk is a desk as the simulation sees it.
type simDesk interface {
	change(ctx context.Context, about model.Subject, decide Decide) error
	past(about model.Subject) []model.Event
	pending(ctx context.Context, limit int) []model.Pushed
	answered(ctx context.Context, answers []model.Answer)
	at(ctx context.Context) model.Cursor
	apply(ctx context.Context, page model.FeedPage) error
	recount(ctx context.Context, last int64)
	reset(ctx context.Context, hub string, offer time.Time)
	refused(ctx context.Context, id string) bool
	log(ctx context.Context) map[int64]model.Event
	left(ctx context.Context) int
	verify(ctx context.Context) []string
}

// promise is an act that a desk acknowledged to its author.
type promise struct {
	desk  int
	event model.Event
	seen  map[string]bool // the decisions that the author had before him
	era   int
	after string // what it followed when it was sent
	heard string // the name of the hub that it was sent to last
}

// way is what acts have to come in order on.
type way struct {
	desk  int
	hub   string
	about model.Subject
}

// letter is an answer on its way, with the fate that awaits it.
type letter struct {
	desk   int
	answer model.Answer
	fate   string
}

// world is one simulated time of an office.
type world struct {
	t     *rapid.T
	ctx   context.Context
	bug   bug
	hub   simHub
	desks []simDesk
	skew  []time.Duration // how far each desk's clock is ahead
	knows []time.Duration // and what it knows of that since it last spoke with the hub
	now   time.Time
	n     int
	era   int // how often the hub was restored

	acts   []string // in the order they were made
	made   map[string]promise
	told   map[string]model.Answer
	mail   []letter // answers whose acts are not on the disk yet
	late   [][]model.Answer
	pages  [][]model.FeedPage
	last   map[way]string // the latest act that a desk sent
	copied any
}

func newWorld(t *rapid.T, ctx context.Context, b bug, hub simHub, desks []simDesk) *world {
	w := &world{t: t, ctx: ctx, bug: b, hub: hub, desks: desks, now: day(0), made: map[string]promise{}, told: map[string]model.Answer{},
		last: map[way]string{}, skew: make([]time.Duration, len(desks)), knows: make([]time.Duration, len(desks)), late: make([][]model.Answer, len(desks)), pages: make([][]model.FeedPage, len(desks))}
	for i := range desks {
		d := model.Device{ID: w.device(i), Unit: []string{"u1", "u2", "u9", "u1"}[i], All: i == 2, Hears: []model.Side{model.SideUnit}}
		if d.All {
			d.Hears = []model.Side{model.SideVendor}
		}
		hub.saveDevice(ctx, d)
	}
	w.settles("x", "u2")
	w.settles("y", "u3")
	return w
}

func (w *world) device(i int) string { return "d" + strconv.Itoa(i) }

func (w *world) id(kind string) string {
	w.n++
	return fmt.Sprintf("%s%03d", kind, w.n)
}

func pick[T any](w *world, what string, of ...T) T { return rapid.SampledFrom(of).Draw(w.t, what) }

func (w *world) desk() int { return rapid.IntRange(0, len(w.desks)-1).Draw(w.t, "desk") }

// steps is what may happen. Some of it always does; of the rest each simulated time has much, little or nothing, so that
// rare things also meet often.
var (
	steps = map[string]func(*world){"act": (*world).act, "send": (*world).send, "commit": (*world).commit, "follow": (*world).follow,
		"move a person": (*world).movePerson, "move a desk": (*world).moveDesk, "turn a clock": (*world).turnClock, "compact": (*world).compact,
		"copy the hub": (*world).keepCopy, "restore the hub": (*world).restore, "the hub falls": (*world).crash, "forge": (*world).forge, "lose a letter": (*world).skip}
	daily = []string{"act", "act", "act", "send", "send", "follow", "follow", "commit"}
	rare  = []string{"move a person", "move a desk", "turn a clock", "compact", "copy the hub", "restore the hub", "the hub falls", "forge", "lose a letter"}
)

// run lets so many things happen, and then everybody is brought up to date and held to the promises.
func (w *world) run() {
	often := slices.Clone(daily)
	for _, step := range rare {
		for range pick(w, step, 0, 1, 3) {
			often = append(often, step)
		}
	}
	for range rapid.IntRange(1, 45).Draw(w.t, "steps") {
		w.now = w.now.Add(time.Hour)
		steps[rapid.SampledFrom(often).Draw(w.t, "step")](w)
	}
	w.settle()
	w.check()
}

// act lets a person at some desk do something, with or without a line.
func (w *world) act() {
	i := w.desk()
	about := request(pick(w, "request", "a", "b"))
	e := event(about.ID, w.id("e"), pick(w, "action", model.Accept, model.Comment, model.CC, model.CC, model.Approve))
	e.Actor, e.Claimed, e.At = "p"+strconv.Itoa(i), w.now.Add(w.skew[i]), w.now.Add(w.skew[i])
	seen := map[string]bool{}
	err := w.desks[i].change(w.ctx, about, func(_ context.Context, past []model.Event) (model.Event, error) {
		if len(past) == 0 {
			e.Action, e.Series = model.Submit, "PJ-SQ-2026"
			e.Values = model.Values{"case": "usage", "unit_id": pick(w, "unit", "u1", "u2")}
		}
		switch e.Action {
		case model.CC:
			e.Values = model.Values{"to": pick(w, "to", "x", "y")}
		case model.Comment:
			if rapid.Bool().Draw(w.t, "private") {
				e.Values = model.Values{"visible": model.OwnSide, "side": string(model.SideVendor)}
			}
		}
		if w.knows[i].Abs() > 24*time.Hour && !model.Beside(e.Action) {
			return e, model.Errorf(model.Forbidden, "error.clock_off")
		}
		for _, before := range past {
			seen[before.ID] = true
			if before.Hash == "" { // made here: what he saw then may have left the desk
				maps.Copy(seen, w.made[before.ID].seen)
			}
		}
		return e, nil
	})
	if err == nil {
		w.acts = append(w.acts, e.ID)
		w.made[e.ID] = promise{desk: i, event: e, seen: seen, era: w.era}
	}
}

// judge is the hub's law in the simulation: the device is the one that sent, the time is the hub's, an act from a day
// ahead is not taken, and nobody decides on what another has changed since he saw it.
func (w *world) judge(p model.Pushed, device string) Decide {
	return func(_ context.Context, past []model.Event) (model.Event, error) {
		e := p.Event
		if e.Claimed.After(w.now.Add(24 * time.Hour)) {
			return e, model.Errorf(model.Invalid, "error.clock_ahead")
		}
		if e.Device = device; w.bug != "the receipt is by the desk's clock" {
			e.At = w.now
		}
		if e.Action == model.Submit && len(past) > 0 {
			return e, errTwice
		}
		at := slices.IndexFunc(past, func(b model.Event) bool { return b.ID == p.After })
		if !model.Beside(e.Action) && slices.ContainsFunc(past[at+1:], func(b model.Event) bool { return !model.Beside(b.Action) }) {
			return e, errTwice
		}
		return e, nil
	}
}

// inMemory is a world without a database.
func inMemory(t *rapid.T, ctx context.Context, b bug) *world {
	desks := []simDesk{newNotebook(b), newNotebook(b), newNotebook(b)}
	return newWorld(t, ctx, b, newLedger(b), desks[:rapid.IntRange(2, 3).Draw(t, "desks")])
}

// simulate sets how many times rapid tries while the test lasts.
func simulate(t *testing.T, n int) {
	t.Helper()
	setFlag(t, "rapid.checks", strconv.Itoa(n))
	setFlag(t, "rapid.nofailfile", "true")
}

func setFlag(t *testing.T, name, value string) {
	t.Helper()
	f := flag.Lookup(name)
	before := f.Value.String()
	must(0, f.Value.Set(value))
	t.Cleanup(func() { must(0, f.Value.Set(before)) })
}

func TestSimulation(t *testing.T) {
	n := 20_000
	if racing || testing.Short() {
		n = 500
	}
	simulate(t, n)
	rapid.Check(t, func(rt *rapid.T) { inMemory(rt, t.Context(), "").run() })
}
