package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"yunban/model/workday"
)

// MatterStep is what a person asks to do to a matter: an event that has not been judged yet.
type MatterStep struct {
	ID      string // UUIDv7; the event's id
	About   Subject
	Action  Action
	Actor   Person
	Unit    Unit    // the actor's unit
	For     *Person // on whose behalf, by a delegation that holds (委托)
	Device  string
	Claimed time.Time
	At      time.Time // now, by whoever numbers events
	After   string    // the last event that the actor has seen; nothing skips the check
	Note    string
	Values  Values
	Lines   []Line
	Files   []File
}

// Surroundings are what the judgement of a step rests on besides the matter's own past.
type Surroundings struct {
	Others  []Matter // of the same kind; of an answer to a survey the surveys besides
	Systems []Inventoried
	Units   []Unit
}

// Inventoried is a system of the inventory and where it stands.
type Inventoried struct {
	System
	State SystemState
}

// matterNeed checks what must come with a step. It names every problem.
type matterNeed func(*Profile, Matter, MatterStep, Surroundings) []Problem

func bothMatters(needs ...matterNeed) matterNeed {
	return func(p *Profile, m Matter, s MatterStep, all Surroundings) []Problem {
		var found []Problem
		for _, n := range needs {
			found = append(found, n(p, m, s, all)...)
		}
		return found
	}
}

// NextStep judges a step against a matter's past and gives the event that it becomes, not yet sealed. Desks, commands
// and the hub all come here.
//
// The failures: conflict when the matter has moved on, forbidden without the duty, invalid with every problem.
func NextStep(p *Profile, past []Event, s MatterStep, all Surroundings) (Event, error) {
	for _, e := range past {
		if e.ID == s.ID {
			return e, nil
		}
	}
	m := MatterOf(ReplayRecord(past))
	m.Kind, m.ID = s.About.Kind, s.About.ID
	if err := unmoved(past, s.After); err != nil {
		return Event{}, err
	}
	if s.Action == FileCopy && len(past) > 0 {
		return s.fileCopy(p, m, past)
	}
	arrow, ok := stepFrom(m.Kind, m.Status, s.Action)
	if !ok {
		return Event{}, Errorf(Conflict, "error.step_not_now", "action", string(s.Action), "matter_status", string(m.Status))
	}
	if len(past) == 0 {
		m.Unit = p.ownerOf(s, arrow)
	}
	if err := p.mayStep(m, s.doer(), arrow); err != nil {
		return Event{}, err
	}
	if problems := p.judgeStep(m, s, arrow, all); len(problems) > 0 {
		return Event{}, InvalidInput(problems)
	}
	return p.eventOf(m, s, len(past) == 0), nil
}

// doer is who answers for the step.
func (s MatterStep) doer() Person { return Act{Actor: s.Actor, For: s.For}.doer() }

// ownerOf is the unit that a new matter belongs to: nobody's when it is for everybody, the actor's own when the unit
// opens it, else the unit that it names.
func (p *Profile) ownerOf(s MatterStep, arrow MatterArrow) string {
	switch {
	case s.About.Kind.publishedToAll():
		return ""
	case slices.Equal(arrow.By, unitDuty):
		return s.doer().Unit
	}
	return s.Values["unit_id"]
}

// unmoved refuses a step on a matter that somebody moved since the actor looked.
func unmoved(past []Event, after string) error {
	return unchanged(past, Act{After: after})
}

// mayStep refuses who lacks the duty, and a unit's duty on another unit's matter.
func (p *Profile) mayStep(m Matter, who Person, arrow MatterArrow) error {
	if who.Disabled {
		return Errorf(Forbidden, "error.disabled")
	}
	if len(arrow.By) == 0 {
		return nil
	}
	var names []string
	for _, d := range arrow.By {
		if !p.Holds(who.Roles, d) {
			names = append(names, p.holders(d))
			continue
		}
		if d != DutyUnit || who.Unit != "" && (m.Unit == "" || who.Unit == m.Unit) {
			return nil
		}
	}
	if len(names) < len(arrow.By) {
		return Errorf(Forbidden, "error.not_your_unit", "action", string(arrow.Action))
	}
	return Errorf(Forbidden, "error.not_your_duty", "action", string(arrow.Action), "roles", strings.Join(distinctNames(names), "、"))
}

func distinctNames(names []string) []string {
	var once []string
	for _, n := range names {
		if n != "" && !slices.Contains(once, n) {
			once = append(once, n)
		}
	}
	return once
}

// StepForm is what a step of a matter asks for: the form named problem.report, access_grant.enter …; none when it asks
// for a note at most.
func (p *Profile) StepForm(k SubjectKind, a Action) (Form, bool) {
	f, ok := p.Forms[string(k)+"."+string(a)]
	if !ok && a == Replace { // a correction says the same as the first filing
		for _, arrow := range matterLives[k] {
			if arrow.From == NoStatus {
				return p.StepForm(k, arrow.Action)
			}
		}
	}
	return f, ok
}

