package view

import (
	"strings"
	"time"

	"yunban/model"
)

// Join is a desk that is about to join a hub: what is typed, and the hub that answered.
type Join struct {
	Address string
	Code    string
	Name    string // of this desk, as its people call it
	Met     model.Met
}

// The length of an enrolment code, its dashes apart.
const codeSigns = 12

// Problems finds what stands in the way of asking the hub.
func (j Join) Problems() []model.Problem {
	var found []model.Problem
	if strings.TrimSpace(j.Address) == "" {
		found = append(found, model.Problem{Field: "address", Key: "problem.join_address"})
	}
	if len(codeLetters(j.Code)) != codeSigns {
		found = append(found, model.Problem{Field: "code", Key: "problem.join_code"})
	}
	if strings.TrimSpace(j.Name) == "" {
		found = append(found, model.Problem{Field: "name", Key: "problem.join_name"})
	}
	return found
}

// codeLetters keeps the signs of a code.
func codeLetters(code string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, code)
}

// Groups are the fingerprint's groups of digits, four to a row, as they are read aloud.
func (j Join) Groups() [][]string {
	groups := strings.Fields(j.Met.Fingerprint)
	var rows [][]string
	for len(groups) > 4 {
		rows, groups = append(rows, groups[:4]), groups[4:]
	}
	return append(rows, groups)
}

// How far a clock may be off: beyond the first it is said, beyond the second nobody joins.
const (
	clockWarned  = 5 * time.Minute
	clockRefused = 24 * time.Hour
)

// Clock says how far this desk's clock is off, when it is, and whether it must be set first. The clock of
// demonstration data may stand anywhere.
func (j Join) Clock(now time.Time) (said Text, refused bool) {
	ahead := now.Sub(j.Met.Now)
	switch {
	case j.Met.Sandbox || ahead.Abs() <= clockWarned:
		return Text{}, false
	case ahead.Abs() > clockRefused:
		return Say("join.clock_refused", "ahead", AheadText(ahead)), true
	}
	return Say("join.clock_off", "ahead", AheadText(ahead)), false
}

// Failed puts a failure where it belongs: at the address, at the code, or, with no field, above all.
func (j Join) Failed(err error) (field string, said Text, ok bool) {
	switch KeyOf(err) {
	case "error.hub_unreachable":
		return "address", Say("join.unreachable"), true
	case "error.hub_address":
		return "address", Say("error.hub_address", "url", j.Address), true
	case "error.enrol_code":
		return "code", Say("error.enrol_code"), true
	case "error.too_many":
		return "code", Say("error.too_many"), true
	}
	return "", Text{}, false
}
