package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
)

// Field is anything that holds one value of a form as text: a text, a date as 2006-01-02, a number, a code, several
// codes joined by |, or true.
type Field interface {
	fyne.CanvasObject
	fyne.Disableable
	Value() string
	SetValue(string)           // does not call OnChanged
	SetOnChanged(func(string)) // called when the user changes the value
	SetOnFocus(func(bool))     // called when the keyboard comes and goes
	SetInvalid(bool)           // draws the field as one with a problem
	Focus()                    // takes the keyboard
}

// canvasOf is the canvas that shows o, or nil. Fyne learns it when it first paints o; a page that puts the keyboard on
// a field before that means the program's only window.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	d := fyne.CurrentApp().Driver()
	if c := d.CanvasForObject(o); c != nil {
		return c
	}
	if all := d.AllWindows(); len(all) > 0 {
		return all[0].Canvas()
	}
	return nil
}

// focus gives o the keyboard.
func focus(o fyne.Focusable) {
	object, ok := o.(fyne.CanvasObject)
	if !ok {
		return
	}
	if c := canvasOf(object); c != nil && c.Focused() != o {
		c.Focus(o)
	}
}

// passKey hands a key that a focused widget has no use for on to the window: Esc, Enter and the F-keys would otherwise
// end in the widget.
func passKey(o fyne.CanvasObject, key *fyne.KeyEvent) {
	c := canvasOf(o)
	if c == nil {
		return
	}
	if f := c.OnTypedKey(); f != nil {
		f(key)
	}
}

// passCommand is passKey for what is typed into: the driver reports each character as a key too, and an n in a name must
// not become the window's command N.
func passCommand(o fyne.CanvasObject, key *fyne.KeyEvent) {
	if len(key.Name) > 1 && key.Name != fyne.KeySpace && !isModifier(key.Name) {
		passKey(o, key)
	}
}

func isModifier(name fyne.KeyName) bool {
	switch name {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight, desktop.KeyControlLeft, desktop.KeyControlRight,
		desktop.KeyAltLeft, desktop.KeyAltRight, desktop.KeySuperLeft, desktop.KeySuperRight, desktop.KeyCapsLock:
		return true
	}
	return false
}

// passShortcut hands a shortcut on to the window.
func passShortcut(o fyne.CanvasObject, s fyne.Shortcut) {
	if h, ok := canvasOf(o).(fyne.Shortcutable); ok {
		h.TypedShortcut(s)
	}
}

func variant() fyne.ThemeVariant { return fyne.CurrentApp().Settings().ThemeVariant() }

// setText changes a drawn text only where it differs: each change makes the painter draw it anew.
func setText(t *canvas.Text, s string, ink color.Color, size float32, style fyne.TextStyle) {
	if t.Text == s && t.Color == ink && t.TextSize == size && t.TextStyle == style {
		return
	}
	t.Text, t.Color, t.TextSize, t.TextStyle = s, ink, size, style
	t.Refresh()
}

// show shows or hides, touching o only when that changes something.
func show(o fyne.CanvasObject, visible bool) {
	switch {
	case visible == o.Visible():
	case visible:
		o.Show()
	default:
		o.Hide()
	}
}

func emptyBox() *fyne.Container { return container.New(layout.NewStackLayout()) }

func abs(f float32) float32 {
	if f < 0 {
		return -f
	}
	return f
}
