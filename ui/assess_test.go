package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

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
		inEnglish(t, u, "2026　使用单位")
	})
	t.Run("a clerk cannot compute one, and is told so (R51)", func(t *testing.T) {
		u := signedIn(t, office.Office, clerk(office))
		u.Go(AssessRoute(model.AssessVendor, "", "2026"))
		sees(t, u, u.T("error.may_not_assess"))
	})
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
