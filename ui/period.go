package ui

import (
	"yunban/ui/kit"
	"yunban/ui/view"
)

// newPeriods offers the usual periods.
func (w *Window) newPeriods(taken func(from, to string)) *kit.Presets {
	words := make([]string, len(view.Periods))
	for i, name := range view.Periods {
		words[i] = w.T("period." + name)
	}
	p := kit.NewPresets(words)
	p.OnTaken = func(i int) {
		p.Choose(i)
		taken(view.PeriodOf(view.Periods[i], w.desk.Today()))
	}
	return p
}

// unitPicker chooses one unit, or all.
func (w *Window) unitPicker(units []view.Offer, unit string) *kit.Picker {
	p := kit.NewPicker(append([]kit.Option{{Label: w.T("list.any_unit")}}, w.options(units)...), w.pickerWords())
	p.PlaceHolder = w.T("list.any_unit")
	p.SetValue(unit)
	return p
}
