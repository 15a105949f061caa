package view

import (
	"slices"
	"strconv"

	"yunban/app"
	"yunban/model"
)

// chartBars is how many bars a chart has at most; the table below has all.
const chartBars = 5

// told are the acts that have a column on the screen; the exported workbook has more.
var told = []model.Action{model.Accept, model.Decline, model.Approve, model.Disapprove, model.GoLive}

func unitTable(s app.Statistics) StatTable {
	most := slices.Clone(s.Units)
	slices.SortStableFunc(most, func(a, b app.Tally) int { return filed(b) - filed(a) })
	table := tallyTable("units", "register.unit", s.Units, s.All)
	table.Charts = tallyCharts(most, 0)
	return table
}

func monthTable(s app.Statistics) StatTable {
	table := tallyTable("months", "register.month", s.Months, s.All)
	table.Charts = tallyCharts(s.Months, max(0, len(s.Months)-chartBars))
	return table
}

func tallyTable(id, first string, tallies []app.Tally, all app.Tally) StatTable {
	t := StatTable{ID: id, Columns: []StatColumn{{first, false}}, Note: Say("stat.medians")}
	for _, of := range model.Cases() {
		t.Columns = append(t.Columns, StatColumn{"case." + string(of), true})
	}
	for _, a := range told {
		t.Columns = append(t.Columns, StatColumn{"register.count_" + string(a), true})
	}
	for _, key := range []string{"register.kept", "register.missed", "register.kept_rate", "stat.acceptance", "stat.approval", "stat.life"} {
		t.Columns = append(t.Columns, StatColumn{key, true})
	}
	t.Rows = append(t.Rows, tallyRow(say("register.total"), all, true))
	for _, tally := range tallies {
		t.Rows = append(t.Rows, tallyRow(plain(tally.Name), tally, false))
	}
	return t
}

func tallyRow(name Cell, t app.Tally, total bool) StatRow {
	cells := []Cell{name}
	for _, of := range model.Cases() {
		cells = append(cells, count(t.Filed[of]))
	}
	for _, a := range told {
		cells = append(cells, count(t.Acts[a]))
	}
	cells = append(cells, count(t.Kept), count(t.Missed), orNoData(share(t.Kept, t.Missed)),
		orNoData(median(t.Acceptance)), orNoData(median(t.Approval)), orNoData(median(t.Life)))
	return StatRow{cells, total}
}

// tallyCharts draws a few tallies from the one at first on.
func tallyCharts(tallies []app.Tally, first int) []Chart {
	requests := Chart{Title: Say("stat.chart_filed")}
	time := Chart{Title: Say("stat.chart_time")}
	for _, t := range tallies {
		n := filed(t)
		requests.All = append(requests.All, ChartBar{Label: plain(t.Name), Value: float64(n), Text: Say("stat.n_items", "n", strconv.Itoa(n))})
		time.All = append(time.All, keptBar(plain(t.Name), t.Kept, t.Missed))
	}
	last := min(len(tallies), first+chartBars)
	requests.Bars, time.Bars = requests.All[first:last], time.All[first:last]
	return []Chart{requests, time}
}

func keptBar(label Cell, kept, missed int) ChartBar {
	return ChartBar{Label: label, Value: float64(kept), Missed: float64(missed), Split: true,
		Text: Say("stat.kept_missed", "kept", strconv.Itoa(kept), "missed", strconv.Itoa(missed))}
}

func stepTable(s app.Statistics) StatTable {
	t := StatTable{ID: "steps", Note: Say("stat.medians"), Columns: []StatColumn{{"register.kind", false}, {"register.step", false}, {"register.article", false},
		{"register.limit", false}, {"outcome.kept", true}, {"outcome.missed", true}, {"outcome.in_hand", true}, {"outcome.dropped", true},
		{"outcome.unlimited", true}, {"register.kept_rate", true}, {"stat.median", true}, {"stat.longest", true}}}
	time, days := Chart{Title: Say("stat.chart_time")}, Chart{Title: Say("stat.chart_median")}
	for _, step := range s.Steps {
		label, kept, missed := say(model.StatusKey(step.Case, step.Status)), step.Outcome[model.Kept], step.Outcome[model.Missed]
		t.Rows = append(t.Rows, stepRow(label, step))
		if kept+missed > 0 {
			time.All = append(time.All, keptBar(label, kept, missed))
		}
		if m, ok := step.Days.Median(); ok {
			days.All = append(days.All, ChartBar{Label: label, Value: m, Text: Say("due.length_workdays", "n", median(step.Days))})
		}
	}
	for _, c := range []*Chart{&time, &days} {
		slices.SortStableFunc(c.All, func(a, b ChartBar) int { return int(2 * (b.Value + b.Missed - a.Value - a.Missed)) })
		c.Bars = c.All[:min(chartBars, len(c.All))]
	}
	t.Charts = []Chart{time, days}
	return t
}

