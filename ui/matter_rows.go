package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// rowsPart is a table of a step that is typed in: a line of fields for each row, and below it what is wrong with it.
type rowsPart struct {
	d       *stepDialog
	section model.Section
	shares  []float32
	from    int         // the first row of the page of rows that is shown
	rows    []*typedRow // the rows of that page
	list    *fyne.Container
	wrong   *kit.Entry // with the table as a whole
	content fyne.CanvasObject
}

// typedRow is one row as it is drawn.
type typedRow struct {
	cells   map[string]kit.Field
	wrong   *kit.Entry
	content fyne.CanvasObject
}

// rowsTyped is how many rows are shown at once to be typed in; a longer table is turned page by page.
const rowsTyped = 60

func newRowsPart(d *stepDialog, section model.Section) *rowsPart {
	w := d.w
	p := &rowsPart{d: d, section: section, list: kit.NewColumn(4), wrong: kit.NewCaption("", kit.ToneBad)}
	p.wrong.Hide()
	for _, f := range section.Fields {
		p.shares = append(p.shares, shareOf(f))
	}
	p.draw()
	body := kit.NewColumn(6, p.wrong, p.list)
	if section.List == "" {
		body.Add(container.NewHBox(kit.NewButton(w.T("rows.add"), kit.Icon("plus"), p.add),
			kit.NewQuietButton(w.T("rows.paste"), kit.Icon("import"), p.paste)))
	}
	p.content = kit.NewCard(section.Title, body)
	return p
}

// shareOf is how much of a row's width a column takes.
func shareOf(f model.Field) float32 {
	switch {
	case f.Kind == model.IntegerField || f.Kind == model.DecimalField:
		return 1.2
	case f.Kind == model.DateField || f.Kind == model.ChoiceField:
		return 1.6
	case f.MaxLength > 200:
		return 3
	}
	return 2
}

// draw shows the rows anew.
func (p *rowsPart) draw() {
	p.rows = nil
	p.list.Objects = []fyne.CanvasObject{p.head()}
	all := p.d.s.Rows(p.section.ID)
	if p.from >= len(all) {
		p.from = max(0, len(all)-1) / rowsTyped * rowsTyped
	}
	for i, values := range all[p.from:min(len(all), p.from+rowsTyped)] {
		row := p.row(p.from+i, values)
		p.rows = append(p.rows, row)
		p.list.Add(row.content)
	}
	if len(all) > rowsTyped {
		p.list.Add(p.pages(len(all)))
	}
	p.mark()
	p.list.Refresh()
}

// pages says which rows of a long table are shown, and leads to the others.
func (p *rowsPart) pages(all int) fyne.CanvasObject {
	w, last := p.d.w, min(all, p.from+rowsTyped)
	earlier := kit.NewQuietButton(w.T("rows.earlier"), kit.Icon("left"), func() { p.turnTo(p.from - rowsTyped) })
	later := kit.NewQuietButton(w.T("rows.later"), kit.Icon("right"), func() { p.turnTo(p.from + rowsTyped) })
	enable(earlier, p.from > 0)
	enable(later, last < all)
	return container.NewHBox(earlier, p.label(w.T("rows.page", "from", strconv.Itoa(p.from+1), "to", strconv.Itoa(last), "n", strconv.Itoa(all))), later)
}

// turnTo shows the page of rows that begins with one.
func (p *rowsPart) turnTo(row int) {
	p.from = row / rowsTyped * rowsTyped
	p.draw()
	p.d.dialog.Refresh()
}

func (p *rowsPart) head() fyne.CanvasObject {
	line := []fyne.CanvasObject{p.label("")}
	for _, f := range p.section.Fields {
		words := f.Label
		if f.Required || f.Provision != "" || p.section.ID == "findings" && f.ID != "measure" {
			words += " *"
		}
		line = append(line, kit.NewCaption(words, kit.ToneNeutral))
	}
	return container.New(p.layout(), append(line, p.label(""))...)
}

func (p *rowsPart) label(text string) fyne.CanvasObject {
	l := widget.NewLabel(text)
	l.Importance = widget.LowImportance
	return l
}

// row draws a row: its number or its name, its fields, and the cross that takes it away.
func (p *rowsPart) row(i int, values model.Values) *typedRow {
	w, table := p.d.w, p.section.ID
	r := &typedRow{cells: map[string]kit.Field{}, wrong: kit.NewCaption("", kit.ToneBad)}
	r.wrong.Hide()
	name := strconv.Itoa(i + 1)
	if p.section.List != "" {
		name = p.d.s.Profile().LabelIn(p.section.List, values[model.RowName])
	}
	line := []fyne.CanvasObject{p.label(name)}
	for _, f := range p.section.Fields {
		cell := kit.NewField(w.specOf(f, p.d.s.Profile()), w.fieldWords())
		cell.SetValue(values[f.ID])
		cell.SetOnChanged(func(value string) {
			p.d.s.SetCell(table, i, f.ID, value)
			p.markRow(i)
		})
		r.cells[f.ID] = cell
		line = append(line, cell)
	}
	drop := kit.NewQuietButton("", kit.Icon("trash"), func() { p.remove(i) })
	if p.section.List != "" {
		drop.Hide()
	}
	r.content = kit.NewColumn(1, container.New(p.layout(), append(line, drop)...), r.wrong)
	return r
}

