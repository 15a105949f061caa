package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Picker chooses one entry of a code table. Typing searches, arrows and Enter choose, Esc leaves all as it was, Delete
// clears.
type Picker struct {
	widget.BaseWidget
	Options     []Option
	PlaceHolder string
	FreeText    bool // what is not in the list may be typed
	Required    bool // Delete does not clear
	OnChanged   func(code string)

	words PickerWords
	box   *selectBox
	value string
	list  *chooser
}

var _ Field = (*Picker)(nil)

// NewPicker makes a picker.
func NewPicker(options []Option, words PickerWords) *Picker {
	p := &Picker{Options: options, words: words}
	p.ExtendBaseWidget(p)
	p.box = &selectBox{open: p.open, clear: func() {
		if !p.Required {
			p.choose("")
		}
	}}
	p.box.ExtendBaseWidget(p.box)
	return p
}

func (p *Picker) open(typed string) {
	p.list = &chooser{words: p.words, options: p.Options, pick: func(o Option) { p.choose(o.Code) }}
	if p.FreeText {
		p.list.free = func(text string) { p.choose(strings.TrimSpace(text)) }
		if typed == "" && p.labelOf(p.value) == p.value {
			typed = p.value
		}
	}
	p.list.show(p.box, typed, p.value)
}

func (p *Picker) choose(code string) {
	if code == p.value {
		return
	}
	p.SetValue(code)
	if p.OnChanged != nil {
		p.OnChanged(code)
	}
}

// labelOf is the label of a code; a code that the table does not have stands for itself.
func (p *Picker) labelOf(code string) string {
	for _, o := range p.Options {
		if o.Code == code {
			return o.Label
		}
	}
	return code
}

// Value is the chosen code.
func (p *Picker) Value() string { return p.value }

// Label is the chosen label.
func (p *Picker) Label() string { return p.labelOf(p.value) }

// SetValue chooses a code without calling OnChanged.
func (p *Picker) SetValue(code string) {
	p.value = code
	p.Refresh()
}

// SetOptions changes the table.
func (p *Picker) SetOptions(options []Option) {
	p.Options = options
	p.Refresh()
}

// SetOnChanged sets OnChanged.
func (p *Picker) SetOnChanged(f func(string)) { p.OnChanged = f }

// SetInvalid draws the frame in the error colour, or no longer.
func (p *Picker) SetInvalid(invalid bool) {
	p.box.invalid = invalid
	p.box.Refresh()
}

// SetOnFocus is told when the keyboard comes and goes.
func (p *Picker) SetOnFocus(f func(bool)) { p.box.onFocus = f }

// Enable lets it be changed.
func (p *Picker) Enable() { p.box.Enable() }

// Disable lets it not be changed.
func (p *Picker) Disable() { p.box.Disable() }

// Disabled tells whether it can be changed.
func (p *Picker) Disabled() bool { return p.box.Disabled() }

// Focusable is what the keyboard goes to.
func (p *Picker) Focusable() fyne.Focusable { return p.box }

// Focus gives it the keyboard.
func (p *Picker) Focus() { focus(p.box) }

// Refresh shows what is chosen.
func (p *Picker) Refresh() {
	p.box.placeHolder = p.PlaceHolder
	p.box.text = p.labelOf(p.value)
	p.box.Refresh()
}

// CreateRenderer shows the closed list.
func (p *Picker) CreateRenderer() fyne.WidgetRenderer {
	p.Refresh()
	return widget.NewSimpleRenderer(p.box)
}
