//go:build sqlite_fts5

package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"yunban/model"
)

// notebook is a desk in memory.
type notebook struct {
	bug    bug
	cursor model.Cursor
	events map[int64]model.Event // by their number
	outbox []waiting
	sent   []model.Pushed
	tray   map[string]model.Answer
	last   int64 // of the acts that it ever counted
}

type waiting struct {
	model.Pushed
	feed int64 // not 0: the hub has numbered it
}

func newNotebook(b bug) *notebook {
	return &notebook{bug: b, events: map[int64]model.Event{}, tray: map[string]model.Answer{}}
}

func (d *notebook) past(about model.Subject) []model.Event {
	past := d.confirmed(about)
	for _, w := range d.outbox {
		if w.Event.Subject == about {
			e := w.Event
			e.Seq = len(past) + 1
			past = append(past, e)
		}
	}
	return past
}

func (d *notebook) confirmed(about model.Subject) []model.Event {
	var all []model.Event
	for _, e := range d.events {
		if e.Subject == about {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b model.Event) int { return a.Seq - b.Seq })
	return all
}

// change is an act of the desk's people. It waits for the hub.
func (d *notebook) change(ctx context.Context, about model.Subject, decide Decide) error {
	past := d.past(about)
	next, err := decide(ctx, past)
	if err != nil {
		return err
	}
	next = next.Seal(past)
	next.Prev, next.Hash, next.Number = "", "", ""
	after := ""
	for _, e := range slices.Backward(past) {
		if !model.Beside(e.Action) || d.bug == "an own aside hides what others did before it" {
			after = e.ID
			break
		}
	}
	d.last++
	d.outbox = append(d.outbox, waiting{model.Pushed{Seq: d.last, After: after, Event: next}, 0})
	return nil
}

func (d *notebook) pending(_ context.Context, limit int) []model.Pushed {
	var pending []model.Pushed
	for _, w := range d.outbox {
		if w.feed == 0 && len(pending) < limit {
			pending = append(pending, w.Pushed)
		}
	}
	return pending
}

func (d *notebook) take(id string) (waiting, bool) {
	i := slices.IndexFunc(d.outbox, func(w waiting) bool { return w.Event.ID == id })
	if i < 0 {
		return waiting{}, false
	}
	w := d.outbox[i]
	d.outbox = slices.Delete(d.outbox, i, i+1)
	return w, true
}

func (d *notebook) remember(p model.Pushed) {
	if !slices.ContainsFunc(d.sent, func(s model.Pushed) bool { return s.Event.ID == p.Event.ID }) {
		d.sent = append(d.sent, p)
	}
}

func (d *notebook) answered(_ context.Context, answers []model.Answer) {
	for _, a := range answers {
		i := slices.IndexFunc(d.outbox, func(w waiting) bool { return w.Event.ID == a.ID })
		switch {
		case i < 0:
		case a.Verdict != model.Taken:
			w, _ := d.take(a.ID)
			if d.bug != "a refused act is dropped" {
				d.tray[w.Event.ID] = a
			}
			if d.bug != "what was refused is offered again" {
				d.sent = slices.DeleteFunc(d.sent, func(p model.Pushed) bool { return p.Event.ID == a.ID })
			}
		case a.Feed <= d.cursor.After:
			w, _ := d.take(a.ID)
			d.remember(w.Pushed)
		default:
			d.outbox[i].feed = a.Feed
			d.remember(d.outbox[i].Pushed)
		}
		if d.bug == "the cursor is the largest number seen" && a.Verdict == model.Taken {
			d.cursor.After = max(d.cursor.After, a.Feed)
		}
	}
}

func (d *notebook) at(context.Context) model.Cursor { return d.cursor }

