package ui

import (
	"context"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"github.com/xuri/excelize/v2"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// liveOffice is an office of a city with one system on the cloud, in the first days of the month after the next.
func liveOffice(t *testing.T, city string) (office *apptest.Office, unit, system string) {
	t.Helper()
	office = apptest.New(t, city)
	r := office.Dossier(office.Filed(model.Live)).Request
	now := office.Clock.Now()
	office.Clock.Set(time.Date(now.Year(), now.Month()+2, 5, 9, 0, 0, 0, now.Location()))
	return office, r.Unit, r.System
}

func TestAssessPage(t *testing.T) {
	office, unit, _ := liveOffice(t, "luan")
	w := signedIn(t, office.Office, office.By(model.DutyAssessment).Person.ID)
	w.Go(AssessRoute(model.AssessVendor, "", "2026"))
	p := page[*assessPage](t, w)

	t.Run("what cannot be known is said, not counted as nothing (R52)", func(t *testing.T) {
		sees(t, w, "服务响应", "服务满意度", "无数据", "按期率")
	})
	t.Run("the scores behind the picture are copied in one step, what is not known as no data (R52, R53)", func(t *testing.T) {
		press(t, w, "复制表格")
		text := w.app.Clipboard().Content()
		if !strings.HasPrefix(text, "指标\t得分\t满分\n服务响应\t") || !strings.Contains(text, "服务满意度\t无数据\t") {
			t.Error(text)
		}
	})
	t.Run("a figure leads to the records behind it, and on to one of them (R52)", func(t *testing.T) {
		for _, row := range p.a.Score().Rows() {
			i := slices.IndexFunc(row.Figures, func(f view.FigureRow) bool { return len(f.Trace) > 0 && f.Trace[0].Kind == model.RequestSubject })
			if i < 0 {
				continue
			}
			w.showTrace(row.Figures[i])
			sees(t, w, row.Figures[i].Name, "LA-SQ-2026-0001")
			topStep(t, w).Dismiss()
			w.Go(subjectRoute(row.Figures[i].Trace[0]))
			page[*requestPage](t, w)
			w.Back()
			return
		}
		t.Fatal("no figure has a request behind it")
	})
	t.Run("a person's mark is checked, and marked as such (R52)", func(t *testing.T) {
		row := p.a.Score().Rows()[1]
		if _, err := p.a.Marked(row.ID, "120", ""); model.KindOf(err) != model.Invalid {
			t.Error(err)
		}
		q, err := p.a.Marked(row.ID, "90", "走访评价良好")
		if err != nil {
			t.Fatal(err)
		}
		p.query = q
		p.Refresh()
		sees(t, w, "人工", "走访评价良好")
	})
	t.Run("a unit's is published once, frozen, and read by the unit (R51)", func(t *testing.T) {
		p.query = app.AssessmentQuery{Subject: model.AssessUnit, Unit: unit, Period: "2026"}
		p.Refresh()
		sees(t, w, "应用系统云计算化的比例")
		p.publish()
		sees(t, w, "考核期到 2026-12-31 才结束")
		kit.ConfirmTop(w.win.Canvas())
		if m := page[*matterPage](t, w); m.m.Score == nil || len(m.m.Papers) != 1 || len(m.m.Attached()) != 0 {
			t.Fatalf("%+v", m.m.Papers)
		}
		w.Go(AssessRoute(model.AssessUnit, unit, "2026"))
		sees(t, w, "该考核期的结果已公布")
		u := signedIn(t, office.Office, clerk(office))
		u.Go(MattersRoute(model.Assessment))
		sees(t, u, "2026年　使用单位")
	})
	t.Run("a clerk cannot compute one, and is told so (R51)", func(t *testing.T) {
		u := signedIn(t, office.Office, clerk(office))
		u.Go(AssessRoute(model.AssessVendor, "", "2026"))
		sees(t, u, u.T("error.may_not_assess"))
	})
}

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
}

func mustSystems(t *testing.T, desk *app.Desk) []app.SystemFile {
	t.Helper()
	all, err := desk.Systems(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestPoolBesideARequest(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Accepted)
	w := signedIn(t, office.Office, office.By(model.DutyApproval).Person.ID)
	w.Go(RequestRoute(id))
	t.Run("who decides sees the platform before and after the request, and that nothing is known of it (R21)", func(t *testing.T) {
		sees(t, w, "平台资源池", "本申请后", "还没有登记平台容量")
	})
	t.Run("the unit does not see the platform (R02)", func(t *testing.T) {
		u := signedIn(t, office.Office, clerk(office))
		u.Go(RequestRoute(id))
		if strings.Contains(shown(u.win.Content()), "平台资源池") {
			t.Error("it does")
		}
	})
}

func TestStatement(t *testing.T) {
	office, unit, _ := liveOffice(t, "luan")
	desk := office.By(model.DutyReading)
	for _, ending := range []string{".xlsx", ".pdf"} {
		t.Run("a unit's year is written for its budget as "+ending+" (R50)", func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "2026"+ending)
			w := openTest(t, testOptions(t, office.Office))
			if err := view.WriteStatement(t.Context(), desk, unit, "2026", path, ending == ".pdf", w.words.Text); err != nil {
				t.Fatal(err)
			}
			if info, err := os.Stat(path); err != nil || info.Size() < 2000 {
				t.Errorf("%v, %v", info, err)
			}
		})
	}
}
