package ui

import (
	"strings"

	"yunban/model"
	"yunban/ui/kit"
)

// failed says at every field and cell what is wrong with it, and the rest above; of a conflict it offers to look again.
func (d *stepDialog) failed(err error) {
	if d.s.Failed(err) == model.Conflict {
		d.wrong.Ask(d.w.words.Error(err), kit.ToneWarn, d.w.T("act.reload"), func() {
			d.dialog.Close()
			d.w.Refresh()
		})
		d.dialog.Refresh()
		return
	}
	rest := d.mark()
	if len(d.s.Problems()) == 0 {
		rest = []string{d.w.words.Error(err)}
	}
	d.wrong.Clear()
	if len(rest) > 0 {
		d.wrong.Say(strings.Join(rest, "\n"), kit.ToneBad)
	}
	d.dialog.Refresh()
	d.focusWrong()
}

// mark shows every problem at its place, and gives the words of those that have none.
func (d *stepDialog) mark() (rest []string) {
	said := map[string]string{}
	for _, problem := range d.s.Problems() {
		text := d.w.Problem(problem)
		_, isField := d.s.Form().Field(problem.Field)
		switch {
		case isField:
			said[problem.Field] = text
		case problem.Field == "note" && d.note != nil, problem.Field == "files" && d.files != nil, d.inTable(problem.Field):
		default:
			rest = append(rest, text)
		}
	}
	for _, form := range d.forms {
		form.SetProblems(said)
	}
	for _, t := range d.tables {
		t.mark()
	}
	if d.note != nil {
		text := ""
		if problem, ok := d.s.Problem("note"); ok {
			text = d.w.Problem(problem)
		}
		d.note.SetProblem(text)
	}
	if d.files != nil {
		d.drawFiles()
	}
	return rest
}

// inTable reports whether a problem is one of a table that the dialog shows.
func (d *stepDialog) inTable(field string) bool {
	table, _, _ := strings.Cut(field, "[")
	return d.tables[table] != nil
}

// focusWrong leads to the first problem.
func (d *stepDialog) focusWrong() {
	for _, problem := range d.s.Problems() {
		if problem.Field == "note" && d.note != nil {
			d.note.Field.Focus()
			return
		}
		for _, form := range d.forms {
			if form.Focus(problem.Field) {
				return
			}
		}
		for _, t := range d.tables {
			if t.focus(problem.Field) {
				return
			}
		}
	}
}
