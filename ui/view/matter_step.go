package view

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"yunban/app"
	"yunban/model"
)

// MatterStep is a step of a matter being prepared: what its form asks for, tables, files, a note. What was typed stays
// when it is not taken.
type MatterStep struct {
	Kind   model.SubjectKind
	Action model.Action
	desk   *app.Desk
	id     string // nothing for the opening
	after  string
	arrow  model.MatterArrow
	form   model.Form
	note   string
	values model.Values
	fixed  map[string]Text         // fields that are not to be chosen, with what they say
	tables map[string][]model.Line // by section
	files  []model.File
	kept   []model.File // of earlier, which a correction files again
	before snapshot
	units  []model.Unit
	sent   map[string][]int // of each table: which rows went with the step
	wrong  []model.Problem

	systems []app.SystemFile
	surveys []model.Matter
}

// snapshot is what was there before anybody typed.
type snapshot struct {
	values model.Values
	rows   map[string][]model.Values
	note   string
	files  int
}

// NewMatter prepares to open a matter of a kind by the first step that the person may take.
func NewMatter(desk *app.Desk, kind model.SubjectKind, action model.Action, units []model.Unit) *MatterStep {
	s := &MatterStep{Kind: kind, Action: action, desk: desk, values: model.Values{}, units: units}
	s.begin(model.NoStatus)
	s.offer()
	s.remember()
	return s
}

// NewStep prepares a step of this matter.
func (m *Matter) NewStep(action model.Action) *MatterStep {
	s := &MatterStep{Kind: m.Kind, Action: action, desk: m.desk, id: m.ID, after: m.Last, values: model.Values{}, units: m.units}
	s.begin(m.Status)
	switch action {
	case model.Replace: // it begins with what stands there
		s.values, s.kept = m.Values.Clone(), slices.Clone(m.Files)
		s.files = slices.Clone(m.Files)
		clear(s.tables)
		for _, l := range m.Lines {
			s.tables[l.Resource] = append(s.tables[l.Resource], model.Line{Resource: l.Resource, Values: l.Values.Clone()})
		}
		if _, asked := s.form.Field("unit_id"); asked { // whose it is cannot be corrected
			s.fix("unit_id", m.Unit, Quoted(m.Owner))
		}
	case model.Enter:
		v := m.Granted()
		s.values["person"] = v["entrant"]
		s.values["resource"], _, _ = strings.Cut(v["resources"], "\n")
	case model.Respond:
		s.values["handler"] = m.desk.Person.Name
	}
	s.fillTables()
	s.remember()
	return s
}

// NewFindingStep prepares to report on a finding or to check it.
func (m *Matter) NewFindingStep(action model.Action, f FindingRow) *MatterStep {
	s := m.NewStep(action)
	s.fix("finding", f.ID, Quoted(f.Values["finding"]))
	return s
}

func (s *MatterStep) begin(from model.Status) {
	s.form, _ = s.desk.Profile().StepForm(s.Kind, s.Action)
	s.tables, s.fixed = map[string][]model.Line{}, map[string]Text{}
	for _, arrow := range model.MatterArrows(s.Kind) {
		if arrow.From == from && arrow.Action == s.Action {
			s.arrow = arrow
		}
	}
	s.fillTables()
}

// fillTables gives a table the fixed rows that it lacks, and an open one a first row to type into.
func (s *MatterStep) fillTables() {
	for _, section := range s.Tables() {
		switch {
		case section.List != "":
			s.tables[section.ID] = s.fixedRows(section)
		case len(s.tables[section.ID]) == 0:
			s.AddRow(section.ID)
		}
	}
}

// fixedRows are the rows of a table in the order of its list, with what stands in them; what the list knows no more
// comes last.
func (s *MatterStep) fixedRows(section model.Section) []model.Line {
	stood := s.tables[section.ID]
	var rows []model.Line
	for _, c := range s.Profile().Lists[section.List] {
		row := model.Line{Resource: section.ID, Values: model.Values{model.RowName: c.ID}}
		if i := slices.IndexFunc(stood, func(l model.Line) bool { return l.Values[model.RowName] == c.ID }); i >= 0 {
			row, stood = stood[i], slices.Delete(slices.Clone(stood), i, i+1)
		}
		rows = append(rows, row)
	}
	return append(rows, stood...)
}

// offer puts first values into the form of a new matter.
func (s *MatterStep) offer() {
	person, today := s.desk.Person, s.desk.Today()
	for _, f := range s.form.Fields() {
		switch {
		case f.ID == "contact":
			s.values[f.ID] = strings.TrimSpace(person.Name + " " + person.Phone)
		case f.ID == "unit_id" && s.desk.Unit.ID != "" && s.desk.Profile().Holds(person.Roles, model.DutyUnit):
			s.values[f.ID] = s.desk.Unit.ID
		case f.ID == "as_of", f.ID == "from" && f.Kind == model.DateField:
			s.values[f.ID] = today.String()
		case f.ID == "month":
			s.values[f.ID] = model.EveryMonth.Around(today).String()
		case f.ID == "entrant_body" && s.desk.Profile().Holds(person.Roles, model.DutyDelivery):
			s.values[f.ID] = cmp.Or(s.desk.Unit.Name, s.desk.Profile().Word("vendor")) // who comes, by name
		}
		if v, ok := s.Profile().Measures[f.ID]; ok && s.Kind == model.Measure {
			s.values[f.ID] = v
		}
	}
}

// Offer puts a first value into a field, if the form has it: the month that is missing, say.
func (s *MatterStep) Offer(field, value string) {
	if _, ok := s.form.Field(field); ok && value != "" {
		s.values[field] = value
		s.remember()
	}
}

