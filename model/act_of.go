package model

import (
	"maps"
	"slices"
	"strings"
)

// ActOf is the act that an event was made from, so that it can be judged again: a hub does with what desks send. Who
// acts, and of which unit, is the judge's own knowledge and not the event's; so are the one whom it was done for and
// the system as it runs, which the caller adds.
func ActOf(e Event, actor Person, unit Unit) Act {
	a := Act{ID: e.ID, Request: e.Subject.ID, Action: e.Action, Actor: actor, Unit: unit, Device: e.Device,
		Claimed: e.Claimed, At: e.At, Note: e.Note, Values: e.Values.Clone(), Files: e.Files}
	if e.Action != Submit {
		a.Lines = e.Lines
		return a
	}
	a.Case = Case(a.Values["case"])
	delete(a.Values, "case")
	delete(a.Values, "unit_id")
	for _, l := range e.Lines {
		row := RowOf(l)
		if a.Case == Change && strings.HasPrefix(row.ID, e.ID+".") { // a new line: its id comes with the filing
			row.ID = ""
		}
		a.Rows = append(a.Rows, row)
	}
	return a
}

// SaysAs reports whether two events say the same about the same subject in the same person's name, whoever numbered
// them and whenever.
func (e Event) SaysAs(other Event) bool {
	return e.ForID == other.ForID && (e.same(other) || e.says() == other.says())
}

// same reports whether two events say the same in the same form, as they mostly do: it is found out ten times as fast.
func (e Event) same(other Event) bool {
	return e.Subject == other.Subject && e.Actor == other.Actor && e.Action == other.Action && e.Note == other.Note &&
		maps.Equal(e.Values, other.Values) && slices.Equal(e.Files, other.Files) && slices.EqualFunc(e.Lines, other.Lines, Line.same)
}

func (l Line) same(other Line) bool {
	return l.ID == other.ID && l.Resource == other.Resource && l.Asked == other.Asked && sameAmount(l.Approved, other.Approved) &&
		sameAmount(l.Delivered, other.Delivered) && sameAmount(l.Before, other.Before) && maps.Equal(l.Values, other.Values) && maps.Equal(l.Was, other.Was)
}

func sameAmount(a, b *Amount) bool { return a == b || a != nil && b != nil && *a == *b }
