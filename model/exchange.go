package model

import (
	"encoding/json"
	"time"
)

// What desks and the hub exchange. A desk sends the acts of its people; the hub judges them by the same rules, numbers
// and seals those that hold, and sends everybody the log as far as it is theirs. State is never sent: nothing that was
// ended can rise again.

// ExchangeVersion is the major version of the exchange. Within it fields are only added. A hub takes acts of this
// version and of the one before.
const ExchangeVersion = 1

// Pushed is an act on its way from a desk to the hub: the event as the desk's own judgement made it, not yet numbered.
type Pushed struct {
	Seq   int64  `json:"seq"`             // 1, 2, 3 … of the desk, without a gap: a lost one is missed at once
	After string `json:"after,omitempty"` // the last event of the subject that its author had seen, the own pending ones included, but for asides
	Event Event  `json:"event"`
}

// Verdict is what became of a pushed act.
type Verdict string

// The verdicts. The same act always gets the same one.
const (
	Taken   Verdict = "taken"   // numbered and sealed: it counts
	Refused Verdict = "refused" // it no longer fits, or never did
	Blocked Verdict = "blocked" // it follows one that was refused
)

// Answer is the hub's answer to one pushed act.
type Answer struct {
	ID        string  `json:"id"` // of the act's event
	Seq       int64   `json:"seq"`
	Verdict   Verdict `json:"verdict"`
	Feed      int64   `json:"feed,omitempty"`      // its place in the log, when taken
	Event     *Event  `json:"event,omitempty"`     // as sealed, when taken
	Kind      Kind    `json:"kind,omitempty"`      // why not: the kind of failure,
	Key       string  `json:"key,omitempty"`       // the key of its words,
	Args      Args    `json:"args,omitempty"`      // what they mention
	Problems  Fields  `json:"problems,omitempty"`  // and the fields
	Meanwhile []Event `json:"meanwhile,omitempty"` // what others did to the subject since After
}

// Args and Fields are what an Error mentions, as they cross the wire.
type (
	Args   = map[string]string
	Fields = []Problem
)

// Err is the failure that a refused or blocked act met with; nil for one that was taken.
func (a Answer) Err() error {
	if a.Verdict == Taken {
		return nil
	}
	return &Error{Kind: a.Kind, Key: a.Key, Args: a.Args, Problems: a.Problems}
}

// RefusedAct is an act that the hub did not take, kept on the desk until its author has settled it.
type RefusedAct struct {
	Pushed
	Answer  Answer    `json:"answer"`
	At      time.Time `json:"at"` // when the desk learned of it
	Settled bool      `json:"settled"`
}

// FeedItem is one step of the log for a desk: an event, or the news that a subject is no longer the desk's to hold.
// The event travels in the very bytes that were hashed: a desk of an older version keeps what it does not understand.
type FeedItem struct {
	Feed  int64           `json:"feed"`
	Body  json.RawMessage `json:"event,omitempty"`
	Evict *Subject        `json:"evict,omitempty"`

	read *readEvent
}

// readEvent is an event as it was read.
type readEvent struct {
	event Event
	err   error
}

// Event reads the item's event; ok is false when there is none.
func (i FeedItem) Event() (e Event, ok bool, err error) {
	switch {
	case len(i.Body) == 0:
		return e, false, nil
	case i.read != nil:
		return i.read.event, true, i.read.err
	}
	return e, true, json.Unmarshal(i.Body, &e)
}

// Read has every event of the page read, so that each is at hand when it is asked for.
func (p FeedPage) Read(read func(body json.RawMessage) (Event, error)) {
	for i, item := range p.Items {
		if len(item.Body) > 0 {
			e, err := read(item.Body)
			p.Items[i].read = &readEvent{e, err}
		}
	}
}

// FeedPage is a stretch of the log for one desk, in order and without gaps.
type FeedPage struct {
	Hub        string     `json:"hub"`             // names this hub's log: another one after a restore
	ScopeEpoch int64      `json:"scope_epoch"`     // another one when what the desk may hold has changed: begin anew
	Head       int64      `json:"head"`            // the log's last event
	Floor      int64      `json:"floor,omitempty"` // up to here the hub has forgotten what left the desk's scope: who stands before it begins anew
	After      int64      `json:"after"`           // the cursor that it begins behind
	Items      []FeedItem `json:"items"`
	Next       int64      `json:"next"` // the cursor for the next page
	More       bool       `json:"more"`
}

// Cursor is how far a desk has followed which log, and as what.
type Cursor struct {
	Hub        string `json:"hub"`
	ScopeEpoch int64  `json:"scope_epoch"`
	After      int64  `json:"after"`
	Floor      int64  `json:"floor,omitempty"` // the hub's when the desk began
}

// Device is a desk that the hub knows.
type Device struct {
	ID         string    `json:"id"`
	Name       string    `json:"name"`            // as its people call it
	Unit       string    `json:"unit"`            // whose desk it is
	All        bool      `json:"all"`             // it may hold the requests of every unit: a desk of the authority or the vendor
	Hears      []Side    `json:"hears,omitempty"` // the sides of the table that its unit's people sit on: what one keeps to itself, others do not get
	Key        []byte    `json:"key"`             // its public key
	Enrolled   time.Time `json:"enrolled"`
	Seen       time.Time `json:"seen"`
	Revoked    bool      `json:"revoked,omitempty"`
	Seq        int64     `json:"seq"` // the last act that was answered
	ScopeEpoch int64     `json:"scope_epoch"`
}

// Scope is which subjects a desk may hold, besides the common ones: people, units, the regulation, calendars.
type Scope struct {
	All  bool
	Unit string
}

// ScopedKinds lists the kinds of subject of which a unit's desk holds only its own.
func ScopedKinds() []SubjectKind {
	kinds := []SubjectKind{RequestSubject, SystemSubject, FilingSubject}
	for _, k := range MatterKinds {
		if !k.Common() {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// Common tells the kinds of subject that every desk holds.
func (k SubjectKind) Common() bool {
	switch k {
	case RequestSubject, SystemSubject, FilingSubject:
		return false
	}
	return !k.IsMatter() || k.publishedToAll()
}
