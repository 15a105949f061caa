package app

import (
	"context"

	"yunban/model"
)

// roster is who is who: whoever judges an act asks for it each time. It is never changed, only made anew when the log
// says otherwise.
type roster struct {
	version   int64
	people    map[string]model.Person
	units     map[string]model.Unit
	delegated map[string][]model.Delegation // by who may act
}

var onRoster = []model.SubjectKind{model.PersonSubject, model.UnitSubject, model.DelegationSubject}

// whoIsWho gives the roster as the log has it now; inside a transaction, as the transaction has it.
func (o *Office) whoIsWho(ctx context.Context) (*roster, error) {
	version, keep := o.Store.RecordsVersion(ctx, onRoster...)
	o.mu.RLock()
	kept := o.roster
	o.mu.RUnlock()
	if keep && kept != nil && kept.version == version {
		return kept, nil
	}
	r, err := o.readRoster(ctx)
	if err == nil && keep {
		r.version = version
		o.mu.Lock()
		o.roster = r
		o.mu.Unlock()
	}
	return r, err
}

func (o *Office) readRoster(ctx context.Context) (*roster, error) {
	r := &roster{people: map[string]model.Person{}, units: map[string]model.Unit{}, delegated: map[string][]model.Delegation{}}
	people, err := o.People(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		r.people[p.ID] = p
	}
	units, err := o.Units(ctx)
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		r.units[u.ID] = u
	}
	records, err := o.Store.Records(ctx, model.DelegationSubject)
	for _, one := range records {
		g := model.DelegationOf(one)
		r.delegated[g.To] = append(r.delegated[g.To], g)
	}
	return r, err
}
