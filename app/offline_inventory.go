package app

import (
	"context"
	"strings"

	"yunban/model"
)

// SystemRow is one system of a filled inventory.
type SystemRow struct {
	Name   string
	Row    int // of the sheet
	Values model.Values
	Known  string // the id of the system of that name that is in the inventory already
}

// previewInventory checks every row of an inventory. A row that is empty is none.
func (d *Desk) previewInventory(ctx context.Context, pre *Preview, tables []model.Values) ([]model.CellProblem, error) {
	p := pre.form.profile
	known, err := d.systemsOf(ctx, d.Person.Unit)
	if err != nil {
		return nil, err
	}
	var found []model.CellProblem
	seen := map[string]bool{}
	for i, values := range tables {
		if len(values) == 0 {
			continue
		}
		name := strings.TrimSpace(values["system_name"])
		pre.Systems = append(pre.Systems, SystemRow{Name: name, Row: pre.form.rows[i].row, Values: values, Known: known[name]})
		for _, problem := range p.Forms[systemForm].Check(p, values, d.Today()) {
			problem.Field = rowPath(i, problem.Field)
			found = append(found, pre.at.place(problem))
		}
		if name != "" && seen[name] {
			found = append(found, pre.at.place(model.Problem{Field: rowPath(i, "system_name"), Key: "problem.system_twice", Args: map[string]string{"name": name}}))
		}
		seen[name] = true
	}
	if len(pre.Systems) == 0 {
		found = append(found, pre.at.place(model.Problem{Field: rowPath(0, "system_name"), Key: "problem.no_systems"}))
	}
	return found, nil
}

// systemsOf finds a unit's systems by their names.
func (d *Desk) systemsOf(ctx context.Context, unit string) (map[string]string, error) {
	systems, err := d.Systems(ctx)
	if err != nil {
		return nil, err
	}
	by := map[string]string{}
	for _, s := range systems {
		if s.Unit == unit {
			by[s.Name()] = s.ID
		}
	}
	return by, nil
}

// TakenSystem is what became of one row of an inventory.
type TakenSystem struct {
	Name    string
	ID      string
	Already bool // it was in the inventory; the row changed nothing
}

// TakeInventory adds the systems of a filled inventory to a unit's, one act each. With anything wrong nothing is
// added. One that is there already by its name is left as it is, so that an import that was broken off can be done
// again. unit is nothing for the person's own.
func (d *Desk) TakeInventory(ctx context.Context, pre Preview, unit string, progress func(done, all int)) ([]TakenSystem, error) {
	if pre.Kind != systemForm {
		return nil, model.Errorf(model.Invalid, "error.form_kind", "kind", pre.Kind)
	}
	if unit == "" {
		unit = d.Person.Unit
	}
	if !d.mayKeepSystems(unit) {
		return nil, model.Errorf(model.Forbidden, "error.not_keeper")
	}
	if err := model.InvalidInput(plain(pre.Problems)); err != nil {
		return nil, err
	}
	known, err := d.systemsOf(ctx, unit)
	if err != nil {
		return nil, err
	}
	var taken []TakenSystem
	for i, s := range pre.Systems {
		if err := ctx.Err(); err != nil {
			return taken, err
		}
		done := TakenSystem{Name: s.Name, ID: known[s.Name], Already: known[s.Name] != ""}
		if !done.Already {
			if done.ID, err = d.SaveSystem(ctx, "", unit, s.Values); err != nil {
				return taken, err
			}
		}
		taken = append(taken, done)
		if progress != nil {
			progress(i+1, len(pre.Systems))
		}
	}
	return taken, nil
}

// plain are the problems without their cells.
func plain(found []model.CellProblem) []model.Problem {
	var problems []model.Problem
	for _, p := range found {
		problems = append(problems, p.Problem)
	}
	return problems
}
