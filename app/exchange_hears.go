package app

import (
	"context"
	"slices"

	"yunban/model"
)

// A comment that one side of the table keeps to itself goes only to desks of units that have people on that side. Other
// desks learn that something stands there, so that the chain of what they hold has no gap, and nothing else.

// Hears gives the sides of the table that a unit's people sit on.
func (o *Office) Hears(ctx context.Context, unit string) ([]model.Side, error) {
	people, err := o.People(ctx)
	if err != nil {
		return nil, err
	}
	var sides []model.Side
	for _, p := range people {
		side := (&Desk{Office: o, Person: p}).side(o.Profile())
		if p.Unit == unit && !p.Disabled && side != "" && !slices.Contains(sides, side) {
			sides = append(sides, side)
		}
	}
	slices.Sort(sides)
	return sides, nil
}

// rehear tells the hub's store which sides each desk's people sit on, after people, roles or regulation changed.
func (o *Office) rehear(ctx context.Context) error {
	if o.Ledger == nil || o.joined() || o.Profile() == nil {
		return nil
	}
	return o.Ledger.Hear(ctx, func(unit string) ([]model.Side, error) { return o.Hears(ctx, unit) })
}

// seats tells the kinds of subject that say who sits on which side.
func seats(k model.SubjectKind) bool { return k == model.PersonSubject || k == model.OfficeSubject }
