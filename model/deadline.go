package model

import (
	"strconv"
	"time"

	"yunban/model/workday"
)

// Limit is a time limit that a regulation sets on a status: 3 working days in submitted, article 8.
type Limit struct {
	Case    Case    `json:"case"`
	Status  Status  `json:"status"`
	Days    int     `json:"days"`
	Unit    DayUnit `json:"unit"`
	Article string  `json:"article"` // the article's key
}

// DayUnit says how days are counted.
type DayUnit string

// The two ways to count.
const (
	WorkingDay  DayUnit = "working_day"  // 工作日
	CalendarDay DayUnit = "calendar_day" // 天
)

func (u DayUnit) chinese() string {
	if u == WorkingDay {
		return "工作日"
	}
	return "天"
}

// Deadline is when something is due and by which words of the regulation. It is derived from status, profile and
// calendar whenever it is needed and never stored. The zero Deadline is "no limit": the text gives none (T8), and
// nothing can be overdue.
type Deadline struct {
	Due         workday.Date `json:"due"`
	Days        int          `json:"days"`
	Unit        DayUnit      `json:"unit"`
	Article     string       `json:"article"`     // its label: 第八条
	Provisional bool         `json:"provisional"` // past the last published holiday notice (T21)
}

// None reports that the regulation sets no limit here.
func (d Deadline) None() bool { return d.Due.IsZero() }

// Overdue reports whether the deadline has passed on a day. The due day itself is in time.
func (d Deadline) Overdue(today workday.Date) bool { return !d.None() && d.Due.Before(today) }

// Urgency says how near a deadline is.
type Urgency string

// The urgencies, the calmest first.
const (
	NoLimit  Urgency = "no_limit" // 未规定时限 (T8)
	InTime   Urgency = "in_time"
	DueSoon  Urgency = "due_soon" // one working day left, or seven days of a trial
	DueToday Urgency = "due_today"
	Overdue  Urgency = "overdue"
	Closed   Urgency = "closed" // 已办结: nothing waits any more
)

// Urgency tells how near the deadline is on a day, and how many days are left in the deadline's own unit; overdue
// days are negative, and 0 as long as no working day has gone by since.
func (d Deadline) Urgency(today workday.Date, cal workday.Calendar) (Urgency, int) {
	if d.None() {
		return NoLimit, 0
	}
	left, soon := cal.WorkdaysUntil(today, d.Due), 1
	if d.Unit == CalendarDay {
		left, soon = today.DaysUntil(d.Due), 7
	}
	switch {
	case d.Overdue(today):
		return Overdue, left
	case d.Due == today:
		return DueToday, 0
	case left <= soon:
		return DueSoon, left
	}
	return InTime, left
}

// Due derives the deadline of a status entered at an instant. Days are counted from the day after (民法典 201).
func (p *Profile) Due(c Case, s Status, since time.Time, cal workday.Calendar) Deadline {
	for _, l := range p.Limits {
		if l.Case != c || l.Status != s {
			continue
		}
		d := Deadline{Days: l.Days, Unit: l.Unit}
		if l.Unit == WorkingDay {
			d.Due, d.Provisional = cal.AddWorkdays(workday.DateOf(since), l.Days)
		} else {
			d.Due, d.Provisional = cal.AddDays(workday.DateOf(since), l.Days, p.Trial.RollOff)
		}
		if a, ok := p.Article(l.Article); ok {
			d.Article = a.Label()
		}
		return d
	}
	return Deadline{}
}

// TrialEnd derives the end of a trial from its days and the day it was delivered (P 9, L 13; T3).
func (p *Profile) TrialEnd(delivered time.Time, days int, cal workday.Calendar) Deadline {
	d := Deadline{Days: days, Unit: CalendarDay}
	d.Due, d.Provisional = cal.AddDays(workday.DateOf(delivered), days, p.Trial.RollOff)
	if a, ok := p.Article(p.Trial.Article); ok {
		d.Article = a.Label()
	}
	return d
}

// checkTrialDays checks the asked days; the bounds apply to the number asked, not to the rolled-off date (T3).
func (p *Profile) checkTrialDays(v Values) []Problem {
	n, ok := v.Int("trial_days")
	if ok && int(n) >= p.Trial.MinDays && int(n) <= p.Trial.MaxDays {
		return nil
	}
	a, _ := p.Article(p.Trial.Article)
	return []Problem{problem("trial_days", "problem.trial_days", "min", strconv.Itoa(p.Trial.MinDays),
		"max", strconv.Itoa(p.Trial.MaxDays), "article", a.Label())}
}
