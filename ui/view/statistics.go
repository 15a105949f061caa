package view

import (
	"context"
	"slices"
	"strconv"

	"yunban/app"
	"yunban/model"
)

// Statistics is what happened in a period: figures of all, and tables with charts.
type Statistics struct {
	Figures []StatFigure
	Tables  []StatTable
	empty   bool
}

// StatFigure is one number with what it says.
type StatFigure struct {
	Label Text
	Value Cell // nothing where there was nothing to count
}

// StatTable is a table of the statistics with its charts.
type StatTable struct {
	ID      string // units, months, steps, quotas
	Columns []StatColumn
	Rows    []StatRow
	Charts  []Chart
}

// StatColumn is a column by the key of its title.
type StatColumn struct {
	Key    string
	Figure bool // right-aligned
}

// StatRow is a row of cells, in words or as figures.
type StatRow struct {
	Cells []Cell
	Total bool
}

// Cell is a text as it is, or one to be said.
type Cell struct {
	Plain string
	Text  Text
}

// Chart is a few bars side by side.
type Chart struct {
	Title Text
	Bars  []ChartBar
	Rest  int // how many more rows the table has
}

// ChartBar is a bar of one part, or of two: what was kept and what was missed.
type ChartBar struct {
	Label  Cell
	Value  float64
	Missed float64
	Text   Text
	Split  bool // kept and missed
}

// LoadStatistics counts what a person may read.
func LoadStatistics(ctx context.Context, desk *app.Desk, span Span, progress func(done, all int)) (Statistics, error) {
	q, err := span.Query()
	if err != nil {
		return Statistics{}, err
	}
	s, err := desk.Statistics(ctx, q, progress)
	if err != nil {
		return Statistics{}, err
	}
	return Statistics{Figures: statFigures(s.All), empty: len(s.Units)+len(s.Steps) == 0,
		Tables: []StatTable{unitTable(s), monthTable(s), stepTable(s), quotaTable(s)}}, nil
}

// Empty reports that nothing happened.
func (s Statistics) Empty() bool { return s.empty }

// Table finds a table; the first stands in for one that there is not.
func (s Statistics) Table(id string) StatTable {
	i := slices.IndexFunc(s.Tables, func(t StatTable) bool { return t.ID == id })
	return s.Tables[max(i, 0)]
}

func statFigures(t app.Tally) []StatFigure {
	items := func(n int) Cell { return say("stat.n_items", "n", strconv.Itoa(n)) }
	return []StatFigure{
		{Say("stat.filed"), items(filed(t))},
		{Say("stat.approved"), items(t.Acts[model.Approve])},
		{Say("stat.live"), items(t.Acts[model.GoLive])},
		{Say("stat.kept"), plain(share(t.Kept, t.Missed))},
		{Say("stat.missed"), count(t.Missed)},
		{Say("stat.acceptance"), days(t.Acceptance)},
		{Say("stat.approval"), days(t.Approval)},
		{Say("stat.life"), days(t.Life)},
	}
}

// days writes a median of working days; nothing where there was none.
func days(d app.Days) Cell {
	if len(d) == 0 {
		return Cell{}
	}
	return say("due.length_workdays", "n", median(d))
}

func filed(t app.Tally) int {
	n := 0
	for _, of := range model.Cases() {
		n += t.Filed[of]
	}
	return n
}

// share writes how much of what had a limit was kept: 97.5%; nothing where nothing had.
func share(kept, missed int) string {
	if kept+missed == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(kept*1000/(kept+missed))/10, 'f', -1, 64) + "%"
}

func median(d app.Days) string {
	m, ok := d.Median()
	if !ok {
		return ""
	}
	return strconv.FormatFloat(m, 'f', -1, 64)
}

func plain(s string) Cell { return Cell{Plain: s} }

func say(key string, pairs ...string) Cell { return Cell{Text: Say(key, pairs...)} }

func count(n int) Cell { return plain(strconv.Itoa(n)) }
