package view

import (
	"slices"

	"yunban/model"
)

// FindingRow is a finding of an inspection in words.
type FindingRow struct {
	model.Finding
	Risk    string
	State   Text
	Mood    Mood
	Overdue bool
	Steps   []MatterStage // how it was rectified and checked, the first first
	Can     []model.Action
}

// FindingRows lists what an inspection found and what may be done about each.
func (m *Matter) FindingRows() []FindingRow {
	var rows []FindingRow
	for _, f := range m.Findings() {
		row := FindingRow{Finding: f, Risk: m.Profile().LabelIn("risk_levels", f.Values["risk"]), State: Say("finding." + string(f.State)),
			Mood: map[model.FindingState]Mood{model.FindingOpen: MoodWaits, model.FindingRectified: MoodRuns, model.FindingClosed: MoodGood}[f.State]}
		if row.Overdue = f.Overdue(m.desk.Today()); row.Overdue {
			row.State, row.Mood = Say("finding.overdue"), MoodLate
		}
		step := map[model.FindingState]model.Action{model.FindingOpen: model.Rectify, model.FindingRectified: model.Recheck}[f.State]
		if slices.Contains(m.Can, step) && (step != model.Rectify || m.rectifies(f)) {
			row.Can = []model.Action{step}
		}
		for _, act := range m.Acts {
			if act.Values["finding"] == f.ID && (act.Action == model.Rectify || act.Action == model.Recheck) {
				row.Steps = append(row.Steps, MatterStage{MatterAct: act, Key: m.checkedKey(act)})
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// rectifies reports whether a finding is this person's unit's to rectify, or that of a unit the person acts for.
func (m *Matter) rectifies(f model.Finding) bool {
	return m.desk.ActsForOthers() || f.RectifiedBy(m.desk.Unit, model.Unit{ID: m.Unit, Name: m.Owner})
}

// checkedKey says of a check whether it was passed.
func (m *Matter) checkedKey(act model.MatterAct) string {
	switch {
	case act.Action != model.Recheck:
		return StepKey(m.Kind, act.Action)
	case act.Values["passed"] == model.True:
		return "finding.passed"
	}
	return "finding.not_passed"
}
