//go:build sqlite_fts5

package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"yunban/model"
)

// The protocol once more, in memory and as short as it can be said: what a hub and its desks promise each other, with
// no database. Tens of thousands of simulated days run on it; on several hundred the store has to do step by step the
// same (TestSimulationOfTheStore).

// bug is a fault that a protocol like ours is known for. The simulation must find each.
type bug string

// ledger is a hub in memory. Acts come to a working state; readers and answers see it once it is committed.
type ledger struct {
	bug     bug
	working *books
	durable *books
}

// books is everything that a hub keeps.
type books struct {
	name    string
	rows    []row
	devices map[string]model.Device
	answers map[string]kept
	scopes  map[seat]stay
	series  map[string]int64
	floor   int64
}

type row struct {
	event model.Event
	body  json.RawMessage
}

type kept struct {
	digest string
	answer model.Answer
}

// seat is a unit's place at a subject, stay since when it is taken or was left.
type seat struct {
	unit    string
	subject model.Subject
}

type stay struct {
	since      int64
	held, late bool
}

func newLedger(b bug) *ledger {
	return &ledger{bug: b, durable: &books{name: newLogName(), devices: map[string]model.Device{}, answers: map[string]kept{},
		scopes: map[seat]stay{}, series: map[string]int64{}}}
}

func (b *books) clone() *books {
	c := *b
	c.rows, c.devices, c.answers = slices.Clip(b.rows), maps.Clone(b.devices), maps.Clone(b.answers)
	c.scopes, c.series = maps.Clone(b.scopes), maps.Clone(b.series)
	return &c
}

func (l *ledger) write() *books {
	if l.working == nil {
		l.working = l.durable.clone()
	}
	return l.working
}

// commit brings what was done to the disk.
func (l *ledger) commit() {
	if l.working != nil {
		l.durable, l.working = l.working, nil
	}
}

// crash loses what is not on the disk.
func (l *ledger) crash() { l.working = nil }

func (l *ledger) backup() any { l.commit(); return l.durable.clone() }

func (l *ledger) restore(copied any) {
	l.working, l.durable = nil, copied.(*books).clone()
	l.durable.name = newLogName()
	for id, d := range l.durable.devices {
		d.Seq = 0
		l.durable.devices[id] = d
	}
}

func (l *ledger) hubID(context.Context) string { return l.durable.name }

func (l *ledger) device(_ context.Context, id string) model.Device { return l.durable.devices[id] }

func (l *ledger) saveDevice(_ context.Context, d model.Device) {
	w := l.write()
	before, known := w.devices[d.ID]
	d.Seq, d.ScopeEpoch = before.Seq, before.ScopeEpoch
	if !known || (before.Unit != d.Unit || before.All != d.All || !slices.Equal(before.Hears, d.Hears)) && l.bug != "a move of a desk is not told" {
		d.ScopeEpoch++
	}
	w.devices[d.ID] = d
	l.commit()
}

func (b *books) past(about model.Subject) []model.Event {
	var past []model.Event
	for _, r := range b.rows {
		if r.event.Subject == about {
			past = append(past, r.event)
		}
	}
	return past
}

func (b *books) find(id string) (model.Event, int64, bool) {
	for i, r := range b.rows {
		if r.event.ID == id {
			return r.event, int64(i + 1), true
		}
	}
	return model.Event{}, 0, false
}

// change is an act of the hub's own people.
func (l *ledger) change(ctx context.Context, about model.Subject, decide Decide) error {
	_, _, err := l.add(ctx, about, decide)
	l.commit()
	return err
}

func (l *ledger) add(ctx context.Context, about model.Subject, decide Decide) (model.Event, int64, error) {
	w := l.write()
	past := w.past(about)
	next, err := decide(ctx, past)
	if err != nil {
		return next, 0, err
	}
	if before, feed, found := w.find(next.ID); found && l.bug != "nothing is de-duplicated" {
		return before, feed, sameAct(before, next, nil)
	}
	if next.Series != "" {
		w.series[next.Series]++
		next.Number = officialNumber(next.Series, w.series[next.Series])
	}
	next = next.Seal(past)
	body, err := json.Marshal(next)
	if err != nil {
		return next, 0, err
	}
	w.rows = append(w.rows, row{next, body})
	feed := int64(len(w.rows))
	w.rescope(next, feed)
	return next, feed, nil
}

