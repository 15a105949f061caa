package app

import (
	"context"

	"yunban/model"
)

// Unaccepted is an act that the hub did not take, with what it would have done and what it met with.
type Unaccepted struct {
	model.RefusedAct
	Title  string `json:"title"` // of the request or record that it is about
	Number string `json:"number"`
}

// Again is a refused act made ready on the present state: a draft to file, or an act to take.
type Again struct {
	Draft *model.Draft
	Doing *Doing
}

// RefusedActs lists the person's acts that the hub did not take and that are not settled, the oldest first (未被接受).
// Whoever keeps accounts sees those of everybody at this desk.
func (d *Desk) RefusedActs(ctx context.Context) ([]Unaccepted, error) {
	if !d.joined() {
		return nil, nil
	}
	refused, err := d.Outbox.Refused(ctx)
	if err != nil {
		return nil, err
	}
	return d.unaccepted(ctx, refused)
}

// settledShown is how many settled acts are told.
const settledShown = 100

// SettledActs lists the person's refused acts that were settled, the latest first.
func (d *Desk) SettledActs(ctx context.Context) ([]Unaccepted, error) {
	if !d.joined() {
		return nil, nil
	}
	settled, err := d.Outbox.Settled(ctx, settledShown)
	if err != nil {
		return nil, err
	}
	return d.unaccepted(ctx, settled)
}

// unaccepted names the acts that the person may settle.
func (d *Desk) unaccepted(ctx context.Context, refused []model.RefusedAct) (own []Unaccepted, err error) {
	for _, r := range refused {
		if !d.maySettle(r) {
			continue
		}
		u := Unaccepted{RefusedAct: r}
		if u.Title, u.Number, err = d.named(ctx, r.Event); err != nil {
			return nil, err
		}
		own = append(own, u)
	}
	return own, nil
}

// Waiting is an act that the hub has not answered yet.
type Waiting struct {
	Event  model.Event
	Title  string
	Number string
}

// waitingShown is how many acts that wait are told one by one.
const waitingShown = 50

// Waiting lists the person's acts that wait to be sent, the oldest first. Whoever keeps accounts sees those of
// everybody at this desk.
func (d *Desk) Waiting(ctx context.Context) ([]Waiting, error) {
	if !d.joined() {
		return nil, nil
	}
	pending, err := d.Outbox.Pending(ctx, waitingShown)
	if err != nil {
		return nil, err
	}
	var own []Waiting
	for _, p := range pending {
		if p.Event.Actor != d.Person.ID && d.mayAdminister() != nil {
			continue
		}
		w := Waiting{Event: p.Event}
		if w.Title, w.Number, err = d.named(ctx, p.Event); err != nil {
			return nil, err
		}
		own = append(own, w)
	}
	return own, nil
}

// named is what people call the subject of an act, as it stands or else as the act itself says.
func (d *Desk) named(ctx context.Context, e model.Event) (title, number string, err error) {
	past, err := d.Store.Events(ctx, e.Subject)
	if err != nil {
		return "", "", err
	}
	if e.Subject.Kind == model.RequestSubject {
		if len(past) == 0 { // the filing itself was refused
			past = []model.Event{e}
		}
		r, err := model.Replay(past)
		return r.Title(), r.Number, err
	}
	r := model.ReplayRecord(append(past, e))
	for _, name := range []string{"system_name", "name", "project_name"} {
		if r.Values[name] != "" {
			return r.Values[name], r.Number(), nil
		}
	}
	return e.Subject.ID, r.Number(), nil
}

func (d *Desk) maySettle(r model.RefusedAct) bool {
	return r.Event.Actor == d.Person.ID || d.mayAdminister() == nil
}

// refusedAct finds one of the person's refused acts.
func (d *Desk) refusedAct(ctx context.Context, id string) (model.RefusedAct, error) {
	if !d.joined() {
		return model.RefusedAct{}, model.Errorf(model.NotFound, "error.not_joined")
	}
	r, err := d.Outbox.RefusedAct(ctx, id)
	if model.KindOf(err) == model.NotFound {
		return r, model.Wrap(model.NotFound, err, "error.act_gone")
	}
	if err == nil && !d.maySettle(r) {
		return model.RefusedAct{}, model.Errorf(model.Forbidden, "error.not_the_author", "who", r.Event.ActorName)
	}
	return r, err
}

// Dismiss settles a refused act without doing it again; it stays kept.
func (d *Desk) Dismiss(ctx context.Context, id string) error {
	if _, err := d.refusedAct(ctx, id); err != nil {
		return err
	}
	return d.Outbox.Dismiss(ctx, id)
}

// Redo makes a refused act ready on the present state. A filing becomes a draft, which settles the act: nothing of it
// can be lost any more. Another act is given as it was meant, to be looked at and taken with DoAgain.
func (d *Desk) Redo(ctx context.Context, id string) (Again, error) {
	r, err := d.refusedAct(ctx, id)
	if err != nil {
		return Again{}, err
	}
	e := r.Event
	if e.Actor != d.Person.ID {
		return Again{}, model.Errorf(model.Forbidden, "error.not_the_author", "who", e.ActorName)
	}
	if e.Subject.Kind != model.RequestSubject {
		return Again{}, model.Errorf(model.Invalid, "error.redo_record")
	}
	past, err := d.Store.Events(ctx, e.Subject)
	if err != nil {
		return Again{}, err
	}
	if e.Action == model.Submit {
		draft, err := d.refiled(ctx, e, past)
		if err != nil {
			return Again{}, err
		}
		return Again{Draft: &draft}, d.Outbox.Dismiss(ctx, id)
	}
	now, err := model.Replay(past)
	if err != nil {
		return Again{}, err
	}
	act := model.ActOf(e, d.Person, d.Unit)
	return Again{Doing: &Doing{Request: e.Subject.ID, Action: e.Action, After: now.Last, Note: act.Note,
		Values: act.Values, Lines: act.Lines, Files: act.Files}}, nil
}

// refiled is the draft of a filing that was refused: of the same request while that exists, else of a new one.
func (d *Desk) refiled(ctx context.Context, e model.Event, past []model.Event) (model.Draft, error) {
	id, err := newID()
	if err != nil {
		return model.Draft{}, err
	}
	act := model.ActOf(e, d.Person, d.Unit)
	draft := model.Draft{ID: id, Owner: d.Person.ID, Case: act.Case, System: act.Values["system_id"], Profile: e.Profile,
		Filling: act.Filling()}
	if len(past) > 0 {
		draft.Request = e.Subject.ID
	}
	for _, own := range []string{"system_id", "usage_id"} { // the program's, not the form's
		delete(draft.Filling.Values, own)
	}
	return draft, d.keepDraft(ctx, &draft)
}

// DoAgain takes an act that was refused again, as it was looked at and perhaps mended, and settles the refused one.
func (d *Desk) DoAgain(ctx context.Context, id string, a Doing) (model.Event, error) {
	if _, err := d.refusedAct(ctx, id); err != nil {
		return model.Event{}, err
	}
	e, err := d.Do(ctx, a)
	if err != nil {
		return model.Event{}, err
	}
	return e, d.Outbox.Dismiss(ctx, id)
}
