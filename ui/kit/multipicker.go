package kit

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"yunban/model"
)

// MultiPicker chooses several entries of a code table. Enter or a click ticks, Esc closes the list. Its value is the
// codes in the order of the table, joined by |.
type MultiPicker struct {
	widget.BaseWidget
	Options     []Option
	PlaceHolder string
	OnChanged   func(codes string)

	words  PickerWords
	box    *selectBox
	chosen []string
	list   *chooser
}

var _ Field = (*MultiPicker)(nil)

// NewMultiPicker makes a picker of several.
func NewMultiPicker(options []Option, words PickerWords) *MultiPicker {
	p := &MultiPicker{Options: options, words: words}
	p.ExtendBaseWidget(p)
	p.box = &selectBox{open: p.open, clear: func() { p.set(nil) }}
	p.box.ExtendBaseWidget(p.box)
	return p
}

func (p *MultiPicker) open(typed string) {
	p.list = &chooser{
		words:   p.words,
		options: p.Options,
		ticked:  func(code string) bool { return slices.Contains(p.chosen, code) },
		pick:    func(o Option) { p.toggle(o.Code) },
	}
	p.list.show(p.box, typed, "")
}

func (p *MultiPicker) toggle(code string) {
	if i := slices.Index(p.chosen, code); i >= 0 {
		p.set(slices.Delete(slices.Clone(p.chosen), i, i+1))
		return
	}
	p.set(append(slices.Clone(p.chosen), code))
}

func (p *MultiPicker) set(codes []string) {
	before := p.Value()
	p.chosen = p.inOrder(codes)
	p.Refresh()
	if now := p.Value(); now != before && p.OnChanged != nil {
		p.OnChanged(now)
	}
}

// inOrder sorts codes as the table has them; those it does not have stay at the end.
func (p *MultiPicker) inOrder(codes []string) []string {
	var out []string
	for _, o := range p.Options {
		if slices.Contains(codes, o.Code) {
			out = append(out, o.Code)
		}
	}
	for _, code := range codes {
		if !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return out
}

// Values are the chosen codes.
func (p *MultiPicker) Values() []string { return slices.Clone(p.chosen) }

// Value is the chosen codes joined by |.
func (p *MultiPicker) Value() string { return strings.Join(p.chosen, model.ChoiceSeparator) }

// SetValue chooses codes joined by |, without calling OnChanged.
func (p *MultiPicker) SetValue(codes string) {
	p.chosen = nil
	if codes != "" {
		p.chosen = p.inOrder(strings.Split(codes, model.ChoiceSeparator))
	}
	p.Refresh()
}

// SetOnChanged sets OnChanged.
func (p *MultiPicker) SetOnChanged(f func(string)) { p.OnChanged = f }

// SetInvalid draws the frame in the error colour, or no longer.
func (p *MultiPicker) SetInvalid(invalid bool) {
	p.box.invalid = invalid
	p.box.Refresh()
}

// SetOnFocus is told when the keyboard comes and goes.
func (p *MultiPicker) SetOnFocus(f func(bool)) { p.box.onFocus = f }

// Enable lets it be changed.
func (p *MultiPicker) Enable() { p.box.Enable() }

// Disable lets it not be changed.
func (p *MultiPicker) Disable() { p.box.Disable() }

// Disabled tells whether it can be changed.
func (p *MultiPicker) Disabled() bool { return p.box.Disabled() }

// Focus gives it the keyboard.
func (p *MultiPicker) Focus() { focus(p.box) }

// Refresh shows what is chosen.
func (p *MultiPicker) Refresh() {
	p.box.placeHolder = p.PlaceHolder
	labels := make([]string, 0, len(p.chosen))
	for _, code := range p.chosen {
		labels = append(labels, p.labelOf(code))
	}
	p.box.text = strings.Join(labels, "、")
	p.box.Refresh()
}

func (p *MultiPicker) labelOf(code string) string {
	for _, o := range p.Options {
		if o.Code == code {
			return o.Label
		}
	}
	return code
}

// CreateRenderer shows the closed list.
func (p *MultiPicker) CreateRenderer() fyne.WidgetRenderer {
	p.Refresh()
	return widget.NewSimpleRenderer(p.box)
}
