//go:build sqlite_fts5

package store

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"reflect"
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

// hello is how an exchange begins: the desk learns how its clock goes, and whether the hub is still the one it knew.
func (w *world) hello(i int) {
	w.knows[i] = w.skew[i]
	if at := w.desks[i].at(w.ctx); at.Hub != w.hub.hubID(w.ctx) && !(w.bug == forgetful && at.Hub == "") {
		w.desks[i].reset(w.ctx, w.hub.hubID(w.ctx), day(-30))
	}
}

// send lets a desk send some of what waits. The answers may be lost or come twice.
func (w *world) send() {
	i := w.desk()
	w.hello(i)
	fate := "arrives"
	w.push(i, rapid.IntRange(1, 5).Draw(w.t, "batch"), func() string {
		if fate != "lost" { // a line that is cut stays cut: what comes of a batch's answers is its beginning
			fate = pick(w, "fate", "arrives", "arrives", "lost", "twice")
		}
		return fate
	})
}

// push sends so many acts. Where the hub misses one, the desk counts on from the last that the hub knows.
func (w *world) push(i, most int, fate func() string) {
	for _, p := range w.desks[i].pending(w.ctx, most) {
		w.inOrder(i, p)
		a, err := w.hub.settle(w.ctx, w.device(i), p, w.judge(p, w.device(i)))
		if last, gap := missed(err); gap {
			w.desks[i].recount(w.ctx, last)
			w.push(i, most, fate)
			return
		}
		if err != nil {
			w.t.Fatalf("%s sent number %d, %s: %v", w.device(i), p.Seq, p.Event.ID, err)
		}
		w.mail = append(w.mail, letter{i, a, fate()})
		if w.bug == "answers leave before the disk has them" {
			w.deliver()
		}
	}
}

// inOrder asks that a hub hears of a desk's acts on a subject in the order they were made.
func (w *world) inOrder(i int, p model.Pushed) {
	act := w.made[p.Event.ID]
	if act.after = p.After; act.heard != w.hub.hubID(w.ctx) {
		act.heard = w.hub.hubID(w.ctx)
		way := way{i, act.heard, act.event.Subject}
		if w.last[way] > act.event.ID {
			w.t.Fatalf("%s sent %s behind %s", w.device(i), act.event.ID, w.last[way])
		}
		w.last[way] = act.event.ID
	}
	w.made[p.Event.ID] = act
}

// missed reads from a failure that the hub misses an act, and the last that it knows.
func missed(err error) (last int64, gap bool) {
	var why *model.Error
	if !errors.As(err, &why) || why.Key != "error.outbox_gap" {
		return 0, false
	}
	return must(strconv.ParseInt(why.Args["last"], 10, 64)), true
}

// commit brings what was done to the disk. Only now answers leave.
func (w *world) commit() {
	w.hub.commit()
	w.deliver()
}

func (w *world) deliver() {
	for _, l := range w.mail {
		w.hear(l.answer)
		switch l.fate {
		case "twice":
			w.desks[l.desk].answered(w.ctx, []model.Answer{l.answer})
			fallthrough
		case "arrives":
			w.desks[l.desk].answered(w.ctx, []model.Answer{l.answer})
			w.late[l.desk] = append(w.late[l.desk], l.answer)
		}
	}
	w.mail = nil
}

// hear holds the hub to its word: an act's answer never changes, and no honest act is taken for a forgery.
func (w *world) hear(a model.Answer) {
	before, ok := w.told[a.ID]
	before.Seq = a.Seq
	if ok && !sameAnswer(before, a) {
		w.t.Fatalf("%s was answered %+v and then %+v", a.ID, before, a)
	}
	if a.Key == "error.act_replayed" || a.Key == "error.event_reused" {
		w.t.Fatalf("%s was answered %+v", a.ID, a)
	}
	w.told[a.ID] = a
}

