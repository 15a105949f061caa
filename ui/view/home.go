package view

import (
	"context"
	"slices"

	"yunban/app"
	"yunban/model"
)

// Home is what waits for a person, and his drafts.
type Home struct {
	Cards  []Card
	Drafts []DraftRow
	Acting []string // for whom the person acts today
	Ending []TrialEnding

	Errands []Errand // what waits besides the requests

	rows map[string][]Row // by card
	full map[string]bool  // the card counts more than its rows
}

// Card is a counted pile on the home page.
type Card struct {
	ID      string
	Label   Text
	Count   int
	Urgency model.Urgency // how it is coloured; nothing for plain piles
	Queue   string        // the queue that it opens in the list; nothing when it only narrows the home page
	Waiting bool          // its requests are among the rows of this page
}

// DraftRow is an application that has not been filed.
type DraftRow struct {
	ID    string
	Title string // nothing when it has no name yet
	Saved string
	Round bool // it answers a non-acceptance
	Case  model.Case
}

// AllCard is the card that is no queue, the others are two that every home with something to do has.
const (
	AllCard     = "all"
	OverdueCard = "overdue"
	SoonCard    = "due_soon"
)

// LoadHome reads what waits.
func LoadHome(ctx context.Context, desk *app.Desk) (Home, error) {
	found, err := desk.Home(ctx)
	if err != nil {
		return Home{}, err
	}
	drafts, err := desk.Drafts(ctx)
	if err != nil {
		return Home{}, err
	}
	acting, err := ActingFor(ctx, desk)
	if err != nil {
		return Home{}, err
	}
	h := Home{Acting: acting, rows: map[string][]Row{}, full: map[string]bool{}}
	h.deal(found)
	if h.Ending, err = loadEnding(ctx, desk); err != nil {
		return Home{}, err
	}
	if h.Errands, err = LoadErrands(ctx, desk); err != nil {
		return Home{}, err
	}
	for _, d := range drafts {
		h.Drafts = append(h.Drafts, DraftRow{ID: d.ID, Title: d.Title(), Saved: Moment(d.Saved), Round: d.Request != "", Case: d.Case})
	}
	return h, nil
}

// deal lays the requests on the cards: all that waits, pile by pile, what of it is urgent, and what only can be looked at.
func (h *Home) deal(found app.Home) {
	rows := Rows(found.Items)
	var waiting, gathered, views []Card
	all := 0
	for _, q := range found.Queues {
		card := Card{ID: q.ID, Label: Say("queue." + q.ID), Count: q.Count, Queue: q.ID, Waiting: q.Waiting() || q.Gathers()}
		if !card.Waiting {
			views = append(views, card)
			continue
		}
		h.rows[q.ID] = inQueue(rows, q.Queue)
		h.full[q.ID] = q.Count > len(h.rows[q.ID]) && len(rows) > 0
		if q.Gathers() {
			card.Urgency = q.Near[0]
			gathered = append(gathered, card)
			continue
		}
		h.full[AllCard] = h.full[AllCard] || h.full[q.ID]
		waiting = append(waiting, card)
		all += q.Count
	}
	h.rows[AllCard] = rows
	if len(waiting) > 0 {
		h.Cards = append(h.Cards, Card{ID: AllCard, Label: Say("home.all"), Count: max(len(rows), all), Waiting: true})
	}
	h.Cards = slices.Concat(h.Cards, fewer(waiting), gathered, views)
}

// emptyCards is how many piles stand on the page even when nothing is on them.
const emptyCards = 6

// fewer leaves out empty piles past the first few: who holds many duties has many.
func fewer(cards []Card) []Card {
	var kept []Card
	for i, c := range cards {
		if c.Count > 0 || i < emptyCards {
			kept = append(kept, c)
		}
	}
	return kept
}

// Rows lists what is on a card, the first due first.
func (h Home) Rows(card string) []Row { return h.rows[card] }

// Full reports that a card counts more than it lists here; the rest is in the list of requests.
func (h Home) Full(card string) bool { return h.full[card] }

// Waits reports whether the person has queues at all; an inspector has none.
func (h Home) Waits() bool {
	return slices.ContainsFunc(h.Cards, func(c Card) bool { return c.Waiting })
}

// Card finds a card; the first stands in for one that is not there any more.
func (h Home) Card(id string) Card {
	for _, c := range h.Cards {
		if c.ID == id {
			return c
		}
	}
	if len(h.Cards) == 0 {
		return Card{}
	}
	return h.Cards[0]
}

// inQueue picks the rows of a queue: of its statuses, or of its urgencies, or both.
func inQueue(rows []Row, q model.Queue) []Row {
	var out []Row
	for _, r := range rows {
		if (q.Case == "" || q.Case == r.Case) && (!q.Waiting() || slices.Contains(q.Status, r.Status)) &&
			(q.Asks == "" || q.Asks == r.Asks) && (len(q.Near) == 0 || slices.Contains(q.Near, r.Urgency)) {
			out = append(out, r)
		}
	}
	return out
}
