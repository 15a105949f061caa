package demo

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// day is the present day of the stage.
func (s *Stage) day() workday.Date { return workday.DateOf(s.Clock.Now()) }

// bulletin publishes a month's security bulletin; every unit acknowledges it (R43).
func (s *Stage) bulletin(ctx context.Context, month model.Period) error {
	id, err := s.take(ctx, s.actors[model.DutyDelivery], app.MatterWork{Kind: model.Bulletin, Action: model.Release, Values: model.Values{
		"month": month.String(), "bulletin_title": month.Chinese() + "政务云安全公告",
		"bulletin_text": "本月共拦截网络攻击 12.6 万次，处置高危漏洞 3 个。请各使用单位于本月底前完成操作系统和中间件的安全更新，并检查弱口令。"}})
	if err != nil {
		return err
	}
	for _, name := range sortedKeys(s.clerks) {
		if _, err := s.take(ctx, s.clerks[name], app.MatterWork{Kind: model.Bulletin, ID: id, Action: model.Receive}); err != nil {
			return err
		}
	}
	return nil
}

// problem has a unit report a problem that the vendor solves; every third is opened again first (R30, R33).
func (s *Stage) problem(ctx context.Context, n int) error {
	clerks, systems, err := s.onCloud(ctx)
	if err != nil || len(clerks) == 0 {
		return err
	}
	i := n % len(clerks)
	clerk, vendor := clerks[i], s.actors[model.DutyDelivery]
	texts := [][2]string{{"办事页面打开缓慢", "上午 9 点后首页响应超过 8 秒，窗口办件受影响。"}, {"数据库连接中断", "应用日志中反复出现数据库连接超时。"},
		{"存储空间告警", "数据盘使用率达到 92%，上传附件失败。"}}
	text := texts[n%len(texts)]
	id, err := s.take(ctx, clerk, app.MatterWork{Kind: model.ProblemTicket, Action: model.ReportProblem, Values: model.Values{"system_id": systems[i].ID,
		"problem_title": text[0], "symptom": text[1], "severity": []string{"three", "four"}[n%2], "contact": clerk.Person.Name + " " + clerk.Person.Phone}})
	if err != nil {
		return err
	}
	steps := []struct {
		wait time.Duration
		by   *app.Desk
		work app.MatterWork
	}{
		{time.Duration(1+n%6) * time.Hour, vendor, app.MatterWork{Action: model.Respond, Values: model.Values{"handler": vendor.Person.Name}}},
		{3 * time.Hour, vendor, app.MatterWork{Action: model.Solve, Note: "已扩容连接池并清理慢查询。", Values: model.Values{"cause": "configuration"}}},
	}
	if n%3 == 2 {
		steps = append(steps, steps[0], steps[1])
		steps[2].by, steps[2].work = clerk, app.MatterWork{Action: model.Reopen, Note: "下午问题重现。"}
		steps[3].work.Note = "更换了故障的存储节点，已观察一天。"
	}
	steps = append(steps, steps[0])
	steps[len(steps)-1].by = clerk
	steps[len(steps)-1].work = app.MatterWork{Action: model.Settle, Values: model.Values{"rating": []string{"3", "4", "2"}[n%3]}}
	for _, step := range steps {
		s.Clock.Set(s.Clock.Now().Add(step.wait))
		step.work.Kind, step.work.ID = model.ProblemTicket, id
		if _, err := s.take(ctx, step.by, step.work); err != nil {
			return err
		}
	}
	return nil
}

