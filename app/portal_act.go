package app

import (
	"context"
	"io"
	"slices"

	"yunban/model"
)

// FileRound files the next round of a request that was sent back, as a portal's person, once under an id. What the
// form leaves out stays as it was filed before; rows are given all together, files by their role.
func (o *Office) FileRound(ctx context.Context, person, request, id string, form []byte, open func(name string) (io.ReadCloser, error)) (model.PortalRequest, error) {
	return o.portalAct(ctx, person, request, id, func(d *Desk, file Dossier) error {
		if err := file.waitsForRound(); err != nil {
			return err
		}
		filled, err := ReadFilledForm(form)
		if err != nil {
			return err
		}
		draft, err := d.correct(ctx, file, id, filled, open)
		if err == nil {
			_, err = d.Submit(ctx, draft)
		}
		return err
	})
}

// correct is the next round of a request with what a filled form corrects, or all that is wrong with it.
func (d *Desk) correct(ctx context.Context, file Dossier, id string, f FilledForm, open func(name string) (io.ReadCloser, error)) (model.Draft, error) {
	r := file.Request
	if err := f.under(file.Profile); err != nil {
		return model.Draft{}, err
	}
	if f.Kind != "" && f.Kind != r.Case || f.System != "" && f.System != r.System {
		return model.Draft{}, model.Errorf(model.Invalid, "error.round_of_other", "number", r.Number)
	}
	draft := d.roundOf(file, id)
	draft.Filling.Values = draft.Filling.Values.Clone()
	if len(f.Rows) > 0 {
		draft.Filling.Rows = nil
	}
	draft.Filling.Files = slices.DeleteFunc(slices.Clone(draft.Filling.Files), func(kept model.File) bool {
		return slices.ContainsFunc(f.Files, func(anew FilledFile) bool { return anew.Role == kept.Role })
	})
	problems, err := d.fill(ctx, &draft, f, open)
	if err != nil {
		return draft, err
	}
	return draft, model.InvalidInput(append(problems, d.Check(draft)...))
}

// WithdrawRequest takes a request back as a portal's person, once under an id.
func (o *Office) WithdrawRequest(ctx context.Context, person, request, id, note string) (model.PortalRequest, error) {
	return o.portalAct(ctx, person, request, id, func(d *Desk, _ Dossier) error {
		_, err := d.Do(ctx, Doing{ID: id, Request: request, Action: model.Withdraw, Note: note})
		return err
	})
}

// portalAct has a portal's person act on a request that it may read, unless that was done under this id before.
func (o *Office) portalAct(ctx context.Context, person, request, id string, act func(d *Desk, file Dossier) error) (model.PortalRequest, error) {
	d, err := o.portalDesk(ctx, person)
	if err != nil {
		return model.PortalRequest{}, err
	}
	file, err := d.Dossier(ctx, request)
	if err != nil {
		return model.PortalRequest{}, err
	}
	if !slices.ContainsFunc(file.History, func(e model.Event) bool { return e.ID == id }) {
		if err := act(d, file); err != nil {
			return model.PortalRequest{}, err
		}
	}
	return d.portalRequest(ctx, request)
}
