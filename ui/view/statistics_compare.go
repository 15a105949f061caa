package view

import (
	"math"

	"yunban/app"
	"yunban/model"
)

// compare sets the period before beside the figures, and adds a table of both (R53).
func (s *Statistics) compare(c app.Compared) {
	s.Compared = true
	s.With = Say("stat.compared_with", "from", c.EarlierFrom.String(), "to", c.Earlier.String())
	for i, before := range statFigures(c.Before.All) {
		f := &s.Figures[i]
		f.Before = before.Value
		if f.number != nil && before.number != nil {
			f.Change = change(*f.number - *before.number)
		}
	}
	s.Tables = append(s.Tables, comparedTable(c))
}

func comparedTable(c app.Compared) StatTable {
	t := StatTable{ID: "compared", Columns: []StatColumn{{"register.item", false}, {"register.now", true}, {"register.before", true}, {"register.difference", true}},
		Note: Say("stat.periods", "from", c.From.String(), "to", c.To.String(), "before", c.EarlierFrom.String(), "until", c.Earlier.String())}
	for _, r := range c.Rows() {
		name := say("register." + r.Key)
		if r.Status != "" {
			name = Cell{Step: []Text{Say("case." + string(r.Case)), Say(model.StatusKey(r.Case, r.Status))}}
		}
		difference := say("trend.no_data")
		if r.Difference != nil {
			difference = plain(change(*r.Difference))
		}
		t.Rows = append(t.Rows, StatRow{Cells: []Cell{name, known(r.Now), known(r.Before), difference}})
	}
	return t
}

// known writes a figure with one decimal; where there was nothing to count it says so.
func known(f *float64) Cell {
	if f == nil {
		return say("trend.no_data")
	}
	return plain(model.Decimal(math.Round(*f*10) / 10))
}

// change writes by how much a figure grew, with its sign: +2, -0.5, 0.
func change(by float64) string {
	by = math.Round(by*10) / 10
	if by > 0 {
		return "+" + model.Decimal(by)
	}
	return model.Decimal(by)
}
