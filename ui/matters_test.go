package ui

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"yunban/app/apptest"
	"yunban/app/words"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// step is the dialog of a step that lies open.
func (w *Window) stepTest(t *testing.T, s *view.MatterStep) *stepDialog {
	t.Helper()
	return w.openStep("填写", s, func(model.Event) { w.Refresh() })
}

// type_ fills fields of the dialog as a person does.
func (d *stepDialog) typed(values model.Values) {
	for _, form := range d.forms {
		for id, value := range values {
			if row := form.Row(id); row != nil {
				row.Field.SetValue(value)
				form.OnChanged(id, value)
			}
		}
	}
}

func TestMattersPage(t *testing.T) {
	office := apptest.New(t, "luan")
	vendor := office.By(model.DutyDelivery).Person.ID

	t.Run("an empty register says what it is for and by which article (R30)", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.Go(MattersRoute(model.ProblemTicket))
		sees(t, w, "还没有“问题反映”记录", "第十七条", "反映问题")
		w.Go(MattersRoute(model.AccessGrant))
		sees(t, w, "不得进入", "第二十五条", "申请进入授权")
	})
	t.Run("a unit reports a problem: what lacks is marked, and then it has a number and a page (R30)", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.Go(MattersRoute(model.ProblemTicket))
		w.typedRune('a')
		if !kit.DialogOpen(w.win.Canvas()) {
			t.Fatal("A opens nothing")
		}
		kit.ConfirmTop(w.win.Canvas())
		sees(t, w, "请填写“问题概述”。", "请填写“现象”。")
		topStep(t, w).Dismiss()
		d := w.stepTest(t, view.NewMatter(w.desk, model.ProblemTicket, model.ReportProblem, nil))
		d.typed(model.Values{"problem_title": "页面打不开", "symptom": "今早起", "severity": "three"})
		d.dialog.Confirm()
		sees(t, w, "LA-WT-2026-0001", "页面打不开", "待响应", "云服务商工程师")
	})
	t.Run("the vendor takes it up on its page, and the home page counts it (R30, R33)", func(t *testing.T) {
		w := signedIn(t, office.Office, vendor)
		sees(t, w, "待响应问题 1")
		w.Go(MattersRoute(model.ProblemTicket))
		p := page[*mattersPage](t, w)
		p.table.OnOpen(0, p.table.Rows()[0])
		m := page[*matterPage](t, w)
		if w.win.Canvas().Focused() != fyne.Focusable(m.first) {
			t.Error("the first step has not the keyboard")
		}
		test.Tap(m.steps[model.Respond])
		kit.ConfirmTop(w.win.Canvas())
		sees(t, w, "处理中", "已办理：响应")
	})
	t.Run("what was typed is asked for before it is thrown away", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		d := w.stepTest(t, view.NewMatter(w.desk, model.Consultation, model.Ask, nil))
		d.typed(model.Values{"topic": "容量"})
		d.dialog.Dismiss()
		sees(t, w, "放弃修改？")
		topStep(t, w).Dismiss() // go on
		if !kit.DialogOpen(w.win.Canvas()) || d.forms["ask"].Row("topic").Field.Value() != "容量" {
			t.Error("what was typed is gone")
		}
	})
	t.Run("the rail has the chapters, and a clerk not what only the vendor keeps", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		for _, s := range []Screen{DutiesScreen, OperationScreen, SecurityScreen, AssessmentScreen} {
			if w.frame.rail[s] == nil {
				t.Errorf("no entry %s", s)
			}
		}
		w.Go(MattersRoute(model.Training))
		if text := shown(w.win.Content()); strings.Contains(text, "平台故障") || !strings.Contains(text, "月度报告") {
			t.Error("the tabs of a clerk")
		}
		if w.frame.rail[OperationScreen].Importance == w.frame.rail[SecurityScreen].Importance {
			t.Error("the rail does not say where one is")
		}
	})
	t.Run("the registers are read in English too", func(t *testing.T) {
		w := signedIn(t, office.Office, vendor)
		w.words, _ = w.opts.Words("en")
		w.build()
		w.Go(MattersRoute(model.FaultRecord))
		sees(t, w, "Enter a fault", "Running")
	})
}

// inEnglish looks at the page in English, where no period is written as in Chinese, and goes back to Chinese.
func inEnglish(t *testing.T, w *Window, texts ...string) {
	t.Helper()
	w.speak(words.English)
	sees(t, w, texts...)
	if left := regexp.MustCompile(`20\d\d年.*`).FindString(shown(w.win.Content())); left != "" {
		t.Errorf("in English it says %q", left)
	}
	w.speak(words.Chinese)
}

// topStep is the dialog that lies over the window.
func topStep(t *testing.T, w *Window) *kit.Dialog {
	t.Helper()
	d, ok := w.win.Canvas().Overlays().Top().(*kit.Dialog)
	if !ok {
		t.Fatal("no dialog lies open")
	}
	return d
}

