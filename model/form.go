package model

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"yunban/model/workday"
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
}

// SectionKind says what a section holds; the zero kind holds fields.
type SectionKind string

// The kinds of section.
const (
	FieldsSection    SectionKind = ""
	LinesSection     SectionKind = "lines"     // the resource lines (资源明细)
	MaterialsSection SectionKind = "materials" // the attached files
)

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
	List      string    `json:"list,omitempty"`      // the profile's list that the choices come from
	Open      bool      `json:"open,omitempty"`      // a choice that is not on the list may be typed
	When      *When     `json:"when,omitempty"`      // the field is asked for only then
	Provision string    `json:"provision,omitempty"` // what in the regulation asks for it: Profile.Provisions gives the article
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
	ID    string `json:"id"`
	Label string `json:"label"`
}

// Fields lists all fields of the form in order.
func (f Form) Fields() []Field {
	var all []Field
	for _, s := range f.Sections {
		all = append(all, s.Fields...)
	}
	return all
}

// Field finds a field by its id.
func (f Form) Field(id string) (Field, bool) {
	for _, s := range f.Sections {
		for _, field := range s.Fields {
			if field.ID == id {
				return field, true
			}
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

// Check finds everything wrong with the values of the form's fields at once, in the order of the form.
func (f Form) Check(p *Profile, v Values) []Problem {
	var found []Problem
	for _, field := range f.Fields() {
		if !field.Asked(v) {
			continue
		}
		if pr, bad := field.check(p, v[field.ID]); bad {
			found = append(found, pr)
		}
	}
	return found
}

// check finds the first thing wrong with one value.
func (f Field) check(p *Profile, raw string) (Problem, bool) {
	value := strings.TrimSpace(raw)
	if f.Kind == DeclarationField {
		if value == True {
			return Problem{}, false
		}
		return problem(f.ID, "problem.declaration", "label", f.Label, "article", p.ArticleOf(f.Provision)), true
	}
	if value == "" {
		if f.Required {
			return problem(f.ID, "problem.required", "label", f.Label), true
		}
		return Problem{}, false
	}
	if n := utf8.RuneCountInString(value); n > f.Limit() {
		return problem(f.ID, "problem.too_long", "label", f.Label, "max", strconv.Itoa(f.Limit()), "now", strconv.Itoa(n)), true
	}
	if !utf8.ValidString(value) {
		return problem(f.ID, "problem.not_text", "label", f.Label), true
	}
	if key := f.wrongKind(p, value); key != "" {
		return problem(f.ID, key, f.boundsArgs()...), true
	}
	return Problem{}, false
}

var (
	phonePattern   = regexp.MustCompile(`^\+?[0-9][0-9 \-]{5,18}[0-9](转[0-9]{1,6})?$`)
	emailPattern   = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s.]+$`)
	decimalPattern = regexp.MustCompile(`^-?[0-9]{1,12}(\.[0-9]{1,4})?$`)
)

// wrongKind is the key of what is wrong with a value of this kind, or nothing.
func (f Field) wrongKind(p *Profile, value string) string {
	switch f.Kind {
	case IntegerField:
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return "problem.not_integer"
		}
		return f.outOfBounds(float64(n))
	case DecimalField:
		if !decimalPattern.MatchString(value) {
			return "problem.not_number"
		}
		n, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return "problem.not_number"
		}
		return f.outOfBounds(n)
	case DateField:
		if _, err := workday.ParseDate(value); err != nil {
			return "problem.not_date"
		}
	case BooleanField:
		if value != True && value != "false" {
			return "problem.not_boolean"
		}
	case ChoiceField:
		if !f.Open && !p.InList(f.List, value) {
			return "problem.not_on_list"
		}
	case ChoicesField:
		for _, one := range strings.Split(value, ChoiceSeparator) {
			if !f.Open && !p.InList(f.List, one) {
				return "problem.not_on_list"
			}
		}
	case PhoneField:
		if !phonePattern.MatchString(value) {
			return "problem.not_phone"
		}
	case EmailField:
		if !emailPattern.MatchString(value) {
			return "problem.not_email"
		}
	case CreditCodeField:
		if !validCreditCode(value) {
			return "problem.not_credit_code"
		}
	}
	return ""
}

func (f Field) outOfBounds(n float64) string {
	if f.Min != nil && n < float64(*f.Min) {
		return "problem.too_small"
	}
	if f.Max != nil && n > float64(*f.Max) {
		return "problem.too_big"
	}
	return ""
}

func (f Field) boundsArgs() []string {
	pairs := []string{"label", f.Label}
	if f.Min != nil {
		pairs = append(pairs, "min", strconv.FormatInt(*f.Min, 10))
	}
	if f.Max != nil {
		pairs = append(pairs, "max", strconv.FormatInt(*f.Max, 10))
	}
	return pairs
}

// creditCodeWeights and the alphabet are those of GB 32100-2015, the unified social credit code.
var creditCodeWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

const creditCodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// validCreditCode checks length, alphabet and check character.
func validCreditCode(code string) bool {
	code = strings.ToUpper(code)
	if len(code) != 18 {
		return false
	}
	sum := 0
	for i := range 17 {
		at := strings.IndexByte(creditCodeAlphabet, code[i])
		if at < 0 {
			return false
		}
		sum += at * creditCodeWeights[i]
	}
	return creditCodeAlphabet[(31-sum%31)%31] == code[17]
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

// checkDesign finds what is wrong with the form itself, as the profile's author wrote it.
func (f Form) checkDesign(p *Profile) []error {
	var wrong []error
	seen := map[string]bool{}
	for _, field := range f.Fields() {
		at := fmt.Sprintf("form %s, field %s", f.ID, field.ID)
		if field.ID == "" || field.Label == "" {
			wrong = append(wrong, fmt.Errorf("%s: id or label is missing", at))
		}
		if seen[field.ID] {
			wrong = append(wrong, fmt.Errorf("%s: there are two of that id", at))
		}
		seen[field.ID] = true
		wrong = append(wrong, field.checkDesign(p, at)...)
	}
	for _, field := range f.Fields() {
		if field.When != nil && !seen[field.When.Field] {
			wrong = append(wrong, fmt.Errorf("form %s, field %s: depends on %q, which is not in the form", f.ID, field.ID, field.When.Field))
		}
	}
	return wrong
}

var fieldKinds = map[FieldKind]bool{TextField: true, LongField: true, IntegerField: true, DecimalField: true,
	DateField: true, ChoiceField: true, ChoicesField: true, BooleanField: true, DeclarationField: true,
	PhoneField: true, EmailField: true, CreditCodeField: true}

func (f Field) checkDesign(p *Profile, at string) []error {
	var wrong []error
	if !fieldKinds[f.Kind] {
		wrong = append(wrong, fmt.Errorf("%s: kind %q is unknown", at, f.Kind))
	}
	if f.Kind == ChoiceField || f.Kind == ChoicesField {
		if len(p.Lists[f.List]) == 0 {
			wrong = append(wrong, fmt.Errorf("%s: list %q is missing or empty", at, f.List))
		}
	}
	if f.Kind == DeclarationField && f.Provision == "" {
		wrong = append(wrong, fmt.Errorf("%s: a declaration must say which provision asks for it", at))
	}
	if f.Provision != "" && p.Provisions[f.Provision] == "" {
		wrong = append(wrong, fmt.Errorf("%s: provision %q has no article", at, f.Provision))
	}
	return wrong
}
