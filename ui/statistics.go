package ui

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// statisticsPage tells what happened in a period: figures above, then tables with charts.
type statisticsPage struct {
	w       *Window
	span    view.Span
	asked   int // grows with each question; answers to older ones are thrown away
	found   view.Statistics
	tab     string
	periods *kit.Presets
	from    *kit.DateField
	to      *kit.DateField
	unit    *kit.Picker
	bar     *fyne.Container
	wrong   *widget.Label
	figures *fyne.Container
	tabs    *fyne.Container
	middle  *fyne.Container
	table   *kit.Table[view.StatRow]
	loaded  bool
	body    *fyne.Container
	content *fyne.Container
}

// yearPeriod is where the page begins.
const yearPeriod = 3

func newStatisticsPage(w *Window) *statisticsPage {
	p := &statisticsPage{w: w, tab: "units", from: kit.NewDateField(w.dateWords()), to: kit.NewDateField(w.dateWords()),
		wrong: widget.NewLabel(""), bar: container.New(&flow{gap: 8}), figures: container.New(&flow{gap: 8}),
		tabs: container.New(&flow{gap: 4}), middle: container.NewStack()}
	p.wrong.Importance = widget.DangerImportance
	p.wrong.Hide()
	p.periods = w.newPeriods(p.setPeriod)
	p.from.OnChanged, p.to.OnChanged = p.typed, p.typed
	registers := w.tabsOf(view.AssessmentGroup, StatisticsRoute())
	p.body = container.New(headed{gap: 8}, kit.NewColumn(8, registers, p.bar, p.figures, p.tabs), p.middle)
	p.content = container.NewStack(container.New(inset{10, 12}, p.body))
	p.periods.Choose(yearPeriod)
	p.span.From, p.span.To = view.PeriodOf(view.Periods[yearPeriod], w.desk.Today())
	p.from.SetValue(p.span.From)
	p.to.SetValue(p.span.To)
	return p
}

// Title names the page.
func (p *statisticsPage) Title() string { return p.w.T("nav.statistics") }

// Content is the page.
func (p *statisticsPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the choice of the period.
func (p *statisticsPage) FirstFocus() fyne.Focusable { return p.periods }

// Shortcuts are the tables, each with a digit of its own.
func (p *statisticsPage) Shortcuts() []Shortcut {
	var keys []Shortcut
	for i, name := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5} {
		keys = append(keys, Shortcut{Key: name, Modifier: alt, Words: "register.tab_" + statTabs[i], Do: func() { p.show(statTabs[i]) }})
	}
	return keys
}

// statTabs are the tables in their order; the last is there only of a period with both ends.
var statTabs = []string{"units", "months", "steps", "quotas", "compared"}

// Refresh counts again; the first time it also reads the units to choose from.
func (p *statisticsPage) Refresh() {
	if p.loaded {
		p.ask()
		return
	}
	desk := p.w.desk
	var units []view.Offer
	p.w.Work(p.w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		units, err = view.OfferUnits(ctx, desk)
		return err
	}, func(err error) {
		if err != nil {
			p.fail(err)
			return
		}
		p.loaded = true
		p.fillBar(units)
		p.ask()
	})
}

func (p *statisticsPage) fillBar(units []view.Offer) {
	w := p.w
	periods := container.NewCenter(container.New(fixedWidth{p.periods.OneLine()}, p.periods))
	p.bar.Objects = []fyne.CanvasObject{container.New(fixedHeight{p.from.MinSize().Height}, periods), wide(136, p.from), widget.NewLabel("—"), wide(136, p.to)}
	if len(units) > 1 {
		p.unit = w.unitPicker(units, p.span.Unit)
		p.unit.OnChanged = func(code string) { p.span.Unit = code; p.ask() }
		p.bar.Add(wide(220, p.unit))
	}
	p.bar.Add(kit.NewButton(w.T("stat.export"), kit.Icon("export"), w.ExportLedger))
	p.bar.Add(kit.NewQuietButton(w.T("trend.copy"), kit.Icon("copy"), p.copy))
	p.bar.Add(p.wrong)
	p.body.Refresh()
}

