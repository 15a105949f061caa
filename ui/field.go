package ui

import (
	"yunban/model"
	"yunban/ui/kit"
)

// newForm draws fields of a form of the regulation, filled with what was typed so far.
func (w *Window) newForm(fields []model.Field, p *model.Profile, values model.Values) *kit.Form {
	specs := make([]kit.FieldSpec, len(fields))
	for i, f := range fields {
		specs[i] = w.specOf(f, p)
	}
	form := kit.NewForm(specs, w.fieldWords())
	form.SetValues(values)
	for _, f := range fields {
		if f.Kind == model.BooleanField && !f.Required {
			form.Row(f.ID).Wide = false // a word, not a statement
		}
		if e, ok := form.Row(f.ID).Field.(*kit.Entry); ok && narrowOnly(f.Kind) {
			e.Filter = halfWidth
		}
	}
	return form
}

// fieldWords are the words that fields need.
func (w *Window) fieldWords() kit.FieldWords {
	return kit.FieldWords{Choose: w.T("field.choose"), Picker: w.pickerWords(), Date: w.dateWords()}
}

// specOf says how a field is drawn.
func (w *Window) specOf(f model.Field, p *model.Profile) kit.FieldSpec {
	spec := kit.FieldSpec{Key: f.ID, Label: f.Label, Kind: fieldKinds[f.Kind], Max: f.Limit(), Unit: f.Unit, FreeText: f.Open,
		Required: f.Required || f.Kind == model.DeclarationField}
	switch {
	case f.Kind == model.ChoiceField || f.Kind == model.ChoicesField:
		spec.Options = optionsOf(p, f.List)
	case f.Kind == model.BooleanField && f.Required: // an empty box could mean no or not answered
		spec.Kind = kit.ChoiceKind
		spec.Options = []kit.Option{{Code: model.True, Label: w.T("field.yes")}, {Code: "false", Label: w.T("field.no")}}
	}
	return spec
}

// fieldKinds says which input takes which kind of value; the rest is typed in one line.
var fieldKinds = map[model.FieldKind]kit.FieldKind{
	model.LongField:        kit.LongKind,
	model.IntegerField:     kit.IntegerKind,
	model.DecimalField:     kit.DecimalKind,
	model.DateField:        kit.DateKind,
	model.ChoiceField:      kit.ChoiceKind,
	model.ChoicesField:     kit.ChoicesKind,
	model.BooleanField:     kit.CheckKind,
	model.DeclarationField: kit.CheckKind,
}

// atOneStroke tells the kinds that are complete at one stroke: their problems show at once.
func atOneStroke(k model.FieldKind) bool {
	return k == model.ChoiceField || k == model.BooleanField || k == model.DeclarationField
}

// narrowOnly tells the kinds that are written in narrow letters and digits only.
func narrowOnly(k model.FieldKind) bool {
	return k == model.PhoneField || k == model.CreditCodeField || k == model.EmailField
}

// halfWidth turns the wide digits and signs of a Chinese keyboard into narrow ones.
func halfWidth(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '　':
		return ' '
	case r == '。':
		return '.'
	}
	return r
}

func optionsOf(p *model.Profile, list string) []kit.Option {
	var options []kit.Option
	for _, c := range p.Lists[list] {
		options = append(options, kit.Option{Code: c.ID, Label: c.Label})
	}
	return options
}

func (w *Window) pickerWords() kit.PickerWords {
	return kit.PickerWords{Search: w.T("picker.search"), None: w.T("picker.none")}
}

// noteOf writes a word of help and the article that asks for something.
func (w *Window) noteOf(help, article string) string {
	switch {
	case article == "":
		return help
	case help == "":
		return w.T("intake.article", "article", article)
	}
	return help + "　" + w.T("intake.article", "article", article)
}