// fix settles a field that is not to be chosen.
func (s *MatterStep) fix(field, value string, says Text) {
	s.values[field], s.fixed[field] = value, says
	s.remember()
}

func (s *MatterStep) remember() {
	s.before = snapshot{s.values.Clone(), s.cells(), s.note, len(s.files)}
}

func (s *MatterStep) cells() map[string][]model.Values {
	all := map[string][]model.Values{}
	for id, rows := range s.tables {
		for _, l := range rows {
			all[id] = append(all[id], l.Values.Clone())
		}
	}
	return all
}

// Profile is the city's regulation.
func (s *MatterStep) Profile() *model.Profile { return s.desk.Profile() }

// Desk is whose step it is.
func (s *MatterStep) Desk() *app.Desk { return s.desk }

// Opens reports whether the step begins a matter.
func (s *MatterStep) Opens() bool { return s.id == "" }

// Form is what the city asks for with this step; it may have no fields.
func (s *MatterStep) Form() model.Form { return s.form }

// Tables lists the form's tables.
func (s *MatterStep) Tables() []model.Section {
	return slices.DeleteFunc(slices.Clone(s.form.Sections), func(sec model.Section) bool { return sec.Kind != model.RowsSection })
}

// Fixed is what a field says that is not to be chosen; ok is false for the others.
func (s *MatterStep) Fixed(field string) (says Text, ok bool) {
	says, ok = s.fixed[field]
	return says, ok
}

// Values are what stands in the fields.
func (s *MatterStep) Values() model.Values { return s.values }

// Set puts a value into a field.
func (s *MatterStep) Set(field, value string) {
	s.values[field] = value
	s.settle(field)
}

// Asked reports whether a field is asked for now.
func (s *MatterStep) Asked(f model.Field) bool { return f.Asked(s.values) }

// Article is the label of the article that asks for a field; nothing for none.
func (s *MatterStep) Article(f model.Field) string {
	if f.Provision == "" {
		return ""
	}
	return s.Profile().ArticleOf(f.Provision)
}

// NeedsNote reports whether something must be written. The rule itself is asked.
func (s *MatterStep) NeedsNote() bool {
	if s.arrow.Need == nil {
		return false
	}
	now := s.desk.Clock()
	probe := model.MatterStep{About: model.Subject{Kind: s.Kind}, Action: s.Action, Actor: s.desk.Person, Claimed: now, At: now, Values: s.values.Clone()}
	return slices.ContainsFunc(s.arrow.Need(s.Profile(), model.Matter{Kind: s.Kind}, probe, model.Surroundings{}), func(p model.Problem) bool {
		return p.Field == "note"
	})
}

// TakesNote reports whether a note can be written at all: the opening says everything in its form.
func (s *MatterStep) TakesNote() bool {
	return !s.Opens() && s.Action != model.Receive || s.NeedsNote()
}

// Note is what was written.
func (s *MatterStep) Note() string { return s.note }

// SetNote changes the note.
func (s *MatterStep) SetNote(text string) {
	s.note = text
	s.settle("note")
}

// Ends reports whether the step refuses or takes something back.
func (s *MatterStep) Ends() bool {
	return slices.Contains([]model.Action{model.RefuseGrant, model.Revoke, model.TakeBack}, s.Action)
}

// Changed reports whether there is anything typed that is not filed.
func (s *MatterStep) Changed() bool {
	return s.note != s.before.note || len(s.files) != s.before.files || !maps.Equal(filled(s.values), filled(s.before.values)) ||
		!maps.EqualFunc(s.cells(), s.before.rows, func(a, b []model.Values) bool {
			return slices.EqualFunc(written(a), written(b), func(x, y model.Values) bool { return maps.Equal(filled(x), filled(y)) })
		})
}

func filled(v model.Values) model.Values {
	out := v.Clone()
	maps.DeleteFunc(out, func(_, value string) bool { return strings.TrimSpace(value) == "" })
	return out
}

func written(rows []model.Values) []model.Values {
	return slices.DeleteFunc(slices.Clone(rows), func(v model.Values) bool { return len(filled(v)) == 0 })
}

// Taking prepares to take the step. What it gives works on a copy and so can run aside; Failed takes its error.
func (s *MatterStep) Taking() func(context.Context) (model.Event, error) {
	work := app.MatterWork{Kind: s.Kind, ID: s.id, Action: s.Action, After: s.after, Note: s.note, Values: model.Values{},
		Lines: s.lines(), Files: slices.Clone(s.files)}
	for _, f := range s.form.Fields() {
		if f.Asked(s.values) && s.values[f.ID] != "" {
			work.Values[f.ID] = s.values[f.ID]
		}
	}
	if s.Action == model.Replace { // what no form asks for stays as it is
		for k, v := range s.values {
			if _, asked := s.form.Field(k); !asked && k != model.ActorUnit && k != "number" {
				work.Values[k] = v
			}
		}
	}
	return func(ctx context.Context) (model.Event, error) { return s.desk.Take(ctx, work) }
}

// Failed puts the problems of an error in place, to be mended, and tells what sort of failure it is.
func (s *MatterStep) Failed(err error) model.Kind {
	s.wrong = nil
	for _, p := range problemsIn(err) {
		p.Field = s.shownCell(p.Field)
		s.wrong = append(s.wrong, p)
	}
	return model.KindOf(err)
}

// Problem is what is wrong with a field or a cell, after trying.
func (s *MatterStep) Problem(field string) (model.Problem, bool) { return find(s.wrong, field) }

// Problems lists what is wrong, after trying.
func (s *MatterStep) Problems() []model.Problem { return s.wrong }

func (s *MatterStep) settle(field string) {
	s.wrong = slices.DeleteFunc(s.wrong, func(p model.Problem) bool { return p.Field == field })
}
