package app_test

import (
	"strings"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
	"yunban/model/workday"
)

// recordPapers are papers of records as offices would fill them, in a city's own terms.
func recordPapers(p *model.Profile) []app.RecordPaper {
	unit, system := "盘锦市工程审批服务中心", "工程建设项目审批管理系统"
	if p.ID == "luan" {
		unit, system = "六安市数据共享服务中心", "数据共享交换平台"
	}
	on := time.Date(2026, time.April, 3, 9, 0, 0, 0, workday.Shanghai)
	paper := func(kind model.DocumentKind, number string, v model.Values, rows map[string][]model.Values) app.RecordPaper {
		return app.RecordPaper{Kind: kind, Number: number, Date: on, Values: v, Rows: rows}
	}
	score := func(row, measured, weight, score, reason string) model.Values {
		return model.Values{model.RowName: row, "measured": measured, "weight": weight, "score": score, "reason": reason}
	}
	papers := []app.RecordPaper{
		paper(model.PaperAccess, "SQ-2026-0007", model.Values{"unit_name": unit, "system_name": system, "resources": "审批应用  10.16.8.11\n审批业务库  10.16.9.21",
			"entrant_body": p.Word("vendor"), "entrant": "赵磊", "purpose": "处理数据库归档日志空间不足，扩展归档盘并核对备份任务。", "from": "2026-04-03 19:00", "to": "2026-04-03 21:00",
			"granted_by": "张喆", "granted_on": "2026-04-03"}, map[string][]model.Values{"entries": {
			{"entered": "04-03 19:05", "left": "04-03 19:40", "person": "赵磊", "resource": "审批业务库", "did": "扩展归档盘100GB，清理过期归档"},
			{"entered": "04-03 19:45", "left": "04-03 20:10", "person": "赵磊", "resource": "审批应用", "did": "核对备份任务"}}}),
		paper(model.PaperMonthlyReport, "YB-2026-03", model.Values{"month": "2026年3月", "unit_name": unit, "availability": "99.98", "faults": "1", "outages": "0", "drills": "0",
			"overview": "本月平台运行平稳，单台宿主机故障1次，自动迁移后业务未中断。", "maintenance": "完成巡检31次、补丁更新2批、备份恢复验证1次。",
			"support": "无重要时期保障任务。", "advice": "共享交换前置两台云主机CPU平均利用率低于30%，建议缩减为4核8GB。", "next_month": "预计新增云主机4台。"},
			map[string][]model.Values{
				"resources":   {{model.RowName: "vm_count", "last": "24", "grown": "2", "shrunk": "1", "now": "25", "difference": "1"}, {model.RowName: "vm_vcpu", "last": "156", "grown": "16", "shrunk": "4", "now": "168", "difference": "12"}},
				"storage":     {{model.RowName: "distributed", "total": "102400", "used": "68200", "free": "34200", "rate": "66.6"}},
				"utilisation": {{"system_name": system, "cpu": "41.2", "memory": "58.0", "disk": "66.6", "judgement": "适中"}},
				"alarms":      {{model.RowName: "host", "critical": "0", "high": "2", "medium": "9", "low": "31", "sum": "42", "handled": "42"}},
				"tickets":     {{model.RowName: "done", "one": "0", "two": "1", "three": "5", "four": "12", "sum": "18"}}}),
		paper(model.PaperInspection, "JC-2026-0002", model.Values{"unit_name": unit, "inspected_on": "2026-04-02", "joint_bodies": p.Word("authority") + "、" + p.Word("security"), "inspectors": "陈堃、孙敏",
			"inspection_scope": system + "的账号管理、补丁、备份和日志留存。", "inspection_result": "总体符合要求，发现2项问题，须限期整改。"}, map[string][]model.Values{"findings": {
			{"finding": "2台云主机存在高危漏洞未修复", "risk": "high", "owner": unit, "due": "2026-04-17"}, {"finding": "审计日志只留存4个月", "risk": "medium", "owner": unit, "due": "2026-04-30"}}}),
		paper(model.PaperRectification, "ZG-2026-0002", model.Values{"unit_name": unit, "inspected_on": "2026-04-02", "rectify_by": "2026-04-30", "demand": "高危漏洞应当先行修复；整改期间加强监测。"},
			map[string][]model.Values{"findings": {{"finding": "2台云主机存在高危漏洞未修复", "risk": "high", "owner": unit, "measure": "安装补丁并复测", "due": "2026-04-17"},
				{"finding": "审计日志只留存4个月", "risk": "medium", "owner": unit, "measure": "扩充日志存储，留存不少于6个月", "due": "2026-04-30"}}}),
		paper(model.PaperUnitScore, "KH-2026-U01", model.Values{"unit_name": unit, "period": "2026年度", "systems": "5", "on_cloud": "4", "score": "88", "grade": "良好", "advice": "退回闲置云主机2台。"},
			map[string][]model.Values{"scores": {score("cloud_ratio", "4÷5＝80%", "40", "32", "1个系统尚未迁移"), score("idle", "闲置2台", "20", "18", ""), score("over_provisioned", "无", "20", "20", ""), score("security", "未整改0项", "20", "18", "1次逾期整改")}}),
		paper(model.PaperVendorScore, "KH-2026-V01", model.Values{"vendor_name": "示范云服务有限公司", "period": "2026年度", "score": "91", "grade": "优秀"},
			map[string][]model.Values{"scores": {score("response", "按期率98%，平均1.2个工作日", "30", "28", ""), score("satisfaction", "满意以上92%", "30", "27", ""), score("stability", "故障1次", "15", "14", ""),
				score("safety", "安全事件0起", "15", "15", ""), score("availability", "99.98%", "10", "7", "")},
				"satisfaction": {{model.RowName: "1", "answers": "0", "share": "0"}, {model.RowName: "2", "answers": "1", "share": "8"}, {model.RowName: "3", "answers": "7", "share": "58"}, {model.RowName: "4", "answers": "4", "share": "34"}}}),
	}
	if p.Modules["filing"] {
		papers = append(papers, paper(model.PaperFiling, "PJ-BA-2026-0001", model.Values{"filing_title": "盘锦市公共资源交易平台上云建设方案", "proposing_body": "盘锦市公共资源交易中心", "received_on": "2026-04-01",
			"registered_by": "陈堃", "filing_status": "registered", "remarks": "方案经专家评审。"}, nil))
	}
	return papers
}

