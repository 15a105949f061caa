package ui

import (
	"context"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// refusedPage is the tray of acts that the hub did not take (未被接受): each with what one wanted and what happened
// meanwhile, side by side, and a way to do it again on the present state.
type refusedPage struct {
	w       *Window
	refused view.Refused
	loaded  bool
	settled bool // what was settled is shown too
	first   *kit.Button
	content *fyne.Container
}

func newRefusedPage(w *Window) *refusedPage {
	return &refusedPage{w: w, content: container.NewStack()}
}

// Title names the page.
func (p *refusedPage) Title() string { return p.w.T("refused.title") }

// Content is the page.
func (p *refusedPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the first act's way to be done again.
func (p *refusedPage) FirstFocus() fyne.Focusable {
	if p.first == nil {
		return nil
	}
	return p.first
}

// Tick looks for news.
func (p *refusedPage) Tick() { p.Refresh() }

// Refresh loads the tray.
func (p *refusedPage) Refresh() {
	load(p.w, p.content, p.w.reload, view.LoadRefused, func(r view.Refused) {
		if p.loaded && reflect.DeepEqual(r, p.refused) {
			return
		}
		p.refused, p.loaded = r, true
		p.draw()
	})
}

func (p *refusedPage) draw() {
	w := p.w
	p.first = nil
	column := kit.NewColumn(12, kit.NewCaption(w.T("refused.how"), kit.ToneNeutral))
	for _, row := range p.refused.Open {
		column.Add(p.card(row))
	}
	if len(p.refused.Open) == 0 {
		column.Add(container.New(fixedHeight{220}, kit.NewEmpty(kit.Icon("accept"), w.T("refused.none"), w.T("refused.none_text"), nil)))
	}
	if n := len(p.refused.Settled); n > 0 {
		words := "refused.show_settled"
		if p.settled {
			words = "refused.hide_settled"
		}
		column.Add(container.NewHBox(kit.NewQuietButton(w.T(words, "n", view.Count(n)), kit.Icon("history"), func() {
			p.settled = !p.settled
			p.draw()
		})))
	}
	if p.settled {
		for _, row := range p.refused.Settled {
			column.Add(p.card(row))
		}
	}
	p.content.Objects = []fyne.CanvasObject{container.New(inset{8, 12}, scrolled(column))}
	p.content.Refresh()
}

// card is one act.
func (p *refusedPage) card(row view.RefusedRow) fyne.CanvasObject {
	w := p.w
	title := w.T("refused.act", "action", string(row.Action), "title", row.Title)
	if row.Number != "" {
		title += "　" + row.Number
	}
	why := kit.NewCaption(kit.ToneBad.Sign()+" "+w.words.Error(row.Why), kit.ToneBad)
	if row.Follows {
		why = kit.NewCaption(kit.ToneNeutral.Sign()+" "+w.T("refused.follows"), kit.ToneNeutral)
	}
	sides := container.New(halves{gap: 16}, p.wanted(row), p.happened(row))
	return kit.NewCard(title, kit.NewColumn(10, why, sides, p.ways(row)))
}

// wanted is what its author wanted to do.
func (p *refusedPage) wanted(row view.RefusedRow) fyne.CanvasObject {
	w := p.w
	list := kit.NewColumn(6, boldText(w.T("refused.wanted")),
		kit.NewText(row.At+"　"+row.Who+"　"+w.T("action."+string(row.Action))))
	if row.Note != "" {
		list.Add(kit.NewText(row.Note))
	}
	if len(row.Fields) > 0 {
		list.Add(w.drawFields(row.Fields))
	}
	if row.Lines > 0 {
		list.Add(kit.NewText(w.T("refused.lines", "n", view.Count(row.Lines))))
	}
	for _, f := range row.Files {
		list.Add(kit.NewFileRow(f.Name, view.SizeText(f.Size), "", kit.ToneNone))
	}
	return list
}

// happened is what others did meanwhile.
func (p *refusedPage) happened(row view.RefusedRow) fyne.CanvasObject {
	w := p.w
	list := kit.NewColumn(6, boldText(w.T("refused.happened")))
	for _, m := range row.Happened {
		list.Add(kit.NewText(m.At + "　" + m.Who + "　" + w.T("action."+string(m.Action))))
		if m.Note != "" {
			list.Add(kit.NewText(m.Note))
		}
	}
	if len(row.Happened) == 0 {
		list.Add(kit.NewCaption(w.T("refused.nothing_happened"), kit.ToneNeutral))
	}
	return list
}

// ways are what can be done about it.
func (p *refusedPage) ways(row view.RefusedRow) fyne.CanvasObject {
	w := p.w
	if row.Settled {
		return container.NewHBox(p.open(row), widget.NewLabel(w.T("refused.settled", "at", row.Told)))
	}
	buttons := container.NewHBox()
	if row.Way != view.RedoNone && row.Way != view.RedoOpen {
		b := kit.NewButton(w.T("refused.redo"), kit.Icon("refresh"), nil)
		b.OnTapped = func() { p.redo(b, row) }
		if p.first == nil {
			p.first = b
			b.Importance = widget.HighImportance
		}
		buttons.Add(b)
	}
	buttons.Add(p.open(row))
	buttons.Add(kit.NewQuietButton(w.T("refused.dismiss"), kit.Icon("close"), func() { p.dismiss(row) }))
	return buttons
}

// open leads to what the act is about.
func (p *refusedPage) open(row view.RefusedRow) fyne.CanvasObject {
	w := p.w
	route := RequestRoute(row.Subject.ID)
	switch row.Subject.Kind {
	case model.RequestSubject:
		if row.Way == view.RedoOpen {
			route = PapersRoute(row.Subject.ID)
		}
	case model.SystemSubject:
		route = SystemRoute(row.Subject.ID)
	case model.FilingSubject:
		route = FilingsRoute()
	case model.CalendarSubject:
		route = CalendarRoute()
	case model.CatalogueSubject:
		route = CatalogueRoute()
	case model.PersonSubject, model.UnitSubject:
		route = PeopleRoute()
	default:
		route = SettingsRoute()
		if row.Subject.Kind.IsMatter() {
			route = MatterRoute(row.Subject.Kind, row.Subject.ID)
		}
	}
	return kit.NewButton(w.T("refused.open"), kit.Icon("eye"), func() { w.Go(route) })
}

// redo does the act again: a draft to look over, the act opened as it was meant, or at once.
func (p *refusedPage) redo(b *kit.Button, row view.RefusedRow) {
	w, desk := p.w, p.w.desk
	var redoing view.Redoing
	w.workFrom(b, w.T("work.opening"), func(ctx context.Context, _ Progress) (err error) {
		redoing, err = row.Redo(ctx, desk)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			w.Fail(err)
			p.Refresh()
		case redoing.Draft != "":
			w.Go(DraftRoute(redoing.Draft))
		case redoing.Done:
			w.Say(w.T("refused.done", "action", string(row.Action), "title", row.Title))
			p.Refresh()
			w.drawSync()
		default:
			w.Go(RequestRoute(redoing.Request))
			if v, ok := w.history.current(); ok {
				if page, ok := v.page.(*requestPage); ok {
					page.redoing = &redoing
					page.redo()
				}
			}
		}
	})
}

// redo opens the act that is to be done again, as soon as the request is here.
func (p *requestPage) redo() {
	if p.redoing == nil || p.r == nil {
		return
	}
	w, redoing := p.w, *p.redoing
	p.redoing = nil
	act, why, ok := p.r.Again(redoing)
	switch {
	case ok:
		p.prepare(act)
	case why != nil:
		p.notice.Say(w.T("refused.not_now", "action", string(redoing.Doing.Action))+" "+w.words.Error(why), kit.ToneWarn)
	default:
		p.notice.Say(w.T("refused.not_now", "action", string(redoing.Doing.Action)), kit.ToneWarn)
	}
	p.content.Refresh()
}

// dismiss settles an act without doing it again.
func (p *refusedPage) dismiss(row view.RefusedRow) {
	w, desk := p.w, p.w.desk
	w.Ask(Question{Title: w.T("refused.dismiss"), Text: w.T("refused.dismiss_text", "action", string(row.Action), "title", row.Title), Verb: w.T("refused.dismiss"), Then: func() {
		w.Work(w.T("work.saving"), func(ctx context.Context, _ Progress) error { return desk.Dismiss(ctx, row.ID) }, func(err error) {
			w.Fail(err)
			p.Refresh()
			w.drawSync()
		})
	}})
}

// halves lays two objects side by side, each half as wide; below each other where it is narrow.
type halves struct{ gap float32 }

const halvesNarrow = 560

func (h halves) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	if w := o[0].Size().Width; w > 0 && o[1].Position().Y > 0 {
		return fyne.NewSize(max(a.Width, b.Width), a.Height+h.gap+b.Height)
	}
	return fyne.NewSize(max(a.Width, b.Width), max(a.Height, b.Height))
}

func (h halves) Layout(o []fyne.CanvasObject, size fyne.Size) {
	if size.Width < halvesNarrow {
		high := heightAt(o[0], size.Width)
		o[0].Move(fyne.NewPos(0, 0))
		o[0].Resize(fyne.NewSize(size.Width, high))
		o[1].Move(fyne.NewPos(0, high+h.gap))
		o[1].Resize(fyne.NewSize(size.Width, heightAt(o[1], size.Width)))
		return
	}
	width := (size.Width - h.gap) / 2
	for i, part := range o {
		part.Move(fyne.NewPos(float32(i)*(width+h.gap), 0))
		part.Resize(fyne.NewSize(width, heightAt(part, width)))
	}
}
