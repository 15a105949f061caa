package ui

import (
	"context"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/xuri/excelize/v2"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

func TestReportDialog(t *testing.T) {
	office, unit, system := liveOffice(t, "luan")
	w := signedIn(t, office.Office, office.By(model.DutyDelivery).Person.ID)
	names := map[string]string{}
	for _, s := range mustSystems(t, w.desk) {
		names[s.ID] = s.Name()
	}
	clerkDesk := office.ClerkOf(office.Samples()[0])
	table := func(t *testing.T, cpu string) string {
		t.Helper()
		f := excelize.NewFile()
		for i, row := range [][]any{{"使用单位", "应用系统", "实例", "CPU（%）", "内存（%）", "存储（%）"}, {clerkDesk.Unit.Name, names[system], "", cpu, "15", "50"}} {
			cell, _ := excelize.CoordinatesToCellName(1, i+1)
			if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
				t.Fatal(err)
			}
		}
		path := filepath.Join(t.TempDir(), "利用率.xlsx")
		if err := f.SaveAs(path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	month := model.EveryMonth.Around(w.desk.Today()).Before().String()
	p := w.openReport("提交月度报告", view.NewReport(w.desk, ""))
	if p.r.Values()["month"] != month {
		t.Errorf("it begins with %s", p.r.Values()["month"])
	}

	t.Run("without the table of use it is asked for, once and not for each unit (R32)", func(t *testing.T) {
		p.d.dialog.Confirm()
		sees(t, w, "请先导入利用率表", "请填写“总体情况”。")
		if len(p.faults.Rows()) > 0 || strings.Contains(shown(w.win.Canvas().Overlays().Top()), "没有 "+clerkDesk.Unit.Name) {
			t.Errorf("%+v", p.faults.Rows())
		}
	})
	t.Run("faults of the table are said row by row before anything is filed (R32)", func(t *testing.T) {
		p.read(table(t, "140"))
		if rows := p.faults.Rows(); len(rows) == 0 || !strings.HasSuffix(rows[0].Row, "2") || !p.mark.Visible() {
			t.Fatalf("%+v", rows)
		}
	})
	t.Run("what the form lacks is marked at its fields (R32)", func(t *testing.T) {
		p.read(table(t, "12"))
		if len(p.faults.Rows()) != 0 {
			t.Fatalf("%+v", p.faults.Rows())
		}
		p.d.dialog.Confirm()
		sees(t, w, "请填写“总体情况”。")
	})
	t.Run("it goes to the unit and the authority, each with a receipt of its own (R32, T16)", func(t *testing.T) {
		p.d.typed(model.Values{"overview": "平稳", "maintenance": "巡检四次", "advice": "暂无"})
		p.d.dialog.Confirm()
		sees(t, w, "报送月度报告", clerkDesk.Unit.Name)
		kit.ConfirmTop(w.win.Canvas())
		w.Go(MattersRoute(model.MonthlyReport))
		l := page[*mattersPage](t, w)
		if len(l.table.Rows()) != 1 || l.table.Rows()[0].UnitID != unit {
			t.Fatalf("%+v", l.table.Rows())
		}
		l.table.OnOpen(0, l.table.Rows()[0])
		sees(t, w, "未签收", "云资源利用率", "12%")
		u := signedIn(t, office.Office, clerk(office))
		sees(t, u, "待签收报告 1")
		u.Go(MatterRoute(model.MonthlyReport, l.table.Rows()[0].ID))
		test.Tap(page[*matterPage](t, u).steps[model.Receive])
		kit.ConfirmTop(u.win.Canvas())
		sees(t, u, "已签收", "未签收")
	})
	t.Run("the system's page draws its months, and gives the table away (R32)", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.Go(SystemRoute(system))
		c := w.newTrend("系统", page[*systemPage](t, w).s.Usage)
		c.copy()
		if text := w.app.Clipboard().Content(); !strings.Contains(text, month+"\t12\t15\t50") || !strings.Contains(text, "无数据") {
			t.Errorf("%q", text)
		}
	})
	t.Run("chart and table are written in one step (R32)", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.Go(SystemRoute(system))
		base := filepath.Join(t.TempDir(), "利用率")
		w.newTrend("系统", page[*systemPage](t, w).s.Usage).exportTo(base + ".xlsx")
		f, err := os.Open(base + ".png")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if picture, err := png.Decode(f); err != nil || picture.Bounds().Dx() < 900 {
			t.Errorf("%v", err)
		}
		x, err := excelize.OpenFile(base + ".xlsx")
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		if rows, err := x.GetRows(x.GetSheetName(0)); err != nil || !slices.ContainsFunc(rows, func(cells []string) bool { return len(cells) > 1 && cells[0] == month && cells[1] == "12" }) {
			t.Errorf("%v, %v", rows, err)
		}
	})
	t.Run("the ledger stands below a few of the ideas, and all of them are one step away (R51)", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.Go(ResourcesRoute())
		r := page[*resourcesPage](t, w)
		r.r.Ideas = slices.Repeat(r.r.Ideas[:1], 9)
		r.build()
		if n := len(buttons(r.content, "查看")); n != ideasShown {
			t.Errorf("%d of them are spelled out", n)
		}
		test.Tap(buttons(r.content, "展开全部 9 项")[0])
		if n := len(buttons(r.content, "查看")); n != 9 {
			t.Errorf("%d of them are spelled out", n)
		}
		test.Tap(buttons(r.content, "收起")[0])
	})
	t.Run("what the ledger finds worth a look can be drafted as a change by the unit (R51)", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.Go(ResourcesRoute())
		r := page[*resourcesPage](t, w)
		sees(t, w, "资源台账", names[system])
		if strings.Contains(shown(w.win.Content()), "平台资源池") {
			t.Error("a unit sees the whole platform")
		}
		for _, idea := range r.r.Ideas {
			if r.r.MayDraft(idea) {
				r.draft(idea)
				page[*intakePage](t, w)
				return
			}
		}
		t.Fatalf("nothing can be drafted: %+v", r.r.Ideas)
	})
	t.Run("a short report is corrected row by row, and each row stands there once (R32)", func(t *testing.T) {
		v := office.By(model.DutyDelivery)
		var usage []app.Utilised
		for i := range 3 {
			usage = append(usage, app.Utilised{Row: i + 2, Unit: unit, System: names[system], Instance: fmt.Sprintf("db-%d", i), CPU: "20", Memory: "30"})
		}
		kinds := office.Profile().Lists["report_alarms"]
		filed, err := v.FileMonthlyReport(context.Background(), app.ReportFiling{Usage: usage, Values: model.Values{"month": month, "additional": model.True,
			"overview": "平稳", "maintenance": "巡检四次", "advice": "暂无"},
			Lines: []model.Line{{Resource: "alarms", Values: model.Values{model.RowName: kinds[1].ID, "high": "7"}}}}, nil)
		if err != nil || filed[0].Err != nil {
			t.Fatal(err, filed)
		}
		w := signedIn(t, office.Office, v.Person.ID)
		w.Go(MatterRoute(model.MonthlyReport, filed[0].ID))
		s := page[*matterPage](t, w).m.NewStep(model.Replace)
		if rows := s.Rows("utilisation"); len(rows) != 3 || rows[0]["instance"] != "db-0" {
			t.Errorf("%v", rows)
		}
		if rows := s.Rows("alarms"); len(rows) != len(kinds) || rows[1]["high"] != "7" || rows[0][model.RowName] != kinds[0].ID || rows[0]["high"] != "" {
			t.Errorf("%v", rows)
		}
	})
	t.Run("a long report is corrected by another workbook, and by words alone without one (R32)", func(t *testing.T) {
		v := office.By(model.DutyDelivery)
		var usage []app.Utilised
		for i := range 600 {
			usage = append(usage, app.Utilised{Row: i + 2, Unit: unit, System: names[system], Instance: fmt.Sprintf("app-%03d", i), CPU: "20", Memory: "30"})
		}
		filed, err := v.FileMonthlyReport(context.Background(), app.ReportFiling{Usage: usage, Values: model.Values{"month": month, "additional": model.True,
			"overview": "平稳", "maintenance": "巡检四次", "advice": "暂无"}}, nil)
		if err != nil || filed[0].Err != nil {
			t.Fatal(err, filed)
		}
		told := func() (n int, overview string) {
			m, err := v.Matter(context.Background(), model.MonthlyReport, filed[0].ID)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := v.ReportRows(m.Matter)
			if err != nil {
				t.Fatal(err)
			}
			return len(rows), m.Values["overview"]
		}
		w := signedIn(t, office.Office, v.Person.ID)
		w.Go(MatterRoute(model.MonthlyReport, filed[0].ID))
		correct := func(say string, table string) {
			test.Tap(page[*matterPage](t, w).steps[model.Replace])
			sees(t, w, "重新导入")
			topStep(t, w).Close()
			m := page[*matterPage](t, w)
			p := w.openCorrection("更正", m.m.Correct(), m.taken("更正"))
			p.d.typed(model.Values{"overview": say})
			p.d.s.SetNote("数据取错了")
			if table != "" {
				p.read(table)
			}
			p.d.dialog.Confirm()
			if table != "" {
				kit.ConfirmTop(w.win.Canvas())
			}
		}
		correct("总体平稳", "")
		if n, overview := told(); n != 600 || overview != "总体平稳" {
			t.Errorf("%d rows, %q", n, overview)
		}
		correct("平稳", table(t, "33"))
		if n, overview := told(); n != 1 || overview != "平稳" {
			t.Errorf("%d rows, %q", n, overview)
		}
	})
}

func mustSystems(t *testing.T, desk *app.Desk) []app.SystemFile {
	t.Helper()
	all, err := desk.Systems(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return all
}
