package model

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"yunban/model/workday"
)

// Filling is what was typed into an application so far: values, resource rows, files. A draft is a Filling.
type Filling struct {
	Values Values `json:"values"`
	Rows   []Row  `json:"rows"`
	Files  []File `json:"files"`
}

func (f Filling) hasFile(role string) bool {
	for _, file := range f.Files {
		if file.Role == role {
			return true
		}
	}
	return false
}

// Act is what a person asks to do to a request: an event that has not been judged yet.
type Act struct {
	ID      string // UUIDv7; the event's id
	Request string
	Case    Case // of a new request
	Action  Action
	Actor   Person
	Unit    Unit // the actor's unit
	Device  string
	Claimed time.Time
	At      time.Time // now, by whoever numbers events
	After   string    // the last event of the request that the actor has seen; nothing skips the check
	Note    string
	Values  Values
	Rows    []Row  // of a submission
	Lines   []Line // of an approval or delivery: figures only, by line id
	Files   []File
	For     *Person // on whose behalf, by a delegation that holds (委托)
	ForUnit Unit
	Live    *LiveSystem // of a change or termination: the system as it runs
}

// LiveSystem is a system in production, as a change or termination finds it.
type LiveSystem struct {
	System string // the inventory's id
	Usage  string // the usage request that it went live by
	Title  string
	Level  string
	Lines  []Line // as delivered now
	Open   string // number of the change or termination that is open already; nothing when none is
}

// Filling is the application that comes with a submission.
func (a Act) Filling() Filling { return Filling{a.Values, a.Rows, a.Files} }

// Next judges an act against the request's past and gives the event that it becomes, not yet sealed. It is the only
// place where an act becomes an event: screens, commands and the hub all come here.
//
// The failures: conflict when the request has moved on, forbidden without the duty, invalid with every problem.
func Next(p *Profile, past []Event, a Act) (Event, error) {
	r, err := Replay(past)
	if err != nil {
		return Event{}, err
	}
	return NextOn(p, r, past, a)
}

// NextOn is Next for a request whose past is replayed already.
func NextOn(p *Profile, r Request, past []Event, a Act) (Event, error) {
	for i, e := range past {
		if e.ID == a.ID {
			return again(p, past[:i], e, a)
		}
	}
	if len(past) == 0 {
		r = Request{ID: a.Request, Case: a.Case, Unit: a.Unit.ID}
	}
	if a.Live != nil {
		r.Runs = a.Live.Lines
	}
	if err := unchanged(past, a); err != nil {
		return Event{}, err
	}
	if check, aside := asides[a.Action]; aside && len(past) > 0 {
		return a.aside(p, r, check)
	}
	if a.Action == FileCopy && len(past) > 0 {
		return a.fileCopy(p, r)
	}
	move, ok := arrow(r.Case, r.Status, a.Action)
	if !ok {
		return Event{}, Errorf(Conflict, "error.action_not_now", "action", string(a.Action), "status", string(r.Status))
	}
	if err := mayDo(p, r, a.doer(), move); err != nil {
		return Event{}, err
	}
	if problems := judge(p, r, a, move); len(problems) > 0 {
		return Event{}, InvalidInput(problems)
	}
	return a.event(p, r), nil
}

// doer is who answers for the act: whoever acts, or who delegated it.
func (a Act) doer() Person {
	if a.For == nil {
		return a.Actor
	}
	doer := *a.For
	doer.Disabled = doer.Disabled || a.Actor.Disabled
	return doer
}

// aside judges an act that moves nothing: anybody who may read the request may add one.
func (a Act) aside(p *Profile, r Request, check need) (Event, error) {
	if a.Actor.Disabled || !p.MayRead(a.Actor, r.Unit) && !slices.Contains(r.Copied, a.Actor.ID) {
		return Event{}, Errorf(Forbidden, "error.not_reader")
	}
	if check != nil {
		if problems := check(p, r, a); len(problems) > 0 {
			return Event{}, InvalidInput(problems)
		}
	}
	return a.event(p, r), nil
}

// again answers an act that was taken before: the same act has the same answer, another one under its id is refused.
func again(p *Profile, before []Event, taken Event, a Act) (Event, error) {
	e, err := Next(p, before, a)
	if err == nil && e.says() == taken.says() {
		return taken, nil
	}
	return Event{}, Wrap(Conflict, err, "error.event_reused")
}

// unchanged refuses an act on a request that somebody changed since the actor looked.
func unchanged(past []Event, a Act) error {
	if a.After == "" || len(past) == 0 {
		return nil
	}
	last := past[0]
	for _, e := range past {
		if !Beside(e.Action) {
			last = e
		}
	}
	if last.ID == a.After {
		return nil
	}
	return Errorf(Conflict, "error.changed_meanwhile", "who", last.ActorName, "action", string(last.Action),
		"at", last.At.In(workday.Shanghai).Format("2006-01-02 15:04"))
}

// Beside tells papers and asides, which change nothing of the request.
func Beside(a Action) bool {
	_, aside := asides[a]
	return aside || AboutPaper(a)
}

