package view

import (
	"context"
	"slices"
	"strings"
	"time"

	"yunban/app"
	"yunban/model"
)

// Matter is one matter as its page shows it.
type Matter struct {
	app.MatterFile
	Score   *Score            // of an assessment, as it was frozen
	Papers  []app.PaperOption // that the person can issue now
	Usage   Trend             // of a monthly report: how the unit's systems were used, up to now
	desk    *app.Desk
	units   []model.Unit
	answers []model.Matter // of a survey, as far as the person may read them
	users   []string       // of what is for everybody: the ids of the units that have systems on the cloud
}

// OpenMatter reads a matter.
func OpenMatter(ctx context.Context, desk *app.Desk, kind model.SubjectKind, id string) (*Matter, error) {
	file, err := desk.Matter(ctx, kind, id)
	if err != nil {
		return nil, err
	}
	m := &Matter{MatterFile: file, desk: desk}
	if m.units, err = desk.Units(ctx); err != nil {
		return nil, err
	}
	if kind == model.MonthlyReport {
		if m.Usage, err = LoadUsage(ctx, desk, file.Unit, ""); err != nil {
			return nil, err
		}
	}
	if err := m.loadPapers(ctx); err != nil {
		return nil, err
	}
	if kind == model.Bulletin {
		if m.users, err = usingUnits(ctx, desk); err != nil {
			return nil, err
		}
	}
	if kind == model.Survey {
		if m.answers, err = desk.Matters(ctx, model.SurveyAnswer); err != nil {
			return nil, err
		}
		m.answers = slices.DeleteFunc(m.answers, func(a model.Matter) bool { return a.Values["survey"] != id })
	}
	return m, nil
}

// Same reports whether nothing has happened since another look.
func (m *Matter) Same(other *Matter) bool {
	return m != nil && other != nil && m.Last == other.Last && len(m.answers) == len(other.answers) && m.Standing().ID == other.Standing().ID
}

// Profile is the city's regulation.
func (m *Matter) Profile() *model.Profile { return m.desk.Profile() }

// Title is what the matter is called.
func (m *Matter) Title() string { return matterTitle(m.Profile(), m.Matter) }

// Standing is where the matter stands.
func (m *Matter) Standing() MatterStanding { return standingOf(m.desk, m.Matter) }

// Next names who acts next; nothing when nobody must.
func (m *Matter) Next() string { return nextOf(m.desk, m.units, m.Matter) }

// Article is the article that the matter serves.
func (m *Matter) Article() string { return MatterArticle(m.Profile(), m.Kind) }

// MatterPart is a part of what a matter says: fields, or a table.
type MatterPart struct {
	ID     string
	Title  string
	Fields []SheetField
	Table  *MatterTable
}

// MatterTable is a table to be read.
type MatterTable struct {
	Columns []MatterColumn
	Rows    [][]string
}

// MatterColumn is the title of a column; figures stand at its right.
type MatterColumn struct {
	Title  string
	Figure bool
}

// Parts lists what the matter says, by the sections of the form that it was opened with.
func (m *Matter) Parts() []MatterPart {
	if len(m.Acts) == 0 {
		return nil
	}
	form, _ := m.Profile().StepForm(m.Kind, m.Acts[0].Action)
	parts := m.partsOf(form, m.Values, m.Lines)
	if m.Kind == model.AccessGrant && len(parts) > 0 { // what the unit granted holds
		parts[0].Fields = m.fieldsOf(form.Sections[0].Fields, m.Granted())
	}
	return parts
}

func (m *Matter) partsOf(form model.Form, values model.Values, lines []model.Line) []MatterPart {
	var parts []MatterPart
	for _, section := range form.Sections {
		part := MatterPart{ID: section.ID, Title: section.Title}
		if section.Kind == model.RowsSection {
			part.Table = tableOf(m.Profile(), section, model.RowsOf(lines, section.ID))
		} else {
			part.Fields = m.fieldsOf(section.Fields, values)
		}
		parts = append(parts, part)
	}
	return parts
}

