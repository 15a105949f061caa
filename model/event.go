package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"
)

// EventFormat is the version of the Event's form. Version 1 is the first.
const EventFormat = 1

// SubjectKind says what an event is about.
type SubjectKind string

// The kinds of subject.
const (
	OfficeSubject     SubjectKind = "office"     // the office itself: its profile, calendars
	PersonSubject     SubjectKind = "person"     // an account
	UnitSubject       SubjectKind = "unit"       // an office or agency
	RequestSubject    SubjectKind = "request"    // a request, with a lifecycle
	SystemSubject     SubjectKind = "system"     // an application system of the inventory (R01)
	FilingSubject     SubjectKind = "filing"     // a construction proposal in the register (R03)
	CalendarSubject   SubjectKind = "calendar"   // one year's holidays, in place of what ships
	CatalogueSubject  SubjectKind = "catalogue"  // a list of the profile, as the administrator edited it
	DelegationSubject SubjectKind = "delegation" // one person acts for another for a time
)

// Subject is what an event is about.
type Subject struct {
	Kind SubjectKind `json:"kind"`
	ID   string      `json:"id"`
}

// Event is one thing that happened, written down once and never edited. The log of events is the history, the
// audit and what desks exchange.
type Event struct {
	Format    int       `json:"format"`
	ID        string    `json:"id"` // UUIDv7
	Subject   Subject   `json:"subject"`
	Seq       int       `json:"seq"`              // 1, 2, 3 … of its subject
	Actor     string    `json:"actor"`            // the person's id
	ActorName string    `json:"actor_name"`       // the name as it was then
	ActorUnit string    `json:"actor_unit"`       // the unit as it was then
	For       string    `json:"for,omitempty"`    // on whose behalf (委托): the name
	ForID     string    `json:"for_id,omitempty"` // and the id
	Device    string    `json:"device,omitempty"`
	Claimed   time.Time `json:"claimed"` // the desk's own word for the time
	At        time.Time `json:"at"`      // receipt by whoever numbers events: legal clocks start here
	Action    Action    `json:"action"`
	Note      string    `json:"note,omitempty"` // the opinion, the reason
	Values    Values    `json:"values,omitempty"`
	Lines     []Line    `json:"lines,omitempty"`
	Files     []File    `json:"files,omitempty"`
	Profile   string    `json:"profile,omitempty"`  // the profile and version that it was judged by
	Series    string    `json:"series,omitempty"`   // asks for an official number of this series: PJ-SQ-2026
	Number    string    `json:"number,omitempty"`   // the official number, given by whoever numbers events
	Withheld  bool      `json:"withheld,omitempty"` // what it said stayed at the hub: another side of the table keeps it to itself
	Prev      string    `json:"prev,omitempty"`     // hash of the subject's event before
	Hash      string    `json:"hash"`
}

// File is an attachment, kept by the hash of its content.
type File struct {
	Role string `json:"role"` // what it is: the material's id, a paper's kind …
	Name string `json:"name"` // as the sender called it
	Size int64  `json:"size"` // bytes
	Hash string `json:"hash"` // sha256 of the content, in hex
}

// By names who acted, and for whom: 李四（代张三）.
func (e Event) By() string {
	if e.For == "" {
		return e.ActorName
	}
	return e.ActorName + "（代" + e.For + "）"
}

// Doer is the id of who answers for the act: who delegated it, or who acted.
func (e Event) Doer() string {
	if e.ForID != "" {
		return e.ForID
	}
	return e.Actor
}

// Seal chains the event to the one before and fixes its hash. Whoever numbers events seals them.
func (e Event) Seal(past []Event) Event {
	sealed, _ := e.SealedJSON(past)
	return sealed
}

// unhashed is how the JSON of an event ends that has no hash yet.
const unhashed = `""}`

// SealedJSON seals the event and gives it as JSON too, which is written once for the hash and for keeping.
func (e Event) SealedJSON(past []Event) (Event, []byte) {
	e.Format = EventFormat
	e.Seq = len(past) + 1
	e.Prev = ""
	if len(past) > 0 {
		e.Prev = past[len(past)-1].Hash
	}
	e.Claimed, e.At = e.Claimed.UTC().Truncate(time.Microsecond), e.At.UTC().Truncate(time.Microsecond)
	e.Hash = ""
	data := e.json()
	sum := sha256.Sum256(data)
	e.Hash = hex.EncodeToString(sum[:])
	data = append(bytes.TrimSuffix(data, []byte(unhashed)), `"`+e.Hash+`"}`...)
	return e, data
}

// IsText reports whether everything that the event says is text, so that its JSON says the same.
func (e Event) IsText() bool {
	for _, s := range []string{e.ID, string(e.Subject.Kind), e.Subject.ID, e.Actor, e.ActorName, e.ActorUnit, e.For, e.ForID, e.Device, string(e.Action),
		e.Note, e.Profile, e.Series, e.Number} {
		if !utf8.ValidString(s) {
			return false
		}
	}
	for _, f := range e.Files {
		if !utf8.ValidString(f.Role) || !utf8.ValidString(f.Name) || !utf8.ValidString(f.Hash) {
			return false
		}
	}
	for _, l := range e.Lines {
		if !utf8.ValidString(l.ID) || !utf8.ValidString(l.Resource) || !l.Values.isText() || !l.Was.isText() {
			return false
		}
	}
	return e.Values.isText()
}

func (v Values) isText() bool {
	for name, value := range v {
		if !utf8.ValidString(name) || !utf8.ValidString(value) {
			return false
		}
	}
	return true
}

// Digest computes the event's hash: sha256 over its JSON without the hash itself.
func (e Event) Digest() string {
	e.Hash = ""
	sum := sha256.Sum256(e.json())
	return hex.EncodeToString(sum[:])
}

// json is the event as it is hashed and kept.
func (e Event) json() []byte {
	if text, ok := e.appendJSON(make([]byte, 0, 1024)); ok {
		return text
	}
	text, err := json.Marshal(e)
	if err != nil { // an Event holds nothing that cannot be written as JSON
		return nil
	}
	return text
}

// says is what an event says, whoever numbered it and whenever.
func (e Event) says() string {
	return Event{Subject: e.Subject, Actor: e.Actor, Action: e.Action, Note: e.Note, Values: e.Values, Lines: e.Lines, Files: e.Files}.Digest()
}

// VerifyChain checks a subject's events: contiguous, unaltered, each chained to the one before. Of an event that was
// withheld nothing is left to recompute its hash from; it keeps its place in the chain, and only the hub can say more.
func VerifyChain(events []Event) error {
	prev := ""
	for i, e := range events {
		switch {
		case e.Seq != i+1:
			return Errorf(Conflict, "error.chain_gap", "subject", e.Subject.ID, "seq", strconv.Itoa(i+1))
		case e.Prev != prev || e.Hash == "" || !e.Withheld && e.Hash != e.Digest():
			return Errorf(Conflict, "error.chain_broken", "subject", e.Subject.ID, "seq", strconv.Itoa(i+1))
		}
		prev = e.Hash
	}
	return nil
}
