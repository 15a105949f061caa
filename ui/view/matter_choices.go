package view

import (
	"slices"
	"strconv"

	"yunban/model"
)

// MatterChoice is a step that can be taken now, or one that cannot yet, with the reason.
type MatterChoice struct {
	Action model.Action
	Words  string // the key of its words
	Why    *model.Problem
}

// hiddenWhy are the reasons for which a step is no use to the person at all: it is not shown.
var hiddenWhy = []string{"problem.not_asker", "problem.received_already", "problem.said_already"}

// Choices lists the steps that stand as buttons beside the matter; those of a finding stand at the finding.
func (m *Matter) Choices() []MatterChoice {
	var choices []MatterChoice
	for _, a := range m.Can {
		if a == model.Rectify || a == model.Recheck {
			continue
		}
		c := MatterChoice{Action: a, Words: StepKey(m.Kind, a)}
		if why, barred := m.barred(a); barred {
			if slices.Contains(hiddenWhy, why.Key) {
				continue
			}
			c.Why = &why
		}
		choices = append(choices, c)
	}
	slices.SortStableFunc(choices, func(a, b MatterChoice) int { return rankOf(a.Action) - rankOf(b.Action) })
	return choices
}

// rankOf puts what leads on first, and what takes back last.
func rankOf(a model.Action) int {
	switch a {
	case model.Replace:
		return 2
	case model.TakeBack, model.Revoke, model.RefuseGrant, model.Reopen:
		return 3
	case model.Close:
		return 1
	}
	return 0
}

// barred asks the rule itself whether the step is out of the question whatever is filled in.
func (m *Matter) barred(a model.Action) (model.Problem, bool) {
	for _, arrow := range model.MatterArrows(m.Kind) {
		if arrow.From != m.Status || arrow.Action != a || arrow.Need == nil {
			continue
		}
		now := m.desk.Clock()
		probe := model.MatterStep{Action: a, Actor: m.desk.Person, Unit: m.desk.Unit, Claimed: now, At: now, Values: model.Values{}}
		for _, p := range arrow.Need(m.Profile(), m.Matter, probe, model.Surroundings{}) {
			if p.Field == "" && (p.Key != "problem.not_asker" || !m.desk.ActsForOthers()) {
				return p, true
			}
		}
	}
	return model.Problem{}, false
}

// MayAnswer reports whether the person can answer this survey for the unit now.
func (m *Matter) MayAnswer() bool {
	return m.Kind == model.Survey && m.SurveyOpen(m.desk.Today()) && m.desk.Unit.ID != "" && len(m.desk.MayBegin(model.SurveyAnswer)) > 0 &&
		!slices.ContainsFunc(m.answers, func(a model.Matter) bool { return a.Unit == m.desk.Unit.ID })
}

// Answer begins the unit's answer to this survey.
func (m *Matter) Answer() *MatterStep {
	s := NewMatter(m.desk, model.SurveyAnswer, model.Lodge, m.units)
	s.fix("survey", m.ID, m.Title())
	return s
}

// Answers lists the answers to a survey that the person may read.
func (m *Matter) Answers() []MatterRow {
	var rows []MatterRow
	for _, a := range m.answers {
		row := rowOf(m.desk, m.units, a)
		row.Next = a.Values["comment"]
		rows = append(rows, row)
	}
	return rows
}

// Levels counts the answers by the four levels of satisfaction, in their order (T18).
func (m *Matter) Levels() []LevelCount {
	var levels []LevelCount
	for _, l := range m.Profile().Lists["satisfactions"] {
		n := 0
		for _, a := range m.answers {
			if a.Values["satisfaction"] == l.ID {
				n++
			}
		}
		levels = append(levels, LevelCount{l.Label, n})
	}
	return levels
}

// LevelTable is what stands behind the picture of a survey.
func (m *Matter) LevelTable(say func(Text) string) MatterTable {
	t := MatterTable{Columns: []MatterColumn{{Title: say(Say("survey.level"))}, {say(Say("survey.units")), true}}}
	for _, l := range m.Levels() {
		t.Rows = append(t.Rows, []string{l.Label, strconv.Itoa(l.Count)})
	}
	return t
}

// LevelCount is how many chose a level of satisfaction.
type LevelCount struct {
	Label string
	Count int
}