// apply takes a page in, whole or not at all.
func (d *notebook) apply(_ context.Context, page model.FeedPage) error {
	at := d.cursor
	switch {
	case at.Hub != "" && at.Hub != page.Hub:
		return errAnew("hub")
	case at.ScopeEpoch != 0 && at.ScopeEpoch != page.ScopeEpoch:
		return errAnew("scope")
	case at.ScopeEpoch != 0 && at.After < page.Floor && at.Floor < page.Floor:
		return errAnew("floor")
	case page.After > at.After:
		return model.Errorf(model.Conflict, "error.page_missed")
	case page.Next < at.After:
		return nil
	}
	next := map[int64]model.Event{}
	for n, e := range d.events {
		next[n] = e
	}
	was := d.events
	d.events = next
	for _, item := range page.Items {
		if err := d.step(item); err != nil {
			d.events = was
			return err
		}
	}
	for _, e := range next {
		if w, ours := d.take(e.ID); ours {
			d.remember(w.Pushed)
		}
	}
	d.outbox = slices.DeleteFunc(d.outbox, func(w waiting) bool { return w.feed != 0 && w.feed <= page.Next })
	floor := at.Floor
	if at.ScopeEpoch == 0 {
		floor = page.Floor
	}
	d.cursor = model.Cursor{Hub: page.Hub, ScopeEpoch: page.ScopeEpoch, After: page.Next, Floor: floor}
	return nil
}

func (d *notebook) step(item model.FeedItem) error {
	if item.Evict != nil {
		for n, e := range d.events {
			if e.Subject == *item.Evict {
				delete(d.events, n)
			}
		}
		return nil
	}
	e, _, err := item.Event()
	if err != nil {
		return errAnew("event")
	}
	here := d.confirmed(e.Subject)
	switch {
	case e.Seq <= len(here):
		if d.events[item.Feed].Hash != e.Hash {
			return errAnew("chain")
		}
		return nil
	case e.Seq != len(here)+1, len(here) > 0 && e.Prev != here[len(here)-1].Hash, !e.Withheld && e.Hash != e.Digest():
		return errAnew("chain")
	}
	d.events[item.Feed] = e
	return nil
}

// recount counts what waits from behind the last act that the hub knows.
func (d *notebook) recount(_ context.Context, last int64) {
	if d.last = last; d.bug == "a desk that counts anew begins at one" {
		d.last = 0
	}
	for i := range d.outbox {
		if d.outbox[i].feed == 0 {
			d.last++
			d.outbox[i].Seq = d.last
		}
	}
}

// reset begins anew; with an offer what the hub may have forgotten is sent again, in its order.
func (d *notebook) reset(_ context.Context, hub string, offer time.Time) {
	if !offer.IsZero() {
		wait := d.outbox
		d.outbox = nil
		if d.bug == "what waits is offered before what it follows" {
			for _, w := range wait {
				if w.feed == 0 {
					d.outbox = append(d.outbox, w)
				}
			}
		}
		slices.SortFunc(d.sent, func(a, b model.Pushed) int {
			return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Event.ID, b.Event.ID))
		})
		for _, p := range d.sent {
			d.outbox = append(d.outbox, waiting{p, 0})
		}
		for _, w := range wait {
			known := func(o waiting) bool { return o.Event.ID == w.Event.ID }
			if !slices.ContainsFunc(d.outbox, known) {
				d.outbox = append(d.outbox, waiting{w.Pushed, 0})
			}
		}
		for i := range d.outbox {
			d.last++
			d.outbox[i].Seq = d.last
		}
	}
	d.outbox = slices.DeleteFunc(d.outbox, func(w waiting) bool { return w.feed != 0 })
	if d.bug == "whoever begins anew forgets what waits" && offer.IsZero() {
		d.outbox = nil
	}
	d.events, d.cursor = map[int64]model.Event{}, model.Cursor{Hub: hub}
	if d.bug == forgetful && offer.IsZero() {
		d.cursor.Hub = ""
	}
}

func (d *notebook) refused(_ context.Context, id string) bool {
	_, found := d.tray[id]
	return found
}

// log is what the desk holds of the hub's log, by number.
func (d *notebook) log(context.Context) map[int64]model.Event { return d.events }

// left counts what has not found its way out of the outbox.
func (d *notebook) left(context.Context) int { return len(d.outbox) }

func (d *notebook) verify(context.Context) []string { return nil }
