package model

import "time"

// Without a network desk and hub exchange by files: a desk's parcel of acts, and the hub's parcel of answers. Both are
// encrypted to whom they are for and signed by whom they are from.

// CarryFormat is the version of the parcels.
const CarryFormat = 1

// CarryKey is what a desk knows of its hub's key, to exchange by files.
type CarryKey struct {
	Recipient string `json:"recipient"` // parcels for the hub are encrypted to it
	Verify    []byte `json:"verify"`    // and its answers are signed with the key of this one
}

// CarriedFile is a file that a parcel brings.
type CarriedFile struct {
	Hash string `json:"sha256"`
	Size int64  `json:"size"`
}

// CarriedActs are acts of one person, with the session that they are sent with.
type CarriedActs struct {
	Session string   `json:"session"`
	Acts    []Pushed `json:"acts"`
}

// ActsParcel is what a desk sends to its hub.
type ActsParcel struct {
	Format int           `json:"format"`
	No     int64         `json:"no"`     // larger in each parcel of a device
	Device string        `json:"device"` // whose key signed it
	To     string        `json:"to"`     // whom it is encrypted to: nobody can pass it on to another
	Made   time.Time     `json:"made"`
	Cursor Cursor        `json:"cursor"` // how far the desk has followed the log
	Answer string        `json:"answer"` // whom the answer is to be encrypted to
	Acts   []CarriedActs `json:"acts"`   // in the device's order
	Files  []CarriedFile `json:"files"`  // that it brings
	Wants  []string      `json:"wants"`  // the files that it asks for
	Room   int64         `json:"room"`   // and how many bytes of them it takes
}

// AnswerParcel is what the hub sends back.
type AnswerParcel struct {
	Format   int           `json:"format"`
	No       int64         `json:"no"` // of the parcel that it answers
	Device   string        `json:"device"`
	Hello    Hello         `json:"hello"`
	Answers  []Answer      `json:"answers"`
	Sessions []Session     `json:"sessions"` // prolonged, for those whose acts came
	SignIn   []string      `json:"sign_in"`  // whose session is over
	Stopped  *Answer       `json:"stopped,omitempty"`
	Cursor   Cursor        `json:"cursor"` // where its stretch of the log begins
	Files    []CarriedFile `json:"files"`  // they come first
	Pages    []CarriedFile `json:"pages"`  // then the log
	More     bool          `json:"more"`   // there is more of it than one parcel takes
}

// CarryReport tells what one parcel did.
type CarryReport struct {
	Device   string   `json:"device"`
	No       int64    `json:"no"`             // of the parcel, or of the one that was answered
	Name     string   `json:"name,omitempty"` // of the file
	Acts     int      `json:"acts"`           // that are on their way, or were answered
	Taken    int      `json:"taken"`
	Refused  int      `json:"refused"` // the blocked ones included
	Received int      `json:"received"`
	Files    int      `json:"files"`
	Wanted   int      `json:"wanted,omitempty"`  // files that the parcel asks for
	SignIn   []string `json:"sign_in"`           // whose acts wait until they sign in while connected
	More     bool     `json:"more"`              // carry once more: there is more than one parcel takes
	Ignored  string   `json:"ignored,omitempty"` // why nothing was done: the key of its words
}

// Teaches tells the kinds of subject that the office itself works by.
func (k SubjectKind) Teaches() bool {
	return k == OfficeSubject || k == CalendarSubject || k == CatalogueSubject
}