func TestStepTables(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	w := signedIn(t, office.Office, office.By(model.DutyDelivery).Person.ID)
	d := w.stepTest(t, view.NewMatter(w.desk, model.Training, model.Lodge, nil))
	d.typed(model.Values{"topic": "政务云安全", "held_on": "2026-02-10", "trainer": "何涛", "outline": "口令和备份"})
	part := d.tables["attendance"]

	t.Run("a training needs somebody who was there (R31)", func(t *testing.T) {
		d.dialog.Confirm()
		sees(t, w, "请填写参加人员，至少一人")
	})
	t.Run("problems stand at their rows, and go while they are mended", func(t *testing.T) {
		part.rows[0].cells["unit_name"].(*kit.Entry).OnChanged("市财政局")
		d.dialog.Confirm()
		sees(t, w, "请填写“姓名”。")
		part.rows[0].cells["person"].(*kit.Entry).OnChanged("李明")
		if part.rows[0].wrong.Visible() {
			t.Errorf("it still says %q", part.rows[0].wrong.Value())
		}
	})
	t.Run("rows are added, pasted from a workbook and taken away", func(t *testing.T) {
		part.add()
		w.app.Clipboard().SetContent("市公安局\t王强\t科长\r\n市民政局\t赵敏\t\r\n")
		part.paste()
		if rows := d.s.Rows("attendance"); len(rows) != 3 || rows[2]["person"] != "赵敏" {
			t.Fatalf("%+v", rows)
		}
		part.remove(0)
		if len(part.rows) != 2 || part.rows[0].cells["person"].Value() != "王强" {
			t.Errorf("%d rows", len(part.rows))
		}
	})
	t.Run("every row of a long table can be typed in, page by page, and a problem leads to its page", func(t *testing.T) {
		w := signedIn(t, office.Office, office.By(model.DutyDelivery).Person.ID)
		d := w.stepTest(t, view.NewMatter(w.desk, model.Training, model.Lodge, nil))
		d.typed(model.Values{"topic": "政务云安全", "held_on": "2026-02-10", "trainer": "何涛", "outline": "口令和备份"})
		part := d.tables["attendance"]
		w.app.Clipboard().SetContent(strings.Repeat("市公安局\t王强\t科长\n", 130) + "市公安局\t\t科长\n")
		part.paste()
		sees(t, w, "第 1–60 行，共 131 行")
		test.Tap(buttons(part.content, "下一页")[0])
		sees(t, w, "第 61–120 行，共 131 行")
		part.rows[0].cells["person"].(*kit.Entry).OnChanged("赵敏")
		if d.s.Rows("attendance")[60]["person"] != "赵敏" {
			t.Error("another row was changed")
		}
		d.dialog.Confirm()
		sees(t, w, "第 121–131 行，共 131 行", "请填写“姓名”。")
		part.remove(130)
		part.add()
		if len(part.rows) != 11 || !buttons(part.content, "下一页")[0].Disabled() {
			t.Errorf("%d rows on the last page", len(part.rows))
		}
		d.dialog.Close()
	})
	t.Run("a file comes with it, and all of it stands on the page (R31)", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "课件.pdf")
		if err := os.WriteFile(path, []byte("%PDF-1.4 lesson"), 0o600); err != nil {
			t.Fatal(err)
		}
		d.dialog.OnDropped(fyne.NewPos(0, 0), []string{path})
		d.then = func(e model.Event) { w.Go(MatterRoute(model.Training, e.Subject.ID)) }
		d.dialog.Confirm()
		sees(t, w, "PJ-PX-2026-0001", "政务云安全", "参加人员　2", "王强", "课件.pdf")
	})
}

func TestDutiesPage(t *testing.T) {
	office := apptest.New(t, "luan")
	office.Clock.Set(office.Clock.Now().AddDate(0, 2, 0))
	w := signedIn(t, office.Office, office.By(model.DutyDelivery).Person.ID)
	t.Run("the home page leads to what is missing (R43, T16)", func(t *testing.T) {
		sees(t, w, "缺报")
		w.Go(DutiesRoute())
		sees(t, w, "安全公告", "第二十三条", "缺报", "我方默认")
	})
	p := page[*dutiesPage](t, w)
	t.Run("a count narrows the board, and again shows all", func(t *testing.T) {
		all := len(p.table.Rows())
		test.Tap(p.piles[model.Missing])
		if n := len(p.table.Rows()); n == 0 || n >= all {
			t.Errorf("%d of %d rows", n, all)
		}
		test.Tap(p.piles[model.Missing])
		if len(p.table.Rows()) != all {
			t.Errorf("%d rows", len(p.table.Rows()))
		}
	})
	t.Run("what a page said does not stay at the foot of the next one", func(t *testing.T) {
		w.Say("由政务云供应商工程师填报")
		w.Back()
		if said := w.frame.status.said.Text; said != "" {
			t.Errorf("after going back: %s", said)
		}
		w.Say("由政务云供应商工程师填报")
		w.Go(DutiesRoute())
		if said := w.frame.status.said.Text; said != "" {
			t.Errorf("after going on: %s", said)
		}
		p = page[*dutiesPage](t, w)
	})
	t.Run("an English window says months and quarters in English", func(t *testing.T) {
		sees(t, w, "2026年2月", "2026年第一季度")
		inEnglish(t, w, "February 2026", "Q1 2026")
		p = page[*dutiesPage](t, w)
	})
	t.Run("a row opens the form that fulfils it, with its month (R43)", func(t *testing.T) {
		for i, r := range p.table.Rows() {
			if r.ID == "bulletin" && r.StateID == model.Missing {
				p.table.Select(i)
				break
			}
		}
		if p.file.Disabled() {
			t.Fatal("it cannot be filed")
		}
		test.Tap(p.file)
		_, row, _ := p.table.Selected()
		sees(t, w, "发布安全公告", w.T("date.period", "period", row.Period))
	})
}
