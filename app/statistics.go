package app

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"yunban/model"
	"yunban/model/workday"
)

// Statistics is what happened in a period, and how the time was kept.
type Statistics struct {
	All    Tally
	Units  []Tally // by name
	Months []Tally // the earliest first; named 2026-02
	Steps  []StepTally
}

// Tally counts what happened at one unit, or in one month.
type Tally struct {
	Name  string
	Filed map[model.Case]int   // first submissions
	Acts  map[model.Action]int // acceptances, refusals, approvals …
	Kept  int
	// Missed counts the steps that were done too late, or became overdue and are not done.
	Missed int
	// Acceptance, Approval and Life hold the working days of each acceptance, of each approval, and of each request
	// from its filing to its going live.
	Acceptance, Approval, Life Days
	// Asked, Approved and Delivered add up the usage requests that were filed, approved, delivered. Running adds up
	// what the live systems run on at the end; it is not told by month.
	Asked, Approved, Delivered, Running model.Totals
}

// StepTally is how the time of one step was kept.
type StepTally struct {
	Case    model.Case
	Status  model.Status
	Due     model.Deadline // article and length; the days of a trial differ
	Outcome map[model.Outcome]int
	Days    Days // of what was done
}

// Days are numbers of working days.
type Days []int

// Median is the middle one, or half between the two in the middle; false when there are none.
func (d Days) Median() (float64, bool) {
	if len(d) == 0 {
		return 0, false
	}
	sorted := slices.Sorted(slices.Values(d))
	n := len(sorted)
	return float64(sorted[(n-1)/2]+sorted[n/2]) / 2, true
}

// Statistics counts what this person may read. From and To of the query are the period that is counted; everything
// is told as of its last day.
func (d *Desk) Statistics(ctx context.Context, q model.Query, progress func(done, all int)) (Statistics, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	return (&export{desk: d, ctx: ctx, query: q, progress: progress}).statistics()
}

// counting is Statistics under way.
type counting struct {
	*export
	all     Tally
	units   map[string]*Tally
	months  map[string]*Tally
	steps   map[stepOf]*StepTally
	systems map[string]*running
	names   map[string]string // the units' present names: one that was renamed is still one
}

type stepOf struct {
	model.Case
	model.Status
}

// running is what a system's live lines are derived from.
type running struct {
	unit  string
	usage model.Request
	later []model.Request
}

func (x *export) statistics() (Statistics, error) {
	names, err := x.unitNames()
	if err != nil {
		return Statistics{}, err
	}
	c := &counting{export: x, names: names, units: map[string]*Tally{}, months: map[string]*Tally{}, steps: map[stepOf]*StepTally{},
		systems: map[string]*running{}}
	q := x.query
	q.From = workday.Date{} // what was filed before goes on in the period
	rows := x.each(q, func(it Item) ([][]string, error) { return nil, c.count(it) })
	if _, err := rows(); err != nil {
		return Statistics{}, err
	}
	c.run()
	s := Statistics{All: c.all}
	for _, name := range slices.Sorted(maps.Keys(c.units)) {
		s.Units = append(s.Units, *c.units[name])
	}
	for _, name := range slices.Sorted(maps.Keys(c.months)) {
		s.Months = append(s.Months, *c.months[name])
	}
	for _, of := range model.Cases() {
		for _, status := range model.Statuses(of) {
			if t := c.steps[stepOf{of, status}]; t != nil {
				s.Steps = append(s.Steps, *t)
			}
		}
	}
	return s, nil
}

// count adds one request up.
func (c *counting) count(it Item) error {
	events, err := c.past(it)
	if err != nil {
		return err
	}
	r, err := model.Replay(events)
	if err != nil {
		return err
	}
	for i, e := range events {
		c.on(it, workday.DateOf(e.At), func(t *Tally) {
			if i == 0 {
				t.Filed = plus(t.Filed, it.Case)
			}
			t.Acts = plus(t.Acts, e.Action)
			if e.Action == model.GoLive {
				t.Life = append(t.Life, c.desk.Workdays().WorkdaysUntil(workday.DateOf(events[0].At), workday.DateOf(e.At)))
			}
			if r.Case == model.Usage {
				t.quota(r, i, e)
			}
		})
	}
	steps, err := model.Steps(c.desk.ProfileOf(it.Profile), c.desk.Workdays(), events, c.today())
	if err != nil {
		return err
	}
	for _, s := range steps {
		c.step(it, s)
	}
	c.remember(it, r)
	return nil
}