// judgeStep finds every problem of a step: form, rows, note, and what the arrow needs.
func (p *Profile) judgeStep(m Matter, s MatterStep, arrow MatterArrow, all Surroundings) []Problem {
	var found []Problem
	if form, ok := p.StepForm(m.Kind, s.Action); ok {
		today := workday.DateOf(s.At)
		found = append(found, form.Check(p, s.Values, today)...)
		found = append(found, form.checkRows(p, s.Lines)...)
	}
	if n := utf8.RuneCountInString(s.Note); n > maxNote {
		found = append(found, problem("note", "problem.note_too_long", "max", strconv.Itoa(maxNote), "now", strconv.Itoa(n)))
	}
	if arrow.Need != nil {
		found = append(found, arrow.Need(p, m, s, all)...)
	}
	return distinct(found)
}

// MaxRows is how many rows a matter's tables may have in all; longer tables come as a file.
const MaxRows = 2000

// checkRows finds every problem of a form's tables: each cell by its column.
func (f Form) checkRows(p *Profile, lines []Line) []Problem {
	if len(lines) > MaxRows {
		return []Problem{problem("rows", "problem.too_many_rows", "max", strconv.Itoa(MaxRows))}
	}
	var found []Problem
	known := map[string]bool{}
	for _, sec := range f.Sections {
		if sec.Kind != RowsSection {
			continue
		}
		known[sec.ID] = true
		for i, l := range RowsOf(lines, sec.ID) {
			for _, pr := range sec.CheckRow(p, l.Values) {
				pr.Field = CellOf(sec.ID, i, pr.Field)
				found = append(found, pr)
			}
		}
	}
	for _, l := range lines {
		if !known[l.Resource] {
			found = append(found, problem("rows", "problem.unknown_table", "table", l.Resource))
		}
	}
	return found
}

// CheckRow finds every problem of one row of a table, each at its column.
func (s Section) CheckRow(p *Profile, row Values) []Problem {
	var found []Problem
	for _, field := range s.Fields {
		if pr, bad := field.check(p, row[field.ID]); bad && field.Asked(row) {
			found = append(found, pr)
		}
	}
	return found
}

// RowsOf are the rows of one table.
func RowsOf(lines []Line, table string) []Line {
	var rows []Line
	for _, l := range lines {
		if l.Resource == table {
			rows = append(rows, l)
		}
	}
	return rows
}

// CellOf names a cell of a table as the field of a problem: findings[0].risk.
func CellOf(table string, row int, field string) string {
	return fmt.Sprintf("%s[%d].%s", table, row, field)
}

// eventOf writes the step down.
func (p *Profile) eventOf(m Matter, s MatterStep, opening bool) Event {
	e := Event{ID: s.ID, Subject: s.About, Actor: s.Actor.ID, ActorName: s.Actor.Name, ActorUnit: s.Unit.Name, Device: s.Device,
		Claimed: s.Claimed, At: s.At, Action: s.Action, Note: strings.TrimSpace(s.Note), Values: trimmed(s.Values),
		Lines: numbered(s.Lines), Files: s.Files, Profile: p.Ref()}
	if s.For != nil {
		e.For, e.ForID = s.For.Name, s.For.ID
	}
	e.Values[ActorUnit] = s.doer().Unit
	delete(e.Values, "unit_id")
	if opening {
		e.Values["unit_id"] = m.Unit
		e.Series = p.MatterSeries(m.Kind, workday.DateOf(s.At).Year)
	}
	return e
}

// numbered gives every row of a table an id, 1, 2, 3 …, so that later steps can name it.
func numbered(lines []Line) []Line {
	out := slices.Clone(lines)
	for i := range out {
		out[i].Values = trimmed(out[i].Values)
		if out[i].ID == "" {
			out[i].ID = strconv.Itoa(i + 1)
		}
	}
	return out
}

// matterSeries are the letters of the official numbers.
var matterSeries = map[SubjectKind]string{ProblemTicket: "WT", FaultRecord: "GZ", Consultation: "ZX", Training: "PX", MonthlyReport: "YB",
	Inspection: "JC", Bulletin: "GG", Drill: "YL", ContingencyPlan: "YA", AccessGrant: "SQR", Capacity: "RL", Survey: "DC", SurveyAnswer: "DCH",
	Assessment: "KH", Measure: "ZB"}

// MatterSeries is the series of a kind's official numbers in a year: PJ-WT-2026.
func (p *Profile) MatterSeries(k SubjectKind, year int) string {
	city, _, _ := strings.Cut(p.Series, "-")
	return city + "-" + matterSeries[k] + "-" + strconv.Itoa(year)
}

// MaySee reports whether a person may see a matter: everybody what is published to all, its unit and who reads all the
// rest, and whoever asked for access what became of it.
func (p *Profile) MaySee(who Person, m Matter) bool {
	if m.Kind.publishedToAll() || p.MayRead(who, m.Unit) {
		return true
	}
	return len(m.Acts) > 0 && m.Acts[0].Person == who.ID
}

// CanStep lists what a person may do to a matter now.
func (p *Profile) CanStep(m Matter, who Person) []Action {
	var can []Action
	for _, arrow := range matterLives[m.Kind] {
		if arrow.From == m.Status && p.mayStep(m, who, arrow) == nil && !slices.Contains(can, arrow.Action) {
			can = append(can, arrow.Action)
		}
	}
	return can
}

// MatterKindOf is the kind of matter whose official numbers look like one: PJ-WT-2026-0003 is a problem's.
func MatterKindOf(number string) (SubjectKind, bool) {
	parts := strings.Split(number, "-")
	if len(parts) != 4 {
		return "", false
	}
	for kind, letters := range matterSeries {
		if letters == parts[1] {
			return kind, true
		}
	}
	return "", false
}
