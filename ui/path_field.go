package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/ui/kit"
)

// pathField takes the path of a file: typed, or chosen by the button beside it.
type pathField struct {
	widget.BaseWidget
	entry  *kit.Entry
	choose *kit.Button
	row    *fyne.Container
}

func newPathField(hint, verb string, choose func()) *pathField {
	f := &pathField{entry: kit.NewEntry(), choose: kit.NewButton(verb, kit.Icon("folder"), choose)}
	f.entry.PlaceHolder = hint
	f.row = container.NewBorder(nil, nil, nil, f.choose, f.entry)
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer shows entry and button.
func (f *pathField) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.row) }

// Value is the path.
func (f *pathField) Value() string { return f.entry.Value() }

// SetValue sets the path.
func (f *pathField) SetValue(path string) { f.entry.SetValue(path) }

// SetOnChanged hears of typing.
func (f *pathField) SetOnChanged(changed func(string)) { f.entry.SetOnChanged(changed) }

// SetOnFocus hears of the keyboard's coming and going.
func (f *pathField) SetOnFocus(focused func(bool)) { f.entry.SetOnFocus(focused) }

// SetInvalid marks a path that has a problem.
func (f *pathField) SetInvalid(wrong bool) { f.entry.SetInvalid(wrong) }

// Focus takes the keyboard.
func (f *pathField) Focus() { f.entry.Focus() }

// Enable lets the path be changed.
func (f *pathField) Enable() { f.entry.Enable(); f.choose.Enable() }

// Disable keeps the path as it is.
func (f *pathField) Disable() { f.entry.Disable(); f.choose.Disable() }

// Disabled reports whether the path stays as it is.
func (f *pathField) Disabled() bool { return f.entry.Disabled() }
