// Package demo is the demonstration: sample people and requests of each city, and the life of a request told step by
// step through the same acts that people take.
package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"yunban/app"
	"yunban/app/wire"
	"yunban/assets"
	"yunban/model"
)

// Password opens every demonstration account.
const Password = "yunban-demo"

// people is a city's sample units and accounts.
type people struct {
	Units   []model.Unit   `json:"units"`
	Persons []model.Person `json:"persons"`
}

// Has reports whether a city has sample people and requests.
func Has(profile string) bool {
	_, err := assets.Samples.ReadFile("samples/" + profile + "/people.json")
	return err == nil
}

func readPeople(profile string) (people, error) {
	data, err := assets.Samples.ReadFile("samples/" + profile + "/people.json")
	if err != nil {
		return people{}, model.Wrap(model.NotFound, err, "error.no_sample", "profile", profile)
	}
	var p people
	if err := json.Unmarshal(data, &p); err != nil {
		return people{}, fmt.Errorf("sample people of %s: %w", profile, err)
	}
	return p, nil
}

// Found founds a sandbox office with the city's sample people, all with the same password.
func Found(ctx context.Context, dir, profile string, opts wire.Options) (*wire.Opened, error) {
	who, err := readPeople(profile)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(who.Persons, func(p model.Person) bool { return slices.Contains(p.Roles, model.RoleAdministrator) })
	if at < 0 {
		return nil, fmt.Errorf("sample people of %s: no administrator", profile)
	}
	opts.Sandbox = true
	office, err := wire.Found(ctx, dir, opts, app.Founding{Profile: profile, Admin: who.Persons[at], Password: Password})
	if err != nil {
		return nil, err
	}
	if err := settle(ctx, office.Office, who, who.Persons[at].ID); err != nil {
		return nil, errors.Join(fmt.Errorf("settle sample people: %w", err), office.Close())
	}
	return office, nil
}

// settle makes the units and the accounts.
func settle(ctx context.Context, o *app.Office, who people, admin string) error {
	desk, err := o.DeskOf(ctx, admin)
	if err != nil {
		return err
	}
	for _, u := range who.Units {
		if err := desk.AddUnit(ctx, u); err != nil {
			return fmt.Errorf("unit %s: %w", u.ID, err)
		}
	}
	for _, p := range who.Persons {
		if p.ID == admin {
			continue
		}
		if err := desk.AddPerson(ctx, p, Password); err != nil {
			return fmt.Errorf("person %s: %w", p.ID, err)
		}
	}
	return nil
}
