package model

import (
	"slices"
	"strings"
	"time"

	"yunban/model/workday"
)

// grantFits asks of an access grant: a known unit, a term that has not passed, and no other grant of the same person to
// the same resource at the same time (P 20, L 25; T20).
func grantFits(p *Profile, m Matter, s MatterStep, all Surroundings) []Problem {
	v := s.Values
	if s.Action == Grant { // the unit may shorten the term, or give another resource
		v = m.Values.Clone()
		for k, said := range s.Values {
			v[k] = said
		}
	}
	found := forUnit(p, m, s, all)
	from, okFrom := ParseMoment(v["from"])
	to, okTo := ParseMoment(v["to"])
	switch {
	case !okFrom:
		return append(found, problem("from", "problem.not_moment"))
	case !okTo:
		return append(found, problem("to", "problem.not_moment"))
	case !to.After(from):
		return append(found, problem("to", "problem.ends_before"))
	case !to.After(s.At):
		return append(found, problem("to", "problem.grant_past"))
	}
	for _, o := range all.Others {
		if o.Kind == AccessGrant && o.ID != m.ID && o.Unit == m.Unit && o.overlaps(v, from, to) {
			return append(found, problem("from", "problem.grant_overlaps", "number", o.Number))
		}
	}
	return found
}

// overlaps reports whether a grant lets the same person into the same resource at the same time.
func (m Matter) overlaps(v Values, from, to time.Time) bool {
	if m.Status != AskedStatus && m.Status != GrantedStatus {
		return false
	}
	for _, same := range []string{"entrant", "entrant_body", "system_id", "resources"} {
		if strings.TrimSpace(m.Granted()[same]) != strings.TrimSpace(v[same]) {
			return false
		}
	}
	begin, _ := ParseMoment(m.Granted()["from"])
	end, _ := ParseMoment(m.Granted()["to"])
	return begin.Before(to) && from.Before(end)
}

// Granted is what an access grant allows: what was asked, as the unit changed it.
func (m Matter) Granted() Values {
	v := m.Values.Clone()
	if act, ok := m.Latest(Grant); ok {
		for k, said := range act.Values {
			if k != ActorUnit {
				v[k] = said
			}
		}
	}
	return v
}

// GrantStanding says whether a grant can be used.
type GrantStanding string

// The standings of a grant.
const (
	GrantWaits   GrantStanding = "waits"   // not decided yet
	GrantAhead   GrantStanding = "ahead"   // its time has not begun
	GrantHolds   GrantStanding = "holds"   // entries may be made
	GrantExpired GrantStanding = "expired" // by itself, at its end; not closed out yet
	GrantOver    GrantStanding = "over"    // closed, refused, revoked or taken back
)

// GrantStands tells whether a grant can be used at a time. It expires by itself.
func (m Matter) GrantStands(now time.Time) GrantStanding {
	switch m.Status {
	case AskedStatus:
		return GrantWaits
	case GrantedStatus:
	default:
		return GrantOver
	}
	from, _ := ParseMoment(m.Granted()["from"])
	to, _ := ParseMoment(m.Granted()["to"])
	switch {
	case now.Before(from):
		return GrantAhead
	case now.Before(to):
		return GrantHolds
	}
	return GrantExpired
}

// entryFits asks of an entry that it lies within the grant, and that whoever logs it was let in or keeps the grant's log.
func entryFits(p *Profile, m Matter, s MatterStep, all Surroundings) []Problem {
	found := byAskerOrUnit(p, m, s, all)
	from, _ := ParseMoment(m.Granted()["from"])
	to, _ := ParseMoment(m.Granted()["to"])
	entered, okEntered := ParseMoment(s.Values["entered"])
	left, okLeft := ParseMoment(s.Values["left"])
	switch {
	case !okEntered:
		return append(found, problem("entered", "problem.not_moment"))
	case s.Values["left"] != "" && !okLeft:
		return append(found, problem("left", "problem.not_moment"))
	case okLeft && !left.After(entered):
		return append(found, problem("left", "problem.ends_before"))
	case entered.Before(from) || !entered.Before(to) || okLeft && left.After(to):
		return append(found, problem("entered", "problem.outside_grant", "from", Moment(from), "to", Moment(to), "article", p.ArticleOf("access")))
	case entered.After(s.At):
		return append(found, problem("entered", "problem.moment_to_come"))
	}
	return found
}

// byAsker keeps a step to who asked.
func byAsker(_ *Profile, m Matter, s MatterStep, _ Surroundings) []Problem {
	if len(m.Acts) > 0 && m.Acts[0].Person == s.doer().ID {
		return nil
	}
	return []Problem{problem("", "problem.not_asker")}
}

// byAskerOrUnit keeps a step to who asked, his colleagues, and the unit that granted.
func byAskerOrUnit(p *Profile, m Matter, s MatterStep, _ Surroundings) []Problem {
	who := s.doer()
	if len(m.Acts) > 0 && (m.Acts[0].Person == who.ID || who.Unit != "" && m.Acts[0].Unit == who.Unit) ||
		who.Unit != "" && who.Unit == m.Unit && p.Holds(who.Roles, DutyUnit) {
		return nil
	}
	return []Problem{problem("", "problem.not_asker")}
}

