package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// changeColumns are the columns of the lines of a change: each as it runs and as it shall run.
func (l *linesPart) changeColumns() []kit.Column[view.IntakeLine] {
	w := l.p.w
	return []kit.Column[view.IntakeLine]{
		{Title: w.T("lines.no"), Width: 44, Align: fyne.TextAlignTrailing,
			Text: func(i view.IntakeLine) string { return strconv.Itoa(i.No) }},
		{Title: w.T("lines.name"), Width: 120, Grow: 1,
			Text: func(i view.IntakeLine) string { return strings.TrimSpace(i.Resource + " " + i.Name) }},
		{Title: w.T("lines.before"), Width: 150, Grow: 2, Text: func(i view.IntakeLine) string { return i.Before }},
		{Title: w.T("lines.after"), Width: 150, Grow: 2, Text: afterText},
		{Title: w.T("lines.change"), Width: kit.CellWidth(w.T("lines.lacks", "n", "88"), true), Text: l.changeText, Tone: changeLineTone},
	}
}

// afterText says how a line shall run; one that stays as it is says nothing again.
func afterText(i view.IntakeLine) string {
	if i.Change == view.LineSame {
		return ""
	}
	return i.After
}

func (l *linesPart) changeText(i view.IntakeLine) string {
	if i.Problems > 0 {
		return l.stateText(i)
	}
	return l.p.w.T("change." + string(i.Change))
}

func changeLineTone(i view.IntakeLine) kit.Tone {
	if i.Problems > 0 {
		return kit.ToneWarn
	}
	return changeTone(i.Change)
}

// changeTone keeps what stays as it is quiet.
func changeTone(c view.LineChange) kit.Tone {
	switch c {
	case view.LineNew:
		return kit.ToneGood
	case view.LineChanged:
		return kit.ToneInfo
	case view.LineRemoved:
		return kit.ToneBad
	}
	return kit.ToneNone
}

// diffText writes what becomes other: CPU 8 核 → 16 核.
func (w *Window) diffText(diffs []view.SheetField) string {
	var parts []string
	for _, d := range diffs {
		before, now := withUnit(d.Before, d.Unit), withUnit(d.Value, d.Unit)
		parts = append(parts, w.T("change.diff", "label", d.Label, "before", w.orEmpty(before), "now", w.orEmpty(now)))
	}
	return strings.Join(parts, "；")
}

func (w *Window) orEmpty(text string) string {
	if text == "" {
		return w.T("sheet.empty")
	}
	return text
}

// editorCard is the selected line: of a change with what becomes other, and with the way back.
func (l *linesPart) editorCard() fyne.CanvasObject {
	if !l.p.in.Changes() {
		return kit.NewCard(l.headWords(), l.fields())
	}
	w := l.p.w
	l.undo = kit.NewButton(w.T("lines.restore"), kit.Icon("back"), l.restore)
	l.says = kit.NewCaption("", kit.ToneInfo)
	body := l.fields()
	if l.p.in.RowChange(l.at) == view.LineRemoved {
		body = fyne.CanvasObject(kit.NewColumn(0)) // nothing can be typed into what goes
	}
	return kit.NewCard(l.headWords(), kit.NewColumn(6, l.says, body), container.NewHBox(l.undo))
}

// markChange says what becomes of the selected line.
func (l *linesPart) markChange() {
	if l.undo == nil {
		return
	}
	line := l.p.in.Lines()[l.at]
	text := l.p.w.diffText(line.Diffs)
	if line.Change == view.LineRemoved {
		text = l.p.w.T("lines.removed_text")
	}
	if l.says.Value() != text || l.says.Visible() != (text != "") {
		setText(l.says, text)
	}
	visible(l.undo, line.Change == view.LineChanged || line.Change == view.LineRemoved)
}

// restore takes back what was done to the selected line.
func (l *linesPart) restore() {
	l.p.in.RestoreRow(l.at)
	l.selectRow(l.at)
	l.p.edited()
}

// sayTotals adds the lines up, of a change also as they run.
func (l *linesPart) sayTotals() {
	w, after := l.p.w, l.p.w.totalsText(l.p.in.Totals())
	if l.p.in.Changes() {
		after = w.T("lines.totals_before", "totals", w.totalsText(l.p.in.TotalsBefore())) + "\n" +
			w.T("lines.totals_after", "totals", after)
	}
	if l.totals.Text != after {
		l.totals.SetText(after)
	}
}
