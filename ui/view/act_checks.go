package view

import (
	"slices"
	"strings"

	"yunban/model"
)

// CheckLine is a line that the vendor confirms to be reclaimed, one by one (P 12, L 16).
type CheckLine struct {
	ID       string
	No       int
	Resource string
	Name     string
	Spec     string
	On       bool
}

// reclaimedLines is the value that holds the lines confirmed.
const reclaimedLines = "reclaimed_lines"

// checkLines lists what is to be confirmed; nothing is ticked at first.
func checkLines(p *model.Profile, lines []model.Line) []CheckLine {
	var out []CheckLine
	for _, l := range reclaimSection(p, lines).Lines {
		out = append(out, CheckLine{ID: lines[l.No-1].ID, No: l.No, Resource: l.Resource, Name: l.Name, Spec: l.Spec})
	}
	return out
}

// Checks lists the lines to confirm; none for most actions.
func (a *Act) Checks() []CheckLine { return a.checks }

// SetCheck confirms a line, or takes that back.
func (a *Act) SetCheck(line int, on bool) {
	a.checks[line].On = on
	var ids []string
	for _, c := range a.checks {
		if c.On {
			ids = append(ids, c.ID)
		}
	}
	a.values[reclaimedLines] = strings.Join(ids, model.ChoiceSeparator)
	a.settle(CheckField(a.checks[line].ID))
}

// Checked counts the lines confirmed.
func (a *Act) Checked() int {
	return len(slices.DeleteFunc(slices.Clone(a.checks), func(c CheckLine) bool { return !c.On }))
}

// CheckField names a line to confirm as problems do.
func CheckField(id string) string { return reclaimedLines + "." + id }
