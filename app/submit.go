package app

import (
	"context"
	"maps"
	"slices"

	"yunban/model"
)

// Submit files a draft, a new request or the next round of one, and then drops the draft. The draft's id is the
// event's id: filing twice files once.
func (d *Desk) Submit(ctx context.Context, draft model.Draft) (model.Event, error) {
	if err := model.InvalidInput(d.Check(draft)); err != nil {
		return model.Event{}, err
	}
	request := draft.Request
	if request == "" {
		request = draft.ID
	}
	filling, err := d.filing(ctx, draft, request)
	if err != nil {
		return model.Event{}, err
	}
	p := d.ProfileOf(draft.Profile)
	event, err := d.Store.Change(ctx, model.Subject{Kind: model.RequestSubject, ID: request}, func(ctx context.Context, past []model.Event) (model.Event, error) {
		now := d.Clock()
		act := model.Act{ID: draft.ID, Request: request, Case: draft.Case, Action: model.Submit,
			Actor: d.Person, Unit: d.Unit, Device: d.Device, Claimed: now, At: now,
			Values: filling.Values, Rows: filling.Rows, Files: filling.Files}
		if err := d.aboutSystem(ctx, draft, &act); err != nil { // read inside, where nobody else can file: one open case a system
			return model.Event{}, err
		}
		return d.next(p, past, act)
	})
	if err != nil {
		return model.Event{}, err
	}
	return event, d.Parts.Drafts.DropDraft(ctx, draft.ID)
}

// aboutSystem adds what the system that a draft is about says to its filing. A system applies once.
func (d *Desk) aboutSystem(ctx context.Context, draft model.Draft, act *model.Act) error {
	if draft.Case == model.Usage {
		return d.free(ctx, act.Values["system_id"], act.Request)
	}
	live, err := d.live(ctx, draft.System, act.Request)
	if err != nil {
		return err
	}
	if act.Live = live; live != nil {
		act.Rows = changedRows(act.Rows, live.Lines)
	}
	return nil
}

// filing is what a draft files: of a usage request with its system's place in the inventory.
func (d *Desk) filing(ctx context.Context, draft model.Draft, request string) (model.Filling, error) {
	f := draft.Filling
	if draft.Case != model.Usage {
		return f, nil
	}
	system, err := d.inventory(ctx, draft, request)
	if err != nil {
		return f, err
	}
	f.Values = f.Values.Clone()
	f.Values["system_id"] = system
	return f, nil
}

// changedRows drops the rows of a change that say what runs already.
func changedRows(rows []model.Row, running []model.Line) []model.Row {
	return slices.DeleteFunc(slices.Clone(rows), func(row model.Row) bool {
		at := slices.IndexFunc(running, func(l model.Line) bool { return l.ID == row.ID })
		return at >= 0 && maps.Equal(said(row.Values), said(model.RunningRow(running[at]).Values))
	})
}

// said drops what was left empty.
func said(v model.Values) model.Values {
	out := v.Clone()
	maps.DeleteFunc(out, func(_, text string) bool { return text == "" })
	return out
}
