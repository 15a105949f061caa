package model

import (
	"time"

	"yunban/model/workday"
)

// Query asks for requests. Zero fields ask nothing.
type Query struct {
	Text     string // words, found anywhere; two Chinese characters are enough
	Case     Case
	Status   []Status // any of these
	Unit     string
	Asks     string
	Actor    string // those that this person acted on, also by a deputy or for another
	System   string // those about this system
	Assignee string // those passed to this person
	Copied   string // those that this person got a copy of
	Level    int
	Near     []Near       // those of any of these piles; empty but not nil finds nothing
	From     workday.Date // filed on or after
	To       workday.Date // filed on or before
	Order    Order
	Limit    int    // how many at most; 0 means 50
	After    string // cursor from the page before
}

// Order says how a page is sorted.
type Order string

// The orders. ByUpdate is the default.
const (
	ByUpdate Order = ""      // the latest change first
	BySince  Order = "since" // the longest waiting first: within one status, the first due
)

// Page is one page of requests.
type Page struct {
	Items []Summary
	Next  string // cursor for the page after; nothing on the last page
}

// Draft is an application that has not been filed. It stays on the desk.
type Draft struct {
	ID      string    `json:"id"`
	Owner   string    `json:"owner"`             // the person's id
	Request string    `json:"request,omitempty"` // set when it answers a non-acceptance: the next round of this request
	Case    Case      `json:"case"`
	Profile string    `json:"profile"`
	System  string    `json:"system,omitempty"` // of a change or termination: the live system
	Filling Filling   `json:"filling"`
	Saved   time.Time `json:"saved"`
}

// Title is what the draft is about so far.
func (d Draft) Title() string { return d.Filling.Values["system_name"] }

// Broken is one thing that a check of the store found wrong.
type Broken struct {
	Subject string `json:"subject"`
	What    string `json:"what"` // the words' key
	Detail  string `json:"detail,omitempty"`
}
