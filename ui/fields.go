package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
)

// fields is a short form of the window itself: labels at the left, inputs beside them, and below each input a line for
// what is wrong with it, so that nothing moves when it appears.
type fields struct {
	w       *Window
	content *fyne.Container
	inputs  map[string]kit.Field
	wrong   map[string]*widget.Label
	order   []string
}

func (w *Window) newFields() *fields {
	return &fields{w: w, content: kit.NewColumn(0), inputs: map[string]kit.Field{}, wrong: map[string]*widget.Label{}}
}

// labelWidth is the room for labels.
const labelWidth = 108

// add puts an input under a label; id is the name that problems call it by.
func (f *fields) add(id, words string, input kit.Field) kit.Field {
	label := widget.NewLabelWithStyle(f.w.T(words), fyne.TextAlignTrailing, fyne.TextStyle{})
	wrong := widget.NewLabel("")
	wrong.Importance, wrong.SizeName, wrong.Truncation = widget.DangerImportance, theme.SizeNameCaptionText, fyne.TextTruncateEllipsis
	f.inputs[id], f.wrong[id] = input, wrong
	f.order = append(f.order, id)
	f.content.Add(container.New(&besideLabel{}, label, input, wrong))
	return input
}

func (f *fields) value(id string) string { return f.inputs[id].Value() }

// clear takes all problems away.
func (f *fields) clear() {
	for id, input := range f.inputs {
		input.SetInvalid(false)
		f.wrong[id].SetText("")
	}
}

// unmark takes the problem of one input away, as soon as its user answers it.
func (f *fields) unmark(id string) {
	if input, known := f.inputs[id]; known {
		input.SetInvalid(false)
		f.wrong[id].SetText("")
	}
}

// mark says at an input what is wrong with it.
func (f *fields) mark(id, text string) {
	if f.wrong[id].Text == "" {
		f.wrong[id].SetText(text)
	}
	f.inputs[id].SetInvalid(true)
}

// show puts a failure where it belongs: problems at their inputs, the keyboard on the first of them. What has no place
// here is said in a dialog. It reports whether there was no failure at all.
func (f *fields) show(err error) bool {
	f.clear()
	if err == nil {
		return true
	}
	var e *model.Error
	if !errors.As(err, &e) || len(e.Problems) == 0 {
		f.w.Fail(err)
		return false
	}
	for _, p := range e.Problems {
		if _, known := f.inputs[p.Field]; !known {
			f.w.Fail(err)
			return false
		}
		f.mark(p.Field, f.w.Problem(p))
	}
	f.focusFirstWrong()
	return false
}

func (f *fields) focusFirstWrong() {
	for _, id := range f.order {
		if f.wrong[id].Text != "" {
			f.inputs[id].Focus()
			return
		}
	}
}

// indented puts something under the inputs, past the labels.
func indented(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(besideFact{}, widget.NewLabel(""), o)
}

// besideLabel lays out label, input and the line for what is wrong.
type besideLabel struct{}

const wrongHeight = 22

func (besideLabel) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := o[1].MinSize()
	return fyne.NewSize(labelWidth+max(size.Width, 160), size.Height+wrongHeight)
}

func (besideLabel) Layout(o []fyne.CanvasObject, size fyne.Size) {
	height := o[1].MinSize().Height
	o[0].Resize(fyne.NewSize(labelWidth, height))
	o[0].Move(fyne.NewPos(0, (height-o[0].MinSize().Height)/2))
	o[1].Move(fyne.NewPos(labelWidth, 0))
	o[1].Resize(fyne.NewSize(size.Width-labelWidth, height))
	o[2].Move(fyne.NewPos(labelWidth-theme.InnerPadding(), height-theme.InnerPadding()/2))
	o[2].Resize(fyne.NewSize(size.Width-labelWidth+2*theme.InnerPadding(), wrongHeight))
}

// saving is an act of a view that a dialog asks for.
type saving func(context.Context, *app.Desk) error

// saveFrom does what a dialog's verb says: the dialog closes when all is well, and otherwise stays with what was typed
// and says what is wrong.
func (w *Window) saveFrom(d *kit.Dialog, f *fields, save saving, then func()) {
	desk := w.desk
	d.SetVerbEnabled(false)
	w.Work(w.T("work.saving"), func(ctx context.Context, _ Progress) error { return save(ctx, desk) }, func(err error) {
		d.SetVerbEnabled(true)
		if f.show(err) {
			d.Close()
			then()
		}
	})
}
