package app

import (
	"context"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"yunban/model"
)

// previewApplication checks a filled application as a draft of it would be, and the system that it is about.
func (d *Desk) previewApplication(ctx context.Context, pre *Preview, values model.Values, tables []model.Values) ([]model.CellProblem, error) {
	l := pre.form
	c := model.Case(l.about.Kind)
	pre.filled = FilledForm{Profile: l.profile.ID, Kind: c, System: l.about.System, Values: values}
	found := pre.takeFiles(values)
	running, problems, err := d.previewSystem(ctx, pre, values)
	if err != nil {
		return nil, err
	}
	found = append(found, problems...)
	delete(values, systemPath)
	rows, problems := pre.rows(tables, running)
	found = append(found, problems...)
	pre.filled.Rows = rows
	pre.Draft = model.Draft{Owner: d.Person.ID, Case: c, Profile: l.about.Profile, System: pre.filled.System,
		Filling: model.Filling{Values: d.knownOf(c), Rows: rows}}
	maps.Copy(pre.Draft.Filling.Values, values)
	for _, f := range pre.filled.Files {
		pre.Draft.Filling.Files = append(pre.Draft.Filling.Files, model.File{Role: f.Role, Name: f.Path})
	}
	for _, p := range l.profile.CheckFilling(c, pre.Draft.Filling, d.Today()) {
		found = append(found, pre.at.placeRow(p))
	}
	return found, nil
}

// knownOf is what a new application is begun with.
func (d *Desk) knownOf(c model.Case) model.Values {
	values := model.Values{}
	for _, f := range d.Profile().Forms[string(c)].Fields() {
		if v := d.known(f.Fill); v != "" {
			values[f.ID] = v
		}
	}
	return values
}

// takeFiles reads the names of the files that lie beside the form. A name from outside is a name and no path.
func (pre *Preview) takeFiles(values model.Values) []model.CellProblem {
	var found []model.CellProblem
	for _, m := range pre.form.profile.Materials {
		names := values[filesPath+m.ID]
		delete(values, filesPath+m.ID)
		for _, name := range strings.FieldsFunc(names, func(r rune) bool { return strings.ContainsRune("\n;；、", r) }) {
			if name = strings.TrimSpace(name); name == "" {
				continue
			}
			if name != path.Base(name) || strings.ContainsAny(name, `\:`) || name == ".." {
				found = append(found, pre.at.place(model.Problem{Field: filesPath + m.ID, Key: "problem.cell_file_name", Args: map[string]string{"name": name}}))
				continue
			}
			pre.filled.Files = append(pre.filled.Files, FilledFile{Role: m.ID, Path: name})
		}
	}
	return found
}

// previewSystem finds the live system that a change or a termination is about, and how its lines run.
func (d *Desk) previewSystem(ctx context.Context, pre *Preview, values model.Values) ([]model.Row, []model.CellProblem, error) {
	if c := pre.filled.Kind; c != model.Change && c != model.Termination {
		return nil, nil, nil
	}
	id := pre.form.about.System
	if id == "" {
		var err error
		if id, err = d.systemNamed(ctx, values[systemPath]); err != nil {
			return nil, nil, err
		}
		pre.filled.System, pre.SystemName = id, values[systemPath]
	}
	bad := func(key string, args map[string]string) []model.CellProblem {
		return []model.CellProblem{pre.at.place(model.Problem{Field: systemPath, Key: key, Args: args})}
	}
	if id == "" {
		if values[systemPath] == "" {
			return nil, bad("problem.required", map[string]string{"label": "应用系统"}), nil
		}
		return nil, bad("problem.not_live", nil), nil
	}
	if _, err := d.System(ctx, id); err != nil {
		return nil, nil, err
	}
	live, err := d.live(ctx, id, "")
	switch {
	case err != nil:
		return nil, nil, err
	case live == nil:
		return nil, bad("problem.not_live", nil), nil
	case live.Open != "":
		return nil, bad("problem.one_open", map[string]string{"number": live.Open}), nil
	}
	running := runningRows(live)
	if pre.form.about.System != "" && pre.filled.Kind == model.Change && stale(pre.form.about.Rows, running) {
		return nil, nil, model.Errorf(model.Conflict, "error.form_stale", "system", live.Title, "made", pre.form.about.Made)
	}
	return running, nil, nil
}

