package ui

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// dutiesPage is the board of what the regulation wants filed again and again (应办事项): every period with its article,
// its day and its state, what is missing first.
type dutiesPage struct {
	w       *Window
	year    int
	duties  *view.Duties
	filter  view.DutyFilter
	piles   map[model.ObligationState]*pile
	counts  *fyne.Container
	bar     *fyne.Container
	table   *kit.Table[view.DutyRow]
	file    *kit.Button // files what is chosen
	empty   *fyne.Container
	body    *fyne.Container
	content *fyne.Container
}

func newDutiesPage(w *Window) *dutiesPage {
	p := &dutiesPage{w: w, piles: map[model.ObligationState]*pile{}, counts: container.New(&flow{gap: 8}), bar: container.New(&flow{gap: 8}),
		empty: container.NewStack()}
	p.table = kit.NewTable(p.columns()...)
	p.table.OnOpen = func(_ int, r view.DutyRow) { p.open(r) }
	p.table.OnSelected = func(int, view.DutyRow) { p.offer() }
	p.file = kit.NewPrimaryButton(w.T("duties.file"), kit.Icon("plus"), p.fileChosen)
	p.empty.Hide()
	below := container.New(footed{gap: 4}, container.NewStack(p.table, p.empty), kit.NewCaption(w.T("duties.ours"), kit.ToneNeutral))
	p.body = container.New(headed{gap: 8}, kit.NewColumn(8, p.counts, p.bar), below)
	p.content = container.NewStack(container.New(layout.NewCustomPaddedLayout(10, 6, 12, 12), p.body))
	return p
}

func (p *dutiesPage) columns() []kit.Column[view.DutyRow] {
	w := p.w
	var states []string
	for _, s := range view.DutyStates {
		states = append(states, "obligation_state."+string(s))
	}
	columns := []kit.Column[view.DutyRow]{
		{Title: w.T("duties.what"), Width: 110, Grow: 1, Text: func(r view.DutyRow) string { return r.Name }},
		{Title: w.T("duties.period"), Width: 136, Text: p.periodText},
		{Title: w.T("column.unit"), Width: 150, Grow: 2, Text: func(r view.DutyRow) string { return r.Unit }},
		{Title: w.T("column.article"), Width: kit.CellWidth("第二十五条", false), Text: func(r view.DutyRow) string { return r.Article }},
		{Title: w.T("duties.due"), Width: kit.CellWidth(w.T("duties.due_ours", "due", "2026-10-10"+w.T("due.provisional_mark")), false), Text: p.dueText},
		{Title: w.T("matters.status"), Width: w.widest(states...), Text: func(r view.DutyRow) string { return w.text(r.State) },
			Tone: func(r view.DutyRow) kit.Tone { return moodTone(r.Mood) }},
		{Title: w.T("duties.owner"), Width: 222, Text: func(r view.DutyRow) string { return r.Owner }},
		{Title: w.T("duties.filed"), Width: 140, Text: func(r view.DutyRow) string { return r.Number }},
	}
	if p.duties != nil && len(p.duties.Units()) < 2 && !w.desk.ReadsAll() { // one's own unit need not be named
		columns = slices.Delete(columns, 2, 3)
	}
	return columns
}

// periodText writes the period; where the text leaves the rhythm open it says that it is ours.
func (p *dutiesPage) periodText(r view.DutyRow) string {
	if r.OurPeriod {
		return p.w.T("duties.period_ours", "period", r.Period)
	}
	return p.w.T("date.period", "period", r.Period)
}

// dueText writes the day. No text names one: it is ours, and provisional past the last calendar.
func (p *dutiesPage) dueText(r view.DutyRow) string {
	due := r.Due
	if r.Doubtful {
		due += p.w.T("due.provisional_mark")
	}
	return p.w.T("duties.due_ours", "due", due)
}

// Title names the page.
func (p *dutiesPage) Title() string { return p.w.T("nav.duties") }

