package ui

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// reportPart is the table of utilisation in the dialog of the monthly report: read from a workbook, with what is wrong
// with it row by row.
type reportPart struct {
	d       *stepDialog
	r       *view.Report
	state   *kit.Entry
	faults  *kit.Table[view.UsageFault]
	fault   *kit.Entry // the chosen one, whole
	below   *fyne.Container
	reader  *kit.Button
	mark    *kit.Button
	preview app.ReportPreview
	content fyne.CanvasObject
}

// fileReport opens the dialog of the monthly report (R32).
func (w *Window) fileReport(month string) {
	r := view.NewReport(w.desk, month)
	words := w.T(view.OpeningKey(model.MonthlyReport, model.Lodge))
	w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) error { return r.Load(ctx) }, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		w.openReport(words, r)
	})
}

func (w *Window) openReport(words string, r *view.Report) *reportPart {
	p := &reportPart{r: r}
	p.d = w.stepDialog(words, r.MatterStep, func(model.Event) { w.Refresh() })
	p.d.own = func(section model.Section) fyne.CanvasObject {
		if section.ID != model.UtilisationTable {
			return nil
		}
		return p.draw(section.Title)
	}
	p.d.taking, p.d.changed = p.ask, r.Changed
	p.d.show()
	return p
}

func (p *reportPart) draw(title string) fyne.CanvasObject {
	w := p.d.w
	p.state = kit.NewText("")
	p.faults = kit.NewTable(
		kit.Column[view.UsageFault]{Title: w.T("reports.cell"), Width: 84, Text: func(f view.UsageFault) string { return f.Row }},
		kit.Column[view.UsageFault]{Title: w.T("reports.column"), Width: 120, Text: func(f view.UsageFault) string { return f.Cell }},
		kit.Column[view.UsageFault]{Title: w.T("offline.problem"), Width: 300, Grow: 1, Text: func(f view.UsageFault) string { return w.Problem(f.Problem) }})
	p.fault = kit.NewCaption("", kit.ToneBad)
	p.faults.OnSelected = func(_ int, f view.UsageFault) {
		p.fault.SetValue(kit.ToneBad.Sign() + " " + w.Problem(f.Problem))
		p.d.dialog.Refresh()
	}
	p.mark = kit.NewButton(w.T("forms.mark"), kit.Icon("export"), p.saveMarked)
	p.below = kit.NewColumn(4)
	p.below.Hide()
	p.mark.Hide()
	p.reader = kit.NewButton(w.T("reports.read"), kit.Icon("import"), p.choose)
	buttons := container.NewHBox(p.reader,
		kit.NewQuietButton(w.T("reports.blank"), kit.Icon("save"), p.saveBlank), p.mark)
	p.sayState()
	p.content = kit.NewCard(title, kit.NewColumn(8, p.state, p.below, buttons))
	return p.content
}

func (p *reportPart) sayState() {
	w, t := p.d.w, p.r.Usage()
	if t.Name == "" {
		text := w.T("reports.no_table")
		if p.r.Corrects() {
			text = w.T("reports.correct_table")
		}
		if p.r.Lacking() {
			text = kit.ToneBad.Sign() + " " + w.T("problem.report_no_table") + "\n" + text
		}
		p.state.SetValue(text)
		return
	}
	p.state.SetValue(w.T("reports.table", "name", t.Name, "rows", view.Grouped(int64(len(t.Rows)))))
}

func (p *reportPart) choose() {
	p.d.w.chooseFile(p.d.w.T("reports.read"), []string{"xlsx"}, p.read)
}

// read takes the table of a workbook in, and says at once what is wrong with it.
func (p *reportPart) read(path string) {
	w := p.d.w
	var table app.UsageTable
	w.Work(w.T("materials.reading", "name", filepath.Base(path)), func(ctx context.Context, progress Progress) (err error) {
		table, err = p.r.ReadUsage(ctx, path, progress)
		return err
	}, func(err error) {
		if err != nil {
			p.d.wrong.Say(w.words.Error(err), kit.ToneBad)
			p.d.dialog.Refresh()
			return
		}
		p.d.wrong.Clear()
		p.r.SetUsage(table)
		p.sayState()
		p.judge(func(app.ReportFiling, bool) { w.win.Canvas().Focus(p.reader) }) // what it says stands there
	})
}

// judge judges what stands there; then is told whether nothing is wrong with the table.
func (p *reportPart) judge(then func(filing app.ReportFiling, fits bool)) {
	w, filing := p.d.w, p.r.Filing()
	var preview app.ReportPreview
	p.d.dialog.SetVerbEnabled(false)
	w.Work(w.T("reports.judging"), func(ctx context.Context, _ Progress) (err error) {
		preview, err = p.r.Preview(ctx, filing)
		return err
	}, func(err error) {
		p.d.dialog.SetVerbEnabled(true)
		if err != nil {
			p.d.failed(err)
			return
		}
		p.preview = preview
		faults := p.r.Judged(preview)
		p.showFaults(faults)
		then(filing, len(faults) == 0)
	})
}

// faultsInSight is how many faults show at once; more of them scroll.
const faultsInSight = 6

