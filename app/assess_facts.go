package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"yunban/model"
	"yunban/model/workday"
)

// evidence gathers what an assessment rests on, as of the end of its period.
type evidence struct {
	stretch
	desk     *Desk
	ctx      context.Context            //nolint:containedctx // lives as long as one call
	bySystem map[string][]model.Summary // the requests of each system as they stood then; systems fills it
}

// matters are the matters of a kind that had begun by the end of the period, whosever they are.
func (g *evidence) matters(kind model.SubjectKind) ([]model.Matter, error) {
	records, err := g.desk.Store.Records(g.ctx, kind)
	if err != nil {
		return nil, err
	}
	var all []model.Matter
	for _, r := range records {
		if m := model.MatterOf(r); !workday.DateOf(m.Opened()).After(g.asOf) {
			all = append(all, m)
		}
	}
	return all, nil
}

// until are a subject's events up to the end of the period.
func (g *evidence) until(about model.Subject) ([]model.Event, error) {
	events, err := g.desk.Store.Events(g.ctx, about)
	if err != nil || g.today {
		return events, err
	}
	i := slices.IndexFunc(events, func(e model.Event) bool { return workday.DateOf(e.At).After(g.asOf) })
	if i < 0 {
		i = len(events)
	}
	return events[:i], nil
}

// requests goes through the requests of a unit, or of all, that were filed by the end of the period, as they are now.
func (g *evidence) requests(unit string, each func(model.Summary) error) error {
	q := model.Query{Unit: unit, To: g.asOf, Limit: 1000}
	for {
		page, err := g.desk.Store.Requests(g.ctx, q)
		if err != nil {
			return err
		}
		for _, s := range page.Items {
			if err := g.ctx.Err(); err != nil {
				return err
			}
			if err := each(s); err != nil {
				return err
			}
		}
		if q.After = page.Next; q.After == "" {
			return nil
		}
	}
}

// request is a request as it stood at the end of the period.
func (g *evidence) request(id string) (model.Request, []model.Event, error) {
	events, err := g.until(model.Subject{Kind: model.RequestSubject, ID: id})
	if err != nil {
		return model.Request{}, nil, err
	}
	r, err := model.Replay(events)
	return r, events, err
}

// then is a request's row as it stood at the end of the period.
func (g *evidence) then(s model.Summary) (model.Summary, error) {
	if g.today || !workday.DateOf(s.Updated).After(g.asOf) {
		return s, nil
	}
	r, events, err := g.request(s.ID)
	if err != nil || len(events) == 0 {
		return s, err
	}
	return r.Summary(events[len(events)-1].At), nil
}

// onCloud is a system on the cloud with what it was derived from.
type onCloud struct {
	model.Inventoried
	usage model.Request
	lines []model.Line // what it ran on at the end of the period
}

