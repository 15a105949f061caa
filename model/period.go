package model

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"yunban/model/workday"
)

// Every is how often something comes round.
type Every string

// The rhythms.
const (
	EveryMonth   Every = "month"
	EveryQuarter Every = "quarter"
	EveryYear    Every = "year"
)

// Period is a calendar month, quarter or year, written 2026-09, 2026-Q3, 2026.
type Period struct {
	Every Every
	From  workday.Date
	To    workday.Date // the last day
}

var periodPattern = regexp.MustCompile(`^(20[0-9]{2})(?:-(0[1-9]|1[0-2])|-Q([1-4]))?$`)

// ParsePeriod reads a period; ok is false for what is none.
func ParsePeriod(s string) (p Period, ok bool) {
	found := periodPattern.FindStringSubmatch(s)
	if found == nil {
		return Period{}, false
	}
	year, _ := strconv.Atoi(found[1]) // the pattern has digits only
	month, _ := strconv.Atoi(found[2])
	quarter, _ := strconv.Atoi(found[3])
	switch {
	case month > 0:
		return periodFrom(EveryMonth, year, time.Month(month), 1), true
	case quarter > 0:
		return periodFrom(EveryQuarter, year, time.Month(quarter*3-2), 3), true
	}
	return periodFrom(EveryYear, year, 1, 12), true
}

func periodFrom(every Every, year int, month time.Month, months int) Period {
	from := workday.Date{Year: year, Month: month, Day: 1}
	return Period{every, from, monthsOn(from, months).AddDays(-1)}
}

func monthsOn(d workday.Date, months int) workday.Date {
	n := d.Year*12 + int(d.Month) - 1 + months
	return workday.Date{Year: n / 12, Month: time.Month(n%12 + 1), Day: 1}
}

// String writes the period as ParsePeriod reads it.
func (p Period) String() string {
	switch p.Every {
	case EveryMonth:
		return fmt.Sprintf("%04d-%02d", p.From.Year, p.From.Month)
	case EveryQuarter:
		return fmt.Sprintf("%04d-Q%d", p.From.Year, (p.From.Month+2)/3)
	}
	return fmt.Sprintf("%04d", p.From.Year)
}

// Chinese writes the period for a paper: 2026年9月, 2026年第三季度, 2026年.
func (p Period) Chinese() string {
	switch p.Every {
	case EveryMonth:
		return fmt.Sprintf("%d年%d月", p.From.Year, p.From.Month)
	case EveryQuarter:
		return fmt.Sprintf("%d年第%s季度", p.From.Year, chineseNumber(int(p.From.Month+2)/3))
	}
	return fmt.Sprintf("%d年", p.From.Year)
}

// Contains reports whether a day lies in the period.
func (p Period) Contains(d workday.Date) bool { return !d.Before(p.From) && !d.After(p.To) }

// Before is the period before this one.
func (p Period) Before() Period { return p.Every.Around(p.From.AddDays(-1)) }

// Next is the period after this one.
func (p Period) Next() Period { return p.Every.Around(p.To.AddDays(1)) }

// Around is the period of this rhythm that a day lies in.
func (e Every) Around(d workday.Date) Period {
	switch e {
	case EveryMonth:
		return periodFrom(e, d.Year, d.Month, 1)
	case EveryQuarter:
		return periodFrom(e, d.Year, (d.Month-1)/3*3+1, 3)
	}
	return periodFrom(EveryYear, d.Year, 1, 12)
}

// Between lists the periods that a span of days touches, the first first.
func (e Every) Between(from, to workday.Date) []Period {
	var all []Period
	for p := e.Around(from); !p.From.After(to); p = p.Next() {
		all = append(all, p)
	}
	return all
}
