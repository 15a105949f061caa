package view

import (
	"context"
	"slices"

	"yunban/app"
	"yunban/model"
)

// System is the page of one system of the inventory.
type System struct {
	app.SystemFile
	Unit  string // its unit's name
	Usage Trend  // of one on the cloud: how it was used, by the monthly reports
	desk  *app.Desk
}

// OpenSystem reads a system with everything about it.
func OpenSystem(ctx context.Context, desk *app.Desk, id string) (*System, error) {
	file, err := desk.System(ctx, id)
	if err != nil {
		return nil, err
	}
	units, err := desk.Units(ctx)
	if err != nil {
		return nil, err
	}
	s := &System{SystemFile: file, Unit: unitName(units, file.System.Unit), desk: desk}
	if s.State == model.OnCloud {
		s.Usage, err = LoadUsage(ctx, desk, file.System.Unit, id)
	}
	return s, err
}

// Level is the protection level in the city's words; nothing when it is not set.
func (s *System) Level() string {
	if s.Values["mlps_level"] == "" {
		return ""
	}
	return s.desk.Profile().LabelIn("mlps_levels", s.Values["mlps_level"])
}

// Migrates says on which day the system is to be migrated; nothing when it is not to be.
func (s *System) Migrates() Text {
	if s.State != model.Planned {
		return Text{}
	}
	return migrates(s.desk, s.Values["planned_migration"])
}

// Facts lists what is known of the system, but for the persons.
func (s *System) Facts() []SheetField {
	var facts []SheetField
	for _, section := range s.desk.Profile().Forms[systemForm].Sections {
		if section.ID == personsSection {
			continue
		}
		for _, f := range section.Fields {
			if f.ID == "system_name" { // stands above
				continue
			}
			if f.Asked(s.Values) && (f.ID != "migration" || s.State == model.Planned || s.State == model.Exempt) {
				facts = append(facts, SheetField{ID: f.ID, Label: f.Label, Value: f.Display(s.desk.Profile(), s.Values[f.ID]), Unit: f.Unit,
					Long: f.Kind == model.LongField})
			}
		}
	}
	return facts
}

// personsSection is the part of the form that names the three persons.
const personsSection = "persons"

// Responsible is one of the three persons that a system must name.
type Responsible struct {
	Duty  string // what the person answers for
	Name  string // nothing when nobody is named
	Phone string
}

// Persons lists the three responsible persons, named or not (P 18, L 22).
func (s *System) Persons() []Responsible {
	form := s.desk.Profile().Forms[systemForm]
	var persons []Responsible
	for _, id := range ResponsiblePersons {
		if f, ok := form.Field(id); ok {
			persons = append(persons, Responsible{Duty: f.Label, Name: s.Values[id], Phone: s.Values[id+"_phone"]})
		}
	}
	return persons
}

// PersonsArticle is the article that asks for the three persons.
func (s *System) PersonsArticle() string {
	article, _ := s.desk.Profile().Article(s.desk.Profile().Provisions["responsible_persons"])
	return article.Label()
}

// Missing lists which of the three persons nobody is named for.
func (s *System) Missing() []string { return missingPersons(s.desk.Profile(), s.System) }

// OnePerson reports whether somebody answers for more than one of the three duties: allowed, and worth a word (R42).
func (s *System) OnePerson() bool {
	seen := map[string]bool{}
	for _, p := range s.Persons() {
		if p.Name != "" && seen[p.Name] {
			return true
		}
		seen[p.Name] = true
	}
	return false
}

// Running lists what the system runs on now.
func (s *System) Running() []SheetLine {
	var lines []SheetLine
	for i, l := range s.Lines {
		r, _ := s.desk.Profile().Resource(l.Resource)
		amount, _ := l.Amount(model.StageDelivered)
		lines = append(lines, SheetLine{No: i + 1, Resource: r.Name, Name: l.Name(), Spec: counted(r, amount), Details: Details(s.desk.Profile(), r, l)})
	}
	return lines
}

// Totals sums up what the system runs on now.
func (s *System) Totals() model.Totals { return model.TotalsAt(s.Lines, model.StageDelivered) }

// Adjusted is one entry of the elastic log.
type Adjusted struct {
	At, By, Note string
	Lines        []SheetLine
}

// Adjustments is the elastic log, the latest first.
func (s *System) Adjustments() []Adjusted {
	var log []Adjusted
	for i := len(s.Log) - 1; i >= 0; i-- {
		a := s.Log[i]
		entry := Adjusted{At: Moment(a.At), By: a.By, Note: a.Note}
		for n, l := range a.Lines {
			l = adjustedLine(l, s.Lines)
			r, _ := s.desk.Profile().Resource(l.Resource)
			amount, _ := l.Amount(model.StageDelivered)
			entry.Lines = append(entry.Lines, SheetLine{No: n + 1, Resource: r.Name, Name: l.Name(), Spec: counted(r, amount)})
		}
		log = append(log, entry)
	}
	return log
}

// Rows lists the system's requests.
func (s *System) Rows() []Row { return Rows(s.Requests) }

// SystemStep is something that can be begun with a system.
type SystemStep struct {
	Case    model.Case
	Blocked Text // why not now; nothing when it may be
}

// Steps lists what this person may begin with the system: an application for one that is to be migrated, a change or
// the termination of one that runs. What is under way stands in the way of more, and is named.
func (s *System) Steps() []SystemStep {
	switch {
	case !s.desk.MayApply() || s.System.Unit != s.desk.Unit.ID:
		return nil
	case s.State == model.Planned:
		return []SystemStep{{Case: model.Usage}}
	case s.State == model.Applying:
		return []SystemStep{{model.Usage, Say("error.system_applying", "system", s.Name(), "number", s.open(model.Usage))}}
	case s.State != model.OnCloud:
		return nil
	}
	var blocked Text
	if number := s.open(model.Change, model.Termination); number != "" {
		blocked = Say("error.one_open", "number", number)
	}
	return []SystemStep{{model.Change, blocked}, {model.Termination, blocked}}
}

// open is the number of the system's request of these kinds that has not ended; nothing for none.
func (s *System) open(cases ...model.Case) string {
	for _, r := range s.Requests {
		if slices.Contains(cases, r.Case) && !model.Ended(r.Case, r.Status) {
			return r.Number
		}
	}
	return ""
}

// Begin begins a request for a system of the inventory and tells its draft. One that was begun earlier is taken up again.
func Begin(ctx context.Context, desk *app.Desk, system string, c model.Case) (draft string, err error) {
	drafts, err := desk.Drafts(ctx)
	if err != nil {
		return "", err
	}
	for _, d := range drafts {
		if d.System == system && d.Case == c && d.Request == "" {
			return d.ID, nil
		}
	}
	beginning := map[model.Case]func(context.Context, string) (model.Draft, error){
		model.Usage: desk.NewDraftFor, model.Change: desk.NewChange, model.Termination: desk.NewTermination}[c]
	begun, err := beginning(ctx, system)
	return begun.ID, err
}

// MayEdit reports whether the person keeps this system.
func (s *System) MayEdit() bool {
	return keepsAllSystems(s.desk) || keepsOwnSystems(s.desk, s.System.Unit)
}

// Edit begins to correct the system.
func (s *System) Edit() *Record {
	r := newRecord(s.desk, s.desk.Profile().Forms[systemForm], s.Values)
	r.ID, r.Unit, r.keep = s.ID, s.System.Unit, keepSystem
	return r
}
