package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"yunban/app"
	"yunban/app/wire"
	"yunban/model"
	"yunban/model/workday"
)

// scene is one request of a furnished office: how many working days ago it began, and how far it came.
type scene struct {
	daysAgo int
	title   string
	script  Script
	until   model.Status
}

// further is what happens later to a furnished live system.
type further struct {
	daysAgo int // the change or termination begins so many working days ago
	title   string
	form    string
	script  Script
	until   model.Status
}

// furthers put something into the queues of changes and terminations.
var furthers = []further{
	{4, "行政审批电子监察系统", "change.json", Changed, model.Submitted},
	{6, "公共信用查询平台", "change.json", Changed, model.Approved},
	{9, "城建档案管理系统", "major-change.json", ChangedGreatly, model.Executed},
	{3, "旧版审批信息平台", "termination.json", Ended, model.Submitted},
	{7, "住房公积金查询前置系统", "termination.json", Ended, model.Approved},
	{9, "企业注册登记备份系统", "termination.json", Ended, model.Reclaimed},
}

// liveBefore is how many working days before its change a system was applied for: longer than a whole life takes.
const liveBefore = 55

// scenes put something into every queue. The days are counted from the scripts, so that some clocks have time left,
// some end today and some are overdue.
var scenes = []scene{
	{140, "", WholeLife, ""}, // long enough live for its use to be told month by month
	{40, "", WholeLife, model.FinalReviewed},
	{36, "不动产登记“一窗受理”系统", WholeLife, model.TestsSubmitted},
	{17, "城市运行管理服务平台", WholeLife, model.Trial},
	{12, "电子证照共享服务系统", WholeLife, model.Approved},
	{9, "公共资源交易监管系统", WholeLife, model.Accepted},
	{25, "基层治理“一张表”报送系统", GivenUp, model.Reclaiming},
	{11, "干部教育培训管理平台", GivenUp[:4], ""}, // asks for an extension
	{30, "会议室预约系统", Refused, ""},
	{20, "移动端意见征集平台", TakenBack, ""},
	{8, "信用信息归集与公示系统", WholeLife[:1], ""},
	{8, "政府投资项目全过程管理系统", nil, ""},
	{3, "养老服务综合信息平台", nil, ""},
	{2, "“互联网+督查”线索受理系统", nil, ""},
}

// officeDays is how long before now the office of the demonstration began: before its first request.
const officeDays = 215

// Furnished founds a demonstration office some months ago and fills it up to now.
func Furnished(ctx context.Context, dir, profile string) (*wire.Opened, error) {
	present, err := wire.SandboxClock()
	if err != nil {
		return nil, err
	}
	began := present().AddDate(0, 0, -officeDays)
	office, err := Found(ctx, dir, profile, wire.Options{Clock: func() time.Time { return began }})
	if err != nil {
		return nil, err
	}
	office.Clock = present
	if err := Furnish(ctx, office.Office); err != nil {
		return nil, errors.Join(err, office.Close())
	}
	return office, nil
}

// Furnish fills a demonstration office with requests of the weeks before now, at every stage of their life.
func Furnish(ctx context.Context, office *app.Office) error {
	present := office.Clock
	defer func() { office.Clock = present }()
	clock := NewClock(present())
	office.Clock = clock.Now
	stage, err := NewStage(ctx, office, clock, func(Step) error { return nil })
	if err != nil {
		return err
	}
	stage.silent = true // whoever looks around issues them
	names, err := Samples(office.Profile().ID)
	if err != nil {
		return err
	}
	for i, s := range scenes {
		clock.Set(workdaysBefore(office.Workdays(), workday.DateOf(present()), s.daysAgo).Start().Add(9 * time.Hour))
		if _, err := stage.Play(ctx, names[i%len(names)], s.title, s.script, s.until); err != nil {
			return fmt.Errorf("scene %d: %w", i+1, err)
		}
	}
	for _, f := range furthers {
		begin := func(days int) {
			clock.Set(workdaysBefore(office.Workdays(), workday.DateOf(present()), days).Start().Add(9 * time.Hour))
		}
		begin(f.daysAgo + liveBefore)
		system, err := stage.Play(ctx, names[0], f.title, WholeLife, "")
		if err != nil {
			return fmt.Errorf("furnish %s: %w", f.title, err)
		}
		begin(f.daysAgo)
		if _, err := stage.PlayOn(ctx, names[0], f.form, system, f.script, f.until); err != nil {
			return fmt.Errorf("furnish %s: %w", f.title, err)
		}
	}
	if err := stage.season(ctx, present()); err != nil {
		return fmt.Errorf("furnish the season: %w", err)
	}
	clock.Set(present())
	return stage.Leave(ctx, names[0])
}

// seasonDays is how far back a furnished office was reported on, inspected and let into.
const seasonDays = 205

// season plays what came round in the weeks before now, and leaves something to each side that waits for it.
func (s *Stage) season(ctx context.Context, now time.Time) error {
	today := workday.DateOf(now)
	begin := today.AddDays(-seasonDays)
	s.Clock.Set(begin.Start().Add(9 * time.Hour))
	last := workdaysBefore(s.Office.Workdays(), today, 3)
	s.schedule(append(s.year(begin, last), s.lastQuarter(last)))
	if err := s.until(ctx, workdaysBefore(s.Office.Workdays(), today, 2).Start().Add(18*time.Hour)); err != nil {
		return err
	}
	s.coming = nil // what was planned for later stays undone
	s.Clock.Set(workdaysBefore(s.Office.Workdays(), today, 1).Start().Add(10 * time.Hour))
	return s.waiting(ctx)
}

// workdaysBefore is the nth working day before a day.
func workdaysBefore(cal workday.Calendar, day workday.Date, n int) workday.Date {
	for n > 0 {
		day = day.AddDays(-1)
		if cal.IsWorkday(day) {
			n--
		}
	}
	return day
}
