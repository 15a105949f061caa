//go:build sqlite_fts5

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yunban/model"
)

// errTwice is what the rule of these tests refuses: two people must never both decide.
var errTwice = model.Errorf(model.Conflict, "error.decided_meanwhile")

// ruled is a simple law of the office: a decision on something that another has decided since is refused, an aside
// is not.
func ruled(p model.Pushed, device string) Decide {
	return func(_ context.Context, past []model.Event) (model.Event, error) {
		e := p.Event
		e.Device = device
		if e.Action == model.Comment {
			return e, nil
		}
		if len(past) > 0 && e.Action == model.Submit {
			return e, errTwice
		}
		since := 0
		for i, before := range past {
			if before.ID == p.After {
				since = i + 1
			}
		}
		for _, before := range past[since:] {
			if before.Action != model.Comment && before.Device != device {
				return e, errTwice
			}
		}
		return e, nil
	}
}

// replica makes a store that follows a hub.
func newReplica(t testing.TB) *Store {
	t.Helper()
	s := must(Create(t.Context(), t.TempDir(), Options{Replica: true}))
	t.Cleanup(func() { must(0, s.Close()) })
	return s
}

// enrol makes a desk known to a hub.
func enrol(t testing.TB, hub *Store, d model.Device) {
	t.Helper()
	must(0, hub.SaveDevice(context.Background(), d))
}

// push sends what waits at a desk, and gives the answers.
func push(t testing.TB, hub, desk *Store, device string) []model.Answer {
	t.Helper()
	var answers []model.Answer
	for _, p := range must(desk.Pending(t.Context(), 50)) {
		answers = append(answers, must(hub.Settle(t.Context(), device, p, ruled(p, device))))
	}
	return answers
}

// pull follows the hub to the end of its log.
func pull(t testing.TB, hub, desk *Store, device string) {
	t.Helper()
	for more := true; more; {
		at := must(desk.Cursor(t.Context()))
		page := must(hub.Feed(t.Context(), device, at.After, 3))
		must(0, desk.Apply(t.Context(), page))
		more = page.More
	}
}

// exchange is one whole exchange of a desk with its hub.
func exchange(t testing.TB, hub, desk *Store, device string) {
	t.Helper()
	must(0, desk.Answered(t.Context(), push(t, hub, desk, device)))
	pull(t, hub, desk, device)
}

// simulation is a hub and its desks with a bad line between them.
type simulation struct {
	t     *rapid.T
	ctx   context.Context
	hub   *Store
	desks []*Store
	n     int
	acked map[string]*Store           // acts that a desk acknowledged, and which
	told  map[string]model.Answer     // the first answer to each
	pages map[*Store][]model.FeedPage // pages that were sent, to come again
	late  map[*Store][]model.Answer   // answers that were sent, to come again
}

func (m *simulation) device(i int) string { return fmt.Sprint("d", i) }

func (m *simulation) id(prefix string) string {
	m.n++
	return fmt.Sprintf("%s%04d", prefix, m.n)
}

// act lets a person at some desk do something, with or without a line.
func (m *simulation) act() {
	i := rapid.IntRange(0, len(m.desks)-1).Draw(m.t, "desk")
	about := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(m.t, "request")
	action := rapid.SampledFrom([]model.Action{model.Accept, model.Comment, model.CC, model.Approve}).Draw(m.t, "action")
	e := event(about, m.id("e"), action)
	e.Device, e.Actor = m.device(i), fmt.Sprint("p", i)
	_, err := m.desks[i].Change(m.ctx, e.Subject, func(_ context.Context, past []model.Event) (model.Event, error) {
		if len(past) == 0 {
			e.Action, e.Series = model.Submit, "PJ-SQ-2026"
			e.Values = model.Values{"case": "usage", "unit_id": rapid.SampledFrom([]string{"u1", "u2"}).Draw(m.t, "unit")}
		}
		if e.Action == model.CC {
			e.Values = model.Values{"to": rapid.SampledFrom([]string{"x", "y"}).Draw(m.t, "to")}
		}
		return e, nil
	})
	if err != nil {
		m.t.Fatal(err)
	}
	m.acked[e.ID] = m.desks[i]
}

