package app

import (
	"context"
	"slices"

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
	if err := d.loadPrincipals(ctx); err != nil {
		return Dossier{}, err
	}
	events, err := d.Store.Events(ctx, model.Subject{Kind: model.RequestSubject, ID: id})
	if err != nil {
		return Dossier{}, err
	}
	r, err := model.Replay(events)
	if err != nil {
		return Dossier{}, err
	}
	if r.Runs, err = d.runs(ctx, r); err != nil {
		return Dossier{}, err
	}
	p := d.ProfileOf(r.Profile)
	if len(events) == 0 || !d.mayRead(p, r) {
		return Dossier{}, model.Errorf(model.NotFound, "error.no_request", "id", id)
	}
	file := Dossier{Request: r, History: d.heard(p, events), Profile: p, Due: r.Due(p, d.Workdays()), Options: d.options(p, r)}
	file.Urgency, file.DaysLeft = r.Urgency(file.Due, d.Today(), d.Workdays())
	return file, nil
}

// runs are the lines that a live system runs on: none once it is terminated, nil when the request is not live.
func (d *Desk) runs(ctx context.Context, r model.Request) ([]model.Line, error) {
	if r.Case != model.Usage || r.Status != model.Live || r.System == "" {
		return nil, nil
	}
	live, err := d.live(ctx, r.System, "")
	if err != nil || live == nil {
		return []model.Line{}, err
	}
	return live.Lines, nil
}

// mayRead reports whether this person may read a request: by duty, by unit, for someone else, or by a copy.
func (d *Desk) mayRead(p *model.Profile, r model.Request) bool {
	return slices.Contains(r.Copied, d.Person.ID) ||
		slices.ContainsFunc(d.selves(), func(self model.Person) bool { return p.MayRead(self, r.Unit) })
}

// options lists what may be done now, by this person or for someone who delegated.
func (d *Desk) options(p *model.Profile, r model.Request) []model.Option {
	selves := d.selves()
	options := r.Can(p, selves[0])
	for _, principal := range selves[1:] {
		for i, o := range r.Can(p, principal) {
			if options[i].Why != nil && o.Why == nil {
				options[i] = o
				options[i].For = principal.Name
			}
		}
	}
	return options
}

// heard leaves out the comments that another side keeps to itself.
func (d *Desk) heard(p *model.Profile, events []model.Event) []model.Event {
	side := d.side(p)
	return slices.DeleteFunc(slices.Clone(events), func(e model.Event) bool {
		private := e.PrivateTo()
		return e.Withheld || private != "" && private != side
	})
}

func (d *Desk) side(p *model.Profile) model.Side {
	if len(d.Person.Roles) == 0 {
		return ""
	}
	return p.Side(d.Person.Roles[0])
}

// Doing is an act on a request that somebody wants to take.
type Doing struct {
	ID      string // of the act: the same one again does nothing again; nothing makes a new one
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
	id := a.ID
	if id == "" {
		if id, err = newID(); err != nil {
			return model.Event{}, err
		}
	}
	if a.Values == nil {
		a.Values = model.Values{}
	}
	if a.Action == model.Comment {
		a.Values = a.Values.Clone()
		a.Values["side"] = string(d.side(file.Profile))
	}
	about := model.Subject{Kind: model.RequestSubject, ID: a.Request}
	return d.Store.Change(ctx, about, func(ctx context.Context, past []model.Event) (model.Event, error) {
		now := d.Clock()
		act := model.Act{ID: id, Request: a.Request, Action: a.Action, After: a.After,
			Actor: d.Person, Unit: d.Unit, Device: d.Device, Claimed: now, At: now,
			Note: a.Note, Values: a.Values, Lines: a.Lines, Files: a.Files}
		if a.Action == model.Adjust { // what runs now, changes included
			if act.Live, err = d.live(ctx, file.Request.System, ""); err != nil {
				return model.Event{}, err
			}
			if act.Live == nil {
				return model.Event{}, model.Errorf(model.Conflict, "error.not_live", "system", file.Request.Title())
			}
		}
		return d.next(file.Profile, past, act)
	})
}

// next judges an act as this person's own and, where the duty is missing, for each who delegated. The first refusal
// is the answer when nobody may.
func (d *Desk) next(p *model.Profile, past []model.Event, a model.Act) (model.Event, error) {
	e, refused := model.Next(p, past, a)
	if model.KindOf(refused) != model.Forbidden {
		return e, refused
	}
	for _, principal := range d.selves()[1:] {
		a.For = &principal
		if e, err := model.Next(p, past, a); model.KindOf(err) != model.Forbidden {
			return e, err
		}
	}
	return model.Event{}, refused
}
