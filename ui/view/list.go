package view

import (
	"context"
	"slices"

	"yunban/app"
	"yunban/model"
)

// Filter is what the list of requests is narrowed to, as it was typed and chosen. Empty fields narrow nothing.
type Filter = app.Filter

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
	q, err := desk.Ask(ctx, f)
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

// Offer is one entry of a list to choose from: its code, and its words or the key of them.
type Offer struct {
	Code  string
	Label string // in the city's own words
	Text  Text   // or by key
}

// Offers is what the filters offer.
type Offers struct {
	Queues []Offer
	Dues   []Offer // how urgent
	Cases  []Offer
	Levels []Offer
	Units  []Offer // none for a person who sees the own unit only

	waiting map[string]bool // queues that are of certain statuses
}

// Waiting reports whether a queue is of certain statuses already.
func (o Offers) Waiting(queue string) bool { return o.waiting[queue] }

// Statuses offers the statuses of a kind of request; of none, those of all kinds, each once.
func (o Offers) Statuses(kind string) []Offer {
	var offers []Offer
	for _, c := range model.Cases() {
		if kind != "" && kind != string(c) {
			continue
		}
		for _, s := range model.Statuses(c) {
			offer := Offer{Code: app.StatusCode(c, s), Text: Say(model.StatusKey(c, s))}
			if !slices.ContainsFunc(offers, func(other Offer) bool { return other.Code == offer.Code }) {
				offers = append(offers, offer)
			}
		}
	}
	return offers
}

// Fits reports whether a kind of request has a status.
func (o Offers) Fits(kind, status string) bool {
	return status == "" || slices.ContainsFunc(o.Statuses(kind), func(other Offer) bool { return other.Code == status })
}

// LoadOffers reads what the filters offer this person.
func LoadOffers(ctx context.Context, desk *app.Desk) (Offers, error) {
	if err := desk.Refresh(ctx); err != nil {
		return Offers{}, err
	}
	p := desk.Profile()
	c := Offers{waiting: map[string]bool{}}
	for _, q := range desk.Queues() {
		c.Queues = append(c.Queues, Offer{Code: q.ID, Text: Say("queue." + q.ID)})
		c.waiting[q.ID] = q.Waiting()
	}
	for _, u := range []model.Urgency{model.DueSoon, model.Overdue} {
		c.Dues = append(c.Dues, Offer{Code: string(u), Text: Say("urgency." + string(u))})
	}
	for _, k := range model.Cases() {
		if len(model.Arrows(k)) > 0 {
			c.Cases = append(c.Cases, Offer{Code: string(k), Text: Say("case." + string(k))})
		}
	}
	for _, l := range p.Lists["mlps_levels"] {
		c.Levels = append(c.Levels, Offer{Code: l.ID, Label: l.Label})
	}
	var err error
	c.Units, err = OfferUnits(ctx, desk)
	return c, err
}

// OfferUnits offers the units to a person who reads the requests of all; to others none.
func OfferUnits(ctx context.Context, desk *app.Desk) ([]Offer, error) {
	if !desk.ReadsAll() {
		return nil, nil
	}
	units, err := desk.Units(ctx)
	if err != nil {
		return nil, err
	}
	var offers []Offer
	for _, u := range units {
		offers = append(offers, Offer{Code: u.ID, Label: u.Name})
	}
	return offers, nil
}
