package model

import (
	"fmt"
)

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
		first, known := f.Field(field.NotBefore)
		if field.NotBefore != "" && (!known || first.Kind != DateField) || (field.NotBefore != "" || field.Past) && field.Kind != DateField {
			wrong = append(wrong, fmt.Errorf("form %s, field %s: an order of days is between date fields of the form", f.ID, field.ID))
		}
		if field.When != nil && !seen[field.When.Field] {
			wrong = append(wrong, fmt.Errorf("form %s, field %s: depends on %q, which is not in the form", f.ID, field.ID, field.When.Field))
		}
	}
	for _, s := range f.Sections {
		if s.Kind != RowsSection {
			continue
		}
		if s.List != "" && len(p.Lists[s.List]) == 0 {
			wrong = append(wrong, fmt.Errorf("form %s, table %s: list %q is missing or empty", f.ID, s.ID, s.List))
		}
		columns := Form{ID: f.ID + "." + s.ID, Sections: []Section{{Fields: s.Fields}}}
		wrong = append(wrong, columns.checkDesign(p)...)
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
