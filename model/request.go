package model

import (
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
}

// Opinion is a decision with its words.
type Opinion struct {
	Action Action
	Note   string
	By     string
	At     time.Time
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
	if e.Action == Issue {
		return r // a paper about the request; it does not move it
	}
	r.Last = e.ID
	move, ok := arrow(r.Case, r.Status, e.Action)
	if !ok {
		r.ReadOnly = true
		return r
	}
	if move.To != r.Status {
		r.Status, r.Since = move.To, e.At
	}
	if fold := folds[e.Action]; fold != nil {
		fold(&r, e)
	}
	return r
}

// folds says what an action leaves on the request besides its new status.
var folds = map[Action]func(*Request, Event){
	Submit: func(r *Request, e Event) {
		r.FiledBy = e.ActorName
		values := e.Values.Clone()
		delete(values, "case")
		delete(values, "unit_id")
		r.Rounds = append(slices.Clone(r.Rounds), Round{No: len(r.Rounds) + 1, Submitted: e.At, By: e.ActorName,
			Values: values, Lines: e.Lines, Files: e.Files})
		r.Lines = slices.Clone(e.Lines)
	},
	Accept:  answer,
	Decline: answer,
	Approve: func(r *Request, e Event) {
		r.Approval = opinionOf(e)
		r.Lines = withFigures(r.Lines, e.Lines)
	},
	Disapprove: func(r *Request, e Event) { r.Approval = opinionOf(e) },
	Deliver: func(r *Request, e Event) {
		r.Delivered, r.Delivery = e.At, e.Values
		if n, ok := e.Values.Int("trial_days"); ok {
			r.TrialDays = int(n)
		}
		r.Lines = withFigures(r.Lines, e.Lines)
	},
	AskExtension: func(r *Request, e Event) {
		n, _ := e.Values.Int("days")
		r.Extension = &Extension{Days: int(n), Reason: e.Note, By: e.ActorName, At: e.At}
	},
	GrantExtension: func(r *Request, e Event) {
		if r.Extension != nil { // the log is replayed without its gates
			r.TrialDays += r.Extension.Days
		}
		r.Extension = nil
	},
	RefuseExtension: func(r *Request, e Event) { r.Extension = nil },
	RecordTest: func(r *Request, e Event) {
		tests := map[string]Values{}
		for k, v := range r.Tests {
			tests[k] = v
		}
		tests[e.Values["test_kind"]] = e.Values
		r.Tests = tests
	},
	FileReport: func(r *Request, e Event) { r.Report, r.ReportFiles = e.Values, e.Files },
	PassReview: func(r *Request, e Event) { r.Review = opinionOf(e) },
	GoLive:     func(r *Request, e Event) { r.LiveAt = e.At },
}

func answer(r *Request, e Event) {
	r.Rounds = slices.Clone(r.Rounds)
	r.Rounds[len(r.Rounds)-1].Answer = opinionOf(e)
}

func opinionOf(e Event) Opinion { return Opinion{e.Action, e.Note, e.ActorName, e.At} }

// withFigures lays decided figures over the lines they belong to.
func withFigures(lines, decided []Line) []Line {
	out := slices.Clone(lines)
	for i := range out {
		d, ok := findLine(decided, out[i].ID)
		if !ok {
			continue
		}
		if d.Approved != nil {
			out[i].Approved = d.Approved
		}
		if d.Delivered != nil {
			out[i].Delivered = d.Delivered
		}
	}
	return out
}

// Option is an action that is possible in the present status, and whether this person may take it now.
type Option struct {
	Action Action    `json:"action"`
	To     Status    `json:"to"`
	By     Duty      `json:"by"`
	May    bool      `json:"may"`
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
			o.Why, _ = err.(*Error)
		}
		if move.Gate != nil {
			o.Open = move.Gate(p, r)
		}
		o.May = o.Why == nil && len(o.Open) == 0
		options = append(options, o)
	}
	return options
}
