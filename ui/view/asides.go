package view

import (
	"context"
	"slices"

	"yunban/app"
	"yunban/model"
)

// Aside is something said or passed on beside a request's course, as typed. It moves nothing.
type Aside struct {
	Action  model.Action
	Note    string
	To      string // the person's id, of a copy or a transfer
	OwnSide bool   // of a comment: only the own side of the table reads it
}

// TakesPerson reports whether the aside goes to somebody.
func (a Aside) TakesPerson() bool { return a.Action == model.CC || a.Action == model.Transfer }

// Asides lists what this person may add now. Whoever reads a request may comment on it and hand out copies; whoever
// could act next may pass that on; the unit may urge whom it waits for.
func (r *Request) Asides() []model.Action {
	actions := []model.Action{model.Comment, model.CC}
	next, waits := r.nextDuty()
	if !waits {
		return actions
	}
	if r.mayNow(next) {
		actions = append(actions, model.Transfer)
	}
	if next != model.DutyUnit && r.desk.Person.Unit == r.Request.Unit {
		actions = append(actions, model.Urge)
	}
	return actions
}

// MayCopy reports whether a new application can begin with what this one says.
func (r *Request) MayCopy() bool { return r.Request.Case == model.Usage && r.desk.MayApply() }

// Copy begins a new application with what this one says, and gives the draft's id.
func (r *Request) Copy(ctx context.Context) (draft string, err error) {
	d, err := r.desk.CopyDraft(ctx, r.ID())
	return d.ID, err
}

// nextDuty is the duty that leads the request on; false when nothing waits any more.
func (r *Request) nextDuty() (model.Duty, bool) {
	for _, a := range model.Arrows(r.Request.Case) {
		if a.From == r.Request.Status && a.To != a.From && !ends(a.Action) {
			return a.By, true
		}
	}
	return "", false
}

// mayNow reports whether this person, or one for whom it acts, holds a duty on this request.
func (r *Request) mayNow(duty model.Duty) bool {
	for _, a := range model.Arrows(r.Request.Case) {
		if a.From != r.Request.Status || a.By != duty {
			continue
		}
		for _, o := range r.Options {
			if o.Action == a.Action && o.Why == nil {
				return true
			}
		}
	}
	return false
}

// Recipients lists whom a copy or a transfer can go to: copies to anybody else, the work only to who may do it.
func (r *Request) Recipients(ctx context.Context, action model.Action) ([]Offer, error) {
	people, err := LoadPeople(ctx, r.desk)
	if err != nil {
		return nil, err
	}
	next, _ := r.nextDuty()
	var offers []Offer
	for _, p := range people.Persons {
		if p.Self || p.Disabled || action == model.Transfer && !r.couldDo(p.Person, next) {
			continue
		}
		offers = append(offers, Offer{Code: p.ID, Label: p.label()})
	}
	return offers, nil
}

func (r *Request) couldDo(p model.Person, duty model.Duty) bool {
	return r.Profile.Holds(p.Roles, duty) && (duty != model.DutyUnit || p.Unit == r.Request.Unit)
}

// label names a person among others: 李明 · 受理人 · 市政务服务和数字化建设管理局.
func (p PersonRow) label() string {
	label := p.Name
	for _, more := range []string{p.RoleNames, p.UnitName} {
		if more != "" {
			label += " · " + more
		}
	}
	return label
}

// Assignee names whom the request was passed to; nothing when it was not.
func (r *Request) Assignee() string { return r.nameOf(r.Request.Assignee) }

func (r *Request) nameOf(id string) string {
	if name := r.names[id]; name != "" {
		return name
	}
	return id
}

// Adding prepares an aside. What it gives works on a copy and so can run aside.
func (r *Request) Adding(a Aside) func(context.Context, *app.Desk) error {
	doing := app.Doing{Request: r.ID(), Action: a.Action, Note: a.Note, Values: model.Values{}}
	if a.TakesPerson() {
		doing.Values["to"] = a.To
	}
	if a.Action == model.Comment && a.OwnSide {
		doing.Values["visible"] = "own_side"
	}
	return func(ctx context.Context, desk *app.Desk) error {
		_, err := desk.Do(ctx, doing)
		return err
	}
}

// personNames are the names of all persons by id.
func personNames(ctx context.Context, desk *app.Desk) (map[string]string, error) {
	people, err := desk.People(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, p := range people {
		names[p.ID] = p.Name
	}
	return names, nil
}

// isAside tells the acts that move nothing.
func isAside(a model.Action) bool {
	return slices.Contains([]model.Action{model.Comment, model.CC, model.Transfer, model.Urge}, a)
}
