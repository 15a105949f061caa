package model

import "time"

// What a city's own portal reads and files at the hub.

// PortalQuery is which requests a portal asks for. Empty fields narrow nothing.
type PortalQuery struct {
	Status string // a code name; change.submitted is that of one kind
	Kind   string
	Due    string // due_soon or overdue
	Text   string
	From   string // filed on or after, 2006-01-02
	To     string
	Limit  int
	After  string // the cursor of the page before
}

// PortalItem is a request in a list.
type PortalItem struct {
	ID          string    `json:"id"`
	Number      string    `json:"number"`
	Kind        Case      `json:"kind"`
	Title       string    `json:"title"`
	Unit        string    `json:"unit"`
	Status      Status    `json:"status"`
	Since       time.Time `json:"since"`
	Due         string    `json:"due,omitempty"` // a date; nothing where the regulation gives no limit
	Overdue     bool      `json:"overdue"`
	Provisional bool      `json:"provisional"` // the calendar of that year is not out yet
}

// PortalPage is one page of requests.
type PortalPage struct {
	Items []PortalItem `json:"items"`
	Next  string       `json:"next"` // the cursor of the next page; nothing at the end
}

// PortalRequest is a whole request.
type PortalRequest struct {
	PortalItem
	Article string        `json:"article,omitempty"` // of the limit
	Fields  Values        `json:"fields"`
	Lines   []Line        `json:"lines"`
	Files   []File        `json:"files"`
	Papers  []PortalPaper `json:"papers"` // that have been issued
	History []PortalStep  `json:"history"`
	Can     []Action      `json:"can"` // what the portal may do now: submit (a round), withdraw
}

// PortalPaper is an issued paper.
type PortalPaper struct {
	Document DocumentKind `json:"document"`
	Title    string       `json:"title"`
	Hash     string       `json:"sha256"`
}

// PortalStep is one act.
type PortalStep struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Action Action    `json:"action"`
	Note   string    `json:"note,omitempty"`
}
