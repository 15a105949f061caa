package model

import (
	"slices"
	"strconv"
	"time"
)

// System is an application system of a unit's inventory, on the cloud or not (R01, T19).
type System struct {
	ID    string
	Unit  string // the unit's id
	Usage string // the usage request that it is on the cloud by; nothing for a system that never applied
	Values
}

// SystemState says where a system stands towards the cloud.
type SystemState string

// The states of a system.
const (
	OnCloud  SystemState = "on_cloud" // live
	Applying SystemState = "applying" // a usage request is under way
	Planned  SystemState = "planned"  // to be migrated
	Exempt   SystemState = "exempt"   // by a law, a rule or a state document (P 3, L 3)
	Left     SystemState = "left"     // was on the cloud and terminated
)

// Name is the system's name.
func (s System) Name() string { return s.Values["system_name"] }

// Level is the protection level, 0 when it is not set.
func (s System) Level() int {
	n, err := strconv.Atoi(s.Values["mlps_level"])
	if err != nil {
		return 0
	}
	return n
}

// SystemOf reads a system out of a record.
func SystemOf(r Record) System {
	return System{ID: r.Subject.ID, Unit: r.Values["unit_id"], Usage: r.Values["usage_id"], Values: r.Values}
}

// State derives where a system stands from its requests, and from the inventory where it has none.
func (s System) State(requests []Summary) SystemState {
	state := Planned
	if s.Values["migration"] == string(Exempt) {
		state = Exempt
	}
	for _, r := range requests {
		switch {
		case r.Case == Usage && r.Status == Live:
			state = OnCloud
		case r.Case == Usage && !Ended(r.Case, r.Status) && state != OnCloud:
			state = Applying
		}
	}
	for _, r := range requests {
		if r.Case == Termination && r.Status == Terminated {
			state = Left
		}
	}
	return state
}

// Running derives the lines that a live system runs on: those of its usage request, with every change that was done
// and every elastic adjustment since, in the order of time. ok is false when it is not live, or no longer.
func Running(usage Request, later []Request) (lines []Line, ok bool) {
	if usage.Status != Live {
		return nil, false
	}
	type turn struct {
		at  time.Time
		lay func([]Line) []Line
	}
	var turns []turn
	for _, a := range usage.Adjustments {
		turns = append(turns, turn{a.At, func(l []Line) []Line { return scaled(l, a.Lines) }})
	}
	for _, r := range later {
		switch {
		case r.Case == Termination && r.Status == Terminated:
			return nil, false
		case r.Case == Change && r.Status == Done:
			turns = append(turns, turn{r.EndedAt, func(l []Line) []Line { return changed(l, r.Lines) }})
		}
	}
	slices.SortStableFunc(turns, func(a, b turn) int { return a.at.Compare(b.at) })
	lines = slices.Clone(usage.Lines)
	for _, t := range turns {
		lines = t.lay(lines)
	}
	return lines, true
}

// scaled lays an elastic adjustment over the lines that run: the counts, and nothing that a change decided since.
func scaled(lines, by []Line) []Line {
	out := slices.Clone(lines)
	for i := range out {
		if l, ok := findLine(by, out[i].ID); ok && l.Delivered != nil && out[i].Delivered != nil {
			amount := out[i].Delivered.With("count", l.Delivered.Count)
			out[i].Delivered = &amount
		}
	}
	return out
}

// changed lays the lines of a change over those that run.
func changed(lines, by []Line) []Line {
	out := slices.Clone(lines)
	for _, l := range by {
		at := slices.IndexFunc(out, func(o Line) bool { return o.ID == l.ID })
		switch {
		case l.Values[RemoveLine] == True && at >= 0:
			out = slices.Delete(out, at, at+1)
		case at >= 0:
			out[at] = l
		case l.Values[RemoveLine] != True:
			out = append(out, l)
		}
	}
	return out
}

// Delegation lets one person act for another for a time; both names stand on screen, paper and history.
type Delegation struct {
	ID      string
	From    string // who is away
	To      string // who acts
	Begin   string // first day, 2026-02-11
	End     string // last day
	Revoked bool
}

// DelegationOf reads a delegation out of a record.
func DelegationOf(r Record) Delegation {
	v := r.Values
	return Delegation{ID: r.Subject.ID, From: v["from"], To: v["to"], Begin: v["begin"], End: v["end"], Revoked: v["revoked"] == True}
}

// Holds reports whether the delegation holds on a day, written as 2026-02-11.
func (d Delegation) Holds(day string) bool { return !d.Revoked && d.Begin <= day && day <= d.End }
