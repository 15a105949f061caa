package app

import (
	"yunban/model"
)

// resourceColumns are the columns of the ledger of resources; three times the figures of a line (R21, T15).
var resourceColumns = append([]column{{"number", 19, false}, {"kind", 12, false}, {"unit", 26, false}, {"system_name", 30, false},
	{"zone", 17, false}, {"resource", 15, false}, {"name", 20, false}}, append(stageColumns(), column{"status", 22, false})...)

// stages are a line's three figures, in the order of its life.
var stages = []model.Stage{model.StageAsked, model.StageApproved, model.StageDelivered}

// figureWidths are wide enough for the figures, and for their titles to break before the unit.
var figureWidths = map[string]float64{"count": 10, "vcpu": 15, "memory": 10, "storage": 10, "bandwidth": 10}

func stageColumns() []column {
	var columns []column
	for _, s := range stages {
		for _, figure := range []string{"count", "vcpu", "memory", "storage", "bandwidth"} {
			columns = append(columns, column{string(s) + "_" + figure, figureWidths[figure], true})
		}
	}
	return columns
}

func resourceSheets(x *export) ([]model.Sheet, error) {
	gone, err := x.terminated()
	if err != nil {
		return nil, err
	}
	return []model.Sheet{x.sheet("register.title_resources", resourceColumns, x.each(x.query, func(it Item) ([][]string, error) {
		if it.Case == model.Termination { // its lines are those of the requests before
			return nil, nil
		}
		events, err := x.desk.Store.Events(x.ctx, model.Subject{Kind: model.RequestSubject, ID: it.ID})
		if err != nil {
			return nil, err
		}
		r, err := model.Replay(events)
		if err != nil {
			return nil, err
		}
		return x.resourceRows(it, r, gone[it.System]), nil
	}))}, nil
}

// terminated finds the systems that have left the cloud.
func (x *export) terminated() (map[string]bool, error) {
	gone := map[string]bool{}
	q := model.Query{Unit: x.query.Unit, Case: model.Termination, Status: []model.Status{model.Terminated}, Limit: registerPage}
	for {
		items, next, err := x.desk.List(x.ctx, q)
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			gone[it.System] = true
		}
		if q.After = next; next == "" {
			return gone, nil
		}
	}
}

func (x *export) resourceRows(it Item, r model.Request, gone bool) [][]string {
	p := x.desk.ProfileOf(r.Profile)
	status := x.words(model.StatusKey(r.Case, r.Status))
	if gone && (r.Status == model.Live || r.Status == model.Done) {
		status = x.words(model.StatusKey(model.Termination, model.Terminated))
	}
	var rows [][]string
	for _, l := range r.Lines {
		resource, _ := p.Resource(l.Resource)
		row := []string{it.Number, x.words("case." + string(it.Case)), it.UnitName, it.Title, zoneOf(p, resource, l), resource.Name, l.Name()}
		if l.Values[model.RemoveLine] == model.True {
			row[6] += x.words("register.removed")
		}
		for _, s := range stages {
			a, _ := l.Amount(s)
			row = append(append(row, unlessZero(a.Count)), totalCells(a.Total())...)
		}
		rows = append(rows, append(row, status))
	}
	return rows
}

// zoneOf names the zone that a line is in.
func zoneOf(p *model.Profile, r model.Resource, l model.Line) string {
	for _, f := range r.Fields {
		if f.ID == "zone" {
			return f.Display(p, l.Values["zone"])
		}
	}
	return l.Values["zone"]
}
