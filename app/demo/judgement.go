package demo

import (
	"context"
	"slices"
	"time"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

// planText is the text of a contingency plan, as short as a sample may be.
func planText(title string) model.Document {
	return model.Document{Title: title, Style: model.StyleLetter, Blocks: model.Blocks{model.Paragraph{Text: "本文件为演示用的应急预案文本。"}}}
}

// inspect holds a quarter's inspection with two findings: they are rectified and checked again. The last one of the year
// leaves a finding open after its day (R41).
func (s *Stage) inspect(ctx context.Context, quarter model.Period, n int) error {
	clerks, _, err := s.onCloud(ctx)
	if err != nil || len(clerks) == 0 {
		return err
	}
	clerk, inspector := clerks[n%len(clerks)], s.actors[model.DutyInspection]
	id, err := s.take(ctx, inspector, app.MatterWork{Kind: model.Inspection, Action: model.Plan, Values: model.Values{"unit_id": clerk.Person.Unit,
		"inspected_on": workday.DateOf(s.later(s.day(), 3, 9)).String(), "joint_bodies": inspector.Unit.Name, "inspectors": inspector.Person.Name,
		"inspection_scope": quarter.Chinese() + "应用系统安全检查：账号口令、补丁、备份、日志"}})
	if err != nil {
		return err
	}
	begun := s.day()
	then := func(by *app.Desk, workdays int, w app.MatterWork) {
		w.Kind, w.ID = model.Inspection, id
		s.schedule([]happening{{s.later(begun, workdays, 10), func(ctx context.Context) error {
			_, err := s.take(ctx, by, w)
			return err
		}}})
	}
	due := workday.DateOf(s.later(begun, 13, 9)).String()
	finding := func(text, risk, measure string) model.Line {
		return model.Line{Resource: "findings", Values: model.Values{"finding": text, "risk": risk, "owner": clerk.Unit.Name + " " + clerk.Person.Name, "measure": measure, "due": due}}
	}
	then(inspector, 3, app.MatterWork{Action: model.Inspect, Values: model.Values{"inspection_result": "总体符合要求，发现 2 项问题，须限期整改。"},
		Lines: []model.Line{finding("两个管理账号使用弱口令", "high", "更换口令并启用双因素认证"), finding("备份未做恢复验证", "medium", "每季度做一次恢复演练")}})
	for i, f := range []string{"1", "2"} {
		if quarter.From.Month == time.October && f == "2" {
			return nil // stays open
		}
		then(clerk, 5+3*i, app.MatterWork{Action: model.Rectify, Note: "已按要求整改。", Values: model.Values{"finding": f}})
		then(inspector, 6+3*i, app.MatterWork{Action: model.Recheck, Note: "复查属实。", Values: model.Values{"finding": f, "passed": model.True}})
	}
	then(inspector, 10, app.MatterWork{Action: model.Close})
	return nil
}

// survey asks every unit how satisfied it is; each answers once (R52, T18), but for the first ones that have not yet.
func (s *Stage) survey(ctx context.Context, y model.Period, silent int) error {
	id, err := s.take(ctx, s.actors[model.DutyAssessment], app.MatterWork{Kind: model.Survey, Action: model.Release, Values: model.Values{
		"period": y.String(), "from": s.day().String(), "to": workday.DateOf(s.later(s.day(), 10, 9)).String()}})
	if err != nil {
		return err
	}
	for i, name := range sortedKeys(s.clerks) {
		if i < silent {
			continue
		}
		if _, err := s.take(ctx, s.clerks[name], app.MatterWork{Kind: model.SurveyAnswer, Action: model.Lodge, Values: model.Values{
			"survey": id, "satisfaction": []string{"3", "4"}[i%2], "comment": "响应及时，希望增加夜间值守。"}}); err != nil {
			return err
		}
	}
	return nil
}

// lastQuarter schedules the assessment of the last quarter that was over for a week by a day. Units are left out where the
// regulation assesses them by the year (L 26).
func (s *Stage) lastQuarter(until workday.Date) happening {
	quarter := model.EveryQuarter.Around(until.AddDays(-assessedAfter)).Before()
	yearly := slices.ContainsFunc(s.Office.Profile().Obligations, func(o model.Obligation) bool {
		return o.Matter == model.Assessment && o.Every == model.EveryYear
	})
	return happening{s.later(quarter.Next().From, 5, 15), func(ctx context.Context) error { return s.assess(ctx, quarter, !yearly) }}
}

// assessedAfter is within how many days of its end a quarter is assessed: five working days, holidays of a week included.
const assessedAfter = 18

// assess publishes the assessment of the vendor and of every unit; those concerned acknowledge it (R51, R52).
func (s *Stage) assess(ctx context.Context, y model.Period, units bool) error {
	publish := func(q app.AssessmentQuery, to *app.Desk) error {
		s.Clock.Set(s.Clock.Now().Add(5 * time.Minute))
		by := s.actors[model.DutyAssessment]
		e, err := by.PublishAssessment(ctx, q)
		if err != nil {
			return err
		}
		step := s.step(by, app.Dossier{Profile: s.Office.Profile()}, act{action: model.Release})
		step.Record, step.Number, step.Status = model.Assessment, e.Number, model.ReleasedStatus
		step.System = y.Chinese() + "　" + to.Unit.Name + "　" + e.Values["grade"]
		if err := s.Tell(step); err != nil {
			return err
		}
		_, err = s.take(ctx, to, app.MatterWork{Kind: model.Assessment, ID: e.Subject.ID, Action: model.Receive})
		return err
	}
	var names []string
	if units {
		names = sortedKeys(s.clerks)
	}
	for _, name := range names {
		clerk := s.clerks[name]
		if err := publish(app.AssessmentQuery{Subject: model.AssessUnit, Unit: clerk.Person.Unit, Period: y.String(), Advice: "及时清理闲置资源，按期完成整改。"}, clerk); err != nil {
			return err
		}
	}
	return publish(app.AssessmentQuery{Subject: model.AssessVendor, Period: y.String(), Advice: "加强夜间值守，缩短响应时间。"}, s.actors[model.DutyDelivery])
}