func TestRecordPapers(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		for _, paper := range recordPapers(o.Profile()) {
			t.Run("every value of the record stands on "+string(paper.Kind), func(t *testing.T) {
				doc, err := app.WriteRecord(o.Profile(), paper)
				if err != nil || doc.Check() != nil {
					t.Fatal(err, doc.Check())
				}
				form := o.Profile().Forms[string(paper.Kind)]
				text := said(t, doc)
				for _, f := range form.Fields() {
					if want := f.Display(o.Profile(), paper.Values[f.ID]); f.Kind != model.DateField && !strings.Contains(text, want) {
						t.Errorf("%s is not said: %q", f.ID, want)
					}
				}
				for section, rows := range paper.Rows {
					for _, row := range rows {
						for column, v := range row {
							if on, err := workday.ParseDate(v); err == nil {
								v = on.Chinese()
							}
							if column != model.RowName && column != "risk" && !strings.Contains(text, v) {
								t.Errorf("%s: %s is not said: %q", section, column, v)
							}
						}
					}
				}
				says(t, doc, inCity(o, "第", "第"))
			})
		}
		t.Run("who may enter is said in the city's own words (R44)", func(t *testing.T) {
			doc := must(app.WriteRecord(o.Profile(), recordPapers(o.Profile())[0]))
			says(t, doc, inCity(o, "第二十条：未经使用单位授权，任何单位和个人不得随意进入云主机", "第二十五条：未经使用单位授权，任何单位和个人不得进入云主机"))
		})
		t.Run("quality is assessed by what the city counts (R52)", func(t *testing.T) {
			doc := must(app.WriteRecord(o.Profile(), app.RecordPaper{Kind: model.PaperVendorScore}))
			if rows := table(t, doc).Rows; len(rows) != inCity(o, 5, 6) {
				t.Errorf("%d indicators", len(rows))
			}
		})
		t.Run("a record that has no paper is named", func(t *testing.T) {
			_, err := app.WriteRecord(o.Profile(), app.RecordPaper{Kind: "love_letter"})
			refusal(t, err, model.NotFound)
		})
	})
}

