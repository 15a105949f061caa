package app

import (
	"slices"
	"strconv"

	"yunban/model"
)

// tallied are the acts that the statistics count, in the order of a request's life.
var tallied = []model.Action{model.Accept, model.Decline, model.Approve, model.Disapprove, model.Deliver, model.GoLive,
	model.Confirm, model.SignOff, model.EndTrial, model.Withdraw}

// outcomes are the ways a step's time can be kept.
var outcomes = []model.Outcome{model.Kept, model.Missed, model.InHand, model.Dropped, model.Unlimited}

// statisticsSheets tells what happened by unit and by month, how each step's time was kept, the quotas by unit, and of a
// period how it compares with the one before.
func statisticsSheets(x *export) ([]model.Sheet, error) {
	s, err := x.statistics()
	if err != nil {
		return nil, err
	}
	sheet := func(name string, columns []column, rows [][]string) model.Sheet {
		made := x.sheet("register.title_statistics", columns, onePage(rows))
		made.Name = x.words("register.tab_" + name)
		made.Title += "　" + made.Name
		return made
	}
	sheets := []model.Sheet{
		sheet("units", tallyColumns("unit", 26), x.tallyRows(s.Units, s.All)),
		sheet("months", tallyColumns("month", 12), x.tallyRows(s.Months, s.All)),
		sheet("steps", stepColumns(), x.stepRows(s.Steps)),
		sheet("quotas", quotaColumns(), x.quotaRows(s)),
	}
	if x.query.From.IsZero() || x.query.To.IsZero() { // no period, none before it
		return sheets, nil
	}
	earlier := *x
	earlier.query.From, earlier.query.To = before(x.query.From, x.query.To)
	then, err := earlier.statistics()
	if err != nil {
		return nil, err
	}
	compared := sheet("compared", comparedColumns(), x.comparedRows(Compared{Now: s, Before: then}))
	compared.Note = x.words("register.compared_with", "from", earlier.query.From.String(), "to", earlier.query.To.String()) + "　" + compared.Note
	return append(sheets, compared), nil
}

// onePage gives all rows in one page.
func onePage(rows [][]string) func() ([][]string, error) {
	return func() ([][]string, error) {
		page := rows
		rows = nil
		return page, nil
	}
}

func tallyColumns(name string, width float64) []column {
	columns := []column{{name, width, false}}
	for _, of := range model.Cases() {
		columns = append(columns, column{"filed_" + string(of), 9, true})
	}
	for _, a := range tallied {
		columns = append(columns, column{"count_" + string(a), 9, true})
	}
	return append(columns, column{"kept", 9, true}, column{"missed", 9, true}, column{"kept_rate", 9, true},
		column{"median_acceptance", 13, true}, column{"median_approval", 13, true}, column{"median_life", 13, true})
}

func (x *export) tallyRows(tallies []Tally, all Tally) [][]string {
	all.Name = x.words("register.total")
	var rows [][]string
	for _, t := range append(tallies[:len(tallies):len(tallies)], all) {
		row := []string{t.Name}
		for _, of := range model.Cases() {
			row = append(row, strconv.Itoa(t.Filed[of]))
		}
		for _, a := range tallied {
			row = append(row, strconv.Itoa(t.Acts[a]))
		}
		row = append(row, strconv.Itoa(t.Kept), strconv.Itoa(t.Missed), rate(t.Kept, t.Missed))
		rows = append(rows, append(row, medianText(t.Acceptance), medianText(t.Approval), medianText(t.Life)))
	}
	return rows
}

// rate writes the share of what was kept: 97.5%; nothing where there was nothing to keep.
func rate(kept, missed int) string {
	if kept+missed == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(kept*1000/(kept+missed))/10, 'f', 1, 64) + "%"
}

func medianText(d Days) string {
	m, ok := d.Median()
	if !ok {
		return ""
	}
	return strconv.FormatFloat(m, 'f', -1, 64)
}

func stepColumns() []column {
	columns := []column{{"kind", 12, false}, {"step", 22, false}, {"article", 14, false}, {"limit", 18, false}}
	for _, o := range outcomes {
		columns = append(columns, column{"steps_" + string(o), 11, true})
	}
	return append(columns, column{"kept_rate", 10, true}, column{"median", 23, true}, column{"longest", 20, true})
}

func (x *export) stepRows(steps []StepTally) [][]string {
	var rows [][]string
	for _, s := range steps {
		limit := limitText(s.Due, x.words)
		if s.Status == model.Trial { // each has its own
			limit = x.words("register.limit_trial")
		}
		row := []string{x.words("case." + string(s.Case)), x.words(model.StatusKey(s.Case, s.Status)), s.Due.Article, limit}
		for _, o := range outcomes {
			row = append(row, strconv.Itoa(s.Outcome[o]))
		}
		longest := ""
		if len(s.Days) > 0 {
			longest = strconv.Itoa(slices.Max(s.Days))
		}
		rows = append(rows, append(row, rate(s.Outcome[model.Kept], s.Outcome[model.Missed]), medianText(s.Days), longest))
	}
	return rows
}

func quotaColumns() []column {
	columns := []column{{"unit", 26, false}}
	for _, stage := range []string{"asked", "approved", "delivered", "running"} {
		for _, figure := range []string{"vcpu", "memory", "storage", "bandwidth"} {
			columns = append(columns, column{stage + "_" + figure, figureWidths[figure], true})
		}
	}
	return columns
}

func (x *export) quotaRows(s Statistics) [][]string {
	s.All.Name = x.words("register.total")
	var rows [][]string
	for _, t := range append(s.Units[:len(s.Units):len(s.Units)], s.All) {
		row := []string{t.Name}
		for _, sum := range []model.Totals{t.Asked, t.Approved, t.Delivered, t.Running} {
			row = append(row, totalCells(sum)...)
		}
		rows = append(rows, row)
	}
	return rows
}
