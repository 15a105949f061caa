package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// drawForm is the last round's application.
func (p *requestPage) drawForm() fyne.CanvasObject {
	return scrolled(p.w.drawSheet(p.r.Sheet(), p.w.openKept))
}

// drawResources is the figures asked, approved and delivered side by side; the selected line stands in full below.
func (p *requestPage) drawResources() fyne.CanvasObject {
	w := p.w
	column := func(words string, width float32, text func(view.ResourceRow) string) kit.Column[view.ResourceRow] {
		return kit.Column[view.ResourceRow]{Title: w.T(words), Width: width, Grow: 1, Text: text}
	}
	no := column("lines.no", 44, func(r view.ResourceRow) string { return strconv.Itoa(r.No) })
	no.Grow, no.Align = 0, fyne.TextAlignTrailing
	approved := column("stage.approved", 190, func(r view.ResourceRow) string { return r.Approved })
	approved.Tone = cutTone
	table := kit.NewTable(no,
		column("lines.name", 130, func(r view.ResourceRow) string { return r.Resource + " " + r.Name }),
		column("stage.asked", 190, func(r view.ResourceRow) string { return r.Asked }),
		approved,
		column("stage.delivered", 190, func(r view.ResourceRow) string { return r.Delivered }))
	below := kit.NewColumn(2)
	full := kit.NewText("")
	full.Hide()
	below.Add(full)
	for _, t := range p.r.Totals() {
		if t.Known {
			total := kit.NewText(w.T("stage."+string(t.Stage)) + "　" + w.totalsText(t.Totals))
			total.SetBold(true)
			below.Add(total)
		}
	}
	table.OnSelected = func(_ int, r view.ResourceRow) {
		setText(full, w.resourceText(r))
		p.middle.Refresh()
	}
	table.SetRows(p.r.Resources())
	return container.New(footed{gap: 6}, table, below)
}

// resourceText writes a line with all its figures.
func (w *Window) resourceText(r view.ResourceRow) string {
	text := strconv.Itoa(r.No) + ". " + r.Resource + " " + r.Name + "　" + r.Details
	for _, f := range []struct{ stage, figures string }{{"stage.asked", r.Asked}, {"stage.approved", r.Approved}, {"stage.delivered", r.Delivered}} {
		if f.figures != "" {
			text += "\n" + w.T(f.stage) + "　" + f.figures
		}
	}
	return text
}

// cutTone marks what was approved below what was asked (T15).
func cutTone(r view.ResourceRow) kit.Tone {
	if r.Cut {
		return kit.ToneWarn
	}
	return kit.ToneNone
}

// drawFiles is everything attached, with who attached it when.
func (p *requestPage) drawFiles() fyne.CanvasObject {
	w := p.w
	files := p.r.Files()
	if len(files) == 0 {
		return kit.NewEmpty(kit.Icon("file"), w.T("materials.none"), "", nil)
	}
	list := kit.NewColumn(8)
	for _, f := range files {
		what := f.What
		if what == "" {
			what = w.T("action." + string(f.Act))
		}
		note, tone := what+"　"+f.By+"　"+view.Moment(f.At), kit.ToneNone
		if !f.Last {
			note, tone = note+"　"+w.T("request.earlier_round"), kit.ToneNeutral
		}
		list.Add(p.fileRow(f.File, note, tone))
	}
	return scrolled(kit.NewCard("", list))
}

func (p *requestPage) fileRow(f model.File, note string, tone kit.Tone) fyne.CanvasObject {
	w := p.w
	save := kit.NewQuietButton(w.T("file.save"), kit.Icon("save"), func() { w.saveKept(f) })
	if w.opts.OpenPath == nil {
		return kit.NewFileRow(f.Name, view.SizeText(f.Size), note, tone, save)
	}
	return kit.NewFileRow(f.Name, view.SizeText(f.Size), note, tone,
		kit.NewQuietButton(w.T("file.open"), kit.Icon("eye"), func() { w.openKept(f) }), save)
}

// drawTests is the three tests and the third party's report.
func (p *requestPage) drawTests() fyne.CanvasObject {
	w := p.w
	list := kit.NewColumn(10)
	for _, t := range p.r.Tests() {
		state := kit.NewBadge(w.T("tests.missing"), kit.ToneWarn)
		switch {
		case t.Passed:
			state = kit.NewBadge(w.T("tests.passed"), kit.ToneGood)
		case t.Filed:
			state = kit.NewBadge(w.T("tests.failed"), kit.ToneBad)
		}
		body := kit.NewColumn(6)
		if t.Filed {
			body.Add(kit.NewCaption(t.By+"　"+view.Moment(t.At), kit.ToneNeutral))
			body.Add(w.drawFields(t.Fields))
		} else {
			body.Add(kit.NewCaption(w.T("tests.missing_text"), kit.ToneNeutral))
		}
		for _, f := range t.Files {
			body.Add(p.fileRow(f, "", kit.ToneNone))
		}
		list.Add(kit.NewCard(w.T("test."+t.Kind), body, state))
	}
	return scrolled(list)
}

// drawRounds is every submission with its answer; the one chosen is shown in full below.
func (p *requestPage) drawRounds() fyne.CanvasObject {
	w := p.w
	rounds := p.r.Rounds()
	chosen := p.round
	if chosen < 0 || chosen >= len(rounds) {
		chosen = len(rounds) - 1
	}
	list := kit.NewColumn(8)
	for i, r := range rounds {
		list.Add(p.roundCard(r, i, i == chosen))
	}
	list.Add(w.drawSheet(p.r.SheetOf(chosen), w.openKept))
	return scrolled(list)
}

func (p *requestPage) roundCard(r view.RoundRow, i int, shown bool) fyne.CanvasObject {
	w := p.w
	body := kit.NewColumn(4, kit.NewText(w.T("rounds.submitted", "at", view.Moment(r.Submitted), "who", r.By)))
	if i > 0 {
		body.Add(kit.NewText(w.T("rounds.changed", "n", strconv.Itoa(r.Changed))))
	}
	if r.Answer.Action != "" {
		body.Add(kit.NewText(w.T("rounds.answer", "action", string(r.Answer.Action), "at", view.Moment(r.Answer.At), "who", r.Answer.By)))
		if r.Answer.Note != "" {
			body.Add(kit.NewText(r.Answer.Note))
		}
	}
	read := kit.NewQuietButton(w.T("rounds.read"), kit.Icon("eye"), func() {
		p.round = i
		p.show("rounds")
	})
	if shown {
		read.SetText(w.T("rounds.shown"))
		read.Disable()
	}
	return kit.NewCard(w.T("request.round", "n", strconv.Itoa(r.No)), body, read)
}

// drawHistory is every act, the latest first.
func (p *requestPage) drawHistory() fyne.CanvasObject {
	w := p.w
	list := kit.NewColumn(10)
	for _, h := range p.r.Acts() {
		words := w.T("action." + string(h.Action))
		if h.Paper != "" {
			words += "：" + h.Paper
		}
		who := h.By
		if h.Unit != "" {
			who = h.Unit + " · " + h.By
		}
		body := kit.NewColumn(4, kit.NewCaption(view.Moment(h.At)+"　"+who, kit.ToneNeutral))
		if h.Note != "" {
			body.Add(kit.NewText(h.Note))
		}
		if len(h.Fields) > 0 {
			body.Add(w.drawFields(h.Fields))
		}
		for _, f := range h.Files {
			body.Add(p.fileRow(f, "", kit.ToneNone))
		}
		list.Add(kit.NewCard(strconv.Itoa(h.Seq)+"　"+words, body))
	}
	return scrolled(list)
}