// systems are a unit's systems as they stood at the end of the period (T19), and what those on the cloud ran on; all
// units' when unit is empty.
func (g *evidence) systems(unit string) (all []model.Inventoried, live []onCloud, err error) {
	by := map[string][]model.Summary{}
	g.bySystem = by
	err = g.requests(unit, func(s model.Summary) error {
		then, err := g.then(s)
		if then.System != "" {
			by[then.System] = append(by[then.System], then)
		}
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	records, err := g.desk.Store.Records(g.ctx, model.SystemSubject)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range records {
		if r, err = g.recordThen(r); err != nil {
			return nil, nil, err
		}
		s := model.SystemOf(r)
		if s.ID == "" || unit != "" && s.Unit != unit {
			continue
		}
		one := model.Inventoried{System: s, State: s.State(by[s.ID])}
		all = append(all, one)
		if one.State != model.OnCloud {
			continue
		}
		runs, err := g.running(one, by[s.ID])
		if err != nil {
			return nil, nil, err
		}
		live = append(live, runs)
	}
	return all, live, nil
}

// recordThen is a record as it stood at the end of the period; the zero Record when it was not there yet.
func (g *evidence) recordThen(r model.Record) (model.Record, error) {
	if g.today {
		return r, nil
	}
	events, err := g.until(r.Subject)
	return model.ReplayRecord(events), err
}

func (g *evidence) running(one model.Inventoried, requests []model.Summary) (onCloud, error) {
	runs := onCloud{Inventoried: one}
	var later []model.Request
	for _, s := range requests {
		if s.Case == model.Usage && s.Status != model.Live {
			continue
		}
		r, _, err := g.request(s.ID)
		if err != nil {
			return runs, err
		}
		if s.Case == model.Usage {
			runs.usage = r
		} else {
			later = append(later, r)
		}
	}
	runs.lines, _ = model.Running(runs.usage, later)
	return runs, nil
}

// unit gathers what a unit is assessed by.
func (g *evidence) unit(u model.Unit) (model.UnitFacts, error) {
	f := model.UnitFacts{Unit: u.ID, Period: g.Period, AsOf: g.asOf}
	systems, live, err := g.systems(u.ID)
	if err != nil {
		return f, err
	}
	f.Systems = systems
	reports, err := g.reports(u.ID)
	if err != nil {
		return f, err
	}
	f.Uses = usesOf(live, reports)
	if f.Inspections, err = g.inspections(u.ID); err != nil {
		return f, err
	}
	f.Incidents, err = g.incidents(u, systems)
	return f, err
}

// reports are the monthly reports of months of the period, the earliest first; of all units when unit is empty.
func (g *evidence) reports(unit string) ([]model.Matter, error) {
	all, err := g.matters(model.MonthlyReport)
	all = slices.DeleteFunc(all, func(m model.Matter) bool {
		month, ok := model.ParsePeriod(m.Values["month"])
		return !ok || !g.Contains(month.From) || unit != "" && m.Unit != unit
	})
	slices.SortStableFunc(all, func(a, b model.Matter) int {
		if c := strings.Compare(a.Values["month"], b.Values["month"]); c != 0 {
			return c
		}
		return a.Opened().Compare(b.Opened())
	})
	return all, err
}

// inspections are those of a unit; of the platform itself when unit is empty.
func (g *evidence) inspections(unit string) ([]model.Matter, error) {
	all, err := g.matters(model.Inspection)
	return slices.DeleteFunc(all, func(m model.Matter) bool { return m.Unit != unit || m.Status == model.TakenBackStatus }), err
}

// incidents are the security faults of the period that name the unit or one of its systems among what they affected, or
// that a problem of the unit was traced to.
func (g *evidence) incidents(u model.Unit, systems []model.Inventoried) ([]model.Subject, error) {
	faults, err := g.faults()
	if err != nil {
		return nil, err
	}
	tickets, err := g.matters(model.ProblemTicket)
	if err != nil {
		return nil, err
	}
	traced := map[string]bool{}
	for _, m := range tickets {
		if act, ok := m.Latest(model.Solve); ok && m.Unit == u.ID && act.Values["fault_number"] != "" {
			traced[act.Values["fault_number"]] = true
		}
	}
	found := []model.Subject{}
	for _, m := range faults {
		text := m.Values["affected"] + "\n" + m.Values["fault_title"]
		names := strings.Contains(text, u.Name) || slices.ContainsFunc(systems, func(s model.Inventoried) bool { return s.Name() != "" && strings.Contains(text, s.Name()) })
		if m.Values["fault_kind"] == "security" && (names || traced[m.Number]) {
			found = append(found, model.Subject{Kind: model.FaultRecord, ID: m.ID})
		}
	}
	return found, nil
}

// faults are those that lasted into the period.
func (g *evidence) faults() ([]model.Matter, error) {
	records, err := g.desk.Store.Records(g.ctx, model.FaultRecord)
	if err != nil {
		return nil, err
	}
	var all []model.Matter
	for _, r := range records { // one that was recorded late still happened then
		m := model.MatterOf(r)
		began, ok := model.ParseMoment(m.Values["began"])
		if !ok || workday.DateOf(began).After(g.asOf) {
			continue
		}
		if ended, ok := model.ParseMoment(m.Values["ended"]); ok && workday.DateOf(ended).Before(g.From) {
			continue
		}
		all = append(all, m)
	}
	return all, nil
}

// now is the end of what is told.
func (g *evidence) now() time.Time {
	if g.today {
		return g.desk.Clock()
	}
	return g.asOf.AddDays(1).Start()
}
