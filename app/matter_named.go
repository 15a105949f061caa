package app

import (
	"context"
	"slices"
	"strings"

	"yunban/model"
)

// Papers, commands and workbooks call things by their names and official numbers; the log knows them by their ids.

// matterCalled is the id of a matter by its id or its official number: a number has capitals, an id has none.
func (d *Desk) matterCalled(ctx context.Context, kind model.SubjectKind, called string) (string, error) {
	if strings.ToLower(called) == called {
		return called, nil
	}
	all, err := d.Matters(ctx, kind)
	if err != nil {
		return "", err
	}
	for _, m := range all {
		if m.Number == called {
			return m.ID, nil
		}
	}
	return "", model.Errorf(model.NotFound, "error.no_matter", "id", called)
}

// Named is a matter's work with ids in place of names: of the unit, of its system, of the survey. What is no name is left
// to be judged as it is.
func (d *Desk) Named(ctx context.Context, w MatterWork) (MatterWork, error) {
	w.Values = w.Values.Clone()
	if w.Values == nil {
		w.Values = model.Values{}
	}
	owner := d.Person.Unit
	if said := strings.TrimSpace(w.Values["unit_id"]); said != "" {
		units, err := d.Units(ctx)
		if err != nil {
			return w, err
		}
		if i := slices.IndexFunc(units, func(u model.Unit) bool { return u.Name == said }); i >= 0 {
			w.Values["unit_id"] = units[i].ID
		}
		owner = w.Values["unit_id"]
	}
	if said := strings.TrimSpace(w.Values["system_id"]); said != "" {
		known, err := d.systemsOf(ctx, owner)
		if err != nil {
			return w, err
		}
		if id := known[said]; id != "" {
			w.Values["system_id"] = id
		}
	}
	if said := strings.TrimSpace(w.Values["survey"]); said != "" {
		id, err := d.matterCalled(ctx, model.Survey, said)
		if err == nil {
			w.Values["survey"] = id
		} else if model.KindOf(err) != model.NotFound {
			return w, err
		}
	}
	return w, nil
}

// Opening is the step by which this person opens a matter of a kind; the first one there is for whoever may open none.
func (d *Desk) Opening(kind model.SubjectKind) model.Action {
	for _, self := range d.selves() {
		if can := d.Profile().CanStep(model.Matter{Kind: kind, Unit: self.Unit}, self); len(can) > 0 {
			return can[0]
		}
	}
	for _, arrow := range model.MatterArrows(kind) {
		if arrow.From == model.NoStatus {
			return arrow.Action
		}
	}
	return ""
}
