package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// ImportForms asks for filled forms and takes them in: one is shown before anything is made of it, several become
// drafts one by one.
func (w *Window) ImportForms() {
	w.chooseFiles(w.T("forms.import"), []string{"xlsx"}, func(paths ...string) { w.takeForms(paths) })
}

// ImportFormFolder asks for a folder and takes in every filled form in it.
func (w *Window) ImportFormFolder() {
	w.chooseFolder(w.T("forms.import_folder"), "", func(folder string) {
		var paths []string
		w.Work(w.T("forms.reading", "name", filepath.Base(folder)), func(context.Context, Progress) (err error) {
			paths, err = view.FormsIn(folder)
			return err
		}, func(err error) {
			switch {
			case err != nil:
				w.failUnlessStopped(err)
			case len(paths) == 0:
				w.Show(kit.NewDialog(w.T("forms.none"), kit.NewText(w.T("forms.none_text", "folder", folder)), w.T("error.understood"), ""))
			default:
				w.takeMany(paths)
			}
		})
	})
}

// takeForms takes in the files that somebody chose or dropped.
func (w *Window) takeForms(paths []string) {
	if len(paths) == 1 {
		w.readForm(paths[0])
		return
	}
	w.takeMany(paths)
}

// dropForms takes dropped workbooks as filled forms, and answers whether there were any. What is dropped with them are
// their materials, which are found beside them.
func (w *Window) dropForms(paths []string) bool {
	forms := formsOf(paths)
	switch {
	case len(forms) == 0:
		return false
	case len(view.OfflineForms(w.desk)) == 0:
		w.Say(w.T("forms.not_yours"))
	default:
		w.takeForms(forms)
	}
	return true
}

// dropFormsOnto takes filled forms that are dropped onto a dialog, in its place.
func (w *Window) dropFormsOnto(d *kit.Dialog) func(fyne.Position, []string) {
	return func(_ fyne.Position, paths []string) {
		if forms := formsOf(paths); len(forms) > 0 {
			d.Close()
			w.takeForms(forms)
		}
	}
}

func formsOf(paths []string) []string {
	var forms []string
	for _, path := range paths {
		if view.IsForm(path) {
			forms = append(forms, path)
		}
	}
	return forms
}

// readForm reads a filled form and shows what it would become.
func (w *Window) readForm(path string) {
	desk := w.desk
	var form *view.FilledForm
	var inventory *view.FilledInventory
	w.Work(w.T("forms.reading", "name", filepath.Base(path)), func(ctx context.Context, _ Progress) (err error) {
		if form, err = view.ReadFilledForm(ctx, desk, path); err == nil && form.Inventory() {
			inventory, err = view.ReadInventory(ctx, form)
		}
		return err
	}, func(err error) {
		switch {
		case err != nil:
			w.formRefused(path, err)
		case inventory != nil:
			showInventory(w, inventory)
		default:
			showForm(w, form)
		}
	})
}

// formRefused says why a file is no form that can be taken in.
func (w *Window) formRefused(path string, err error) {
	if stopped(err) {
		return
	}
	d := kit.NewDialog(w.T("forms.refused"), kit.NewColumn(8, kit.NewCaption(filepath.Base(path), kit.ToneNeutral), kit.NewText(w.words.Error(err))),
		w.T("error.understood"), "")
	d.AddButton(kit.NewButton(w.T("forms.blank_again"), kit.Icon("save"), func() { d.Close(); w.OfflineForms() }))
	w.Show(d)
}
