package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// actions is what may be done now as buttons, and what may not, greyed, with the reason.
func (p *requestPage) actions() fyne.CanvasObject {
	w := p.w
	list := kit.NewColumn(6)
	p.first = nil
	for _, c := range p.r.Choices() {
		b := p.button(c)
		list.Add(b)
		if c.May {
			if p.first == nil {
				p.first = b
			}
			continue
		}
		b.Disable()
		for _, why := range w.reasons(c.Option) {
			list.Add(kit.NewCaption(why, kit.ToneNeutral))
		}
	}
	if p.r.Request.ReadOnly { // of a newer program (trap 4 of the house)
		list.Add(kit.NewBadge(w.T("request.update_needed"), kit.ToneWarn))
		list.Add(wrapped(w.T("request.update_text", "version", w.opts.Version)))
	}
	if len(list.Objects) == 0 {
		list.Add(kit.NewCaption(w.T("request.ended"), kit.ToneNeutral))
	}
	if p.next != "" {
		next := kit.NewButton(w.T("act.next"), kit.Icon("right"), func() { w.Go(RequestRoute(p.next)) })
		if p.first == nil {
			next.Importance = widget.HighImportance
			p.first = next
		}
		list.Add(next)
	}
	pool := container.NewStack()
	p.loadPool(pool)
	return scrolled(kit.NewColumn(8, kit.NewCard(w.T("request.actions"), list), pool, p.asides()))
}

// button is the button of an action; the first hopeful one that may be done is what most people want.
func (p *requestPage) button(c view.Choice) *kit.Button {
	words := p.w.actionWords(c.Action, c.For)
	do := func() { p.act(c.Action) }
	if c.NewRound {
		words, do = p.w.T("request.mend"), p.mend
	}
	switch {
	case c.Ends && c.May:
		return kit.NewButton(words, nil, do)
	case c.May && p.first == nil:
		return kit.NewPrimaryButton(words, nil, do)
	}
	return kit.NewButton(words, nil, do)
}

// actionWords names an action, and on whose behalf it is taken.
func (w *Window) actionWords(a model.Action, onBehalf string) string {
	words := w.T("action." + string(a))
	if onBehalf != "" {
		words = w.T("act.on_behalf", "action", string(a), "who", onBehalf)
	}
	return words
}

// reasons says why something may not be done now.
func (w *Window) reasons(o model.Option) []string {
	var why []string
	if o.Why != nil {
		return append(why, w.words.Error(o.Why))
	}
	for _, p := range o.Open {
		why = append(why, w.Problem(p))
	}
	return why
}

func (p *requestPage) focusFirst() {
	if p.first != nil && p.w.inSight(p) {
		p.w.win.Canvas().Focus(p.first)
	}
}

// FirstFocus is the first thing that may be done.
func (p *requestPage) FirstFocus() fyne.Focusable {
	if p.first == nil {
		return nil
	}
	return p.first
}

// mend opens the draft that answers a non-acceptance.
func (p *requestPage) mend() {
	p.w.openNew(p.r.NewRound)
}
