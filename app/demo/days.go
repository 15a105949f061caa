package demo

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"time"

	"yunban/model/workday"
)

// writtenOn are the days on which the filled forms of a sample would be filed as they stand.
var writtenOn = map[string]workday.Date{
	"request.json":      {Year: 2026, Month: time.February, Day: 11},
	"change.json":       {Year: 2026, Month: time.May, Day: 8},
	"major-change.json": {Year: 2026, Month: time.June, Day: 10},
	"termination.json":  {Year: 2026, Month: time.July, Day: 6},
}

// lately is how long before its filing the days of a form still belong to it; earlier ones are history.
const lately = 30

var (
	plainDay   = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	chineseDay = regexp.MustCompile(`(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日`)
)

// movedTo moves the days of a form that was written for one day to another, in its fields and in its texts: by whole
// weeks, so that work stays on the days of the week that it was planned for.
func (s sample) movedTo(day workday.Date) {
	weeks := int(math.Floor(float64(s.written.DaysUntil(day)) / 7))
	if s.written.IsZero() || weeks == 0 {
		return
	}
	for id, text := range s.form.Values {
		s.form.Values[id] = s.moved(text, 7*weeks)
	}
}

// moved is a text with its days so many days later.
func (s sample) moved(text string, days int) string {
	first := s.written.AddDays(-lately)
	if plainDay.MatchString(text) {
		if d, err := workday.ParseDate(text); err == nil && !d.Before(first) {
			return d.AddDays(days).String()
		}
		return text
	}
	return chineseDay.ReplaceAllStringFunc(text, func(said string) string {
		parts := chineseDay.FindStringSubmatch(said)
		year := strconv.Itoa(s.written.Year)
		if parts[1] != "" {
			year = parts[1]
		}
		d, err := workday.ParseDate(fmt.Sprintf("%s-%02s-%02s", year, parts[2], parts[3]))
		if err != nil || d.Before(first) {
			return said
		}
		d = d.AddDays(days)
		if parts[1] != "" {
			return d.Chinese()
		}
		return fmt.Sprintf("%d月%d日", d.Month, d.Day)
	})
}
