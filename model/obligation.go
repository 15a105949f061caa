package model

import (
	"fmt"

	"yunban/model/workday"
)

// Obligation is something that must be filed again and again (应办事项): the regulation's monthly report, security bulletin,
// yearly drill … It comes with its article; what the text leaves open is marked as ours.
type Obligation struct {
	ID        string      `json:"id"`
	Name      string      `json:"name"`
	Matter    SubjectKind `json:"matter"`               // what fulfils it
	Every     Every       `json:"every"`                // how often
	PerUnit   bool        `json:"per_unit,omitempty"`   // once for every unit that has systems on the cloud
	By        Duty        `json:"by"`                   // whose
	Provision string      `json:"provision"`            // what in the regulation asks for it
	OurPeriod bool        `json:"our_period,omitempty"` // the text says 定期: the period is our default (T22)
	Subject   string      `json:"subject,omitempty"`    // of an assessment: unit or vendor
}

// ObligationState is where one period of an obligation stands.
type ObligationState string

// The states, each period's own.
const (
	NotDueYet ObligationState = "not_due" // the period runs, or its day has not come
	DueNow    ObligationState = "due"     // the period is over and its day has come: today is the last day
	Missing   ObligationState = "missing" // its day has passed
	Fulfilled ObligationState = "done"
	LateDone  ObligationState = "done_late"
)

// Obliged is one period of an obligation.
type Obliged struct {
	Obligation
	Period      Period
	Unit        string // of one that is owed for every unit
	Due         workday.Date
	Provisional bool // past the last published calendar (T21)
	State       ObligationState
	Filed       Matter // what fulfilled it
}

// DueOf is the day by which a period's filing is due: no text gives one, so the first working day after the period is
// taken, and marked as ours (T16).
func (o Obligation) DueOf(p Period, c workday.Calendar) (due workday.Date, provisional bool) {
	return c.AddWorkdays(p.To, 1)
}

// Oblige tells how one period stands on a day, by the matters of its kind.
func (o Obligation) Oblige(p Period, unit string, filed []Matter, c workday.Calendar, today workday.Date) Obliged {
	due, provisional := o.DueOf(p, c)
	one := Obliged{Obligation: o, Period: p, Unit: unit, Due: due, Provisional: provisional}
	for _, m := range filed {
		if m.Kind != o.Matter || m.Status == TakenBackStatus || unit != "" && m.Unit != unit || o.Subject != "" && m.Values["subject"] != o.Subject {
			continue
		}
		if o.periodOf(m) == p && (one.Filed.ID == "" || m.Opened().Before(one.Filed.Opened())) {
			one.Filed = m
		}
	}
	switch {
	case one.Filed.ID != "" && workday.DateOf(one.Filed.Opened()).After(due):
		one.State = LateDone
	case one.Filed.ID != "":
		one.State = Fulfilled
	case today.Before(due):
		one.State = NotDueYet
	case today == due:
		one.State = DueNow
	default:
		one.State = Missing
	}
	return one
}

// periodOf is the period that a matter fulfils: the one that it names, else the one of the day that it happened on.
func (o Obligation) periodOf(m Matter) Period {
	for _, id := range []string{"month", "period"} {
		if p, ok := ParsePeriod(m.Values[id]); ok && p.Every == o.Every {
			return p
		}
	}
	for _, id := range []string{"held_on", "inspected_on"} {
		if d, err := workday.ParseDate(m.Values[id]); err == nil {
			return o.Every.Around(d)
		}
	}
	return o.Every.Around(workday.DateOf(m.Opened()))
}

func (p *Profile) checkObligations() []error {
	var wrong []error
	for _, o := range p.Obligations {
		at := "obligation " + o.ID
		if o.ID == "" || o.Name == "" || !o.Matter.IsMatter() {
			wrong = append(wrong, fmt.Errorf("%s: id, name and a known kind of matter are needed", at))
		}
		if o.Every != EveryMonth && o.Every != EveryQuarter && o.Every != EveryYear {
			wrong = append(wrong, fmt.Errorf("%s: %q is no rhythm", at, o.Every))
		}
		if p.Provisions[o.Provision] == "" {
			wrong = append(wrong, fmt.Errorf("%s: its provision %q is missing: an obligation must be cited", at, o.Provision))
		}
		if len(p.Duties[o.By]) == 0 {
			wrong = append(wrong, fmt.Errorf("%s: nobody holds the duty %s", at, o.By))
		}
	}
	return wrong
}