func (p *reportPart) showFaults(faults []view.UsageFault) {
	p.faults.SetRows(faults)
	p.below.Objects = []fyne.CanvasObject{container.New(fixedHeight{42 + 34*float32(min(len(faults), faultsInSight))}, p.faults), p.fault}
	visible(p.below, len(faults) > 0)
	visible(p.mark, len(faults) > 0 && p.r.Usage().Name != "")
	if len(faults) > 0 {
		p.state.SetValue(p.d.w.T("reports.faults", "n", strconv.Itoa(len(faults))))
		p.faults.Select(0)
	} else {
		p.sayState()
	}
	p.d.dialog.Refresh()
}

// ask judges all of it, and asks before the report goes to every unit.
func (p *reportPart) ask() {
	p.judge(func(filing app.ReportFiling, fits bool) {
		if rest := p.d.mark(); len(p.r.Problems()) > 0 {
			p.d.wrong.Clear()
			if len(rest) > 0 {
				p.d.wrong.Say(strings.Join(rest, "\n"), kit.ToneBad)
			}
			p.d.dialog.Refresh()
			p.d.focusWrong()
			return
		}
		if fits {
			p.confirm(filing)
		}
	})
}

// confirm shows what each unit will be given, with what need not be wrong but is worth a look.
func (p *reportPart) confirm(filing app.ReportFiling) {
	w := p.d.w
	table := kit.NewTable(
		kit.Column[app.ReportShare]{Title: w.T("column.unit"), Width: 180, Grow: 2, Text: func(s app.ReportShare) string { return s.Name }},
		kit.Column[app.ReportShare]{Title: w.T("reports.systems"), Width: 90, Align: fyne.TextAlignTrailing, Text: func(s app.ReportShare) string { return strconv.Itoa(s.Systems) }},
		kit.Column[app.ReportShare]{Title: w.T("reports.rows"), Width: 80, Align: fyne.TextAlignTrailing, Text: func(s app.ReportShare) string { return view.Grouped(int64(s.Rows)) }},
		kit.Column[app.ReportShare]{Title: w.T("reports.silent"), Width: 180, Grow: 2, Text: func(s app.ReportShare) string { return strings.Join(s.Silent, "、") }})
	table.SetRows(p.preview.Shares)
	body := kit.NewColumn(8, kit.NewText(w.text(view.SharesText(p.preview))),
		container.New(fixedHeight{42 + 34*float32(min(len(p.preview.Shares), 8))}, table))
	for i, warning := range p.preview.Warnings {
		if i == 5 {
			body.Add(kit.NewCaption(w.T("reports.more_warnings", "n", strconv.Itoa(len(p.preview.Warnings)-i)), kit.ToneWarn))
			break
		}
		body.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+w.Problem(warning), kit.ToneWarn))
	}
	q := kit.NewDialog(w.T("reports.confirm"), body, w.T("reports.file", "n", strconv.Itoa(len(p.preview.Shares))), w.T("dialog.cancel"))
	q.Width = 860
	q.OnConfirm = func() bool {
		q.Close()
		p.file(filing)
		return false
	}
	w.Show(q)
}

// file files the report, and tells of each unit that it could not be filed for.
func (p *reportPart) file(filing app.ReportFiling) {
	w := p.d.w
	var filed []app.FiledReport
	w.Work(w.T("work.saving"), func(ctx context.Context, progress Progress) (err error) {
		filed, err = p.r.File(ctx, filing, progress)
		return err
	}, func(err error) {
		if err != nil {
			p.d.failed(err)
			return
		}
		p.d.dialog.Close()
		if p.r.Corrects() && len(filed) == 1 && filed[0].Err == nil {
			p.d.then(model.Event{Subject: model.Subject{Kind: model.MonthlyReport, ID: filed[0].ID}})
			return
		}
		w.tellFiled(filed, "reports.filed")
	})
}

func (p *reportPart) saveBlank() {
	w, words := p.d.w, p.d.w.words
	w.savePath(w.T("reports.blank"), safeName(w.T("reports.blank_name")), func(path string) {
		path = withEnding(path, ".xlsx")
		w.Work(w.T("forms.writing"), func(ctx context.Context, _ Progress) error { return p.r.WriteForm(ctx, path, words.Text) }, func(err error) {
			if err != nil {
				w.failUnlessStopped(err)
				return
			}
			w.Say(w.T("file.saved", "path", path))
		})
	})
}

// saveMarked writes the table with what is wrong beside each row.
func (p *reportPart) saveMarked() {
	w, words, preview := p.d.w, p.d.w.words, p.preview
	w.savePath(w.T("forms.mark"), safeName(view.MarkedName(p.r.Usage().Name, w.T("forms.marked_name"))), func(path string) {
		path = withEnding(path, ".xlsx")
		w.Work(w.T("forms.writing"), func(ctx context.Context, _ Progress) error { return p.r.Mark(ctx, path, preview, words.Text) }, func(err error) {
			if err != nil {
				w.failUnlessStopped(err)
				return
			}
			w.Say(w.T("file.saved", "path", path))
		})
	})
}
