package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// FileRow is one attached file: its name, its size, a note, and what can be done with it.
type FileRow struct {
	widget.BaseWidget
	row *fyne.Container
}

// NewFileRow makes a row with its buttons, such as to open and to remove. The note says what is the matter with the
// file, in a tone.
func NewFileRow(name, size, note string, tone Tone, buttons ...fyne.CanvasObject) *FileRow {
	f := &FileRow{}
	label := NewText(name)
	under := size
	if note != "" {
		under += "　" + note
	}
	if tone != ToneNone && note != "" {
		under = size + "　" + tone.Sign() + " " + note
	}
	quiet := tone
	if quiet == ToneNone {
		quiet = ToneNeutral
	}
	text := container.New(beside{}, widget.NewIcon(Icon("file")), NewColumn(1, label, NewCaption(under, quiet)))
	f.row = container.NewBorder(nil, nil, nil, container.NewHBox(buttons...), text)
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer shows the row.
func (f *FileRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.row) }

// DropTarget is a place that files can be dropped on, or chosen for by its button. The window hears of the drop; the
// place only shows where.
type DropTarget struct {
	widget.BaseWidget
	text   *Entry
	choose *Button
	hot    bool
	inner  *fyne.Container
}

// NewDropTarget makes a place.
func NewDropTarget(text, verb string, choose func()) *DropTarget {
	t := &DropTarget{text: NewText(text), choose: NewButton(verb, Icon("attach"), choose)}
	t.text.tone = ToneNeutral
	t.inner = container.NewBorder(nil, nil, nil, t.choose, container.New(beside{middle: true}, widget.NewIcon(Icon("import")), t.text))
	t.ExtendBaseWidget(t)
	return t
}

// SetText changes the words.
func (t *DropTarget) SetText(text string) { t.text.SetValue(text) }

// SetHot lights the place while something hangs over it, or marks it as the one that drops go to.
func (t *DropTarget) SetHot(hot bool) {
	t.hot = hot
	t.Refresh()
}

// Contains tells whether a point of the window lies on the place.
func (t *DropTarget) Contains(p fyne.Position) bool {
	return t.Visible() && within(p, fyne.CurrentApp().Driver().AbsolutePositionForObject(t), t.Size())
}

// CreateRenderer draws the place.
func (t *DropTarget) CreateRenderer() fyne.WidgetRenderer {
	r := &dropRenderer{target: t, ground: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type dropRenderer struct {
	target *DropTarget
	ground *canvas.Rectangle
}

func (r *dropRenderer) Destroy() {}

func (r *dropRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.target.inner}
}

func (r *dropRenderer) MinSize() fyne.Size { return r.target.inner.MinSize().AddWidthHeight(24, 20) }

func (r *dropRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.target.inner.Move(fyne.NewPos(12, 10))
	r.target.inner.Resize(size.SubtractWidthHeight(24, 20))
}

func (r *dropRenderer) Refresh() {
	r.ground.CornerRadius, r.ground.StrokeWidth = 6, 1
	r.ground.StrokeColor, r.ground.FillColor = theme.Color(theme.ColorNameInputBorder), color.Color(color.Transparent)
	if r.target.hot {
		r.ground.StrokeColor, r.ground.StrokeWidth = theme.Color(theme.ColorNamePrimary), 2
		r.ground.FillColor = ToneInfo.wash()
	}
	r.ground.Refresh()
	canvas.Refresh(r.target)
}