func stepRow(label Cell, s app.StepTally) StatRow {
	longest := ""
	if len(s.Days) > 0 {
		longest = strconv.Itoa(slices.Max(s.Days))
	}
	cells := []Cell{say("case." + string(s.Case)), label, plain(s.Due.Article), stepLimit(s)}
	for _, o := range []model.Outcome{model.Kept, model.Missed, model.InHand, model.Dropped, model.Unlimited} {
		cells = append(cells, count(s.Outcome[o]))
	}
	cells = append(cells, orNoData(share(s.Outcome[model.Kept], s.Outcome[model.Missed])), orNoData(median(s.Days)), orNoData(longest))
	return StatRow{Cells: cells}
}

// orNoData is a figure as it is written; of nothing to count there are no data.
func orNoData(figure string) Cell {
	if figure == "" {
		return say("trend.no_data")
	}
	return plain(figure)
}

// stepLimit writes how long a step may take; trials have each their own length.
func stepLimit(s app.StepTally) Cell {
	n := strconv.Itoa(s.Due.Days)
	switch {
	case s.Status == model.Trial:
		return say("register.limit_trial")
	case s.Due.None():
		return say("outcome.unlimited")
	case s.Due.Unit == model.WorkingDay:
		return say("due.length_workdays", "n", n)
	}
	return say("due.length_days", "n", n)
}

// quotas are the figures of resources: their titles, their units and how they are read.
var quotas = []struct {
	title, unit string
	of          func(model.Totals) int64
}{
	{"stat.vcpu", "stat.cores", func(t model.Totals) int64 { return t.VCPU }},
	{"stat.memory", "stat.gb", func(t model.Totals) int64 { return t.MemoryGB }},
	{"stat.storage", "stat.gb", func(t model.Totals) int64 { return t.StorageGB }},
	{"stat.bandwidth", "stat.mbps", func(t model.Totals) int64 { return t.BandwidthMbps }},
}

// quotaStages are the four sums of a unit in the order of their life.
var quotaStages = []string{"stat.asked", "stat.granted", "stat.delivered", "stat.running"}

func quotaSums(t app.Tally) []model.Totals {
	return []model.Totals{t.Asked, t.Approved, t.Delivered, t.Running}
}

// quotaTable tells the quotas of each unit, one figure a row, so that the four sums stand side by side.
func quotaTable(s app.Statistics) StatTable {
	t := StatTable{ID: "quotas", Columns: []StatColumn{{"register.unit", false}, {"register.resource", false}}}
	for _, key := range quotaStages {
		t.Columns = append(t.Columns, StatColumn{key, true})
	}
	rows := func(name Cell, tally app.Tally, total bool) {
		for _, q := range quotas {
			cells := []Cell{name, say(q.title)}
			sum := int64(0)
			for _, totals := range quotaSums(tally) {
				sum += q.of(totals)
				cells = append(cells, plain(Grouped(q.of(totals))))
			}
			if total || sum > 0 {
				t.Rows = append(t.Rows, StatRow{cells, total})
			}
		}
	}
	rows(say("register.total"), s.All, true)
	for _, tally := range s.Units {
		rows(plain(tally.Name), tally, false)
	}
	for _, q := range quotas {
		chart := Chart{Title: Say(q.title)}
		for i, totals := range quotaSums(s.All) {
			n := q.of(totals)
			chart.All = append(chart.All, ChartBar{Label: say(quotaStages[i]), Value: float64(n), Text: Say(q.unit, "n", Grouped(n))})
		}
		chart.Bars = chart.All
		t.Charts = append(t.Charts, chart)
	}
	return t
}
