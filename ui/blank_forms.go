package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/container"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// showBlankForms offers the city's forms with nothing filled in, to be printed and filled by hand.
func (w *Window) showBlankForms() {
	table := kit.NewTable(kit.Column[view.BlankForm]{Title: w.T("blank.form"), Width: 320, Grow: 1, Text: func(f view.BlankForm) string { return f.Title }})
	table.SetRows(view.BlankForms(w.desk))
	table.Select(0)
	d := kit.NewDialog(w.T("blank.title"), kit.NewColumn(8, kit.NewText(w.T("blank.what")), container.New(fixedHeight{332}, table)),
		w.T("blank.save"), w.T("dialog.close"))
	d.Width = 640
	save := func() {
		if _, f, ok := table.Selected(); ok {
			w.saveBlank(f)
		}
	}
	d.OnConfirm = func() bool { save(); return false }
	if w.opts.OpenPath != nil {
		d.AddButton(kit.NewButton(w.T("blank.open"), kit.Icon("eye"), func() {
			if _, f, ok := table.Selected(); ok {
				w.openBlank(f)
			}
		}))
	}
	table.OnOpen = func(int, view.BlankForm) { save() }
	w.Show(d)
	w.win.Canvas().Focus(table)
}

// saveBlank writes a form where the person chooses; a name that ends in .ofd makes it an OFD.
func (w *Window) saveBlank(f view.BlankForm) {
	w.savePath(w.T("blank.save"), safeName(w.T("blank.name", "title", f.Title)+".pdf"), func(path string) {
		if !strings.EqualFold(filepath.Ext(path), ".ofd") {
			path = withEnding(path, ".pdf")
		}
		w.writeBlank(f, path, func() { w.Say(w.T("file.saved", "path", path)) })
	})
}

// openBlank shows a form with the system's own program, to be printed from there.
func (w *Window) openBlank(f view.BlankForm) {
	folder, err := os.MkdirTemp("", "yunban-")
	if err != nil {
		w.Fail(model.Wrap(model.Other, err, "error.cannot_write", "path", os.TempDir()))
		return
	}
	path := filepath.Join(folder, safeName(w.T("blank.name", "title", f.Title)+".pdf"))
	w.writeBlank(f, path, func() { w.openPath(path) })
}

func (w *Window) writeBlank(f view.BlankForm, path string, then func()) {
	desk := w.desk
	w.Work(w.T("blank.drawing"), func(ctx context.Context, _ Progress) error {
		data, err := f.Print(ctx, desk, strings.EqualFold(filepath.Ext(path), ".ofd"))
		if err != nil {
			return err
		}
		return writeWhole(path, func(out *os.File) error {
			_, err := out.Write(data)
			return err
		})
	}, func(err error) {
		if err != nil {
			w.failUnlessStopped(err)
			return
		}
		then()
	})
}
