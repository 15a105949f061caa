package app_test

import (
	"bytes"
	"io"
	"strconv"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// rowAt types a row of a table by the heads of its columns.
func (f sheetForm) rowAt(sheet string, row int, values map[string]any) {
	f.t.Helper()
	for head, v := range values {
		f.put(sheet, model.CellRef(row, f.headed(sheet, head)), v)
	}
}

// offer is what a cell offers to choose from, by the words of its rule.
func (f sheetForm) offers(sheet, cell string) string {
	f.t.Helper()
	for _, rule := range must(f.GetDataValidations(sheet)) {
		if rule.Type == "list" && covers(f.t, rule.Sqref, cell) {
			return choices(rule)
		}
	}
	return ""
}

func TestFormsOfMatters(t *testing.T) {
	ctx, w := t.Context(), chinese(t)
	for _, city := range cities {
		o := apptest.New(t, city)
		p := o.Profile()
		o.Filed("")
		clerk, vendor, inspector := o.ClerkOf(o.Samples()[0]), o.By(model.DutyDelivery), o.By(model.DutyInspection)
		form := func(t *testing.T, d *app.Desk, kind, about string) sheetForm {
			return exported(t, p, func(out io.Writer) error { return d.MatterForm(ctx, out, kind, about, w.Text) })
		}
		t.Run(city+": every step that has a form can be filled in offline and is read as it was handed out", func(t *testing.T) {
			for _, kind := range app.MatterForms(p) {
				var b bytes.Buffer
				if err := app.BlankForm(ctx, o.Forms, p, o.Today(), &b, kind, w.Text); err != nil {
					t.Errorf("%s: %v", kind, err)
				}
				var again bytes.Buffer
				if err := app.BlankForm(ctx, o.Forms, p, o.Today(), &again, kind, wordless); err != nil || len(must(o.Forms.Read(ctx, again.Bytes())).Sheets) < 3 {
					t.Errorf("%s: %v", kind, err)
				}
			}
		})
		t.Run(city+": a problem is filled in with the system by its name (R30)", func(t *testing.T) {
			system := live(t, clerk)
			f := form(t, clerk, "problem", "")
			sheet := p.Forms["problem.report"].Title
			f.fill(p.Forms["problem.report"], model.Values{"system_id": system.Name(), "problem_title": "页面打不开", "symptom": "今早起打不开", "severity": "three",
				"contact": "王芳 13900000001"})
			if f.offers(sheet, "C"+strconv.Itoa(f.labelled(sheet, "问题", "应用系统"))) == "" {
				t.Error("the systems are not offered")
			}
			pre := readForm(t, clerk, f.bytes())
			if len(pre.Problems) > 0 {
				t.Fatalf("%+v", pre.Problems)
			}
			e := must(clerk.TakeMatterForm(ctx, pre, nil))
			if m := must(clerk.Matter(ctx, model.ProblemTicket, e.Subject.ID)); m.Values["system_id"] != system.ID || m.System != system.Name() {
				t.Errorf("%+v", m.Values)
			}
		})
		t.Run(city+": a training comes with who was there, and faults stand at their cells (R31)", func(t *testing.T) {
			f := form(t, vendor, "training", "")
			lodge := p.Forms["training.lodge"]
			f.fill(lodge, model.Values{"topic": "云上安全", "held_on": o.Today().String(), "trainer": "赵磊", "outline": "账号和补丁"})
			f.rowAt("参加人员", 5, map[string]any{"单位": "市审批局", "姓名": "王芳"})
			f.rowAt("参加人员", 7, map[string]any{"单位": "市数据局"})
			pre := readForm(t, vendor, f.bytes())
			if len(pre.Problems) != 1 || pre.Problems[0].Cell != "C7" || pre.Problems[0].Key != "problem.required" {
				t.Fatalf("%+v", pre.Problems)
			}
			if _, err := vendor.TakeMatterForm(ctx, pre, nil); model.KindOf(err) != model.Invalid {
				t.Error(err)
			}
			var marked bytes.Buffer
			if err := vendor.MarkForm(ctx, &marked, pre, w.Text); err != nil {
				t.Fatal(err)
			}
			again := opened(t, p, marked.Bytes())
			again.rowAt("参加人员", 7, map[string]any{"姓名": "李伟"})
			e := must(vendor.TakeMatterForm(ctx, readForm(t, vendor, again.bytes()), nil))
			if m := must(vendor.Matter(ctx, model.Training, e.Subject.ID)); len(model.RowsOf(m.Lines, "attendance")) != 2 {
				t.Errorf("%+v", m.Lines)
			}
		})
		t.Run(city+": the findings of an inspection are recorded against the inspection that the form is about (R41)", func(t *testing.T) {
			plan := taken(t, inspector, app.MatterWork{Kind: model.Inspection, Action: model.Plan, Values: model.Values{"unit_id": clerk.Unit.ID,
				"inspected_on": o.Today().String(), "joint_bodies": "市委网信办", "inspectors": "陈堃", "inspection_scope": "账号和补丁"}})
			f := form(t, inspector, "inspection.inspect", plan)
			f.fill(p.Forms["inspection.inspect"], model.Values{"inspection_result": "发现一项问题"})
			f.rowAt("发现的问题", 5, map[string]any{"问题描述": "弱口令", "风险等级": "高", "责任单位（人）": clerk.Unit.Name, "整改期限": o.Clock.Now().AddDate(0, 0, 15)})
			pre := readForm(t, inspector, f.bytes())
			if len(pre.Problems) > 0 {
				t.Fatalf("%+v", pre.Problems)
			}
			if e := must(inspector.TakeMatterForm(ctx, pre, nil)); e.Subject.ID != plan {
				t.Error(e.Subject)
			}
			m := must(inspector.Matter(ctx, model.Inspection, plan))
			if found := m.Findings(); len(found) != 1 || found[0].Values["risk"] != "high" || found[0].Due().IsZero() {
				t.Errorf("%+v", found)
			}
		})
		t.Run(city+": the vendor asks a unit for access by the unit's name (R44)", func(t *testing.T) {
			f := form(t, vendor, "access_grant", "")
			from := o.Clock.Now().Add(24 * time.Hour)
			f.fill(p.Forms["access_grant.ask"], model.Values{"unit_id": clerk.Unit.Name, "resources": "app-01", "entrant_body": "云服务商", "entrant": "赵磊", "purpose": "打补丁",
				"from": model.Moment(from), "to": model.Moment(from.Add(time.Hour))})
			pre := readForm(t, vendor, f.bytes())
			if len(pre.Problems) > 0 {
				t.Fatalf("%+v", pre.Problems)
			}
			e := must(vendor.TakeMatterForm(ctx, pre, nil))
			if m := must(clerk.Matter(ctx, model.AccessGrant, e.Subject.ID)); m.Unit != clerk.Unit.ID {
				t.Error(m.Unit)
			}
		})
		t.Run(city+": an answer names the survey that is open (R52)", func(t *testing.T) {
			assessor := o.By(model.DutyAssessment)
			year := strconv.Itoa(o.Clock.Now().Year())
			survey := taken(t, assessor, app.MatterWork{Kind: model.Survey, Action: model.Release, Values: model.Values{"period": year, "from": o.Today().String(), "to": o.Today().AddDays(9).String()}})
			f := form(t, clerk, "survey_answer", "")
			f.fill(p.Forms["survey_answer.lodge"], model.Values{"satisfaction": "3"})
			pre := readForm(t, clerk, f.bytes())
			if len(pre.Problems) > 0 {
				t.Fatalf("%+v", pre.Problems)
			}
			if pre.Matter.Values["survey"] != survey {
				t.Errorf("%+v", pre.Matter.Values)
			}
			must(clerk.TakeMatterForm(ctx, pre, nil))
		})
		t.Run(city+": the monthly report comes with all tables on its sheets, whose rows name the units (R32)", func(t *testing.T) {
			month := model.EveryMonth.Around(o.Today())
			o.Clock.Set(month.To.AddDays(2).Start().Add(9 * time.Hour))
			f := form(t, vendor, "monthly_report", "")
			f.fill(p.Forms["monthly_report.lodge"], model.Values{"month": month.String(), "overview": "平稳", "maintenance": "巡检31次", "advice": "无"})
			for row := 5; row < 8; row++ {
				f.rowAt("应用系统利用情况", row, map[string]any{"CPU（%）": 41.25, "内存（%）": 60})
			}
			f.rowAt("应用系统利用情况", 6, map[string]any{"CPU（%）": 141})
			f.rowAt("安全告警及处置", 6, map[string]any{"高危": 3})
			pre := readForm(t, vendor, f.bytes())
			if len(pre.Problems) != 1 || pre.Problems[0].Key != "problem.too_big" || pre.Problems[0].Cell != "E6" {
				t.Fatalf("%+v", pre.Problems)
			}
			f.rowAt("应用系统利用情况", 6, map[string]any{"CPU（%）": 14.1})
			pre = readForm(t, vendor, f.bytes())
			filed := must(vendor.FileMonthlyReport(ctx, *pre.Report, nil))
			m := must(vendor.Matter(ctx, model.MonthlyReport, filed[0].ID))
			alarms := model.RowsOf(m.Lines, "alarms")
			if len(filed) != 1 || len(m.Usage()) != 1 || m.Usage()[0].Instances != 3 || len(alarms) != 1 || alarms[0].Values[model.RowName] != "network" {
				t.Errorf("%+v", m.Lines)
			}
		})
		t.Run(city+": a form of one's step is refused at the desk of who may not take it (R30)", func(t *testing.T) {
			f := form(t, clerk, "problem", "")
			if _, err := vendor.ReadForm(ctx, bytes.NewReader(f.bytes())); model.KindOf(err) != model.Forbidden {
				t.Error(err)
			}
		})
	}
}