// inspected asks that the unit to be inspected is known; with none it is the platform.
func inspected(p *Profile, m Matter, s MatterStep, all Surroundings) []Problem {
	if m.Unit == "" {
		return nil
	}
	return forUnit(p, m, s, all)
}

// findings asks of every finding a risk level, who is responsible and until when (P 17, L 21).
func findings(p *Profile, _ Matter, s MatterStep, _ Surroundings) []Problem {
	var found []Problem
	for i, l := range RowsOf(s.Lines, "findings") {
		for _, id := range []string{"finding", "risk", "owner", "due"} {
			if strings.TrimSpace(l.Values[id]) == "" {
				found = append(found, problem(CellOf("findings", i, id), "problem.finding_"+id, "article", p.ArticleOf("inspection")))
			}
		}
		if due, err := workday.ParseDate(l.Values["due"]); err == nil && due.Before(workday.DateOf(s.At)) {
			found = append(found, problem(CellOf("findings", i, "due"), "problem.finding_past"))
		}
	}
	return found
}

// FindingState is how far a finding of an inspection is.
type FindingState string

// The states of a finding.
const (
	FindingOpen      FindingState = "open"      // to be rectified
	FindingRectified FindingState = "rectified" // reported as rectified; to be checked again
	FindingClosed    FindingState = "closed"    // checked again and found well
)

// Finding is one finding of an inspection and how far it is.
type Finding struct {
	ID string
	Values
	State     FindingState
	Rectified []MatterAct
	Rechecked []MatterAct
}

// Due is the day until which it is to be rectified.
func (f Finding) Due() workday.Date {
	due, _ := workday.ParseDate(f.Values["due"]) // checked when it was recorded
	return due
}

// Overdue reports whether it is open after its day.
func (f Finding) Overdue(today workday.Date) bool {
	return f.State == FindingOpen && f.Due().Before(today)
}

// Findings lists what an inspection found, each with its state.
func (m Matter) Findings() []Finding {
	act, ok := m.Latest(Inspect)
	if !ok {
		return nil
	}
	var all []Finding
	for _, l := range RowsOf(act.Lines, "findings") {
		f := Finding{ID: l.ID, Values: l.Values, State: FindingOpen}
		for _, step := range m.Acts {
			switch {
			case step.Values["finding"] != l.ID:
			case step.Action == Rectify:
				f.State, f.Rectified = FindingRectified, append(f.Rectified, step)
			case step.Action == Recheck && step.Values["passed"] == True:
				f.State, f.Rechecked = FindingClosed, append(f.Rechecked, step)
			case step.Action == Recheck:
				f.State, f.Rechecked = FindingOpen, append(f.Rechecked, step)
			}
		}
		all = append(all, f)
	}
	return all
}

// finding finds the finding that a step names in the right state.
func (m Matter) finding(s MatterStep, want FindingState, otherwise string) []Problem {
	at := slices.IndexFunc(m.Findings(), func(f Finding) bool { return f.ID == s.Values["finding"] })
	if at < 0 {
		return []Problem{problem("finding", "problem.no_finding")}
	}
	if m.Findings()[at].State != want {
		return []Problem{problem("finding", otherwise)}
	}
	return nil
}

// RectifiedBy reports whether a finding is one for a unit to rectify: one that names the inspected unit as responsible is
// no other's (督促相关单位及时整改, P 17, L 21), unless it names that one too.
func (f Finding) RectifiedBy(unit, inspected Unit) bool {
	names := func(u Unit) bool { return u.Name != "" && strings.Contains(f.Values["owner"], u.Name) }
	return unit.ID == inspected.ID || !names(inspected) || names(unit)
}

func rectified(p *Profile, m Matter, s MatterStep, all Surroundings) []Problem {
	found := append(m.finding(s, FindingOpen, "problem.finding_not_open"), said(p, m, s, all)...)
	for _, f := range m.Findings() {
		if f.ID == s.Values["finding"] && !f.RectifiedBy(all.unit(s.doer().Unit), all.unit(m.Unit)) {
			found = append(found, problem("finding", "problem.finding_of_another", "owner", f.Values["owner"]))
		}
	}
	return found
}

// unit is a unit by its id, with its name where it is known.
func (s Surroundings) unit(id string) Unit {
	for _, u := range s.Units {
		if u.ID == id {
			return u
		}
	}
	return Unit{ID: id}
}

func rechecked(p *Profile, m Matter, s MatterStep, all Surroundings) []Problem {
	found := m.finding(s, FindingRectified, "problem.finding_not_rectified")
	if s.Values["passed"] != True {
		found = append(found, said(p, m, s, all)...)
	}
	return found
}

// allRectified asks that nothing is left open.
func allRectified(_ *Profile, m Matter, _ MatterStep, _ Surroundings) []Problem {
	for _, f := range m.Findings() {
		if f.State != FindingClosed {
			return []Problem{problem("", "problem.findings_open")}
		}
	}
	return nil
}
