package model

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"yunban/model/workday"
)

// TestKinds are the three tests of a trial (P 9, L 13).
var TestKinds = []string{"functional", "performance", "security"}

// Request is a request as it stands, folded from its events.
type Request struct {
	ID       string
	Number   string // official number; nothing until whoever numbers events gave one
	Case     Case
	Profile  string // the profile and version that it began under
	Unit     string // the using unit's id
	Status   Status
	Since    time.Time // when it came into this status: the clock's start
	Seq      int       // how many events it has
	Last     string    // id of the last act; papers aside
	FiledBy  string    // name of the clerk who filed it
	Rounds   []Round   // every submission; the last one holds
	Lines    []Line    // the last round's lines with approved and delivered figures
	Approval Opinion
	// The trial, once delivered.
	Delivered   time.Time
	TrialDays   int        // calendar days, extensions included
	Extension   *Extension // asked and not yet answered
	Delivery    Values     // what the vendor handed over
	Tests       map[string]Values
	Report      Values // the third party's
	ReportFiles []File
	Review      Opinion
	LiveAt      time.Time
	// Of a change or termination: the system, the usage request that it went live by, and what the authority decided.
	System  string
	Usage   string
	Major   bool   // 重大变更, by the authority's decision (T11)
	Refiled []File // the materials filed again for a major change
	// Countersigned are the opinions of who agreed to the approval before it; Assignee is whom the request was passed to,
	// Copied who got a copy.
	Countersigned []Countersignature
	Assignee      string
	Copied        []string
	Urged         int
	Adjustments   []Adjustment // of elastic lines, within their bounds; the formal quota stays (R22)
	// Runs are the lines that a live system runs on now, changes included. They follow from other requests too, so that
	// whoever knows those sets them (Running); nil otherwise.
	Runs    []Line
	EndedAt time.Time
	Papers  // that were issued, and that came back signed
	// ReadOnly is set when an event is of an action that this version does not know: update the program.
	ReadOnly bool
}

// Round is one submission of a request with the answer it got (T5).
type Round struct {
	No        int
	Submitted time.Time
	By        string
	Values    Values
	Lines     []Line
	Files     []File
	Answer    Opinion // acceptance or non-acceptance
	Check     Values  // what the officer found of each material and line; read it by Complete and Reasonable
}

// Opinion is a decision with its words.
type Opinion struct {
	Action Action
	Note   string
	By     string
	At     time.Time
}

// Countersignature is one approver's word for an approval that another one gives.
type Countersignature struct {
	Doer string // the id of who answers for it
	Opinion
}

// HasCountersigned reports whether somebody agreed already.
func (r Request) HasCountersigned(person string) bool {
	return slices.ContainsFunc(r.Countersigned, func(c Countersignature) bool { return c.Doer == person })
}

// Adjustment is an elastic scaling of a live system.
type Adjustment struct {
	Lines []Line // the delivered figures from then on
	Note  string
	By    string
	At    time.Time
}

// Extension is a wish to prolong the trial.
type Extension struct {
	Days   int
	Reason string
	By     string
	At     time.Time
}

// Round is the last submission; the zero Round before the first.
func (r Request) Round() Round {
	if len(r.Rounds) == 0 {
		return Round{}
	}
	return r.Rounds[len(r.Rounds)-1]
}

// RunningLines are the lines that run now, as far as is known.
func (r Request) RunningLines() []Line {
	if r.Runs != nil {
		return r.Runs
	}
	return r.Lines
}

// Values is what the last submission said.
func (r Request) Values() Values { return r.Round().Values }

// Title is the name of the application system.
func (r Request) Title() string { return r.Values()["system_name"] }

// Level is the system's protection level, 0 when it is not set.
func (r Request) Level() int {
	n, err := strconv.Atoi(r.Values()["mlps_level"])
	if err != nil {
		return 0
	}
	return n
}

// Filling is the last submission as it can be edited again.
func (r Request) Filling() Filling {
	round := r.Round()
	f := Filling{Values: round.Values.Clone(), Files: slices.Clone(round.Files)}
	for _, l := range round.Lines {
		f.Rows = append(f.Rows, RowOf(l))
	}
	return f
}

// Due derives when the request must move on: the limit of its status, or the end of the trial.
func (r Request) Due(p *Profile, cal workday.Calendar) Deadline {
	if r.Status == Trial {
		return p.TrialEnd(r.Delivered, r.TrialDays, cal)
	}
	return p.Due(r.Case, r.Status, r.Since, cal)
}

// Urgency tells how near a request's deadline is on a day; nothing is near once the request has ended.
func (r Request) Urgency(d Deadline, today workday.Date, cal workday.Calendar) (Urgency, int) {
	if Ended(r.Case, r.Status) {
		return Closed, 0
	}
	return d.Urgency(today, cal)
}

// Replay folds a request's events. It never fails on an action it does not know: the request is then read-only.
func Replay(events []Event) (Request, error) {
	var r Request
	for _, e := range events {
		if e.Subject.Kind != RequestSubject {
			return r, Errorf(Other, "error.not_a_request", "subject", e.Subject.ID)
		}
		r = Apply(r, e)
	}
	return r, nil
}

// Apply folds one more event into a request.
func Apply(r Request, e Event) Request {
	r.Seq = e.Seq
	if r.ID == "" {
		r.ID, r.Case, r.Unit, r.Profile = e.Subject.ID, Case(e.Values["case"]), e.Values["unit_id"], e.Profile
	}
	if e.Number != "" {
		r.Number = e.Number
	}
	if Beside(e.Action) {
		return r.noted(e)
	}
	r.Last = e.ID
	move, ok := arrow(r.Case, r.Status, e.Action)
	if !ok {
		r.ReadOnly = true
		return r
	}
	if move.To != r.Status {
		r.Status, r.Since, r.Assignee = move.To, e.At, ""
		if Ended(r.Case, r.Status) {
			r.EndedAt = e.At
		}
	}
	if fold := folds[e.Action]; fold != nil {
		fold(&r, e)
	}
	return r
}

// noted keeps what an aside leaves on a request. A transfer holds until the request moves on.
func (r Request) noted(e Event) Request {
	switch e.Action {
	case CC:
		if to := e.Values["to"]; !slices.Contains(r.Copied, to) {
			r.Copied = append(slices.Clone(r.Copied), to)
		}
	case Transfer:
		r.Assignee = e.Values["to"]
	case Urge:
		r.Urged++
	}
	r.keep(e)
	return r
}

// Option is an action that is possible in the present status, and whether this person may take it now.
type Option struct {
	Action Action    `json:"action"`
	To     Status    `json:"to"`
	By     Duty      `json:"by"`
	May    bool      `json:"may"`
	For    string    `json:"for,omitempty"`  // on whose behalf this person may
	Why    *Error    `json:"-"`              // why not, when it is a matter of duty
	Open   []Problem `json:"open,omitempty"` // what is still missing on record
}

// Can lists the actions of the present status: what this person may do now, and why not the rest.
func (r Request) Can(p *Profile, who Person) []Option {
	if r.ReadOnly {
		return nil
	}
	var options []Option
	for _, move := range lifecycles[r.Case] {
		if move.From != r.Status {
			continue
		}
		o := Option{Action: move.Action, To: move.To, By: move.By}
		if err := mayDo(p, r, who, move); err != nil {
			errors.As(err, &o.Why)
		}
		if move.Gate != nil {
			o.Open = move.Gate(p, r)
		}
		o.May = o.Why == nil && len(o.Open) == 0
		options = append(options, o)
	}
	return options
}
