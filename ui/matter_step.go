package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// stepDialog is where a step of a matter is prepared: what the city's form asks for, its tables, files, a note. It stays
// open with what was typed until it is right, and asks before anything typed is thrown away.
type stepDialog struct {
	w      *Window
	s      *view.MatterStep
	words  string
	forms  map[string]*kit.Form // by section
	tables map[string]*rowsPart
	files  *fyne.Container
	note   *kit.FormRow
	wrong  *kit.Notice // what has no place of its own
	dialog *kit.Dialog
	busy   bool
	then   func(model.Event)

	own     func(model.Section) fyne.CanvasObject // draws a section in its own way; nil where none is
	taking  func()                                // what the verb does
	changed func() bool
}

// takeStep opens the dialog of a step under its words; then is called when it is taken.
func (w *Window) takeStep(words string, s *view.MatterStep, then func(model.Event)) {
	w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) error { return s.Load(ctx) }, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		w.openStep(words, s, then)
	})
}

func (w *Window) openStep(words string, s *view.MatterStep, then func(model.Event)) *stepDialog {
	d := w.stepDialog(words, s, then)
	d.show()
	return d
}

// stepDialog makes the dialog without its content, which show draws.
func (w *Window) stepDialog(words string, s *view.MatterStep, then func(model.Event)) *stepDialog {
	d := &stepDialog{w: w, s: s, words: words, forms: map[string]*kit.Form{}, tables: map[string]*rowsPart{}, wrong: kit.NewNotice(), then: then}
	d.taking, d.changed = d.take, s.Changed
	return d
}

func (d *stepDialog) show() {
	w, s := d.w, d.s
	content := kit.NewColumn(12, d.wrong)
	sections := s.Form().Sections
	for _, section := range sections {
		if drawn := d.drawOwn(section); drawn != nil {
			content.Add(drawn)
		} else if section.Kind == model.RowsSection {
			d.tables[section.ID] = newRowsPart(d, section)
			content.Add(d.tables[section.ID].content)
		} else {
			content.Add(d.drawSection(section, len(sections) > 1))
		}
	}
	if s.TakesNote() {
		content.Add(d.drawNote())
	}
	if s.TakesFiles() {
		d.files = kit.NewColumn(6)
		d.drawFiles()
		content.Add(d.files)
	}
	if len(content.Objects) == 1 { // nothing to fill in
		content.Add(kit.NewText(w.T("matters.only_confirm")))
	}
	d.showAsked()
	d.dialog = kit.NewDialog(d.words, content, d.words, w.T("dialog.cancel"))
	d.dialog.Width, d.dialog.Danger = d.width(), s.Ends()
	if s.TakesFiles() {
		d.dialog.OnDropped = eachDropped(d.takeFile)
	}
	d.dialog.OnConfirm = func() bool { d.taking(); return false }
	d.dialog.OnCancel = d.askDrop
	w.Show(d.dialog)
}

func (d *stepDialog) drawOwn(section model.Section) fyne.CanvasObject {
	if d.own == nil {
		return nil
	}
	return d.own(section)
}

// width is more for tables with many columns.
func (d *stepDialog) width() float32 {
	for _, section := range d.s.Tables() {
		if len(section.Fields) > 3 {
			return 1040
		}
	}
	return 780
}

func (d *stepDialog) drawSection(section model.Section, named bool) fyne.CanvasObject {
	form := d.w.newStepForm(section.Fields, d.s)
	form.OnChanged = func(id, value string) {
		d.s.Set(id, value)
		form.Row(id).SetProblem("")
		d.showAsked()
		if d.s.Redraws(id) {
			d.offerAgain()
		}
	}
	d.forms[section.ID] = form
	if !named {
		return form
	}
	return kit.NewCard(section.Title, form)
}

// newStepForm draws fields of a step: those without a list of the regulation offer what the office has.
func (w *Window) newStepForm(fields []model.Field, s *view.MatterStep) *kit.Form {
	specs := make([]kit.FieldSpec, len(fields))
	for i, f := range fields {
		specs[i] = w.specOf(f, s.Profile())
		if offers, free, ok := s.Offers(f.ID); ok {
			specs[i].Kind, specs[i].Options, specs[i].FreeText = kit.ChoiceKind, w.options(offers), free
		}
		if view.IsMoment(f) {
			specs[i].Kind = kit.MomentKind
		}
		if _, fixed := s.Fixed(f.ID); fixed {
			specs[i].Kind = kit.TextKind
		}
	}
	words := w.fieldWords()
	words.NowWord, words.Now = w.T("field.now"), s.NowMoment
	form := kit.NewForm(specs, words)
	form.SetValues(s.Values())
	for _, f := range fields {
		row := form.Row(f.ID)
		row.SetHelp(w.noteOf(f.Help, s.Article(f)))
		if f.Kind == model.BooleanField && !f.Required {
			row.Wide = false // a word, not a statement
		}
		if says, fixed := s.Fixed(f.ID); fixed {
			row.Field.SetValue(w.text(says))
			row.Field.Disable()
			row.Wide = true
		}
	}
	return form
}

