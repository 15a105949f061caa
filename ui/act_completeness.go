package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// linesAtOnce is how many lines may be commented without asking for it.
const linesAtOnce = 3

// drawCompleteness is what the officer checks before answering: every material, and each line that he wants to (R12).
func (d *actDialog) drawCompleteness(content *fyne.Container) {
	if materials := d.act.Completeness(); len(materials) > 0 {
		list := kit.NewColumn(2, kit.NewCaption(d.w.T("act.completeness_how"), kit.ToneNeutral))
		for i, m := range materials {
			row := d.materialRow(i, m)
			d.materials = append(d.materials, row)
			list.Add(row)
		}
		content.Add(kit.NewCard(d.w.T("act.completeness"), list))
	}
	lines := d.act.Reasonableness()
	if len(lines) == 0 {
		return
	}
	list := kit.NewColumn(6)
	for i, line := range lines {
		row := d.wordRow(i, line)
		d.words = append(d.words, row)
		list.Add(row)
	}
	if len(lines) <= linesAtOnce {
		content.Add(kit.NewCard(d.w.T("act.reasonableness"), list))
		return
	}
	list.Hide()
	var open *kit.Button
	open = kit.NewQuietButton(d.w.T("act.reasonableness_each"), kit.Icon("down"), func() {
		open.Hide()
		list.Show()
		d.dialog.Refresh()
		d.words[0].Field.Focus()
	})
	content.Add(kit.NewCard(d.w.T("act.reasonableness"), kit.NewColumn(0, open, list)))
}

func (d *actDialog) materialRow(i int, m view.MaterialCheck) *kit.FormRow {
	name := m.Name
	if m.Required {
		name = d.w.T("act.completeness_required", "name", m.Name)
	}
	box := kit.NewCheck(name, nil)
	box.SetValue(strconv.FormatBool(m.On))
	box.OnChanged = func(on bool) {
		d.act.SetComplete(i, on)
		d.mark()
	}
	return kit.NewFormRow("", false, box, "")
}

func (d *actDialog) wordRow(i int, line view.LineWord) *kit.FormRow {
	text := kit.NewEntry()
	text.Max = model.MaxReasonable
	text.OnChanged = func(typed string) {
		d.act.SetReasonable(i, typed)
		d.mark()
	}
	text.OnSubmitted = func(string) { d.take() }
	return kit.NewFormRow(d.w.T("act.reasonableness_line", "no", strconv.Itoa(line.No), "resource", line.Resource, "name", line.Name), false, text, "")
}

// completenessRows are the rows of the check by the field that a problem of theirs names.
func (d *actDialog) completenessRows() map[string]*kit.FormRow {
	rows := map[string]*kit.FormRow{}
	for i, m := range d.act.Completeness() {
		rows[model.CompleteValue(m.ID)] = d.materials[i]
	}
	for i, line := range d.act.Reasonableness() {
		rows[model.ReasonableValue(line.ID)] = d.words[i]
	}
	return rows
}

// drawChecked is what the officer found of each material.
func (p *requestPage) drawChecked(materials []view.MaterialCheck) fyne.CanvasObject {
	list := kit.NewColumn(4)
	for _, m := range materials {
		state, tone := "check.complete", kit.ToneGood
		if !m.On {
			state, tone = "check.incomplete", kit.ToneBad
		}
		list.Add(kit.NewCaption(tone.Sign()+" "+m.Name+"　"+p.w.T(state), tone))
	}
	return kit.NewCard(p.w.T("check.materials"), list)
}

// checkedText says what must be mended: the materials found incomplete, and the comments on lines.
func (w *Window) checkedText(c view.Checked) string {
	var said []string
	if names := c.Incomplete(); len(names) > 0 {
		said = append(said, w.T("check.incomplete_of", "names", strings.Join(names, "、")))
	}
	for _, l := range c.Lines {
		said = append(said, w.T("check.line", "no", strconv.Itoa(l.No), "resource", l.Resource, "name", l.Name, "text", l.Text))
	}
	return strings.Join(said, "\n")
}
