package view

import (
	"context"
	"slices"
	"time"

	"yunban/app"
	"yunban/model"
)

// Receipt is an addressee of what was filed, and when it acknowledged it.
type Receipt struct {
	Name     string
	Received bool
	At       time.Time
	By       string
}

// Receipts lists the addressees: the unit and the authority (T16); of what is for everybody the units that have
// acknowledged it. None where nothing is acknowledged.
func (m *Matter) Receipts() []Receipt {
	if !slices.ContainsFunc(model.MatterArrows(m.Kind), func(a model.MatterArrow) bool { return a.Action == model.Receive }) {
		return nil
	}
	units := m.users
	if m.Unit != "" {
		units = []string{m.Unit}
	}
	var all []Receipt
	for _, id := range units {
		all = append(all, m.receiptOf(id, unitName(m.units, id)))
	}
	others := Receipt{Name: m.Profile().Word("authority")}
	for _, act := range m.Acts {
		switch {
		case act.Action != model.Receive || slices.Contains(units, act.Unit):
		case m.Kind == model.Assessment: // the vendor's, which is no unit's
			all = append(all, Receipt{unitName(m.units, act.Unit), true, act.At, act.By})
		case !others.Received:
			others = Receipt{others.Name, true, act.At, act.By}
		}
	}
	if m.Kind != model.Assessment {
		all = append(all, others)
	}
	return all
}

// usingUnits are the units that have systems on the cloud, as far as the person may read them.
func usingUnits(ctx context.Context, desk *app.Desk) ([]string, error) {
	systems, err := desk.Systems(ctx)
	if err != nil {
		return nil, err
	}
	var units []string
	for _, s := range systems {
		if s.State == model.OnCloud && !slices.Contains(units, s.Unit) {
			units = append(units, s.Unit)
		}
	}
	return units, nil
}

func (m *Matter) receiptOf(unit, name string) Receipt {
	act, ok := m.ReceivedBy(unit)
	return Receipt{name, ok, act.At, act.By}
}
