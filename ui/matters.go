package ui

import (
	"cmp"
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// mattersPage is a register of matters of one kind: problems, drills, access grants … The registers of a chapter share an
// entry of the rail; a row of tabs leads from one to the next.
type mattersPage struct {
	w       *Window
	kind    model.SubjectKind
	matters *view.Matters
	filter  view.MatterFilter
	tabs    fyne.CanvasObject
	bar     *fyne.Container
	search  *kit.Entry
	pickers map[string]*kit.Picker
	count   *widget.Label
	table   *kit.Table[view.MatterRow]
	empty   *fyne.Container
	body    *fyne.Container
	content *fyne.Container
}

func newMattersPage(w *Window, kind model.SubjectKind) *mattersPage {
	p := &mattersPage{w: w, kind: kind, search: kit.NewEntry(), pickers: map[string]*kit.Picker{}, count: widget.NewLabel(""),
		bar: container.New(&flow{gap: 8}), empty: container.NewStack()}
	p.search.PlaceHolder, p.search.Icon = w.T("matters.search"), kit.Icon("search")
	p.search.OnChanged = func(text string) { p.filter.Text = text; p.draw() }
	p.search.OnSubmitted = func(string) { w.win.Canvas().Focus(p.table) }
	p.search.OnKey = w.leaveField
	p.table = kit.NewTable[view.MatterRow]()
	p.table.OnOpen = func(_ int, r view.MatterRow) { w.Go(MatterRoute(kind, r.ID)) }
	p.empty.Hide()
	p.tabs = w.groupTabs(kind)
	p.body = container.New(headed{gap: 8}, kit.NewColumn(8, p.tabs, p.bar), container.NewStack(p.table, p.empty))
	p.content = container.NewStack(container.New(layout.NewCustomPaddedLayout(10, 6, 12, 12), p.body))
	return p
}

// Title names the page.
func (p *mattersPage) Title() string { return p.w.T("matter." + string(p.kind)) }

// Content is the page.
func (p *mattersPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the register.
func (p *mattersPage) FirstFocus() fyne.Focusable { return p.table }

// Tick looks for news while the page is in sight.
func (p *mattersPage) Tick() { p.Refresh() }

// Shortcuts are the tabs, each with a digit of its own, and A for a new matter.
func (p *mattersPage) Shortcuts() []Shortcut {
	keys := p.w.groupKeys(p.kind)
	if p.matters == nil || len(p.matters.MayOpen()) > 0 {
		keys = append(keys, Shortcut{Key: fyne.KeyA, Words: "matters.new", Do: p.add})
	}
	return keys
}

// Refresh loads the register.
func (p *mattersPage) Refresh() {
	load(p.w, p.content, p.w.reload, func(ctx context.Context, desk *app.Desk) (*view.Matters, error) {
		return view.LoadMatters(ctx, desk, p.kind)
	}, func(matters *view.Matters) {
		p.matters = matters
		p.fillBar()
		p.draw()
	})
}

func (p *mattersPage) columns() []kit.Column[view.MatterRow] {
	w := p.w
	status := float32(0)
	for _, o := range p.matters.Statuses() {
		status = max(status, kit.CellWidth(w.offered(o), true))
	}
	columns := []kit.Column[view.MatterRow]{
		{Title: w.T("matters.number"), Width: 158, Text: func(r view.MatterRow) string { return r.Number }},
		{Title: w.T("matters.title"), Width: 200, Grow: 3, Text: func(r view.MatterRow) string { return w.text(r.Title) }},
	}
	if p.matters.OfUnits() {
		columns = append(columns, kit.Column[view.MatterRow]{Title: w.T("column.unit"), Width: 150, Grow: 2,
			Text: func(r view.MatterRow) string { return r.Unit }})
	}
	return append(columns,
		kit.Column[view.MatterRow]{Title: w.T("matters.status"), Width: max(96, status),
			Text: func(r view.MatterRow) string { return w.text(r.Status) }, Tone: func(r view.MatterRow) kit.Tone { return moodTone(r.Mood) }},
		kit.Column[view.MatterRow]{Title: w.T("matters.day"), Width: 104, Text: func(r view.MatterRow) string { return r.Day }},
		kit.Column[view.MatterRow]{Title: w.T("matters.next"), Width: 130, Grow: 2, Text: func(r view.MatterRow) string { return r.Next }})
}

// moodTone colours how a matter stands; its words say the same.
func moodTone(m view.Mood) kit.Tone {
	return map[view.Mood]kit.Tone{view.MoodRests: kit.ToneNeutral, view.MoodRuns: kit.ToneInfo, view.MoodWaits: kit.ToneWarn,
		view.MoodLate: kit.ToneBad, view.MoodGood: kit.ToneGood}[m]
}

// fillBar lays out the search, the filters that have a choice, and what may be begun here.
func (p *mattersPage) fillBar() {
	p.bar.Objects = []fyne.CanvasObject{wide(260, p.search)}
	for _, f := range []struct {
		words  string
		offers []view.Offer
		value  *string
		width  float32
	}{
		{"matters.any_status", p.matters.Statuses(), &p.filter.Status, 150},
		{"list.any_unit", p.matters.Units(), &p.filter.Unit, 220},
	} {
		if len(f.offers) > 1 || *f.value != "" {
			p.bar.Add(wide(f.width, p.picker(f.words, f.offers, f.value)))
		}
	}
	p.bar.Add(p.count)
	for i, action := range p.matters.MayOpen() {
		button := kit.NewButton
		if i == 0 {
			button = kit.NewPrimaryButton
		}
		p.bar.Add(button(p.w.T(view.OpeningKey(p.kind, action)), kit.Icon("plus"), func() { p.open(action) }))
	}
	if p.kind == model.Assessment && len(p.matters.MayOpen()) == 0 && view.MayCompute(p.w.desk) {
		p.bar.Add(kit.NewButton(p.w.T("assess.compute"), kit.Icon("score"), func() { p.w.Go(Route{Screen: AssessScreen}) }))
	}
	if n := p.matters.ReceivesReports(); n > 1 {
		p.bar.Add(kit.NewButton(p.w.T("reports.receive_all", "n", strconv.Itoa(n)), kit.Icon("check"), p.receiveAll))
	}
	p.bar.Refresh()
	p.body.Refresh()
}

func (p *mattersPage) picker(words string, offers []view.Offer, value *string) fyne.CanvasObject {
	input := kit.NewPicker(append([]kit.Option{{Label: p.w.T(words)}}, p.w.options(offers)...), p.w.pickerWords())
	input.PlaceHolder = p.w.T(words)
	input.SetValue(*value)
	input.OnChanged = func(code string) { *value = code; p.draw() }
	p.pickers[words] = input
	return input
}

// clear takes all filters away.
func (p *mattersPage) clear() {
	p.filter = view.MatterFilter{}
	p.search.SetValue("")
	p.fillBar()
	p.draw()
}

func (p *mattersPage) draw() {
	if p.matters == nil {
		return
	}
	rows := p.matters.Find(p.filter, p.w.text)
	p.table.SetColumns(p.columns()...)
	p.table.SetRows(rows)
	p.count.SetText(p.w.T("filings.count", "n", strconv.Itoa(len(rows))))
	visible(p.empty, len(rows) == 0)
	visible(p.table, len(rows) > 0)
	if len(rows) == 0 {
		p.empty.Objects = []fyne.CanvasObject{p.none()}
		p.empty.Refresh()
	}
	p.content.Refresh()
}

// none says what the register is for while nothing stands in it.
func (p *mattersPage) none() fyne.CanvasObject {
	if !p.filter.Empty() {
		return kit.NewEmpty(kit.Icon("search"), p.w.T("matters.none_fits"), "", kit.NewButton(p.w.T("list.clear"), nil, p.clear))
	}
	var doing fyne.CanvasObject
	if may := p.matters.MayOpen(); len(may) > 0 {
		doing = kit.NewPrimaryButton(p.w.T(view.OpeningKey(p.kind, may[0])), kit.Icon("plus"), func() { p.open(may[0]) })
	}
	return kit.NewEmpty(kit.Icon(groupIcons[view.MatterGroupOf(p.kind)]), p.w.T("matters.none", "kind", p.Title()), p.w.text(p.matters.What()), doing)
}

// add begins a matter by the first step that the person may take.
func (p *mattersPage) add() {
	if p.matters != nil {
		if may := p.matters.MayOpen(); len(may) > 0 {
			p.open(may[0])
		}
	}
}

func (p *mattersPage) open(action model.Action) { p.w.beginMatter(p.kind, action, nil) }

// beginMatter opens the form of a new matter, with first values where they are known, and leads to the matter.
func (w *Window) beginMatter(kind model.SubjectKind, action model.Action, offered model.Values) {
	if kind == model.Assessment { // it is computed, not typed
		subject, unit := model.AssessVendor, offered["unit_id"]
		if unit != "" {
			subject = model.AssessUnit
		}
		w.Go(AssessRoute(subject, unit, cmp.Or(offered["period"], view.AssessQuery(w.desk).Period)))
		return
	}
	if kind == model.MonthlyReport {
		w.fileReport(offered["month"])
		return
	}
	s := view.NewMatter(w.desk, kind, action, nil)
	for field, value := range offered {
		s.Offer(field, value)
	}
	w.takeStep(w.T(view.OpeningKey(kind, action)), s, func(e model.Event) {
		w.Go(MatterRoute(kind, e.Subject.ID))
		w.Say(w.T("matters.filed", "number", e.Number))
	})
}
