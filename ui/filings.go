package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// filingsPage is the register of construction proposals (备案, R03).
type filingsPage struct {
	w       *Window
	filings *view.Filings
	search  *kit.Entry
	count   *widget.Label
	add     *kit.Button
	paper   *kit.Button // issues the paper of the entry that is chosen
	head    *fyne.Container
	table   *kit.Table[view.FilingRow]
	empty   *fyne.Container
	content *fyne.Container
}

func newFilingsPage(w *Window) *filingsPage {
	p := &filingsPage{w: w, search: kit.NewEntry(), count: widget.NewLabel(""), empty: container.NewStack()}
	p.search.PlaceHolder, p.search.Icon = w.T("filings.search"), kit.Icon("search")
	p.search.OnChanged = func(string) { p.draw() }
	p.search.OnSubmitted = func(string) { w.win.Canvas().Focus(p.table) }
	p.search.OnKey = w.leaveField
	p.add = kit.NewPrimaryButton(w.T("filings.add"), kit.Icon("plus"), p.register)
	p.add.Hide()
	p.paper = kit.NewButton(w.T("filings.issue"), kit.Icon("print"), p.issue)
	p.paper.Hide()
	p.table = kit.NewTable(p.columns()...)
	p.table.OnSelected = func(int, view.FilingRow) { p.offer() }
	p.table.OnOpen = func(_ int, r view.FilingRow) { p.open(r) }
	p.empty.Hide()
	p.head = container.NewHBox(wide(280, p.search), p.count, layout.NewSpacer(), p.paper, p.add)
	p.content = container.NewStack(container.New(layout.NewCustomPaddedLayout(10, 6, 12, 12),
		container.New(headed{gap: 8}, p.head, container.NewStack(p.table, p.empty))))
	return p
}

func (p *filingsPage) columns() []kit.Column[view.FilingRow] {
	w := p.w
	return []kit.Column[view.FilingRow]{
		{Title: w.T("filings.number"), Width: 140, Text: func(r view.FilingRow) string { return r.Number }},
		{Title: w.T("filings.title"), Width: 220, Grow: 3, Text: func(r view.FilingRow) string { return r.Title }},
		{Title: w.T("filings.body"), Width: 150, Grow: 2, Text: func(r view.FilingRow) string { return r.Body }},
		{Title: w.T("filings.received"), Width: 104, Text: func(r view.FilingRow) string { return r.Received }},
		{Title: w.T("filings.registrar"), Width: 112, Text: func(r view.FilingRow) string { return r.Registrar }},
		{Title: w.T("filings.status"), Width: kit.CellWidth(w.T("filings.status_widest"), true), Text: func(r view.FilingRow) string { return r.Status }, Tone: filingTone},
		{Title: w.T("filings.files"), Width: 64, Align: fyne.TextAlignTrailing, Text: func(r view.FilingRow) string { return strconv.Itoa(r.Files) }},
	}
}

// filingTone colours how far a filing is; its words say the same.
func filingTone(r view.FilingRow) kit.Tone {
	switch r.StatusID {
	case "registered":
		return kit.ToneGood
	case "returned":
		return kit.ToneWarn
	}
	return kit.ToneInfo
}

// Title names the page.
func (p *filingsPage) Title() string { return p.w.T("nav.filings") }

// Content is the page.
func (p *filingsPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the register.
func (p *filingsPage) FirstFocus() fyne.Focusable { return p.table }

// Shortcuts are the page's own keys.
func (p *filingsPage) Shortcuts() []Shortcut {
	return []Shortcut{{Key: fyne.KeyA, Words: "filings.add", Do: p.register}, {Key: fyne.KeyI, Words: "filings.issue", Do: p.issue}}
}

// Refresh loads the register.
func (p *filingsPage) Refresh() {
	load(p.w, p.content, p.w.reload, view.LoadFilings, func(filings *view.Filings) {
		p.filings = filings
		p.draw()
	})
}

func (p *filingsPage) draw() {
	if p.filings == nil {
		return
	}
	rows := p.filings.Find(p.search.Value())
	p.table.SetRows(rows)
	visible(p.add, p.filings.MayWrite())
	p.offer()
	p.count.SetText(p.w.T("filings.count", "n", strconv.Itoa(len(rows))))
	p.head.Refresh() // what appears gets its place
	visible(p.empty, len(rows) == 0)
	if len(rows) > 0 {
		return
	}
	title, doing := "filings.none", fyne.CanvasObject(nil)
	switch {
	case p.search.Value() != "":
		title = "filings.none_fits"
	case p.filings.MayWrite():
		doing = kit.NewPrimaryButton(p.w.T("filings.add"), kit.Icon("plus"), p.register)
	}
	p.empty.Objects = []fyne.CanvasObject{kit.NewEmpty(kit.Icon("stamp"), p.w.T(title), p.w.T("filings.what"), doing)}
	p.empty.Refresh()
}

// register writes a new entry.
func (p *filingsPage) register() {
	if p.filings != nil && p.filings.MayWrite() {
		p.edit(p.w.T("filings.add"), p.filings.New())
	}
}

// open shows an entry: to be corrected by who keeps the register, to be read by others.
func (p *filingsPage) open(row view.FilingRow) {
	if p.filings.MayWrite() {
		p.edit(p.w.T("people.edit", "name", row.Number), p.filings.Edit(row))
		return
	}
	body := kit.NewColumn(8, p.w.drawFields(p.filings.Facts(row)))
	for _, f := range p.filings.Attached(row) {
		body.Add(p.w.keptRow(f))
	}
	d := kit.NewDialog(row.Number, body, p.w.T("dialog.close"), "")
	d.Width = 720
	p.w.Show(d)
}

func (p *filingsPage) edit(title string, r *view.Record) {
	p.w.editRecord(title, r, func() {
		p.w.Say(p.w.T("filings.saved", "title", r.Values()["filing_title"]))
		p.Refresh()
	})
}