// grant has the vendor ask a unit to let it in for its routine work (R44, T20): granted, entered, closed; now and then
// refused, revoked, or left open after its end.
func (s *Stage) grant(ctx context.Context, n int) error {
	clerks, systems, err := s.onCloud(ctx)
	if err != nil || len(clerks) == 0 {
		return err
	}
	i := n % len(clerks)
	clerk, vendor := clerks[i], s.actors[model.DutyDelivery]
	from := s.Clock.Now().Add(2 * time.Hour)
	to := from.Add(4 * time.Hour)
	id, err := s.take(ctx, vendor, app.MatterWork{Kind: model.AccessGrant, Action: model.Ask, Values: model.Values{"unit_id": clerk.Person.Unit,
		"system_id": systems[i].ID, "resources": "全部云主机的操作系统", "entrant_body": vendor.Unit.Name, "entrant": vendor.Person.Name,
		"purpose": "例行安全更新和巡检", "from": model.Moment(from), "to": model.Moment(to)}})
	if err != nil {
		return err
	}
	next := func(by *app.Desk, w app.MatterWork) error {
		w.Kind, w.ID = model.AccessGrant, id
		_, err := s.take(ctx, by, w)
		return err
	}
	if n%6 == 5 {
		return next(clerk, app.MatterWork{Action: model.RefuseGrant, Note: "业务高峰期，请改在周末。"})
	}
	if err := next(clerk, app.MatterWork{Action: model.Grant}); err != nil {
		return err
	}
	if n%6 == 4 {
		return next(clerk, app.MatterWork{Action: model.Revoke, Note: "当日有重要会议保障，暂停进入。"})
	}
	s.Clock.Set(from.Add(2 * time.Hour))
	if err := next(vendor, app.MatterWork{Action: model.Enter, Values: model.Values{"entered": model.Moment(from.Add(10 * time.Minute)),
		"left": model.Moment(from.Add(100 * time.Minute)), "person": vendor.Person.Name, "resource": "应用和数据库主机", "did": "安装操作系统安全更新，未接触业务数据。"}}); err != nil {
		return err
	}
	if n%6 == 3 {
		return nil // nobody closes it: it shows as expired and not closed out
	}
	return next(vendor, app.MatterWork{Action: model.Close, Note: "工作完成，已退出。"})
}

// fault records a fault of the platform (R33).
func (s *Stage) fault(ctx context.Context, n int) error {
	began := s.Clock.Now().Add(-2 * time.Hour)
	_, err := s.take(ctx, s.actors[model.DutyDelivery], app.MatterWork{Kind: model.FaultRecord, Action: model.Lodge, Values: model.Values{
		"fault_title": "存储集群控制器切换", "fault_kind": []string{"outage", "degradation"}[n/5%2], "fault_level": "three",
		"began": model.Moment(began), "ended": model.Moment(began.Add(42 * time.Minute)), "affected": "部分云主机读写延迟升高，3 个应用系统受影响。",
		"service_down": []string{model.True, "false"}[n/5%2], "cause": "控制器固件缺陷", "measures_taken": "升级固件，增加切换演练。"}})
	return err
}

// consult has a unit ask for advice (R31).
func (s *Stage) consult(ctx context.Context, n int) error {
	clerk := s.clerks[sortedKeys(s.clerks)[n%len(s.clerks)]]
	id, err := s.take(ctx, clerk, app.MatterWork{Kind: model.Consultation, Action: model.Ask, Values: model.Values{
		"topic": "数据库读写分离方案", "consultation_kind": "optimisation", "question": "查询高峰时数据库负载高，是否适合做读写分离，需要哪些资源？"}})
	if err != nil {
		return err
	}
	vendor := s.actors[model.DutyDelivery]
	s.schedule([]happening{{s.later(s.day(), 1, 14), func(ctx context.Context) error {
		if _, err := s.take(ctx, vendor, app.MatterWork{Kind: model.Consultation, ID: id, Action: model.Reply,
			Note: "建议先优化索引；仍不足时增加一台只读实例，约 8 核 32GB，可通过变更申请。"}); err != nil {
			return err
		}
		_, err := s.take(ctx, clerk, app.MatterWork{Kind: model.Consultation, ID: id, Action: model.Close})
		return err
	}}})
	return nil
}

// train holds a quarter's training (R31, T22).
func (s *Stage) train(ctx context.Context, quarter model.Period) error {
	w := app.MatterWork{Kind: model.Training, Action: model.Lodge, Values: model.Values{"topic": quarter.Chinese() + "政务云使用和安全培训",
		"held_on": s.day().String(), "place": "市政务服务中心三楼会议室", "trainer": s.actors[model.DutyDelivery].Person.Name,
		"outline": "一、申请和变更的办理流程；二、云主机安全基线；三、应急处置。"}}
	for _, name := range sortedKeys(s.clerks) {
		w.Lines = append(w.Lines, model.Line{Resource: "attendance", Values: model.Values{"unit_name": name, "person": s.clerks[name].Person.Name, "post": "经办人"}})
	}
	_, err := s.take(ctx, s.actors[model.DutyDelivery], w)
	return err
}

