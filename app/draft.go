package app

import (
	"context"
	"slices"

	"yunban/model"
)

// NewDraft begins an application, with what is known of unit and person filled in.
func (d *Desk) NewDraft(ctx context.Context) (model.Draft, error) {
	return d.newDraft(ctx, model.Usage)
}

// NewDraftFor begins the application of a system of the inventory; one that applies already, is on the cloud or has
// left it is refused, naming the request.
func (d *Desk) NewDraftFor(ctx context.Context, system string) (model.Draft, error) {
	file, err := d.System(ctx, system)
	if err != nil {
		return model.Draft{}, err
	}
	if err := d.free(ctx, system, ""); err != nil {
		return model.Draft{}, err
	}
	draft, err := d.newDraft(ctx, model.Usage)
	if err != nil {
		return model.Draft{}, err
	}
	draft.System = system
	for _, f := range d.Profile().Forms[string(model.Usage)].Fields() {
		if v := file.Values[f.ID]; v != "" {
			draft.Filling.Values[f.ID] = v
		}
	}
	return draft, d.SaveDraft(ctx, &draft)
}

// NewChange begins a change of a live system, with its lines as they run; those that stay as they are, are not filed.
func (d *Desk) NewChange(ctx context.Context, system string) (model.Draft, error) {
	return d.onLive(ctx, model.Change, system)
}

// NewTermination begins the termination of a live system.
func (d *Desk) NewTermination(ctx context.Context, system string) (model.Draft, error) {
	return d.onLive(ctx, model.Termination, system)
}

func (d *Desk) onLive(ctx context.Context, c model.Case, system string) (model.Draft, error) {
	file, err := d.System(ctx, system)
	if err != nil {
		return model.Draft{}, err
	}
	live, err := d.live(ctx, system, "")
	switch {
	case err != nil:
		return model.Draft{}, err
	case live == nil:
		return model.Draft{}, model.Errorf(model.Conflict, "error.not_live", "system", file.Name())
	case live.Open != "":
		return model.Draft{}, model.Errorf(model.Conflict, "error.one_open", "number", live.Open)
	}
	draft, err := d.newDraft(ctx, c)
	if err != nil {
		return model.Draft{}, err
	}
	draft.System = system
	draft.Filling.Values["system_name"] = live.Title
	if c == model.Change {
		for _, l := range live.Lines {
			draft.Filling.Rows = append(draft.Filling.Rows, model.RunningRow(l))
		}
	}
	return draft, d.SaveDraft(ctx, &draft)
}

// CopyDraft begins a new application with what an earlier one said. What was declared must be declared again.
func (d *Desk) CopyDraft(ctx context.Context, request string) (model.Draft, error) {
	file, err := d.Dossier(ctx, request)
	if err != nil {
		return model.Draft{}, err
	}
	if file.Request.Case != model.Usage {
		return model.Draft{}, model.Errorf(model.Invalid, "error.copy_usage_only")
	}
	draft, err := d.newDraft(ctx, model.Usage)
	if err != nil {
		return model.Draft{}, err
	}
	known := draft.Filling.Values
	draft.Filling = file.Request.Filling()
	for _, f := range d.Profile().Forms[string(model.Usage)].Fields() {
		if f.Kind == model.DeclarationField {
			delete(draft.Filling.Values, f.ID)
		}
		if v := known[f.ID]; v != "" { // unit and person as they are now
			draft.Filling.Values[f.ID] = v
		}
	}
	return draft, d.SaveDraft(ctx, &draft)
}

func (d *Desk) newDraft(ctx context.Context, c model.Case) (model.Draft, error) {
	if !d.MayApply() {
		return model.Draft{}, model.Errorf(model.Forbidden, "error.not_your_duty", "action", string(model.Submit), "roles", "")
	}
	id, err := newID()
	if err != nil {
		return model.Draft{}, err
	}
	p := d.Profile()
	draft := model.Draft{ID: id, Owner: d.Person.ID, Case: c, Profile: p.Ref(),
		Filling: model.Filling{Values: model.Values{}}}
	for _, f := range p.Forms[string(c)].Fields() {
		if v := d.known(f.Fill); v != "" {
			draft.Filling.Values[f.ID] = v
		}
	}
	return draft, d.keepDraft(ctx, &draft)
}

// MayApply reports whether the person may file requests at all.
func (d *Desk) MayApply() bool {
	return d.Unit.ID != "" && d.Profile().Holds(d.Person.Roles, model.DutyUnit)
}

