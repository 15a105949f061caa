package demo

import (
	"context"
	"strconv"

	"yunban/app"
	"yunban/model"
)

// report files a month's report for every unit that has systems on the cloud; each unit and the authority acknowledge it
// (R32, T16).
func (s *Stage) report(ctx context.Context, month model.Period) error {
	usage, err := s.usage(ctx, month)
	if err != nil || len(usage) == 0 {
		return err
	}
	vendor := s.actors[model.DutyDelivery]
	f := app.ReportFiling{Usage: usage, Values: model.Values{"month": month.String(), "availability": "99.95", "faults": "1", "outages": "0", "drills": "0",
		"overview": "平台运行平稳，未发生重大故障。", "maintenance": "完成日常巡检 22 次、补丁更新 2 次、备份恢复验证 1 次。",
		"support": "完成重要会议保障 1 次。", "advice": "部分云主机利用率偏低，建议合并或降配；数据盘使用率超过 80% 的请及时扩容或清理。", "next_month": "开展存储扩容和安全加固。"},
		Lines: alarms(s.Office.Profile(), month)}
	filed, err := vendor.FileMonthlyReport(ctx, f, nil)
	if err != nil {
		return err
	}
	for _, one := range filed {
		if one.Err != nil {
			return one.Err
		}
		step := s.step(vendor, app.Dossier{Profile: s.Office.Profile()}, act{action: model.Lodge})
		step.Record, step.Number, step.Status, step.System = model.MonthlyReport, one.Number, model.LodgedStatus, month.Chinese()+"　"+one.Name
		if err := s.Tell(step); err != nil {
			return err
		}
		receive := app.MatterWork{Kind: model.MonthlyReport, ID: one.ID, Action: model.Receive}
		if _, err := s.take(ctx, s.clerks[one.Name], receive); err != nil {
			return err
		}
		if _, err := s.take(ctx, s.actors[model.DutyAcceptance], receive); err != nil {
			return err
		}
	}
	return nil
}

// alarms are a month's security alarms, of each kind as many as the month's number says, so that the months differ.
func alarms(p *model.Profile, month model.Period) []model.Line {
	var rows []model.Line
	for i, kind := range p.Lists["report_alarms"] {
		high, medium, low := int(month.From.Month)%3+i, 4*i+int(month.From.Month), 30*i+7*int(month.From.Month)
		rows = append(rows, model.Line{Resource: "alarms", Values: model.Values{model.RowName: kind.ID, "critical": "0", "high": strconv.Itoa(high),
			"medium": strconv.Itoa(medium), "low": strconv.Itoa(low), "handled": strconv.Itoa(high + medium + low)}})
	}
	return rows
}

// computes tells the resources that have processors and memory to be used.
var computes = map[string]bool{"vm": true, "bare_metal": true, "cloud_db": true}

// usage is how every instance of the systems on the cloud was used in a month: the first system's hosts are hardly used,
// the others' grow fuller from month to month.
func (s *Stage) usage(ctx context.Context, month model.Period) ([]app.Utilised, error) {
	var rows []app.Utilised
	for _, name := range sortedKeys(s.clerks) {
		systems, err := s.clerks[name].Systems(ctx)
		if err != nil {
			return nil, err
		}
		for i, one := range systems {
			live, err := s.liveBy(ctx, s.clerks[name], one)
			if err != nil {
				return nil, err
			}
			if !live {
				continue
			}
			file, err := s.clerks[name].System(ctx, one.ID)
			if err != nil {
				return nil, err
			}
			for j, line := range file.Lines {
				if !computes[line.Resource] {
					continue
				}
				cpu, memory := 42+int(month.From.Month)*2+j, 55+int(month.From.Month)+j
				if i == 0 && j == 0 {
					cpu, memory = 9+int(month.From.Month)%4, 21+int(month.From.Month)%5
				}
				rows = append(rows, app.Utilised{Unit: name, System: one.Name(), Instance: line.Name(), CPU: strconv.Itoa(min(cpu, 96)),
					Memory: strconv.Itoa(min(memory, 96)), Disk: strconv.Itoa(min(30+int(month.From.Month)*4, 95))})
			}
		}
	}
	return rows, nil
}
