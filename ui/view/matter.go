package view

import (
	"context"
	"slices"

	"yunban/app"
	"yunban/model"
)

// Matter is one matter as its page shows it.
type Matter struct {
	app.MatterFile
	Score   *Score            // of an assessment, as it was frozen
	Papers  []app.MatterPaper // that the person can issue now
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

// Lost reports whether the last step is not a part of another, later reading: the hub did not take it.
func (m *Matter) Lost(now *Matter) bool {
	return m != nil && len(m.Acts) > 0 &&
		!slices.ContainsFunc(now.Acts, func(a model.MatterAct) bool { return a.Event == m.Acts[len(m.Acts)-1].Event })
}

// Profile is the city's regulation.
func (m *Matter) Profile() *model.Profile { return m.desk.Profile() }

// Title is what the matter is called.
func (m *Matter) Title() Text { return matterTitle(m.Profile(), m.Matter) }

// Standing is where the matter stands.
func (m *Matter) Standing() MatterStanding { return standingOf(m.desk, m.Matter) }

// Next names who acts next; nothing when nobody must.
func (m *Matter) Next() string { return nextOf(m.desk, m.units, m.Matter) }

// Article is the article that the matter serves.
func (m *Matter) Article() string {
	if m.Kind == model.Assessment && m.Values["subject"] == string(model.AssessVendor) {
		return m.Profile().ArticleOf("vendor_assessment")
	}
	return MatterArticle(m.Profile(), m.Kind)
}

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
		field := SheetField{ID: f.ID, Label: f.Label, Value: m.say(f, values[f.ID]), Unit: f.Unit, Long: f.Kind == model.LongField}
		if period, ok := model.ParsePeriod(field.Value); ok && (f.ID == "month" || f.ID == "period") {
			field.Text = PeriodText(period)
		}
		said = append(said, field)
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
