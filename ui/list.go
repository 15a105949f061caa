package ui

import (
	"context"
	"reflect"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// listPage lists requests: filters above, a table that reads on as one scrolls.
type listPage struct {
	w       *Window
	filter  view.Filter
	next    string // cursor of the part after what is shown
	asked   int    // grows with each question; answers to older ones are thrown away
	loaded  bool
	offers  view.Offers
	search  *kit.Entry
	inputs  map[string]kit.Field
	head    *fyne.Container
	bar     *fyne.Container // text and choices
	days    *fyne.Container // days, and what is wrong with them
	wrong   *widget.Label
	count   *widget.Label
	export  *kit.Button
	table   *kit.Table[view.Row]
	views   *viewBar
	batch   *batchBar
	columns *columnsDialog // as it was opened last
	empty   *fyne.Container
	content *fyne.Container
}

func newListPage(w *Window, f view.Filter) *listPage {
	p := &listPage{w: w, filter: f, inputs: map[string]kit.Field{}, count: widget.NewLabel(""), wrong: widget.NewLabel("")}
	p.wrong.Importance = widget.DangerImportance
	p.wrong.Hide()
	p.search = kit.NewEntry()
	p.search.PlaceHolder, p.search.Icon = w.T("list.search"), kit.Icon("search")
	p.search.SetValue(f.Text)
	p.search.OnChanged = func(text string) { p.filter.Text = text; p.ask() }
	p.search.OnSubmitted = func(string) { w.win.Canvas().Focus(p.table) }
	p.search.OnKey = w.leaveField
	p.table = kit.NewTable(w.rowColumns(view.UsualColumns().Keys()...)...)
	p.table.OnOpen = func(_ int, r view.Row) { w.Go(RequestRoute(r.ID)) }
	p.table.OnEnd = p.more
	p.bar = container.New(&flow{gap: 8})
	p.export = kit.NewButton(w.T("list.export"), kit.Icon("export"), w.ExportLedger)
	p.empty = container.NewStack()
	tools := container.NewHBox(p.count, kit.NewButton(w.T("columns.choose"), kit.Icon("columns"), p.chooseColumns), p.export)
	if w.desk.MayApply() {
		tools.Add(kit.NewPrimaryButton(w.T("menu.new"), kit.Icon("plus"), w.NewRequest))
	}
	p.days = container.NewHBox()
	p.views, p.batch = newViewBar(p), newBatchBar(p)
	p.head = kit.NewColumn(8, p.bar, container.NewBorder(nil, nil, nil, tools, p.days), p.views.content, p.batch.content)
	p.content = container.NewStack(container.New(layout.NewCustomPaddedLayout(10, 6, 12, 12),
		container.New(headed{gap: 6}, p.head, container.NewStack(p.table, p.empty))))
	p.fillBar()
	p.empty.Hide()
	return p
}

// Title names the page.
func (p *listPage) Title() string {
	if p.filter.Queue != "" {
		return p.w.T("nav.list") + " · " + p.w.T("queue."+p.filter.Queue)
	}
	return p.w.T("nav.list")
}

// Content is the page.
func (p *listPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the list.
func (p *listPage) FirstFocus() fyne.Focusable { return p.table }

// Shortcuts are the page's own keys.
func (p *listPage) Shortcuts() []Shortcut {
	return p.w.newKey()
}

// fillBar lays the filters out. Those without a choice, such as the units of a clerk who sees the own only, are left
// out.
func (p *listPage) fillBar() {
	p.bar.Objects = []fyne.CanvasObject{wide(220, p.search)}
	for _, f := range []struct {
		id     string
		offers []view.Offer
		value  *string
		width  float32
	}{
		{"queue", p.offers.Queues, &p.filter.Queue, 140},
		{"due", p.offers.Dues, &p.filter.Due, 130},
		{"case", p.offers.Cases, &p.filter.Case, 116},
		{"status", p.offers.Statuses(p.filter.Case), &p.filter.Status, 164},
		{"unit", p.offers.Units, &p.filter.Unit, 162},
		{"level", p.offers.Levels, &p.filter.Level, 112},
	} {
		if len(f.offers) > 1 {
			p.bar.Add(wide(f.width, p.picker(f.id, f.offers, f.value)))
		}
	}
	p.bar.Refresh()
	p.days.Objects = []fyne.CanvasObject{widget.NewLabel(p.w.T("list.filed")), wide(136, p.date("from", &p.filter.From)),
		widget.NewLabel("—"), wide(136, p.date("to", &p.filter.To)),
		kit.NewQuietButton(p.w.T("list.clear"), kit.Icon("close"), p.clear), p.wrong}
	p.days.Refresh()
}

func (p *listPage) picker(id string, offers []view.Offer, value *string) fyne.CanvasObject {
	input := kit.NewPicker(p.choices(id, offers), p.w.pickerWords())
	input.PlaceHolder = p.w.T("list.any_" + id)
	input.SetValue(*value)
	input.OnChanged = func(code string) {
		*value = code
		p.sortOut(id)
		p.ask()
	}
	p.inputs[id] = input
	return input
}

// choices are offers with no choice before them.
func (p *listPage) choices(id string, offers []view.Offer) []kit.Option {
	return append([]kit.Option{{Label: p.w.T("list.any_" + id)}}, p.w.options(offers)...)
}

// sortOut keeps queue and status apart where the queue is of certain statuses already, and status and kind together.
func (p *listPage) sortOut(changed string) {
	switch {
	case changed == "queue" && p.offers.Waiting(p.filter.Queue):
		p.filter.Status = ""
	case changed == "status" && p.filter.Status != "" && p.offers.Waiting(p.filter.Queue):
		p.filter.Queue = ""
	case changed == "case" && !p.offers.Fits(p.filter.Case, p.filter.Status):
		p.filter.Status = ""
	}
	p.fitStatuses()
	p.set("queue", p.filter.Queue)
	p.w.retitle()
}

// fitStatuses offers the statuses of the chosen kind.
func (p *listPage) fitStatuses() {
	if input, ok := p.inputs["status"].(*kit.Picker); ok {
		input.SetOptions(p.choices("status", p.offers.Statuses(p.filter.Case)))
		input.SetValue(p.filter.Status)
	}
}

func (p *listPage) set(id, value string) {
	if input, ok := p.inputs[id]; ok {
		input.SetValue(value)
	}
}

// offered is an offer in words.
func (w *Window) offered(o view.Offer) string {
	if o.Label != "" {
		return o.Label
	}
	return w.text(o.Text)
}

func (p *listPage) date(id string, value *string) fyne.CanvasObject {
	input := kit.NewDateField(p.w.dateWords())
	input.SetValue(*value)
	input.OnChanged = func(text string) { *value = text; p.ask() }
	p.inputs[id] = input
	return input
}

// clear takes all filters away.
func (p *listPage) clear() {
	p.filter = view.Filter{}
	p.search.SetValue("")
	for _, input := range p.inputs {
		input.SetValue("")
	}
	p.fitStatuses()
	p.w.retitle()
	p.ask()
}

// Refresh loads the list and what the filters offer: a delegation may have come or gone.
func (p *listPage) Refresh() {
	desk := p.w.desk
	var offers view.Offers
	var columns view.Columns
	p.w.Work(p.w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		if offers, err = view.LoadOffers(ctx, desk); err == nil {
			columns, err = view.LoadColumns(ctx, desk)
		}
		return err
	}, func(err error) {
		switch {
		case err != nil:
			p.fail(err)
		case p.loaded:
			p.takeOffers(offers)
			p.askAgain()
		default:
			p.loaded = true
			p.takeOffers(offers)
			p.table.SetColumns(p.w.rowColumns(columns.Keys()...)...)
			p.content.Refresh()
			p.views.load()
			p.ask()
		}
	})
}

// Tick looks for news; the list keeps its place.
func (p *listPage) Tick() {
	if p.loaded {
		p.askAgain()
	}
}

// takeOffers lays the filters out anew when they offer something else than before.
func (p *listPage) takeOffers(offers view.Offers) {
	p.batch.offer()
	if !reflect.DeepEqual(offers, p.offers) {
		p.offers = offers
		p.fillBar()
	}
}

func (p *listPage) fail(err error) {
	cover(p.content, p.w.failure(err, p.w.reload))
}

// ask loads the first part of what the filters find.
func (p *listPage) ask() {
	if !p.showProblems() {
		return
	}
	p.load("", 0, p.showFirst)
}

// askAgain loads what is shown again, as far as it was read, so that the list keeps its place.
func (p *listPage) askAgain() {
	if p.showProblems() {
		p.load("", len(p.table.Rows()), p.showFirst)
	}
}

func (p *listPage) showFirst(found view.Found) {
	p.count.SetText(p.w.T("list.count", "n", strconv.Itoa(found.Count)))
	p.head.Refresh()
	p.table.SetRows(found.Rows)
	p.views.draw()
	p.batch.draw()
	p.showEmpty(len(found.Rows) == 0)
}

// more loads the part after what is shown.
func (p *listPage) more() {
	if p.next != "" {
		p.load(p.next, 0, func(found view.Found) { p.table.AppendRows(found.Rows) })
	}
}

func (p *listPage) load(after string, shown int, show func(view.Found)) {
	p.asked++
	mine, desk, filter := p.asked, p.w.desk, p.filter
	p.next = ""
	var found view.Found
	p.w.Work(p.w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		found, err = view.LoadList(ctx, desk, filter, after, shown)
		return err
	}, func(err error) {
		switch {
		case mine != p.asked: // another question was asked meanwhile
		case err != nil:
			p.fail(err)
		default:
			p.next = found.Next
			uncover(p.content)
			show(found)
		}
	})
}

// showProblems says what cannot be asked for, such as a day that does not exist; the list stays as it was.
func (p *listPage) showProblems() bool {
	for _, input := range p.inputs {
		input.SetInvalid(false)
	}
	problems := p.filter.Problems()
	visible(p.wrong, len(problems) > 0)
	for _, found := range problems {
		p.wrong.SetText(kit.ToneBad.Sign() + " " + p.w.Problem(found))
		p.inputs[found.Field].SetInvalid(true)
	}
	p.head.Refresh()
	return len(problems) == 0
}

func (p *listPage) showEmpty(none bool) {
	visible(p.empty, none)
	if !none {
		return
	}
	words, doing := "list.nothing", fyne.CanvasObject(nil)
	if !p.filter.Empty() {
		words, doing = "list.nothing_fits", kit.NewButton(p.w.T("list.clear"), nil, p.clear)
	}
	p.empty.Objects = []fyne.CanvasObject{kit.NewEmpty(kit.Icon("requests"), p.w.T(words), "", doing)}
	p.empty.Refresh()
}

// wide gives an input a width of its own.
func wide(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewGridWrapLayout(fyne.NewSize(width, o.MinSize().Height)), o)
}
