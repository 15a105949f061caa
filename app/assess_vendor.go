package app

import (
	"slices"

	"yunban/model"
	"yunban/model/workday"
)

// vendor gathers what the vendor is assessed by.
func (g *evidence) vendor() (f model.VendorFacts, err error) {
	f = model.VendorFacts{Period: g.Period, AsOf: g.asOf, Now: g.now()}
	if f.Clocks, err = g.clocks(); err != nil {
		return f, err
	}
	if f.Tickets, err = g.matters(model.ProblemTicket); err != nil {
		return f, err
	}
	f.Tickets = slices.DeleteFunc(f.Tickets, func(m model.Matter) bool { return !g.Contains(workday.DateOf(m.Opened())) })
	if f.Faults, err = g.faults(); err != nil {
		return f, err
	}
	if f.Reports, err = g.reports(""); err != nil {
		return f, err
	}
	if f.Platform, err = g.inspections(""); err != nil {
		return f, err
	}
	if f.Answers, err = g.answers(); err != nil {
		return f, err
	}
	f.Asked, err = g.asked()
	return f, err
}

// clocks are the steps that the vendor had to take in the period: done in it, or become overdue in it and not done (P 9,
// 11, 12; L 13, 15, 16).
func (g *evidence) clocks() ([]model.ClockStep, error) {
	var steps []model.ClockStep
	err := g.requests("", func(s model.Summary) error {
		if untouched(s) || workday.DateOf(s.Updated).Before(g.From) && s.Status != model.Approved {
			return nil
		}
		_, events, err := g.request(s.ID)
		if err != nil {
			return err
		}
		all, err := model.Steps(g.desk.ProfileOf(s.Profile), g.desk.Workdays(), events, g.asOf)
		if err != nil {
			return err
		}
		for _, one := range all {
			if one.Status == model.Approved && g.Contains(dayOfStep(one, g.asOf)) {
				steps = append(steps, model.ClockStep{Request: s.ID, Case: s.Case, Step: one})
			}
		}
		return nil
	})
	return steps, err
}

// untouched reports whether a request cannot have come to the vendor: none of these statuses lies behind approval.
func untouched(s model.Summary) bool {
	switch s.Status {
	case model.Submitted, model.NotAccepted, model.Accepted, model.Disapproved:
		return true
	}
	return false
}

// dayOfStep is the day that a step counts on: when it was done, or became overdue.
func dayOfStep(s model.Step, asOf workday.Date) workday.Date {
	switch {
	case !s.Done.IsZero():
		return workday.DateOf(s.Done)
	case s.Outcome(asOf) == model.Missed:
		return s.Due.Due
	}
	return asOf
}

// answers are those to the surveys of the period: to the one of just this period where there is one, else to those that
// lie within it.
func (g *evidence) answers() ([]model.Matter, error) {
	surveys, err := g.matters(model.Survey)
	if err != nil {
		return nil, err
	}
	exact, within := map[string]bool{}, map[string]bool{}
	for _, s := range surveys {
		period, ok := model.ParsePeriod(s.Values["period"])
		switch {
		case ok && period == g.Period:
			exact[s.ID] = true
		case ok && g.Contains(period.From) && g.Contains(period.To):
			within[s.ID] = true
		}
	}
	if len(exact) == 0 {
		exact = within
	}
	// A survey about a period is answered after it as well as in it.
	records, err := g.desk.Store.Records(g.ctx, model.SurveyAnswer)
	if err != nil {
		return nil, err
	}
	var all []model.Matter
	for _, r := range records {
		if m := model.MatterOf(r); exact[m.Values["survey"]] {
			all = append(all, m)
		}
	}
	return all, nil
}

// asked is how many units have a system on the cloud now: those whose answer counts.
func (g *evidence) asked() (int, error) {
	units := map[string]bool{}
	err := g.requests("", func(s model.Summary) error {
		if s.Case == model.Usage && s.Status == model.Live {
			units[s.Unit] = true
		}
		return nil
	})
	return len(units), err
}
