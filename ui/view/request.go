package view

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"yunban/app"
	"yunban/model"
)

// Request is one request as its page shows it.
type Request struct {
	desk *app.Desk
	app.Dossier
	Papers []app.PaperOption
	names  map[string]string // of all persons
}

// OpenRequest loads a request.
func OpenRequest(ctx context.Context, desk *app.Desk, id string) (*Request, error) {
	file, err := desk.Dossier(ctx, id)
	if err != nil {
		return nil, err
	}
	names, err := personNames(ctx, desk)
	if err != nil {
		return nil, err
	}
	return &Request{desk: desk, Dossier: file, Papers: desk.Papers(file), names: names}, nil
}

// ID is the request's id.
func (r *Request) ID() string { return r.Request.ID }

// UnitName is the using unit as the application writes it.
func (r *Request) UnitName() string { return r.Request.Values()["unit_name"] }

// Form is the form that the application was filled on.
func (r *Request) Form() model.Form { return r.Profile.Forms[string(r.Request.Case)] }

// Same reports whether another reading of the request would show the same.
func (r *Request) Same(o *Request) bool {
	return r != nil && r.lastEvent() == o.lastEvent() && r.Waits() == o.Waits() && r.Request.Seq == o.Request.Seq && r.Request.Number == o.Request.Number &&
		r.DaysLeft == o.DaysLeft && r.Urgency == o.Urgency
}

// Waits counts the acts that the hub has not taken yet: until then they may still be refused.
func (r *Request) Waits() (n int) {
	for _, e := range r.History {
		n += one(e.Pending())
	}
	return n
}

// Lost reports whether what was done last is not a part of another, later reading: the hub did not take it.
func (r *Request) Lost(now *Request) bool {
	return r != nil && !slices.ContainsFunc(now.History, func(e model.Event) bool { return e.ID == r.lastEvent() })
}

func (r *Request) lastEvent() string {
	if len(r.History) == 0 {
		return ""
	}
	return r.History[len(r.History)-1].ID
}

// Verdict is the last act when it refused, returned, took back or ended: what everybody must read first.
func (r *Request) Verdict() (model.Opinion, bool) {
	for i := len(r.History) - 1; i >= 0; i-- {
		if e := r.History[i]; !model.AboutPaper(e.Action) && !isAside(e.Action) {
			return model.Opinion{Action: e.Action, Note: e.Note, By: e.By(), At: e.At}, ends(e.Action) && e.Note != ""
		}
	}
	return model.Opinion{}, false
}

// Clock says what the time limit is: its name, its day, its length, its article, and what is left:
// 受理期限 2026-10-10（3 个工作日，第八条）剩余 1 个工作日.
type Clock struct {
	Ticking     bool // false when the request is at its end
	Name        Text
	Due         string
	Length      Text
	Article     string
	Provisional bool // past the last published holiday notice (T21)
	Left        Text
	Urgency     model.Urgency
}

// Clock reads the request's clock. A silent text is said to be silent (T8); an end has no clock.
func (r *Request) Clock() Clock {
	status := r.Request.Status
	if model.Ended(r.Request.Case, status) {
		return Clock{}
	}
	c := Clock{Ticking: true, Name: Say("clock.name_" + statusName(r.Request.Case, status)), Left: DueText(r.Due, r.Urgency, r.DaysLeft), Urgency: r.Urgency}
	if r.Due.None() {
		return c
	}
	unit := "due.length_days"
	if r.Due.Unit == model.WorkingDay {
		unit = "due.length_workdays"
	}
	c.Length = Say(unit, "n", strconv.Itoa(r.Due.Days))
	c.Due, c.Article, c.Provisional = r.Due.Due.String(), r.Due.Article, r.Due.Provisional
	return c
}

// statusName is what a status is called among the words: what submitted and approved wait for differs from case to
// case.
func statusName(c model.Case, s model.Status) string {
	return strings.TrimPrefix(model.StatusKey(c, s), "status.")
}

// MajorChange is the authority's decision that the change is a major one, with its reason (T11).
func (r *Request) MajorChange() (decision model.Opinion, major bool) {
	return r.Request.Approval, r.Request.Case == model.Change && r.Request.Major
}

// DueText says how much of a limit is left.
func DueText(d model.Deadline, u model.Urgency, left int) Text {
	unit := "days"
	if d.Unit == model.WorkingDay {
		unit = "workdays"
	}
	switch {
	case d.None():
		return Say("due.none")
	case u == model.DueToday:
		return Say("due.today")
	case u == model.Overdue:
		return Say("due.over_"+unit, "n", strconv.Itoa(-left))
	}
	return Say("due.left_"+unit, "n", strconv.Itoa(left))
}

// Choice is an action of the present status as a button: what may be done now, or why not.
type Choice struct {
	model.Option
	Ends     bool // it refuses or ends the request: done with care
	NewRound bool // it opens a new round's draft instead of a dialog
}

// Choices lists what can be done in the present status: first what this person may, and of that first what leads on.
func (r *Request) Choices() []Choice {
	var choices []Choice
	for _, o := range r.Options {
		if beside(o) {
			continue
		}
		choices = append(choices, Choice{Option: o, Ends: ends(o.Action), NewRound: o.Action == model.Submit})
	}
	slices.SortStableFunc(choices, func(a, b Choice) int { return r.rank(a) - r.rank(b) })
	return choices
}

// beside tells an action that this request has nothing to do with: an adjustment without an elastic line, a
// countersignature where the city asks for none, what only a major change asks for.
func beside(o model.Option) bool {
	return slices.ContainsFunc(o.Open, func(p model.Problem) bool {
		return p.Key == "problem.not_elastic" || p.Key == "problem.no_countersign" || p.Key == "problem.not_major"
	})
}

// rank orders choices: what leads on, what stays, more time, what ends; and below all that what may not be done.
func (r *Request) rank(c Choice) int {
	rank := 0
	switch {
	case c.Ends:
		rank = 3
	case c.Action == model.AskExtension:
		rank = 2
	case c.To == r.Request.Status:
		rank = 1
	}
	if !c.May {
		rank += 10
	}
	return rank
}

// ends tells the actions that refuse, take back or end.
func ends(a model.Action) bool {
	switch a {
	case model.Decline, model.Disapprove, model.Withdraw, model.EndTrial, model.RefuseExtension, model.ReturnTests:
		return true
	}
	return false
}

// NewRound opens the draft that answers a non-acceptance, and gives its id.
func (r *Request) NewRound(ctx context.Context) (draft string, err error) {
	d, err := r.desk.NewRound(ctx, r.ID())
	return d.ID, err
}

// NextWaiting is the next request that waits for this person, the first due first; nothing when none does.
func (r *Request) NextWaiting(ctx context.Context) (id string, err error) {
	return nextWaiting(ctx, r.desk, r.ID())
}

func nextWaiting(ctx context.Context, desk *app.Desk, except string) (string, error) {
	home, err := desk.Home(ctx)
	if err != nil {
		return "", err
	}
	for _, it := range home.Items {
		if it.ID != except {
			return it.ID, nil
		}
	}
	return "", nil
}
