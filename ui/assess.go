package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// assessPage computes an assessment and shows it figure by figure, with the records behind each, until it is published
// (R51, R52).
type assessPage struct {
	w       *Window
	query   app.AssessmentQuery
	a       *view.Assess
	bar     *fyne.Container
	advice  *kit.Entry
	content *fyne.Container
}

func newAssessPage(w *Window, r Route) *assessPage {
	p := &assessPage{w: w, query: view.AssessQuery(w.desk), bar: container.New(&flow{gap: 8}), content: container.NewStack()}
	if r.Tab != "" {
		p.query = app.AssessmentQuery{Subject: model.AssessedKind(r.Tab), Unit: r.ID, Period: r.Filter.Text}
	}
	return p
}

// Title names the page.
func (p *assessPage) Title() string { return p.w.T("assess.compute") }

// Content is the page.
func (p *assessPage) Content() fyne.CanvasObject { return p.content }

// Refresh computes anew.
func (p *assessPage) Refresh() {
	query := p.query
	load(p.w, p.content, p.w.reload, func(ctx context.Context, desk *app.Desk) (*view.Assess, error) {
		return view.LoadAssess(ctx, desk, query)
	}, func(a *view.Assess) {
		p.a, p.query = a, a.Query
		p.build()
	})
}

func (p *assessPage) build() {
	p.fillBar()
	parts := kit.NewColumn(10, p.w.tabsOf(view.AssessmentGroup, MattersRoute(model.Assessment)), p.bar)
	if p.a.Published != nil {
		notice := kit.NewNotice()
		notice.Ask(p.w.T("assess.published_already", "number", p.a.Published.Number), kit.ToneInfo, p.w.T("reminder.open"), func() {
			p.w.Go(MatterRoute(model.Assessment, p.a.Published.ID))
		})
		parts.Add(notice)
	}
	p.w.drawScore(parts, p.a.Score(), p.mark)
	if p.a.MayPublish() {
		p.advice = kit.NewMultiLine()
		p.advice.Max = 4000
		p.advice.SetValue(p.query.Advice)
		p.advice.OnChanged = func(text string) { p.query.Advice = text }
		parts.Add(kit.NewCard("", kit.NewFormRow(p.w.T("assess.advice"), false, p.advice, "")))
	}
	p.content.Objects = []fyne.CanvasObject{container.New(inset{8, 12}, scrolled(parts))}
	p.content.Refresh()
}

func (p *assessPage) fillBar() {
	w := p.w
	p.bar.Objects = nil
	pick := func(width float32, offers []view.Offer, value string, set func(string)) {
		input := kit.NewPicker(w.options(offers), w.pickerWords())
		input.Required = true
		input.SetValue(value)
		input.OnChanged = func(code string) {
			set(code)
			p.query.Marks = nil // they were said of another
			p.Refresh()
		}
		p.bar.Add(wide(width, input))
	}
	pick(140, p.a.Subjects(), string(p.query.Subject), func(code string) { p.query.Subject = model.AssessedKind(code) })
	if p.query.Subject == model.AssessUnit {
		pick(260, p.a.Units(), p.query.Unit, func(code string) { p.query.Unit = code })
	}
	pick(170, p.a.Periods(), p.query.Period, func(code string) { p.query.Period = code })
	p.bar.Add(kit.NewButton(w.T("assess.export"), kit.Icon("export"), func() { w.exportScore(p.a.Score()) }))
	p.bar.Add(kit.NewButton(w.T("assess.preview"), kit.Icon("print"), func() { w.printScore(p.a.Score()) }))
	if p.a.MayPublish() {
		p.bar.Add(kit.NewPrimaryButton(w.T("assess.publish"), kit.Icon("send"), p.publish))
	}
	p.bar.Refresh()
}

// mark lets a person put a score of the own in place of the computed one, or a remark; both are marked as such.
func (p *assessPage) mark(row view.ScoreRow) {
	if !p.a.MayPublish() {
		return
	}
	w := p.w
	f := w.newFields()
	percent, remark := kit.NewNumberField("%"), kit.NewEntry()
	remark.Max = 500
	if m := row.Mark; m != nil {
		remark.SetValue(m.Remark)
		if m.Percent != nil {
			percent.SetValue(model.Decimal(*m.Percent))
		}
	}
	f.add("percent", "assess.percent", percent)
	f.add("remark", "assess.remark", remark)
	d := kit.NewDialog(w.T("assess.mark_title", "name", row.Name), kit.NewColumn(8, kit.NewText(w.T("assess.mark_how")), f.content),
		w.T("dialog.save"), w.T("dialog.cancel"))
	d.OnConfirm = func() bool {
		q, err := p.a.Marked(row.ID, percent.Value(), remark.Value())
		if !f.show(err) {
			return false
		}
		d.Close()
		p.query = q
		p.Refresh()
		return false
	}
	w.Show(d)
}

// publish asks before the assessment is frozen.
func (p *assessPage) publish() {
	w, a, query := p.w, p.a, p.query
	sum, grade := a.Score().Total()
	text := w.T("assess.publish_text", "who", a.Card.UnitName, "period", a.Card.Period, "score", sum, "grade", grade)
	if end, over := a.Over(); !over {
		text += "\n" + kit.ToneWarn.Sign() + " " + w.T("assess.not_over", "day", end)
	}
	w.Ask(Question{Title: w.T("assess.publish"), Text: text,
		Verb: w.T("assess.publish"), Then: func() {
			var e model.Event
			w.Work(w.T("work.saving"), func(ctx context.Context, _ Progress) (err error) {
				e, err = a.Publish(ctx, query)
				return err
			}, func(err error) {
				if err != nil {
					w.Fail(err)
					return
				}
				w.Replace(MatterRoute(model.Assessment, e.Subject.ID))
				w.Say(w.T("matters.filed", "number", e.Number))
			})
		}})
}

