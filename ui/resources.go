package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// resourcesPage is the ledger of resources: what each system asked for, was approved and given, and how much of it is
// used; what is worth looking at stands above, with the change that would mend it (R21, R51).
type resourcesPage struct {
	w       *Window
	r       *view.Resources
	table   *kit.Table[view.ResourceUse]
	every   bool // every idea is spelled out
	content *fyne.Container
}

func newResourcesPage(w *Window) *resourcesPage {
	p := &resourcesPage{w: w, content: container.NewStack()}
	p.table = kit.NewTable[view.ResourceUse]()
	p.table.OnOpen = func(_ int, r view.ResourceUse) { w.Go(SystemRoute(r.System)) }
	return p
}

// columns are the ledger's; the figures have room for all of their digits.
func (p *resourcesPage) columns() []kit.Column[view.ResourceUse] {
	w := p.w
	figure := func(title string, width float32, text func(view.ResourceUse) string) kit.Column[view.ResourceUse] {
		width = max(width, kit.CellWidth(title, false))
		for _, r := range p.r.Rows {
			width = max(width, kit.CellWidth(text(r), false))
		}
		return kit.Column[view.ResourceUse]{Title: title, Width: width, Align: fyne.TextAlignTrailing, Text: text}
	}
	return []kit.Column[view.ResourceUse]{
		{Title: w.T("column.title"), Width: 130, Grow: 2, Text: func(r view.ResourceUse) string { return r.SystemName }},
		{Title: w.T("column.unit"), Width: 120, Grow: 2, Text: func(r view.ResourceUse) string { return r.UnitName }},
		{Title: w.T("resources.zone"), Width: 76, Text: func(r view.ResourceUse) string { return r.ZoneName }},
		figure(w.T("stat.vcpu"), 90, func(r view.ResourceUse) string { return r.VCPU }),
		figure(w.T("resources.memory"), 100, func(r view.ResourceUse) string { return r.Memory }),
		figure(w.T("resources.storage"), 110, func(r view.ResourceUse) string { return r.Storage }),
		figure(w.T("trend.cpu"), 64, func(r view.ResourceUse) string { return r.CPU }),
		figure(w.T("trend.memory"), 64, func(r view.ResourceUse) string { return r.Mem }),
		figure(w.T("trend.disk"), 64, func(r view.ResourceUse) string { return r.Disk }),
		{Title: w.T("trend.month"), Width: 80, Text: func(r view.ResourceUse) string { return r.Month }}}
}

// Title names the page.
func (p *resourcesPage) Title() string { return p.w.T("nav.resources") }

