package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// OfflineForms offers the forms that are filled in with no network, and takes them in when they come back.
func (w *Window) OfflineForms() {
	forms := view.OfflineForms(w.desk)
	if len(forms) == 0 {
		return
	}
	list := kit.NewColumn(8, kit.NewText(w.T("forms.what")))
	for _, f := range forms {
		list.Add(w.formRow(f))
	}
	list.Add(kit.NewCaption(w.T("forms.drop"), kit.ToneNeutral))
	d := kit.NewDialog(w.T("forms.title"), list, w.T("forms.import"), w.T("dialog.close"))
	d.Width = 760
	d.OnConfirm = func() bool { d.Close(); w.ImportForms(); return false }
	d.OnDropped = w.dropFormsOnto(d)
	if w.desk.MayApply() {
		d.AddButton(kit.NewButton(w.T("forms.import_folder"), kit.Icon("folder"), func() { d.Close(); w.ImportFormFolder() }))
	}
	w.Show(d)
}

// formCommands are the entries of the menu for those who hand forms in.
func (w *Window) formCommands() []command {
	if len(view.OfflineForms(w.desk)) == 0 {
		return nil
	}
	all := []command{{"forms.title", fyne.KeyL, ctrl, w.OfflineForms}, {"forms.import", fyne.KeyI, ctrl, w.ImportForms}}
	if w.desk.MayApply() {
		all = append(all, command{"forms.import_folder", "", 0, w.ImportFormFolder})
	}
	return all
}

// formRow is a form to be saved, with what it is for.
func (w *Window) formRow(f view.OfflineForm) fyne.CanvasObject {
	save := kit.NewButton(w.T("forms.save"), kit.Icon("save"), func() { w.saveForm(f, "") })
	return kit.NewCard("", container.NewBorder(nil, nil, nil, container.NewCenter(save),
		kit.NewColumn(1, kit.NewText(f.Title), kit.NewCaption(w.text(f.Hint), kit.ToneNeutral))))
}

// saveUsageForm writes the application for a system of the inventory, or a blank one.
func (w *Window) saveUsageForm(row view.SystemRow) {
	if row.ID == "" {
		row.Name = ""
	}
	w.saveForm(view.OfflineFormOf(w.desk, model.Usage, row.ID), row.Name)
}

// saveForm writes a form where the person chooses, and says what to do with it.
func (w *Window) saveForm(f view.OfflineForm, system string) {
	desk, words := w.desk, w.words
	w.savePath(w.T("forms.save"), safeName(f.FileName(system)), func(path string) {
		path = withEnding(path, ".xlsx")
		w.Work(w.T("forms.writing"), func(ctx context.Context, _ Progress) error {
			return view.SaveForm(ctx, desk, f, path, words.Text)
		}, func(err error) {
			if err != nil {
				w.failUnlessStopped(err)
				return
			}
			w.savedForm(path, w.T("forms.saved_text"))
		})
	})
}

// savedForm says where a workbook is now and what to do with it, and offers to open it.
func (w *Window) savedForm(path, what string) {
	w.Say(w.T("file.saved", "path", path))
	text := kit.NewColumn(8, kit.NewText(what), kit.NewCaption(path, kit.ToneNeutral))
	if w.opts.OpenPath == nil {
		w.Show(kit.NewDialog(w.T("forms.saved", "name", filepath.Base(path)), text, w.T("dialog.close"), ""))
		return
	}
	d := kit.NewDialog(w.T("forms.saved", "name", filepath.Base(path)), text, w.T("dialog.open_file"), w.T("dialog.close"))
	d.OnConfirm = func() bool {
		d.Close()
		w.openPath(path)
		return false
	}
	w.Show(d)
}
