package ui

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// formDialog shows a filled form before anything is made of it: what it is, everything wrong with it by cell, and what
// it would be filed as.
type formDialog struct {
	w      *Window
	f      *view.FilledForm
	tabs   *fyne.Container
	table  *kit.Table[model.CellProblem]
	middle *fyne.Container
	dialog *kit.Dialog
	busy   bool
}

// formHeight is the room for the problems and the values.
const formHeight = 290

func showForm(w *Window, f *view.FilledForm) {
	d := &formDialog{w: w, f: f, tabs: container.New(&flow{gap: 4}), middle: container.NewStack()}
	content := kit.NewColumn(8, d.summary(), w.formState(f), d.tabs, container.New(fixedHeight{formHeight}, d.middle))
	verb := w.T("forms.draft")
	if !f.Application() {
		verb = w.T("forms.register")
	}
	d.dialog = kit.NewDialog(w.T("forms.preview", "name", f.Name), content, verb, w.T("dialog.cancel"))
	d.dialog.Width = 960
	d.dialog.SetVerbEnabled(f.MayTake().Key == "")
	d.dialog.OnConfirm = func() bool { d.take(); return false }
	if len(f.Problems) > 0 {
		d.dialog.AddButton(kit.NewButton(w.T("forms.mark"), kit.Icon("save"), func() { w.saveMarked(f) }))
	}
	d.show(len(f.Problems) > 0)
	w.Show(d.dialog)
	if len(f.Problems) > 0 {
		w.win.Canvas().Focus(d.table)
		d.table.Select(0)
	}
}

// formState says in one line how a form stands.
func (w *Window) formState(f *view.FilledForm) fyne.CanvasObject {
	n := kit.NewNotice()
	switch {
	case f.MayTake().Key != "":
		n.Say(w.text(f.MayTake()), kit.ToneBad)
	case len(f.Problems) > 0 && f.Application():
		n.Say(w.T("forms.problems_draft", "n", strconv.Itoa(len(f.Problems))), kit.ToneWarn)
	case len(f.Problems) > 0:
		n.Say(w.T("forms.problems_mend", "n", strconv.Itoa(len(f.Problems))), kit.ToneWarn)
	default:
		n.Say(w.T("forms.no_problems"), kit.ToneGood)
	}
	return n
}

// summary is what the form is and how much it asks for.
func (d *formDialog) summary() fyne.CanvasObject {
	w, f := d.w, d.f
	infos := []kit.Info{{Label: w.T("forms.form"), Value: f.Title}}
	if !f.Application() {
		return kit.NewInfoGrid(infos...)
	}
	infos = append(infos, kit.Info{Label: w.T("column.unit"), Value: f.Unit}, kit.Info{Label: w.T("column.title"), Value: f.System})
	var counts []string
	for _, c := range f.Counts {
		counts = append(counts, w.T("forms.lines", "resource", c.Resource, "n", strconv.Itoa(c.Lines)))
	}
	if f.Draft.Case != model.Termination {
		infos = append(infos, kit.Info{Label: w.T("forms.resources"), Value: strings.Join(counts, "、")})
	}
	files := kit.Info{Label: w.T("forms.files"), Value: w.T("forms.no_files")}
	if all := len(f.Beside); all > 0 {
		files.Value = w.T("forms.files_there", "n", strconv.Itoa(all-f.Missing()), "all", strconv.Itoa(all))
		if f.Missing() > 0 {
			files.Value, files.Tone = kit.ToneWarn.Sign()+" "+files.Value, kit.ToneWarn
		}
	}
	return kit.NewInfoGrid(append(infos, files)...)
}

// show shows the problems, or the values.
func (d *formDialog) show(problems bool) {
	w := d.w
	d.tabs.Objects = nil
	tab := func(words string, on bool) {
		b := kit.NewQuietButton(words, nil, func() { d.show(on) })
		if on == problems {
			b = kit.NewButton(words, kit.Icon("check"), func() { d.show(on) })
		}
		d.tabs.Add(b)
	}
	tab(w.T("forms.tab_problems", "n", strconv.Itoa(len(d.f.Problems))), true)
	tab(w.T("forms.tab_values"), false)
	d.tabs.Refresh()
	body := d.problems()
	switch {
	case problems && len(d.f.Problems) == 0:
		body = kit.NewEmpty(kit.Icon("accept"), w.T("forms.no_problems"), "", nil)
	case !problems:
		body = scrolled(d.values())
	}
	d.middle.Objects = []fyne.CanvasObject{body}
	d.middle.Refresh()
}

