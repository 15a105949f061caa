package ui

import (
	"context"
	"maps"
	"path/filepath"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// actDialog is where an act is prepared: what the city's form asks for, figures, files, the opinion. Nothing typed is
// lost when the act does not succeed.
type actDialog struct {
	w       *Window
	p       *requestPage
	act     *view.Act
	dialog  *kit.Dialog
	form    *kit.Form
	figures [][]*kit.FormRow // by line and figure
	totals  *kit.Entry
	files   *fyne.Container
	note    *kit.FormRow
	wrong   *kit.Notice // what has no place of its own
	busy    bool
}

// act opens the dialog of an action.
func (p *requestPage) act(action model.Action) {
	d := &actDialog{w: p.w, p: p, act: p.r.NewAct(action)}
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
	if d.act.NeedsNote() {
		content.Add(d.note)
	}
	if len(d.act.Form().Fields()) > 0 {
		d.drawForm()
		content.Add(d.form)
	}
	if d.act.TakesFiles() {
		d.files = kit.NewColumn(6)
		d.drawFiles()
		content.Add(d.files)
	}
	if !d.act.NeedsNote() {
		content.Add(d.note)
	}
	content.Add(kit.NewCaption(w.text(d.act.Outcome()), kit.ToneInfo))
	d.drawFigures(content)
	d.dialog = kit.NewDialog(w.T("act.title", "action", action, "title", d.act.Dossier().Request.Title()), content,
		w.T("action."+action), w.T("dialog.cancel"))
	d.dialog.Width, d.dialog.Danger = 760, d.act.Ends()
	d.dialog.OnConfirm = func() bool { d.take(); return false }
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

// drawFigures lists the lines whose figures are decided, each with what is allowed at most.
func (d *actDialog) drawFigures(content *fyne.Container) {
	lines := d.act.Figures()
	if len(lines) == 0 {
		return
	}
	list := kit.NewColumn(10, kit.NewCaption(d.w.T("act.figures_how"), kit.ToneNeutral))
	for i, line := range lines {
		title := strconv.Itoa(line.No) + ". " + line.Resource
		if line.Name != "" {
			title += " · " + line.Name
		}
		head := kit.NewText(title)
		head.SetBold(true)
		list.Add(kit.NewColumn(2, head, d.figureRow(i, line)))
	}
	d.totals = kit.NewText("")
	d.totals.SetBold(true)
	list.Add(d.totals)
	d.sayTotals()
	content.Add(kit.NewCard(d.w.T("act.figures_"+string(d.act.Action())), list))
}

// figuresInARow is how many figures stand side by side; no kind of resource has more.
const figuresInARow = 5

// figureRow sets the figures of a line side by side, each with the most that is allowed.
func (d *actDialog) figureRow(at int, line view.FigureLine) fyne.CanvasObject {
	row := container.NewGridWithColumns(figuresInARow)
	var inputs []*kit.FormRow
	for i, f := range line.Figures {
		number := kit.NewNumberField(f.Unit)
		number.SetValue(f.Typed)
		number.SetOnChanged(func(value string) {
			d.act.SetFigure(at, i, value)
			d.sayTotals()
			d.mark()
		})
		input := kit.NewFormRow(d.w.T("act.figure", "label", f.Label, "max", grouped(f.Allowed)), false, number, "")
		inputs = append(inputs, input)
		row.Add(input)
	}
	d.figures = append(d.figures, inputs)
	return row
}

func (d *actDialog) sayTotals() {
	decided, allowed := d.act.DecidedTotals()
	d.totals.SetValue(d.w.T("act.totals", "decided", d.w.totalsText(decided), "allowed", d.w.totalsText(allowed)))
}

func (d *actDialog) drawFiles() {
	w := d.w
	d.files.Objects = nil
	for _, f := range d.act.Files() {
		d.files.Add(kit.NewFileRow(f.Name, view.SizeText(f.Size), "", kit.ToneNone,
			kit.NewQuietButton(w.T("materials.remove"), kit.Icon("trash"), func() {
				d.act.RemoveFile(f)
				d.drawFiles()
			})))
	}
	d.files.Add(kit.NewDropTarget(w.T("act.files"), w.T("materials.choose"), d.chooseFile))
	if problem, ok := d.act.Problem(d.act.FilesField()); ok {
		d.files.Add(kit.NewCaption(kit.ToneBad.Sign()+" "+w.Problem(problem), kit.ToneBad))
	}
	d.files.Refresh()
}

func (d *actDialog) chooseFile() {
	d.w.chooseFile(d.w.T("act.files"), model.MaterialTypes, func(path string) {
		var file model.File
		d.w.Work(d.w.T("materials.reading", "name", filepath.Base(path)), func(ctx context.Context, _ Progress) (err error) {
			file, err = d.act.ReadFile(ctx, path)
			return err
		}, func(err error) {
			if err != nil {
				d.wrong.Say(d.w.fileWrong(err), kit.ToneBad)
				return
			}
			d.wrong.Clear()
			d.act.AddFile(file)
			d.drawFiles()
		})
	})
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
	if placed := d.mark(); !placed {
		d.wrong.Say(d.w.words.Error(err), kit.ToneBad)
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

// mark shows every problem at its place. It reports whether each has one.
func (d *actDialog) mark() (placed bool) {
	shown := 0
	take := func(field string) string {
		if problem, ok := d.act.Problem(field); ok {
			shown++
			return d.w.Problem(problem)
		}
		return ""
	}
	if d.form != nil {
		d.showAsked()
		problems := map[string]string{}
		for _, f := range d.act.Fields() {
			if text := take(f.ID); text != "" {
				problems[f.ID] = text
			}
		}
		setProblems(d.form, problems)
	}
	for i, line := range d.act.Figures() {
		for j, f := range line.Figures {
			d.figures[i][j].SetProblem(take(view.FigureField(i, f.ID)))
		}
	}
	d.note.SetProblem(take("note"))
	if d.files != nil {
		before := shown
		if take(d.act.FilesField()); shown > before {
			d.drawFiles()
		}
	}
	return shown == len(d.act.Problems())
}

// setProblems changes what a form shows only where it differs.
func setProblems(form *kit.Form, problems map[string]string) {
	now := map[string]string{}
	for key := range form.Values() {
		if text := form.Row(key).Problem(); text != "" {
			now[key] = text
		}
	}
	if !maps.Equal(now, problems) {
		form.SetProblems(problems)
	}
}

// focusWrong leads to the first problem.
func (d *actDialog) focusWrong() {
	for _, problem := range d.act.Problems() {
		if problem.Field == "note" {
			d.note.Field.Focus()
			return
		}
		if d.form != nil && d.form.Focus(problem.Field) {
			return
		}
		for i, line := range d.act.Figures() {
			for j, f := range line.Figures {
				if problem.Field == view.FigureField(i, f.ID) {
					d.figures[i][j].Field.Focus()
					return
				}
			}
		}
	}
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
