package app_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
	"yunban/model/workday"
)

// reported is an office with a system on the cloud, in the month after it went live, and that month.
func reported(t *testing.T, city string) (o *apptest.Office, vendor *app.Desk, month string) {
	t.Helper()
	o = apptest.New(t, city)
	o.Filed("")
	over := model.EveryMonth.Around(workday.DateOf(o.Clock.Now()))
	o.Clock.Set(over.To.AddDays(1).Start().Add(9 * time.Hour))
	return o, o.By(model.DutyDelivery), over.String()
}

// monthOf is the report of a month with so many rows for the first system on the cloud.
func monthOf(t *testing.T, d *app.Desk, month string, rows int) app.ReportFiling {
	t.Helper()
	f := app.ReportFiling{Values: model.Values{"month": month, "availability": "99.98", "overview": "平台运行平稳。", "maintenance": "完成巡检31次。", "advice": "两台云主机利用率偏低，建议缩减。"},
		Lines: []model.Line{{Resource: "alarms", Values: model.Values{"row": "host", "high": "2", "handled": "2"}},
			{Resource: "tickets", Values: model.Values{"row": "done", "three": "5"}}}}
	for _, s := range must(d.Systems(t.Context())) {
		if s.State != model.OnCloud {
			continue
		}
		for i := range rows {
			f.Usage = append(f.Usage, app.Utilised{Row: i + 2, Unit: s.Unit, System: s.Name(), Instance: fmt.Sprintf("app-%02d", i+1),
				CPU: "20", Memory: fmt.Sprint(40 + i%3), Disk: "60.5"})
		}
	}
	return f
}

func at(problems []model.Problem, field, key string) bool {
	return slices.ContainsFunc(problems, func(p model.Problem) bool { return p.Field == field && p.Key == key })
}

