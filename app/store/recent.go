package store

import (
	"container/list"
	"maps"
	"slices"
	"sync"

	"yunban/model"
)

// mostRecent bounds how much of the log is remembered, in bytes of its JSON: three times that of memory.
const mostRecent = 8 << 20

// recent remembers what happened to the subjects that acts came for last: whoever acts on something acts on it again,
// and reading its past takes longer than judging it. It knows what the transaction under way has written, too, and only
// a hub's own log is remembered: nothing else changes it. What is remembered is never changed.
type recent struct {
	mu       sync.Mutex
	bytes    int
	subjects map[model.Subject]*list.Element // of *remembered
	order    list.List                       // the one that was asked for last comes first
	touched  []model.Subject                 // in the turn under way
}

type remembered struct {
	about   model.Subject
	events  []model.Event
	request model.Request // what they make of one
	doc     int64         // that names it
	bytes   int
}

// past gives what is known of a subject; known is false when that has to be read.
func (r *recent) past(about model.Subject) (one remembered, known bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := r.subjects[about]
	if at == nil {
		return remembered{}, false
	}
	r.order.MoveToFront(at)
	one = *at.Value.(*remembered)
	one.events = slices.Clip(one.events)
	return one, true
}

// keep remembers one more event of a subject, of so many bytes, and the request that it makes. Nobody changes them.
func (r *recent) keep(past []model.Event, next model.Event, now model.Request, doc int64, bytes int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	about := next.Subject
	r.touched = append(r.touched, about)
	one := &remembered{about: about, events: slices.Clip(past), request: now, doc: doc, bytes: bytes}
	switch at := r.subjects[about]; {
	case at != nil:
		before := at.Value.(*remembered)
		one.bytes += before.bytes
		one.events = before.events // with room behind them, which nobody else uses
	case len(past) > 0:
		one.bytes += bytes * len(past) // about: nobody counted
	}
	one.events = append(one.events, next)
	r.drop(about)
	if about.Kind == model.RequestSubject && model.Ended(now.Case, now.Status) { // hardly anybody acts on it again
		return
	}
	r.push(one)
}

// learn remembers what was read of a request; its past may be nothing, and doc 0 then.
func (r *recent) learn(about model.Subject, past []model.Event, now model.Request, doc int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.subjects[about] == nil {
		r.touched = append(r.touched, about)
		r.push(&remembered{about: about, events: past, request: now, doc: doc, bytes: usualEvent * (len(past) + 1)})
	}
}

// usualEvent is how long an event is, about, where nobody counted.
const usualEvent = 2 << 10

// push puts a subject first, and lets the last ones go.
func (r *recent) push(one *remembered) {
	if r.subjects == nil {
		r.subjects = map[model.Subject]*list.Element{}
	}
	r.subjects[one.about] = r.order.PushFront(one)
	r.bytes += one.bytes
	for r.bytes > mostRecent {
		r.drop(r.order.Back().Value.(*remembered).about)
	}
}

// own is an event that shares nothing with whoever made it.
func own(e model.Event) model.Event {
	e.Values, e.Lines, e.Files = maps.Clone(e.Values), slices.Clone(e.Lines), slices.Clone(e.Files)
	for i := range e.Lines {
		e.Lines[i].Values, e.Lines[i].Was = maps.Clone(e.Lines[i].Values), maps.Clone(e.Lines[i].Was)
	}
	return e
}

// turn begins with nothing touched.
func (r *recent) turn() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.touched = r.touched[:0]
}

// undo forgets what the turn touched that was undone.
func (r *recent) undo() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, about := range r.touched {
		r.drop(about)
	}
}

// forget forgets one subject.
func (r *recent) forget(about model.Subject) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.drop(about)
}

// clear forgets everything, when a transaction is lost.
func (r *recent) clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.subjects, r.bytes = nil, 0
	r.order.Init()
}

func (r *recent) drop(about model.Subject) {
	at := r.subjects[about]
	if at == nil {
		return
	}
	r.bytes -= at.Value.(*remembered).bytes
	r.order.Remove(at)
	delete(r.subjects, about)
}
