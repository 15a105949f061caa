package view

import (
	"context"
	"slices"
	"strings"

	"yunban/app"
	"yunban/model"
)

// People is the page of accounts and units.
type People struct {
	Persons []PersonRow
	Units   []model.Unit
	Roles   []Offer // in the city's words
}

// PersonRow is an account in the list.
type PersonRow struct {
	model.Person
	UnitName  string
	RoleNames string
	Self      bool // the one who looks
}

// LoadPeople reads all accounts and units.
func LoadPeople(ctx context.Context, desk *app.Desk) (People, error) {
	persons, err := desk.People(ctx)
	if err != nil {
		return People{}, err
	}
	units, err := desk.Units(ctx)
	if err != nil {
		return People{}, err
	}
	slices.SortFunc(units, func(a, b model.Unit) int { return strings.Compare(a.Name, b.Name) })
	all := People{Units: units}
	for _, p := range persons {
		all.Persons = append(all.Persons, PersonRow{Person: p, UnitName: all.unitName(p.Unit),
			RoleNames: RoleNames(desk.Office, p.Roles), Self: p.ID == desk.Person.ID})
	}
	for _, r := range desk.Profile().Roles {
		all.Roles = append(all.Roles, Offer{Code: string(r.ID), Label: r.Name})
	}
	return all, nil
}

// Find narrows the accounts to those that have every typed word in name, unit or role.
func (p People) Find(typed string) []PersonRow {
	words := strings.Fields(strings.ToLower(typed))
	var out []PersonRow
	for _, row := range p.Persons {
		text := strings.ToLower(strings.Join([]string{row.ID, row.Name, row.UnitName, row.RoleNames, row.Phone}, " "))
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			out = append(out, row)
		}
	}
	return out
}

func (p People) unitName(id string) string {
	for _, u := range p.Units {
		if u.ID == id {
			return u.Name
		}
	}
	return id
}

// RoleNames lists roles in the city's words.
func RoleNames(office *app.Office, roles []model.Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = office.Profile().RoleName(r)
	}
	return strings.Join(names, "、")
}

// PersonForm is an account being made or changed, as typed.
type PersonForm struct {
	New      bool
	ID       string
	Name     string
	Unit     string
	Roles    string // codes joined by commas
	Phone    string
	Disabled bool
	Password string // of a new account
	Again    string
}

// FormOf begins to change an account.
func FormOf(p model.Person) PersonForm {
	return PersonForm{ID: p.ID, Name: p.Name, Unit: p.Unit, Roles: joinRoles(p.Roles), Phone: p.Phone, Disabled: p.Disabled}
}

func joinRoles(roles []model.Role) string {
	codes := make([]string, len(roles))
	for i, r := range roles {
		codes[i] = string(r)
	}
	return strings.Join(codes, ",")
}

func (f PersonForm) person() model.Person {
	p := model.Person{ID: strings.TrimSpace(f.ID), Name: strings.TrimSpace(f.Name), Unit: f.Unit,
		Phone: strings.TrimSpace(f.Phone), Disabled: f.Disabled}
	for _, code := range strings.Split(f.Roles, ",") {
		if code != "" {
			p.Roles = append(p.Roles, model.Role(code))
		}
	}
	return p
}

// Save makes or changes the account.
func (f PersonForm) Save(ctx context.Context, desk *app.Desk) error {
	if !f.New {
		return desk.SavePerson(ctx, f.person())
	}
	if f.Password != f.Again {
		return model.InvalidInput([]model.Problem{{Field: "again", Key: "problem.passwords_differ"}})
	}
	return desk.AddPerson(ctx, f.person(), f.Password)
}

// UnitForm is a unit being made or changed, as typed.
type UnitForm struct {
	New bool
	model.Unit
}

// Save makes or changes the unit. A new one must not take the place of another.
func (f UnitForm) Save(ctx context.Context, desk *app.Desk) error {
	u := f.Unit
	u.ID, u.Name = strings.ToLower(strings.TrimSpace(u.ID)), strings.TrimSpace(u.Name)
	if f.New {
		units, err := desk.Units(ctx)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(units, func(other model.Unit) bool { return other.ID == u.ID }) {
			return model.InvalidInput([]model.Problem{{Field: "id", Key: "problem.unit_taken"}})
		}
	}
	return desk.AddUnit(ctx, u)
}

// UnitField is one thing known of a unit, to be typed.
type UnitField struct {
	ID    string
	Value *string
}

// Fields lists what is typed of a unit besides its id.
func (f *UnitForm) Fields() []UnitField {
	u := &f.Unit
	return []UnitField{{"name", &u.Name}, {"credit_code", &u.CreditCode}, {"type", &u.Type}, {"level", &u.Level},
		{"address", &u.Address}, {"head", &u.Head}, {"phone", &u.Phone}}
}
