// Package workday counts days the way Chinese offices do: by the State Council's holiday notices, with make-up
// working days on weekends. It knows days and nothing else.
package workday

import (
	"fmt"
	"time"
)

// Shanghai is the office's time zone. China has one zone and no summer time, so a fixed zone needs no tz database.
var Shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// Date is a calendar day, without a time of day. The zero Date is "no day".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf tells the day in Shanghai at the instant t.
func DateOf(t time.Time) Date {
	y, m, d := t.In(Shanghai).Date()
	return Date{y, m, d}
}

// ParseDate reads a day written as 2026-02-11. A day that does not exist, such as 2026-02-30, is an error.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q is not a day written as 2006-01-02", s)
	}
	y, m, d := t.Date()
	return Date{y, m, d}, nil
}

// IsZero reports whether d is "no day".
func (d Date) IsZero() bool { return d == Date{} }

// String writes the day as 2026-02-11, and "no day" as nothing.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Chinese writes the day as papers do: 2026年2月11日, Arabic digits without leading zeros (GB/T 9704).
func (d Date) Chinese() string { return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day) }

// Start is the first instant of the day in Shanghai.
func (d Date) Start() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, Shanghai) }

// AddDays is the day n calendar days later (earlier when n is negative).
func (d Date) AddDays(n int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, Shanghai))
}

// Weekday tells the day of the week.
func (d Date) Weekday() time.Weekday { return d.Start().Weekday() }

// Before reports whether d comes before e.
func (d Date) Before(e Date) bool { return d.Start().Before(e.Start()) }

// After reports whether d comes after e.
func (d Date) After(e Date) bool { return e.Before(d) }

// DaysUntil counts the calendar days from d to e; it is negative when e is past.
func (d Date) DaysUntil(e Date) int { return int(e.Start().Sub(d.Start()) / (24 * time.Hour)) }

// MarshalText writes the day as 2026-02-11.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a day written as 2026-02-11, and nothing as "no day".
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