// send lets a desk send some of what waits; answers may be lost, come twice or come late.
func (m *simulation) send() {
	i := rapid.IntRange(0, len(m.desks)-1).Draw(m.t, "desk")
	desk := m.desks[i]
	for _, p := range must(desk.Pending(m.ctx, rapid.IntRange(1, 5).Draw(m.t, "batch"))) {
		a := must(m.hub.Settle(m.ctx, m.device(i), p, ruled(p, m.device(i))))
		m.sameAnswer(a)
		switch rapid.SampledFrom([]string{"arrives", "arrives", "lost", "twice"}).Draw(m.t, "answer") {
		case "twice":
			must(0, desk.Answered(m.ctx, []model.Answer{a}))
			fallthrough
		case "arrives":
			must(0, desk.Answered(m.ctx, []model.Answer{a}))
		}
		m.late[desk] = append(m.late[desk], a)
	}
}

func (m *simulation) sameAnswer(a model.Answer) {
	if before, ok := m.told[a.ID]; ok && !reflect.DeepEqual(before, a) {
		m.t.Fatalf("%s was answered %+v and then %+v", a.ID, before, a)
	}
	m.told[a.ID] = a
}

// follow lets a desk pull a page; it may be lost, and one from before may come again.
func (m *simulation) follow() {
	i := rapid.IntRange(0, len(m.desks)-1).Draw(m.t, "desk")
	desk := m.desks[i]
	page, err := m.hub.Feed(m.ctx, m.device(i), must(desk.Cursor(m.ctx)).After, rapid.IntRange(1, 5).Draw(m.t, "limit"))
	if err != nil {
		m.anew(desk, err)
		return
	}
	m.pages[desk] = append(m.pages[desk], page)
	if rapid.Bool().Draw(m.t, "the page arrives") {
		m.anew(desk, desk.Apply(m.ctx, page))
	}
	if again := m.pages[desk]; rapid.Bool().Draw(m.t, "an old page comes") {
		m.anew(desk, desk.Apply(m.ctx, rapid.SampledFrom(again).Draw(m.t, "page")))
	}
	if again := m.late[desk]; len(again) > 0 && rapid.Bool().Draw(m.t, "an old answer comes") {
		must(0, desk.Answered(m.ctx, []model.Answer{rapid.SampledFrom(again).Draw(m.t, "answer")}))
	}
}

// anew begins anew where the store says so, and takes no other failure but a missed page.
func (m *simulation) anew(desk *Store, err error) {
	var e *model.Error
	switch {
	case err == nil:
	case errors.As(err, &e) && e.Key == "error.replica_anew":
		must(0, desk.ResetReplica(m.ctx, time.Time{}))
	case !errors.As(err, &e) || e.Key != "error.page_missed":
		m.t.Fatal(err)
	}
}

// move lets a person move to another unit, and requests that were sent to him with him.
func (m *simulation) move() {
	e := event("", m.id("m"), model.Save)
	e.Subject = model.Subject{Kind: model.PersonSubject, ID: rapid.SampledFrom([]string{"x", "y"}).Draw(m.t, "person")}
	e.Values = model.Values{"unit": rapid.SampledFrom([]string{"u1", "u2", "u3"}).Draw(m.t, "to unit")}
	must(m.hub.Change(m.ctx, e.Subject, next(e)))
}

// transfer moves a desk to another unit: it may hold other requests then.
func (m *simulation) transfer() {
	d := must(m.hub.Device(m.ctx, m.device(0)))
	d.Unit = rapid.SampledFrom([]string{"u1", "u2", "u3"}).Draw(m.t, "desk's unit")
	must(0, m.hub.SaveDevice(m.ctx, d))
}

