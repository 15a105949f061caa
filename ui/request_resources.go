package ui

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// drawResources is the figures of every line side by side; the selected line stands in full below.
func (p *requestPage) drawResources() fyne.CanvasObject {
	w := p.w
	if len(p.r.Request.Lines) == 0 {
		return kit.NewEmpty(kit.Icon("cloud"), w.T("lines.none_changed"), "", nil)
	}
	table := kit.NewTable(p.resourceColumns()...)
	below := kit.NewColumn(2)
	full := kit.NewText("")
	full.Hide()
	below.Add(full)
	for _, t := range p.r.Totals() {
		if t.Known {
			total := kit.NewText(w.T(p.stageWords(string(t.Stage))) + "　" + w.totalsText(t.Totals))
			total.SetBold(true)
			below.Add(total)
		}
	}
	table.OnSelected = func(_ int, r view.ResourceRow) {
		setText(full, p.resourceText(r))
		p.middle.Refresh()
	}
	table.SetRows(p.r.Resources())
	return container.New(footed{gap: 6}, table, below)
}

// resourceColumns are asked, approved and delivered; of a change also before; of a termination what is given back.
func (p *requestPage) resourceColumns() []kit.Column[view.ResourceRow] {
	w := p.w
	column := func(words string, width float32, text func(view.ResourceRow) string) kit.Column[view.ResourceRow] {
		return kit.Column[view.ResourceRow]{Title: w.T(words), Width: width, Grow: 1, Text: text}
	}
	badge := func(words string, longest string, text func(view.ResourceRow) string, tone func(view.ResourceRow) kit.Tone) kit.Column[view.ResourceRow] {
		return kit.Column[view.ResourceRow]{Title: w.T(words), Width: kit.CellWidth(w.T(longest), true), Text: text, Tone: tone}
	}
	no := column("lines.no", 44, func(r view.ResourceRow) string { return strconv.Itoa(r.No) })
	no.Grow, no.Align = 0, fyne.TextAlignTrailing
	name := column("lines.name", 130, func(r view.ResourceRow) string { return strings.TrimSpace(r.Resource + " " + r.Name) })
	approved := column("stage.approved", 190, func(r view.ResourceRow) string { return r.Approved })
	approved.Tone = cutTone
	asked := column("stage.asked", 190, func(r view.ResourceRow) string { return r.Asked })
	delivered := column(p.stageWords("delivered"), 190, func(r view.ResourceRow) string { return r.Delivered })
	columns := []kit.Column[view.ResourceRow]{no, name, asked, approved, delivered}
	if word := column("check.reasonable", 130, func(r view.ResourceRow) string { return r.Word }); p.anyFigure(word.Text) {
		columns = append(columns, word)
	}
	switch p.r.Request.Case {
	case model.Change:
		columns = []kit.Column[view.ResourceRow]{no, name,
			badge("lines.change", "change.removed", func(r view.ResourceRow) string { return w.T("change." + string(r.Change)) },
				func(r view.ResourceRow) kit.Tone { return changeTone(r.Change) }),
			column("stage.before", 130, func(r view.ResourceRow) string { return r.Before })}
		for _, c := range []kit.Column[view.ResourceRow]{asked, approved, delivered} {
			if p.anyFigure(c.Text) { // a stage that is yet to come would only take room
				c.Width = 130
				columns = append(columns, c)
			}
		}
	case model.Termination:
		columns = []kit.Column[view.ResourceRow]{no, name, delivered,
			badge("lines.reclaim", "lines.to_reclaim", func(r view.ResourceRow) string { return w.T(reclaimWords(r)) }, reclaimTone)}
	}
	return columns
}

// anyFigure reports whether a column has something to say.
func (p *requestPage) anyFigure(text func(view.ResourceRow) string) bool {
	return slices.ContainsFunc(p.r.Resources(), func(r view.ResourceRow) bool { return text(r) != "" })
}

// stageWords is the key of a stage's words: what a termination lists is what runs until it is reclaimed.
func (p *requestPage) stageWords(stage string) string {
	if stage == string(model.StageDelivered) && p.r.Request.Case == model.Termination {
		return "stage.running"
	}
	return "stage." + stage
}

func reclaimWords(r view.ResourceRow) string {
	if r.Reclaimed {
		return "lines.reclaimed"
	}
	return "lines.to_reclaim"
}

func reclaimTone(r view.ResourceRow) kit.Tone {
	if r.Reclaimed {
		return kit.ToneGood
	}
	return kit.ToneWarn
}

// resourceText writes a line with all its figures.
func (p *requestPage) resourceText(r view.ResourceRow) string {
	w := p.w
	text := strconv.Itoa(r.No) + ". " + r.Resource + " " + r.Name + "　" + r.Details
	if p.r.Request.Case == model.Termination {
		return text + "\n" + w.T("stage.running") + "　" + r.Delivered
	}
	for _, f := range []struct{ stage, figures string }{{"stage.before", r.Before}, {"stage.asked", r.Asked},
		{"stage.approved", r.Approved}, {"stage.delivered", r.Delivered}} {
		if f.figures != "" {
			text += "\n" + w.T(f.stage) + "　" + f.figures
		}
	}
	if r.Word != "" {
		text += "\n" + w.T("check.reasonable") + "　" + r.Word
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
