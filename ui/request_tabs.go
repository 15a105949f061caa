package ui

import (
	"cmp"
	"strconv"

	"fyne.io/fyne/v2"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// drawForm is the last round's application.
func (p *requestPage) drawForm() fyne.CanvasObject {
	return scrolled(p.w.drawSheet(p.r.Sheet(), p.w.openKept))
}

// drawFiles is everything attached, with who attached it when.
func (p *requestPage) drawFiles() fyne.CanvasObject {
	w := p.w
	files := p.r.Files()
	if len(files) == 0 {
		return kit.NewEmpty(kit.Icon("file"), w.T("materials.none"), "", nil)
	}
	list, cards := kit.NewColumn(8), kit.NewColumn(10)
	if found := p.r.Checked().Materials; len(found) > 0 {
		cards.Add(p.drawChecked(found))
	}
	for _, f := range files {
		what := f.What
		if what == "" {
			what = w.T("action." + string(f.Act))
		}
		note, tone := what+"　"+f.By+"　"+view.Moment(f.At), kit.ToneNone
		if f.Act == model.FileMaterials {
			note += "　" + w.T("request.filed_again")
		}
		if !f.Last {
			note, tone = note+"　"+w.T("request.earlier_round"), kit.ToneNeutral
		}
		list.Add(p.fileRow(f.File, note, tone))
	}
	cards.Add(kit.NewCard("", list))
	return scrolled(cards)
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
			missing := "tests.missing_text"
			if p.r.Request.Case == model.Change {
				missing = "tests.missing_change"
			}
			body.Add(kit.NewCaption(w.T(missing), kit.ToneNeutral))
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
	if n := len(r.Checked.Materials); n > 0 && len(r.Checked.Incomplete()) == 0 {
		body.Add(kit.NewCaption(kit.ToneGood.Sign()+" "+w.T("rounds.all_complete", "n", strconv.Itoa(n)), kit.ToneGood))
	}
	if found := w.checkedText(r.Checked); found != "" {
		body.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+found, kit.ToneWarn))
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

// doneWords names an act of the history, also one that only a newer version of the program knows.
func (w *Window) doneWords(a model.Action) string {
	return w.words.Or("action."+string(a), w.T("request.unknown_act", "code", string(a)))
}

// drawHistory is every act, the latest first.
func (p *requestPage) drawHistory() fyne.CanvasObject {
	w := p.w
	list := kit.NewColumn(10)
	for _, h := range p.r.Acts() {
		words := w.doneWords(h.Action)
		if what := cmp.Or(h.Paper, h.To); what != "" {
			words += "：" + what
		}
		who := h.By
		if h.Unit != "" {
			who = h.Unit + " · " + h.By
		}
		body := kit.NewColumn(4, kit.NewCaption(view.Moment(h.At)+"　"+who, kit.ToneNeutral))
		if h.Waits {
			body.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+w.T("request.act_waits"), kit.ToneWarn))
		}
		if h.Note != "" {
			body.Add(kit.NewText(h.Note))
		}
		if len(h.Fields) > 0 {
			body.Add(w.drawFields(h.Fields))
		}
		for _, line := range h.Scaled {
			body.Add(kit.NewText(line))
		}
		for _, f := range h.Files {
			body.Add(p.fileRow(f, "", kit.ToneNone))
		}
		list.Add(kit.NewCard(strconv.Itoa(h.Seq)+"　"+words, body))
	}
	return scrolled(list)
}
