package app

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yunban/model"
)

// Person finds an account by its sign-in name.
func (o *Office) Person(ctx context.Context, id string) (model.Person, error) {
	r, err := o.whoIsWho(ctx)
	if err != nil {
		return model.Person{}, err
	}
	p, ok := r.people[id]
	if !ok {
		return p, model.Errorf(model.NotFound, "error.no_person", "name", id)
	}
	p.Roles = slices.Clone(p.Roles)
	return p, nil
}

// People lists all accounts.
func (o *Office) People(ctx context.Context) ([]model.Person, error) {
	records, err := o.Store.Records(ctx, model.PersonSubject)
	if err != nil {
		return nil, err
	}
	people := make([]model.Person, len(records))
	for i, r := range records {
		people[i] = model.PersonOf(r)
	}
	return people, nil
}

// Units lists all units.
func (o *Office) Units(ctx context.Context) ([]model.Unit, error) {
	records, err := o.Store.Records(ctx, model.UnitSubject)
	if err != nil {
		return nil, err
	}
	units := make([]model.Unit, len(records))
	for i, r := range records {
		units[i] = model.UnitOf(r)
	}
	return units, nil
}

// mayAdminister refuses who does not hold the duty of administration.
func (d *Desk) mayAdminister() error {
	if d.Profile().Holds(d.Person.Roles, model.DutyAdministration) {
		return nil
	}
	return model.Errorf(model.Forbidden, "error.not_administrator")
}

// AddPerson makes an account. The sign-in name must be new.
func (d *Desk) AddPerson(ctx context.Context, p model.Person, password string) error {
	p.ID = strings.ToLower(strings.TrimSpace(p.ID))
	if err := d.checkNewPerson(ctx, p, checkPassword(password)); err != nil {
		return err
	}
	if d.joined() {
		return d.atHub(ctx, model.Account{New: true, Person: p, Password: password})
	}
	return d.savePerson(ctx, d.Person, p, password)
}

// checkNewPerson judges an account that is to be made; what is wrong with its password is known already.
func (d *Desk) checkNewPerson(ctx context.Context, p model.Person, password []model.Problem) error {
	if err := d.mayAdminister(); err != nil {
		return err
	}
	problems := append(checkName(p), password...)
	problems = append(problems, d.checkRoles(p)...)
	if _, err := d.Office.Person(ctx, p.ID); err == nil {
		problems = append(problems, model.Problem{Field: "id", Key: "problem.name_taken"})
	}
	unitProblems, err := d.checkUnit(ctx, p)
	if err != nil {
		return err
	}
	return model.InvalidInput(append(problems, unitProblems...))
}

// SavePerson changes an account: name, unit, roles, whether it is disabled. Nobody can disable or demote himself.
func (d *Desk) SavePerson(ctx context.Context, p model.Person) error {
	if err := d.checkPerson(ctx, p); err != nil {
		return err
	}
	return d.saveRecord(ctx, d.Person, model.Subject{Kind: model.PersonSubject, ID: p.ID}, p.Values())
}

func (d *Desk) checkPerson(ctx context.Context, p model.Person) error {
	if err := d.mayAdminister(); err != nil {
		return err
	}
	if _, err := d.Office.Person(ctx, p.ID); err != nil {
		return err
	}
	problems := append(checkName(p), d.checkRoles(p)...)
	unitProblems, err := d.checkUnit(ctx, p)
	if err != nil {
		return err
	}
	problems = append(problems, unitProblems...)
	if p.ID == d.Person.ID && (p.Disabled || !d.Profile().Holds(p.Roles, model.DutyAdministration)) {
		problems = append(problems, model.Problem{Field: "roles", Key: "problem.last_administrator"})
	}
	return model.InvalidInput(problems)
}

// AddUnit makes or changes a unit.
func (d *Desk) AddUnit(ctx context.Context, u model.Unit) error {
	if err := d.checkUnitRecord(u); err != nil {
		return err
	}
	return d.saveRecord(ctx, d.Person, model.Subject{Kind: model.UnitSubject, ID: u.ID}, u.Values())
}

