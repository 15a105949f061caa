package app_test

import (
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
	"yunban/model/workday"
)

// chapters is an office in the month after its first system went live, with a report, an access grant and an inspection:
// the ids of each.
func chapters(t *testing.T, city string) (o *apptest.Office, report, grant, inspection string) {
	t.Helper()
	ctx := t.Context()
	o, vendor, month := reported(t, city)
	clerk, inspector, officer := o.ClerkOf(o.Samples()[0]), o.By(model.DutyInspection), o.By(model.DutyAcceptance)
	f := monthOf(t, vendor, month, 3)
	f.Usage[1].CPU, f.Usage[2].CPU, f.Usage[2].Memory = "66.5", "41", "55"
	f.Usage[1].Judgement = "促销日访问增加"
	report = must(vendor.FileMonthlyReport(ctx, f, nil))[0].ID
	must(officer.ReceiveReports(ctx, month, nil))
	must(clerk.ReceiveReports(ctx, month, nil))
	from := o.Clock.Now().Add(time.Hour)
	grant = taken(t, vendor, app.MatterWork{Kind: model.AccessGrant, Action: model.Ask, Values: model.Values{"unit_id": clerk.Unit.ID, "system_id": live(t, vendor).ID,
		"resources": "app-01  10.16.8.11", "entrant_body": "示范云服务有限公司", "entrant": "赵磊", "purpose": "扩展归档盘并核对备份任务。",
		"from": model.Moment(from), "to": model.Moment(from.Add(4 * time.Hour))}})
	taken(t, clerk, app.MatterWork{Kind: model.AccessGrant, ID: grant, Action: model.Grant, Note: "同意，只限归档盘。", Values: model.Values{"to": model.Moment(from.Add(2 * time.Hour))}})
	o.Clock.Set(from.Add(time.Hour))
	taken(t, vendor, app.MatterWork{Kind: model.AccessGrant, ID: grant, Action: model.Enter, Values: model.Values{"entered": model.Moment(from.Add(5 * time.Minute)),
		"left": model.Moment(from.Add(40 * time.Minute)), "person": "赵磊", "resource": "app-01", "did": "扩展归档盘100GB，清理过期归档"}})
	today := workday.DateOf(o.Clock.Now())
	inspection = taken(t, inspector, app.MatterWork{Kind: model.Inspection, Action: model.Plan, Values: model.Values{"unit_id": clerk.Unit.ID, "inspected_on": today.String(),
		"joint_bodies": o.Profile().Word("security"), "inspectors": "陈堃、孙敏", "inspection_scope": "账号管理、补丁、备份和日志留存。"}})
	taken(t, inspector, app.MatterWork{Kind: model.Inspection, ID: inspection, Action: model.Inspect, Note: "高危漏洞应当先行修复。", Values: model.Values{"inspection_result": "发现2项问题，须限期整改。"},
		Lines: []model.Line{
			{Resource: "findings", Values: model.Values{"finding": "2台云主机存在高危漏洞未修复", "risk": "high", "owner": clerk.Unit.Name, "measure": "安装补丁并复测", "due": today.AddDays(15).String()}},
			{Resource: "findings", Values: model.Values{"finding": "审计日志只留存4个月", "risk": "medium", "owner": clerk.Unit.Name, "measure": "扩充日志存储", "due": today.AddDays(28).String()}}}})
	taken(t, clerk, app.MatterWork{Kind: model.Inspection, ID: inspection, Action: model.Rectify, Note: "已安装补丁。", Values: model.Values{"finding": "1"}})
	taken(t, inspector, app.MatterWork{Kind: model.Inspection, ID: inspection, Action: model.Recheck, Note: "复测无高危漏洞。", Values: model.Values{"finding": "1", "passed": model.True}})
	return o, report, grant, inspection
}

// matterDocuments are the papers of the matters of an office, for their golden texts.
func matterDocuments(t *testing.T, city string) []model.Document {
	t.Helper()
	o, report, grant, inspection := chapters(t, city)
	var docs []model.Document
	for kind, id := range map[model.DocumentKind]string{model.PaperMonthlyReport: report, model.PaperAccess: grant, model.PaperInspection: inspection,
		model.PaperRectification: inspection} {
		docs = append(docs, must(o.By(model.DutyInspection).PreviewMatter(t.Context(), kind, id)))
	}
	return docs
}