func tableOf(p *model.Profile, section model.Section, rows []model.Line) *MatterTable {
	t := &MatterTable{}
	if section.List != "" {
		t.Columns = append(t.Columns, MatterColumn{})
	}
	for _, f := range section.Fields {
		t.Columns = append(t.Columns, MatterColumn{f.Label, f.Kind == model.IntegerField || f.Kind == model.DecimalField})
	}
	for _, l := range rows {
		var cells []string
		if section.List != "" {
			cells = append(cells, p.LabelIn(section.List, l.Values[model.RowName]))
		}
		for _, f := range section.Fields {
			cells = append(cells, f.Display(p, l.Values[f.ID]))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// fieldsOf writes what fields hold in words.
func (m *Matter) fieldsOf(fields []model.Field, values model.Values) []SheetField {
	var said []SheetField
	for _, f := range fields {
		if !f.Asked(values) {
			continue
		}
		said = append(said, SheetField{ID: f.ID, Label: f.Label, Value: m.say(f, values[f.ID]), Unit: f.Unit, Long: f.Kind == model.LongField})
	}
	return said
}

// say writes a value in words: what is named by an id by its name.
func (m *Matter) say(f model.Field, value string) string {
	switch {
	case value == "":
		return ""
	case f.ID == "unit_id":
		return unitName(m.units, value)
	case f.ID == "system_id":
		return m.System
	case f.ID == "finding":
		for _, finding := range m.Findings() {
			if finding.ID == value {
				return finding.Values["finding"]
			}
		}
	}
	return f.Display(m.Profile(), value)
}

// Attached lists the files that came with the opening or its last correction. The figures of an assessment are read on
// its page.
func (m *Matter) Attached() []model.File {
	if m.Score != nil {
		return nil
	}
	return m.Files
}

// MatterStage is a step of a matter's history in words.
type MatterStage struct {
	model.MatterAct
	Key    string // of the words of what was done
	Fields []SheetField
	Tables []MatterPart
}

// History lists the steps, the latest first. What the opening said stands in the parts.
func (m *Matter) History() []MatterStage {
	var stages []MatterStage
	for i, act := range m.Acts {
		stage := MatterStage{MatterAct: act, Key: StepKey(m.Kind, act.Action)}
		replaced := act.Action == model.Replace || i == 0 && m.corrected()
		if form, ok := m.Profile().StepForm(m.Kind, act.Action); ok && (i > 0 || replaced) && !m.latestText(i) {
			for _, part := range m.partsOf(form, act.Values, act.Lines) {
				if part.Table == nil {
					stage.Fields = append(stage.Fields, filledFields(part.Fields)...)
				} else if len(part.Table.Rows) > 0 && part.ID != "findings" {
					stage.Tables = append(stage.Tables, part)
				}
			}
		}
		stages = append(stages, stage)
	}
	slices.Reverse(stages)
	return stages
}

func (m *Matter) corrected() bool {
	_, ok := m.Latest(model.Replace)
	return ok
}

// latestText tells the step whose words are the parts of the page: they are not said twice.
func (m *Matter) latestText(i int) bool {
	last := 0
	for j, act := range m.Acts {
		if act.Action == model.Replace {
			last = j
		}
	}
	return i == last
}

func filledFields(fields []SheetField) []SheetField {
	return slices.DeleteFunc(fields, func(f SheetField) bool { return f.Value == "" })
}

// Receipt is an addressee of what was filed, and when it acknowledged it.
type Receipt struct {
	Name     string
	Received bool
	At       time.Time
	By       string
}

// Receipts lists the addressees: the unit and the authority (T16); of what is for everybody the units that have
// acknowledged it. None where nothing is acknowledged.
func (m *Matter) Receipts() []Receipt {
	if !slices.ContainsFunc(model.MatterArrows(m.Kind), func(a model.MatterArrow) bool { return a.Action == model.Receive }) {
		return nil
	}
	units := m.users
	if m.Unit != "" {
		units = []string{m.Unit}
	}
	var all []Receipt
	for _, id := range units {
		all = append(all, m.receiptOf(id, unitName(m.units, id)))
	}
	others := Receipt{Name: m.Profile().Word("authority")}
	for _, act := range m.Acts {
		switch {
		case act.Action != model.Receive || slices.Contains(units, act.Unit):
		case m.Kind == model.Assessment: // the vendor's, which is no unit's
			all = append(all, Receipt{unitName(m.units, act.Unit), true, act.At, act.By})
		case !others.Received:
			others = Receipt{others.Name, true, act.At, act.By}
		}
	}
	if m.Kind != model.Assessment {
		all = append(all, others)
	}
	return all
}

// usingUnits are the units that have systems on the cloud, as far as the person may read them.
func usingUnits(ctx context.Context, desk *app.Desk) ([]string, error) {
	systems, err := desk.Systems(ctx)
	if err != nil {
		return nil, err
	}
	var units []string
	for _, s := range systems {
		if s.State == model.OnCloud && !slices.Contains(units, s.Unit) {
			units = append(units, s.Unit)
		}
	}
	return units, nil
}

func (m *Matter) receiptOf(unit, name string) Receipt {
	act, ok := m.ReceivedBy(unit)
	return Receipt{name, ok, act.At, act.By}
}

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
		if slices.Contains(m.Can, step) {
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