func TestFilingTheMonthlyReport(t *testing.T) {
	ctx := context.Background()
	o, vendor, month := reported(t, "panjin-2016")
	clerk, officer := o.ClerkOf(o.Samples()[0]), o.By(model.DutyAcceptance)
	wrong := func(t *testing.T, change func(*app.ReportFiling), field, key string) {
		t.Helper()
		f := monthOf(t, vendor, month, 3)
		change(&f)
		pre := must(vendor.PreviewReport(ctx, f))
		if !at(pre.Problems, field, key) {
			t.Errorf("want %s at %s: %v", key, field, pre.Problems)
		}
		if _, err := vendor.FileMonthlyReport(ctx, f, nil); model.KindOf(err) != model.Invalid {
			t.Errorf("it is filed: %v", err)
		}
	}
	for name, bad := range map[string]struct {
		change     func(*app.ReportFiling)
		field, key string
	}{
		"a month that has not ended": {func(f *app.ReportFiling) { f.Values["month"] = o.Today().String()[:7] }, "month", "problem.month_not_over"},
		"a use above 100 %":          {func(f *app.ReportFiling) { f.Usage[1].CPU = "101" }, "utilisation[1].cpu", "problem.too_big"},
		"a negative use":             {func(f *app.ReportFiling) { f.Usage[2].Memory = "-1" }, "utilisation[2].memory", "problem.too_small"},
		"a use that is no number":    {func(f *app.ReportFiling) { f.Usage[0].Disk = "很高" }, "utilisation[0].disk", "problem.not_number"},
		"a row without any figure":   {func(f *app.ReportFiling) { f.Usage[0].CPU, f.Usage[0].Memory, f.Usage[0].Disk = "", "", "" }, "utilisation[0].cpu", "problem.usage_nothing"},
		"an unknown unit":            {func(f *app.ReportFiling) { f.Usage[0].Unit = "月球局" }, "utilisation[0].unit", "problem.usage_unit"},
		"an unknown system":          {func(f *app.ReportFiling) { f.Usage[0].System = "没有的系统" }, "utilisation[0].system_name", "problem.usage_system"},
		"an instance twice":          {func(f *app.ReportFiling) { f.Usage[2].Instance = "app-01" }, "utilisation[2].instance", "problem.usage_twice"},
		"no table at all":            {func(f *app.ReportFiling) { f.Usage = nil }, "units." + clerk.Unit.ID, "problem.unit_no_rows"},
		"a unit without systems":     {func(f *app.ReportFiling) { f.Units = []string{officer.Unit.ID} }, "units." + officer.Unit.ID, "problem.unit_no_systems"},
		"a unit that there is not":   {func(f *app.ReportFiling) { f.Units = []string{"月球局"} }, "units.月球局", "problem.unit_unknown"},
		"no advice":                  {func(f *app.ReportFiling) { f.Values["advice"] = "" }, "advice", "problem.required"},
		"a correction of nothing":    {func(f *app.ReportFiling) { f.Replace, f.Note, f.Units = true, "改正", []string{clerk.Unit.ID} }, "units." + clerk.Unit.ID, "problem.unit_not_reported"},
	} {
		t.Run(name+" is refused before anything is filed (R32)", func(t *testing.T) { wrong(t, bad.change, bad.field, bad.key) })
	}
	t.Run("an instance that no delivery names is asked about and filed all the same (R32)", func(t *testing.T) {
		f := monthOf(t, vendor, month, 1)
		f.Usage[0].Instance = "谁也不认识"
		pre := must(vendor.PreviewReport(ctx, f))
		if len(pre.Problems) > 0 || !at(pre.Warnings, "utilisation[0].instance", "problem.usage_instance") {
			t.Errorf("%v; %v", pre.Problems, pre.Warnings)
		}
	})
	t.Run("only the vendor files it (R32)", func(t *testing.T) {
		if _, err := clerk.FileMonthlyReport(ctx, monthOf(t, vendor, month, 1), nil); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
	})
	filed := must(vendor.FileMonthlyReport(ctx, monthOf(t, vendor, month, 3), nil))
	t.Run("one filing is a numbered report for each unit (T16)", func(t *testing.T) {
		if len(filed) != 1 || filed[0].Err != nil || filed[0].Unit != clerk.Unit.ID || !strings.Contains(filed[0].Number, "-YB-") {
			t.Fatalf("%+v", filed)
		}
	})
	t.Run("a second one of the month is refused unless it is an additional one (T16)", func(t *testing.T) {
		wrong(t, func(*app.ReportFiling) {}, "units."+clerk.Unit.ID, "problem.unit_reported")
		f := monthOf(t, vendor, month, 1)
		f.Values["additional"] = model.True
		more := must(vendor.FileMonthlyReport(ctx, f, nil))
		if len(more) != 1 || more[0].Err != nil {
			t.Fatalf("%+v", more)
		}
		if title := app.TitleOf(vendor.Profile(), must(vendor.Matter(ctx, model.MonthlyReport, more[0].ID)).Matter); !strings.HasSuffix(title, "（补充）") {
			t.Errorf("%q is not told from the first", title)
		}
	})
	t.Run("a correction needs its reason, keeps the number and says the whole anew (R32)", func(t *testing.T) {
		wrong(t, func(f *app.ReportFiling) { f.Replace = true }, "note", "problem.step_note")
		f := monthOf(t, vendor, month, 2)
		f.Replace, f.Note = true, "三号主机的数据取错了"
		again := must(vendor.FileMonthlyReport(ctx, f, nil))
		if len(again) != 1 || again[0].Err != nil || again[0].Number != filed[0].Number {
			t.Fatalf("%+v", again)
		}
		m := must(vendor.Matter(ctx, model.MonthlyReport, again[0].ID))
		if rows := must(vendor.ReportRows(m.Matter)); len(rows) != 2 {
			t.Errorf("%d rows", len(rows))
		}
	})
	t.Run("unit and authority acknowledge receipt, each for itself and once (T16)", func(t *testing.T) {
		got := must(officer.ReceiveReports(ctx, month, nil))
		if len(got) != 2 || got[0].Err != nil || len(must(officer.ReceiveReports(ctx, month, nil))) != 0 {
			t.Fatalf("%+v", got)
		}
		states := must(vendor.Reports(ctx, month))
		if len(states) != 2 || states[0].ByAbove == nil || states[0].ByUnit != nil {
			t.Fatalf("%+v", states)
		}
		if own := must(clerk.ReceiveReports(ctx, month, nil)); len(own) != 2 || own[0].Err != nil {
			t.Fatalf("%+v", own)
		}
		if s := must(vendor.Reports(ctx, month))[0]; s.ByUnit == nil || s.ByUnit.Unit != clerk.Unit.ID || s.Replaced != 1 || s.Additional {
			t.Errorf("%+v", s)
		}
		if len(must(vendor.ReceiveReports(ctx, month, nil))) != 0 {
			t.Error("the vendor receives its own report")
		}
	})
	t.Run("the use of a system is told month by month, with nothing where nobody said (R32)", func(t *testing.T) {
		system := must(vendor.Systems(ctx))[0]
		from, _ := model.ParsePeriod(month)
		points := must(vendor.Utilisation(ctx, system.Unit, system.ID, from.Before(), from))
		if len(points) != 2 || points[0].CPU != nil || points[1].CPU == nil || *points[1].CPU != 20 || points[1].Instances != 1 {
			t.Errorf("%+v", points)
		}
	})
	t.Run("one that comes after its day is marked as late (T16)", func(t *testing.T) {
		o.Clock.Set(o.Clock.Now().AddDate(0, 0, 20))
		f := monthOf(t, vendor, month, 1)
		f.Values["additional"] = model.True
		must(vendor.FileMonthlyReport(ctx, f, nil))
		states := must(vendor.Reports(ctx, month))
		if last := states[len(states)-1]; states[0].Late || !last.Late || last.Due.String() <= month {
			t.Errorf("due %s, filed %s and %s", last.Due, states[0].Opened(), last.Opened())
		}
	})
}