// values are what the form would be filed as, and the materials that it names.
func (d *formDialog) values() fyne.CanvasObject {
	w, f := d.w, d.f
	if !f.Application() {
		return w.drawFields(f.Facts())
	}
	all := kit.NewColumn(8, w.drawSheet(f.Sheet, w.openKept))
	if len(f.Beside) > 0 {
		list := kit.NewColumn(4)
		for _, b := range f.Beside {
			tone, said := kit.ToneGood, w.T("forms.file_there")
			if !b.There {
				tone, said = kit.ToneWarn, w.T("forms.file_missing")
			}
			list.Add(kit.NewFileRow(b.Name, b.Material, said, tone))
		}
		all.Add(kit.NewCard(w.T("forms.files"), list))
	}
	return all
}

// problems lists all problems by sheet and cell; the one that is selected is said in full below, however long it is.
func (d *formDialog) problems() fyne.CanvasObject {
	w := d.w
	d.table = kit.NewTable(
		kit.Column[model.CellProblem]{Title: w.T("offline.sheet"), Width: 170, Grow: 1, Text: func(p model.CellProblem) string { return p.Sheet }},
		kit.Column[model.CellProblem]{Title: w.T("offline.cell"), Width: 70, Text: func(p model.CellProblem) string { return p.Cell }},
		kit.Column[model.CellProblem]{Title: w.T("offline.item"), Width: 150, Grow: 1, Text: func(p model.CellProblem) string { return p.Label }},
		kit.Column[model.CellProblem]{Title: w.T("forms.what_to_do"), Width: 300, Grow: 3, Text: w.cellProblem})
	full := kit.NewText(w.T("forms.select_problem"))
	d.table.OnSelected = func(_ int, p model.CellProblem) {
		full.SetValue(kit.ToneBad.Sign() + " " + strings.TrimSpace(view.ProblemPlace(p)+"　"+w.cellProblem(p)))
	}
	d.table.SetRows(d.f.Problems)
	return container.New(footed{gap: 6}, d.table, full)
}

func (w *Window) cellProblem(p model.CellProblem) string { return w.Problem(p.Problem) }

// take makes the draft and opens it, or begins the entry of the register.
func (d *formDialog) take() {
	w, f := d.w, d.f
	if d.busy {
		return
	}
	if !f.Application() {
		d.dialog.Close()
		r := f.Filing()
		w.editRecord(w.T("filings.add"), r, func() {
			w.Go(FilingsRoute())
			w.Say(w.T("filings.saved", "title", r.Values()["filing_title"]))
		})
		return
	}
	d.busy = true
	var draft string
	var left int
	w.Work(w.T("forms.drafting"), func(ctx context.Context, _ Progress) (err error) {
		draft, left, err = f.Take(ctx)
		return err
	}, func(err error) {
		d.busy = false
		if err != nil {
			w.failUnlessStopped(err)
			return
		}
		d.dialog.Close()
		w.Go(DraftRoute(draft))
		w.Say(w.T("forms.drafted", "name", f.Name, "n", strconv.Itoa(left)))
	})
}

// saveMarked writes the form with its faults marked where the person chooses.
func (w *Window) saveMarked(f *view.FilledForm) {
	words := w.words
	w.savePath(w.T("forms.mark"), safeName(view.MarkedName(f.Path, w.T("forms.marked_name"))), func(path string) {
		path = withEnding(path, ".xlsx")
		w.Work(w.T("forms.writing"), func(ctx context.Context, _ Progress) error { return f.Mark(ctx, path, words.Text) }, func(err error) {
			if err != nil {
				w.failUnlessStopped(err)
				return
			}
			w.savedForm(path, w.T("forms.marked_text"))
		})
	})
}
