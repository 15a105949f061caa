package view

import (
	"context"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

// Calendar is the holidays of the years that are known.
type Calendar struct {
	Years   []workday.Year
	Changes []CalendarChange // of the year that was asked for, the latest first
	days    workday.Calendar
}

// CalendarChange is one time that a year was imported or edited.
type CalendarChange struct {
	At, By, Notice string
}

// LoadCalendar reads the years, and what was changed of one of them.
func LoadCalendar(ctx context.Context, desk *app.Desk, year int) (Calendar, error) {
	c := Calendar{days: desk.Workdays()}
	c.Years = c.days.Years()
	events, err := desk.Store.Events(ctx, model.Subject{Kind: model.CalendarSubject, ID: strconv.Itoa(year)})
	for _, e := range slices.Backward(events) {
		c.Changes = append(c.Changes, CalendarChange{Moment(e.At), e.ActorName, e.Values["notice"]})
	}
	return c, err
}

// Year finds a year.
func (c Calendar) Year(year int) (workday.Year, bool) {
	for _, y := range c.Years {
		if y.Year == year {
			return y, true
		}
	}
	return workday.Year{}, false
}

// MonthRow is one month at a glance.
type MonthRow struct {
	Month    time.Month
	Off      string // 1—3 元旦
	Work     string // 4、14: weekend days that are worked
	Workdays int
}

// Months reads a year month by month.
func (c Calendar) Months(year int) []MonthRow {
	rows := make([]MonthRow, 0, 12)
	for m := time.January; m <= time.December; m++ {
		row := MonthRow{Month: m}
		var off []run
		var work []string
		for d := (workday.Date{Year: year, Month: m, Day: 1}); d.Month == m; d = d.AddDays(1) {
			if c.days.IsWorkday(d) {
				row.Workdays++
			}
			if c.days.MakeUp(d) {
				work = append(work, strconv.Itoa(d.Day))
			}
			if name := c.days.Holiday(d); name != "" {
				off = lengthen(off, d.Day, name)
			}
		}
		row.Off, row.Work = runsText(off), strings.Join(work, "、")
		rows = append(rows, row)
	}
	return rows
}

// run is days off in a row, within a month.
type run struct {
	from, to int
	name     string
}

func lengthen(runs []run, day int, name string) []run {
	if n := len(runs); n > 0 && runs[n-1].to == day-1 && runs[n-1].name == name {
		runs[n-1].to = day
		return runs
	}
	return append(runs, run{day, day, name})
}

func runsText(runs []run) string {
	words := make([]string, len(runs))
	for i, r := range runs {
		words[i] = strconv.Itoa(r.from)
		if r.to > r.from {
			words[i] += "—" + strconv.Itoa(r.to)
		}
		words[i] += " " + r.name
	}
	return strings.Join(words, "，")
}

// maxYearFile is more than a year's holidays can need.
const maxYearFile = 1 << 20

// ImportYear takes a year's holidays out of a file, and tells which year.
func ImportYear(ctx context.Context, desk *app.Desk, path string) (int, error) {
	info, err := os.Stat(path)
	if err == nil && info.Size() > maxYearFile {
		return 0, model.Errorf(model.Invalid, "error.calendar", "detail", info.Name())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, model.Wrap(model.Invalid, err, "error.calendar", "detail", err.Error())
	}
	y, err := desk.ImportYear(ctx, data)
	return y.Year, err
}

// YearForm is where a year's holidays come from, as typed.
type YearForm struct {
	Year        workday.Year
	Notice      string
	URL         string
	Provisional bool
}

// FormOfYear begins to change a year.
func FormOfYear(y workday.Year) YearForm { return YearForm{y, y.Notice, y.URL, y.Provisional} }

// Save keeps the year with its source.
func (f YearForm) Save(ctx context.Context, desk *app.Desk) error {
	return saveYear(ctx, desk, f.Year, f.Notice, func(y *workday.Year) {
		y.URL, y.Provisional = strings.TrimSpace(f.URL), f.Provisional
	})
}

// What a day can be.
const (
	DayOff   = "off"   // a holiday, or a weekday moved to
	DayWork  = "work"  // a weekend day that is worked (调休)
	DayPlain = "plain" // as its weekday says
)

// DayForm changes one day of a year, as typed.
type DayForm struct {
	Year   workday.Year
	Day    string
	Kind   string
	Name   string // of the holiday
	Notice string // where that stands
}

// Save keeps the year with the day changed.
func (f DayForm) Save(ctx context.Context, desk *app.Desk) error {
	day, err := workday.ParseDate(f.Day)
	var wrong []model.Problem
	switch {
	case err != nil:
		wrong = append(wrong, model.Problem{Field: "day", Key: "problem.date"})
	case day.Year != f.Year.Year:
		wrong = append(wrong, model.Problem{Field: "day", Key: "problem.day_year", Args: map[string]string{"year": strconv.Itoa(f.Year.Year)}})
	case f.Kind == DayWork && day.Weekday() != time.Saturday && day.Weekday() != time.Sunday:
		wrong = append(wrong, model.Problem{Field: "kind", Key: "problem.make_up_day"})
	}
	name := strings.TrimSpace(f.Name)
	if f.Kind == DayOff && name == "" {
		wrong = append(wrong, model.Problem{Field: "name", Key: "problem.holiday_name"})
	}
	if err := model.InvalidInput(wrong); err != nil {
		return err
	}
	return saveYear(ctx, desk, f.Year, f.Notice, func(y *workday.Year) {
		y.Off = withoutDay(y.Off, day)
		y.Work = slices.DeleteFunc(slices.Clone(y.Work), func(d workday.Date) bool { return d == day })
		switch f.Kind {
		case DayOff:
			y.Off = append(y.Off, workday.Span{Name: name, From: day, To: day})
		case DayWork:
			y.Work = append(y.Work, day)
		}
		slices.SortFunc(y.Off, func(a, b workday.Span) int { return a.From.Start().Compare(b.From.Start()) })
		slices.SortFunc(y.Work, func(a, b workday.Date) int { return a.Start().Compare(b.Start()) })
	})
}

func saveYear(ctx context.Context, desk *app.Desk, y workday.Year, notice string, change func(*workday.Year)) error {
	if y.Notice = strings.TrimSpace(notice); y.Notice == "" {
		return model.InvalidInput([]model.Problem{{Field: "notice", Key: "problem.notice"}})
	}
	change(&y)
	return desk.SaveYear(ctx, y)
}

// withoutDay takes a day out of runs of days, which may leave two.
func withoutDay(spans []workday.Span, day workday.Date) []workday.Span {
	left := []workday.Span{}
	for _, s := range spans {
		if day.Before(s.From) || day.After(s.To) {
			left = append(left, s)
			continue
		}
		if s.From.Before(day) {
			left = append(left, workday.Span{Name: s.Name, From: s.From, To: day.AddDays(-1)})
		}
		if s.To.After(day) {
			left = append(left, workday.Span{Name: s.Name, From: day.AddDays(1), To: s.To})
		}
	}
	return left
}