func (d *Desk) checkUnitRecord(u model.Unit) error {
	if err := d.mayAdminister(); err != nil {
		return err
	}
	var problems []model.Problem
	if !idPattern.MatchString(u.ID) {
		problems = append(problems, model.Problem{Field: "id", Key: "problem.id_form"})
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(u.Name)); n == 0 || n > 100 {
		problems = append(problems, model.Problem{Field: "name", Key: "problem.unit_name"})
	}
	return model.InvalidInput(problems)
}

// SetPassword sets a password: one's own, or as administrator anybody's.
func (d *Desk) SetPassword(ctx context.Context, person, password string) error {
	if err := d.maySetPassword(person); err != nil {
		return err
	}
	if err := model.InvalidInput(checkPassword(password)); err != nil {
		return err
	}
	if _, err := d.Office.Person(ctx, person); err != nil {
		return err
	}
	if d.joined() {
		return d.atHub(ctx, model.Account{Person: model.Person{ID: person}, Password: password})
	}
	return d.setPassword(ctx, d.Person, person, password)
}

func (d *Desk) maySetPassword(person string) error {
	if person == d.Person.ID {
		return nil
	}
	return d.mayAdminister()
}

func (o *Office) savePerson(ctx context.Context, by, p model.Person, password string) error {
	p.ID = strings.ToLower(p.ID)
	if err := o.saveRecord(ctx, by, model.Subject{Kind: model.PersonSubject, ID: p.ID}, p.Values()); err != nil {
		return err
	}
	return o.setPassword(ctx, by, p.ID, password)
}

// setPassword keeps the hash apart from the log; the log only says who set whose password.
func (o *Office) setPassword(ctx context.Context, by model.Person, person, password string) error {
	hash, err := hashPassword(password)
	if err != nil {
		return err
	}
	if err := o.Secrets.SetPassword(ctx, person, hash); err != nil {
		return err
	}
	set := model.Values{"password_set": o.Clock().UTC().Format(time.RFC3339)}
	return o.saveRecord(ctx, by, model.Subject{Kind: model.PersonSubject, ID: person}, set)
}

var idPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,31}$`)

func checkName(p model.Person) []model.Problem {
	var found []model.Problem
	if !idPattern.MatchString(strings.ToLower(p.ID)) {
		found = append(found, model.Problem{Field: "id", Key: "problem.id_form"})
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(p.Name)); n == 0 || n > 40 {
		found = append(found, model.Problem{Field: "name", Key: "problem.person_name"})
	}
	return found
}

// checkPassword asks for at least eight characters; length counts for more than odd characters do.
func checkPassword(password string) []model.Problem {
	if n := utf8.RuneCountInString(password); n < 8 || n > 128 {
		return []model.Problem{{Field: "password", Key: "problem.password_form"}}
	}
	return nil
}

func (d *Desk) checkRoles(p model.Person) []model.Problem {
	if len(p.Roles) == 0 {
		return []model.Problem{{Field: "roles", Key: "problem.no_role"}}
	}
	for _, r := range p.Roles {
		if d.Profile().Side(r) == "" {
			return []model.Problem{{Field: "roles", Key: "problem.unknown_role", Args: map[string]string{"role": string(r)}}}
		}
	}
	return nil
}

// checkUnit asks for a unit that exists; a clerk files in a unit's name and so needs one.
func (d *Desk) checkUnit(ctx context.Context, p model.Person) ([]model.Problem, error) {
	if p.Unit == "" {
		if d.Profile().Holds(p.Roles, model.DutyUnit) {
			return []model.Problem{{Field: "unit", Key: "problem.no_unit"}}, nil
		}
		return nil, nil
	}
	units, err := d.Units(ctx)
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		if u.ID == p.Unit {
			return nil, nil
		}
	}
	return []model.Problem{{Field: "unit", Key: "problem.unknown_unit", Args: map[string]string{"unit": p.Unit}}}, nil
}
