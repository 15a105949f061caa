package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/model"
)

// FieldSpec is a field of a form as data.
type FieldSpec struct {
	Key      string
	Label    string
	Kind     FieldKind
	Required bool
	Wide     bool // the whole width; long texts and statements have it anyway
	Max      int  // characters
	Unit     string
	Help     string
	Options  []Option
	FreeText bool // a choice that is not on the list may be typed
}

// FieldKind is what a field takes.
type FieldKind int

// The kinds of field.
const (
	TextKind FieldKind = iota
	LongKind
	IntegerKind
	DecimalKind
	DateKind
	ChoiceKind
	ChoicesKind
	CheckKind // its label stands beside the box
	MomentKind
)

// FieldWords are the words that the fields of a form need.
type FieldWords struct {
	Choose string // in a picker with nothing chosen
	Picker PickerWords
	Date   *DateWords

	NowWord string        // the word that puts the present time into a field of a time
	Now     func() string // the present time, as such a field takes it
}

// NewField makes the widget for a spec.
func NewField(spec FieldSpec, words FieldWords) Field {
	switch spec.Kind {
	case LongKind:
		e := NewMultiLine()
		e.Max = spec.Max
		return e
	case IntegerKind, DecimalKind:
		return NewNumberField(spec.Unit)
	case DateKind:
		return NewDateField(words.Date)
	case ChoiceKind:
		p := NewPicker(spec.Options, words.Picker)
		p.PlaceHolder, p.FreeText = words.Choose, spec.FreeText
		return p
	case ChoicesKind:
		p := NewMultiPicker(spec.Options, words.Picker)
		p.PlaceHolder = words.Choose
		return p
	case CheckKind:
		return NewCheck(spec.Label, nil)
	case MomentKind:
		return NewMomentField(words.NowWord, words.Now)
	}
	e := NewEntry()
	e.Max = spec.Max
	if spec.Unit != "" {
		e.tail = newUnit(spec.Unit)
	}
	return e
}

// Form is a set of fields from data: two columns where there is room, one where not. It keeps no values of its own; the
// fields have them.
type Form struct {
	widget.BaseWidget
	OnChanged func(key, value string) // the user changed a field
	OnFocus   func(key string)        // a field took the keyboard

	rows  []*FormRow
	byKey map[string]*FormRow
	keys  []string
	box   *fyne.Container
}

// NewForm makes a form.
func NewForm(specs []FieldSpec, words FieldWords) *Form {
	f := &Form{byKey: map[string]*FormRow{}}
	var rows []fyne.CanvasObject
	for _, spec := range specs {
		rows = append(rows, f.add(spec, words))
	}
	f.box = container.New(&formGrid{f}, rows...)
	f.ExtendBaseWidget(f)
	return f
}

func (f *Form) add(spec FieldSpec, words FieldWords) *FormRow {
	field := NewField(spec, words)
	label := spec.Label
	if spec.Kind == CheckKind {
		label = ""
	}
	row := NewFormRow(label, spec.Required, field, spec.Help)
	row.Wide = spec.Wide || spec.Kind == LongKind || spec.Kind == CheckKind
	field.SetOnChanged(func(v string) {
		if f.OnChanged != nil {
			f.OnChanged(spec.Key, v)
		}
	})
	field.SetOnFocus(func(on bool) {
		if on && f.OnFocus != nil {
			f.OnFocus(spec.Key)
		}
	})
	f.rows = append(f.rows, row)
	f.keys = append(f.keys, spec.Key)
	f.byKey[spec.Key] = row
	return row
}

// Row finds the row of a field, or nil.
func (f *Form) Row(key string) *FormRow { return f.byKey[key] }

// Values gives what all fields hold.
func (f *Form) Values() model.Values {
	v := model.Values{}
	for key, row := range f.byKey {
		v[key] = row.Field.Value()
	}
	return v
}

// SetValues fills the fields without calling OnChanged; fields that values does not name become empty.
func (f *Form) SetValues(values model.Values) {
	for key, row := range f.byKey {
		row.Field.SetValue(values[key])
	}
}

// SetProblems shows under each field what is wrong with it; a field not named has no problem.
func (f *Form) SetProblems(problems map[string]string) {
	for key, row := range f.byKey {
		row.SetProblem(problems[key])
	}
	f.box.Refresh()
}

// SetShown shows or hides a field.
func (f *Form) SetShown(key string, shown bool) {
	if row := f.byKey[key]; row != nil && row.Visible() != shown {
		show(row, shown)
		f.box.Refresh()
	}
}

// Focus puts the keyboard on a field and says whether there is such a field.
func (f *Form) Focus(key string) bool {
	row := f.byKey[key]
	if row == nil || !row.Visible() {
		return false
	}
	row.Field.Focus()
	return true
}

// Disable makes the whole form one to read.
func (f *Form) Disable() {
	for _, row := range f.rows {
		row.Field.Disable()
	}
}

// CreateRenderer lays the rows out.
func (f *Form) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.box) }

const (
	formNarrow = 560
	formGap    = 12
	formGutter = 20
)

type formGrid struct{ form *Form }

// MinSize is the height that the width it has got needs.
func (g *formGrid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(240, 0)
	width := float32(0)
	if g.form.box != nil {
		width = g.form.box.Size().Width
	}
	if width == 0 {
		for _, o := range objects {
			size.Height += o.MinSize().Height + formGap
		}
		return size
	}
	size.Height = g.arrange(objects, width, func(o fyne.CanvasObject, _, _, w float32) float32 { return o.MinSize().Height })
	return size
}

func (g *formGrid) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	g.arrange(objects, size.Width, placeAt)
}

// arrange walks the rows in reading order and gives each its place; it returns the height of all.
func (g *formGrid) arrange(objects []fyne.CanvasObject, width float32, place func(o fyne.CanvasObject, x, y, w float32) float32) float32 {
	columns := 2
	if width < formNarrow {
		columns = 1
	}
	column := (width - formGutter*float32(columns-1)) / float32(columns)
	var y, high float32
	col := 0
	nextLine := func() {
		if col > 0 {
			y += high + formGap
			high, col = 0, 0
		}
	}
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		w := column
		if o.(*FormRow).Wide {
			nextLine()
			w = width
		}
		high = max(high, place(o, float32(col)*(column+formGutter), y, w))
		if col++; col == columns || o.(*FormRow).Wide {
			nextLine()
		}
	}
	nextLine()
	return max(0, y-formGap)
}