func sameAnswer(a, b model.Answer) bool {
	said := func(a model.Answer) string { return string(must(json.Marshal(a))) }
	return said(a) == said(b)
}

// crash lets the hub fall: what is not on the disk is gone, and its answers with it.
func (w *world) crash() {
	w.hub.crash()
	w.mail = nil
}

// follow lets a desk pull a page; it may be lost, and pages and answers from before may come again.
func (w *world) follow() {
	i := w.desk()
	desk := w.desks[i]
	w.hello(i)
	page, err := w.hub.feed(w.ctx, w.device(i), desk.at(w.ctx).After, pick(w, "limit", 1, 3, 50, 50))
	if err != nil {
		w.anew(desk, err)
		return
	}
	w.pages[i] = append(w.pages[i], page)
	if pick(w, "page", "arrives", "arrives", "lost") == "arrives" {
		w.anew(desk, desk.apply(w.ctx, page))
	}
	if rapid.Bool().Draw(w.t, "an old page comes") {
		w.anew(desk, desk.apply(w.ctx, rapid.SampledFrom(w.pages[i]).Draw(w.t, "page")))
	}
	if again := w.late[i]; len(again) > 0 && rapid.Bool().Draw(w.t, "an old answer comes") {
		desk.answered(w.ctx, []model.Answer{rapid.SampledFrom(again).Draw(w.t, "answer")})
	}
}

// anew begins anew where a desk says so, and takes no other failure but a missed page.
func (w *world) anew(desk simDesk, err error) {
	var e *model.Error
	switch {
	case err == nil:
	case errors.As(err, &e) && e.Key == "error.replica_anew" && e.Args["why"] == "chain":
		w.t.Fatalf("the hub broke a chain: %v", err)
	case errors.As(err, &e) && e.Key == "error.replica_anew":
		desk.reset(w.ctx, desk.at(w.ctx).Hub, time.Time{})
	case !errors.As(err, &e) || e.Key != "error.page_missed":
		w.t.Fatal(err)
	}
}

// movePerson lets a person move to another unit, and what was sent to him with him.
func (w *world) movePerson() {
	w.commit()
	w.settles(pick(w, "person", "x", "y"), pick(w, "to unit", "u1", "u2", "u3"))
}

func (w *world) settles(person, unit string) {
	e := event("", w.id("m"), model.Save)
	e.Subject, e.Values, e.At = model.Subject{Kind: model.PersonSubject, ID: person}, model.Values{"unit": unit}, w.now
	must(0, w.hub.change(w.ctx, e.Subject, next(e)))
}

// moveDesk lets a desk move to another unit, or its people to another side of the table.
func (w *world) moveDesk() {
	w.commit()
	d := w.hub.device(w.ctx, w.device(w.desk()))
	if rapid.Bool().Draw(w.t, "only its people change sides") {
		d.Hears = []model.Side{pick(w, "side", model.SideUnit, model.SideVendor)}
	} else {
		d.Unit = pick(w, "desk's unit", "u1", "u2", "u3")
	}
	w.hub.saveDevice(w.ctx, d)
}

func (w *world) turnClock() {
	w.skew[w.desk()] = pick[time.Duration](w, "clock", 0, 4*time.Minute, -25*time.Hour, 25*time.Hour, 40*time.Hour)
}

func (w *world) compact() {
	w.commit()
	if rapid.Bool().Draw(w.t, "after a move") { // else the two rarely meet
		w.movePerson()
		w.now = w.now.Add(time.Hour)
	}
	w.hub.compact(w.ctx, w.now.Add(-pick[time.Duration](w, "remembered", 0, 1, 8)*time.Hour))
}

func (w *world) keepCopy() {
	w.commit()
	w.copied = w.hub.backup()
}