func (p *rowsPart) add() {
	p.d.s.AddRow(p.section.ID)
	p.from = (len(p.d.s.Rows(p.section.ID)) - 1) / rowsTyped * rowsTyped
	p.draw()
	p.d.dialog.Refresh()
	if len(p.rows) == 0 {
		return
	}
	p.rows[len(p.rows)-1].cells[p.section.Fields[0].ID].Focus()
}

func (p *rowsPart) remove(i int) {
	p.d.s.RemoveRow(p.section.ID, i)
	p.draw()
	p.d.dialog.Refresh()
}

// paste takes rows that were copied out of a workbook.
func (p *rowsPart) paste() {
	w := p.d.w
	n := p.d.s.PasteRows(p.section.ID, w.app.Clipboard().Content())
	if n == 0 {
		p.d.wrong.Say(w.T("rows.pasted_none", "columns", strings.Join(titlesOf(p.section), "、")), kit.ToneWarn)
		p.d.dialog.Refresh()
		return
	}
	p.draw()
	p.d.dialog.Refresh()
	w.Say(w.T("lines.pasted", "n", strconv.Itoa(n)))
}

func titlesOf(section model.Section) []string {
	var titles []string
	for _, f := range section.Fields {
		titles = append(titles, f.Label)
	}
	return titles
}

// mark shows what is wrong with the rows, and with the table as a whole.
func (p *rowsPart) mark() {
	problem, ok := p.d.s.Problem(p.section.ID)
	visible(p.wrong, ok)
	if ok {
		p.wrong.SetValue(kit.ToneBad.Sign() + " " + p.d.w.Problem(problem))
	}
	for i := range p.rows {
		p.markRow(p.from + i)
	}
}

// markRow marks a row by its place in the whole table.
func (p *rowsPart) markRow(i int) {
	r := p.rows[i-p.from]
	var said []string
	for _, f := range p.section.Fields {
		problem, bad := p.d.s.Problem(model.CellOf(p.section.ID, i, f.ID))
		r.cells[f.ID].SetInvalid(bad)
		if bad {
			said = append(said, p.d.w.Problem(problem))
		}
	}
	text := strings.Join(said, "　")
	if len(said) > 0 {
		text = kit.ToneBad.Sign() + " " + text
	}
	if r.wrong.Value() == text {
		return
	}
	r.wrong.SetValue(text)
	visible(r.wrong, text != "")
	p.list.Refresh()
	if p.d.dialog != nil {
		p.d.dialog.Refresh()
	}
}

// focus puts the keyboard on a cell, or on the first of a table as a whole; it says whether the problem is one of this table.
func (p *rowsPart) focus(field string) bool {
	if field == p.section.ID {
		if len(p.rows) > 0 {
			p.rows[0].cells[p.section.Fields[0].ID].Focus()
		}
		return true
	}
	row, ok := view.RowOfCell(p.section.ID, field)
	if !ok || row >= len(p.d.s.Rows(p.section.ID)) {
		return false
	}
	if row < p.from || row >= p.from+len(p.rows) {
		p.turnTo(row)
	}
	for id, cell := range p.rows[row-p.from].cells {
		if field == model.CellOf(p.section.ID, row, id) {
			cell.Focus()
			return true
		}
	}
	return false
}

func (p *rowsPart) layout() fyne.Layout {
	name := float32(34)
	if p.section.List != "" {
		for _, c := range p.d.s.Profile().Lists[p.section.List] {
			name = max(name, kit.CellWidth(c.Label, false))
		}
	}
	if p.section.List != "" { // its rows are fixed, and none has a cross
		return &rowLayout{name: name, shares: p.shares}
	}
	return &rowLayout{name: name, shares: p.shares, cross: rowCross}
}

// rowLayout gives a row's name its own width, the fields their shares, and the cross the rest.
type rowLayout struct {
	name   float32
	shares []float32
	cross  float32
}

const (
	rowGap   = 6
	rowCross = 36
)

func (l *rowLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	high := float32(0)
	for _, one := range o[1 : len(o)-1] {
		high = max(high, one.MinSize().Height)
	}
	return fyne.NewSize(l.name+60*float32(len(l.shares))+l.cross, high)
}

func (l *rowLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	sum := float32(0)
	for _, s := range l.shares {
		sum += s
	}
	place := func(one fyne.CanvasObject, x, width float32) {
		one.Move(fyne.NewPos(x, 0))
		one.Resize(fyne.NewSize(width, size.Height))
	}
	place(o[0], 0, l.name)
	x := l.name + rowGap
	room := size.Width - l.name - rowGap*float32(len(l.shares))
	if l.cross > 0 {
		room -= l.cross + rowGap
	}
	for i, s := range l.shares {
		width := room * s / sum
		place(o[i+1], x, width)
		x += width + rowGap
	}
	place(o[len(o)-1], size.Width-l.cross, l.cross)
}
