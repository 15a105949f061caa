package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// papersTab is the papers of a request: one line each, their signed and scanned copies below them, and above the list
// what can be done with the line that is chosen.
type papersTab struct {
	p     *requestPage
	table *kit.Table[view.PaperRow]
	said  *kit.Entry
	tools *fyne.Container

	issue, open, save, print, sign, ofd *kit.Button
}

// drawPapers is the papers of the request: those that can be issued now, and those that were.
func (p *requestPage) drawPapers() fyne.CanvasObject {
	t := &papersTab{p: p, said: kit.NewCaption("", kit.ToneNeutral)}
	p.papers = t
	t.buttons()
	t.table = kit.NewTable(t.columns()...)
	t.table.SetRows(p.r.PaperRows())
	t.table.OnSelected = func(row int, r view.PaperRow) {
		p.paper = row
		t.offer(r)
	}
	t.table.OnOpen = func(_ int, r view.PaperRow) { t.do(r) }
	bind := kit.NewQuietButton(p.w.T("papers.bind"), kit.Icon("book"), p.bind)
	head := container.NewBorder(nil, nil, nil, bind, t.tools)
	t.select0()
	return container.New(inset{2, 0}, container.New(headed{gap: 6}, kit.NewColumn(2, head, t.said), t.table))
}

// select0 chooses the line that was chosen before, or the one that is wanted next.
func (t *papersTab) select0() {
	rows := t.table.Rows()
	if t.p.paper < 0 || t.p.paper >= len(rows) {
		t.p.paper = max(0, view.LatestReady(rows))
	}
	t.table.Select(t.p.paper)
	t.offer(rows[t.p.paper])
}

func (t *papersTab) buttons() {
	w := t.p.w
	with := func(do func(view.PaperRow)) func() {
		return func() {
			if _, row, ok := t.table.Selected(); ok {
				do(row)
			}
		}
	}
	t.issue = kit.NewButton(w.T("papers.issue"), kit.Icon("stamp"), with(func(r view.PaperRow) { t.p.issue(r.Kind) }))
	t.open = kit.NewButton(w.T("file.open"), kit.Icon("eye"), with(func(r view.PaperRow) { w.openKept(r.Copy.File) }))
	t.save = kit.NewButton(w.T("file.save"), kit.Icon("save"), with(func(r view.PaperRow) { w.saveKept(r.Copy.File) }))
	t.print = kit.NewButton(w.T("papers.print"), kit.Icon("print"), with(func(r view.PaperRow) { t.p.choosePrinter(r.Copy.File) }))
	t.sign = kit.NewButton(w.T("papers.sign"), kit.Icon("edit"), with(t.p.sign))
	t.ofd = kit.NewButton(w.T("papers.ofd"), kit.Icon("export"), with(func(r view.PaperRow) { t.p.issueOFD(r.Kind) }))
	t.tools = container.New(&flow{gap: 6}, t.issue, t.open, t.save, t.print, t.sign, t.ofd)
	if w.opts.OpenPath == nil {
		t.open.Hide()
	}
}

func (t *papersTab) columns() []kit.Column[view.PaperRow] {
	w := t.p.w
	return []kit.Column[view.PaperRow]{
		{Title: w.T("papers.paper"), Width: 240, Grow: 1, Text: w.paperWords},
		{Title: w.T("papers.state"), Width: kit.CellWidth(w.T("papers.state_widest"), true), Text: w.paperState, Tone: paperTone},
		{Title: w.T("folder.size"), Width: 72, Align: fyne.TextAlignTrailing, Text: func(r view.PaperRow) string {
			if !r.HasFile() {
				return ""
			}
			return view.SizeText(r.Copy.File.Size)
		}},
		{Title: w.T("papers.at"), Width: 130, Text: func(r view.PaperRow) string { return view.Moment(r.Copy.At) }},
		{Title: w.T("papers.by"), Width: 84, Text: func(r view.PaperRow) string { return r.Copy.By }},
	}
}

// paperWords names a line: a paper by its title, what stands below it by what it is.
func (w *Window) paperWords(r view.PaperRow) string {
	if !r.Under {
		return r.Title
	}
	words := w.T("papers.copy_"+string(r.Copy.Kind), "who", r.Copy.Signer, "pages", r.Copy.Pages)
	return "　└ " + words
}

func (w *Window) paperState(r view.PaperRow) string {
	if r.Under {
		return w.T("papers.state_" + string(r.Copy.Kind))
	}
	return w.T("papers.state_" + string(r.State))
}

