package ui

import (
	"time"

	"yunban/model/workday"
	"yunban/ui/kit"
)

// dateWords gives calendars their words, and marks the holidays and the weekend days that are worked.
func (w *Window) dateWords() *kit.DateWords {
	words := &kit.DateWords{Month: w.T("date.month"), Today: w.T("date.today"), Off: w.T("date.off"), Work: w.T("date.work")}
	for i, key := range []string{"date.mon", "date.tue", "date.wed", "date.thu", "date.fri", "date.sat", "date.sun"} {
		words.Weekdays[i] = w.T(key)
	}
	if w.office != nil {
		words.Mark = markOf(w.office.Workdays())
		words.Now = func() time.Time { return w.office.Clock().In(workday.Shanghai) }
	}
	return words
}

// markOf marks the days that differ from a plain week.
func markOf(c workday.Calendar) func(time.Time) kit.DayMark {
	return func(t time.Time) kit.DayMark {
		day := workday.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
		switch {
		case c.MakeUp(day):
			return kit.DayWork
		case c.Holiday(day) != "":
			return kit.DayOff
		}
		return kit.DayPlain
	}
}
