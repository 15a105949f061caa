package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// drawParts adds what the matter says, section by section.
func (p *matterPage) drawParts(parts *fyne.Container) {
	for _, part := range p.m.Parts() {
		switch {
		case part.Table == nil:
			parts.Add(kit.NewCard(part.Title, p.w.drawFields(part.Fields)))
		case len(part.Table.Rows) > 0:
			parts.Add(kit.NewCard(part.Title+"　"+strconv.Itoa(len(part.Table.Rows)), p.w.drawTable(part.Table)))
		}
	}
}

// rowsInSight is how many rows of a table on a page show at once; more of them scroll.
const rowsInSight = 12

// drawTable is a table to be read.
func (w *Window) drawTable(t *view.MatterTable) fyne.CanvasObject {
	var columns []kit.Column[[]string]
	for i, c := range t.Columns {
		column := kit.Column[[]string]{Title: c.Title, Width: kit.CellWidth(c.Title, false), Grow: 1, Text: func(cells []string) string { return cells[i] }}
		if c.Figure {
			column.Align, column.Grow = fyne.TextAlignTrailing, 0.4
		}
		for _, cells := range t.Rows[:min(len(t.Rows), 200)] {
			column.Width = max(column.Width, min(kit.CellWidth(cells[i], false), 260))
		}
		columns = append(columns, column)
	}
	table := kit.NewTable(columns...)
	table.SetRows(t.Rows)
	return container.New(fixedHeight{42 + 34*float32(min(len(t.Rows), rowsInSight))}, table)
}

// drawEntries adds the log of entries against a grant.
func (p *matterPage) drawEntries(parts *fyne.Container) {
	t := p.m.Entries()
	if t == nil {
		return
	}
	if len(t.Rows) == 0 {
		parts.Add(kit.NewCard(p.w.T("grant.entries"), kit.NewCaption(p.w.T("grant.no_entries"), kit.ToneNeutral)))
		return
	}
	parts.Add(kit.NewCard(p.w.T("grant.entries")+"　"+strconv.Itoa(len(t.Rows)), p.w.drawTable(t)))
}

// drawAnswers adds what the units said in a survey: how many of each level, and each answer.
func (p *matterPage) drawAnswers(parts *fyne.Container) {
	if p.kind != model.Survey {
		return
	}
	w, rows := p.w, p.m.Answers()
	if len(rows) == 0 {
		parts.Add(kit.NewCard(w.T("survey.answers"), kit.NewCaption(w.T("survey.no_answers"), kit.ToneNeutral)))
		return
	}
	var bars []kit.Bar
	for _, l := range p.m.Levels() {
		bars = append(bars, kit.Bar{Label: l.Label, Text: w.T("survey.n_units", "n", strconv.Itoa(l.Count)),
			Parts: []kit.BarPart{{Value: float64(l.Count), Tone: kit.ToneInfo}}})
	}
	table := kit.NewTable(
		kit.Column[view.MatterRow]{Title: w.T("column.unit"), Width: 160, Grow: 2, Text: func(r view.MatterRow) string { return r.Unit }},
		kit.Column[view.MatterRow]{Title: w.T("survey.level"), Width: 110, Text: func(r view.MatterRow) string { return w.text(r.Title) }},
		kit.Column[view.MatterRow]{Title: w.T("survey.comment"), Width: 160, Grow: 3, Text: func(r view.MatterRow) string { return r.Next }},
		kit.Column[view.MatterRow]{Title: w.T("matters.day"), Width: 104, Text: func(r view.MatterRow) string { return r.Day }})
	table.SetRows(rows)
	table.OnOpen = func(_ int, r view.MatterRow) { w.Go(MatterRoute(model.SurveyAnswer, r.ID)) }
	title := w.T("survey.answers") + "　" + strconv.Itoa(len(rows))
	parts.Add(kit.NewCard(title, kit.NewColumn(10, kit.NewBars(bars...),
		container.New(fixedHeight{42 + 34*float32(min(len(rows), rowsInSight))}, table)), w.barTools(p.Title()+"　"+title, bars, p.m.LevelTable(w.text))...))
}