// offerAgain gives the fields whose choices hang on another field their new ones.
func (d *stepDialog) offerAgain() {
	for _, section := range d.s.Form().Sections {
		for _, f := range section.Fields {
			offers, _, ok := d.s.Offers(f.ID)
			picker, picks := d.field(section.ID, f.ID).(*kit.Picker)
			if !ok || !picks || d.s.Redraws(f.ID) {
				continue
			}
			picker.SetOptions(d.w.options(offers))
			if !slices.ContainsFunc(offers, func(o view.Offer) bool { return o.Code == picker.Value() }) && f.ID == "system_id" {
				picker.SetValue("")
				d.s.Set(f.ID, "")
			}
		}
	}
}

func (d *stepDialog) field(section, id string) kit.Field {
	if form := d.forms[section]; form != nil && form.Row(id) != nil {
		return form.Row(id).Field
	}
	return nil
}

// showAsked shows the fields that are asked for now.
func (d *stepDialog) showAsked() {
	for _, section := range d.s.Form().Sections {
		if form := d.forms[section.ID]; form != nil {
			for _, f := range section.Fields {
				form.SetShown(f.ID, d.s.Asked(f))
			}
		}
	}
}

func (d *stepDialog) drawNote() fyne.CanvasObject {
	label := d.w.T("matters.note_optional")
	if d.s.NeedsNote() {
		label = d.w.T("matters.note")
	}
	note := kit.NewMultiLine()
	note.Max = 4000
	note.SetValue(d.s.Note())
	note.OnChanged = func(text string) {
		d.s.SetNote(text)
		d.note.SetProblem("")
	}
	note.OnSubmitted = func(string) { d.taking() }
	d.note = kit.NewFormRow(label, d.s.NeedsNote(), note, "")
	return d.note
}

func (d *stepDialog) drawFiles() {
	w := d.w
	d.files.Objects = nil
	if p, ok := d.s.Problem("files"); ok {
		d.files.Add(kit.NewCaption(kit.ToneBad.Sign()+" "+w.Problem(p), kit.ToneBad))
	}
	for _, f := range d.s.Files() {
		d.files.Add(kit.NewFileRow(f.Name, view.SizeText(f.Size), "", kit.ToneNone,
			kit.NewQuietButton(w.T("materials.remove"), kit.Icon("trash"), func() {
				d.s.RemoveFile(f)
				d.drawFiles()
				d.dialog.Refresh()
			})))
	}
	d.files.Add(kit.NewDropTarget(w.T("record.files"), w.T("materials.choose"), d.chooseFile))
	d.files.Refresh()
}

func (d *stepDialog) chooseFile() {
	d.w.chooseFile(d.w.T("record.files"), model.MaterialTypes, d.takeFile)
}

func (d *stepDialog) takeFile(path string) {
	d.w.attach(path, d.dialog, d.wrong, d.s.ReadFile, func(file model.File) {
		d.s.AddFile(file)
		d.drawFiles()
	})
}

// take takes the step, once.
func (d *stepDialog) take() {
	if d.busy {
		return
	}
	do := d.s.Taking()
	d.busy = true
	d.dialog.SetVerbEnabled(false)
	var taken model.Event
	d.w.Work(d.w.T("work.saving"), func(ctx context.Context, _ Progress) (err error) {
		taken, err = do(ctx)
		return err
	}, func(err error) {
		d.busy = false
		d.dialog.SetVerbEnabled(true)
		if err != nil {
			d.failed(err)
			return
		}
		d.dialog.Close()
		d.then(taken)
	})
}

// askDrop asks before what was typed is thrown away.
func (d *stepDialog) askDrop() {
	if !d.changed() {
		return
	}
	w := d.w
	q := kit.NewDialog(w.T("record.drop_title"), kit.NewText(w.T("record.drop_text")), w.T("record.drop"), w.T("record.go_on"))
	q.Danger = true
	q.OnCancel = func() { w.Show(d.dialog) }
	w.Show(q)
}
