package view

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
	"yunban/model/workday"
)

func TestStatistics(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	office.Filed(model.Live)
	desk := office.By(model.DutyAcceptance)
	load := func(t *testing.T, span Span) Statistics {
		t.Helper()
		s, err := LoadStatistics(t.Context(), desk, span, nil)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	t.Run("every table has a cell for each of its columns", func(t *testing.T) {
		s := load(t, Span{})
		if len(s.Tables) != 4 {
			t.Fatalf("%d tables", len(s.Tables))
		}
		for _, table := range s.Tables {
			if len(table.Rows) == 0 || len(table.Charts) == 0 {
				t.Errorf("%s is empty", table.ID)
			}
			for _, r := range table.Rows {
				if len(r.Cells) != len(table.Columns) {
					t.Errorf("%s: %d cells under %d titles", table.ID, len(r.Cells), len(table.Columns))
				}
			}
		}
	})
	t.Run("what was filed and went live is counted, and the total comes first", func(t *testing.T) {
		s := load(t, Span{})
		if s.Figures[0].Value.Text.Args[1] != "1" || s.Figures[2].Value.Text.Args[1] != "1" {
			t.Errorf("%+v", s.Figures)
		}
		units := s.Table("units")
		if !units.Rows[0].Total || len(units.Rows) != 2 {
			t.Errorf("%+v", units.Rows)
		}
	})
	t.Run("what was asked, approved, delivered and runs stands side by side (R21, T15)", func(t *testing.T) {
		quotas := load(t, Span{}).Table("quotas")
		cells := quotas.Rows[0].Cells
		for _, c := range cells[2:] {
			if c.Plain == "0" || c.Plain == "" {
				t.Errorf("%+v", cells)
			}
		}
	})
	t.Run("a period with both ends is compared with the one before; what was not counted is no data, never a number (R53)", func(t *testing.T) {
		today := desk.Today()
		s := load(t, Span{From: today.AddDays(-800).String(), To: today.String()})
		f := s.Figures[0]
		if !s.Compared || f.Before.Text.Args[1] != "0" || f.Change != "+1" {
			t.Errorf("%+v", f)
		}
		if life := s.Figures[len(s.Figures)-1]; life.Change != "" || life.Value.Text.Key == "" || life.Before.Text.Key != "" {
			t.Errorf("of no requests gone live there is a length: %+v", life)
		}
		table := s.Table("compared")
		unknown, stages := 0, 0
		for _, r := range table.Rows {
			if len(r.Cells) != len(table.Columns) {
				t.Fatalf("%+v", r)
			}
			for _, c := range r.Cells[1:] {
				if strings.Contains(c.Plain, "NaN") || c.Plain == "" && c.Text.Key != "trend.no_data" {
					t.Errorf("%+v", r)
				}
			}
			if r.Cells[2].Text.Key == "trend.no_data" {
				unknown++
				if r.Cells[3].Text.Key != "trend.no_data" {
					t.Errorf("a difference from nothing: %+v", r)
				}
			}
			if len(r.Cells[0].Step) == 2 {
				stages++
			}
		}
		if unknown == 0 || stages == 0 {
			t.Errorf("%d unknown, %d stages", unknown, stages)
		}
	})
	t.Run("a unit that nothing was decided for has no data instead of a length or a share (R53)", func(t *testing.T) {
		row := tallyRow(plain("无"), app.Tally{}, false).Cells
		for _, c := range row[len(row)-4:] {
			if c.Text.Key != "trend.no_data" {
				t.Errorf("%+v", c)
			}
		}
	})
	t.Run("a period without an end is not compared (R53)", func(t *testing.T) {
		if s := load(t, Span{}); s.Compared || s.Table("compared").ID == "compared" {
			t.Error("compared with what?")
		}
	})
	t.Run("behind each picture stands a table of all its bars, those too that are not drawn (R53)", func(t *testing.T) {
		say := func(t Text) string { return t.Key }
		months := make([]app.Tally, 7)
		for i := range months {
			months[i] = app.Tally{Name: strconv.Itoa(i), Filed: map[model.Case]int{model.Usage: i}, Kept: i, Missed: 1}
		}
		charts := monthTable(app.Statistics{Months: months}).Charts
		filed, kept := charts[0].Table(say), charts[1].Table(say)
		if len(filed.Rows) != 7 || charts[0].Rest() != 2 || charts[0].Bars[0].Label.Plain != "2" || !slices.Equal(filed.Rows[6], []string{"6", "6"}) {
			t.Errorf("%+v, drawn %+v", filed, charts[0].Bars)
		}
		if len(kept.Columns) != 3 || !slices.Equal(kept.Rows[5], []string{"5", "5", "1"}) {
			t.Errorf("%+v", kept)
		}
		if units := unitTable(app.Statistics{Units: months}).Charts[0]; units.Bars[0].Label.Plain != "6" || units.Rest() != 2 {
			t.Errorf("%+v", units)
		}
	})
	t.Run("a period in which nothing happened is empty", func(t *testing.T) {
		if !load(t, Span{From: "1999-01-01", To: "1999-12-31"}).Empty() {
			t.Error("not empty")
		}
	})
	t.Run("a day that does not exist is refused by its field", func(t *testing.T) {
		_, err := LoadStatistics(t.Context(), desk, Span{From: "2026-02-30"}, nil)
		if model.KindOf(err) != model.Invalid {
			t.Errorf("error %v", err)
		}
	})
}

func TestPeriods(t *testing.T) {
	for _, c := range []struct{ name, today, from, to string }{
		{"month", "2026-02-14", "2026-02-01", "2026-02-14"},
		{"last_month", "2026-03-31", "2026-02-01", "2026-02-28"},
		{"last_month", "2026-01-05", "2025-12-01", "2025-12-31"},
		{"quarter", "2026-06-30", "2026-04-01", "2026-06-30"},
		{"quarter", "2026-10-01", "2026-10-01", "2026-10-01"},
		{"year", "2026-11-23", "2026-01-01", "2026-11-23"},
	} {
		t.Run(c.name+" on "+c.today, func(t *testing.T) {
			today, err := workday.ParseDate(c.today)
			if err != nil {
				t.Fatal(err)
			}
			if from, to := PeriodOf(c.name, today); from != c.from || to != c.to {
				t.Errorf("%s to %s", from, to)
			}
		})
	}
}

func TestLedger(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	t.Run("the list comes first where there is one; every register is offered", func(t *testing.T) {
		offers := Ledgers(o.By(model.DutyAcceptance), true)
		if len(offers) != len(app.Registers())+1 || offers[0].Code != string(ListLedger) {
			t.Errorf("%+v", offers)
		}
	})
	t.Run("the inventory heeds no period, even one that is typed wrong", func(t *testing.T) {
		l := Ledger{Kind: app.SystemRegister, Span: Span{From: "nonsense"}}
		if l.HasPeriod() || len(l.Problems()) != 0 {
			t.Errorf("%+v", l.Problems())
		}
	})
	t.Run("a last day before the first is pointed at", func(t *testing.T) {
		l := Ledger{Kind: app.DeadlineRegister, Span: Span{From: "2026-03-01", To: "2026-02-01"}}
		if p := l.Problems(); len(p) != 1 || p[0].Field != "to" {
			t.Errorf("%+v", p)
		}
	})
}

func TestMonthsOfATrend(t *testing.T) {
	row := func(month, n string) StatRow {
		return StatRow{Cells: []Cell{plain(month), plain(n), plain("0"), plain("0")}}
	}
	months := func(rows ...StatRow) Statistics { return Statistics{Tables: []StatTable{{ID: "months", Rows: rows}}} }
	t.Run("a month in which nothing was filed has its place in the line (R53)", func(t *testing.T) {
		trend, ok := months(StatRow{Total: true, Cells: []Cell{say("register.total")}}, row("2025-11", "2"), row("2026-02", "5")).Months()
		if !ok || !slices.Equal(trend.Labels, []string{"2025-11", "2025-12", "2026-01", "2026-02"}) {
			t.Fatalf("%v", trend.Labels)
		}
		for i, want := range []float64{2, 0, 0, 5} {
			if got := trend.Series[0].Values[i]; got == nil || *got != want {
				t.Errorf("%s: %v", trend.Labels[i], got)
			}
		}
	})
	t.Run("one month, or none, is no trend", func(t *testing.T) {
		if _, ok := months(row("2026-02", "5")).Months(); ok {
			t.Error("one month")
		}
		if _, ok := months().Months(); ok {
			t.Error("none")
		}
	})
}