// drawFindings adds what an inspection found, each with how far it is and what may be done.
func (p *matterPage) drawFindings(parts *fyne.Container) {
	rows := p.m.FindingRows()
	if len(rows) == 0 {
		return
	}
	list := kit.NewColumn(12)
	for i, f := range rows {
		list.Add(p.findingRow(i, f))
	}
	parts.Add(kit.NewCard(p.w.T("findings.title")+"　"+strconv.Itoa(len(rows)), list))
}

func (p *matterPage) findingRow(i int, f view.FindingRow) fyne.CanvasObject {
	w := p.w
	name := kit.NewText(strconv.Itoa(i+1) + ". " + f.Values["finding"])
	name.SetBold(true)
	due := w.T("findings.about", "risk", f.Risk, "owner", f.Values["owner"], "due", f.Values["due"])
	said := kit.NewColumn(3, name, kit.NewCaption(due, kit.ToneNeutral))
	if f.Values["measure"] != "" {
		said.Add(kit.NewText(w.T("findings.measure", "measure", f.Values["measure"])))
	}
	for _, step := range f.Steps {
		said.Add(kit.NewCaption(view.Moment(step.At)+"　"+step.By+"　"+w.T(step.Key)+"　"+step.Note, kit.ToneNeutral))
		for _, file := range step.Files {
			said.Add(w.keptRow(file))
		}
	}
	tools := container.NewHBox(kit.NewBadge(w.text(f.State), moodTone(f.Mood)))
	for _, a := range f.Can {
		words := w.T(view.StepKey(p.kind, a))
		b := kit.NewButton(words, nil, func() { p.take(p.m.NewFindingStep(a, f), words) })
		p.steps[a] = b
		tools.Add(b)
	}
	return container.NewBorder(nil, nil, nil, container.NewVBox(tools), said)
}

// drawReceipts adds the addressees and when each acknowledged receipt.
func (p *matterPage) drawReceipts(column *fyne.Container) {
	receipts := p.m.Receipts()
	if len(receipts) == 0 {
		return
	}
	list := kit.NewColumn(8)
	for _, r := range receipts {
		text, tone := p.w.T("receipt.waits"), kit.ToneWarn
		if r.Received {
			text, tone = p.w.T("receipt.received", "at", view.Moment(r.At), "who", r.By), kit.ToneGood
		}
		list.Add(kit.NewColumn(1, kit.NewText(r.Name), kit.NewCaption(tone.Sign()+" "+text, tone)))
	}
	column.Add(kit.NewCard(p.w.T("receipt.title"), list))
}

func (p *matterPage) drawFiles(column *fyne.Container) {
	if len(p.m.Attached()) == 0 {
		return
	}
	list := kit.NewColumn(6)
	for _, f := range p.m.Attached() {
		list.Add(p.w.narrowFile(f))
	}
	column.Add(kit.NewCard(p.w.T("record.files"), list))
}

// narrowFile is a kept file where there is little room: its buttons stand below.
func (w *Window) narrowFile(f model.File) fyne.CanvasObject {
	buttons := container.NewHBox()
	if w.opts.OpenPath != nil {
		buttons.Add(kit.NewQuietButton(w.T("file.open"), kit.Icon("eye"), func() { w.openKept(f) }))
	}
	buttons.Add(kit.NewQuietButton(w.T("file.save"), kit.Icon("save"), func() { w.saveKept(f) }))
	return kit.NewColumn(0, kit.NewFileRow(f.Name, view.SizeText(f.Size), "", kit.ToneNone), buttons)
}

// drawHistory adds every step, the latest first.
func (p *matterPage) drawHistory(parts *fyne.Container) {
	w := p.w
	list := kit.NewColumn(12)
	for _, s := range p.m.History() {
		name := kit.NewText(w.T(s.Key))
		name.SetBold(true)
		body := kit.NewColumn(3, name, kit.NewCaption(view.Moment(s.At)+"　"+s.By, kit.ToneNeutral))
		if s.Note != "" {
			body.Add(kit.NewText(s.Note))
		}
		if len(s.Fields) > 0 {
			body.Add(w.drawFields(s.Fields))
		}
		for _, t := range s.Tables {
			body.Add(w.drawTable(t.Table))
		}
		for _, f := range s.Files {
			body.Add(w.keptRow(f))
		}
		list.Add(body)
	}
	parts.Add(kit.NewCard(w.T("request.tab_history"), list))
}