// Content is the page.
func (p *dutiesPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the board.
func (p *dutiesPage) FirstFocus() fyne.Focusable { return p.table }

// Shortcuts are the page's own keys.
func (p *dutiesPage) Shortcuts() []Shortcut {
	return []Shortcut{{Key: fyne.KeyA, Words: "duties.file", Do: p.fileChosen}}
}

// Refresh loads the board.
func (p *dutiesPage) Refresh() {
	load(p.w, p.content, p.w.reload, func(ctx context.Context, desk *app.Desk) (*view.Duties, error) {
		return view.LoadDuties(ctx, desk, p.year)
	}, func(duties *view.Duties) {
		p.duties = duties
		p.fillBar()
		p.draw()
	})
}

func (p *dutiesPage) fillBar() {
	w := p.w
	years := kit.NewPicker(w.options(p.duties.Years()), w.pickerWords())
	years.Required = true
	years.SetValue(p.duties.Year())
	years.OnChanged = func(code string) {
		p.year, _ = strconv.Atoi(code) // a year, or nothing
		p.Refresh()
	}
	p.bar.Objects = []fyne.CanvasObject{wide(150, years), wide(160, p.picker("duties.any", p.duties.Duties(), &p.filter.Duty))}
	if units := p.duties.Units(); len(units) > 1 {
		p.bar.Add(wide(240, p.picker("list.any_unit", units, &p.filter.Unit)))
	}
	mine := kit.NewCheck(w.T("duties.mine"), func(on bool) { p.filter.Mine = on; p.draw() })
	if p.filter.Mine {
		mine.SetValue(model.True)
	}
	p.bar.Add(mine)
	p.bar.Add(kit.NewQuietButton(w.T("list.clear"), kit.Icon("close"), p.clear))
	p.bar.Add(p.file)
	p.bar.Refresh()
}

func (p *dutiesPage) picker(words string, offers []view.Offer, value *string) fyne.CanvasObject {
	input := kit.NewPicker(append([]kit.Option{{Label: p.w.T(words)}}, p.w.options(offers)...), p.w.pickerWords())
	input.PlaceHolder = p.w.T(words)
	input.SetValue(*value)
	input.OnChanged = func(code string) { *value = code; p.draw() }
	return input
}

// clear takes all filters away.
func (p *dutiesPage) clear() {
	p.filter = view.DutyFilter{}
	p.fillBar()
	p.draw()
}

// choose narrows the board to a state, or takes that back.
func (p *dutiesPage) choose(state model.ObligationState) {
	if p.filter.State == string(state) {
		state = ""
	}
	p.filter.State = string(state)
	p.draw()
}

func (p *dutiesPage) draw() {
	p.counts.Objects = nil
	for _, state := range view.DutyStates {
		c := p.piles[state]
		if c == nil {
			c = newPile(func() { p.choose(state) }, p.w.typedKey)
			p.piles[state] = c
		}
		n, tone := p.duties.Count(state), kit.ToneNone
		if n > 0 {
			tone = moodTone(view.DutyMood(state))
		}
		c.set(strconv.Itoa(n), p.w.T("obligation_state."+string(state)), tone, p.filter.State == string(state))
		p.counts.Add(c)
	}
	p.counts.Refresh()
	rows := p.duties.Find(p.filter)
	p.table.SetColumns(p.columns()...)
	p.table.SetRows(rows)
	visible(p.table, len(rows) > 0)
	visible(p.empty, len(rows) == 0)
	if len(rows) == 0 {
		p.empty.Objects = []fyne.CanvasObject{kit.NewEmpty(kit.Icon("todo"), p.w.T("duties.none"), p.w.T("duties.none_how"), nil)}
		p.empty.Refresh()
	}
	p.offer()
	p.body.Refresh()
	p.content.Refresh()
}

// offer greys the filing out while nothing is chosen that the person could file.
func (p *dutiesPage) offer() {
	_, r, ok := p.table.Selected()
	enable(p.file, ok && p.duties.MayFile(r))
}

// fileChosen opens the filing of the row that is chosen.
func (p *dutiesPage) fileChosen() {
	if _, r, ok := p.table.Selected(); ok && p.duties != nil {
		p.open(r)
	}
}

// open shows what fulfilled a row, or opens the form that does.
func (p *dutiesPage) open(r view.DutyRow) {
	switch {
	case r.Filed != "":
		p.w.Go(MatterRoute(r.Kind, r.Filed))
	case p.duties.MayFile(r):
		p.w.fileDuty(r)
	default:
		p.w.Say(p.w.T("duties.not_yours", "who", r.Owner))
	}
}

// fileDuty opens the form that fulfils a row of the board.
func (w *Window) fileDuty(r view.DutyRow) {
	if may := w.desk.MayBegin(r.Kind); len(may) > 0 {
		w.beginMatter(r.Kind, may[0], r.Offered())
	}
}
