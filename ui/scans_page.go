package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// scansPage lists what became of the scans: what could not be placed first, for somebody must see to it, and what was
// filed below.
type scansPage struct {
	w       *Window
	notice  *kit.Notice
	placed  *kit.Table[app.PlacedScan]
	left    *kit.Table[view.LeftScan]
	detail  *kit.Entry // of the chosen one of what is left, whole
	body    *fyne.Container
	content *fyne.Container
}

func newScansPage(w *Window) *scansPage {
	p := &scansPage{w: w, notice: kit.NewNotice(), detail: kit.NewText(""), body: container.NewStack()}
	p.placed = kit.NewTable(p.placedColumns()...)
	p.placed.OnOpen = func(_ int, s app.PlacedScan) { w.Go(papersOf(s.About)) }
	p.left = kit.NewTable(p.leftColumns()...)
	p.left.OnSelected = func(_ int, s view.LeftScan) { p.showDetail(s) }
	tools := container.New(&flow{gap: 8},
		kit.NewPrimaryButton(w.T("scans.take"), kit.Icon("import"), w.TakeScans),
		kit.NewButton(w.T("scans.clear"), kit.Icon("close"), p.clear))
	p.content = container.NewStack(container.New(inset{10, 12},
		container.New(headed{gap: 8}, kit.NewColumn(8, tools, kit.NewCaption(w.T("scans.how"), kit.ToneNeutral), p.notice), p.body)))
	return p
}

// papersOf leads to the papers of a request or a matter.
func papersOf(about model.Subject) Route {
	if about.Kind == model.RequestSubject {
		return PapersRoute(about.ID)
	}
	return subjectRoute(about)
}

func (p *scansPage) placedColumns() []kit.Column[app.PlacedScan] {
	w := p.w
	state := func(s app.PlacedScan) string {
		if s.Again {
			return w.T("scans.again")
		}
		return w.T("scans.filed")
	}
	return []kit.Column[app.PlacedScan]{
		{Title: w.T("column.number"), Width: 140, Text: func(s app.PlacedScan) string { return s.Number }},
		{Title: w.T("column.title"), Width: 180, Grow: 3, Text: func(s app.PlacedScan) string { return s.System }},
		{Title: w.T("scans.paper"), Width: 160, Grow: 2, Text: func(s app.PlacedScan) string { return s.Title }},
		{Title: w.T("scans.state"), Width: kit.CellWidth(w.T("scans.again"), true), Text: state, Tone: func(s app.PlacedScan) kit.Tone {
			if s.Again {
				return kit.ToneNeutral
			}
			return kit.ToneGood
		}},
		{Title: w.T("scans.file"), Width: 170, Grow: 2, Text: func(s app.PlacedScan) string { return s.File }},
		{Title: w.T("scans.pages"), Width: 72, Text: func(s app.PlacedScan) string { return s.Pages }},
	}
}

func (p *scansPage) leftColumns() []kit.Column[view.LeftScan] {
	w := p.w
	return []kit.Column[view.LeftScan]{
		{Title: w.T("scans.file"), Width: 190, Grow: 1, Text: func(s view.LeftScan) string { return s.File }},
		{Title: w.T("scans.pages"), Width: 72, Text: p.pagesOf},
		{Title: w.T("scans.why"), Width: 260, Grow: 3, Text: func(s view.LeftScan) string { return w.words.Error(s.Why) }},
		{Title: w.T("scans.advice"), Width: 260, Grow: 3, Text: func(s view.LeftScan) string { return w.text(s.Advice) }},
	}
}

// pagesOf says which pages; of a file that cannot be read at all, all of it.
func (p *scansPage) pagesOf(s view.LeftScan) string {
	if s.Pages == "" {
		return p.w.T("scans.whole_file")
	}
	return s.Pages
}

// Title names the page.
func (p *scansPage) Title() string { return p.w.T("scans.title") }

// Content is the page.
func (p *scansPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the list that somebody must see to, or the other.
func (p *scansPage) FirstFocus() fyne.Focusable {
	switch s := p.w.tray.scans; {
	case len(s.Left) > 0:
		return p.left
	case len(s.Placed) > 0:
		return p.placed
	}
	return nil
}

// Refresh shows what is on the tray; having been looked at, it is no news any more.
func (p *scansPage) Refresh() {
	p.w.tray.news = scanNews{}
	p.tell()
	scans := p.w.tray.scans
	p.placed.SetRows(scans.Placed)
	p.left.SetRows(scans.Left)
	p.body.Objects = []fyne.CanvasObject{p.lists(scans)}
	if len(scans.Left) > 0 {
		p.left.Select(0)
		p.showDetail(scans.Left[0])
	}
	p.content.Refresh()
}

// tell says what became of what was taken last.
func (p *scansPage) tell() {
	last := p.w.tray.last
	if last.Empty() {
		p.notice.Clear()
		return
	}
	tone := kit.ToneGood
	if len(last.Left) > 0 {
		tone = kit.ToneWarn
	}
	p.notice.Say(p.w.T("scans.summary", "placed", strconv.Itoa(last.New()), "again", strconv.Itoa(last.Again()),
		"left", strconv.Itoa(len(last.Left))), tone)
}

// lists lays the two lists out; one that is empty takes no room.
func (p *scansPage) lists(s view.Scans) fyne.CanvasObject {
	w := p.w
	left := container.New(headed{gap: 4}, p.heading("scans.left", len(s.Left)),
		container.New(footed{gap: 6}, p.left, kit.NewCard("", p.detail)))
	placed := container.New(headed{gap: 4}, p.heading("scans.placed", len(s.Placed)), p.placed)
	switch {
	case s.Empty():
		return kit.NewEmpty(kit.Icon("import"), w.T("scans.nothing"), w.T("scans.nothing_how"), nil)
	case len(s.Left) == 0:
		return placed
	case len(s.Placed) == 0:
		return left
	}
	return container.New(split{0.55}, left, placed)
}

func (p *scansPage) heading(key string, n int) fyne.CanvasObject {
	return boldLabel(p.w.T(key, "n", strconv.Itoa(n)))
}

// showDetail says the reason and the advice whole, which a row may have no room for.
func (p *scansPage) showDetail(s view.LeftScan) {
	text := s.File + "　" + p.w.words.Error(s.Why)
	if advice := p.w.text(s.Advice); advice != "" {
		text += "\n" + p.w.T("scans.advice_is", "what", advice)
	}
	p.detail.SetValue(text)
	p.body.Refresh()
}

// clear empties the lists; what was filed stays with its requests.
func (p *scansPage) clear() {
	p.w.tray.scans, p.w.tray.last = view.Scans{}, view.Scans{}
	p.Refresh()
}
