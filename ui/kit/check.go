package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"yunban/model"
)

// Check is a box to tick with a statement beside it, which wraps and may be as long as a declaration is.
type Check struct {
	widget.BaseWidget
	OnChanged func(on bool)

	box  *checkBox
	text *Entry
}

var _ Field = (*Check)(nil)

// NewCheck makes a check box.
func NewCheck(text string, changed func(bool)) *Check {
	c := &Check{OnChanged: changed, text: NewText(text)}
	c.box = &checkBox{}
	c.box.ExtendBaseWidget(c.box)
	c.box.OnChanged = func(on bool) {
		if c.OnChanged != nil {
			c.OnChanged(on)
		}
	}
	c.text.pressed = c.toggle
	c.ExtendBaseWidget(c)
	return c
}

// Tapped ticks.
func (c *Check) Tapped(*fyne.PointEvent) { c.toggle() }

// toggle ticks or unticks; a click on the statement does it too.
func (c *Check) toggle() {
	if !c.box.Disabled() {
		focus(c.box)
		c.box.SetChecked(!c.box.Checked)
	}
}

// Checked tells whether it is ticked.
func (c *Check) Checked() bool { return c.box.Checked }

// Value is true, or empty.
func (c *Check) Value() string {
	if c.box.Checked {
		return model.True
	}
	return ""
}

// SetValue ticks or not without calling OnChanged.
func (c *Check) SetValue(v string) {
	c.box.Checked = v == model.True
	c.box.Refresh()
}

// SetOnChanged sets OnChanged.
func (c *Check) SetOnChanged(f func(string)) { c.OnChanged = func(bool) { f(c.Value()) } }

// SetOnFocus is told when the keyboard comes and goes.
func (c *Check) SetOnFocus(f func(bool)) { c.box.onFocus = f }

// SetInvalid writes the statement in the error colour; its row says why.
func (c *Check) SetInvalid(invalid bool) {
	c.text.tone = ToneNone
	if invalid {
		c.text.tone = ToneBad
	}
	c.text.Refresh()
}

// Focus takes the keyboard.
func (c *Check) Focus() { focus(c.box) }

// Enable lets it be ticked.
func (c *Check) Enable() { c.box.Enable() }

// Disable lets it not be ticked.
func (c *Check) Disable() { c.box.Disable() }

// Disabled tells whether it can be ticked.
func (c *Check) Disabled() bool { return c.box.Disabled() }

// CreateRenderer puts the statement beside the box.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(checkLayout{c}, c.box, c.text))
}

// checkLayout gives the statement all the width, and the box the height of its first line.
type checkLayout struct{ c *Check }

func (l checkLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	side := l.c.box.MinSize()
	text := l.c.text.MinSize()
	return fyne.NewSize(side.Width+l.textWidth(), max(side.Height, text.Height+2*theme.InnerPadding()))
}

// textWidth is what a short statement needs; a long one wraps.
func (l checkLayout) textWidth() float32 {
	m := l.c.text.metrics()
	return min(m.width(l.c.text.buf.text)+2, m.lineHeight()*10)
}

func (l checkLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	side := l.c.box.MinSize()
	l.c.box.Resize(side)
	width := size.Width - side.Width
	high := heightAt(l.c.text, width)
	l.c.text.Move(fyne.NewPos(side.Width, (side.Height-l.c.text.metrics().lineHeight())/2))
	l.c.text.Resize(fyne.NewSize(width, high))
}

// checkBox is Fyne's check box, which hands the keys that it has no use for on to the window.
type checkBox struct {
	widget.Check
	onFocus func(bool)
}

// TypedKey passes on what Fyne's check box swallows.
func (c *checkBox) TypedKey(key *fyne.KeyEvent) {
	if key.Name != fyne.KeySpace {
		passKey(c, key)
	}
}

// FocusGained brings the box into sight.
func (c *checkBox) FocusGained() {
	c.Check.FocusGained()
	reveal(c)
	if c.onFocus != nil {
		c.onFocus(true)
	}
}

// FocusLost tells that the keyboard went.
func (c *checkBox) FocusLost() {
	c.Check.FocusLost()
	if c.onFocus != nil {
		c.onFocus(false)
	}
}