func TestWhateverIsTypedIntoRecords(t *testing.T) {
	o := apptest.New(t, "luan")
	p := o.Profile()
	for name, typed := range map[string]string{
		"rare characters":   "𬭎𫖯㛃𠮷王㛃",
		"four thousand":     strings.Repeat("云资源利用情况", 571) + "完毕。",
		"no spaces":         strings.Repeat("PJ-SQ-2026-0001/", 20),
		"punctuation alone": "，。；：？！（）《》“”、…—",
	} {
		for _, kind := range app.RecordPapers {
			form, has := p.Forms[string(kind)]
			if !has {
				continue
			}
			t.Run(name+" typed into every field of "+string(kind)+" come out whole", func(t *testing.T) {
				paper := app.RecordPaper{Kind: kind, Number: "X-1", Date: o.Clock.Now(), Values: model.Values{}, Rows: map[string][]model.Values{}}
				fields := 0
				for _, f := range form.Fields() {
					if f.Kind == model.TextField || f.Kind == model.LongField {
						paper.Values[f.ID], fields = typed, fields+1
					}
				}
				for _, sec := range form.Sections {
					if sec.Kind == model.RowsSection && sec.List == "" {
						paper.Rows[sec.ID] = []model.Values{{sec.Fields[0].ID: typed}}
					}
				}
				text := squeezed(paperText(t, must(o.Printer.Print(t.Context(), must(app.WriteRecord(p, paper))))))
				if len(typed) < 200 && strings.Count(text, squeezed(typed)) == 0 && !strings.Contains(name, "spaces") {
					t.Errorf("%q is not in %q", typed, text)
				}
				if n := len([]rune(text)); n < fields*len([]rune(squeezed(typed)))/2 {
					t.Errorf("%d characters of %d fields of %d", n, fields, len([]rune(typed)))
				}
			})
		}
	}
}

// squeezed drops what a column's width adds: spaces, line and page ends.
func squeezed(text string) string { return strings.Join(strings.Fields(text), "") }

func TestIssuingAFiling(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	desk := o.By(model.DutyAcceptance)
	values := model.Values{"filing_title": "交易平台上云建设方案", "proposing_body": "市公共资源交易中心", "received_on": "2026-02-10", "registered_by": "陈堃", "filing_status": "registered"}
	id := must(desk.SaveFiling(t.Context(), "", values, nil))
	file := must(desk.IssueFiling(t.Context(), id))
	t.Run("the registration of a proposal is issued once and adds nothing to the record (R03)", func(t *testing.T) {
		if again := must(desk.IssueFiling(t.Context(), "PJ-BA-2026-0001")); again != file || file.Name != "PJ-BA-2026-0001 政务云建设方案备案登记表.pdf" {
			t.Errorf("%+v, then %+v", file, again)
		}
		record := must(desk.Filings(t.Context()))[0]
		if len(record.Files) != 0 || record.Values["paper"] != "" {
			t.Errorf("%+v", record)
		}
	})
	t.Run("it is found again by its code and as a file", func(t *testing.T) {
		paper := must(desk.PaperByHash(t.Context(), file.Hash))
		if found := must(desk.FindPaper(t.Context(), paper.Code)); found != paper || paper.Number != "PJ-BA-2026-0001" || !paper.Current {
			t.Errorf("%+v, %+v", paper, found)
		}
	})
}
