package demo

import (
	"context"
	"time"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

// year schedules what comes round from a day to another: everything that chapters three to five of the regulations ask
// for, with a report that comes late, a month with none, a grant that nobody closed and a finding that stays open.
func (s *Stage) year(from, to workday.Date) []happening {
	var all []happening
	add := func(at time.Time, play func(context.Context) error) {
		if day := workday.DateOf(at); !day.Before(from) && !day.After(to) {
			all = append(all, happening{at, play})
		}
	}
	for n, month := range model.EveryMonth.Between(from, to) {
		s.everyMonth(month, n, add)
	}
	for n, quarter := range model.EveryQuarter.Between(from, to) {
		add(s.on(of(quarter, 50), 14, 0), func(ctx context.Context) error { return s.train(ctx, quarter) })
		add(s.on(of(quarter, 40), 9, 0), func(ctx context.Context) error { return s.inspect(ctx, quarter, n) })
	}
	for _, y := range model.EveryYear.Between(from, to) {
		s.everyYear(y, add)
	}
	return all
}

// The months of the year in which something does not go by the book.
const (
	lateMonth    = time.August // its report comes four working days late
	missingMonth = time.June   // it has none
)

func (s *Stage) everyMonth(month model.Period, n int, add func(time.Time, func(context.Context) error)) {
	after := month.Next().From
	switch month.From.Month {
	case missingMonth:
	case lateMonth:
		add(s.later(after, 4, 10), func(ctx context.Context) error { return s.report(ctx, month) })
	default:
		add(s.on(after, 10, 0), func(ctx context.Context) error { return s.report(ctx, month) })
	}
	add(s.on(of(month, 25), 15, 0), func(ctx context.Context) error { return s.bulletin(ctx, month) })
	add(s.on(of(month, 10), 9, 20), func(ctx context.Context) error { return s.problem(ctx, n) })
	add(s.on(of(month, 15), 8, 40), func(ctx context.Context) error { return s.grant(ctx, n) })
	if n%5 == 2 {
		add(s.on(of(month, 18), 11, 0), func(ctx context.Context) error { return s.fault(ctx, n) })
	}
	if n%4 == 1 {
		add(s.on(of(month, 12), 10, 30), func(ctx context.Context) error { return s.consult(ctx, n) })
	}
}

func (s *Stage) everyYear(y model.Period, add func(time.Time, func(context.Context) error)) {
	on := func(month time.Month, day, hour int) time.Time {
		return s.on(workday.Date{Year: y.From.Year, Month: month, Day: day}, hour, 0)
	}
	add(on(time.February, 24, 10), s.capacity)
	add(on(time.March, 2, 10), func(ctx context.Context) error { return s.plan(ctx, "V1.0") })
	add(on(time.June, 16, 9), func(ctx context.Context) error { return s.drill(ctx, y) })
	add(on(time.July, 6, 10), s.capacity)
	add(on(time.September, 1, 10), func(ctx context.Context) error { return s.plan(ctx, "V2.0") })
	add(on(time.December, 14, 9), func(ctx context.Context) error { return s.survey(ctx, y, 0) })
	add(s.on(workday.Date{Year: y.From.Year + 1, Month: time.January, Day: 8}, 15, 0), func(ctx context.Context) error { return s.assess(ctx, y, true) })
}

// onCloud are the clerks of the units that have systems on the cloud, each with one of them.
func (s *Stage) onCloud(ctx context.Context) ([]*app.Desk, []app.SystemFile, error) {
	var desks []*app.Desk
	var systems []app.SystemFile
	for _, name := range sortedKeys(s.clerks) {
		desk := s.clerks[name]
		all, err := desk.Systems(ctx)
		if err != nil {
			return nil, nil, err
		}
		for _, one := range all {
			live, err := s.liveBy(ctx, desk, one)
			if err != nil {
				return nil, nil, err
			}
			if live {
				desks, systems = append(desks, desk), append(systems, one)
				break
			}
		}
	}
	return desks, systems, nil
}

// liveBy reports whether a system is on the cloud and was so by the time of the stage.
func (s *Stage) liveBy(ctx context.Context, desk *app.Desk, one app.SystemFile) (bool, error) {
	if one.State != model.OnCloud {
		return false, nil
	}
	file, err := desk.System(ctx, one.ID)
	for _, r := range file.Requests {
		if r.Case == model.Usage && r.Status == model.Live {
			return !r.Since.After(s.Clock.Now()), err
		}
	}
	return false, err
}

// take takes a step and tells it.
func (s *Stage) take(ctx context.Context, desk *app.Desk, w app.MatterWork) (id string, err error) {
	s.Clock.Set(s.Clock.Now().Add(5 * time.Minute)) // no two acts fall on one instant
	e, err := desk.Take(ctx, w)
	if err != nil || s.silent {
		return e.Subject.ID, err
	}
	file, err := desk.Matter(ctx, w.Kind, e.Subject.ID)
	if err != nil {
		return "", err
	}
	step := s.step(desk, app.Dossier{Profile: s.Office.Profile()}, act{action: w.Action, note: w.Note})
	step.Record, step.Number, step.Status, step.System = w.Kind, file.Number, file.Status, app.TitleOf(s.Office.Profile(), file.Matter)
	return e.Subject.ID, s.Tell(step)
}
