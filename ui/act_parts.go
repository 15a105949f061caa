package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// drawFrame says what must be known before deciding: for whom one acts, and what the unit thinks major.
func (d *actDialog) drawFrame(content *fyne.Container) {
	if who := d.act.OnBehalf(); who != "" {
		content.Add(kit.NewCaption(kit.ToneInfo.Sign()+" "+d.w.T("act.on_behalf_text", "who", who), kit.ToneInfo))
	}
	if d.act.Action() != model.Approve || d.act.Dossier().Request.Case != model.Change {
		return
	}
	if reasons := d.act.Proposed(); len(reasons) > 0 {
		content.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+d.w.T("act.proposed_major", "reasons", strings.Join(reasons, "、")), kit.ToneWarn))
	} else {
		content.Add(kit.NewCaption(d.w.T("act.proposed_minor"), kit.ToneNeutral))
	}
}

// drawChecks lists the lines that are confirmed one by one.
func (d *actDialog) drawChecks(content *fyne.Container) {
	lines := d.act.Checks()
	if len(lines) == 0 {
		return
	}
	list := kit.NewColumn(2, kit.NewCaption(d.w.T("act.checks_how"), kit.ToneNeutral))
	for i, line := range lines {
		words := strconv.Itoa(line.No) + ". " + line.Resource
		if line.Name != "" {
			words += " · " + line.Name
		}
		box := kit.NewCheck(words, nil)
		box.OnChanged = func(on bool) {
			d.act.SetCheck(i, on)
			d.mark()
		}
		row := kit.NewFormRow("", false, box, line.Spec)
		d.checks = append(d.checks, row)
		list.Add(row)
	}
	content.Add(kit.NewCard(d.w.T("act.checks"), list))
}

// drawFigures lists the lines whose figures are decided, each with what is allowed at most.
func (d *actDialog) drawFigures(content *fyne.Container) {
	lines := d.act.Figures()
	if len(lines) == 0 {
		return
	}
	list := kit.NewColumn(10, kit.NewCaption(d.w.T(d.figuresHow()), kit.ToneNeutral))
	for i, line := range lines {
		title := strconv.Itoa(line.No) + ". " + line.Resource
		if line.Name != "" {
			title += " · " + line.Name
		}
		head := kit.NewText(title)
		head.SetBold(true)
		if line.Before != "" {
			head.SetValue(title + "　" + d.w.T("act.runs", "before", line.Before))
		}
		list.Add(kit.NewColumn(2, head, d.figureRow(i, line)))
	}
	d.totals = kit.NewText("")
	d.totals.SetBold(true)
	if d.act.Action() != model.Adjust { // the formal quota stays (R22)
		list.Add(d.totals)
	}
	d.sayTotals()
	content.Add(kit.NewCard(d.w.T("act.figures_"+string(d.act.Action())), list))
}

// figuresInARow is how many figures stand side by side; no kind of resource has more.
const figuresInARow = 5

// figureRow sets the figures of a line side by side, each with the most that is allowed.
func (d *actDialog) figureRow(at int, line view.FigureLine) fyne.CanvasObject {
	row := container.NewGridWithColumns(figuresInARow)
	if d.act.Action() == model.Adjust {
		row = container.NewGridWithColumns(2)
	}
	var inputs []*kit.FormRow
	for i, f := range line.Figures {
		number := kit.NewNumberField(f.Unit)
		number.SetValue(f.Typed)
		number.SetOnChanged(func(value string) {
			d.act.SetFigure(at, i, value)
			d.sayTotals()
			d.mark()
		})
		input := kit.NewFormRow(d.figureWords(f), false, number, "")
		inputs = append(inputs, input)
		row.Add(input)
	}
	d.figures = append(d.figures, inputs)
	return row
}

// figureWords names a figure with its bounds.
func (d *actDialog) figureWords(f view.Figure) string {
	if d.act.Action() == model.Adjust {
		return d.w.T("act.figure_elastic", "label", f.Label, "min", view.Grouped(f.Least), "max", view.Grouped(f.Allowed), "now", view.Grouped(f.Now))
	}
	return d.w.T("act.figure", "label", f.Label, "max", view.Grouped(f.Allowed))
}

// figuresHow says within what the figures may be.
func (d *actDialog) figuresHow() string {
	if d.act.Action() == model.Adjust {
		return "act.figures_how_adjust"
	}
	return "act.figures_how"
}

func (d *actDialog) sayTotals() {
	decided, allowed := d.act.DecidedTotals()
	d.totals.SetValue(d.w.T("act.totals", "decided", d.w.totalsText(decided), "allowed", d.w.totalsText(allowed)))
}
