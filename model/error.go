package model

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what sort of failure an Error is. Kinds cross the wire and stand in JSON: never rename one.
type Kind string

// The kinds of failure, with what the reader can do about each.
const (
	Invalid   Kind = "invalid"   // mend the input; Problems point at the fields
	Forbidden Kind = "forbidden" // this person may not do this
	NotFound  Kind = "not_found" // there is no such thing
	Conflict  Kind = "conflict"  // something changed meanwhile: look again
	Offline   Kind = "offline"   // try again when connected
	Other     Kind = "other"     // a fault of the program or the machine
)

// Problem is one thing wrong with one field of an input.
type Problem struct {
	Field string            `json:"field"`          // the field's id; rows[2].vcpu for a cell of the resource lines
	Key   string            `json:"key"`            // the words' key, problem.required …
	Args  map[string]string `json:"args,omitempty"` // what the words mention
}

// Error is a failure for people: its kind, the key of its words, and the cause for engineers.
type Error struct {
	Kind     Kind
	Key      string // key of the words in assets/translations, error.…
	Args     map[string]string
	Problems []Problem // set when Kind is Invalid and fields can be named
	Err      error     // the cause, may be nil
}

// Errorf makes an Error of a kind. The key names the words; pairs are the arguments, name and value in turn.
func Errorf(kind Kind, key string, pairs ...string) *Error {
	return &Error{Kind: kind, Key: key, Args: args(pairs)}
}

// Wrap makes an Error of a kind around its cause.
func Wrap(kind Kind, err error, key string, pairs ...string) *Error {
	return &Error{Kind: kind, Key: key, Args: args(pairs), Err: err}
}

// InvalidInput is the Error of an input with problems, and nil when there are none.
func InvalidInput(problems []Problem) error {
	if len(problems) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "error.invalid_input", Problems: problems}
}

// Error writes the failure for a log: key, arguments and cause. People read the words of Key instead.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Kind) + ": " + e.Key)
	for k, v := range e.Args {
		fmt.Fprintf(&b, " %s=%q", k, v)
	}
	for _, p := range e.Problems {
		fmt.Fprintf(&b, " [%s %s]", p.Field, p.Key)
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf tells the kind of any error: Other when it is none of ours.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Other
}

// problem makes a Problem; pairs are the arguments, name and value in turn.
func problem(field, key string, pairs ...string) Problem {
	return Problem{Field: field, Key: key, Args: args(pairs)}
}

func args(pairs []string) map[string]string {
	if len(pairs) == 0 {
		return nil
	}
	m := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}
