package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Button is Fyne's button, which also takes Enter, and hands the keys that it has no use for on to the window.
type Button struct {
	widget.Button
}

// NewButton makes a button with a word and perhaps an icon.
func NewButton(word string, icon fyne.Resource, tapped func()) *Button {
	b := &Button{}
	b.Text, b.Icon, b.OnTapped = word, icon, tapped
	b.ExtendBaseWidget(b)
	return b
}

// NewPrimaryButton makes the button of what most people want here; a screen has one.
func NewPrimaryButton(word string, icon fyne.Resource, tapped func()) *Button {
	b := NewButton(word, icon, tapped)
	b.Importance = widget.HighImportance
	return b
}

// NewQuietButton makes a button without a ground, for tools beside other things.
func NewQuietButton(word string, icon fyne.Resource, tapped func()) *Button {
	b := NewButton(word, icon, tapped)
	b.Importance = widget.LowImportance
	return b
}

// TypedKey presses the button by Enter or Space.
func (b *Button) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if !b.Disabled() {
			b.Tapped(nil)
		}
	default:
		passKey(b, key)
	}
}

// FocusGained brings the button into sight.
func (b *Button) FocusGained() {
	b.Button.FocusGained()
	reveal(b)
}