// restore puts the copy in the hub's place. A desk reads the answer to what it sent before it sends again: no letter of
// the old hub comes after a word of the new one.
func (w *world) restore() {
	if w.copied == nil || w.era > 1 {
		return
	}
	w.commit()
	w.hub.restore(w.copied)
	w.era++
	w.told = map[string]model.Answer{}
	for i := range w.desks {
		w.late[i], w.pages[i] = nil, nil
	}
}

// forge sends an act again that says something else under the same id.
func (w *world) forge() {
	w.commit()
	if len(w.acts) == 0 {
		return
	}
	act := w.made[rapid.SampledFrom(w.acts).Draw(w.t, "forged")]
	if _, answered := w.told[act.event.ID]; !answered {
		return
	}
	d := w.hub.device(w.ctx, w.device(act.desk))
	forged := model.Pushed{Seq: d.Seq, Event: act.event}
	forged.Event.Note = "从未说过"
	a, err := w.hub.settle(w.ctx, d.ID, forged, w.judge(forged, d.ID))
	w.hub.commit()
	if err != nil || a.Verdict != model.Refused || a.Key != "error.event_reused" {
		w.t.Fatalf("a forged %s was answered %+v, %v", act.event.ID, a, err)
	}
}

// skip sends what waits without the first of it, as after a letter that was lost.
func (w *world) skip() {
	w.commit()
	i := w.desk()
	w.hello(i)
	pending := w.desks[i].pending(w.ctx, 2)
	if len(pending) < 2 || w.hub.device(w.ctx, w.device(i)).Seq != pending[0].Seq-1 || pending[0].Seq == 1 {
		return
	}
	a, err := w.hub.settle(w.ctx, w.device(i), pending[1], w.judge(pending[1], w.device(i)))
	if _, gap := missed(err); !gap {
		w.t.Fatalf("%s sent %d without %d, answered %+v, %v", w.device(i), pending[1].Seq, pending[0].Seq, a, err)
	}
	w.hub.crash()
}

// settle brings everybody up to date over a good line, with clocks that go right.
func (w *world) settle() {
	w.commit()
	for range 3 {
		for i, desk := range w.desks {
			w.skew[i] = 0
			w.hello(i)
			w.push(i, 1000, func() string { return "arrives" })
			w.commit()
			more := true
			for pages := 0; more; pages++ {
				if pages > 500 {
					w.t.Fatalf("%s never comes to the end of the log", w.device(i))
				}
				page, err := w.hub.feed(w.ctx, w.device(i), desk.at(w.ctx).After, 7)
				if err == nil {
					err = desk.apply(w.ctx, page)
				}
				w.anew(desk, err)
				more = page.More || err != nil
			}
		}
	}
}

// check holds the office to its promises once everybody is up to date.
func (w *world) check() {
	log := w.hub.log(w.ctx)
	w.checkLog(log)
	times := map[string]int{}
	for _, e := range log {
		times[e.ID]++
	}
	for _, id := range w.acts {
		act, a := w.made[id], w.told[id]
		refused := w.desks[act.desk].refused(w.ctx, id)
		switch {
		case times[id] > 1:
			w.t.Errorf("%s is in the log %d times", id, times[id])
		case times[id] == 1 && refused:
			w.t.Errorf("%s is in the log, and its author was told that it was refused", id)
		case times[id] == 0 && !refused:
			w.t.Errorf("%s was acknowledged at %s and is lost", id, w.device(act.desk))
		case a.Verdict != "" && (a.Verdict == model.Taken) != (times[id] == 1):
			w.t.Errorf("%s was answered %v and is in the log %d times", id, a.Verdict, times[id])
		}
	}
	for i := range w.desks {
		w.checkDesk(i, log)
	}
	for _, what := range w.hub.verify(w.ctx) {
		w.t.Errorf("the hub is broken: %s", what)
	}
}