// rescope finds out whose desks hold what after one more event.
func (b *books) rescope(e model.Event, feed int64) {
	subjects := []model.Subject{e.Subject}
	if e.Subject.Kind == model.PersonSubject {
		for _, r := range b.rows {
			if r.event.Subject.Kind == model.RequestSubject && r.event.Seq == 1 {
				subjects = append(subjects, r.event.Subject)
			}
		}
	}
	for _, about := range subjects {
		if about.Kind == model.RequestSubject {
			b.reseat(about, b.unitsOf(about), feed, e.Seq > 1 || about != e.Subject)
		}
	}
}

func (b *books) unitsOf(about model.Subject) []string {
	r := must(model.Replay(b.past(about)))
	units := []string{r.Unit}
	for _, person := range append(slices.Clone(r.Copied), r.Assignee) {
		units = append(units, model.ReplayRecord(b.past(model.Subject{Kind: model.PersonSubject, ID: person})).Values["unit"])
	}
	return distinct(units)
}

func (b *books) reseat(about model.Subject, units []string, feed int64, late bool) {
	for at, s := range b.scopes {
		if at.subject == about && s.held && !slices.Contains(units, at.unit) {
			b.scopes[at] = stay{since: feed}
		}
	}
	for _, unit := range units {
		if at := (seat{unit, about}); !b.scopes[at].held {
			b.scopes[at] = stay{feed, true, late}
		}
	}
}

// settle answers one act of a device.
func (l *ledger) settle(ctx context.Context, device string, p model.Pushed, judge Decide) (model.Answer, error) {
	w := l.write()
	d := w.devices[device]
	refusal := func(v model.Verdict, why *model.Error) model.Answer {
		return model.Answer{ID: p.Event.ID, Seq: p.Seq, Verdict: v, Kind: why.Kind, Key: why.Key, Args: why.Args, Problems: why.Problems}
	}
	if d.Seq > 0 && p.Seq > d.Seq+1 && l.bug != "a lost act is not missed" {
		return model.Answer{}, model.Errorf(model.Conflict, "error.outbox_gap", "last", strconv.FormatInt(d.Seq, 10), "seq", strconv.FormatInt(p.Seq, 10))
	}
	digest := contentOf(p.Event).Digest()
	before, known := w.answers[p.Event.ID]
	prior, followed := w.answers[p.After]
	a, keep := model.Answer{}, true
	switch {
	case known && before.digest != digest && l.bug != "an id may be used for another act":
		a, keep = refusal(model.Refused, model.Errorf(model.Conflict, "error.event_reused", "event", p.Event.ID)), false
	case known && l.bug != "nothing is de-duplicated" && l.bug != "answers are not kept":
		a, keep = before.answer, false
		a.Seq = p.Seq
	case p.Seq <= d.Seq && l.bug != "nothing is de-duplicated" && l.bug != "answers are not kept":
		a, keep = refusal(model.Refused, model.Errorf(model.Conflict, "error.act_replayed", "event", p.Event.ID)), false
	case followed && prior.answer.Verdict != model.Taken && l.bug != "what follows a refused act is not blocked":
		a = refusal(model.Blocked, model.Errorf(model.Conflict, "error.act_blocked", "event", p.After))
	default:
		e, feed, err := l.add(ctx, p.Event.Subject, judge)
		var why *model.Error
		if err != nil && !errors.As(err, &why) {
			return a, err
		}
		if a = (model.Answer{ID: e.ID, Seq: p.Seq, Verdict: model.Taken, Feed: feed, Event: &e}); err != nil {
			a = refusal(model.Refused, why)
			a.Meanwhile = w.meanwhile(device, p)
		}
	}
	if keep {
		w.answers[p.Event.ID] = kept{digest, a}
	}
	if p.Seq > d.Seq {
		d.Seq = p.Seq
		w.devices[device] = d
	}
	return a, nil
}

func (b *books) meanwhile(device string, p model.Pushed) []model.Event {
	var others []model.Event
	for _, e := range b.past(p.Event.Subject) {
		if e.ID == p.After {
			others = nil
		} else if e.Device != device {
			others = append(others, e)
		}
	}
	return others[max(0, len(others)-meanwhileMost):]
}

// compact forgets what left which unit before a time.
func (l *ledger) compact(_ context.Context, before time.Time) {
	w := l.write()
	last := w.floor
	for i, r := range w.rows {
		if r.event.At.Before(before) {
			last = max(last, int64(i+1))
		}
	}
	for at, s := range w.scopes {
		if !s.held && s.since <= last {
			delete(w.scopes, at)
		}
	}
	if l.bug != "there is no floor" {
		w.floor = last
	}
	l.commit()
}

