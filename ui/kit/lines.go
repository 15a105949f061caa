package kit

import (
	"maps"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/model"
)

// LineKind is one kind of line as data: a row says by its Resource of which kind it is.
type LineKind struct {
	ID     string
	Name   string
	Fields []FieldSpec
}

// LineWords are the words of a line editor.
type LineWords struct {
	Add, Copy, Delete string
	Fields            FieldWords
}

// Lines edits rows whose fields are data: a table of all rows, and under it the fields of the one that is selected. Rows
// can be added, copied and deleted, and pasted from a spreadsheet in the order of the fields.
type Lines struct {
	widget.BaseWidget
	OnChanged func(rows []model.Row)      // the user changed, added or deleted a row
	OnFocus   func(row int, field string) // a field took the keyboard

	kinds    []LineKind
	words    LineWords
	rows     []model.Row
	problems map[int]map[string]string
	disabled bool

	table  *Table[lineItem]
	frame  *fyne.Container // gives the table its height
	forms  map[string]*Form
	editor *fyne.Container
	tools  *fyne.Container
	whole  *fyne.Container
	add    *Button
	twin   *Button
	remove *Button
}

// lineItem is a row with its place, which the first column shows.
type lineItem struct {
	row   model.Row
	index int
	bad   bool
}

// NewLines makes an editor. The summary says which columns the table shows after the number.
func NewLines(kinds []LineKind, summary []Column[model.Row], words LineWords) *Lines {
	l := &Lines{kinds: kinds, words: words, forms: map[string]*Form{}, editor: container.NewStack()}
	columns := []Column[lineItem]{{Title: "#", Width: 56, Text: func(i lineItem) string { return strconv.Itoa(i.index + 1) },
		Tone: func(i lineItem) Tone {
			if i.bad {
				return ToneBad
			}
			return ToneNone
		}}}
	for _, c := range summary {
		columns = append(columns, Column[lineItem]{Title: c.Title, Width: c.Width, Grow: c.Grow, Align: c.Align,
			Text: func(i lineItem) string { return c.Text(i.row) }})
	}
	l.table = NewTable(columns...)
	l.table.OnSelected = func(int, lineItem) { l.showEditor() }
	l.table.OnOpen = func(int, lineItem) { l.focusEditor() }
	l.table.pasted = l.paste
	l.table.keyed = l.key
	l.add = NewButton(words.Add, Icon("plus"), l.askKind)
	l.twin = NewButton(words.Copy, Icon("copy"), func() { l.copyRow(l.table.selected) })
	l.remove = NewButton(words.Delete, Icon("trash"), func() { l.deleteRow(l.table.selected) })
	l.tools = container.NewHBox(l.add, l.twin, l.remove)
	l.frame = container.New(&rowsHigh{l}, l.table)
	l.whole = NewColumn(10, l.tools, l.frame, l.editor)
	l.ExtendBaseWidget(l)
	l.refill(-1)
	return l
}

// Rows gives the rows as they were typed.
func (l *Lines) Rows() []model.Row { return l.rows }

// SetRows shows other rows without calling OnChanged.
func (l *Lines) SetRows(rows []model.Row) {
	l.rows = nil
	for _, r := range rows {
		l.rows = append(l.rows, cloneRow(r))
	}
	l.problems = nil
	l.refill(min(0, len(l.rows)-1))
}

// SetProblems marks rows and fields: row number, counting from 0, to field to what is wrong.
func (l *Lines) SetProblems(problems map[int]map[string]string) {
	l.problems = problems
	l.refill(l.table.selected)
}

// Focus selects a row and puts the keyboard on one of its fields.
func (l *Lines) Focus(row int, field string) {
	l.table.Select(row)
	if form := l.form(row); form != nil && !form.Focus(field) {
		l.focusEditor()
	}
}

// Disable makes the rows ones to read.
func (l *Lines) Disable() {
	l.disabled = true
	l.tools.Hide()
	for _, f := range l.forms {
		f.Disable()
	}
}

// AddRow adds an empty row of a kind and goes to its first field.
func (l *Lines) AddRow(kind string) {
	l.rows = append(l.rows, model.Row{Resource: kind, Values: model.Values{}})
	l.changedAt(len(l.rows) - 1)
	l.focusEditor()
}

// askKind adds a row, of the kind that is chosen if there are several.
func (l *Lines) askKind() {
	if len(l.kinds) == 1 {
		l.AddRow(l.kinds[0].ID)
		return
	}
	c := canvasOf(l.add)
	if c == nil {
		return
	}
	var items []*fyne.MenuItem
	for _, k := range l.kinds {
		items = append(items, fyne.NewMenuItem(k.Name, func() { l.AddRow(k.ID) }))
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l.add)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, at.AddXY(0, l.add.Size().Height))
}

