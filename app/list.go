package app

import (
	"context"
	"slices"

	"yunban/model"
)

// Item is a request in a list, with its clock read.
type Item struct {
	model.Summary
	Due      model.Deadline
	Urgency  model.Urgency
	DaysLeft int
	Pending  bool // something done about it here has not reached the hub
}

// List gives one page of the requests that this person may read.
func (d *Desk) List(ctx context.Context, q model.Query) ([]Item, string, error) {
	if err := d.loadPrincipals(ctx); err != nil {
		return nil, "", err
	}
	return d.list(ctx, q)
}

func (d *Desk) list(ctx context.Context, q model.Query) ([]Item, string, error) {
	q, any := d.readable(q)
	if !any {
		return nil, "", nil
	}
	page, err := d.Store.Requests(ctx, q)
	if err != nil {
		return nil, "", err
	}
	var waiting []model.Subject
	if d.joined() {
		if waiting, err = d.Outbox.Waiting(ctx); err != nil {
			return nil, "", err
		}
	}
	items := make([]Item, len(page.Items))
	for i, s := range page.Items {
		items[i] = d.item(s)
		items[i].Pending = slices.Contains(waiting, model.Subject{Kind: model.RequestSubject, ID: s.ID})
	}
	return items, page.Next, nil
}

// Count counts what List would find in all.
func (d *Desk) Count(ctx context.Context, q model.Query) (int, error) {
	q, any := d.readable(q)
	if !any {
		return 0, nil
	}
	return d.Store.Count(ctx, q)
}

// readable narrows a query to what this person may read; false when that is nothing at all.
func (d *Desk) readable(q model.Query) (model.Query, bool) {
	if d.ReadsAll() || q.Copied != "" && q.Copied == d.Person.ID {
		return q, true
	}
	q.Unit = d.Person.Unit
	return q, q.Unit != ""
}

func (d *Desk) item(s model.Summary) Item {
	it := Item{Summary: s, Due: s.Due(d.ProfileOf(s.Profile), d.Workdays())}
	it.Urgency, it.DaysLeft = (model.Request{Case: s.Case, Status: s.Status}).Urgency(it.Due, d.Today(), d.Workdays())
	return it
}

// Queue finds one of the person's queues by its id.
func (d *Desk) Queue(id string) (model.Queue, error) {
	for _, q := range d.Queues() {
		if q.ID == id {
			return q, nil
		}
	}
	return model.Queue{}, model.Errorf(model.NotFound, "error.no_queue", "queue", id)
}

// Queues are those of the person's own duties and of the duties it holds for others today.
func (d *Desk) Queues() []model.Queue {
	var all []model.Queue
	seen := map[string]bool{}
	for _, self := range d.selves() {
		for _, q := range d.Profile().QueuesOf(self) {
			if !seen[q.ID] {
				all = append(all, q)
			}
			seen[q.ID] = true
		}
	}
	return all
}

// InQueue turns a queue into what to ask of the store for this person.
func (d *Desk) InQueue(q model.Queue) model.Query {
	query := model.Query{Case: q.Case, Status: q.Status, Asks: q.Asks}
	if q.Waiting() || q.Gathers() {
		query.Order = model.BySince
	}
	if len(q.Near) > 0 {
		query.Near = d.near(q)
	}
	if q.Copied {
		query.Copied = d.Person.ID
	} else if q.Mine || !d.ReadsAll() {
		query.Unit = d.Person.Unit
	}
	if q.Done {
		query.Actor = d.Person.ID
	}
	return query
}

// QueueCount is a queue and how many requests are in it.
type QueueCount struct {
	model.Queue
	Count int
}

// Home is what waits for a person.
type Home struct {
	Queues []QueueCount
	Items  []Item // what waits, the first due first; without a limit last
}

// homeLimit bounds how much of one queue the home page reads; the oldest come first, so the urgent are among them.
const homeLimit = 500

// Home counts the person's queues and gathers what waits.
func (d *Desk) Home(ctx context.Context) (Home, error) {
	if err := d.loadPrincipals(ctx); err != nil {
		return Home{}, err
	}
	var h Home
	for _, q := range d.Queues() {
		query := d.InQueue(q)
		n, err := d.Count(ctx, query)
		if err != nil {
			return Home{}, err
		}
		h.Queues = append(h.Queues, QueueCount{q, n})
		if !q.Waiting() || n == 0 {
			continue
		}
		query.Limit = homeLimit
		items, _, err := d.list(ctx, query)
		if err != nil {
			return Home{}, err
		}
		h.Items = append(h.Items, items...)
	}
	h.Items = onlyOnce(h.Items)
	slices.SortStableFunc(h.Items, byDue)
	return h, nil
}

// onlyOnce drops a request that waits in two of the person's queues.
func onlyOnce(items []Item) []Item {
	seen := map[string]bool{}
	return slices.DeleteFunc(items, func(it Item) bool {
		twice := seen[it.ID]
		seen[it.ID] = true
		return twice
	})
}

// byDue puts the first due first and what has no limit last, the longest waiting of those first.
func byDue(a, b Item) int {
	switch {
	case a.Due.None() && b.Due.None():
		return a.Since.Compare(b.Since)
	case a.Due.None():
		return 1
	case b.Due.None():
		return -1
	case a.Due.Due != b.Due.Due:
		return a.Due.Due.Start().Compare(b.Due.Due.Start())
	}
	return a.Since.Compare(b.Since)
}
