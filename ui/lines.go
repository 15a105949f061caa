package ui

import (
	"maps"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// linesPart is the step of the resource lines: a table of them, and below it the fields of the one selected.
type linesPart struct {
	p      *intakePage
	table  *kit.Table[view.IntakeLine]
	totals *widget.Label
	editor *fyne.Container
	form   *kit.Form         // of the selected line; nil for none
	sizes  *kit.Presets      // its usual sizes; nil for none
	shown  map[string]string // the problems that the form shows
	field  string            // the cell in focus
	at     int               // the selected line; -1 for none
	undo   *kit.Button       // of a change: takes back what was done to the line
	says   *kit.Entry        // of a change: what becomes of the line
}

func newLinesPart(p *intakePage) *linesPart {
	w := p.w
	l := &linesPart{p: p, at: -1, editor: container.NewStack()}
	columns := []kit.Column[view.IntakeLine]{
		{Title: w.T("lines.no"), Width: 44, Align: fyne.TextAlignTrailing,
			Text: func(i view.IntakeLine) string { return strconv.Itoa(i.No) }},
		{Title: w.T("lines.resource"), Width: 90,
			Text: func(i view.IntakeLine) string { return i.Resource }},
		{Title: w.T("lines.name"), Width: 100, Grow: 1,
			Text: func(i view.IntakeLine) string { return i.Name }},
		{Title: w.T("lines.spec"), Width: 140, Grow: 3,
			Text: func(i view.IntakeLine) string { return i.Spec }},
		{Title: w.T("lines.count"), Width: 56, Align: fyne.TextAlignTrailing,
			Text: func(i view.IntakeLine) string { return i.Count }},
		{Title: w.T("lines.state"), Width: 104, Text: l.stateText, Tone: lineTone},
	}
	if p.in.Changes() {
		columns = l.changeColumns()
	}
	l.table = kit.NewTable(columns...)
	l.table.OnSelected = func(row int, _ view.IntakeLine) { l.edit(row) }
	l.table.OnOpen = func(row int, _ view.IntakeLine) { l.edit(row); l.focusFirst() }
	l.table.SetPaste(func(text string) { l.take(l.typeHere(), text) })
	l.table.SetKeys(l.key)
	l.totals = widget.NewLabel("")
	l.totals.TextStyle.Bold = true
	return l
}

func (l *linesPart) stateText(i view.IntakeLine) string {
	if i.Problems == 0 {
		return l.p.w.T("lines.complete")
	}
	return l.p.w.T("lines.lacks", "n", strconv.Itoa(i.Problems))
}

func lineTone(i view.IntakeLine) kit.Tone {
	if i.Problems == 0 {
		return kit.ToneGood
	}
	return kit.ToneWarn
}

// draw shows the step.
func (l *linesPart) draw() fyne.CanvasObject {
	w := l.p.w
	add := container.New(&flow{gap: 6})
	for _, r := range l.p.in.Resources() {
		add.Add(kit.NewButton(r.Name, kit.Icon("plus"), func() { l.add(r.ID) }))
	}
	tools := container.NewHBox(
		kit.NewQuietButton(w.T("lines.copy"), kit.Icon("copy"), l.copy),
		kit.NewQuietButton(w.T("lines.drop"), kit.Icon("trash"), l.drop),
		kit.NewQuietButton(w.T("lines.paste"), kit.Icon("import"), l.paste))
	l.fill()
	if l.at < 0 && len(l.p.in.Rows()) > 0 {
		l.at = 0
	}
	l.showEditor()
	return kit.NewColumn(8, add, container.New(fixedHeight{188}, l.table),
		container.New(&flow{gap: 6}, l.totals, tools), l.editor)
}

// arrive brings the selected line into sight, once the table has its size.
func (l *linesPart) arrive() { l.table.Select(l.at) }

// fill writes the table anew.
func (l *linesPart) fill() {
	l.table.SetRows(l.p.in.Lines())
	l.sayTotals()
}

// mark shows what the lines lack.
func (l *linesPart) mark() {
	rows := l.p.in.Rows()
	if len(l.table.Rows()) != len(rows) || l.form == nil || l.at >= len(rows) {
		return
	}
	copy(l.table.Rows(), l.p.in.Lines())
	l.table.RefreshRow()
	l.sayTotals()
	l.markChange()
	l.markSize()
	asked, problems := map[string]bool{}, map[string]string{}
	for _, f := range l.p.in.RowFields(l.at) {
		asked[f.ID] = true
		if text := l.p.problemAt(view.CellField(l.at, f.ID)); text != "" {
			problems[f.ID] = text
		}
	}
	for _, f := range l.p.in.Columns(rows[l.at].Resource) {
		l.form.SetShown(f.ID, asked[f.ID])
	}
	if l.shown == nil || !maps.Equal(problems, l.shown) {
		l.shown = problems
		l.form.SetProblems(problems)
	}
}

// key adds a line like the selected one by Insert, and takes it away by Delete.
func (l *linesPart) key(key *fyne.KeyEvent) bool {
	switch key.Name {
	case fyne.KeyInsert:
		l.add(l.typeHere())
	case fyne.KeyDelete:
		l.drop()
	default:
		return false
	}
	return true
}

// typeHere is the type of the selected line, or the first type there is.
func (l *linesPart) typeHere() string {
	if rows := l.p.in.Rows(); l.at >= 0 && l.at < len(rows) {
		return rows[l.at].Resource
	}
	return l.p.in.Resources()[0].ID
}

func (l *linesPart) add(resource string) {
	l.selectRow(l.p.in.AddRow(resource))
	l.p.edited()
	l.focusFirst()
}

func (l *linesPart) copy() {
	if l.at >= 0 {
		l.selectRow(l.p.in.CopyRow(l.at))
		l.p.edited()
		l.focusFirst()
	}
}

func (l *linesPart) drop() {
	if l.at < 0 {
		return
	}
	l.p.in.RemoveRow(l.at)
	l.selectRow(min(l.at, len(l.p.in.Rows())-1))
	l.p.edited()
}

// selectRow shows the lines anew with one selected.
func (l *linesPart) selectRow(row int) {
	l.leave()
	l.fill()
	l.at = row
	l.showEditor()
}

// edit shows the fields of a line.
func (l *linesPart) edit(row int) {
	if row != l.at {
		l.leave()
		l.at = row
		l.showEditor()
	}
}

// showEditor shows the fields of the selected line.
func (l *linesPart) showEditor() {
	l.leave()
	l.form, l.sizes, l.shown, l.undo = nil, nil, nil, nil
	rows := l.p.in.Rows()
	if l.at < 0 || l.at >= len(rows) {
		l.editor.Objects = []fyne.CanvasObject{kit.NewEmpty(kit.Icon("cloud"), l.p.w.T("lines.none"), l.p.w.T("lines.none_how"), nil)}
		l.editor.Refresh()
		return
	}
	row := rows[l.at]
	l.form = l.p.w.newForm(l.p.in.Columns(row.Resource), l.p.in.Profile(), row.Values)
	at := l.at
	l.form.OnChanged = func(id, value string) { l.set(at, id, value) }
	l.form.OnFocus = l.enter
	l.offerSizes()
	l.editor.Objects = []fyne.CanvasObject{l.editorCard()}
	l.editor.Refresh()
	if selected, _, ok := l.table.Selected(); (!ok || selected != l.at) && l.table.Size().Height > 0 {
		l.table.Select(l.at)
	}
	l.mark()
	l.p.middle.Refresh() // the lines differ in height
}

func (l *linesPart) headWords() string {
	line := l.p.in.Lines()[l.at]
	return l.p.w.T("lines.editing", "no", strconv.Itoa(line.No), "resource", line.Resource)
}

// enter shows what asks for a cell; the cell before shows its problem from now on.
func (l *linesPart) enter(id string) {
	l.leave()
	l.field = id
	for _, f := range l.p.in.RowFields(l.at) {
		if f.ID == id {
			article, _ := l.p.in.Provision(f)
			l.p.aside.setField(article, f.Help)
		}
	}
}

// leave lets the cell that was in focus show its problem from now on.
func (l *linesPart) leave() {
	if l.field != "" && l.at >= 0 {
		l.p.in.Leave(view.CellField(l.at, l.field))
		l.field = ""
		l.mark()
	}
}

func (l *linesPart) set(at int, id, value string) {
	l.p.in.SetCell(at, id, value)
	for _, f := range l.p.in.RowFields(at) {
		if f.ID == id && atOneStroke(f.Kind) {
			l.p.in.Leave(view.CellField(at, id))
		}
	}
	l.p.edited()
}

func (l *linesPart) focusFirst() {
	if l.form != nil && l.p.in.Rows()[l.at].Values[model.RemoveLine] != model.True {
		l.form.Focus(l.p.in.RowFields(l.at)[0].ID)
	}
}

// goTo leads to a cell.
func (l *linesPart) goTo(row int, column string) {
	l.edit(row)
	if l.form != nil {
		l.form.Focus(column)
	}
}

// paste asks which type the table on the clipboard is of, and adds its lines.
func (l *linesPart) paste() {
	w := l.p.w
	var options []kit.Option
	for _, r := range l.p.in.Resources() {
		options = append(options, kit.Option{Code: r.ID, Label: r.Name})
	}
	resource := kit.NewPicker(options, w.pickerWords())
	resource.Required = true
	resource.SetValue(l.typeHere())
	head := wrapped("")
	say := func(string) { head.SetValue(strings.Join(l.p.in.PasteHead(resource.Value()), " | ")) }
	resource.SetOnChanged(say)
	say("")
	d := kit.NewDialog(w.T("lines.paste"), kit.NewColumn(6, wrapped(w.T("lines.paste_how")), resource, head),
		w.T("lines.paste_do"), w.T("dialog.cancel"))
	d.Width = 640
	d.AddButton(kit.NewQuietButton(w.T("lines.paste_head"), kit.Icon("copy"), func() {
		w.app.Clipboard().SetContent(strings.Join(l.p.in.PasteHead(resource.Value()), "\t"))
		w.Say(w.T("lines.head_copied"))
	}))
	d.OnConfirm = func() bool {
		d.Close()
		l.take(resource.Value(), w.app.Clipboard().Content())
		return false
	}
	w.Show(d)
}

func (l *linesPart) take(resource, table string) {
	before := len(l.p.in.Rows())
	n := l.p.in.Paste(resource, table)
	if n == 0 {
		l.p.w.Say(l.p.w.T("lines.pasted_none"))
		return
	}
	l.selectRow(before)
	l.p.edited()
	l.p.w.Say(l.p.w.T("lines.pasted", "n", strconv.Itoa(n)))
}
