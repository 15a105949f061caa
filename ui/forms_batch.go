package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// batchOfForms tells of each of many forms what became of it; a draft opens from there, and faulty ones are handed back
// marked.
type batchOfForms struct {
	w      *Window
	batch  view.FormBatch
	table  *kit.Table[view.TakenForm]
	detail *kit.Entry
	open   *kit.Button
	mark   *kit.Button
	dialog *kit.Dialog
}

// takeMany makes drafts of many forms beside the window; the status line tells how far it has come, and can stop it.
func (w *Window) takeMany(paths []string) {
	desk := w.desk
	var batch view.FormBatch
	w.Work(w.T("forms.importing"), func(ctx context.Context, progress Progress) error {
		batch = view.TakeForms(ctx, desk, paths, progress)
		return ctx.Err()
	}, func(error) {
		w.Refresh() // the drafts are there now
		showBatch(w, batch)
	})
}

// formTones colours what became of a form; its words say the same.
var formTones = map[view.FormState]kit.Tone{view.FormMade: kit.ToneGood, view.FormFaulty: kit.ToneWarn,
	view.FormFailed: kit.ToneBad, view.FormLeft: kit.ToneNeutral}

func showBatch(w *Window, batch view.FormBatch) {
	d := &batchOfForms{w: w, batch: batch, detail: kit.NewText("")}
	d.table = kit.NewTable(
		kit.Column[view.TakenForm]{Title: w.T("folder.name"), Width: 220, Grow: 2, Text: func(f view.TakenForm) string { return f.Name }},
		kit.Column[view.TakenForm]{Title: w.T("forms.result"), Width: 150, Text: d.stateText,
			Tone: func(f view.TakenForm) kit.Tone { return formTones[f.State] }},
		kit.Column[view.TakenForm]{Title: w.T("column.title"), Width: 170, Grow: 2, Text: func(f view.TakenForm) string { return f.Draft.Title() }})
	d.table.SetRows(batch.Forms)
	d.table.OnSelected = func(_ int, f view.TakenForm) { d.tell(f) }
	d.table.OnOpen = func(_ int, f view.TakenForm) { d.goOn(f) }
	d.open = kit.NewButton(w.T("forms.open_draft"), kit.Icon("edit"), d.selected(d.goOn))
	d.mark = kit.NewButton(w.T("forms.mark_one"), kit.Icon("save"), d.selected(d.saveOne))
	tools := []fyne.CanvasObject{d.open, d.mark}
	if n := len(batch.Markable()); n > 0 {
		tools = append(tools, kit.NewButton(w.T("forms.mark_all", "n", strconv.Itoa(n)), kit.Icon("folder"), d.saveAll))
	}
	content := kit.NewColumn(8, kit.NewText(d.counts()), container.New(fixedHeight{240}, d.table), container.New(&flow{gap: 8}, tools...),
		container.New(fixedHeight{110}, kit.NewScroll(d.detail)))
	d.dialog = kit.NewDialog(w.T("forms.batch", "n", strconv.Itoa(len(batch.Forms))), content, w.T("dialog.close"), "")
	d.dialog.Width = 860
	w.Show(d.dialog)
	w.win.Canvas().Focus(d.table)
	d.table.Select(0)
	d.tell(batch.Forms[0])
}

func (d *batchOfForms) stateText(f view.TakenForm) string {
	return d.w.T("forms.state."+string(f.State), "n", strconv.Itoa(len(f.Problems)))
}

// counts says how many became what.
func (d *batchOfForms) counts() string {
	w, b := d.w, d.batch
	drafts := b.Count(view.FormMade) + b.Count(view.FormFaulty)
	said := w.T("forms.counts", "drafts", strconv.Itoa(drafts), "faulty", strconv.Itoa(b.Count(view.FormFaulty)),
		"failed", strconv.Itoa(b.Count(view.FormFailed)))
	if left := b.Count(view.FormLeft); left > 0 {
		said += w.T("forms.counts_left", "n", strconv.Itoa(left))
	}
	return said
}

// tell says everything there is to know of the selected form.
func (d *batchOfForms) tell(f view.TakenForm) {
	w := d.w
	enable(d.open, f.Draft.ID != "")
	enable(d.mark, f.Markable())
	text := w.T("forms.tell." + string(f.State))
	if f.Err != nil {
		text = w.words.Error(f.Err)
	}
	for _, p := range f.Problems {
		text += "\n" + view.ProblemPlace(p) + "　" + w.cellProblem(p)
	}
	d.detail.SetValue(text)
}

// selected does something with the selected form.
func (d *batchOfForms) selected(do func(view.TakenForm)) func() {
	return func() {
		if _, f, ok := d.table.Selected(); ok {
			do(f)
		}
	}
}

// goOn opens the draft that was made of a form.
func (d *batchOfForms) goOn(f view.TakenForm) {
	if f.Draft.ID != "" {
		d.dialog.Close()
		d.w.Go(DraftRoute(f.Draft.ID))
	}
}

// saveOne writes one form with its faults marked.
func (d *batchOfForms) saveOne(f view.TakenForm) {
	w, words := d.w, d.w.words
	w.savePath(w.T("forms.mark"), safeName(view.MarkedName(f.Path, w.T("forms.marked_name"))), func(path string) {
		path = withEnding(path, ".xlsx")
		w.Work(w.T("forms.writing"), func(ctx context.Context, _ Progress) error {
			return d.batch.Mark(ctx, f, path, words.Text)
		}, func(err error) {
			if err != nil {
				w.failUnlessStopped(err)
				return
			}
			w.savedForm(path, w.T("forms.marked_text"))
		})
	})
}

// saveAll writes all faulty forms with their faults marked into a folder.
func (d *batchOfForms) saveAll() {
	w, words, mark := d.w, d.w.words, d.w.T("forms.marked_name")
	w.chooseFolder(w.T("forms.mark"), "", func(folder string) {
		written := 0
		d.dialog.Close() // the foot of the window tells how far it has come
		w.Work(w.T("forms.writing"), func(ctx context.Context, progress Progress) (err error) {
			written, err = d.batch.MarkAll(ctx, folder, mark, words.Text, progress)
			return err
		}, func(err error) {
			w.Show(d.dialog)
			if err != nil {
				w.failUnlessStopped(err)
				return
			}
			d.detail.SetValue(w.T("forms.marked_all", "n", strconv.Itoa(written), "folder", folder))
		})
	})
}