func (l *Lines) copyRow(row int) {
	if l.disabled || row < 0 || row >= len(l.rows) {
		return
	}
	twin := cloneRow(l.rows[row])
	twin.ID = "" // a row of its own
	l.rows = slices.Insert(l.rows, row+1, twin)
	l.problems = nil
	l.changedAt(row + 1)
}

func (l *Lines) deleteRow(row int) {
	if l.disabled || row < 0 || row >= len(l.rows) {
		return
	}
	l.rows = slices.Delete(l.rows, row, row+1)
	l.problems = nil
	l.changedAt(min(row, len(l.rows)-1))
}

// key gives the table Insert and Delete.
func (l *Lines) key(key *fyne.KeyEvent) bool {
	switch {
	case l.disabled:
		return false
	case key.Name == fyne.KeyInsert:
		l.askKind()
	case key.Name == fyne.KeyDelete:
		l.deleteRow(l.table.selected)
	default:
		return false
	}
	return true
}

func cloneRow(r model.Row) model.Row {
	r.Values = maps.Clone(r.Values)
	if r.Values == nil {
		r.Values = model.Values{}
	}
	return r
}

// changedAt shows the rows anew with one selected and tells the owner.
func (l *Lines) changedAt(row int) {
	l.refill(row)
	l.tell()
}

func (l *Lines) tell() {
	if l.OnChanged != nil {
		l.OnChanged(l.rows)
	}
}

func (l *Lines) refill(selected int) {
	items := make([]lineItem, len(l.rows))
	for i, r := range l.rows {
		items[i] = lineItem{r, i, len(l.problems[i]) > 0}
	}
	l.table.selected = min(selected, len(items)-1)
	l.table.SetRows(items)
	if l.table.selected >= 0 {
		l.table.bringIntoSight(l.table.selected)
	}
	l.frame.Refresh()
	l.showEditor()
	enable(l.twin, l.table.selected >= 0)
	enable(l.remove, l.table.selected >= 0)
}

func enable(b *Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

// showEditor shows the fields of the selected row.
func (l *Lines) showEditor() {
	row := l.table.selected
	form := l.form(row)
	if form == nil {
		l.editor.Objects = nil
		l.editor.Refresh()
		l.Refresh()
		return
	}
	form.SetValues(l.rows[row].Values)
	form.SetProblems(l.problems[row])
	if len(l.editor.Objects) != 1 || l.editor.Objects[0] != fyne.CanvasObject(form) {
		l.editor.Objects = []fyne.CanvasObject{form}
	}
	l.editor.Refresh()
	l.whole.Refresh()
	l.Refresh()
}

// form is the form of a row's kind, made when it is first needed.
func (l *Lines) form(row int) *Form {
	if row < 0 || row >= len(l.rows) {
		return nil
	}
	kind := l.rows[row].Resource
	if f := l.forms[kind]; f != nil {
		return f
	}
	i := slices.IndexFunc(l.kinds, func(k LineKind) bool { return k.ID == kind })
	if i < 0 {
		return nil
	}
	f := NewForm(l.kinds[i].Fields, l.words.Fields)
	f.OnChanged = l.typed
	f.OnFocus = func(key string) {
		if l.OnFocus != nil {
			l.OnFocus(l.table.selected, key)
		}
	}
	if l.disabled {
		f.Disable()
	}
	l.forms[kind] = f
	return f
}

// typed keeps what the user typed into a field of the selected row.
func (l *Lines) typed(key, value string) {
	row := l.table.selected
	l.rows[row].Values[key] = value
	l.table.rows[row].row = l.rows[row]
	l.table.RefreshRow()
	l.tell()
}

func (l *Lines) focusEditor() {
	form := l.form(l.table.selected)
	if form == nil {
		return
	}
	for i, row := range form.rows {
		if row.Visible() && form.Focus(form.keys[i]) {
			return
		}
	}
}

// CreateRenderer stacks the tools, the table and the fields.
func (l *Lines) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.whole) }

// rowsHigh makes a table as high as its rows, from 3 to 8.
type rowsHigh struct{ l *Lines }

func (r *rowsHigh) MinSize([]fyne.CanvasObject) fyne.Size {
	rows := max(3, min(len(r.l.rows), 8))
	return fyne.NewSize(240, r.l.table.rowHeight()*float32(rows+1)+2)
}

func (r *rowsHigh) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
}
