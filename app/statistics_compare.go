package app

import (
	"context"
	"math"

	"yunban/model"
	"yunban/model/workday"
)

// Compared is what happened in a period and in the one before it (L 7: 使用情况统计分析; R53).
type Compared struct {
	Now, Before          Statistics
	From, To             workday.Date // of the period
	EarlierFrom, Earlier workday.Date // of the one before
}

// ComparedRow is one figure of both periods; nil is no data.
type ComparedRow struct {
	Key        string // of its words: register.filed_usage …; of a step the status
	Case       model.Case
	Status     model.Status // of a row about a step
	Now        *float64
	Before     *float64
	Difference *float64 // nil unless both are known
}

// Mean is the mean number of days; nil when there are none.
func (d Days) Mean() *float64 {
	if len(d) == 0 {
		return nil
	}
	sum := 0
	for _, n := range d {
		sum += n
	}
	mean := float64(sum) / float64(len(d))
	return &mean
}

// Compare counts a period and the one before: the month before a month, the same days of last year for a year so far,
// else as many days. A query without both ends is compared as the present year.
func (d *Desk) Compare(ctx context.Context, q model.Query, progress func(done, all int)) (Compared, error) {
	if q.From.IsZero() || q.To.IsZero() {
		year := model.EveryYear.Around(d.Today())
		q.From, q.To = year.From, year.To
	}
	if q.To.Before(q.From) {
		return Compared{}, model.InvalidInput([]model.Problem{{Field: "to", Key: "problem.date_order"}})
	}
	c := Compared{From: q.From, To: q.To}
	c.EarlierFrom, c.Earlier = before(q.From, q.To)
	var err error
	if c.Now, err = d.Statistics(ctx, q, progress); err != nil {
		return c, err
	}
	q.From, q.To = c.EarlierFrom, c.Earlier
	c.Before, err = d.Statistics(ctx, q, progress)
	return c, err
}

// before is the period before one: the calendar's where it is a month, quarter or year. One that begins as a year,
// quarter or month does and is not over is compared with the same stretch of the one before it; any other with as many
// days.
func before(from, to workday.Date) (workday.Date, workday.Date) {
	for _, every := range []model.Every{model.EveryMonth, model.EveryQuarter, model.EveryYear} {
		if p := every.Around(from); p.From == from && p.To == to {
			return p.Before().From, p.Before().To
		}
	}
	for _, so := range []struct {
		every  model.Every
		months int
	}{{model.EveryYear, 12}, {model.EveryQuarter, 3}, {model.EveryMonth, 1}} {
		if p := so.every.Around(from); p.From == from && !to.After(p.To) {
			return p.Before().From, monthsBefore(to, so.months)
		}
	}
	return from.AddDays(-1 - from.DaysUntil(to)), from.AddDays(-1)
}

// monthsBefore is the same day some months earlier, or the last one of a month that is shorter.
func monthsBefore(d workday.Date, n int) workday.Date {
	month := model.EveryMonth.Around(d)
	for range n {
		month = month.Before()
	}
	return workday.Date{Year: month.From.Year, Month: month.From.Month, Day: min(d.Day, month.To.Day)}
}

// Rows are the figures of both periods: requests, deadlines kept, days, resources, and the mean days of each stage.
func (c Compared) Rows() []ComparedRow {
	var rows []ComparedRow
	add := func(key string, of func(Tally) *float64) {
		rows = append(rows, ComparedRow{Key: key, Now: of(c.Now.All), Before: of(c.Before.All)})
	}
	whole := func(of func(Tally) int) func(Tally) *float64 {
		return func(t Tally) *float64 { n := float64(of(t)); return &n }
	}
	for _, kind := range model.Cases() {
		add("filed_"+string(kind), whole(func(t Tally) int { return t.Filed[kind] }))
	}
	for _, a := range tallied {
		add("count_"+string(a), whole(func(t Tally) int { return t.Acts[a] }))
	}
	add("kept", whole(func(t Tally) int { return t.Kept }))
	add("missed", whole(func(t Tally) int { return t.Missed }))
	add("kept_rate", func(t Tally) *float64 { return model.Share(t.Kept, t.Kept+t.Missed) })
	add("mean_acceptance", func(t Tally) *float64 { return t.Acceptance.Mean() })
	add("mean_approval", func(t Tally) *float64 { return t.Approval.Mean() })
	add("mean_life", func(t Tally) *float64 { return t.Life.Mean() })
	for stage, of := range []func(Tally) model.Totals{func(t Tally) model.Totals { return t.Asked }, func(t Tally) model.Totals { return t.Approved },
		func(t Tally) model.Totals { return t.Delivered }, func(t Tally) model.Totals { return t.Running }} {
		for i, figure := range []string{"vcpu", "memory", "storage", "bandwidth"} {
			add([]string{"asked", "approved", "delivered", "running"}[stage]+"_"+figure, whole(func(t Tally) int {
				s := of(t)
				return int([]int64{s.VCPU, s.MemoryGB, s.StorageGB, s.BandwidthMbps}[i])
			}))
		}
	}
	for _, of := range model.Cases() {
		for _, status := range model.Statuses(of) {
			now, nowKnown := c.Now.step(of, status)
			then, thenKnown := c.Before.step(of, status)
			if nowKnown || thenKnown {
				rows = append(rows, ComparedRow{Case: of, Status: status, Now: now.Days.Mean(), Before: then.Days.Mean()})
			}
		}
	}
	for i, r := range rows {
		if r.Now != nil && r.Before != nil {
			difference := *r.Now - *r.Before
			rows[i].Difference = &difference
		}
	}
	return rows
}

func (s Statistics) step(of model.Case, status model.Status) (StepTally, bool) {
	for _, t := range s.Steps {
		if t.Case == of && t.Status == status {
			return t, true
		}
	}
	return StepTally{}, false
}

// comparedColumns are the columns of the sheet of both periods.
func comparedColumns() []column {
	return []column{{"item", 40, false}, {"now", 14, true}, {"before", 14, true}, {"difference", 14, true}}
}

func (x *export) comparedRows(c Compared) [][]string {
	var rows [][]string
	for _, r := range c.Rows() {
		name := x.words("register." + r.Key)
		if r.Status != "" {
			name = x.words("register.mean_step", "step", x.words("case."+string(r.Case))+" "+x.words(model.StatusKey(r.Case, r.Status)))
		}
		rows = append(rows, []string{name, figureText(r.Now), figureText(r.Before), figureText(r.Difference)})
	}
	return rows
}

// figureText writes a figure with one decimal; nothing is said to be no data.
func figureText(f *float64) string {
	if f == nil {
		return model.NoData
	}
	return model.Decimal(math.Round(*f*10) / 10)
}
