package view

import "yunban/model"

// LineChange says what a change application does to a line.
type LineChange string

// What becomes of a line.
const (
	LineSame    LineChange = "same"
	LineNew     LineChange = "new"
	LineChanged LineChange = "changed"
	LineRemoved LineChange = "removed"
)

// changeOf reads what a line of a change application changes.
func changeOf(l model.Line) LineChange {
	switch {
	case l.Values[model.RemoveLine] == model.True:
		return LineRemoved
	case l.Before == nil:
		return LineNew
	case *l.Before == l.Asked && same(said(l.Was), said(l.Values)):
		return LineSame
	}
	return LineChanged
}

// said drops what was left empty.
func said(v model.Values) model.Values {
	out := model.Values{}
	for k, text := range v {
		if text != "" {
			out[k] = text
		}
	}
	return out
}

// diffs lists what differs between a line as it runs and as it is asked for, in the order of its type's columns.
func diffs(p *model.Profile, r model.Resource, l model.Line) []SheetField {
	if changeOf(l) != LineChanged {
		return nil
	}
	was := model.RowOf(model.Line{Values: l.Was, Asked: *l.Before}).Values
	now := model.RowOf(l).Values
	var fields []SheetField
	for _, f := range columnsOf(r) {
		if was[f.ID] != now[f.ID] {
			fields = append(fields, SheetField{ID: f.ID, Label: f.Label, Unit: f.Unit, Changed: true,
				Before: f.Display(p, was[f.ID]), Value: f.Display(p, now[f.ID])})
		}
	}
	return fields
}

// beforeTotals adds up how the lines ran; new lines count nothing.
func beforeTotals(lines []model.Line) model.Totals {
	var ran []model.Line
	for _, l := range lines {
		if l.Before != nil {
			ran = append(ran, model.Line{Asked: *l.Before})
		}
	}
	return model.TotalsAt(ran, model.StageAsked)
}
