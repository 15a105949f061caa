package model

import (
	"slices"

	"yunban/model/workday"
)

// Near is a pile of requests whose deadlines are alike: in one status, since a day between two days. A deadline is
// derived and never stored; that is why its nearness is asked for backwards, by the days that it is counted from.
type Near struct {
	Profile string // the regulation that they began under
	Case    Case
	Status  Status
	Unit    string // only this unit's; nothing means all
	Asks    string // only those that wait for this as well
	Trial   bool   // the days are of the trial's end as it was chosen, before an end on a day off moves on (T3)
	From    workday.Date
	To      workday.Date
}

// The urgencies that are looked for together.
var (
	Soon = []Urgency{DueSoon, DueToday} // 即将到期
	Late = []Urgency{Overdue}           // 逾期
)

// The days that are looked at: from so many ahead, for a trial's end may lie there, back to the first that is overdue
// for all before it are, too; at most so many back.
const (
	nearAhead = 14
	nearBack  = 500
)

// Near finds where the requests of some urgencies are today: due soon, due today, overdue.
func (p *Profile) Near(today workday.Date, cal workday.Calendar, urgencies ...Urgency) []Near {
	var found []Near
	for _, c := range Cases() {
		for _, s := range Statuses(c) {
			if Ended(c, s) {
				continue
			}
			n := Near{Profile: p.Ref(), Case: c, Status: s, Trial: s == Trial}
			found = append(found, n.spans(today, urgencies, func(day workday.Date) Urgency {
				due := p.Due(c, s, day.Start(), cal)
				if s == Trial {
					due = p.TrialEnd(day.Start(), 0, cal)
				}
				u, _ := due.Urgency(today, cal)
				return u
			})...)
		}
	}
	return found
}

// spans lists the unbroken spans of days with some urgencies, the latest first. The first day that is overdue stands
// for all before it.
func (n Near) spans(today workday.Date, urgencies []Urgency, of func(workday.Date) Urgency) []Near {
	var found []Near
	open := false
	for back := range nearAhead + nearBack {
		day := today.AddDays(nearAhead - back)
		u := of(day)
		if u == NoLimit {
			return nil
		}
		switch in := slices.Contains(urgencies, u); {
		case in && !open:
			n.To, open = day, true
		case !in && open:
			n.From, open = day.AddDays(1), false
			found = append(found, n)
		}
		if u == Overdue {
			break
		}
	}
	if open {
		n.From = workday.Date{}
		found = append(found, n)
	}
	return found
}

// Has reports whether a request is of the pile.
func (n Near) Has(s Summary) bool {
	day := workday.DateOf(s.Since)
	if n.Trial {
		day = workday.DateOf(s.TrialBegan).AddDays(s.TrialDays)
	}
	return n.Profile == s.Profile && n.Case == s.Case && n.Status == s.Status && (n.Unit == "" || n.Unit == s.Unit) &&
		(n.Asks == "" || n.Asks == s.Asks) && (n.From.IsZero() || !day.Before(n.From)) && !day.After(n.To)
}
