package model

import (
	"time"

	"yunban/model/workday"
)

// Step is a request's stay in one status: from when its clock began until somebody moved it on. A new round gives a
// new step.
type Step struct {
	Status Status
	Round  int       // which submission it belongs to
	Since  time.Time // when the clock began
	Done   time.Time // when it was moved on; zero while it waits
	By     string    // who moved it on
	Action Action    // how
	Due    Deadline  // by what was known when it was moved on: a trial that was prolonged ends later
	Used   int       // working days until it was done, or until today
}

// Outcome says how a step's time was kept.
type Outcome string

// The outcomes of a step.
const (
	Kept      Outcome = "kept"      // done in time; the due day itself is in time
	Missed    Outcome = "missed"    // done too late, or not done and overdue
	InHand    Outcome = "in_hand"   // not done and still in time
	Dropped   Outcome = "dropped"   // withdrawn in time: nobody's clock any more
	Unlimited Outcome = "unlimited" // the regulation gives no limit here (T8): nothing to keep or to miss
)

// Outcome tells how a step's time was kept, as of a day.
func (s Step) Outcome(today workday.Date) Outcome {
	end := today
	if !s.Done.IsZero() {
		end = workday.DateOf(s.Done)
	}
	switch {
	case s.Due.None():
		return Unlimited
	case s.Due.Overdue(end):
		return Missed
	case s.Done.IsZero():
		return InHand
	case s.Action == Withdraw:
		return Dropped
	}
	return Kept
}

// Steps lists the steps of a request out of its events, the oldest first. What has ended waits for nobody and is no
// step.
func Steps(p *Profile, cal workday.Calendar, events []Event, today workday.Date) ([]Step, error) {
	var r Request
	var steps []Step
	for _, e := range events {
		if e.Subject.Kind != RequestSubject {
			return nil, Errorf(Other, "error.not_a_request", "subject", e.Subject.ID)
		}
		before := r
		r = Apply(r, e)
		if r.Status == before.Status {
			continue
		}
		if n := len(steps); n > 0 && steps[n-1].Done.IsZero() {
			s := &steps[n-1]
			s.Due, s.Done, s.By, s.Action = before.Due(p, cal), e.At, e.By(), e.Action
			s.Used = cal.WorkdaysUntil(workday.DateOf(s.Since), workday.DateOf(e.At))
		}
		if !Ended(r.Case, r.Status) {
			steps = append(steps, Step{Status: r.Status, Round: len(r.Rounds), Since: r.Since})
		}
	}
	if n := len(steps); n > 0 && steps[n-1].Done.IsZero() {
		s := &steps[n-1]
		s.Due, s.Used = r.Due(p, cal), cal.WorkdaysUntil(workday.DateOf(s.Since), today)
	}
	return steps, nil
}