// stale reports whether a form says lines that run otherwise by now.
func stale(said, running []model.Row) bool {
	return !slices.EqualFunc(said, running, func(a, b model.Row) bool {
		return a.ID == b.ID && a.Resource == b.Resource && maps.Equal(a.Values, b.Values)
	})
}

// systemNamed finds the system on the cloud of that name, nothing when there is none.
func (d *Desk) systemNamed(ctx context.Context, name string) (string, error) {
	systems, err := d.Systems(ctx)
	if err != nil {
		return "", err
	}
	for _, s := range systems {
		if s.Name() == name && s.State == model.OnCloud {
			return s.ID, nil
		}
	}
	return "", nil
}

// rows are the lines of an application as a draft has them. Rows that are empty are none.
func (pre *Preview) rows(tables []model.Values, running []model.Row) ([]model.Row, []model.CellProblem) {
	var rows []model.Row
	var found []model.CellProblem
	taken := map[string]bool{}
	for i, at := range pre.form.rows {
		values := tables[i]
		mode := values[modeColumn]
		delete(values, modeColumn)
		if at.runs.ID == "" && len(values) == 0 && mode == "" {
			continue
		}
		row := model.Row{ID: at.runs.ID, Resource: at.resource, Values: model.Values{}}
		maps.Copy(row.Values, values)
		if at.runs.ID != "" {
			row.Values = pre.form.kept(at, row.Values)
		} else if pre.filled.Kind == model.Change && mode != modeAdd {
			row.ID = lineNamed(running, at.resource, values["name"])
			if row.ID == "" && mode != "" || taken[row.ID] {
				found = append(found, pre.at.place(model.Problem{Field: rowPath(i, "name"), Key: "problem.cell_no_line", Args: map[string]string{"name": values["name"]}}))
			}
		}
		switch mode {
		case modeRemove:
			row.Values[model.RemoveLine] = model.True
		case "", modeChange, modeAdd:
		default:
			found = append(found, pre.at.place(model.Problem{Field: rowPath(i, modeColumn), Key: "problem.not_on_list", Args: map[string]string{"label": "变更方式"}}))
		}
		if row.ID != "" {
			taken[row.ID] = true
		}
		rows = append(rows, row)
		pre.at.rows = append(pre.at.rows, i)
	}
	return rows, found
}

// kept puts back what a running line says that the form has no column for.
func (l *laidOut) kept(at tableRow, values model.Values) model.Values {
	r, _ := l.profile.Resource(at.resource)
	columns := model.Form{Sections: []model.Section{{Fields: r.Fields}, {Fields: r.Amounts}}}
	for id, v := range at.runs.Values {
		if _, has := columns.Field(id); !has {
			values[id] = v
		}
	}
	return values
}

// lineNamed is the running line of that name and kind.
func lineNamed(running []model.Row, resource, name string) string {
	for _, r := range running {
		if r.Resource == resource && r.Values["name"] == name {
			return r.ID
		}
	}
	return ""
}

// TakeForm makes a draft of a filled application: everything it says is kept, right or wrong, and every problem is
// told with its cell. open reads a file by its name beside the form; without it the materials are added later.
func (d *Desk) TakeForm(ctx context.Context, pre Preview, open func(name string) (io.ReadCloser, error)) (model.Draft, []model.CellProblem, error) {
	if !pre.Application() {
		return model.Draft{}, nil, model.Errorf(model.Invalid, "error.form_kind", "kind", pre.Kind)
	}
	filled := pre.filled
	if open == nil {
		filled.Files = nil
	}
	draft, problems, err := d.TakeIn(ctx, filled, open)
	if err != nil {
		return model.Draft{}, nil, err
	}
	found := slices.DeleteFunc(slices.Clone(pre.Problems), func(p model.CellProblem) bool { return !ofCell(p) })
	for _, p := range problems {
		found = append(found, pre.at.placeRow(p))
	}
	return draft, pre.at.inOrder(found), nil
}

// outsideDraft are the problems of a workbook that a draft knows nothing of.
var outsideDraft = map[string]bool{"problem.cell_stray": true, "problem.cell_file_name": true, "problem.cell_no_line": true}

// ofCell reports whether a problem is of the workbook, and not one that the draft tells of too.
func ofCell(p model.CellProblem) bool {
	return lostContent[p.Key] || outsideDraft[p.Key] || p.Field == systemPath || strings.HasSuffix(p.Field, "]."+modeColumn)
}
