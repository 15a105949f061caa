package model_test

import (
	"testing"

	"pgregory.net/rapid"

	"yunban/model"
	"yunban/model/workday"
)

func TestPeriods(t *testing.T) {
	for _, c := range []struct{ written, from, to, chinese, before, next string }{
		{"2026-02", "2026-02-01", "2026-02-28", "2026年2月", "2026-01", "2026-03"},
		{"2028-02", "2028-02-01", "2028-02-29", "2028年2月", "2028-01", "2028-03"},
		{"2026-12", "2026-12-01", "2026-12-31", "2026年12月", "2026-11", "2027-01"},
		{"2026-Q1", "2026-01-01", "2026-03-31", "2026年第一季度", "2025-Q4", "2026-Q2"},
		{"2026", "2026-01-01", "2026-12-31", "2026年", "2025", "2027"},
	} {
		t.Run(c.written+" is read, written and told", func(t *testing.T) {
			p, ok := model.ParsePeriod(c.written)
			if !ok || p.From.String() != c.from || p.To.String() != c.to || p.Chinese() != c.chinese || p.String() != c.written {
				t.Errorf("%+v %s %s", p, p, p.Chinese())
			}
			if p.Before().String() != c.before || p.Next().String() != c.next {
				t.Errorf("before %s, next %s", p.Before(), p.Next())
			}
		})
	}
	t.Run("what is no period is not read", func(t *testing.T) {
		for _, s := range []string{"", "2026-13", "2026-00", "2026-Q5", "26", "2026-1", "1999", "2026-02-11", " 2026"} {
			if p, ok := model.ParsePeriod(s); ok {
				t.Errorf("%q is read as %s", s, p)
			}
		}
	})
	t.Run("every day lies in just one period of each rhythm", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			day := workday.Date{Year: 2020, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 20000).Draw(t, "day"))
			for _, e := range []model.Every{model.EveryMonth, model.EveryQuarter, model.EveryYear} {
				p := e.Around(day)
				if !p.Contains(day) || p.Before().Contains(day) || p.Next().Contains(day) || p.Next().Before() != p || p.To.AddDays(1) != p.Next().From {
					t.Fatalf("%s in %s", day, p)
				}
			}
		})
	})
}
