package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// selectBox is the closed state of a picker: a frame with what is chosen and an arrow.
type selectBox struct {
	widget.DisableableWidget
	placeHolder string
	text        string
	invalid     bool
	focused     bool
	open        func(typed string)
	clear       func()
	onFocus     func(bool)
}

// FocusGained marks the frame.
func (b *selectBox) FocusGained() {
	b.focused = true
	b.Refresh()
	reveal(b)
	if b.onFocus != nil {
		b.onFocus(true)
	}
}

// FocusLost takes the mark away.
func (b *selectBox) FocusLost() {
	b.focused = false
	b.Refresh()
	if b.onFocus != nil {
		b.onFocus(false)
	}
}

// TypedRune opens the list and begins to search in it.
func (b *selectBox) TypedRune(r rune) {
	if !b.Disabled() && r != ' ' {
		b.open(string(r))
	}
}

// TypedKey opens the list by Space or an arrow, and clears by Delete.
func (b *selectBox) TypedKey(key *fyne.KeyEvent) {
	switch {
	case b.Disabled():
		passCommand(b, key)
	case key.Name == fyne.KeySpace, key.Name == fyne.KeyDown, key.Name == fyne.KeyUp:
		b.open("")
	case key.Name == fyne.KeyDelete, key.Name == fyne.KeyBackspace:
		b.clear()
	default:
		passCommand(b, key)
	}
}

// Tapped opens the list.
func (b *selectBox) Tapped(*fyne.PointEvent) {
	if !b.Disabled() {
		focus(b)
		b.open("")
	}
}

// Cursor is a hand.
func (b *selectBox) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MinSize is that of a field of one line.
func (b *selectBox) MinSize() fyne.Size {
	b.ExtendBaseWidget(b)
	m := metricsFor(theme.TextSize(), fyne.TextStyle{})
	return fyne.NewSize(m.lineHeight()*5, m.lineHeight()+2*theme.InnerPadding())
}

// CreateRenderer draws the frame.
func (b *selectBox) CreateRenderer() fyne.WidgetRenderer {
	r := &selectBoxRenderer{box: b, frame: canvas.NewRectangle(color.Transparent), text: canvas.NewText("", nil),
		arrow: canvas.NewImageFromResource(theme.MenuDropDownIcon())}
	r.arrow.FillMode = canvas.ImageFillContain
	r.Refresh()
	return r
}

type selectBoxRenderer struct {
	box   *selectBox
	frame *canvas.Rectangle
	text  *canvas.Text
	arrow *canvas.Image
}

func (r *selectBoxRenderer) Destroy()           {}
func (r *selectBoxRenderer) MinSize() fyne.Size { return r.box.MinSize() }
func (r *selectBoxRenderer) Layout(fyne.Size)   { r.draw() }

func (r *selectBoxRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.frame, r.text, r.arrow}
}

func (r *selectBoxRenderer) Refresh() {
	r.draw()
	canvas.Refresh(r.box)
}

func (r *selectBoxRenderer) draw() {
	b, size := r.box, r.box.Size()
	frameStyle(r.frame, b.focused, b.invalid, b.Disabled())
	r.frame.Resize(size)
	r.frame.Refresh()

	m := metricsFor(theme.TextSize(), fyne.TextStyle{})
	pad, side := theme.InnerPadding(), theme.IconInlineSize()
	words, ink := b.text, theme.ColorNameForeground
	if words == "" {
		words, ink = b.placeHolder, theme.ColorNamePlaceHolder
	}
	if b.Disabled() {
		ink = theme.ColorNameDisabled
	}
	setText(r.text, m.fit(words, size.Width-3*pad-side), theme.Color(ink), m.size, fyne.TextStyle{})
	r.text.Move(fyne.NewPos(pad, (size.Height-m.lineHeight())/2))
	r.text.Resize(fyne.NewSize(size.Width-3*pad-side, m.lineHeight()))
	r.arrow.Resize(fyne.NewSquareSize(side))
	r.arrow.Move(fyne.NewPos(size.Width-pad-side, (size.Height-side)/2))
	show(r.arrow, !b.Disabled())
}

// frameStyle colours the frame of a field by its state. The stroke lies inside the bounds, as OpenGL draws it.
func frameStyle(frame *canvas.Rectangle, focused, invalid, disabled bool) {
	stroke, fill, width := theme.ColorNameInputBorder, theme.ColorNameInputBackground, theme.InputBorderSize()
	switch {
	case disabled:
		stroke, fill = theme.ColorNameSeparator, theme.ColorNameDisabledButton
	case invalid:
		stroke, width = theme.ColorNameError, width+1
	case focused:
		stroke = theme.ColorNamePrimary
	}
	if focused && !disabled {
		width = theme.InputBorderSize() + 1
	}
	frame.FillColor, frame.StrokeColor = theme.Color(fill), theme.Color(stroke)
	frame.StrokeWidth, frame.CornerRadius = width, theme.InputRadiusSize()
}
