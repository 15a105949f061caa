package ui

import (
	"cmp"
	"strconv"

	"fyne.io/fyne/v2"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// drawSheet draws an application to read; open opens an attached file.
func (w *Window) drawSheet(s view.Sheet, open func(model.File)) fyne.CanvasObject {
	page := kit.NewColumn(10)
	for _, part := range s.Sections {
		page.Add(w.drawPart(part, open))
	}
	return page
}

func (w *Window) drawPart(part view.SheetSection, open func(model.File)) fyne.CanvasObject {
	body := kit.NewColumn(6)
	switch part.Kind {
	case model.LinesSection:
		w.drawLines(body, part)
	case model.MaterialsSection:
		w.drawFiles(body, part, open)
	default:
		body.Add(w.drawFields(part.Fields))
	}
	for _, gone := range part.Gone {
		body.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+w.T("sheet.gone", "name", gone), kit.ToneWarn))
	}
	title := part.Title
	if part.ID == view.ReclaimSection {
		title = w.T("sheet.reclaim")
	}
	if part.Changed() {
		return kit.NewCard(title, body, kit.NewBadge(w.T("sheet.changed"), kit.ToneWarn))
	}
	return kit.NewCard(title, body)
}

// drawFields lays labels and values out; what differs from the round before says what it was.
func (w *Window) drawFields(fields []view.SheetField) fyne.CanvasObject {
	infos := make([]kit.Info, len(fields))
	for i, f := range fields {
		infos[i] = kit.Info{Label: f.Label, Value: withUnit(cmp.Or(w.text(f.Text), f.Value), f.Unit), Wide: f.Long}
		if !f.Changed {
			continue
		}
		before := withUnit(f.Before, f.Unit)
		if before == "" {
			before = w.T("sheet.empty")
		}
		infos[i].Value = kit.ToneWarn.Sign() + " " + infos[i].Value + "\n" + w.T("sheet.before", "before", before)
		infos[i].Tone = kit.ToneWarn
	}
	return kit.NewInfoGrid(infos...)
}

func withUnit(value, unit string) string {
	if value == "" || unit == "" {
		return value
	}
	return value + " " + unit
}

func (w *Window) drawLines(body *fyne.Container, part view.SheetSection) {
	if len(part.Lines) == 0 {
		none := "lines.none"
		if part.Before != nil {
			none = "lines.none_changed"
		}
		body.Add(kit.NewCaption(w.T(none), kit.ToneNeutral))
		return
	}
	for _, l := range part.Lines {
		name := strconv.Itoa(l.No) + ". " + l.Resource
		if l.Name != "" {
			name += " · " + l.Name
		}
		body.Add(kit.NewText(name + "　" + w.specText(l)))
		if l.Change != "" {
			body.Add(w.changeCaption(l))
		}
		if l.Details != "" {
			body.Add(kit.NewCaption(l.Details, kit.ToneNeutral))
		}
		if l.Changed {
			body.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+w.T("sheet.line_changed"), kit.ToneWarn))
		}
	}
	text := w.totalsText(part.Totals)
	if part.Before != nil {
		text = w.T("sheet.totals_before", "totals", w.totalsText(*part.Before)) + "\n" + w.T("sheet.totals_after", "totals", text)
	}
	totals := kit.NewText(text)
	totals.SetBold(true)
	body.Add(totals)
}

// specText says how many of what size; of a changed line as it ran and as it shall run.
func (w *Window) specText(l view.SheetLine) string {
	switch {
	case l.Change == view.LineRemoved:
		return l.Before
	case l.Before != "" && l.Before != l.Spec:
		return l.Before + " → " + l.Spec
	}
	return l.Spec
}

// changeCaption says what becomes of a line.
func (w *Window) changeCaption(l view.SheetLine) fyne.CanvasObject {
	tone := changeTone(l.Change)
	text := tone.Sign() + " " + w.T("change."+string(l.Change))
	if len(l.Diffs) > 0 {
		text += "：" + w.diffText(l.Diffs)
	}
	return kit.NewCaption(text, tone)
}

func (w *Window) drawFiles(body *fyne.Container, part view.SheetSection, open func(model.File)) {
	if len(part.Files) == 0 {
		body.Add(kit.NewCaption(w.T("materials.none"), kit.ToneNeutral))
		return
	}
	for _, f := range part.Files {
		note, tone := f.Material, kit.ToneNone
		if f.Changed {
			note, tone = f.Material+"　"+w.T("sheet.new_file"), kit.ToneWarn
		}
		body.Add(kit.NewFileRow(f.Name, view.SizeText(f.Size), note, tone,
			kit.NewQuietButton(w.T("file.open"), kit.Icon("eye"), func() { open(f.File) })))
	}
}
