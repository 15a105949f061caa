package ui

import (
	"context"
	"path/filepath"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

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

// drawFiles lists the files that come with the act, and takes more.
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
	d.fileProblem = ""
	if problem, ok := d.act.Problem(d.act.FilesField()); ok {
		d.fileProblem = w.Problem(problem)
		d.files.Add(kit.NewCaption(kit.ToneBad.Sign()+" "+d.fileProblem, kit.ToneBad))
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