// unit names the unit of a request.
func (c *counting) unit(it Item) string {
	if name := c.names[it.Unit]; name != "" {
		return name
	}
	return it.UnitName
}

// on adds to the tallies that a request's day belongs to, when it is of the period.
func (c *counting) on(it Item, day workday.Date, add func(*Tally)) {
	if !c.within(day) {
		return
	}
	add(&c.all)
	add(named(c.units, c.unit(it)))
	add(named(c.months, day.String()[:len("2026-02")]))
}

func named(tallies map[string]*Tally, name string) *Tally {
	if tallies[name] == nil {
		tallies[name] = &Tally{Name: name}
	}
	return tallies[name]
}

func plus[K comparable](counts map[K]int, key K) map[K]int {
	if counts == nil {
		counts = map[K]int{}
	}
	counts[key]++
	return counts
}

// quota adds the lines of a usage request at the event that decided them.
func (t *Tally) quota(r model.Request, i int, e model.Event) {
	switch {
	case i == 0:
		t.Asked = t.Asked.Plus(model.TotalsAt(r.Lines, model.StageAsked))
	case e.Action == model.Approve:
		t.Approved = t.Approved.Plus(model.TotalsAt(r.Lines, model.StageApproved))
	case e.Action == model.Deliver:
		t.Delivered = t.Delivered.Plus(model.TotalsAt(r.Lines, model.StageDelivered))
	}
}

// step adds a step on the day it was done, or became overdue.
func (c *counting) step(it Item, s model.Step) {
	outcome, day := s.Outcome(c.today()), workday.DateOf(s.Done)
	if s.Done.IsZero() {
		day = c.today()
		if outcome == model.Missed {
			day = s.Due.Due
		}
	}
	if !c.within(day) {
		return
	}
	of := stepOf{it.Case, s.Status}
	if c.steps[of] == nil {
		c.steps[of] = &StepTally{Case: it.Case, Status: s.Status, Due: s.Due}
	}
	t := c.steps[of]
	t.Outcome = plus(t.Outcome, outcome)
	if !s.Done.IsZero() {
		t.Days = append(t.Days, s.Used)
	}
	c.on(it, day, func(t *Tally) {
		switch outcome {
		case model.Kept:
			t.Kept++
		case model.Missed:
			t.Missed++
		}
		switch s.Action {
		case model.Accept, model.Decline:
			t.Acceptance = append(t.Acceptance, s.Used)
		case model.Approve, model.Disapprove:
			t.Approval = append(t.Approval, s.Used)
		}
	})
}

// remember keeps what a system runs on of a request that made it so, and nothing else of it.
func (c *counting) remember(it Item, r model.Request) {
	if it.System == "" || r.Case == model.Usage && r.Status != model.Live ||
		r.Case == model.Change && r.Status != model.Done || r.Case == model.Termination && r.Status != model.Terminated {
		return
	}
	slim := model.Request{Case: r.Case, Status: r.Status, Lines: r.Lines, Adjustments: r.Adjustments, EndedAt: r.EndedAt}
	s := c.systems[it.System]
	if s == nil {
		s = &running{}
		c.systems[it.System] = s
	}
	if r.Case == model.Usage {
		s.unit, s.usage = c.unit(it), slim
	} else {
		s.later = append(s.later, slim)
	}
}

// run adds up what the live systems run on.
func (c *counting) run() {
	for _, id := range slices.SortedFunc(maps.Keys(c.systems), cmp.Compare[string]) {
		s := c.systems[id]
		lines, ok := model.Running(s.usage, s.later)
		if !ok {
			continue
		}
		runs := model.TotalsAt(lines, model.StageDelivered)
		for _, t := range []*Tally{&c.all, named(c.units, s.unit)} {
			t.Running = t.Running.Plus(runs)
		}
	}
}