// known is what to offer in a field at first.
func (d *Desk) known(fill string) string {
	switch fill {
	case "unit.name":
		return d.Unit.Name
	case "unit.address":
		return d.Unit.Address
	case "unit.credit_code":
		return d.Unit.CreditCode
	case "unit.head":
		return d.Unit.Head
	case "unit.phone":
		return d.Unit.Phone
	case "person.name":
		return d.Person.Name
	case "person.phone":
		return d.Person.Phone
	}
	return ""
}

// NewRound begins the answer to a non-acceptance: a draft with all that was filed before (T5). A draft of that round
// that was begun earlier is taken up again; one of an earlier round, which a colleague was quicker to file, is not.
func (d *Desk) NewRound(ctx context.Context, request string) (model.Draft, error) {
	file, err := d.Dossier(ctx, request)
	if err != nil {
		return model.Draft{}, err
	}
	if err := file.waitsForRound(); err != nil {
		return model.Draft{}, err
	}
	drafts, err := d.Drafts(ctx)
	if err != nil {
		return model.Draft{}, err
	}
	for _, draft := range drafts {
		if draft.Request == request && !draft.Saved.Before(file.Request.Since) {
			return draft, nil
		}
	}
	id, err := newID()
	if err != nil {
		return model.Draft{}, err
	}
	draft := d.roundOf(file, id)
	return draft, d.keepDraft(ctx, &draft)
}

// waitsForRound refuses a new round of a request that was not sent back, or by somebody who may not file it.
func (f Dossier) waitsForRound() error {
	if slices.ContainsFunc(f.Options, func(o model.Option) bool { return o.Action == model.Submit && o.May }) {
		return nil
	}
	return model.Errorf(model.Conflict, "error.action_not_now", "action", string(model.Submit), "status", string(f.Request.Status))
}

// roundOf is the next round of a request, with all that was filed before.
func (d *Desk) roundOf(file Dossier, id string) model.Draft {
	r := file.Request
	return model.Draft{ID: id, Owner: d.Person.ID, Request: r.ID, Case: r.Case, System: r.System, Profile: r.Profile, Filling: r.Filling()}
}

// SaveDraft keeps a draft as it is, right or wrong. One that was filed or thrown away meanwhile, in another window,
// is not found: it must not come back.
func (d *Desk) SaveDraft(ctx context.Context, draft *model.Draft) error {
	if _, err := d.Draft(ctx, draft.ID); err != nil {
		return err
	}
	return d.keepDraft(ctx, draft)
}

func (d *Desk) keepDraft(ctx context.Context, draft *model.Draft) error {
	if draft.Owner != d.Person.ID {
		return model.Errorf(model.Forbidden, "error.not_your_draft")
	}
	draft.Saved = d.Clock()
	return d.Parts.Drafts.SaveDraft(ctx, *draft)
}

// Draft opens one of the person's drafts.
func (d *Desk) Draft(ctx context.Context, id string) (model.Draft, error) {
	draft, err := d.Parts.Drafts.Draft(ctx, id)
	if err == nil && draft.Owner != d.Person.ID {
		return model.Draft{}, model.Errorf(model.Forbidden, "error.not_your_draft")
	}
	return draft, err
}

// Drafts lists the person's drafts, the latest first.
func (d *Desk) Drafts(ctx context.Context) ([]model.Draft, error) {
	return d.Parts.Drafts.Drafts(ctx, d.Person.ID)
}

// DropDraft throws a draft away.
func (d *Desk) DropDraft(ctx context.Context, id string) error {
	if _, err := d.Draft(ctx, id); err != nil {
		return err
	}
	return d.Parts.Drafts.DropDraft(ctx, id)
}

// Check finds every problem of a draft at once.
func (d *Desk) Check(draft model.Draft) []model.Problem {
	return d.ProfileOf(draft.Profile).CheckFilling(draft.Case, draft.Filling, d.Today())
}

// checkOnSystem finds every problem of a draft, with what only the running system shows of a change.
func (d *Desk) checkOnSystem(ctx context.Context, draft model.Draft) ([]model.Problem, error) {
	found := d.Check(draft)
	if draft.Case != model.Change {
		return found, nil
	}
	live, err := d.live(ctx, draft.System, "")
	if err != nil || live == nil {
		return found, err
	}
	return append(found, d.ProfileOf(draft.Profile).CheckCategories(draft.Filling, live.Lines)...), nil
}