// quicker is a place for files where somebody else is at work just before the first file is kept.
type quicker struct {
	app.Files
	before func()
}

func (q *quicker) Keep(ctx context.Context, r io.Reader, limit int64) (string, int64, error) {
	if before := q.before; before != nil {
		q.before = nil
		before()
	}
	return q.Files.Keep(ctx, r, limit)
}

func TestTwoMonthlyReportsAtOnce(t *testing.T) {
	ctx := context.Background()
	o, vendor, month := reported(t, "luan")
	mine, theirs := monthOf(t, vendor, month, 600), monthOf(t, vendor, month, 2)
	var first []app.FiledReport
	o.Files = &quicker{o.Files, func() { first = must(vendor.FileMonthlyReport(ctx, theirs, nil)) }}
	second := must(vendor.FileMonthlyReport(ctx, mine, nil))
	t.Run("of two who file the same month at once the second is refused, with the number of the first (T16)", func(t *testing.T) {
		var refused *model.Error
		if len(first) != 1 || first[0].Err != nil || len(second) != 1 || !errors.As(second[0].Err, &refused) || refused.Kind != model.Invalid {
			t.Fatalf("%+v, %+v", first, second)
		}
		if p := refused.Problems[0]; p.Key != "problem.reported_already" || p.Args["number"] != first[0].Number {
			t.Errorf("%+v", p)
		}
		if states := must(vendor.Reports(ctx, month)); len(states) != 1 {
			t.Errorf("%d reports of the month", len(states))
		}
	})
}

func TestALongMonthlyReport(t *testing.T) {
	ctx := context.Background()
	o, vendor, month := reported(t, "luan")
	f := monthOf(t, vendor, month, 600)
	f.Usage[7].Instance = "=cmd|' /C calc'!A0"
	filed := must(vendor.FileMonthlyReport(ctx, f, nil))
	m := must(vendor.Matter(ctx, model.MonthlyReport, filed[0].ID))
	t.Run("its report says the mean of each system, and the file of the unit every instance (R32)", func(t *testing.T) {
		rows := must(vendor.ReportRows(m.Matter))
		usage := m.Usage()
		if len(rows) != 600 || len(usage) != 1 || usage[0].Instances != 600 || *usage[0].Memory != 41 || *usage[0].CPU != 20 {
			t.Errorf("%d rows, %+v", len(rows), usage)
		}
	})
	t.Run("nothing in the file is a formula where it is opened", func(t *testing.T) {
		at := slices.IndexFunc(m.Files, func(f model.File) bool { return f.Role == model.UtilisationTable })
		r := must(vendor.ReadFile(m.Files[at]))
		defer r.Close()
		if text := string(must(io.ReadAll(r))); strings.Contains(text, ",=cmd") || !strings.Contains(text, "'=cmd") {
			t.Error(text[:400])
		}
	})
	t.Run("another unit's clerk sees neither report nor rows (T16)", func(t *testing.T) {
		other := o.ClerkOf(o.Samples()[1])
		var refused *model.Error
		if _, err := other.Matter(ctx, model.MonthlyReport, m.ID); !errors.As(err, &refused) || refused.Kind != model.NotFound {
			t.Error(err)
		}
	})
}
