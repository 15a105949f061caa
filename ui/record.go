package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// recordDialog is where an entry of a register is written: a system of the inventory, a filing. It stays open with what
// was typed until it is right, and asks before anything typed is thrown away.
type recordDialog struct {
	w      *Window
	r      *view.Record
	forms  []*kit.Form  // one for each section
	unit   *kit.FormRow // nil when there is nothing to choose
	files  *fyne.Container
	wrong  *kit.Notice // what has no place of its own
	dialog *kit.Dialog
	busy   bool
	then   func()
}

// editRecord opens an entry of a register under a title; then is called when it is saved.
func (w *Window) editRecord(title string, r *view.Record, then func()) *recordDialog {
	d := &recordDialog{w: w, r: r, wrong: kit.NewNotice(), then: then}
	content := kit.NewColumn(12, d.wrong)
	if len(r.Units) > 0 {
		content.Add(d.drawUnit())
	}
	for _, section := range r.Form().Sections {
		content.Add(d.drawSection(section, len(r.Form().Sections) > 1))
	}
	if r.TakesFiles() {
		d.files = kit.NewColumn(6)
		d.drawFiles()
		content.Add(d.files)
	}
	d.showAsked()
	d.dialog = kit.NewDialog(title, content, w.T("dialog.save"), w.T("dialog.cancel"))
	if r.TakesFiles() {
		d.dialog.OnDropped = eachDropped(d.takeFile)
	}
	d.dialog.Width = 780
	d.dialog.OnConfirm = func() bool { d.save(); return false }
	d.dialog.OnCancel = d.askDrop
	w.Show(d.dialog)
	return d
}

func (d *recordDialog) drawUnit() fyne.CanvasObject {
	var options []kit.Option
	for _, u := range d.r.Units {
		options = append(options, kit.Option{Code: u.ID, Label: u.Name})
	}
	unit := kit.NewPicker(options, d.w.pickerWords())
	unit.PlaceHolder = d.w.T("field.choose")
	unit.SetValue(d.r.Unit)
	unit.OnChanged = func(code string) {
		d.r.Unit = code
		d.unit.SetProblem("")
	}
	d.unit = kit.NewFormRow(d.w.T("column.unit"), true, unit, "")
	return d.unit
}

func (d *recordDialog) drawSection(section model.Section, named bool) fyne.CanvasObject {
	form := d.w.newForm(section.Fields, d.r.Profile(), d.r.Values())
	for _, f := range section.Fields {
		form.Row(f.ID).SetHelp(d.w.noteOf(f.Help, d.r.Article(f)))
	}
	form.OnChanged = func(id, value string) {
		d.r.Set(id, value)
		form.Row(id).SetProblem("")
		d.showAsked()
	}
	d.forms = append(d.forms, form)
	if !named {
		return form
	}
	return kit.NewCard(section.Title, form)
}

// showAsked shows the fields that are asked for now.
func (d *recordDialog) showAsked() {
	for i, section := range d.r.Form().Sections {
		for _, f := range section.Fields {
			d.forms[i].SetShown(f.ID, d.r.Asked(f))
		}
	}
}

func (d *recordDialog) drawFiles() {
	w := d.w
	d.files.Objects = nil
	for _, f := range d.r.Files() {
		if !d.r.Added(f) {
			d.files.Add(w.keptRow(f))
			continue
		}
		d.files.Add(kit.NewFileRow(f.Name, view.SizeText(f.Size), "", kit.ToneNone,
			kit.NewQuietButton(w.T("materials.remove"), kit.Icon("trash"), func() {
				d.r.RemoveFile(f)
				d.drawFiles()
			})))
	}
	d.files.Add(kit.NewDropTarget(w.T("record.files"), w.T("materials.choose"), d.chooseFile))
	d.files.Refresh()
}

// keptRow is a file of a record, to be opened or saved.
func (w *Window) keptRow(f model.File) fyne.CanvasObject {
	buttons := []fyne.CanvasObject{kit.NewQuietButton(w.T("file.save"), kit.Icon("save"), func() { w.saveKept(f) })}
	if w.opts.OpenPath != nil {
		buttons = append([]fyne.CanvasObject{kit.NewQuietButton(w.T("file.open"), kit.Icon("eye"), func() { w.openKept(f) })}, buttons...)
	}
	return kit.NewFileRow(f.Name, view.SizeText(f.Size), "", kit.ToneNone, buttons...)
}

func (d *recordDialog) chooseFile() {
	d.w.chooseFile(d.w.T("record.files"), model.MaterialTypes, d.takeFile)
}

func (d *recordDialog) takeFile(path string) {
	d.w.attach(path, d.dialog, d.wrong, d.r.ReadFile, func(file model.File) {
		d.r.AddFile(file)
		d.drawFiles()
	})
}

// save saves, once.
func (d *recordDialog) save() {
	if d.busy {
		return
	}
	do := d.r.Saving()
	d.busy = true
	d.dialog.SetVerbEnabled(false)
	d.w.Work(d.w.T("work.saving"), func(ctx context.Context, _ Progress) error { return do(ctx) }, func(err error) {
		d.busy = false
		d.dialog.SetVerbEnabled(true)
		if err != nil {
			d.failed(err)
			return
		}
		d.dialog.Close()
		d.then()
	})
}

// failed says at every field what is wrong with it, and the rest above.
func (d *recordDialog) failed(err error) {
	problems := problemsOf(err)
	said := map[string]string{}
	var rest []string
	for _, problem := range problems {
		text := d.w.Problem(problem)
		switch _, placed := d.r.Form().Field(problem.Field); {
		case placed:
			said[problem.Field] = text
		case problem.Field == view.OwnerField && d.unit != nil:
			d.unit.SetProblem(text)
		default:
			rest = append(rest, text)
		}
	}
	if len(problems) == 0 {
		rest = []string{d.w.words.Error(err)}
	}
	for _, form := range d.forms {
		form.SetProblems(said)
	}
	d.wrong.Clear()
	if len(rest) > 0 {
		d.wrong.Say(strings.Join(rest, "\n"), kit.ToneBad)
	}
	d.dialog.Refresh()
	d.focusWrong(problems)
}

// focusWrong leads to the first problem.
func (d *recordDialog) focusWrong(problems []model.Problem) {
	for _, problem := range problems {
		if problem.Field == view.OwnerField && d.unit != nil {
			d.unit.Field.Focus()
			return
		}
		for _, form := range d.forms {
			if form.Focus(problem.Field) {
				return
			}
		}
	}
}

// askDrop asks before what was typed is thrown away.
func (d *recordDialog) askDrop() {
	if !d.r.Changed() {
		return
	}
	w := d.w
	q := kit.NewDialog(w.T("record.drop_title"), kit.NewText(w.T("record.drop_text")), w.T("record.drop"), w.T("record.go_on"))
	q.Danger = true
	q.OnCancel = func() { w.Show(d.dialog) }
	w.Show(q)
}
