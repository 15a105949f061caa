package app

import (
	"cmp"
	"context"
	"slices"

	"yunban/model"
	"yunban/model/workday"
)

// Owed is one period of an obligation, with the names of those concerned (应办事项).
type Owed struct {
	model.Obliged
	Article  string // as cited: 第十五条
	UnitName string
	Mine     bool // it is this person's duty to file it
}

// Obligations lists what the regulation says must be filed again and again, for every period that touches the days from
// … to and had begun on the day to: what is missing first, the oldest first. A unit sees what is owed to it and to all.
func (d *Desk) Obligations(ctx context.Context, from, to workday.Date) ([]Owed, error) {
	p, today := d.Profile(), d.Today()
	if to.After(today) {
		to = today
	}
	began, err := d.founded(ctx)
	if err != nil {
		return nil, err
	}
	if from.Before(began) { // before the office there was nobody to file with
		from = began
	}
	spans, err := d.cloudSpans(ctx)
	if err != nil {
		return nil, err
	}
	var all []Owed
	for _, o := range p.Obligations {
		filed, err := d.ofKind(ctx, o.Matter)
		if err != nil {
			return nil, err
		}
		mine := d.holds(o.By)
		add := func(period model.Period, unit, name string) {
			one := o.Oblige(period, unit, filed, d.Workdays(), today)
			all = append(all, Owed{Obliged: one, Article: p.ArticleOf(o.Provision), UnitName: name, Mine: mine})
		}
		for _, period := range o.Every.Between(from, to) {
			if !o.PerUnit {
				add(period, "", "")
				continue
			}
			for _, s := range spans {
				if s.touches(period) && d.mayReadUnit(s.unit) {
					add(period, s.unit, s.name)
				}
			}
		}
	}
	slices.SortStableFunc(all, byUrgency)
	return all, nil
}

// byUrgency puts what is missing first, then what is due, what will be, and what is done, the latest done first.
func byUrgency(a, b Owed) int {
	rank := map[model.ObligationState]int{model.Missing: 0, model.DueNow: 1, model.NotDueYet: 2, model.LateDone: 3, model.Fulfilled: 3}
	if order := cmp.Compare(rank[a.State], rank[b.State]); order != 0 {
		return order
	}
	if order := cmp.Compare(a.Due.String(), b.Due.String()); rank[a.State] == 3 {
		return -order
	} else if order != 0 {
		return order
	}
	return cmp.Compare(a.UnitName, b.UnitName)
}

// ofKind are all matters of a kind, whoever may see them: that one was filed is no secret to whom it is owed.
func (o *Office) ofKind(ctx context.Context, kind model.SubjectKind) ([]model.Matter, error) {
	records, err := o.Store.Records(ctx, kind)
	if err != nil {
		return nil, err
	}
	all := make([]model.Matter, len(records))
	for i, r := range records {
		all[i] = model.MatterOf(r)
	}
	return all, nil
}

// founded is the office's first day.
func (o *Office) founded(ctx context.Context) (workday.Date, error) {
	events, err := o.Store.Events(ctx, officeSubject)
	if err != nil || len(events) == 0 {
		return workday.Date{}, err
	}
	return workday.DateOf(events[0].At), nil
}

// span is the time in which a unit has had systems on the cloud; to is nothing while it has.
type span struct {
	unit, name string
	from, to   workday.Date
}

func (s span) touches(p model.Period) bool {
	return !s.from.After(p.To) && (s.to.IsZero() || !s.to.Before(p.From))
}

// cloudSpans are the units that have systems on the cloud, or had, by name.
func (o *Office) cloudSpans(ctx context.Context) ([]span, error) {
	lives, err := o.allRequests(ctx, model.Query{Case: model.Usage, Status: []model.Status{model.Live}})
	if err != nil {
		return nil, err
	}
	ends, err := o.allRequests(ctx, model.Query{Case: model.Termination, Status: []model.Status{model.Terminated}})
	if err != nil {
		return nil, err
	}
	ended := map[string]workday.Date{}
	for _, e := range ends {
		ended[e.System] = workday.DateOf(e.Since)
	}
	by := map[string]*span{}
	for _, r := range lives {
		from, to := workday.DateOf(r.Since), ended[r.System]
		s, known := by[r.Unit]
		switch {
		case !known:
			by[r.Unit] = &span{r.Unit, r.UnitName, from, to}
			continue
		case from.Before(s.from):
			s.from = from
		}
		if to.IsZero() || !s.to.IsZero() && to.After(s.to) {
			s.to = to
		}
	}
	var all []span
	for _, s := range by {
		all = append(all, *s)
	}
	slices.SortFunc(all, func(a, b span) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.unit, b.unit)) })
	return all, nil
}

// allRequests reads every page of a query.
func (o *Office) allRequests(ctx context.Context, q model.Query) ([]model.Summary, error) {
	q.Limit = 1000
	var all []model.Summary
	for {
		page, err := o.Store.Requests(ctx, q)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if q.After = page.Next; q.After == "" {
			return all, nil
		}
	}
}