// settle brings everybody up to date over a good line.
func (m *simulation) settle() {
	for range 3 {
		for i, desk := range m.desks {
			for _, p := range must(desk.Pending(m.ctx, 1000)) {
				a := must(m.hub.Settle(m.ctx, m.device(i), p, ruled(p, m.device(i))))
				m.sameAnswer(a)
				must(0, desk.Answered(m.ctx, []model.Answer{a}))
			}
			more := true
			for pages := 0; more; pages++ {
				if pages > 500 {
					m.t.Fatalf("%s never comes to the end of the log", m.device(i))
				}
				page, err := m.hub.Feed(m.ctx, m.device(i), must(desk.Cursor(m.ctx)).After, 7)
				if err == nil {
					err = desk.Apply(m.ctx, page)
				}
				m.anew(desk, err)
				more = page.More || err != nil
			}
		}
	}
}

// check holds the office to what it promises once everybody is up to date.
func (m *simulation) check() {
	for _, s := range append(m.desks, m.hub) {
		if found, err := s.Verify(m.ctx, nil); err != nil || len(found) > 0 {
			m.t.Errorf("broken: %v, %v", found, err)
		}
	}
	var rows []eventRow
	must(0, m.hub.reader.Order("feed").Find(&rows).Error)
	times := map[string]int{}
	for _, row := range rows {
		times[row.ID]++
	}
	for id := range m.acked {
		if (m.told[id].Verdict == model.Taken) != (times[id] == 1) {
			m.t.Errorf("%s was answered %v and is in the log %d times", id, m.told[id].Verdict, times[id])
		}
	}
	m.nothingLost()
	for i, desk := range m.desks {
		m.checkDesk(desk, must(m.hub.Device(m.ctx, m.device(i))), rows)
	}
}

func (m *simulation) checkDesk(desk *Store, d model.Device, rows []eventRow) {
	if n := must(desk.PendingCount(m.ctx)); n != 0 {
		m.t.Errorf("%s: %d acts still wait", d.ID, n)
	}
	var left int64
	must(0, desk.reader.Model(&outboxRow{}).Count(&left).Error)
	if left != 0 {
		m.t.Errorf("%s: %d are left in the outbox", d.ID, left)
	}
	want := slices.DeleteFunc(slices.Clone(rows), func(row eventRow) bool {
		about := model.Subject{Kind: row.SubjectKind, ID: row.SubjectID}
		return !d.All && !about.Kind.Common() && !slices.Contains(must(m.hub.unitsOf(m.hub.reader, about)), d.Unit)
	})
	var have []eventRow
	must(0, desk.reader.Order("feed").Find(&have).Error)
	if len(want)+len(have) > 0 && !reflect.DeepEqual(want, have) {
		m.t.Errorf("%s holds\n%v, want\n%v", d.ID, have, want)
	}
}

// nothingLost looks for each act that a desk acknowledged: it is in the hub's log, or among what its desk was refused.
func (m *simulation) nothingLost() {
	for id, desk := range m.acked {
		_, err := desk.RefusedAct(m.ctx, id)
		if refused := err == nil; refused == (m.told[id].Verdict == model.Taken) {
			m.t.Errorf("%s was answered %q; refused at its desk: %v", id, m.told[id].Verdict, refused)
		}
	}
}

func TestExchange(t *testing.T) {
	parent := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		open := func(opts Options) *Store {
			s := must(Create(t.Context(), must(os.MkdirTemp(parent, "")), opts))
			must(0, s.writer.Exec("PRAGMA synchronous = OFF").Error) // nobody pulls the plug here
			return s
		}
		m := &simulation{t: rt, ctx: t.Context(), hub: open(Options{}), acked: map[string]*Store{}, told: map[string]model.Answer{},
			pages: map[*Store][]model.FeedPage{}, late: map[*Store][]model.Answer{}}
		for i, d := range []model.Device{{Unit: "u1"}, {All: true}} {
			d.ID = m.device(i)
			must(0, m.hub.SaveDevice(m.ctx, d))
			m.desks = append(m.desks, open(Options{Replica: true}))
		}
		defer func() {
			for _, s := range append(m.desks, m.hub) {
				must(0, s.Close())
				must(0, os.RemoveAll(s.dir))
			}
		}()
		steps := []func(){m.act, m.act, m.act, m.send, m.send, m.follow, m.follow, m.move, m.transfer}
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			steps[rapid.IntRange(0, len(steps)-1).Draw(rt, "step")]()
		}
		m.settle()
		m.check()
	})
}
