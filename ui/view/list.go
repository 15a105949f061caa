package view

import (
	"context"
	"io"
	"strconv"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

// Filter is what the list of requests is narrowed to, as it was typed and chosen. Empty fields narrow nothing.
type Filter struct {
	Queue  string // a queue's id
	Text   string
	Status string
	Case   string
	Unit   string
	Level  string
	From   string // filed on or after, 2006-01-02
	To     string // filed on or before
}

// Empty reports whether the filter narrows nothing.
func (f Filter) Empty() bool { return f == Filter{} }

// Problems finds what cannot be asked for.
func (f Filter) Problems() []model.Problem {
	var found []model.Problem
	if f.From != "" && !isDate(f.From) {
		found = append(found, model.Problem{Field: "from", Key: "problem.date"})
	}
	if f.To != "" && !isDate(f.To) {
		found = append(found, model.Problem{Field: "to", Key: "problem.date"})
	}
	if len(found) == 0 && f.From != "" && f.To != "" && f.To < f.From {
		found = append(found, model.Problem{Field: "to", Key: "problem.date_order"})
	}
	return found
}

// query is what to ask of the desk. A queue's own conditions hold besides.
func (f Filter) query(desk *app.Desk) (model.Query, error) {
	var q model.Query
	if f.Queue != "" {
		queue, err := desk.Queue(f.Queue)
		if err != nil {
			return model.Query{}, err
		}
		q = desk.InQueue(queue)
	}
	if err := model.InvalidInput(f.Problems()); err != nil {
		return model.Query{}, err
	}
	q.Text, q.Case = f.Text, model.Case(f.Case)
	if f.Status != "" && len(q.Status) == 0 {
		q.Status = []model.Status{model.Status(f.Status)}
	}
	if f.Unit != "" && q.Unit == "" {
		q.Unit = f.Unit
	}
	if f.Level != "" {
		q.Level, _ = strconv.Atoi(f.Level) // chosen from the list of levels
	}
	if f.From != "" {
		q.From, _ = workday.ParseDate(f.From) // checked above
	}
	if f.To != "" {
		q.To, _ = workday.ParseDate(f.To)
	}
	return q, nil
}

// pageSize is how many requests are read at a time.
const pageSize = 100

// Found is a part of the list.
type Found struct {
	Rows  []Row
	Next  string // cursor for the part after; nothing at the end
	Count int    // of all that the filter finds; only with the first part
}

// largestPart is how many requests are read at once to show a list again as it was.
const largestPart = 1000

// LoadList reads the part of the list after a cursor; with an empty cursor the first part, and counts all. shown is how
// many requests a list that is read again showed before, so that it keeps its place.
func LoadList(ctx context.Context, desk *app.Desk, f Filter, after string, shown int) (Found, error) {
	return loadPart(ctx, desk, f, after, min(max(pageSize, shown), largestPart))
}

func loadPart(ctx context.Context, desk *app.Desk, f Filter, after string, size int) (Found, error) {
	q, err := f.query(desk)
	if err != nil {
		return Found{}, err
	}
	q.Limit, q.After = size, after
	items, next, err := desk.List(ctx, q)
	if err != nil {
		return Found{}, err
	}
	found := Found{Rows: Rows(items), Next: next, Count: len(items)}
	if after == "" && next != "" {
		found.Count, err = desk.Count(ctx, q)
	}
	return found, err
}

// Export writes the ledger of what a filter finds.
func Export(ctx context.Context, desk *app.Desk, f Filter, w io.Writer, words app.Wording) error {
	q, err := f.query(desk)
	if err != nil {
		return err
	}
	return desk.ExportRegister(ctx, w, app.RequestRegister, q, words, nil)
}

// Offer is one entry of a list to choose from: its code, and its words or the key of them.
type Offer struct {
	Code  string
	Label string // in the city's own words
	Text  Text   // or by key
}

// Offers is what the filters offer.
type Offers struct {
	Queues   []Offer
	Statuses []Offer
	Cases    []Offer
	Levels   []Offer
	Units    []Offer // none for a person who sees the own unit only
}

// LoadOffers reads what the filters offer this person.
func LoadOffers(ctx context.Context, desk *app.Desk) (Offers, error) {
	p := desk.Profile()
	var c Offers
	for _, q := range p.QueuesOf(desk.Person) {
		c.Queues = append(c.Queues, Offer{Code: q.ID, Text: Say("queue." + q.ID)})
	}
	for _, s := range model.Statuses(model.Usage) {
		c.Statuses = append(c.Statuses, Offer{Code: string(s), Text: Say("status." + string(s))})
	}
	for _, k := range []model.Case{model.Usage, model.Change, model.Termination} {
		if len(model.Arrows(k)) > 0 {
			c.Cases = append(c.Cases, Offer{Code: string(k), Text: Say("case." + string(k))})
		}
	}
	for _, l := range p.Lists["mlps_levels"] {
		c.Levels = append(c.Levels, Offer{Code: l.ID, Label: l.Label})
	}
	if !p.ReadsAll(desk.Person) {
		return c, nil
	}
	units, err := desk.Units(ctx)
	if err != nil {
		return Offers{}, err
	}
	for _, u := range units {
		c.Units = append(c.Units, Offer{Code: u.ID, Label: u.Name})
	}
	return c, nil
}
