package view

import (
	"strings"
	"time"

	"yunban/model"
)

// GrantTerm says how long a grant can still be used.
type GrantTerm struct {
	Standing model.GrantStanding
	From, To string
	Left     Text // nothing when it is over
}

// Term is the term of an access grant.
func (m *Matter) Term() GrantTerm {
	v, now := m.Granted(), m.desk.Clock()
	t := GrantTerm{Standing: m.GrantStands(now), From: v["from"], To: v["to"]}
	from, _ := model.ParseMoment(v["from"]) // checked when it was asked for
	to, _ := model.ParseMoment(v["to"])
	switch t.Standing {
	case model.GrantAhead:
		t.Left = spanText("grant.begins_in_", from.Sub(now))
	case model.GrantHolds:
		t.Left = spanText("grant.ends_in_", to.Sub(now))
	case model.GrantExpired:
		t.Left = spanText("grant.ended_", now.Sub(to))
	}
	return t
}

// spanText says a stretch of time in its largest fitting unit.
func spanText(key string, d time.Duration) Text {
	minutes := int64(d / time.Minute)
	switch {
	case minutes < 120:
		return Say(key+"minutes", "n", Grouped(minutes))
	case minutes < 48*60:
		return Say(key+"hours", "n", Grouped(minutes/60))
	}
	return Say(key+"days", "n", Grouped(minutes/60/24))
}

// Entries lists the entries that were logged against a grant, the first first.
func (m *Matter) Entries() *MatterTable {
	form, ok := m.Profile().StepForm(m.Kind, model.Enter)
	if m.Kind != model.AccessGrant || !ok {
		return nil
	}
	var t MatterTable
	for _, f := range form.Fields() {
		t.Columns = append(t.Columns, MatterColumn{Title: f.Label})
	}
	for _, act := range m.Acts {
		if act.Action != model.Enter {
			continue
		}
		var cells []string
		for _, f := range form.Fields() {
			cells = append(cells, strings.ReplaceAll(act.Values[f.ID], "\n", " "))
		}
		t.Rows = append(t.Rows, cells)
	}
	return &t
}