// drawScore adds an assessment: the sum, a bar for each indicator, and each with its figures. mark is nil where nothing
// can be added any more.
func (w *Window) drawScore(parts *fyne.Container, s view.Score, mark func(view.ScoreRow)) {
	sum, grade := s.Total()
	head := kit.NewTitle(w.T("assess.total", "who", s.Card.UnitName, "period", s.Card.Period, "score", sum, "grade", grade))
	var bars []kit.Bar
	for _, row := range s.Rows() {
		bars = append(bars, kit.Bar{Label: row.Name, Text: row.Score, Parts: []kit.BarPart{{Value: row.Value, Tone: kit.ToneInfo}}})
	}
	tools := w.barTools(head.Value(), bars, s.Table(w.text))
	parts.Add(kit.NewCard("", kit.NewColumn(8, container.NewBorder(nil, nil, nil, container.NewHBox(tools...), head),
		kit.NewCaption(w.T("assess.as_of", "day", s.Card.AsOf.String()), kit.ToneNeutral), kit.NewBars(bars...))))
	for _, row := range s.Rows() {
		parts.Add(w.drawIndicator(row, mark))
	}
}

func (w *Window) drawIndicator(row view.ScoreRow, mark func(view.ScoreRow)) fyne.CanvasObject {
	body := kit.NewColumn(6)
	for _, f := range row.Figures {
		line := kit.NewColumn(1, kit.NewText(f.Name+"　"+f.Text))
		if f.How != "" {
			line.Add(kit.NewCaption(f.How, kit.ToneNeutral))
		}
		behind := kit.NewQuietButton(w.T("assess.behind", "n", strconv.Itoa(len(f.Trace))), kit.Icon("list"), func() { w.showTrace(f) })
		enable(behind, len(f.Trace) > 0)
		body.Add(container.NewBorder(nil, nil, nil, behind, line))
	}
	if row.Mark != nil {
		body.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+row.Reason, kit.ToneWarn))
	} else if row.Indicator.Score == nil {
		body.Add(kit.NewCaption(row.Reason, kit.ToneNeutral))
	}
	tools := []fyne.CanvasObject{kit.NewBadge(row.Score, scoreTone(row))}
	if row.Manual() {
		tools = append(tools, kit.NewBadge(w.T("assess.manual"), kit.ToneWarn))
	}
	if mark != nil {
		tools = append(tools, kit.NewQuietButton(w.T("assess.mark"), kit.Icon("edit"), func() { mark(row) }))
	}
	return kit.NewCard(row.Name, body, tools...)
}

// scoreTone says of a score that nothing is known; how good it is its figures say.
func scoreTone(row view.ScoreRow) kit.Tone {
	if row.Indicator.Score == nil {
		return kit.ToneNeutral
	}
	return kit.ToneInfo
}

// showTrace lists the records behind a figure; one leads to its page.
func (w *Window) showTrace(f view.FigureRow) {
	desk := w.desk
	var rows []view.TraceRow
	w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		rows, err = view.LoadTrace(ctx, desk, f.Figure)
		return err
	}, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		table := kit.NewTable(
			kit.Column[view.TraceRow]{Title: w.T("assess.kind"), Width: 120, Text: func(r view.TraceRow) string { return w.kindWords(r.Kind) }},
			kit.Column[view.TraceRow]{Title: w.T("assess.record"), Width: 300, Grow: 1, Text: func(r view.TraceRow) string { return r.Name }})
		table.SetRows(rows)
		d := kit.NewDialog(f.Name+"　"+f.Text, container.New(fixedHeight{42 + 34*float32(min(len(rows), rowsInSight))}, table), w.T("dialog.close"), "")
		d.Width = 680
		table.OnOpen = func(_ int, r view.TraceRow) {
			d.Close()
			w.Go(subjectRoute(r.Subject))
		}
		w.Show(d)
	})
}

func (w *Window) kindWords(k model.SubjectKind) string {
	if k.IsMatter() {
		return w.T("matter." + string(k))
	}
	return w.T("assess.kind_" + string(k))
}

// subjectRoute leads to the page of whatever is told of.
func subjectRoute(s model.Subject) Route {
	switch s.Kind {
	case model.RequestSubject:
		return RequestRoute(s.ID)
	case model.SystemSubject:
		return SystemRoute(s.ID)
	}
	return MatterRoute(s.Kind, s.ID)
}

// exportScore writes an assessment as a workbook where the person chooses.
func (w *Window) exportScore(s view.Score) {
	desk, words := w.desk, w.words
	w.writeAs(w.T("assess.export"), s.Card.UnitName+" "+s.Card.Period, ".xlsx", func(ctx context.Context, path string) error {
		return view.WriteScore(ctx, desk, s, path, words.Text)
	})
}

// printScore writes an assessment that is not published on paper.
func (w *Window) printScore(s view.Score) {
	desk := w.desk
	w.writeAs(w.T("assess.preview"), s.Card.UnitName+" "+s.Card.Period, ".pdf", func(ctx context.Context, path string) error {
		return view.PrintScore(ctx, desk, s, path)
	})
}

// writeAs asks where to write a file, and writes it.
func (w *Window) writeAs(title, name, ending string, write func(ctx context.Context, path string) error) {
	w.savePath(title, safeName(name)+ending, func(path string) {
		path = withEnding(path, ending)
		w.Work(w.T("forms.writing"), func(ctx context.Context, _ Progress) error { return write(ctx, path) }, func(err error) {
			if err != nil {
				w.failUnlessStopped(err)
				return
			}
			w.Say(w.T("file.saved", "path", path))
		})
	})
}
