package view

import (
	"context"
	"io"
	"math"
	"strconv"
	"strings"

	"yunban/app"
	"yunban/model"
)

// Trend is how some figures went from month to month, with the table behind the chart.
type Trend struct {
	Title  Text
	Labels []string
	Series []TrendSeries
	Unit   string
}

// TrendSeries is one line of a trend: a figure for each label; nil where nothing is known.
type TrendSeries struct {
	Name   Text
	Values []*float64
}

// trendMonths is how far a trend looks back.
const trendMonths = 12

// LoadUsage reads how a system was used in the last months, or with none all systems of the unit together (R32).
func LoadUsage(ctx context.Context, desk *app.Desk, unit, system string) (Trend, error) {
	to := model.EveryMonth.Around(desk.Today()).Before()
	from := to
	for range trendMonths - 1 {
		from = from.Before()
	}
	points, err := desk.Utilisation(ctx, unit, system, from, to)
	if err != nil {
		return Trend{}, err
	}
	t := Trend{Title: Say("trend.usage"), Unit: "%"}
	cpu, memory, disk := TrendSeries{Name: Say("trend.cpu")}, TrendSeries{Name: Say("trend.memory")}, TrendSeries{Name: Say("trend.disk")}
	for _, p := range points {
		t.Labels = append(t.Labels, p.Month.String())
		cpu.Values, memory.Values, disk.Values = append(cpu.Values, p.CPU), append(memory.Values, p.Memory), append(disk.Values, p.Disk)
	}
	t.Series = []TrendSeries{cpu, memory, disk}
	return t, nil
}

// Table is the trend as a table: a row for each label.
func (t Trend) Table(say func(Text) string) MatterTable {
	table := MatterTable{Columns: []MatterColumn{{Title: say(Say("trend.month"))}}}
	for _, s := range t.Series {
		table.Columns = append(table.Columns, MatterColumn{say(s.Name) + unitInBrackets(t.Unit), true})
	}
	for i, label := range t.Labels {
		row := []string{label}
		for _, s := range t.Series {
			row = append(row, figureOf(s.Values[i], say))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

func unitInBrackets(unit string) string {
	if unit == "" {
		return ""
	}
	return "（" + unit + "）"
}

// figureOf writes a figure; one that nobody told is said so, it is not nothing.
func figureOf(v *float64, say func(Text) string) string {
	if v == nil {
		return say(Say("trend.no_data"))
	}
	return strconv.FormatFloat(math.Round(*v*10)/10, 'f', -1, 64)
}

// TSV writes a table as workbooks take it from the clipboard.
func (t MatterTable) TSV() string {
	var b strings.Builder
	titles := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		titles[i] = c.Title
	}
	b.WriteString(strings.Join(titles, "\t") + "\n")
	for _, row := range t.Rows {
		b.WriteString(strings.Join(row, "\t") + "\n")
	}
	return b.String()
}

// WriteTable writes a table into a workbook.
func WriteTable(ctx context.Context, desk *app.Desk, path, title string, t MatterTable) error {
	sheet := model.Sheet{Name: title, Title: title}
	for _, c := range t.Columns {
		sheet.Columns = append(sheet.Columns, model.SheetColumn{Title: c.Title, Width: 18, Number: c.Figure})
	}
	left := t.Rows
	sheet.Rows = func() ([][]string, error) {
		page := left
		left = nil
		return page, nil
	}
	return app.WriteWhole(path, func(w io.Writer) error { return desk.Sheets.Write(ctx, w, sheet) })
}

// Months is how many requests were filed from month to month, by their kind; ok is false for a single month, which is no
// trend.
func (s Statistics) Months() (t Trend, ok bool) {
	rows := map[string]StatRow{}
	var first, last model.Period
	for _, row := range s.Table("months").Rows {
		month, is := model.ParsePeriod(row.Cells[0].Plain)
		if row.Total || !is {
			continue
		}
		rows[month.String()], last = row, month
		if first.From.IsZero() {
			first = month
		}
	}
	t = Trend{Title: Say("stat.chart_filed")}
	for _, of := range model.Cases() {
		t.Series = append(t.Series, TrendSeries{Name: Say("case." + string(of))})
	}
	if len(rows) == 0 {
		return t, false
	}
	for _, month := range model.EveryMonth.Between(first.From, last.To) {
		t.Labels = append(t.Labels, month.String())
		row, happened := rows[month.String()]
		for i := range t.Series {
			n := 0.0 // in a month without a row nothing was filed
			if happened {
				n, _ = strconv.ParseFloat(row.Cells[1+i].Plain, 64) // a count
			}
			t.Series[i].Values = append(t.Series[i].Values, &n)
		}
	}
	return t, len(t.Labels) > 1
}
