package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// actDialog is where an act is prepared: what the city's form asks for, figures, files, the opinion. Nothing typed is
// lost when the act does not succeed.
type actDialog struct {
	w            *Window
	p            *requestPage
	act          *view.Act
	dialog       *kit.Dialog
	form         *kit.Form
	figures      [][]*kit.FormRow // by line and figure
	checks       []*kit.FormRow   // by line to confirm
	materials    []*kit.FormRow   // by material to check
	words        []*kit.FormRow   // by line to comment
	totals       *kit.Entry
	files        *fyne.Container
	slots        map[string]fyne.CanvasObject // by role
	fileProblems map[string]string            // by field
	note         *kit.FormRow
	wrong        *kit.Notice // what has no place of its own
	busy         bool
}

// act opens the dialog of an action.
func (p *requestPage) act(action model.Action) {
	p.prepare(p.r.NewAct(action))
}

// prepare opens the dialog of an act.
func (p *requestPage) prepare(act *view.Act) {
	d := &actDialog{w: p.w, p: p, act: act}
	action := act.Action()
	if note := p.notes[string(action)]; note != "" {
		d.act.SetNote(note)
	}
	d.open()
}

func (d *actDialog) open() {
	w, action := d.w, string(d.act.Action())
	content := kit.NewColumn(12)
	d.wrong = kit.NewNotice()
	d.drawNote()
	content.Add(d.wrong)
	d.drawFrame(content)
	if d.act.NeedsNote() {
		content.Add(d.noted())
	}
	if len(d.act.Form().Fields()) > 0 {
		d.drawForm()
		content.Add(d.form)
	}
	d.drawChecks(content)
	if d.act.TakesFiles() {
		d.files = kit.NewColumn(6)
		d.drawFiles()
		content.Add(d.files)
	}
	if !d.act.NeedsNote() {
		content.Add(d.noted())
	}
	content.Add(kit.NewCaption(w.text(d.act.Outcome()), kit.ToneInfo))
	d.drawCompleteness(content)
	d.drawFigures(content)
	d.dialog = kit.NewDialog(w.T("act.title", "action", action, "title", d.act.Dossier().Request.Title()), content,
		w.actionWords(d.act.Action(), d.act.OnBehalf()), w.T("dialog.cancel"))
	d.dialog.Width, d.dialog.Danger = 760, d.act.Ends()
	d.dialog.OnConfirm = func() bool { d.take(); return false }
	if d.act.TakesFiles() {
		d.dialog.OnDropped = d.dropped
	}
	d.dialog.OnCancel = func() { d.p.notes[action] = d.act.Note() }
	w.Show(d.dialog)
	d.focusFirst()
}

func (d *actDialog) drawForm() {
	values := model.Values{}
	for _, f := range d.act.Form().Fields() {
		values[f.ID] = d.act.Value(f.ID)
	}
	d.form = d.w.newForm(d.act.Form().Fields(), d.act.Dossier().Profile, values)
	for _, f := range d.act.Form().Fields() {
		article, _ := d.act.Provision(f)
		d.form.Row(f.ID).SetHelp(d.w.noteOf(f.Help, article.Label()))
	}
	d.form.OnChanged = func(id, value string) {
		d.act.Set(id, value)
		d.mark()
	}
	d.showAsked()
}

func (d *actDialog) showAsked() {
	asked := map[string]bool{}
	for _, f := range d.act.Fields() {
		asked[f.ID] = true
	}
	for _, f := range d.act.Form().Fields() {
		d.form.SetShown(f.ID, asked[f.ID])
	}
}

func (d *actDialog) drawNote() {
	label := d.w.T("act.note_optional")
	if d.act.NeedsNote() {
		label = d.w.T("act.note")
	}
	note := kit.NewMultiLine()
	note.Max = 4000
	note.SetValue(d.act.Note())
	note.OnChanged = func(text string) {
		d.act.SetNote(text)
		d.mark()
	}
	note.OnSubmitted = func(string) { d.take() }
	d.note = kit.NewFormRow(label, d.act.NeedsNote(), note, "")
}

func (d *actDialog) focusFirst() {
	if fields := d.act.Fields(); !d.act.NeedsNote() && len(fields) > 0 {
		d.form.Focus(fields[0].ID)
		return
	}
	d.note.Field.Focus()
}

// take takes the act, once.
func (d *actDialog) take() {
	if d.busy {
		return
	}
	do, err := d.act.Taking()
	if err != nil {
		d.failed(err)
		return
	}
	d.busy = true
	d.dialog.SetVerbEnabled(false)
	d.w.Work(d.w.T("action."+string(d.act.Action())), func(ctx context.Context, _ Progress) error { return do(ctx) },
		func(err error) {
			d.busy = false
			d.dialog.SetVerbEnabled(true)
			if err != nil {
				d.failed(err)
				return
			}
			d.done()
		})
}

// failed shows problems in place; of a conflict it says who was quicker, and offers to look again.
func (d *actDialog) failed(err error) {
	if d.act.Failed(err) == model.Conflict {
		d.wrong.Ask(d.w.words.Error(err), kit.ToneWarn, d.w.T("act.reload"), d.reload)
		d.dialog.Refresh()
		return
	}
	if text := d.unplaced(err); text != "" {
		d.wrong.Say(text, kit.ToneBad)
	} else {
		d.wrong.Clear()
	}
	d.focusWrong()
	d.dialog.Refresh()
}

// reload looks at the request as it is now; the opinion is kept for the next try.
func (d *actDialog) reload() {
	d.p.notes[string(d.act.Action())] = d.act.Note()
	d.dialog.Close()
	d.p.Refresh()
}

// done shows the request as it is now, and leads on to the next one that waits.
func (d *actDialog) done() {
	w, p, act := d.w, d.p, d.act
	delete(p.notes, string(act.Action()))
	d.dialog.Close()
	said := w.T("act.done", "action", string(act.Action()), "title", act.Dossier().Request.Title())
	var next string
	w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		next, err = act.NextWaiting(ctx)
		return err
	}, func(error) { // without an answer there is no next one to offer
		p.next = next
		p.load(func() {
			p.notice.Say(said, kit.ToneGood)
			p.content.Refresh()
			p.focusFirst()
		})
	})
}
