package app

import (
	"slices"

	"yunban/model"
)

// MayBegin lists the steps by which this person may open a matter of a kind; none for who only reads.
func (d *Desk) MayBegin(kind model.SubjectKind) []model.Action {
	var can []model.Action
	for _, self := range d.selves() {
		for _, a := range d.Profile().CanStep(model.Matter{Kind: kind}, self) {
			if !slices.Contains(can, a) {
				can = append(can, a)
			}
		}
	}
	return can
}

// ReadsMatters reports whether there is anything among the matters of a kind that this person could read or do.
func (d *Desk) ReadsMatters(kind model.SubjectKind) bool {
	return slices.ContainsFunc(d.selves(), func(self model.Person) bool { return d.concerns(kind, self) })
}

func (d *Desk) concerns(kind model.SubjectKind, who model.Person) bool {
	p := d.Profile()
	switch {
	case p.ReadsAll(who):
		return true
	case who.Unit == "":
		return false
	case p.MaySee(who, model.Matter{Kind: kind}):
		return true
	}
	for _, arrow := range model.MatterArrows(kind) {
		if len(p.CanStep(model.Matter{Kind: kind, Unit: who.Unit, Status: arrow.From}, who)) > 0 {
			return true
		}
	}
	return false
}

// ActsForOthers reports whether this person acts for somebody who delegated the duties, today.
func (d *Desk) ActsForOthers() bool { return len(d.principals) > 0 }
