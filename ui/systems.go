package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// systemsPage is the inventory of the units' systems, on the cloud or not (R01): counts above, which narrow the list.
type systemsPage struct {
	w       *Window
	systems *view.Systems
	filter  view.SystemFilter
	search  *kit.Entry
	pickers map[string]*kit.Picker
	piles   map[model.SystemState]*pile
	counts  *fyne.Container
	bar     *fyne.Container
	table   *kit.Table[view.SystemRow]
	empty   *fyne.Container
	body    *fyne.Container
	content *fyne.Container
}

func newSystemsPage(w *Window) *systemsPage {
	p := &systemsPage{w: w, search: kit.NewEntry(), piles: map[model.SystemState]*pile{}, pickers: map[string]*kit.Picker{}}
	p.search.PlaceHolder, p.search.Icon = w.T("systems.search"), kit.Icon("search")
	p.search.OnChanged = func(text string) { p.filter.Text = text; p.draw() }
	p.search.OnSubmitted = func(string) { w.win.Canvas().Focus(p.table) }
	p.search.OnKey = w.leaveField
	p.table = kit.NewTable(p.columns()...)
	p.table.OnOpen = func(_ int, r view.SystemRow) { w.Go(SystemRoute(r.ID)) }
	p.counts, p.bar, p.empty = container.New(&flow{gap: 8}), container.New(&flow{gap: 8}), container.NewStack()
	p.empty.Hide()
	p.body = container.New(headed{gap: 8}, kit.NewColumn(8, p.counts, p.bar), container.NewStack(p.table, p.empty))
	p.content = container.NewStack(container.New(layout.NewCustomPaddedLayout(10, 6, 12, 12), p.body))
	return p
}

func (p *systemsPage) columns() []kit.Column[view.SystemRow] {
	w := p.w
	return []kit.Column[view.SystemRow]{
		{Title: w.T("column.title"), Width: 190, Grow: 3, Text: func(r view.SystemRow) string { return r.Name }},
		{Title: w.T("column.unit"), Width: 140, Grow: 2, Text: func(r view.SystemRow) string { return r.Unit }},
		{Title: w.T("column.level"), Width: 70, Text: func(r view.SystemRow) string { return r.Level }},
		{Title: w.T("systems.state"), Width: w.widest(systemStateKeys()...),
			Text: func(r view.SystemRow) string { return w.T("system_state." + string(r.State)) },
			Tone: func(r view.SystemRow) kit.Tone { return systemTone(r.State) }},
		{Title: w.T("systems.filing"), Width: 158, Text: func(r view.SystemRow) string { return r.Filing }},
		{Title: w.T("systems.persons"), Width: 150, Grow: 1, Text: func(r view.SystemRow) string { return w.missingText(r.Missing) },
			Tone: func(r view.SystemRow) kit.Tone { return missingTone(r.Missing) }},
		{Title: w.T("systems.migration"), Width: kit.CellWidth(w.T("systems.migration_late", "day", "2026-10-10"), false),
			Text: func(r view.SystemRow) string { return w.text(p.systems.Migrates(r)) }},
	}
}

// missingText says which of the three responsible persons nobody is named for (R42).
func (w *Window) missingText(missing []string) string {
	if len(missing) == 0 {
		return w.T("systems.persons_named")
	}
	return w.T("systems.persons_missing", "who", strings.Join(missing, "、"))
}

func missingTone(missing []string) kit.Tone {
	if len(missing) == 0 {
		return kit.ToneGood
	}
	return kit.ToneWarn
}

// systemTone colours where a system stands; its words say the same.
func systemTone(s model.SystemState) kit.Tone {
	switch s {
	case model.OnCloud:
		return kit.ToneGood
	case model.Applying:
		return kit.ToneInfo
	case model.Planned:
		return kit.ToneWarn
	}
	return kit.ToneNeutral
}

// Title names the page.
func (p *systemsPage) Title() string { return p.w.T("nav.systems") }