// checkLog checks the log by itself: chains, numbers, times, whose words they are, and that nobody decided on what he
// had not seen.
func (w *world) checkLog(log []model.Event) {
	pasts := map[model.Subject][]model.Event{}
	numbers := 0
	for n, e := range log {
		past := pasts[e.Subject]
		if e.Seq != len(past)+1 || len(past) > 0 && e.Prev != past[len(past)-1].Hash || e.Hash != e.Digest() {
			w.t.Errorf("event %d, %s, does not continue its chain", n+1, e.ID)
		}
		if n > 0 && e.At.Before(log[n-1].At) || e.At.After(w.now) {
			w.t.Errorf("event %d, %s, was received at %v", n+1, e.ID, e.At)
		}
		if e.Number != "" {
			if numbers++; e.Number != officialNumber("PJ-SQ-2026", int64(numbers)) {
				w.t.Errorf("event %d has number %s", n+1, e.Number)
			}
		}
		if act, ours := w.made[e.ID]; ours {
			if !reflect.DeepEqual(contentOf(act.event), contentOf(e)) {
				w.t.Errorf("%s says %+v and was %+v", e.ID, e, act.event)
			}
			w.checkSeen(e, act, past)
		}
		pasts[e.Subject] = append(past, e)
	}
	for about, past := range pasts {
		if err := model.VerifyChain(past); err != nil {
			w.t.Errorf("%v: %v", about, err)
		}
	}
}

// checkSeen asks that nothing counts that follows what does not, and that whoever decided had seen every decision before
// his own. After a restore what others did in
// between may be gone and come back in another order.
func (w *world) checkSeen(e model.Event, act promise, past []model.Event) {
	if w.era > 0 {
		return
	}
	if followed := w.told[act.after]; act.after != "" && followed.Verdict != "" && followed.Verdict != model.Taken {
		w.t.Errorf("%s was taken and follows %s, which was %s", e.ID, act.after, followed.Verdict)
	}
	if model.Beside(e.Action) {
		return
	}
	for _, before := range past {
		if !model.Beside(before.Action) && !act.seen[before.ID] {
			w.t.Errorf("%s decided on %s without having seen %s", e.ID, e.Subject.ID, before.ID)
		}
	}
}

// checkDesk asks that a desk holds exactly what it may, as the hub has it, and that nothing is left on its way.
func (w *world) checkDesk(i int, log []model.Event) {
	desk, d := w.desks[i], w.hub.device(w.ctx, w.device(i))
	if n := desk.left(w.ctx); n != 0 {
		w.t.Errorf("%s: %d are left in the outbox", d.ID, n)
	}
	may := map[model.Subject]bool{}
	have := desk.log(w.ctx)
	for n, want := range log {
		if _, known := may[want.Subject]; !known {
			may[want.Subject] = d.All || want.Subject.Kind.Common() || slices.Contains(w.hub.holders(w.ctx, want.Subject), d.Unit)
		}
		got, here := have[int64(n+1)]
		private := want.PrivateTo() != "" && !slices.Contains(d.Hears, want.PrivateTo()) && want.Device != d.ID
		switch {
		case here && !may[want.Subject]:
			w.t.Errorf("%s holds event %d of %s, which is not its own to hold", d.ID, n+1, want.Subject.ID)
		case !here && may[want.Subject]:
			w.t.Errorf("%s lacks event %d of %s", d.ID, n+1, want.Subject.ID)
		case here && private && (got.Note != "" || !got.Withheld):
			w.t.Errorf("%s holds %s, which another side keeps to itself", d.ID, want.ID)
		case here && !private && got.Hash+got.Digest() != want.Hash+want.Digest():
			w.t.Errorf("%s has %+v for %+v", d.ID, got, want)
		}
	}
	if at := desk.at(w.ctx); len(have) > len(log) || at.After != int64(len(log)) {
		w.t.Errorf("%s stands at %+v of %d and holds %d events", d.ID, at, len(log), len(have))
	}
	for _, what := range desk.verify(w.ctx) {
		w.t.Errorf("%s is broken: %s", d.ID, what)
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
