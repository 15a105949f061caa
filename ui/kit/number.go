package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// NumberField takes a number, with its unit inside the frame at the right. Full-width digits, which a Chinese input
// method gives, become plain ones; what is not of a number does not get in.
type NumberField struct {
	widget.BaseWidget
	entry *Entry
}

var _ Field = (*NumberField)(nil)

// NewNumberField makes a field for a number; the unit may be empty.
func NewNumberField(unit string) *NumberField {
	n := &NumberField{entry: NewEntry()}
	n.entry.Filter = numberRune
	if unit != "" {
		n.entry.tail = newUnit(unit)
	}
	n.ExtendBaseWidget(n)
	return n
}

// digits turns full-width digits into plain ones and refuses the rest.
func digits(r rune) rune {
	switch {
	case r >= '0' && r <= '9':
		return r
	case r >= '０' && r <= '９':
		return r - '０' + '0'
	}
	return -1
}

// numberRune keeps a point and a minus too, even for whole numbers: dropped, 4.5 would become 45 and -5 would become 5,
// where the check can say what is wrong. 。 is what the point's key gives in Chinese.
func numberRune(r rune) rune {
	switch r {
	case '.', '．', '。':
		return '.'
	case '-', '－':
		return '-'
	}
	return digits(r)
}

// Entry is the field inside, for its place holder.
func (n *NumberField) Entry() *Entry { return n.entry }

// Value is the number as text.
func (n *NumberField) Value() string { return n.entry.Value() }

// SetValue sets the number without calling OnChanged.
func (n *NumberField) SetValue(s string) { n.entry.SetValue(s) }

// SetOnChanged is told of the user's changes.
func (n *NumberField) SetOnChanged(f func(string)) { n.entry.OnChanged = f }

// SetOnFocus is told when the keyboard comes and goes.
func (n *NumberField) SetOnFocus(f func(bool)) { n.entry.OnFocus = f }

// SetInvalid draws the frame in the error colour, or no longer.
func (n *NumberField) SetInvalid(invalid bool) { n.entry.SetInvalid(invalid) }

// Focus takes the keyboard.
func (n *NumberField) Focus() { n.entry.Focus() }

// Enable lets it be changed.
func (n *NumberField) Enable() { n.entry.Enable() }

// Disable lets it not be changed.
func (n *NumberField) Disable() { n.entry.Disable() }

// Disabled tells whether it can be changed.
func (n *NumberField) Disabled() bool { return n.entry.Disabled() }

// CreateRenderer shows the field.
func (n *NumberField) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(n.entry) }

// unit is the quiet word at the end of a number.
type unit struct {
	widget.BaseWidget
	text *canvas.Text
}

func newUnit(word string) *unit {
	u := &unit{text: canvas.NewText(word, theme.Color(theme.ColorNamePlaceHolder))}
	u.ExtendBaseWidget(u)
	return u
}

// MinSize is the word with air around it.
func (u *unit) MinSize() fyne.Size {
	m := metricsFor(theme.TextSize(), fyne.TextStyle{})
	return fyne.NewSize(m.exact(u.text.Text)+2*theme.InnerPadding(), m.lineHeight())
}

// Refresh takes the theme's colour.
func (u *unit) Refresh() {
	setText(u.text, u.text.Text, theme.Color(theme.ColorNamePlaceHolder), theme.TextSize(), fyne.TextStyle{})
}

// CreateRenderer draws the word.
func (u *unit) CreateRenderer() fyne.WidgetRenderer { return &unitRenderer{u} }

type unitRenderer struct{ u *unit }

func (r *unitRenderer) Destroy()                     {}
func (r *unitRenderer) Refresh()                     { r.u.Refresh() }
func (r *unitRenderer) MinSize() fyne.Size           { return r.u.MinSize() }
func (r *unitRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.u.text} }

func (r *unitRenderer) Layout(size fyne.Size) {
	r.u.Refresh()
	text := r.u.text.MinSize()
	r.u.text.Resize(text)
	r.u.text.Move(fyne.NewPos(size.Width-text.Width-theme.InnerPadding(), (size.Height-text.Height)/2))
}
