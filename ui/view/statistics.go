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
	Figures  []StatFigure
	Tables   []StatTable
	Compared bool // with the period before
	With     Text // which days that is
	empty    bool
}

// StatFigure is one number with what it says.
type StatFigure struct {
	Label  Text
	Value  Cell     // nothing where there was nothing to count
	Before Cell     // the same figure of the period before
	Change string   // by how much it grew: +2; nothing unless both are known
	number *float64 // nil where there was nothing to count
}

// StatTable is a table of the statistics with its charts.
type StatTable struct {
	ID      string // units, months, steps, quotas, compared
	Columns []StatColumn
	Rows    []StatRow
	Charts  []Chart
	Note    Text // what has to be known to read it
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

// Cell is a text as it is, one to be said, or the name of a step.
type Cell struct {
	Plain string
	Text  Text
	Step  []Text // case and step whose mean time the row tells
}

// Chart is a few bars side by side.
type Chart struct {
	Title Text
	Bars  []ChartBar
	All   []ChartBar // those of its table: more than are drawn
}

// Rest is how many more rows the table has.
func (c Chart) Rest() int { return len(c.All) - len(c.Bars) }

// Table is what stands behind the bars, of those too that are not drawn.
func (c Chart) Table(say func(Text) string) MatterTable {
	split := len(c.All) > 0 && c.All[0].Split
	t := MatterTable{Columns: []MatterColumn{{Title: say(Say("register.item"))}, {say(c.Title), true}}}
	if split {
		t.Columns = []MatterColumn{t.Columns[0], {say(Say("register.kept")), true}, {say(Say("register.missed")), true}}
	}
	for _, b := range c.All {
		label := b.Label.Plain
		if label == "" {
			label = say(b.Label.Text)
		}
		row := []string{label, model.Decimal(b.Value)}
		if split {
			row = append(row, model.Decimal(b.Missed))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// ChartBar is a bar of one part, or of two: what was kept and what was missed.
type ChartBar struct {
	Label  Cell
	Value  float64
	Missed float64
	Text   Text
	Split  bool // kept and missed
}

// LoadStatistics counts what a person may read; a period with both ends is compared with the one before (R53).
func LoadStatistics(ctx context.Context, desk *app.Desk, span Span, progress func(done, all int)) (Statistics, error) {
	q, err := span.Query()
	if err != nil {
		return Statistics{}, err
	}
	if q.From.IsZero() || q.To.IsZero() {
		s, err := desk.Statistics(ctx, q, progress)
		return statistics(s), err
	}
	c, err := desk.Compare(ctx, q, progress)
	if err != nil {
		return Statistics{}, err
	}
	all := statistics(c.Now)
	all.compare(c)
	return all, nil
}

func statistics(s app.Statistics) Statistics {
	return Statistics{Figures: statFigures(s.All), empty: len(s.Units)+len(s.Steps) == 0,
		Tables: []StatTable{unitTable(s), monthTable(s), stepTable(s), quotaTable(s)}}
}

// Empty reports that nothing happened.
func (s Statistics) Empty() bool { return s.empty }

// Table finds a table; the first stands in for one that there is not.
func (s Statistics) Table(id string) StatTable {
	i := slices.IndexFunc(s.Tables, func(t StatTable) bool { return t.ID == id })
	return s.Tables[max(i, 0)]
}

func statFigures(t app.Tally) []StatFigure {
	number := func(n int) *float64 { f := float64(n); return &f }
	items := func(key string, n int) StatFigure {
		return StatFigure{Label: Say(key), Value: say("stat.n_items", "n", strconv.Itoa(n)), number: number(n)}
	}
	length := func(key string, d app.Days) StatFigure {
		f := StatFigure{Label: Say(key), Value: days(d)}
		if m, ok := d.Median(); ok {
			f.number = &m
		}
		return f
	}
	return []StatFigure{
		items("stat.filed", filed(t)),
		items("stat.approved", t.Acts[model.Approve]),
		items("stat.live", t.Acts[model.GoLive]),
		{Label: Say("stat.kept"), Value: plain(share(t.Kept, t.Missed)), number: model.Share(t.Kept, t.Kept+t.Missed)},
		{Label: Say("stat.missed"), Value: count(t.Missed), number: number(t.Missed)},
		length("stat.acceptance", t.Acceptance),
		length("stat.approval", t.Approval),
		length("stat.life", t.Life),
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