func paperTone(r view.PaperRow) kit.Tone {
	if r.Under {
		return kit.ToneGood
	}
	return map[view.PaperState]kit.Tone{view.PaperNotReady: kit.ToneNeutral, view.PaperReady: kit.ToneInfo, view.PaperIssued: kit.ToneGood,
		view.PaperOutdated: kit.ToneWarn}[r.State]
}

// offer lights what can be done with a line, and says what there is to know of it.
func (t *papersTab) offer(r view.PaperRow) {
	w := t.p.w
	words, importance := w.T("papers.issue"), widget.MediumImportance
	if r.State == view.PaperOutdated {
		words = w.T("papers.issue_again")
	}
	if r.MayIssue() {
		importance = widget.HighImportance
	}
	t.issue.Importance = importance
	t.issue.SetText(words)
	enable(t.issue, r.MayIssue())
	enable(t.open, r.HasFile())
	enable(t.save, r.HasFile())
	enable(t.print, r.MayPrint())
	enable(t.sign, r.MaySign())
	enable(t.ofd, !r.Under && r.MayHaveOFD())
	t.said.SetValue(w.paperSaid(r))
	t.tools.Refresh()
}

// paperSaid says what there is to know of a line.
func (w *Window) paperSaid(r view.PaperRow) string {
	said := w.T("papers.said_" + string(r.State))
	if r.Under {
		said = w.T("papers.said_"+string(r.Copy.Kind), "name", r.Copy.File.Name)
	}
	if r.Sent == nil {
		return said
	}
	printer := r.Printer
	if printer == "" {
		printer = w.T("papers.usual_printer")
	}
	return said + "　" + w.T("papers.was_sent", "at", view.Moment(r.Sent.At), "who", r.Sent.By(), "printer", printer)
}

// do does with a line what most people want: to see it, or to have it.
func (t *papersTab) do(r view.PaperRow) {
	switch {
	case r.HasFile():
		t.p.w.openKept(r.Copy.File)
	case r.MayIssue():
		t.p.issue(r.Kind)
	}
}

// issue prints a paper, keeps it with its record, and only then shows it.
func (p *requestPage) issue(kind model.DocumentKind) {
	r := p.r
	p.made(p.w.T("papers.issuing"), "papers.done", true, func(ctx context.Context) (model.File, error) { return r.Issue(ctx, kind) })
}

// issueOFD keeps a paper as OFD and asks where to save it.
func (p *requestPage) issueOFD(kind model.DocumentKind) {
	r := p.r
	var file model.File
	p.w.Work(p.w.T("papers.issuing"), func(ctx context.Context, _ Progress) (err error) {
		file, err = r.IssueOFD(ctx, kind)
		return err
	}, func(err error) {
		if err != nil {
			p.w.Fail(err)
			return
		}
		p.load(func() { p.w.saveKept(file) })
	})
}

// made makes a file of a paper, shows the request anew, and says what was made; show opens it.
func (p *requestPage) made(title, done string, show bool, do func(context.Context) (model.File, error)) {
	var file model.File
	p.w.Work(title, func(ctx context.Context, _ Progress) (err error) {
		file, err = do(ctx)
		return err
	}, func(err error) {
		if err != nil {
			p.w.Fail(err)
			return
		}
		p.tell(file, done)
		if show && p.w.opts.OpenPath != nil {
			p.w.openKept(file)
		}
	})
}

// tell shows the request anew and says that a file was made.
func (p *requestPage) tell(file model.File, done string) {
	p.load(func() {
		p.notice.Ask(p.w.T(done, "name", file.Name, "size", view.SizeText(file.Size)), kit.ToneGood, p.w.T("file.save"),
			func() { p.w.saveKept(file) })
		p.content.Refresh()
		p.focusPapers()
	})
}

// focusPapers gives the keyboard back to the list, which was drawn anew.
func (p *requestPage) focusPapers() {
	if p.tab == "papers" && p.w.inSight(p) && !kit.DialogOpen(p.w.win.Canvas()) {
		p.w.win.Canvas().Focus(p.papers.table)
	}
}

// Print does what printing means here: with the chosen paper when the papers are shown, otherwise with the latest.
func (p *requestPage) Print() {
	if p.r == nil || len(p.r.Papers) == 0 {
		return
	}
	if p.tab != "papers" {
		p.paper = -1
		p.show("papers")
	}
	_, row, ok := p.papers.table.Selected()
	switch {
	case !ok:
	case row.MayPrint():
		p.choosePrinter(row.Copy.File)
	case row.MayIssue():
		p.issue(row.Kind)
	}
}