// capacity enters what the platform holds (R21).
func (s *Stage) capacity(ctx context.Context) error {
	w := app.MatterWork{Kind: model.Capacity, Action: model.Lodge, Values: model.Values{"as_of": s.day().String()}}
	for _, zone := range s.Office.Profile().Lists["zones"] {
		w.Lines = append(w.Lines, model.Line{Resource: "pool", Values: model.Values{"zone": zone.ID, "vcpu": "4096", "memory_gb": "16384",
			"storage_gb": "2000000", "bandwidth_mbps": "10000"}})
	}
	_, err := s.take(ctx, s.actors[model.DutyDelivery], w)
	return err
}

// plan publishes a version of the overall contingency plan (R45).
func (s *Stage) plan(ctx context.Context, version string) error {
	desk := s.actors[model.DutyContingency]
	name := fmt.Sprintf("政务云总体应急预案 %s.pdf", version)
	data, err := s.Office.Printer.Print(ctx, planText(name))
	if err != nil {
		return err
	}
	file, err := desk.AttachFrom(ctx, "plan", name, bytes.NewReader(data))
	if err != nil {
		return err
	}
	_, err = s.take(ctx, desk, app.MatterWork{Kind: model.ContingencyPlan, Action: model.Release, Files: []model.File{file}, Values: model.Values{
		"plan_title": "政务云总体应急预案", "plan_version": version, "effective_on": s.day().String(), "plan_note": "明确了分级响应和联络人。"}})
	return err
}

// drill holds the year's drill; the units say how they took part (R43, R45).
func (s *Stage) drill(ctx context.Context, y model.Period) error {
	id, err := s.take(ctx, s.actors[model.DutyDelivery], app.MatterWork{Kind: model.Drill, Action: model.Lodge, Values: model.Values{
		"drill_title": y.Chinese() + "政务云应急演练", "held_on": s.day().String(), "scenario": "核心存储故障，业务切换到备用存储；网站被篡改的发现和恢复。",
		"participants": "云服务商运维组 8 人，各使用单位系统负责人", "drill_problems": "备用链路切换比预案慢 6 分钟。", "summary": "全部业务在 35 分钟内恢复，达到预案要求。"}})
	if err != nil {
		return err
	}
	clerks, _, err := s.onCloud(ctx)
	for _, clerk := range clerks {
		if _, err := s.take(ctx, clerk, app.MatterWork{Kind: model.Drill, ID: id, Action: model.TakePart, Values: model.Values{
			"participants": clerk.Person.Name, "cooperation": "按预案核对业务数据，确认恢复完整。"}}); err != nil {
			return err
		}
	}
	return err
}

// waiting leaves a problem to respond to, a question to answer and an access to decide on.
func (s *Stage) waiting(ctx context.Context) error {
	clerks, systems, err := s.onCloud(ctx)
	if err != nil || len(clerks) == 0 {
		return err
	}
	clerk, vendor := clerks[0], s.actors[model.DutyDelivery]
	from := s.Clock.Now().Add(30 * time.Hour)
	for _, one := range []struct {
		by   *app.Desk
		work app.MatterWork
	}{
		{clerk, app.MatterWork{Kind: model.ProblemTicket, Action: model.ReportProblem, Values: model.Values{"system_id": systems[0].ID, "problem_title": "附件上传失败",
			"symptom": "上传超过 20MB 的附件时提示超时。", "severity": "three", "contact": clerk.Person.Name + " " + clerk.Person.Phone}}},
		{clerk, app.MatterWork{Kind: model.Consultation, Action: model.Ask, Values: model.Values{"topic": "历史数据归档方案", "consultation_kind": "consulting",
			"question": "五年以上的办件数据能否转到对象存储，费用和访问方式怎样？"}}},
		{vendor, app.MatterWork{Kind: model.AccessGrant, Action: model.Ask, Values: model.Values{"unit_id": clerk.Person.Unit, "system_id": systems[0].ID,
			"resources": "数据库主机", "entrant_body": vendor.Unit.Name, "entrant": vendor.Person.Name, "purpose": "排查附件上传超时",
			"from": model.Moment(from), "to": model.Moment(from.Add(3 * time.Hour))}}},
	} {
		if _, err := s.take(ctx, one.by, one.work); err != nil {
			return err
		}
	}
	return s.survey(ctx, model.EveryYear.Around(s.day()), 1)
}