// setPeriod counts a usual period.
func (p *statisticsPage) setPeriod(from, to string) {
	p.from.SetValue(from)
	p.to.SetValue(to)
	p.span.From, p.span.To = from, to
	p.ask()
}

// typed counts the period that was typed, once both days are days.
func (p *statisticsPage) typed(string) {
	p.periods.Choose(-1)
	p.span.From, p.span.To = p.from.Value(), p.to.Value()
	p.ask()
}

// ask counts, unless there is something wrong with the period: then what is shown stays.
func (p *statisticsPage) ask() {
	problems := p.span.Problems()
	p.from.SetInvalid(false)
	p.to.SetInvalid(false)
	visible(p.wrong, len(problems) > 0)
	for _, problem := range problems {
		p.wrong.SetText(kit.ToneBad.Sign() + " " + p.w.Problem(problem))
		map[string]*kit.DateField{"from": p.from, "to": p.to}[problem.Field].SetInvalid(true)
	}
	p.body.Refresh()
	if len(problems) > 0 {
		return
	}
	p.asked++
	mine, desk, span := p.asked, p.w.desk, p.span
	var found view.Statistics
	p.w.Work(p.w.T("stat.counting"), func(ctx context.Context, progress Progress) (err error) {
		found, err = view.LoadStatistics(ctx, desk, span, progress)
		return err
	}, func(err error) {
		switch {
		case mine != p.asked || stopped(err): // another question was asked meanwhile, or what is shown stays
		case err != nil:
			p.fail(err)
		default:
			p.found = found
			p.draw()
		}
	})
}

func (p *statisticsPage) fail(err error) {
	p.middle.Objects = []fyne.CanvasObject{p.w.failure(err, p.Refresh)}
	p.middle.Refresh()
}

// draw shows what was counted.
func (p *statisticsPage) draw() {
	p.figures.Objects = nil
	for _, f := range p.found.Figures {
		p.figures.Add(p.w.figure(f, p.found.Compared))
	}
	empty := p.found.Empty()
	visible(p.figures, !empty)
	visible(p.tabs, !empty)
	if empty {
		how := p.w.T("stat.nothing_period")
		if p.unit != nil {
			how = p.w.T("stat.nothing_how")
		}
		p.middle.Objects = []fyne.CanvasObject{kit.NewEmpty(kit.Icon("score"), p.w.T("stat.nothing"), how, nil)}
		p.body.Refresh()
		return
	}
	p.show(p.tab)
}

// figure draws one number with what it says below, and what it was in the period before.
func (w *Window) figure(f view.StatFigure, compared bool) fyne.CanvasObject {
	value := boldLabel(cmp.Or(w.cell(f.Value), w.T("trend.no_data")))
	value.SizeName = theme.SizeNameSubHeadingText
	words := widget.NewLabel(w.text(f.Label))
	words.Importance = widget.LowImportance
	width := max(value.MinSize().Width, words.MinSize().Width)
	column := kit.NewColumn(-14, value, words)
	if compared {
		said := w.T("stat.before", "value", cmp.Or(w.cell(f.Before), w.T("trend.no_data")))
		if f.Change != "" {
			said = w.T("stat.before_change", "value", w.cell(f.Before), "change", f.Change)
		}
		before := widget.NewLabel(said)
		before.Importance, before.SizeName = widget.LowImportance, theme.SizeNameCaptionText
		width = max(width, before.MinSize().Width)
		column.Add(before)
	}
	return container.New(fixedWidth{width + 12}, column)
}