// Content is the page.
func (p *systemsPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the list.
func (p *systemsPage) FirstFocus() fyne.Focusable { return p.table }

// Shortcuts are the page's own keys.
func (p *systemsPage) Shortcuts() []Shortcut {
	return []Shortcut{{Key: fyne.KeyA, Words: "systems.add", Do: p.add}}
}

// Refresh loads the inventory.
func (p *systemsPage) Refresh() {
	load(p.w, p.content, p.w.reload, view.LoadSystems, func(systems *view.Systems) {
		fresh := p.systems == nil
		p.systems = systems
		if fresh {
			p.fillBar()
		}
		p.draw()
	})
}

// fillBar lays the filters out; those without a choice are left out.
func (p *systemsPage) fillBar() {
	p.bar.Objects = []fyne.CanvasObject{wide(260, p.search)}
	for _, f := range []struct {
		id     string
		offers []view.Offer
		value  *string
		width  float32
	}{
		{"unit", p.systems.Units(), &p.filter.Unit, 200},
		{"state", p.systems.States(), &p.filter.State, 150},
		{"level", p.systems.Levels(), &p.filter.Level, 130},
	} {
		if len(f.offers) > 1 {
			p.bar.Add(wide(f.width, p.picker(f.id, f.offers, f.value)))
		}
	}
	p.bar.Add(kit.NewQuietButton(p.w.T("list.clear"), kit.Icon("close"), p.clear))
	if p.systems.MayAdd() {
		p.bar.Add(kit.NewPrimaryButton(p.w.T("systems.add"), kit.Icon("plus"), p.add))
		p.bar.Add(kit.NewButton(p.w.T("forms.inventory_title"), kit.Icon("import"), p.w.inventoryForm))
	}
	p.bar.Refresh()
}

func (p *systemsPage) picker(id string, offers []view.Offer, value *string) fyne.CanvasObject {
	options := []kit.Option{{Code: "", Label: p.w.T("systems.any_" + id)}}
	for _, o := range offers {
		options = append(options, kit.Option{Code: o.Code, Label: p.w.offered(o)})
	}
	input := kit.NewPicker(options, p.w.pickerWords())
	input.PlaceHolder = p.w.T("systems.any_" + id)
	input.SetValue(*value)
	input.OnChanged = func(code string) { *value = code; p.draw() }
	p.pickers[id] = input
	return input
}

// clear takes all filters away.
func (p *systemsPage) clear() {
	p.filter = view.SystemFilter{}
	p.search.SetValue("")
	for _, input := range p.pickers {
		input.SetValue("")
	}
	p.draw()
}

// choose narrows the list to a state; with none to all.
func (p *systemsPage) choose(state model.SystemState) {
	p.filter.State = string(state)
	p.pickers["state"].SetValue(string(state))
	p.draw()
}

// draw shows the counts and what the filters find.
func (p *systemsPage) draw() {
	if p.systems == nil {
		return
	}
	p.counts.Objects = nil
	for _, state := range append([]model.SystemState{""}, view.SystemStates...) {
		n := p.systems.Count(state)
		if state == model.Left && n == 0 {
			continue // so rare that an empty count would only take room
		}
		c := p.piles[state]
		if c == nil {
			c = newPile(func() { p.choose(state) }, p.w.typedKey)
			p.piles[state] = c
		}
		words, tone := p.w.T("systems.all"), kit.ToneNone
		if state != "" {
			words, tone = p.w.T("system_state."+string(state)), systemTone(state)
		}
		c.set(strconv.Itoa(n), words, tone, p.filter.State == string(state))
		p.counts.Add(c)
	}
	p.counts.Refresh()
	p.body.Refresh() // the head has grown
	rows := p.systems.Find(p.filter)
	p.table.SetRows(rows)
	p.showEmpty(len(rows) == 0)
	p.content.Refresh() // what stands above the table may be higher now
}

func (p *systemsPage) showEmpty(none bool) {
	visible(p.empty, none)
	if !none {
		return
	}
	title, how, doing := "systems.none", "systems.none_how", fyne.CanvasObject(nil)
	switch {
	case !p.filter.Empty():
		title, how, doing = "systems.none_fits", "", kit.NewButton(p.w.T("list.clear"), nil, p.clear)
	case p.systems.MayAdd():
		doing = kit.NewPrimaryButton(p.w.T("systems.add"), kit.Icon("plus"), p.add)
	}
	text := ""
	if how != "" {
		text = p.w.T(how)
	}
	p.empty.Objects = []fyne.CanvasObject{kit.NewEmpty(kit.Icon("systems"), p.w.T(title), text, doing)}
	p.empty.Refresh()
}

// add puts a system into the inventory.
func (p *systemsPage) add() {
	if p.systems == nil || !p.systems.MayAdd() {
		return
	}
	r := p.systems.New()
	p.w.editRecord(p.w.T("systems.add"), r, func() {
		p.w.Say(p.w.T("systems.saved", "name", r.Values()["system_name"]))
		p.w.Refresh()
	})
}
