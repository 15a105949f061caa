package app

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"yunban/model"
)

// systemForm and filingForm are the profile's forms of the two registers.
const (
	systemForm = "system"
	filingForm = "filing"
)

// SystemFile is a system of the inventory with everything about it.
type SystemFile struct {
	model.System
	State    model.SystemState
	Requests []Item       // the latest first
	Lines    []model.Line // what it runs on now; nothing unless it is on the cloud
	Log      []model.Adjustment
}

// Systems lists the inventory: every unit's systems for who reads all, else the own unit's (R01, T19).
func (d *Desk) Systems(ctx context.Context) ([]SystemFile, error) {
	records, err := d.Store.Records(ctx, model.SystemSubject)
	if err != nil {
		return nil, err
	}
	requests, err := d.bySystem(ctx)
	if err != nil {
		return nil, err
	}
	var files []SystemFile
	for _, r := range records {
		s := model.SystemOf(r)
		if !d.mayReadUnit(s.Unit) {
			continue
		}
		files = append(files, SystemFile{System: s, State: s.State(requests[s.ID])})
	}
	return files, nil
}

// bySystem gathers the requests that this person may read by their system.
func (d *Desk) bySystem(ctx context.Context) (map[string][]model.Summary, error) {
	by := map[string][]model.Summary{}
	q := model.Query{Limit: 1000}
	for {
		items, next, err := d.List(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			by[it.System] = append(by[it.System], it.Summary)
		}
		if next == "" {
			return by, nil
		}
		q.After = next
	}
}

func (d *Desk) mayReadUnit(unit string) bool {
	return slices.ContainsFunc(d.selves(), func(p model.Person) bool { return d.Profile().MayRead(p, unit) })
}

// System opens one system.
func (d *Desk) System(ctx context.Context, id string) (SystemFile, error) {
	events, err := d.Store.Events(ctx, model.Subject{Kind: model.SystemSubject, ID: id})
	if err != nil {
		return SystemFile{}, err
	}
	s := model.SystemOf(model.ReplayRecord(events))
	if len(events) == 0 || !d.mayReadUnit(s.Unit) {
		return SystemFile{}, model.Errorf(model.NotFound, "error.no_system", "id", id)
	}
	file := SystemFile{System: s}
	if file.Requests, _, err = d.List(ctx, model.Query{System: id, Limit: 1000}); err != nil {
		return SystemFile{}, err
	}
	summaries := make([]model.Summary, len(file.Requests))
	for i, it := range file.Requests {
		summaries[i] = it.Summary
	}
	file.State = s.State(summaries)
	usage, later, err := d.ofSystem(ctx, summaries)
	if err != nil {
		return SystemFile{}, err
	}
	file.Lines, _ = model.Running(usage, later)
	file.Log = usage.Adjustments
	return file, nil
}

// ofSystem loads the usage request that a system went live by, and its changes and terminations.
func (d *Desk) ofSystem(ctx context.Context, requests []model.Summary) (usage model.Request, later []model.Request, err error) {
	for _, s := range requests {
		if s.Case == model.Usage && s.Status != model.Live {
			continue
		}
		events, err := d.Store.Events(ctx, model.Subject{Kind: model.RequestSubject, ID: s.ID})
		if err != nil {
			return usage, nil, err
		}
		r, err := model.Replay(events)
		if err != nil {
			return usage, nil, err
		}
		if s.Case == model.Usage {
			usage = r
		} else {
			later = append(later, r)
		}
	}
	return usage, later, nil
}

// live finds a system as it runs, for a change, a termination or an adjustment; nil when it is not live. The request
// that asks is not counted as open.
func (d *Desk) live(ctx context.Context, system, asking string) (*model.LiveSystem, error) {
	page, err := d.Store.Requests(ctx, model.Query{System: system, Limit: 1000})
	if err != nil {
		return nil, err
	}
	usage, later, err := d.ofSystem(ctx, page.Items)
	if err != nil {
		return nil, err
	}
	lines, ok := model.Running(usage, later)
	if !ok {
		return nil, nil
	}
	live := &model.LiveSystem{System: system, Usage: usage.ID, Title: usage.Title(), Level: strconv.Itoa(usage.Level()), Lines: lines}
	for _, r := range later {
		if r.ID != asking && !model.Ended(r.Case, r.Status) {
			live.Open = cmp.Or(r.Number, r.ID) // one that waits for its hub has no number yet
		}
	}
	return live, nil
}

// free refuses a usage request of a system that has one: under way, live, or terminated since. The request that asks
// does not stand in its own way.
func (d *Desk) free(ctx context.Context, system, asking string) error {
	page, err := d.Store.Requests(ctx, model.Query{System: system, Limit: 1000})
	if err != nil {
		return err
	}
	refusals := map[string]model.Summary{}
	for _, r := range page.Items {
		switch {
		case r.ID == asking:
		case r.Case == model.Termination && r.Status == model.Terminated:
			refusals["error.system_left"] = r
		case r.Case == model.Usage && r.Status == model.Live:
			refusals["error.system_on_cloud"] = r
		case r.Case == model.Usage && !model.Ended(r.Case, r.Status):
			refusals["error.system_applying"] = r
		}
	}
	for _, key := range []string{"error.system_applying", "error.system_left", "error.system_on_cloud"} {
		if r, refused := refusals[key]; refused {
			return model.Errorf(model.Conflict, key, "system", r.Title, "number", r.Number)
		}
	}
	return nil
}

// SaveSystem adds a system to the inventory, or corrects one: the own unit's by its clerks, any by the authority.
func (d *Desk) SaveSystem(ctx context.Context, id, unit string, v model.Values) (string, error) {
	if err := d.checkSystem(unit, v); err != nil {
		return "", err
	}
	if id == "" {
		var err error
		if id, err = newID(); err != nil {
			return "", err
		}
	}
	v = v.Clone()
	v["unit_id"] = unit
	return id, d.saveRecord(ctx, d.Person, model.Subject{Kind: model.SystemSubject, ID: id}, v)
}

func (d *Desk) checkSystem(unit string, v model.Values) error {
	if !d.mayKeepSystems(unit) {
		return model.Errorf(model.Forbidden, "error.not_keeper")
	}
	return model.InvalidInput(d.Profile().Forms[systemForm].Check(d.Profile(), v, d.Today()))
}

func (d *Desk) mayKeepSystems(unit string) bool {
	p := d.Profile()
	return p.Holds(d.Person.Roles, model.DutyAcceptance) || p.Holds(d.Person.Roles, model.DutyAdministration) ||
		p.Holds(d.Person.Roles, model.DutyUnit) && unit != "" && unit == d.Person.Unit
}

// inventory makes sure that the system of a usage request is in the inventory and tells its id. A request adds a
// system under its own id, so that filing again adds none.
func (d *Desk) inventory(ctx context.Context, draft model.Draft, request string) (string, error) {
	if id := draft.System; id != "" {
		return id, nil
	}
	about := model.Subject{Kind: model.SystemSubject, ID: request}
	known, err := d.Store.Events(ctx, about)
	if err != nil || len(known) > 0 {
		return request, err
	}
	v := model.Values{"unit_id": d.Person.Unit}
	for _, f := range d.Profile().Forms[systemForm].Fields() {
		if said := draft.Filling.Values[f.ID]; said != "" && f.ID != "migration" {
			v[f.ID] = said
		}
	}
	return request, d.saveRecord(ctx, d.Person, about, v)
}
