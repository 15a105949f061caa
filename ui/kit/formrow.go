package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// FormRow is one thing asked for: its label with a mark if it must be filled, the field, a word of help, and under it,
// when there is one, the problem.
type FormRow struct {
	widget.BaseWidget
	Field Field
	Wide  bool // takes the whole width of the form

	label   *Entry
	help    *Entry
	problem *Entry
	trouble *fyne.Container
	column  *fyne.Container
}

// NewFormRow makes a row. The help may be empty.
func NewFormRow(label string, required bool, field Field, help string) *FormRow {
	r := &FormRow{Field: field, label: NewText(label), help: NewCaption(help, ToneNeutral), problem: NewCaption("", ToneBad)}
	star := NewText("*")
	star.tone, star.style.Bold = ToneBad, true
	show(star, required)
	show(r.help, help != "")
	r.trouble = container.New(beside{small: true}, widget.NewIcon(ToneIcon("warning", ToneBad)), r.problem)
	r.trouble.Hide()
	head := container.New(labelLayout{}, r.label, star)
	if _, isCheck := field.(*Check); isCheck && label == "" {
		head.Hide()
	}
	r.column = NewColumn(3, head, field, r.help, r.trouble)
	r.ExtendBaseWidget(r)
	return r
}

// SetProblem shows what is wrong under the field, or by an empty text nothing.
func (r *FormRow) SetProblem(text string) {
	if text == r.problem.Value() {
		return
	}
	r.problem.SetValue(text)
	r.Field.SetInvalid(text != "")
	show(r.trouble, text != "")
	r.column.Refresh()
	r.Refresh()
}

// Problem is the problem shown.
func (r *FormRow) Problem() string { return r.problem.Value() }

// SetHelp changes the word of help.
func (r *FormRow) SetHelp(text string) {
	r.help.SetValue(text)
	show(r.help, text != "")
	r.column.Refresh()
}

// CreateRenderer stacks the parts.
func (r *FormRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.column) }

// labelLayout puts the mark right behind the label.
type labelLayout struct{}

func (labelLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(60, objects[0].MinSize().Height)
}

func (labelLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	label := objects[0].(*Entry)
	m := label.metrics()
	width := min(m.width(label.buf.text)+2, size.Width-14)
	high := heightAt(label, width)
	label.Resize(fyne.NewSize(width, high))
	label.Move(fyne.NewPos(0, 0))
	objects[1].Resize(fyne.NewSize(10, m.lineHeight()))
	objects[1].Move(fyne.NewPos(width+3, 0))
}
