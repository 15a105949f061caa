package ui

import (
	"maps"
	"strings"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// unplaced marks the problems that have a place and says the rest of a failure.
func (d *actDialog) unplaced(err error) string {
	placed := d.mark()
	problems := d.act.Problems()
	if len(problems) == 0 {
		return d.w.words.Error(err)
	}
	var rest []string
	for _, problem := range problems {
		if !placed[problem.Field] {
			rest = append(rest, d.w.Problem(problem))
		}
	}
	return strings.Join(rest, "\n")
}

// mark shows every problem at its place, and tells which fields have one.
func (d *actDialog) mark() (placed map[string]bool) {
	placed = map[string]bool{}
	take := func(field string) string {
		problem, ok := d.act.Problem(field)
		if !ok {
			return ""
		}
		placed[field] = true
		return d.w.Problem(problem)
	}
	if d.form != nil {
		d.showAsked()
		problems := map[string]string{}
		for _, f := range d.act.Fields() {
			if text := take(f.ID); text != "" {
				problems[f.ID] = text
			}
		}
		setProblems(d.form, problems)
	}
	for i, line := range d.act.Figures() {
		for j, f := range line.Figures {
			d.figures[i][j].SetProblem(take(view.FigureField(i, f.ID)))
		}
	}
	d.note.SetProblem(take("note"))
	for i, line := range d.act.Checks() {
		d.checks[i].SetProblem(take(view.CheckField(line.ID)))
	}
	for field, row := range d.completenessRows() {
		row.SetProblem(take(field))
	}
	if d.files != nil {
		d.markFiles(take)
	}
	return placed
}

// setProblems changes what a form shows only where it differs.
func setProblems(form *kit.Form, problems map[string]string) {
	now := map[string]string{}
	for key := range form.Values() {
		if text := form.Row(key).Problem(); text != "" {
			now[key] = text
		}
	}
	if !maps.Equal(now, problems) {
		form.SetProblems(problems)
	}
}

// focusWrong leads to the first problem.
func (d *actDialog) focusWrong() {
	for _, problem := range d.act.Problems() {
		if problem.Field == "note" {
			d.note.Field.Focus()
			return
		}
		if d.form != nil && d.form.Focus(problem.Field) {
			return
		}
		if row := d.completenessRows()[problem.Field]; row != nil {
			row.Field.Focus()
			return
		}
		for i, line := range d.act.Checks() {
			if problem.Field == view.CheckField(line.ID) {
				d.checks[i].Field.Focus()
				return
			}
		}
		for i, line := range d.act.Figures() {
			for j, f := range line.Figures {
				if problem.Field == view.FigureField(i, f.ID) {
					d.figures[i][j].Field.Focus()
					return
				}
			}
		}
	}
}
