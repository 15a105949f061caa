package model

import (
	"iter"
	"strconv"
	"strings"
)

// Values holds what was typed into a form: field id → text. Everything is kept as typed; Check says what is wrong.
type Values map[string]string

// Form is a form as data: the city's profile says which fields there are. Screens, commands, workbooks and papers
// are all drawn from it.
type Form struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Sections []Section `json:"sections"`
}

// Section is a part of a form that fits a screen.
type Section struct {
	ID     string      `json:"id"`
	Title  string      `json:"title"`
	Kind   SectionKind `json:"kind,omitempty"`
	Fields []Field     `json:"fields,omitempty"`
	List   string      `json:"list,omitempty"` // of rows that are fixed: the profile's list that names them
}

// SectionKind says what a section holds; the zero kind holds fields.
type SectionKind string

// The kinds of section.
const (
	FieldsSection    SectionKind = ""
	LinesSection     SectionKind = "lines"     // the resource lines (资源明细)
	MaterialsSection SectionKind = "materials" // the attached files
	RowsSection      SectionKind = "rows"      // a table: its fields are the columns
)

// RowName is the value of a fixed row that says which entry of its section's list it is.
const RowName = "row"

// Field is one thing asked for.
type Field struct {
	ID        string    `json:"id"`
	Label     string    `json:"label"`
	Kind      FieldKind `json:"kind"`
	Unit      string    `json:"unit,omitempty"` // 万元, 核, GB … shown behind the field
	Required  bool      `json:"required,omitempty"`
	MaxLength int       `json:"max_length,omitempty"` // in characters; a default by kind when 0
	Min       *int64    `json:"min,omitempty"`
	Max       *int64    `json:"max,omitempty"`
	List      string    `json:"list,omitempty"`       // the profile's list that the choices come from
	Open      bool      `json:"open,omitempty"`       // a choice that is not on the list may be typed
	When      *When     `json:"when,omitempty"`       // the field is asked for only then
	Past      bool      `json:"past,omitempty"`       // a date of something that has happened: not after today
	NotBefore string    `json:"not_before,omitempty"` // another date field of the form, whose day comes first
	Provision string    `json:"provision,omitempty"`  // what in the regulation asks for it: Profile.Provisions gives the article
	Help      string    `json:"help,omitempty"`
	Fill      string    `json:"fill,omitempty"` // what to offer at first: unit.name, person.phone … (see Desk.NewDraft)
}

// When asks for a field only if another field has one of these values.
type When struct {
	Field string   `json:"field"`
	In    []string `json:"in"`
}

// FieldKind is the kind of a field's value.
type FieldKind string

// The kinds of field.
const (
	TextField        FieldKind = "text"
	LongField        FieldKind = "long" // several lines
	IntegerField     FieldKind = "integer"
	DecimalField     FieldKind = "decimal"
	DateField        FieldKind = "date"
	ChoiceField      FieldKind = "choice"
	ChoicesField     FieldKind = "choices" // several, joined by |
	BooleanField     FieldKind = "boolean"
	DeclarationField FieldKind = "declaration" // a statement that must be made: only true is lawful
	PhoneField       FieldKind = "phone"
	EmailField       FieldKind = "email"
	CreditCodeField  FieldKind = "credit_code" // 统一社会信用代码, 18 characters
)

// True is the value of a ticked boolean or declaration.
const True = "true"

// ChoiceSeparator joins the values of a choices field.
const ChoiceSeparator = "|"

// Choice is one entry of a profile's list.
type Choice struct {
	ID    string    `json:"id"`
	Label string    `json:"label"`
	Lines LineShift `json:"lines,omitempty"` // of a category of changes: what it does to the lines
}

// Fields lists all fields of the form in order; the columns of its tables are not among them.
func (f Form) Fields() []Field {
	var all []Field
	for field := range f.eachField() {
		all = append(all, *field)
	}
	return all
}

// eachField is Fields one after the other: an act is judged without a copy of its form.
func (f Form) eachField() iter.Seq[*Field] {
	return func(yield func(*Field) bool) {
		for _, s := range f.Sections {
			if s.Kind == RowsSection {
				continue
			}
			for i := range s.Fields {
				if !yield(&s.Fields[i]) {
					return
				}
			}
		}
	}
}

// Section finds a section by its id; the zero one when there is none.
func (f Form) Section(id string) Section {
	for _, s := range f.Sections {
		if s.ID == id {
			return s
		}
	}
	return Section{}
}

// Field finds a field by its id.
func (f Form) Field(id string) (Field, bool) {
	for field := range f.eachField() {
		if field.ID == id {
			return *field, true
		}
	}
	return Field{}, false
}

// Asked reports whether the field is asked for, given the other values.
func (f Field) Asked(v Values) bool {
	if f.When == nil {
		return true
	}
	for _, want := range f.When.In {
		if v[f.When.Field] == want {
			return true
		}
	}
	return false
}

// Limit is the field's longest text in characters.
func (f Field) Limit() int {
	switch {
	case f.MaxLength > 0:
		return f.MaxLength
	case f.Kind == LongField:
		return 4000
	default:
		return 200
	}
}

// Choices splits the value of a choices field.
func (v Values) Choices(id string) []string {
	if v[id] == "" {
		return nil
	}
	return strings.Split(v[id], ChoiceSeparator)
}

// Int reads a whole number; ok is false when there is none.
func (v Values) Int(id string) (n int64, ok bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(v[id]), 10, 64)
	return n, err == nil
}

// Clone copies the values.
func (v Values) Clone() Values {
	c := make(Values, len(v))
	for k, s := range v {
		c[k] = s
	}
	return c
}

// Display writes a value for reading: a choice by its label, a tick as 是 or 否. Other kinds are shown as typed.
func (f Field) Display(p *Profile, value string) string {
	switch f.Kind {
	case ChoiceField:
		return p.LabelIn(f.List, value)
	case ChoicesField:
		var labels []string
		for _, one := range strings.Split(value, ChoiceSeparator) {
			if one != "" {
				labels = append(labels, p.LabelIn(f.List, one))
			}
		}
		return strings.Join(labels, "、")
	case BooleanField, DeclarationField:
		if value == True {
			return "是"
		}
		if value == "" {
			return ""
		}
		return "否"
	}
	return value
}
