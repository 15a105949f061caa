package app

import (
	"context"

	"yunban/model"
)

// Dossier is everything about one request that its page shows: how it stands, its history, what is due and what
// this person may do.
type Dossier struct {
	Request  model.Request
	History  []model.Event
	Profile  *model.Profile // the version that it began under
	Due      model.Deadline
	Urgency  model.Urgency
	DaysLeft int // in the deadline's own unit
	Options  []model.Option
}

// Dossier opens a request. Another unit's request is not found: who may not read it need not know it exists.
func (d *Desk) Dossier(ctx context.Context, id string) (Dossier, error) {
	events, err := d.Store.Events(ctx, model.Subject{Kind: model.RequestSubject, ID: id})
	if err != nil {
		return Dossier{}, err
	}
	r, err := model.Replay(events)
	if err != nil {
		return Dossier{}, err
	}
	p := d.ProfileOf(r.Profile)
	if len(events) == 0 || !p.MayRead(d.Person, r.Unit) {
		return Dossier{}, model.Errorf(model.NotFound, "error.no_request", "id", id)
	}
	file := Dossier{Request: r, History: events, Profile: p, Due: r.Due(p, d.Calendar), Options: r.Can(p, d.Person)}
	file.Urgency, file.DaysLeft = r.Urgency(file.Due, d.Today(), d.Calendar)
	return file, nil
}

// Doing is an act on a request that somebody wants to take.
type Doing struct {
	Request string
	Action  model.Action
	After   string // the last act seen: Dossier.Request.Last; an act of somebody else since then is a conflict
	Note    string
	Values  model.Values
	Lines   []model.Line
	Files   []model.File
}

// Do takes an act: judged by the same rules as everywhere, written once.
func (d *Desk) Do(ctx context.Context, a Doing) (model.Event, error) {
	file, err := d.Dossier(ctx, a.Request)
	if err != nil {
		return model.Event{}, err
	}
	id, err := newID()
	if err != nil {
		return model.Event{}, err
	}
	if a.Values == nil {
		a.Values = model.Values{}
	}
	about := model.Subject{Kind: model.RequestSubject, ID: a.Request}
	return d.Store.Change(ctx, about, func(past []model.Event) (model.Event, error) {
		now := d.Clock()
		return model.Next(file.Profile, past, model.Act{ID: id, Request: a.Request, Action: a.Action, After: a.After,
			Actor: d.Person, Unit: d.Unit, Device: d.Device, Claimed: now, At: now,
			Note: a.Note, Values: a.Values, Lines: a.Lines, Files: a.Files})
	})
}
