package ui

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

func TestStatisticsPage(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	office.Filed(model.Live)
	officer := office.By(model.DutyAcceptance).Person.ID
	open := func(t *testing.T, who string) (*Window, *statisticsPage) {
		w := signedIn(t, office.Office, who)
		w.Go(StatisticsRoute())
		return w, page[*statisticsPage](t, w)
	}
	t.Run("the figures, charts and tables of a period are shown", func(t *testing.T) {
		w, p := open(t, officer)
		p.setPeriod("2020-01-01", "2099-12-31")
		sees(t, w, "提交申请", "1 件", "按期率", "按期与逾期的环节", "合计", "用时均为工作日中位数")
		for _, tab := range statTabs {
			p.show(tab)
			if len(p.table.Rows()) == 0 {
				t.Errorf("%s has no rows", tab)
			}
		}
		p.show("quotas")
		sees(t, w, "核定", "实配", "在用")
	})
	t.Run("beside each figure stands that of the period before, and a table has both (R53)", func(t *testing.T) {
		w, p := open(t, officer)
		sees(t, w, "上期 0 件（+1）", "上期 无数据")
		press(t, w, "与上期比较")
		sees(t, w, "上期", "增减", "无数据", "至 "+p.span.To+"，上期")
		year, _ := strconv.Atoi(p.span.To[:4])
		sees(t, w, "上期：", strconv.Itoa(year-1)+"-01-01 至 ")
		p.copy()
		if text := w.app.Clipboard().Content(); !strings.Contains(text, "项目\t本期\t上期\t增减\n") || !strings.Contains(text, "\t1\t0\t+1\n") || strings.Contains(text, "NaN") {
			t.Error(text)
		}
	})
	t.Run("each picture has its table to copy and to export (R53)", func(t *testing.T) {
		w, p := open(t, officer)
		w.lastFolder = t.TempDir()
		chart := p.found.Table("units").Charts[0]
		card := w.chart(p.Title(), chart)
		test.Tap(buttons(card, "复制表格")[0])
		if text := w.app.Clipboard().Content(); !strings.HasPrefix(text, "项目\t提交申请件数\n") || !strings.Contains(text, "\t1\n") {
			t.Error(text)
		}
		test.Tap(buttons(card, "导出")[0])
		press(t, w, "保存")
		for ending, begins := range map[string]string{"xlsx": "PK", "png": "\x89PNG"} {
			found, err := filepath.Glob(filepath.Join(w.lastFolder, "*."+ending))
			if err != nil || len(found) != 1 {
				t.Fatalf("%s: %v %v", ending, found, err)
			}
			if data, err := os.ReadFile(found[0]); err != nil || !strings.HasPrefix(string(data), begins) {
				t.Errorf("%s: %v", found[0], err)
			}
		}
		for _, tab := range []string{"units", "steps", "quotas"} {
			p.show(tab)
			if charts := p.found.Table(tab).Charts; len(buttons(p.middle, "导出")) != len(charts) {
				t.Errorf("%s: %d pictures, %d can be exported", tab, len(charts), len(buttons(p.middle, "导出")))
			}
		}
	})
	t.Run("an empty period says so, and a wrong day leaves what is shown", func(t *testing.T) {
		w, p := open(t, officer)
		p.setPeriod("1999-01-01", "1999-12-31")
		sees(t, w, "这段时间没有办件")
		p.setPeriod("2020-01-01", "2099-12-31")
		p.to.SetValue("2026-02-30")
		p.typed("")
		sees(t, w, "1 件", w.T("problem.date"))
		if p.periods.Chosen() >= 0 {
			t.Error("a usual period is still marked")
		}
	})
	t.Run("who reads all chooses a unit, a clerk has no choice", func(t *testing.T) {
		if _, p := open(t, officer); p.unit == nil {
			t.Error("no choice")
		}
		if _, p := open(t, "wangfang"); p.unit != nil {
			t.Error("a clerk has a choice")
		}
	})
}

func TestLedgerDialog(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	office.Filed(model.Accepted)
	officer := office.By(model.DutyAcceptance).Person.ID

	t.Run("on the list it begins with what the list shows; other registers ask for a period and a unit", func(t *testing.T) {
		w := signedIn(t, office.Office, officer)
		w.Go(ListRoute(view.Filter{}))
		chooseMenu(t, w, "list.export")
		sees(t, w, "列表现在显示的内容", "按列表当前的筛选条件导出")
		d := newLedgerDialog(w, view.Ledger{Kind: view.ListLedger}, view.Ledgers(w.desk, true), nil)
		d.fit()
		if !d.from.Disabled() {
			t.Error("the list asks for a period")
		}
		d.kind.OnChanged(string(app.DeadlineRegister))
		if d.from.Disabled() || !strings.Contains(d.note.Value(), "一个环节一行") {
			t.Error("no period for deadlines")
		}
	})
	t.Run("a wrong period is pointed at and the dialog stays", func(t *testing.T) {
		w := signedIn(t, office.Office, officer)
		d := newLedgerDialog(w, view.Ledger{Kind: app.RequestRegister, Span: view.Span{From: "2026-03-01", To: "2026-02-01"}},
			view.Ledgers(w.desk, false), nil)
		d.open()
		d.confirm()
		if !kit.DialogOpen(w.win.Canvas()) || d.fields.wrong["to"].Text == "" {
			t.Error("nothing is pointed at")
		}
	})
	t.Run("each register is written where the person chooses, and the dialog is there until then", func(t *testing.T) {
		for _, kind := range app.Registers() {
			w := signedIn(t, office.Office, officer)
			w.lastFolder = t.TempDir()
			d := newLedgerDialog(w, view.Ledger{Kind: kind}, view.Ledgers(w.desk, false), nil)
			d.open()
			d.confirm()
			pressKey(w, fyne.KeyEscape) // another place is wanted after all
			if !kit.DialogOpen(w.win.Canvas()) {
				t.Fatal("the dialog is gone with what was chosen")
			}
			d.confirm()
			press(t, w, "保存")
			found, err := filepath.Glob(filepath.Join(w.lastFolder, "*.xlsx"))
			if err != nil || len(found) != 1 {
				t.Fatalf("%s: %v %v", kind, found, err)
			}
			if data, err := os.ReadFile(found[0]); err != nil || !strings.HasPrefix(string(data), "PK") {
				t.Errorf("%s is no workbook: %v", kind, err)
			}
		}
	})
}
