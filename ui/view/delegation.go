package view

import (
	"cmp"
	"context"
	"slices"

	"yunban/app"
	"yunban/model"
)

// Delegations are the delegations from and to a person, and whom he may choose as deputy.
type Delegations struct {
	Rows     []DelegationRow
	Deputies []Offer
}

// DelegationRow is one delegation, ready to be shown.
type DelegationRow struct {
	model.Delegation
	FromName string
	ToName   string
	State    Text
	Holds    bool // today
	Open     bool // it may still be revoked by this person
}

// LoadDelegations reads the person's delegations, the latest first.
func LoadDelegations(ctx context.Context, desk *app.Desk) (Delegations, error) {
	found, err := desk.Delegations(ctx)
	if err != nil {
		return Delegations{}, err
	}
	people, err := LoadPeople(ctx, desk)
	if err != nil {
		return Delegations{}, err
	}
	var all Delegations
	names, today := map[string]string{}, desk.Today().String()
	clerk := desk.Profile().Holds(desk.Person.Roles, model.DutyUnit)
	for _, p := range people.Persons {
		names[p.ID] = p.Name
		if !p.Self && !p.Disabled && (!clerk || p.Unit == desk.Person.Unit) {
			all.Deputies = append(all.Deputies, Offer{Code: p.ID, Label: p.label()})
		}
	}
	for _, g := range found {
		mine := g.From == desk.Person.ID
		if !mine && g.To != desk.Person.ID {
			continue // of others: an administrator's to know, not his own affair
		}
		all.Rows = append(all.Rows, DelegationRow{Delegation: g, FromName: names[g.From], ToName: names[g.To],
			State: delegationState(g, today), Holds: g.Holds(today), Open: mine && !g.Revoked && today <= g.End})
	}
	slices.SortStableFunc(all.Rows, func(a, b DelegationRow) int { return cmp.Compare(b.Begin, a.Begin) })
	return all, nil
}

func delegationState(g model.Delegation, today string) Text {
	switch {
	case g.Revoked:
		return Say("delegation.revoked")
	case today < g.Begin:
		return Say("delegation.ahead")
	case today > g.End:
		return Say("delegation.over")
	}
	return Say("delegation.holds")
}

// ActingFor names those for whom this person acts today.
func ActingFor(ctx context.Context, desk *app.Desk) ([]string, error) {
	found, err := desk.Delegations(ctx)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	names, err := personNames(ctx, desk)
	if err != nil {
		return nil, err
	}
	var acting []string
	for _, g := range found {
		if name := names[g.From]; g.To == desk.Person.ID && g.Holds(desk.Today().String()) && !slices.Contains(acting, name) {
			acting = append(acting, name)
		}
	}
	return acting, nil
}

// DelegationForm is a delegation being made, as typed.
type DelegationForm struct {
	To    string
	Begin string
	End   string
}

// Save delegates.
func (f DelegationForm) Save(ctx context.Context, desk *app.Desk) error {
	var wrong []model.Problem
	if f.To == "" {
		wrong = append(wrong, model.Problem{Field: "to", Key: "problem.no_deputy"})
	}
	if !isDate(f.Begin) {
		wrong = append(wrong, model.Problem{Field: "begin", Key: "problem.date"})
	}
	if !isDate(f.End) {
		wrong = append(wrong, model.Problem{Field: "end", Key: "problem.date"})
	}
	if err := model.InvalidInput(wrong); err != nil {
		return err
	}
	return desk.Delegate(ctx, f.To, f.Begin, f.End)
}