func TestPapersOfMatters(t *testing.T) {
	ctx := t.Context()
	for _, city := range cities {
		o, report, grant, inspection := chapters(t, city)
		clerk, vendor, inspector := o.ClerkOf(o.Samples()[0]), o.By(model.DutyDelivery), o.By(model.DutyInspection)
		preview := func(t *testing.T, d *app.Desk, kind model.DocumentKind, id string) model.Document {
			t.Helper()
			doc := must(d.PreviewMatter(ctx, kind, id))
			if err := doc.Check(); err != nil {
				t.Error(err)
			}
			return doc
		}
		t.Run(city+": a monthly report says what the unit has, how it was used by the bands, and who received it (R32, T16)", func(t *testing.T) {
			says(t, preview(t, clerk, model.PaperMonthlyReport, report), clerk.Unit.Name, live(t, vendor).Name(), "app-03", "CPU偏低", "促销日访问增加", "适中", "平台运行平稳", "建议缩减")
		})
		t.Run(city+": an access paper says what was granted and who entered (R44)", func(t *testing.T) {
			says(t, preview(t, vendor, model.PaperAccess, grant), clerk.Unit.Name, "赵磊", "扩展归档盘100GB", "同意，只限归档盘。", must(vendor.Matter(ctx, model.AccessGrant, grant)).Granted()["to"])
		})
		t.Run(city+": an inspection's paper says how far each finding is (R41)", func(t *testing.T) {
			says(t, preview(t, clerk, model.PaperInspection, inspection), "审计日志只留存4个月", "已安装补丁。", "通过：复测无高危漏洞。")
		})
		t.Run(city+": a notice of rectification demands what is still open, until the last day (R41)", func(t *testing.T) {
			doc := preview(t, inspector, model.PaperRectification, inspection)
			says(t, doc, "审计日志只留存4个月", workday.DateOf(o.Clock.Now()).AddDays(28).Chinese()+"前完成", "高危漏洞应当先行修复。")
			if rows := table(t, doc).Rows; len(rows) != 1 {
				t.Errorf("%d findings", len(rows))
			}
			_, err := clerk.IssueMatter(ctx, model.PaperRectification, inspection)
			refusal(t, err, model.Forbidden)
		})
		t.Run(city+": an issued paper is recorded, once, and known again by its code and its content", func(t *testing.T) {
			file := must(clerk.IssueMatter(ctx, model.PaperMonthlyReport, report))
			if again := must(clerk.IssueMatter(ctx, model.PaperMonthlyReport, must(clerk.Matter(ctx, model.MonthlyReport, report)).Number)); again != file {
				t.Errorf("%+v", again)
			}
			paper := must(clerk.PaperByHash(ctx, file.Hash))
			if found := must(clerk.FindPaper(ctx, paper.Code)); found.File != file || found.Kind != model.PaperMonthlyReport || !found.Current {
				t.Errorf("%+v", found)
			}
			genuine, whole, err := clerk.GenuinePaper(ctx, []byte(read(t, clerk, file)))
			if err != nil || !whole || genuine.Number != paper.Number {
				t.Error(err, genuine)
			}
			if options := must(clerk.MatterPapers(ctx, must(clerk.Matter(ctx, model.MonthlyReport, report)).Matter)); len(options) != 1 || options[0].Issued == nil {
				t.Errorf("%+v", options)
			}
			other := o.ClerkOf(o.Samples()[1])
			_, err = other.PaperByHash(ctx, file.Hash)
			refusal(t, err, model.NotFound)
			if broken := must(o.Store.Verify(ctx, nil)); len(broken) > 0 {
				t.Error(broken)
			}
		})
		t.Run(city+": a paper of what has not happened is refused (R44)", func(t *testing.T) {
			from := o.Clock.Now().Add(50 * time.Hour)
			asked := taken(t, vendor, app.MatterWork{Kind: model.AccessGrant, Action: model.Ask, Values: model.Values{"unit_id": clerk.Unit.ID, "resources": "app-02",
				"entrant_body": "云服务商", "entrant": "赵磊", "purpose": "巡检", "from": model.Moment(from), "to": model.Moment(from.Add(time.Hour))}})
			_, err := vendor.IssueMatter(ctx, model.PaperAccess, asked)
			refusal(t, err, model.Conflict)
		})
	}
}
