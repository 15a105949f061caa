package ui

import (
	"context"
	"reflect"
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

// homePage is what waits for the person: counted piles, the requests below, the drafts beside.
type homePage struct {
	w       *Window
	home    view.Home
	loaded  bool
	chosen  string // the card whose requests are listed
	cards   map[string]*pile
	row     *fyne.Container
	acting  *kit.Entry      // for whom the person acts today
	ending  *fyne.Container // of trials that end soon
	errands *fyne.Container // what waits besides the requests
	scanned *kit.Notice     // what came out of the watched folder
	told    scanNews        // what it said last: put away, it does not say the same again
	table   *kit.Table[view.Row]
	rest    *kit.Button // leads to what the page does not list
	empty   *fyne.Container
	drafts  *fyne.Container
	parcels []model.Parcel  // that colleagues sent
	months  view.Chart      // what was filed lately
	aside   *fyne.Container // around the drafts
	content *fyne.Container
}

func newHomePage(w *Window) *homePage {
	p := &homePage{w: w, chosen: view.AllCard, cards: map[string]*pile{}}
	p.row = container.New(&flow{gap: 6})
	p.acting = kit.NewCaption("", kit.ToneInfo)
	p.acting.Hide()
	p.ending = container.NewStack()
	p.ending.Hide()
	p.errands = container.NewStack()
	p.errands.Hide()
	p.scanned = kit.NewNotice()
	p.table = kit.NewTable(w.rowColumns(homeColumns(w.desk)...)...)
	p.table.OnOpen = func(_ int, r view.Row) { w.Go(RequestRoute(r.ID)) }
	p.rest = kit.NewQuietButton(w.T("home.rest"), nil, p.openRest)
	p.empty = container.NewStack()
	p.drafts = kit.NewColumn(6)
	p.aside = container.New(layout.NewCustomPaddedLayout(0, 0, 8, 0), p.drafts)
	below := container.NewBorder(nil, nil, nil, p.aside, container.NewStack(
		container.NewBorder(nil, p.rest, nil, nil, p.table), p.empty))
	p.content = container.NewStack(container.New(layout.NewCustomPaddedLayout(10, 6, 12, 12),
		container.New(headed{gap: 10}, kit.NewColumn(6, p.scanned, p.acting, p.ending, p.top(), p.errands), below)))
	p.rest.Hide()
	p.empty.Hide()
	return p
}

// homeColumns leaves the unit out where it is always the person's own.
func homeColumns(desk *app.Desk) []string {
	if desk.ReadsAll() {
		return []string{"number", "title", "unit", "status", "clock", "due", "article"}
	}
	return []string{"number", "title", "status", "clock", "due", "article"}
}

// Title names the page.
func (p *homePage) Title() string { return p.w.T("nav.home") }

// Content is the page.
func (p *homePage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the list.
func (p *homePage) FirstFocus() fyne.Focusable { return p.table }

// Shortcuts are the page's own keys.
func (p *homePage) Shortcuts() []Shortcut { return p.w.newKey() }

// Tick looks for news while the page is in sight.
func (p *homePage) Tick() { p.Refresh() }

// top is the row of piles, beside it the taking of scans for those who may.
func (p *homePage) top() fyne.CanvasObject {
	if !view.TakesScans(p.w.desk) {
		return p.row
	}
	take := kit.NewButton(p.w.T("scans.take"), kit.Icon("import"), p.w.TakeScans)
	return container.New(tailed{gap: 8}, p.row, take)
}

// drawScans says what came out of the watched folder, until somebody looks at it.
func (p *homePage) drawScans() {
	n := p.w.tray.news
	if n == p.told {
		return
	}
	p.told = n
	if n.none() {
		p.scanned.Clear()
	} else {
		tone := kit.ToneGood
		if n.left > 0 {
			tone = kit.ToneWarn
		}
		p.scanned.Ask(p.w.newsText(), tone, p.w.T("scans.look_at"), func() { p.w.Go(ScansRoute()) })
	}
	p.content.Refresh()
}

// Refresh loads what waits.
func (p *homePage) Refresh() {
	p.drawScans()
	desk := p.w.desk
	var home view.Home
	p.w.Work(p.w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		home, err = view.LoadHome(ctx, desk)
		return err
	}, func(err error) {
		switch {
		case err != nil && !p.loaded:
			cover(p.content, p.w.failure(err, p.w.reload))
		case err != nil:
			p.w.Say(p.w.words.Error(err)) // what is shown stays
		case !p.loaded || !reflect.DeepEqual(home, p.home):
			p.home, p.loaded = home, true
			uncover(p.content)
			p.draw()
			p.loadMonths()
		}
	})
	p.loadParcels()
}

func (p *homePage) draw() {
	p.chosen = p.home.Card(p.chosen).ID
	p.drawActing()
	p.drawEnding()
	p.drawErrands()
	p.drawCards()
	p.drawRows()
	p.drawDrafts()
	p.content.Refresh()
}

func (p *homePage) drawCards() {
	p.row.Objects = nil
	for _, c := range p.home.Cards {
		shown, known := p.cards[c.ID]
		if !known {
			shown = newPile(func() { p.choose(c.ID) }, p.w.typedKey)
			p.cards[c.ID] = shown
		}
		tone := kit.ToneNone
		if c.Urgency != "" && c.Count > 0 {
			tone = urgencyTone(c.Urgency)
		}
		shown.set(strconv.Itoa(c.Count), p.w.text(c.Label), tone, c.ID == p.chosen)
		p.row.Objects = append(p.row.Objects, shown)
	}
	p.row.Refresh()
}

// choose lists the requests of a card, or opens the list of requests for one whose requests do not wait.
func (p *homePage) choose(id string) {
	c := p.home.Card(id)
	if !c.Waiting {
		p.w.Go(ListRoute(view.Filter{Queue: c.Queue}))
		return
	}
	p.chosen = id
	p.drawCards()
	p.drawRows()
}

func (p *homePage) drawRows() {
	rows := p.home.Rows(p.chosen)
	p.table.SetRows(rows)
	visible(p.rest, p.home.Full(p.chosen))
	visible(p.empty, len(rows) == 0)
	if len(rows) > 0 {
		return
	}
	words, hint, doing := "home.nothing", "", fyne.CanvasObject(nil)
	if !p.home.Waits() {
		words = "home.no_duty"
	}
	if p.w.administers() {
		hint = p.w.T("home.administer")
		doing = kit.NewButton(p.w.T("nav.people"), kit.Icon("users"), func() { p.w.Go(PeopleRoute()) })
	}
	p.empty.Objects = []fyne.CanvasObject{kit.NewEmpty(kit.Icon("todo"), p.w.T(words), hint, doing)}
	p.empty.Refresh()
}

// openRest opens the list of requests for what this page has no room for.
func (p *homePage) openRest() {
	p.w.Go(ListRoute(view.Filter{Queue: p.home.Card(p.chosen).Queue}))
}

// draftsShown is how many drafts the page shows; the rest are older.
const draftsShown = 6

func (p *homePage) drawDrafts() {
	p.drafts.Objects = nil
	if p.w.desk.MayApply() {
		p.drafts.Add(kit.NewPrimaryButton(p.w.T("menu.new"), kit.Icon("plus"), p.w.NewRequest))
		p.drafts.Add(kit.NewButton(p.w.T("forms.import"), kit.Icon("import"), p.w.ImportForms))
		p.drafts.Add(kit.NewQuietButton(p.w.T("forms.title"), kit.Icon("offline"), p.w.OfflineForms))
	}
	if len(p.home.Drafts) > 0 {
		p.drafts.Add(p.w.heading("home.drafts"))
	}
	for i, d := range p.home.Drafts {
		if i == draftsShown {
			break
		}
		p.drafts.Add(p.draft(d))
	}
	p.drawParcels()
	p.drawMonths()
	visible(p.aside, len(p.drafts.Objects) > 0)
}

// draft is an unfinished application: what it is about, when it was saved, and going on with it.
func (p *homePage) draft(d view.DraftRow) fyne.CanvasObject {
	title := d.Title
	if title == "" {
		title = p.w.T("home.untitled")
	}
	if d.Case != model.Usage {
		title = p.w.T("case."+string(d.Case)) + "：" + title
	}
	name := widget.NewLabel(title)
	name.Truncation = fyne.TextTruncateEllipsis
	saved := widget.NewLabel(p.w.T("home.saved", "at", d.Saved))
	saved.Importance = widget.LowImportance
	if d.Round {
		saved.SetText(p.w.T("home.round", "at", d.Saved))
	}
	goOn := kit.NewButton(p.w.T("home.go_on"), nil, func() { p.w.Go(DraftRoute(d.ID)) })
	width := container.New(&column{width: 250}, kit.NewColumn(-8, name, container.NewBorder(nil, nil, saved, goOn)))
	return width
}

// newKey is the key N for a new application, for those who may file one.
func (w *Window) newKey() []Shortcut {
	if !w.desk.MayApply() {
		return nil
	}
	return []Shortcut{{Key: fyne.KeyN, Words: "menu.new", Do: w.NewRequest}}
}

func visible(o fyne.CanvasObject, on bool) {
	if on == o.Visible() {
		return
	}
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// reload makes the present page anew.
func (w *Window) reload() {
	if v, ok := w.history.current(); ok {
		w.Replace(v.route)
	}
}
