package workday

import (
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"time"
)

// Year is one year's holidays as published, or as far as they can be known before the notice comes out.
type Year struct {
	Year   int    `json:"year"`
	Notice string `json:"notice"` // the State Council's notice, or why there is none yet
	URL    string `json:"url,omitempty"`
	// Provisional marks a year whose notice is not out: only the statutory days are known, no make-up days.
	Provisional bool   `json:"provisional,omitempty"`
	Off         []Span `json:"off"`  // days off
	Work        []Date `json:"work"` // weekend days that are worked (调休)
}

// Span is a run of days, both ends included, with the holiday's name.
type Span struct {
	Name string `json:"name"`
	From Date   `json:"from"`
	To   Date   `json:"to"`
}

// ParseYear reads one year's data and refuses what cannot be: a day of another year, a span that runs backwards,
// a day both off and worked, a make-up day that is a working day anyway, or data without a notice.
func ParseYear(data []byte) (Year, error) {
	var y Year
	if err := json.Unmarshal(data, &y); err != nil {
		return Year{}, &Fault{"", "unreadable", err.Error()}
	}
	if fault := y.check(); fault != nil {
		return y, fault
	}
	return y, nil
}

// Fault is what is wrong with a year's data: where, what kind of fault, and the value that it is about.
type Fault struct{ Field, Kind, Value string }

// Error writes the fault for a log.
func (f *Fault) Error() string { return "calendar: " + f.Field + ": " + f.Kind + ": " + f.Value }

func (y Year) check() *Fault {
	if y.Year < 2000 || y.Year > 2200 {
		return &Fault{"year", "year_out_of_range", strconv.Itoa(y.Year)}
	}
	if y.Notice == "" {
		return &Fault{"notice", "without_notice", strconv.Itoa(y.Year)}
	}
	off := map[Date]bool{}
	for i, s := range y.Off {
		if s.From.Year != y.Year || s.To.Year != y.Year || s.To.Before(s.From) {
			return &Fault{fmt.Sprintf("off[%d]", i), "no_run_of_days", s.From.String() + " – " + s.To.String()}
		}
		for d := s.From; !d.After(s.To); d = d.AddDays(1) {
			off[d] = true
		}
	}
	for i, d := range y.Work {
		at := fmt.Sprintf("work[%d]", i)
		switch {
		case d.Year != y.Year:
			return &Fault{at, "of_another_year", d.String()}
		case off[d]:
			return &Fault{at, "off_and_worked", d.String()}
		case !weekend(d):
			return &Fault{at, "no_weekend_day", d.String()}
		}
	}
	return nil
}

// Calendar tells working days. The zero Calendar knows no notice: all its answers are provisional.
type Calendar struct {
	years map[int]Year
	off   map[Date]string // day off → the holiday's name
	work  map[Date]bool
}

// NewCalendar joins years into a calendar; of two for the same year the later one holds.
func NewCalendar(years ...Year) Calendar {
	c := Calendar{years: map[int]Year{}, off: map[Date]string{}, work: map[Date]bool{}}
	for _, y := range years {
		c.years[y.Year] = y
	}
	for _, y := range c.years {
		for _, s := range y.Off {
			for d := s.From; !d.After(s.To); d = d.AddDays(1) {
				c.off[d] = s.Name
			}
		}
		for _, d := range y.Work {
			c.work[d] = true
		}
	}
	return c
}

// Years lists the years the calendar has data for, the earliest first.
func (c Calendar) Years() []Year {
	list := make([]Year, 0, len(c.years))
	for _, y := range c.years {
		list = append(list, y)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Year < list[j].Year })
	return list
}

// Known reports whether the notice for d's year has been published.
func (c Calendar) Known(d Date) bool {
	y, ok := c.years[d.Year]
	return ok && !y.Provisional
}

// Holiday names the holiday that d belongs to, or is empty.
func (c Calendar) Holiday(d Date) string { return c.off[d] }

// MakeUp reports whether d is a weekend day that is worked (调休).
func (c Calendar) MakeUp(d Date) bool { return c.work[d] }

// IsWorkday reports whether offices work on d. For a year without any data, the statutory days with a fixed date
// are off; those of the lunar calendar are not known.
func (c Calendar) IsWorkday(d Date) bool {
	if _, ok := c.years[d.Year]; !ok && fixedHoliday(d) {
		return false
	}
	if c.off[d] != "" {
		return false
	}
	return c.work[d] || !weekend(d)
}

// AddWorkdays is the nth working day after start; start itself is not counted (民法典 201). The answer is
// provisional when any day on the way lies in a year whose notice is not out.
func (c Calendar) AddWorkdays(start Date, n int) (due Date, provisional bool) {
	due, provisional = start, !c.Known(start)
	for n > 0 {
		due = due.AddDays(1)
		provisional = provisional || !c.Known(due)
		if c.IsWorkday(due) {
			n--
		}
	}
	return due, provisional
}

// AddDays is the day n calendar days after start, which is not counted. With rollOff, an end on a day off moves to
// the next working day (民法典 203).
func (c Calendar) AddDays(start Date, n int, rollOff bool) (end Date, provisional bool) {
	end = start.AddDays(n)
	provisional = !c.Known(end)
	for rollOff && !c.IsWorkday(end) {
		end = end.AddDays(1)
		provisional = provisional || !c.Known(end)
	}
	return end, provisional
}

// WorkdaysUntil counts the working days after from up to and including to; it is negative when to is past.
func (c Calendar) WorkdaysUntil(from, to Date) int {
	if to.Before(from) {
		return -c.WorkdaysUntil(to, from)
	}
	n := 0
	for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
		if c.IsWorkday(d) {
			n++
		}
	}
	return n
}

func weekend(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// fixedHoliday tells the statutory holidays that have the same date every year (全国年节及纪念日放假办法, 2024).
func fixedHoliday(d Date) bool {
	switch d.Month {
	case time.January:
		return d.Day == 1
	case time.May:
		return d.Day <= 2
	case time.October:
		return d.Day <= 3
	}
	return false
}