// feed tells a device the log behind a cursor, as far as it is the device's.
func (l *ledger) feed(_ context.Context, device string, after int64, limit int) (model.FeedPage, error) {
	b := l.durable
	if l.bug == "a number is seen before the one before it" && l.working != nil && len(l.working.rows) > len(b.rows)+1 {
		b = l.working.clone() // its last act is on the disk, and those before it not yet
		b.rows = slices.Concat(b.rows[:len(l.durable.rows)], make([]row, len(b.rows)-1-len(l.durable.rows)), b.rows[len(b.rows)-1:])
	}
	d, head := b.devices[device], int64(len(b.rows))
	page := model.FeedPage{Hub: b.name, ScopeEpoch: d.ScopeEpoch, Head: head, Floor: b.floor, After: after, Next: head, Items: []model.FeedItem{}}
	if after > head {
		return page, errAnew("ahead")
	}
	page.Next, page.More = l.end(b, d, after, limit)
	for n := after + 1; n <= page.Next; n++ {
		page.Items = append(page.Items, l.latecomers(b, d, n)...)
		if l.here(b, d, n) {
			page.Items = append(page.Items, l.item(d, b.rows[n-1], n))
		}
		page.Items = append(page.Items, l.leavers(b, d, n)...)
	}
	return page, nil
}

// end is where a page ends that has so many of the device's events.
func (l *ledger) end(b *books, d model.Device, after int64, limit int) (next int64, more bool) {
	own := 0
	for n := after + 1; n <= int64(len(b.rows)); n++ {
		if !l.here(b, d, n) {
			continue
		}
		if own++; own > limit {
			return next, true
		}
		next = n
	}
	return int64(len(b.rows)), false
}

// here tells whether a device gets an event where the log has it.
func (l *ledger) here(b *books, d model.Device, n int64) bool {
	e := b.rows[n-1].event
	s := b.scopes[seat{d.Unit, e.Subject}]
	return e.ID != "" && (d.All || e.Subject.Kind.Common() || s.held && s.since <= n || l.bug == "the scope is ignored")
}

func (l *ledger) item(d model.Device, r row, n int64) model.FeedItem {
	body := r.body
	if side := r.event.PrivateTo(); side != "" && !slices.Contains(d.Hears, side) && r.event.Device != d.ID && l.bug != "private comments go to everybody" {
		body = must(json.Marshal(r.event.Withhold()))
	}
	return model.FeedItem{Feed: n, Body: body}
}

// latecomers are the pasts of subjects that came to the unit with an event.
func (l *ledger) latecomers(b *books, d model.Device, n int64) []model.FeedItem {
	var items []model.FeedItem
	if d.All || l.bug == "the scope is ignored" || l.bug == "what came late comes without its past" {
		return nil
	}
	for at, s := range b.scopes {
		if at.unit != d.Unit || s.since != n || !s.held || !s.late {
			continue
		}
		for i, r := range b.rows[:n-1] {
			if r.event.Subject == at.subject {
				items = append(items, l.item(d, r, int64(i+1)))
			}
		}
	}
	slices.SortFunc(items, func(a, b model.FeedItem) int { return cmp.Compare(a.Feed, b.Feed) })
	return items
}

func (l *ledger) leavers(b *books, d model.Device, n int64) []model.FeedItem {
	var items []model.FeedItem
	if d.All {
		return nil
	}
	for at, s := range b.scopes {
		if at.unit == d.Unit && s.since == n && !s.held && l.bug != "nothing is taken back" {
			items = append(items, model.FeedItem{Feed: n, Evict: &model.Subject{Kind: at.subject.Kind, ID: at.subject.ID}})
		}
	}
	slices.SortFunc(items, func(a, b model.FeedItem) int { return cmp.Compare(a.Evict.ID, b.Evict.ID) })
	return items
}

// log is every event, by its number.
func (l *ledger) log(context.Context) []model.Event {
	events := make([]model.Event, len(l.durable.rows))
	for i, r := range l.durable.rows {
		events[i] = r.event
	}
	return events
}

// holders are the units whose desks hold a subject.
func (l *ledger) holders(_ context.Context, about model.Subject) []string {
	return l.durable.unitsOf(about)
}

func (l *ledger) verify(context.Context) []string { return nil }
