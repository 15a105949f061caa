package app

import (
	"slices"

	"yunban/model"
)

// near finds where the urgent requests of a queue are today. A queue that gathers takes them from all that waits for
// this person.
func (d *Desk) near(q model.Queue) []model.Near {
	found, all := []model.Near{}, d.nearly(q.Near) // none at all is an answer, too
	if q.Waiting() {
		return append(found, d.ofQueue(all, q)...)
	}
	for _, other := range d.Queues() {
		switch urgencies := common(q.Near, other.Near); {
		case !other.Waiting(), len(other.Near) > 0 && len(urgencies) == 0:
		case len(other.Near) > 0:
			found = append(found, d.ofQueue(d.nearly(urgencies), other)...)
		default:
			found = append(found, d.ofQueue(all, other)...)
		}
	}
	return found
}

// ofQueue keeps what of some piles waits in a queue.
func (d *Desk) ofQueue(piles []model.Near, q model.Queue) []model.Near {
	var found []model.Near
	for _, n := range piles {
		if q.Case != "" && n.Case != q.Case || !slices.Contains(q.Status, n.Status) {
			continue
		}
		n.Asks = q.Asks
		if q.Mine {
			n.Unit = d.Person.Unit
		}
		found = append(found, n)
	}
	return found
}

// nearly finds the urgent requests under any regulation that requests began under.
func (o *Office) nearly(urgencies []model.Urgency) []model.Near {
	o.mu.RLock()
	defer o.mu.RUnlock()
	found := []model.Near{}
	for _, p := range o.rules {
		found = append(found, p.Near(o.Today(), o.calendar, urgencies...)...)
	}
	return found
}

// common is what two lists share.
func common(a, b []model.Urgency) []model.Urgency {
	return slices.DeleteFunc(slices.Clone(a), func(u model.Urgency) bool { return !slices.Contains(b, u) })
}