// mayDo refuses who lacks the duty, and a unit's duty on another unit's request.
func mayDo(p *Profile, r Request, who Person, move Arrow) error {
	if who.Disabled {
		return Errorf(Forbidden, "error.disabled")
	}
	if !p.Holds(who.Roles, move.By) {
		return Errorf(Forbidden, "error.not_your_duty", "action", string(move.Action), "roles", p.holders(move.By))
	}
	if (move.Action == Countersign || move.Action == Approve) && r.HasCountersigned(who.ID) { // so many different persons agree
		return Errorf(Forbidden, "error.countersigned_already")
	}
	if move.By == DutyUnit && (who.Unit == "" || who.Unit != r.Unit) {
		return Errorf(Forbidden, "error.not_your_unit", "action", string(move.Action))
	}
	return nil
}

// holders names the roles that hold a duty.
func (p *Profile) holders(d Duty) string {
	var names []string
	for _, r := range p.Duties[d] {
		names = append(names, p.RoleName(r))
	}
	return strings.Join(names, "、")
}

// judge finds every problem of an act: gate, form, note, and what the arrow needs.
func judge(p *Profile, r Request, a Act, move Arrow) []Problem {
	var found []Problem
	if move.Gate != nil {
		found = append(found, move.Gate(p, r)...)
	}
	if form, ok := p.ActForm(r.Case, a.Action); ok && a.Action != Submit {
		found = append(found, form.Check(p, a.Values, workday.DateOf(a.At))...)
	}
	if n := utf8.RuneCountInString(a.Note); n > maxNote {
		found = append(found, problem("note", "problem.note_too_long", "max", strconv.Itoa(maxNote), "now", strconv.Itoa(n)))
	}
	if move.Need != nil {
		found = append(found, move.Need(p, r, a)...)
	}
	return distinct(found)
}

// distinct keeps the first problem of each field: one thing to mend at a time is enough to read.
func distinct(found []Problem) []Problem {
	seen := map[string]bool{}
	return slices.DeleteFunc(found, func(pr Problem) bool {
		at := pr.Field
		if at == "" || at == "files" {
			at += " " + pr.Key
		}
		again := seen[at]
		seen[at] = true
		return again
	})
}

func (a Act) event(p *Profile, r Request) Event {
	e := Event{ID: a.ID, Subject: Subject{RequestSubject, r.ID}, Actor: a.Actor.ID, ActorName: a.Actor.Name,
		ActorUnit: a.Unit.Name, Device: a.Device, Claimed: a.Claimed, At: a.At, Action: a.Action,
		Note: strings.TrimSpace(a.Note), Values: trimmed(a.Values), Files: a.Files, Profile: p.Ref()}
	if a.For != nil {
		e.For, e.ForID = a.For.Name, a.For.ID
	}
	switch a.Action {
	case Submit:
		e.Lines = a.lines(p, r)
		e.Values["case"], e.Values["unit_id"] = string(r.Case), r.Unit
		if a.Live != nil {
			e.Values["system_id"], e.Values["usage_id"] = a.Live.System, a.Live.Usage
			e.Values["system_name"], e.Values["unit_name"] = a.Live.Title, a.Unit.Name
			e.Values["mlps_level"] = a.Live.Level
		}
		if r.Number == "" {
			e.Series = p.SeriesOf(r.Case) + "-" + strconv.Itoa(workday.DateOf(a.At).Year)
		}
	case Adjust:
		e.Lines = named(a.Lines, r.RunningLines())
	case Execute:
		e.Lines = decided(r.Lines, a.Lines, StageDelivered, StageApproved)
	case Approve:
		e.Lines = decided(r.Lines, a.Lines, StageApproved, StageAsked)
	case Deliver:
		e.Lines = decided(r.Lines, a.Lines, StageDelivered, StageApproved)
	}
	return e
}

// lines are the lines that a submission is about: those asked for; of a change with how they run now; of a
// termination all that run.
func (a Act) lines(p *Profile, r Request) []Line {
	switch r.Case {
	case Change:
		lines, _ := p.ReadRows(a.Rows)
		for i := range lines {
			if a.Rows[i].ID == "" { // new lines must not take an old line's id
				lines[i].ID = a.ID + "." + strconv.Itoa(i+1)
			}
			if now, ok := findLine(a.Live.Lines, lines[i].ID); ok {
				lines[i].Before, lines[i].Was = now.Delivered, now.Values
			}
		}
		return lines
	case Termination:
		return a.Live.Lines
	}
	lines, _ := p.ReadRows(a.Rows)
	return lines
}

// named says of each adjusted line what it is: a change may have brought it, which this request knows nothing of.
func named(lines, running []Line) []Line {
	out := slices.Clone(lines)
	for i := range out {
		if l, ok := findLine(running, out[i].ID); ok {
			out[i].Resource, out[i].Values = l.Resource, Values{"name": l.Name()}
		}
	}
	return out
}

func trimmed(v Values) Values {
	out := Values{}
	for k, s := range v {
		if s = strings.TrimSpace(s); s != "" {
			out[k] = s
		}
	}
	return out
}

// decided fixes a stage's figure of every line: as given, else as before.
func decided(lines, given []Line, stage, before Stage) []Line {
	out := make([]Line, len(lines))
	for i, l := range lines {
		amount, _ := l.Amount(before)
		if g, ok := findLine(given, l.ID); ok {
			amount, _ = g.Amount(stage)
		}
		out[i] = Line{ID: l.ID, Resource: l.Resource}
		if stage == StageApproved {
			out[i].Approved = &amount
		} else {
			out[i].Delivered = &amount
		}
	}
	return out
}
