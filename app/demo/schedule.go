package demo

import (
	"context"
	"slices"
	"time"

	"yunban/model"
	"yunban/model/workday"
)

// happening is something that comes round by the calendar and not by a request: a report, a bulletin, an inspection.
type happening struct {
	at   time.Time
	play func(ctx context.Context) error
}

// schedule puts what happens by the calendar into its order.
func (s *Stage) schedule(all []happening) {
	s.coming = append(s.coming, all...)
	slices.SortStableFunc(s.coming, func(a, b happening) int { return a.at.Compare(b.at) })
}

// forward moves the clock by working days and one hour, so that no two acts fall on one instant, and plays what comes
// round in between.
func (s *Stage) forward(ctx context.Context, days int) error {
	return s.until(ctx, s.Clock.after(s.Office.Workdays(), days))
}

// until plays what comes round up to an instant and moves the clock there.
func (s *Stage) until(ctx context.Context, at time.Time) error {
	for len(s.coming) > 0 && !s.coming[0].at.After(at) {
		next := s.coming[0]
		s.coming = s.coming[1:]
		if next.at.After(s.Clock.Now()) {
			s.Clock.Set(next.at)
		}
		if err := next.play(ctx); err != nil {
			return err
		}
	}
	if at.After(s.Clock.Now()) {
		s.Clock.Set(at)
	}
	return nil
}

// on is a time of a day, moved to the next working day where it is none.
func (s *Stage) on(day workday.Date, hour, minute int) time.Time {
	if !s.Office.Workdays().IsWorkday(day) {
		day, _ = s.Office.Workdays().AddWorkdays(day, 1)
	}
	return day.Start().Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

// later is a time of so many working days after a day.
func (s *Stage) later(day workday.Date, workdays, hour int) time.Time {
	if workdays > 0 {
		day, _ = s.Office.Workdays().AddWorkdays(day, workdays)
	}
	return s.on(day, hour, 0)
}

// of is a day of a period's month, counted from its first.
func of(p model.Period, day int) workday.Date { return p.From.AddDays(day - 1) }