// Content is the page.
func (p *resourcesPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the ledger.
func (p *resourcesPage) FirstFocus() fyne.Focusable { return p.table }

// Shortcuts are the tabs of the chapter.
func (p *resourcesPage) Shortcuts() []Shortcut { return p.w.keysOf(view.OperationGroup) }

// Refresh loads the ledger.
func (p *resourcesPage) Refresh() {
	load(p.w, p.content, p.w.reload, view.LoadResources, func(r *view.Resources) {
		p.r = r
		p.build()
	})
}

func (p *resourcesPage) build() {
	w := p.w
	parts := kit.NewColumn(10, w.tabsOf(view.OperationGroup, ResourcesRoute()))
	tools := container.New(&flow{gap: 8}, kit.NewButton(w.T("statement.title"), kit.Icon("export"), w.offerStatement))
	parts.Add(tools)
	if p.r.Pool != nil {
		parts.Add(kit.NewCard(w.T("pool.title"), w.drawPool(*p.r.Pool, false)))
	}
	if len(p.r.Ideas) > 0 {
		parts.Add(p.ideas())
	}
	p.table.SetColumns(p.columns()...)
	p.table.SetRows(p.r.Rows)
	if len(p.r.Rows) == 0 {
		parts.Add(kit.NewCard(w.T("resources.title"), kit.NewCaption(w.T("resources.none"), kit.ToneNeutral)))
	} else {
		parts.Add(kit.NewCard(w.T("resources.title"), kit.NewColumn(4, kit.NewCaption(w.T("resources.how"), kit.ToneNeutral),
			container.New(fixedHeight{42 + 34*float32(min(len(p.r.Rows), rowsInSight))}, p.table))))
	}
	p.content.Objects = []fyne.CanvasObject{container.New(inset{8, 12}, scrolled(parts))}
	p.content.Refresh()
}

// ideasShown is how many ideas are spelled out at first: the ledger stands below them.
const ideasShown = 5

// ideas lists what is worth looking at, each leading to what it is about, or to the change that mends it.
func (p *resourcesPage) ideas() fyne.CanvasObject {
	list := kit.NewColumn(4)
	shown := p.r.Ideas
	if !p.every {
		shown = shown[:min(len(shown), ideasShown)]
	}
	for _, idea := range shown {
		list.Add(p.idea(idea))
	}
	if all := len(p.r.Ideas); all > ideasShown {
		words, icon := p.w.T("resources.all", "n", strconv.Itoa(all)), "down"
		if p.every {
			words, icon = p.w.T("resources.fewer"), "up"
		}
		list.Add(container.NewHBox(kit.NewQuietButton(words, kit.Icon(icon), func() { p.every = !p.every; p.build() })))
	}
	return kit.NewCard(p.w.T("resources.ideas")+"　"+strconv.Itoa(len(p.r.Ideas)), list)
}

func (p *resourcesPage) idea(idea view.Idea) fyne.CanvasObject {
	w := p.w
	buttons := container.NewHBox(kit.NewQuietButton(w.T("reminder.open"), kit.Icon("eye"), func() { w.Go(subjectRoute(idea.About)) }))
	if p.r.MayDraft(idea) {
		buttons.Add(kit.NewButton(w.T("resources.draft"), kit.Icon("edit"), func() { p.draft(idea) }))
	}
	text := moodTone(idea.Mood).Sign() + " "
	if w.desk.ReadsAll() { // else they are all of the own unit
		text += idea.UnitName + "　"
	}
	text += w.text(idea.Words)
	return container.NewBorder(nil, nil, nil, container.NewVBox(buttons), container.New(inset{6, 0}, kit.NewText(text)))
}

// draft begins the change that an idea proposes, and opens it.
func (p *resourcesPage) draft(idea view.Idea) {
	p.w.openNew(func(ctx context.Context) (string, error) { return p.r.Draft(ctx, idea) })
}

// offerStatement asks of which unit and year the yearly statement is to be written (R50).
func (w *Window) offerStatement() {
	desk := w.desk
	var units []view.Offer
	w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		units, err = view.OfferUsers(ctx, desk)
		return err
	}, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		if len(units) == 0 {
			units = []view.Offer{{Code: desk.Unit.ID, Label: desk.Unit.Name}}
		}
		w.askStatement(units)
	})
}

func (w *Window) askStatement(units []view.Offer) {
	desk, words := w.desk, w.words
	f := w.newFields()
	unit, year := kit.NewPicker(w.options(units), w.pickerWords()), kit.NewPicker(w.options(view.YearOffers(desk)), w.pickerWords())
	unit.Required, year.Required = true, true
	unit.SetValue(units[0].Code)
	year.SetValue(view.YearOffers(desk)[0].Code)
	f.add("unit", "column.unit", unit)
	f.add("period", "statement.year", year)
	body := kit.NewColumn(8, kit.NewText(w.T("statement.how")), f.content)
	d := kit.NewDialog(w.T("statement.title"), body, w.T("statement.sheet"), w.T("dialog.cancel"))
	write := func(ending string) {
		d.Close()
		w.writeAs(w.T("statement.title"), unit.Label()+" "+year.Value(), ending, func(ctx context.Context, path string) error {
			return view.WriteStatement(ctx, desk, unit.Value(), year.Value(), path, ending == ".pdf", words.Text)
		})
	}
	d.AddButton(kit.NewButton(w.T("statement.paper"), kit.Icon("print"), func() { write(".pdf") }))
	d.OnConfirm = func() bool { write(".xlsx"); return false }
	w.Show(d)
}