// show shows a table with its charts.
func (p *statisticsPage) show(id string) {
	if p.found.Tables == nil || p.found.Empty() {
		return
	}
	id = p.found.Table(id).ID
	p.tab = id
	p.tabs.Objects = nil
	for _, name := range statTabs[:len(p.found.Tables)] {
		b := kit.NewQuietButton(p.w.T("register.tab_"+name), nil, func() { p.show(name) })
		if name == id {
			b.Importance = widget.MediumImportance
		}
		p.tabs.Add(b)
	}
	if p.found.Compared { // which days the figures above are set beside
		with := widget.NewLabel(p.w.text(p.found.With))
		with.Importance = widget.LowImportance
		p.tabs.Add(with)
	}
	table := p.found.Table(id)
	charts := p.charts(table)
	p.table = kit.NewTable(p.w.statColumns(table)...)
	p.table.SetRows(table.Rows)
	below := fyne.CanvasObject(p.table)
	if table.Note.Key != "" {
		below = container.New(footed{gap: 2}, p.table, kit.NewCaption(p.w.text(table.Note), kit.ToneNeutral))
	}
	if len(charts.Objects) > 0 {
		below = container.New(headed{gap: 8}, charts, below)
	}
	p.middle.Objects = []fyne.CanvasObject{below}
	p.body.Refresh()
}

// charts are the charts of a table side by side; how the months went is a line.
func (p *statisticsPage) charts(table view.StatTable) *fyne.Container {
	charts := container.NewGridWithColumns(max(1, len(table.Charts)))
	trend, several := p.found.Months()
	for i, c := range table.Charts {
		if table.ID == "months" && i == 0 && several {
			charts.Add(p.w.newTrend(p.Title(), trend).content)
			continue
		}
		charts.Add(p.w.chart(p.Title(), c))
	}
	return charts
}

// copy puts the table that is shown on the clipboard.
func (p *statisticsPage) copy() {
	if p.found.Tables == nil || p.found.Empty() {
		return
	}
	table := p.found.Table(p.tab)
	var t view.MatterTable
	for _, c := range table.Columns {
		t.Columns = append(t.Columns, view.MatterColumn{Title: p.w.T(c.Key)})
	}
	for _, row := range table.Rows {
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, p.w.cell(c))
		}
		t.Rows = append(t.Rows, cells)
	}
	p.w.copyTable(t)
}

// chart draws a chart, and says when the table has more rows than it has bars.
func (w *Window) chart(page string, c view.Chart) fyne.CanvasObject {
	bars := w.bars(c)
	content := kit.NewColumn(2, kit.NewBars(bars...))
	if c.Rest() > 0 {
		content.Add(kit.NewCaption(w.T("stat.rest", "n", strconv.Itoa(c.Rest())), kit.ToneNeutral))
	}
	title := w.text(c.Title)
	return kit.NewCard(title, content, w.barTools(page+"　"+title, bars, c.Table(w.text))...)
}

// bars are the bars of a chart in words and tones.
func (w *Window) bars(c view.Chart) []kit.Bar {
	var bars []kit.Bar
	for _, b := range c.Bars {
		bar := kit.Bar{Label: w.cell(b.Label), Text: w.text(b.Text), Parts: []kit.BarPart{{Value: b.Value, Tone: kit.ToneInfo}}}
		if b.Split {
			bar.Parts = []kit.BarPart{{Value: b.Value, Tone: kit.ToneGood}, {Value: b.Missed, Tone: kit.ToneBad}}
		}
		bars = append(bars, bar)
	}
	return bars
}

// statColumns are the columns of a table, each wide enough for its title; the first takes what is left over.
func (w *Window) statColumns(t view.StatTable) []kit.Column[view.StatRow] {
	var columns []kit.Column[view.StatRow]
	for i, c := range t.Columns {
		column := kit.Column[view.StatRow]{Title: w.T(c.Key), Text: func(r view.StatRow) string { return w.cell(r.Cells[i]) }}
		column.Width = kit.TitleWidth(column.Title)
		if c.Figure {
			column.Align, column.Grow = fyne.TextAlignTrailing, 1
		} else {
			for _, r := range t.Rows {
				column.Width = min(max(column.Width, kit.CellWidth(w.cell(r.Cells[i]), false)), 200)
			}
			column.Grow = 2
		}
		columns = append(columns, column)
	}
	return columns
}

// cell says what stands in a cell.
func (w *Window) cell(c view.Cell) string {
	if c.Plain != "" {
		return c.Plain
	}
	if len(c.Step) > 0 {
		var step []string
		for _, t := range c.Step {
			step = append(step, w.text(t))
		}
		return w.T("register.mean_step", "step", strings.Join(step, " "))
	}
	return w.text(c.Text)
}
