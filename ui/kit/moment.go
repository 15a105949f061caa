package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// MomentField takes a time of a day, typed as 2026-02-11 09:30. The word at its end, or Down, puts the present time in.
type MomentField struct {
	widget.BaseWidget
	OnChanged func(string)
	entry     *Entry
	now       func() string
}

var _ Field = (*MomentField)(nil)

// NewMomentField makes a field; the word is the one that puts the present time in.
func NewMomentField(word string, now func() string) *MomentField {
	m := &MomentField{entry: NewEntry(), now: now}
	m.entry.PlaceHolder = "yyyy-mm-dd hh:mm"
	m.entry.Filter = momentRune
	m.entry.OnChanged = func(text string) {
		if m.OnChanged != nil {
			m.OnChanged(text)
		}
	}
	m.entry.OnKey = func(key *fyne.KeyEvent) bool {
		if key.Name != fyne.KeyDown || m.Disabled() {
			return false
		}
		m.take()
		return true
	}
	m.entry.tail = newTapWord(word, m.take)
	m.ExtendBaseWidget(m)
	return m
}

// momentRune keeps what times are written with, and makes wide signs narrow.
func momentRune(r rune) rune {
	switch r {
	case '：', ':':
		return ':'
	case ' ', '　':
		return ' '
	}
	return dateRune(r)
}

func (m *MomentField) take() {
	if m.Disabled() {
		return
	}
	m.entry.SetValue(m.now())
	if m.OnChanged != nil {
		m.OnChanged(m.entry.Value())
	}
}

// Value is the time as it was typed.
func (m *MomentField) Value() string { return m.entry.Value() }

// SetValue sets the time without calling OnChanged.
func (m *MomentField) SetValue(s string) { m.entry.SetValue(s) }

// SetOnChanged sets OnChanged.
func (m *MomentField) SetOnChanged(f func(string)) { m.OnChanged = f }

// SetOnFocus is told when the keyboard comes and goes.
func (m *MomentField) SetOnFocus(f func(bool)) { m.entry.OnFocus = f }

// SetInvalid draws the frame in the error colour, or no longer.
func (m *MomentField) SetInvalid(invalid bool) { m.entry.SetInvalid(invalid) }

// Focus takes the keyboard.
func (m *MomentField) Focus() { m.entry.Focus() }

// Enable lets it be changed.
func (m *MomentField) Enable() { m.entry.Enable() }

// Disable lets it not be changed.
func (m *MomentField) Disable() { m.entry.Disable() }

// Disabled tells whether it can be changed.
func (m *MomentField) Disabled() bool { return m.entry.Disabled() }

// CreateRenderer shows the field.
func (m *MomentField) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(m.entry) }

// tapWord is a word at the end of a field that can be tapped. It takes no part in the Tab order.
type tapWord struct {
	unit
	tapped func()
}

func newTapWord(word string, tapped func()) *tapWord {
	t := &tapWord{unit: unit{text: newUnit(word).text}, tapped: tapped}
	t.ExtendBaseWidget(t)
	return t
}

// Tapped does what the word says.
func (t *tapWord) Tapped(*fyne.PointEvent) { t.tapped() }

// Cursor is a hand.
func (t *tapWord) Cursor() desktop.Cursor { return desktop.PointerCursor }

// Refresh takes the theme's colour.
func (t *tapWord) Refresh() {
	setText(t.text, t.text.Text, theme.Color(theme.ColorNamePrimary), theme.TextSize(), fyne.TextStyle{})
}

// CreateRenderer draws the word.
func (t *tapWord) CreateRenderer() fyne.WidgetRenderer {
	return &tapWordRenderer{unitRenderer{&t.unit}, t}
}

type tapWordRenderer struct {
	unitRenderer
	word *tapWord
}

func (r *tapWordRenderer) Refresh() { r.word.Refresh() }

func (r *tapWordRenderer) Layout(size fyne.Size) {
	r.unitRenderer.Layout(size)
	r.word.Refresh()
}
