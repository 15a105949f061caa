package app

import (
	"context"
	"slices"

	"yunban/model"
	"yunban/model/workday"
)

// Delegations lists the delegations from and to this person; an administrator sees all.
func (d *Desk) Delegations(ctx context.Context) ([]model.Delegation, error) {
	records, err := d.Store.Records(ctx, model.DelegationSubject)
	if err != nil {
		return nil, err
	}
	all := d.mayAdminister() == nil
	var own []model.Delegation
	for _, r := range records {
		if g := model.DelegationOf(r); all || g.From == d.Person.ID || g.To == d.Person.ID {
			own = append(own, g)
		}
	}
	return own, nil
}

// Delegate lets another person act for this one from a day to a day. A clerk's deputy is of the same unit.
func (d *Desk) Delegate(ctx context.Context, to, begin, end string) error {
	if err := model.InvalidInput(d.checkDelegation(ctx, to, begin, end)); err != nil {
		return err
	}
	id, err := newID()
	if err != nil {
		return err
	}
	return d.saveDelegations(ctx, id, model.Values{"from": d.Person.ID, "to": to, "begin": begin, "end": end})
}

func (d *Desk) checkDelegation(ctx context.Context, to, begin, end string) []model.Problem {
	var found []model.Problem
	deputy, err := d.Office.Person(ctx, to)
	switch {
	case err != nil || deputy.Disabled:
		found = append(found, model.Problem{Field: "to", Key: "problem.no_deputy"})
	case to == d.Person.ID:
		found = append(found, model.Problem{Field: "to", Key: "problem.own_deputy"})
	case d.Profile().Holds(d.Person.Roles, model.DutyUnit) && deputy.Unit != d.Person.Unit:
		found = append(found, model.Problem{Field: "to", Key: "problem.deputy_unit"})
	}
	for field, day := range map[string]string{"begin": begin, "end": end} {
		if _, err := workday.ParseDate(day); err != nil {
			found = append(found, model.Problem{Field: field, Key: "problem.not_date", Args: map[string]string{"label": ""}})
		}
	}
	if len(found) == 0 && (end < begin || end < d.Today().String()) {
		found = append(found, model.Problem{Field: "end", Key: "problem.deputy_days"})
	}
	return found
}

// Revoke ends a delegation before its time.
func (d *Desk) Revoke(ctx context.Context, id string) error {
	if err := d.checkRevoke(ctx, id); err != nil {
		return err
	}
	return d.saveDelegations(ctx, id, model.Values{"revoked": model.True})
}

func (d *Desk) checkRevoke(ctx context.Context, id string) error {
	own, err := d.Delegations(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(own, func(g model.Delegation) bool {
		return g.ID == id && (g.From == d.Person.ID || d.mayAdminister() == nil)
	}) {
		return model.Errorf(model.NotFound, "error.no_delegation")
	}
	return nil
}

func (d *Desk) saveDelegations(ctx context.Context, id string, v model.Values) error {
	if err := d.saveRecord(ctx, d.Person, model.Subject{Kind: model.DelegationSubject, ID: id}, v); err != nil {
		return err
	}
	return d.loadPrincipals(ctx)
}

// loadPrincipals finds whom this person acts for today. It is asked whenever a person looks: a delegation that was
// given or revoked meanwhile holds at once. Without one it costs a single question.
func (d *Desk) loadPrincipals(ctx context.Context) error {
	givers, err := d.givers(ctx)
	if err != nil {
		return err
	}
	var principals []model.Person
	if len(givers) > 0 {
		people, err := d.People(ctx)
		if err != nil {
			return err
		}
		for _, p := range people {
			if slices.Contains(givers, p.ID) && !p.Disabled {
				principals = append(principals, p)
			}
		}
	}
	d.acting.Lock()
	defer d.acting.Unlock()
	d.principals = principals
	return nil
}

// Refresh finds anew for whom this person acts; home, lists and requests do it by themselves.
func (d *Desk) Refresh(ctx context.Context) error { return d.loadPrincipals(ctx) }

// givers are the ids of those whose delegation to this person holds today.
func (d *Desk) givers(ctx context.Context) ([]string, error) {
	r, err := d.whoIsWho(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, g := range r.delegated[d.Person.ID] {
		if g.Holds(d.Today().String()) {
			ids = append(ids, g.From)
		}
	}
	return ids, nil
}

// selves are the persons whose duties this person may use: the own first.
func (d *Desk) selves() []model.Person {
	d.acting.RLock()
	defer d.acting.RUnlock()
	return append([]model.Person{d.Person}, d.principals...)
}

// ReadsAll reports whether this person, or someone it acts for, reads the requests of every unit.
func (d *Desk) ReadsAll() bool { return slices.ContainsFunc(d.selves(), d.Profile().ReadsAll) }
