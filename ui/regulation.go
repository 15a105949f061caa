package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// regulationPage is where the city's regulation is read: its articles at the left, the text in the middle, the time
// limits at the right.
type regulationPage struct {
	w       *Window
	text    view.Regulation
	search  *kit.Entry
	index   *kit.Table[view.ArticleText]
	shown   []int // the articles in the index
	blocks  []fyne.CanvasObject
	scroll  *kit.Scroll
	at      string // the article to open at
	served  map[string]app.ServedArticle
	content fyne.CanvasObject
}

func newRegulationPage(w *Window, article string) *regulationPage {
	p := &regulationPage{w: w, text: view.Read(w.desk.Profile()), at: article, search: kit.NewEntry()}
	p.served = w.served()
	p.search.PlaceHolder, p.search.Icon = w.T("regulation.search"), kit.Icon("search")
	p.search.OnChanged = func(string) { p.find() }
	p.search.OnSubmitted = func(string) { w.win.Canvas().Focus(p.index) }
	p.search.OnKey = w.leaveField
	p.index = kit.NewTable(
		kit.Column[view.ArticleText]{Title: w.T("regulation.article"), Width: 150, Grow: 1, Text: func(a view.ArticleText) string { return a.Label },
			Tone: faultTone})
	p.index.OnSelected = func(row int, _ view.ArticleText) { p.reveal(p.shown[row]) }
	limits := kit.NewTable(p.limitColumns()...)
	limits.SetRows(p.text.Limits)
	limits.OnOpen = func(_ int, l view.LimitRow) { p.reveal(p.text.At(l.Key)) }
	limits.OnSelected = func(_ int, l view.LimitRow) { p.reveal(p.text.At(l.Key)) }
	p.scroll = kit.NewScroll(container.New(layout.NewCustomPaddedLayout(0, 12, 12, 16), p.reading()))
	left := container.NewBorder(p.search, nil, nil, nil, p.index)
	right := container.NewBorder(w.heading("regulation.limits"), nil, nil, nil, limits)
	p.content = container.New(layout.NewCustomPaddedLayout(10, 6, 12, 12), container.New(thirds{190, 400}, left, p.scroll, right))
	p.find()
	return p
}

func faultTone(a view.ArticleText) kit.Tone {
	if a.Faulty {
		return kit.ToneWarn
	}
	return kit.ToneNone
}

func (p *regulationPage) limitColumns() []kit.Column[view.LimitRow] {
	w := p.w
	return []kit.Column[view.LimitRow]{
		{Title: w.T("regulation.case"), Width: 76, Text: func(l view.LimitRow) string { return w.T("case." + string(l.Case)) }},
		{Title: w.T("regulation.stage"), Width: 120, Grow: 1, Text: func(l view.LimitRow) string { return w.T(model.StatusKey(l.Case, l.Status)) }},
		{Title: w.T("regulation.limit"), Width: 96, Align: fyne.TextAlignTrailing, Text: func(l view.LimitRow) string { return l.Days + " " + w.text(l.Unit) }},
		{Title: w.T("regulation.article"), Width: 70, Text: func(l view.LimitRow) string { return l.Article }},
	}
}

// reading is the whole text, one block for each article.
func (p *regulationPage) reading() fyne.CanvasObject {
	facts := make([]string, len(p.text.Facts))
	for i, f := range p.text.Facts {
		facts[i] = p.w.text(f)
	}
	title := kit.NewText(p.text.Title)
	title.SetBold(true)
	under := widget.NewLabel(strings.Join(facts, "　"))
	under.Importance = widget.LowImportance
	column := kit.NewColumn(8, title, under)
	for _, a := range p.text.Articles {
		block := p.block(a)
		p.blocks = append(p.blocks, block)
		column.Add(block)
	}
	return column
}

func (p *regulationPage) block(a view.ArticleText) fyne.CanvasObject {
	column := kit.NewColumn(2)
	if a.Chapter != "" {
		column.Add(p.w.chapter(a.Chapter))
	}
	label := kit.NewText(a.Label)
	label.SetBold(true)
	column.Add(label)
	if a.Faulty {
		note := widget.NewLabel(kit.ToneWarn.Sign() + " " + p.w.T("regulation.fault"))
		note.Importance = widget.WarningImportance
		column.Add(note)
	}
	column.Add(kit.NewText(a.Text))
	if by := p.servedBy(a.Key); by != "" {
		column.Add(kit.NewCaption(by, kit.ToneNeutral))
	}
	return column
}

// servedBy says on which screens an article is worked, and what of it no system can do.
func (p *regulationPage) servedBy(key string) string {
	var lines []string
	for _, s := range p.served[key].Requirements {
		lines = append(lines, p.w.T("regulation.served", "what", s.What, "screen", s.Screen))
	}
	if reason := p.served[key].Reason; reason != "" {
		lines = append(lines, p.w.T("regulation.not_served", "reason", reason))
	}
	return strings.Join(lines, "\n")
}

// served tells what serves each article, by its key; nothing where the program does not say.
func (w *Window) served() map[string]app.ServedArticle {
	if w.opts.Served == nil {
		return nil
	}
	all, err := w.opts.Served(w.desk.Profile())
	if err != nil {
		return nil // the text can be read without
	}
	by := map[string]app.ServedArticle{}
	for _, a := range all {
		by[a.Key] = a
	}
	return by
}

func (w *Window) chapter(text string) fyne.CanvasObject {
	return widget.NewLabelWithStyle(text, fyne.TextAlignCenter, fyne.TextStyle{Bold: true})
}

// Title names the page.
func (p *regulationPage) Title() string { return p.w.T("nav.regulation") }

// Content is the page.
func (p *regulationPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the index of articles.
func (p *regulationPage) FirstFocus() fyne.Focusable { return p.index }

// Refresh opens the article that the page was asked for.
func (p *regulationPage) Refresh() {
	if i := p.text.At(p.at); i >= 0 {
		p.at = ""
		p.index.Select(i)
		p.reveal(i)
	}
}

// find narrows the index to the articles that have what was typed.
func (p *regulationPage) find() {
	p.shown = p.text.Find(p.search.Value())
	rows := make([]view.ArticleText, len(p.shown))
	for i, at := range p.shown {
		rows[i] = p.text.Articles[at]
	}
	p.index.SetRows(rows)
}

// reveal scrolls the text so that an article stands at the top.
func (p *regulationPage) reveal(i int) {
	if i < 0 {
		return
	}
	p.scroll.ScrollToOffset(fyne.NewPos(0, min(p.blocks[i].Position().Y, max(0, p.scroll.Content.MinSize().Height-p.scroll.Size().Height))))
}

// thirds lays out a left and a right column of fixed widths and gives the middle the rest.
type thirds struct{ left, right float32 }

func (t thirds) MinSize(o []fyne.CanvasObject) fyne.Size {
	height := max(o[0].MinSize().Height, o[1].MinSize().Height, o[2].MinSize().Height)
	return fyne.NewSize(t.left+t.right+240, height)
}

func (t thirds) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const gap = 12
	middle := size.Width - t.left - t.right - 2*gap
	for i, part := range []struct{ x, width float32 }{{0, t.left}, {t.left + gap, middle}, {size.Width - t.right, t.right}} {
		o[i].Move(fyne.NewPos(part.x, 0))
		o[i].Resize(fyne.NewSize(part.width, size.Height))
	}
}
