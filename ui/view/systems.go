package view

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"yunban/app"
	"yunban/model"
)

// SystemStates are the states of a system, in the order in which they are offered and counted.
var SystemStates = []model.SystemState{model.OnCloud, model.Applying, model.Planned, model.Exempt, model.Left}

// ResponsiblePersons are the fields of the three persons that every system must name (P 18, L 22).
var ResponsiblePersons = []string{"system_owner", "security_officer", "auditor"}

// ReadsSystems reports whether there is anything in the inventory that a person may read.
func ReadsSystems(desk *app.Desk) bool {
	return desk.Unit.ID != "" || desk.Profile().ReadsAll(desk.Person)
}

// SystemRow is a system in the inventory's list.
type SystemRow struct {
	ID       string
	Name     string
	UnitID   string
	Unit     string
	LevelID  string
	Level    string // in the city's words
	State    model.SystemState
	Filing   string   // the number of its protection level's filing
	Missing  []string // which of the three persons are not named
	Migrates string   // the day on which it is to be migrated; only while it is to be
}

// Systems is the inventory as a person may read it.
type Systems struct {
	desk  *app.Desk
	rows  []SystemRow
	units []model.Unit
}

// SystemFilter is what the inventory is narrowed to. Empty fields narrow nothing.
type SystemFilter struct {
	Text  string
	Unit  string
	State string
	Level string
}

// Empty reports whether the filter narrows nothing.
func (f SystemFilter) Empty() bool { return f == SystemFilter{} }

// LoadSystems reads the inventory, in the order of units and names.
func LoadSystems(ctx context.Context, desk *app.Desk) (*Systems, error) {
	files, err := desk.Systems(ctx)
	if err != nil {
		return nil, err
	}
	s := &Systems{desk: desk}
	if s.units, err = desk.Units(ctx); err != nil {
		return nil, err
	}
	for _, file := range files {
		s.rows = append(s.rows, s.row(file))
	}
	slices.SortFunc(s.rows, func(a, b SystemRow) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return s, nil
}

func (s *Systems) row(file app.SystemFile) SystemRow {
	p := s.desk.Profile()
	r := SystemRow{ID: file.ID, Name: file.Name(), UnitID: file.Unit, Unit: unitName(s.units, file.Unit), LevelID: file.Values["mlps_level"],
		State: file.State, Filing: file.Values["mlps_number"], Missing: missingPersons(p, file.System)}
	if r.LevelID != "" {
		r.Level = p.LabelIn("mlps_levels", r.LevelID)
	}
	if file.State == model.Planned {
		r.Migrates = file.Values["planned_migration"]
	}
	return r
}

// missingPersons lists which of the three persons a system does not name, by what each answers for.
func missingPersons(p *model.Profile, s model.System) []string {
	var missing []string
	for _, id := range ResponsiblePersons {
		if f, ok := p.Forms[systemForm].Field(id); ok && strings.TrimSpace(s.Values[id]) == "" {
			missing = append(missing, strings.TrimSuffix(f.Label, "负责人")) // 安全保密
		}
	}
	return missing
}

func unitName(units []model.Unit, id string) string {
	for _, u := range units {
		if u.ID == id {
			return u.Name
		}
	}
	return id
}

// Find narrows the inventory. Every typed word must be in name, unit or filing number.
func (s *Systems) Find(f SystemFilter) []SystemRow {
	words := strings.Fields(strings.ToLower(f.Text))
	var found []SystemRow
	for _, r := range s.rows {
		text := strings.ToLower(r.Name + " " + r.Unit + " " + r.Filing)
		switch {
		case f.Unit != "" && f.Unit != r.UnitID, f.State != "" && f.State != string(r.State), f.Level != "" && f.Level != r.LevelID:
		case slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }):
		default:
			found = append(found, r)
		}
	}
	return found
}

// Count counts the systems of a state, or with none all of them.
func (s *Systems) Count(state model.SystemState) int {
	n := 0
	for _, r := range s.rows {
		if state == "" || r.State == state {
			n++
		}
	}
	return n
}

// States offers the states to narrow to.
func (s *Systems) States() []Offer {
	var offers []Offer
	for _, state := range SystemStates {
		offers = append(offers, Offer{Code: string(state), Text: Say("system_state." + string(state))})
	}
	return offers
}

// Levels offers the protection levels to narrow to.
func (s *Systems) Levels() []Offer {
	var offers []Offer
	for _, l := range s.desk.Profile().Lists["mlps_levels"] {
		offers = append(offers, Offer{Code: l.ID, Label: l.Label})
	}
	return offers
}

// Units offers the units that have systems to narrow to.
func (s *Systems) Units() []Offer {
	var offers []Offer
	for _, r := range s.rows { // in the order of units already
		if len(offers) == 0 || offers[len(offers)-1].Code != r.UnitID {
			offers = append(offers, Offer{Code: r.UnitID, Label: r.Unit})
		}
	}
	return offers
}

// Waiting lists the systems of the own unit that an application can be begun for.
func (s *Systems) Waiting() []SystemRow {
	return slices.DeleteFunc(s.Find(SystemFilter{Unit: s.desk.Unit.ID, State: string(model.Planned)}),
		func(SystemRow) bool { return s.desk.Unit.ID == "" })
}

// MayAdd reports whether the person may add systems to the inventory.
func (s *Systems) MayAdd() bool {
	return keepsAllSystems(s.desk) || keepsOwnSystems(s.desk, s.desk.Unit.ID)
}

// keepsAllSystems reports whether the person keeps the systems of every unit.
func keepsAllSystems(desk *app.Desk) bool {
	p := desk.Profile()
	return p.Holds(desk.Person.Roles, model.DutyAcceptance) || p.Holds(desk.Person.Roles, model.DutyAdministration)
}

func keepsOwnSystems(desk *app.Desk, unit string) bool {
	return unit != "" && unit == desk.Unit.ID && desk.Profile().Holds(desk.Person.Roles, model.DutyUnit)
}

// New begins a new system. The units to choose from are none for a clerk, whose systems are the own unit's.
func (s *Systems) New() *Record {
	r := newRecord(s.desk, s.desk.Profile().Forms[systemForm], model.Values{})
	r.Unit = s.desk.Unit.ID
	if keepsAllSystems(s.desk) {
		r.Units = slices.Clone(s.units)
		slices.SortFunc(r.Units, func(a, b model.Unit) int { return cmp.Compare(a.Name, b.Name) })
	}
	r.keep = keepSystem
	return r
}

// keepSystem saves a system of the inventory.
func keepSystem(ctx context.Context, r *Record) error {
	if r.Unit == "" {
		return model.InvalidInput([]model.Problem{{Field: OwnerField, Key: "problem.system_unit"}})
	}
	_, err := r.desk.SaveSystem(ctx, r.ID, r.Unit, r.filled())
	return err
}

// Migrates says the day on which a system is to be migrated, marked when it has passed.
func (s *Systems) Migrates(r SystemRow) Text { return migrates(s.desk, r.Migrates) }

func migrates(desk *app.Desk, day string) Text {
	switch {
	case day == "":
		return Text{}
	case day < desk.Today().String():
		return Say("systems.migration_late", "day", day)
	}
	return Say("systems.migration_on", "day", day)
}
