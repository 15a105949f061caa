package app

import (
	"context"
	"errors"

	"yunban/model"
)

// Import takes in the history of one subject that a desk numbered before it joined. It is believed as far as it is
// whole and holds together: sealed link by link, by people who have accounts here, of units that are known here, under
// a regulation that is known here. What is refused for good is an answer; any other failure is an error.
func (o *Office) Import(ctx context.Context, device model.Device, chain model.Import) (model.Imported, error) {
	if len(chain.Events) == 0 {
		return model.Imported{}, model.Errorf(model.Invalid, "error.bad_message")
	}
	about := chain.Events[0].Subject
	answer := model.Imported{Subject: about}
	events, err := o.importable(ctx, device, chain)
	if err == nil {
		answer, err = o.takeChain(ctx, chain, events)
	}
	var why *model.Error
	if errors.As(err, &why) && why.Kind != model.Other && why.Kind != model.Offline {
		return model.Imported{Subject: about, Kind: why.Kind, Key: why.Key, Args: why.Args}, nil
	}
	return answer, err
}

// importable checks a history and calls its units as they are called here.
func (o *Office) importable(ctx context.Context, device model.Device, chain model.Import) ([]model.Event, error) {
	about := chain.Events[0].Subject
	if about.Kind.Common() || about.ID == "" {
		return nil, model.Errorf(model.Forbidden, "error.import_kind")
	}
	for _, e := range chain.Events {
		if e.Subject != about {
			return nil, model.Errorf(model.Invalid, "error.bad_message")
		}
	}
	if err := model.VerifyChain(chain.Events); err != nil {
		return nil, err
	}
	if err := o.knowsActors(ctx, chain.Events); err != nil {
		return nil, err
	}
	events, err := o.renamed(ctx, chain)
	if err != nil {
		return nil, err
	}
	return events, o.holds(device, events)
}

// knowsActors asks that everybody who acted has an account here, by the same sign-in name and the same name.
func (o *Office) knowsActors(ctx context.Context, events []model.Event) error {
	people, err := o.People(ctx)
	if err != nil {
		return err
	}
	names := map[string]string{system.ID: system.Name}
	for _, p := range people {
		names[p.ID] = p.Name
	}
	for _, e := range events {
		if e.Claimed.After(o.Clock().Add(maxAhead)) || e.At.After(o.Clock().Add(maxAhead)) {
			return model.Errorf(model.Invalid, "error.clock_ahead", "claimed", e.At.Format(minutes))
		}
		for id, name := range map[string]string{e.Actor: e.ActorName, e.ForID: e.For} {
			if id == "" {
				continue
			}
			switch here, known := names[id]; {
			case !known:
				return model.Errorf(model.NotFound, "error.import_person", "id", id, "name", name)
			case here != name:
				return model.Errorf(model.Conflict, "error.import_name", "id", id, "name", name, "here", here)
			}
		}
	}
	return nil
}

// renamed calls the units of a history as they are called here. An event that is changed notes the hash that it had.
func (o *Office) renamed(ctx context.Context, chain model.Import) ([]model.Event, error) {
	units, err := o.Units(ctx)
	if err != nil {
		return nil, err
	}
	events := make([]model.Event, len(chain.Events))
	for i, e := range chain.Events {
		if id := e.Values["unit_id"]; id != "" {
			here, err := sameUnit(units, id, chain.Units[id])
			if err != nil {
				return nil, err
			}
			if here != id {
				e.Values = e.Values.Clone()
				e.Values["unit_id"], e.Values[model.HashBefore] = here, e.Hash
			}
		}
		events[i] = e
	}
	return events, nil
}

// sameUnit is what a unit is called here: the same id, where it is the same unit, or else the one of the same name.
func sameUnit(units []model.Unit, id, name string) (string, error) {
	found := ""
	for _, u := range units {
		switch {
		case u.ID == id && u.Name == name:
			return id, nil
		case u.Name == name && name != "":
			found = u.ID
		}
	}
	if found == "" {
		return "", model.Errorf(model.NotFound, "error.import_unit", "unit", name, "id", id)
	}
	return found, nil
}

// holds asks that a history makes sense here, and that the device may hold it: what it could not see afterwards, it
// does not bring either.
func (o *Office) holds(device model.Device, events []model.Event) error {
	unit := events[0].Values["unit_id"]
	if events[0].Subject.Kind == model.RequestSubject {
		o.mu.RLock()
		_, known := o.rules[events[0].Profile]
		o.mu.RUnlock()
		if !known {
			return model.Errorf(model.NotFound, "error.import_profile", "profile", events[0].Profile)
		}
		r, err := model.Replay(events)
		if err != nil {
			return err
		}
		if r.ReadOnly {
			return model.Errorf(model.Conflict, "error.import_unknown")
		}
		unit = r.Unit
	}
	if !device.All && unit != device.Unit {
		return model.Errorf(model.Forbidden, "error.import_scope")
	}
	return nil
}

// takeChain writes a history down, once.
func (o *Office) takeChain(ctx context.Context, chain model.Import, events []model.Event) (model.Imported, error) {
	about := events[0].Subject
	answer := model.Imported{Subject: about, Taken: true}
	here, err := o.Store.Events(ctx, about)
	if err != nil {
		return answer, err
	}
	switch {
	case len(here) > 0 && here[0].ID != events[0].ID, len(here) > 0 && len(here) < len(events):
		return answer, model.Errorf(model.Conflict, "error.import_there")
	case len(here) > 0:
		answer.There = true
	case chain.Try:
		if here, err = o.Ledger.Foresee(ctx, events, chain.Above); err != nil {
			return answer, err
		}
	default:
		if here, err = o.Ledger.Import(ctx, events, chain.Above); err != nil {
			return answer, err
		}
	}
	for i, e := range here[:min(len(here), len(events))] {
		answer.Sealed = answer.Sealed || e.Hash != chain.Events[i].Hash || e.Values[model.HashBefore] != ""
		if e.Number != "" {
			answer.Number = e.Number
		}
		if before := e.Values[model.NumberBefore]; before != "" {
			answer.Before = before
		}
	}
	return answer, nil
}
