package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/app/words"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

func TestHomePage(t *testing.T) {
	office := apptest.New(t, "panjin-2016")

	t.Run("with nothing to do it says so", func(t *testing.T) {
		sees(t, signedIn(t, office.Office, "chenkun"), "没有待办", "待受理")
	})
	id := office.Filed(model.Submitted)
	number := office.Dossier(id).Request.Number

	t.Run("what waits is counted and listed with its clock and article", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		p := page[*homePage](t, w)
		if p.cards["to_accept"].count != "1" {
			t.Errorf("counted %s", p.cards["to_accept"].count)
		}
		sees(t, w, number, "个工作日", "第八条", "待受理")
	})
	t.Run("Enter opens the request", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		if w.win.Canvas().Focused() != fyne.Focusable(page[*homePage](t, w).table) {
			t.Fatal("the list has not the keyboard")
		}
		pressKey(w, fyne.KeyDown)
		pressKey(w, fyne.KeyReturn)
		if v, _ := w.history.current(); v.route.Screen != RequestScreen || v.route.ID != id {
			t.Errorf("route: %+v", v.route)
		}
	})
	t.Run("a card narrows the list, one of things past opens the list of requests", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		p := page[*homePage](t, w)
		test.Tap(p.cards[view.OverdueCard])
		if len(p.table.Rows()) != 0 || !p.cards[view.OverdueCard].chosen {
			t.Errorf("%d rows", len(p.table.Rows()))
		}
		p.cards["done"].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if l := page[*listPage](t, w); l.filter.Queue != "done" {
			t.Errorf("filter: %+v", l.filter)
		}
	})
	t.Run("what others do is seen at the next look, and the chosen card stays", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		p := page[*homePage](t, w)
		test.Tap(p.cards["to_accept"])
		draft := office.Draft(office.Samples()[1])
		if _, err := office.As(draft.Owner).Submit(context.Background(), draft); err != nil {
			t.Fatal(err)
		}
		w.tick()
		if p.chosen != "to_accept" || p.cards["to_accept"].count != "2" || len(p.table.Rows()) != 2 {
			t.Errorf("card %s counts %s, %d rows", p.chosen, p.cards["to_accept"].count, len(p.table.Rows()))
		}
	})
	t.Run("nothing is looked up while a dialog is open or the window is hidden", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		p := page[*homePage](t, w)
		p.loaded = false // a look would set it
		w.hidden = true
		w.tick()
		w.hidden = false
		w.showKeys()
		w.tick()
		if p.loaded {
			t.Error("looked")
		}
	})
	t.Run("a clerk goes on with a draft, and begins a new one by N", func(t *testing.T) {
		w := signedIn(t, office.Office, "wangfang")
		home := page[*homePage](t, w)
		w.win.Canvas().Focused().TypedRune('n')
		if v, _ := w.history.current(); v.route.Screen != DraftScreen {
			t.Fatalf("route: %+v", v.route)
		}
		w.Back()
		if page[*homePage](t, w) != home || len(home.home.Drafts) != 1 {
			t.Fatalf("drafts: %+v", home.home.Drafts)
		}
		sees(t, w, "继续填写", "（未填系统名称）")
	})
}

func TestListPage(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Accepted)
	first := office.Dossier(id).Request
	draft := office.Draft(office.Samples()[1])
	if _, err := office.As(draft.Owner).Submit(context.Background(), draft); err != nil {
		t.Fatal(err)
	}
	open := func(t *testing.T, f view.Filter) (*Window, *listPage) {
		w := signedIn(t, office.Office, "chenkun")
		w.Go(ListRoute(f))
		return w, page[*listPage](t, w)
	}

	t.Run("it lists and counts what the person may read", func(t *testing.T) {
		w, p := open(t, view.Filter{})
		if len(p.table.Rows()) != 2 {
			t.Errorf("%d rows", len(p.table.Rows()))
		}
		sees(t, w, "共 2 件", first.Number)
	})
	t.Run("typing narrows the list at once", func(t *testing.T) {
		w, p := open(t, view.Filter{})
		w.win.Canvas().Focus(p.search)
		test.Type(p.search, first.Number)
		if rows := p.table.Rows(); len(rows) != 1 || rows[0].ID != id {
			t.Errorf("rows: %+v", rows)
		}
	})
	t.Run("a status is chosen by typing into its picker", func(t *testing.T) {
		w, p := open(t, view.Filter{})
		p.inputs["status"].(*kit.Picker).OnChanged("accepted")
		if len(p.table.Rows()) != 1 || p.filter.Status != "accepted" {
			t.Errorf("filter %+v, %d rows", p.filter, len(p.table.Rows()))
		}
		_ = w
	})
	t.Run("choosing a queue takes the status away, for a queue has its own", func(t *testing.T) {
		_, p := open(t, view.Filter{Status: "accepted"})
		p.inputs["queue"].(*kit.Picker).OnChanged("to_accept")
		if p.filter.Status != "" || p.inputs["status"].Value() != "" || len(p.table.Rows()) != 1 {
			t.Errorf("filter %+v, %d rows", p.filter, len(p.table.Rows()))
		}
		if p.Title() != "申请 · 待受理" {
			t.Errorf("title %q", p.Title())
		}
	})
	t.Run("columns are chosen and ordered by the keyboard, kept for the next time, and put back", func(t *testing.T) {
		w, p := open(t, view.Filter{})
		titles := func(p *listPage) string { return strings.Join(p.table.Titles(), " ") }
		usual := titles(p)
		press(t, w, "列设置")
		d := p.columns
		focusOn := func(o fyne.Focusable) { w.win.Canvas().Focus(o) }
		focusOn(d.ups[1])
		pressKey(w, fyne.KeySpace) // the kind of request goes to the front
		d.boxes[0].Focus()
		typeInto(w, " ")
		press(t, w, "保存")
		if got := titles(p); !strings.HasPrefix(got, "类型 申请单号") {
			t.Errorf("columns: %s", got)
		}
		_, again := open(t, view.Filter{})
		if titles(again) != titles(p) {
			t.Errorf("the next time: %s", titles(again))
		}
		w, p = open(t, view.Filter{})
		press(t, w, "列设置")
		for _, box := range p.columns.boxes {
			if box.Checked() {
				box.Tapped(nil)
			}
		}
		press(t, w, "保存")
		sees(t, w, w.T("problem.no_column"))
		press(t, w, "恢复默认")
		press(t, w, "保存")
		if titles(p) != usual {
			t.Errorf("put back: %s", titles(p))
		}
	})
	t.Run("how urgent goes with a queue, and the statuses follow the kind", func(t *testing.T) {
		w, p := open(t, view.Filter{Queue: "to_accept"})
		p.inputs["due"].(*kit.Picker).OnChanged("overdue")
		if p.filter.Queue != "to_accept" || len(p.table.Rows()) != 0 {
			t.Errorf("filter %+v, %d rows", p.filter, len(p.table.Rows()))
		}
		p.inputs["due"].(*kit.Picker).OnChanged("")
		p.inputs["status"].(*kit.Picker).OnChanged("accepted")
		p.inputs["case"].(*kit.Picker).OnChanged("change")
		if p.filter.Status != "" || p.inputs["status"].Value() != "" {
			t.Errorf("a change is %s", p.filter.Status)
		}
		p.inputs["status"].(*kit.Picker).OnChanged("change.submitted")
		if got := p.inputs["status"].(*kit.Picker).Label(); got != w.T("status.change.submitted") {
			t.Errorf("offered: %q", got)
		}
		p.inputs["case"].(*kit.Picker).OnChanged("")
		if p.filter.Status != "change.submitted" {
			t.Error("the status went with the kind")
		}
	})
	t.Run("a day that does not exist is pointed at and the list stays", func(t *testing.T) {
		w, p := open(t, view.Filter{})
		p.inputs["from"].(*kit.DateField).OnChanged("2026-02-30")
		if len(p.table.Rows()) != 2 {
			t.Errorf("%d rows", len(p.table.Rows()))
		}
		sees(t, w, w.T("problem.date"))
	})
	t.Run("going back to the list keeps the place and shows what changed meanwhile", func(t *testing.T) {
		w, p := open(t, view.Filter{})
		p.table.Select(1)
		w.Go(SettingsRoute())
		w.Back()
		if row, _, ok := p.table.Selected(); !ok || row != 1 || page[*listPage](t, w) != p {
			t.Errorf("row %d is selected", row)
		}
	})
	t.Run("when nothing fits it says so and offers to clear the filters", func(t *testing.T) {
		w, p := open(t, view.Filter{Text: "没有这样的系统"})
		sees(t, w, "没有符合条件的申请", "清除条件")
		p.clear()
		if len(p.table.Rows()) != 2 || p.search.Value() != "" {
			t.Errorf("%d rows", len(p.table.Rows()))
		}
	})
	t.Run("the ledger is exported to a workbook, its ending put on", func(t *testing.T) {
		w, p := open(t, view.Filter{})
		path := filepath.Join(t.TempDir(), "台账")
		w.writeLedger(view.Ledger{Kind: view.ListLedger, List: p.filter}, path)
		data, err := os.ReadFile(path + ".xlsx")
		if err != nil || !strings.HasPrefix(string(data), "PK") {
			t.Errorf("no workbook: %v", err)
		}
		sees(t, w, "台账已导出")
	})
	t.Run("a ledger that cannot be written leaves nothing behind and says why", func(t *testing.T) {
		w, p := open(t, view.Filter{})
		dir := filepath.Join(t.TempDir(), "missing")
		w.writeLedger(view.Ledger{Kind: view.ListLedger, List: p.filter}, filepath.Join(dir, "台账.xlsx"))
		sees(t, w, "无法写入")
	})
	t.Run("a clerk sees only the own unit's, and no choice of units", func(t *testing.T) {
		w := signedIn(t, office.Office, "wangfang")
		w.Go(ListRoute(view.Filter{}))
		p := page[*listPage](t, w)
		if _, offered := p.inputs["unit"]; offered || len(p.table.Rows()) >= 2 {
			t.Errorf("%d rows, unit offered: %t", len(p.table.Rows()), offered)
		}
	})
}

// fileMany files a sample application again and again.
func fileMany(t *testing.T, office *apptest.Office, n int) {
	t.Helper()
	draft := office.Draft(office.Samples()[0])
	clerk := office.As(draft.Owner)
	for i := range n {
		draft.ID = fmt.Sprintf("019c0000-0000-7000-8000-%012d", i)
		if _, err := clerk.Submit(context.Background(), draft); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLongList(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	fileMany(t, office, 130)
	w := signedIn(t, office.Office, "chenkun")
	w.Go(ListRoute(view.Filter{}))
	p := page[*listPage](t, w)

	t.Run("the first part is shown and all are counted", func(t *testing.T) {
		if n := len(p.table.Rows()); n != 100 {
			t.Errorf("%d rows", n)
		}
		sees(t, w, "共 130 件")
	})
	t.Run("the rest is read when the last row comes into sight, each request once", func(t *testing.T) {
		p.table.Select(99)
		seen := map[string]bool{}
		for _, r := range p.table.Rows() {
			seen[r.ID] = true
		}
		if len(p.table.Rows()) != 130 || len(seen) != 130 {
			t.Errorf("%d rows, %d requests", len(p.table.Rows()), len(seen))
		}
	})
	t.Run("going back to it keeps the place, far below the first part", func(t *testing.T) {
		p.table.Select(120)
		w.Go(SettingsRoute())
		w.Back()
		if row, _, _ := p.table.Selected(); row != 120 || len(p.table.Rows()) != 130 {
			t.Errorf("row %d of %d", row, len(p.table.Rows()))
		}
	})
}

func TestPeoplePage(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	open := func(t *testing.T) (*Window, *peoplePage) {
		w := signedIn(t, office.Office, "gaoyuan")
		w.Go(PeopleRoute())
		return w, page[*peoplePage](t, w)
	}

	t.Run("an account that is wrong keeps the dialog and what was typed, the problems at their fields", func(t *testing.T) {
		w, p := open(t)
		p.addPerson()
		test.Type(w.win.Canvas().Focused(), "WangFang")
		pressKey(w, fyne.KeyReturn)
		sees(t, w, w.T("problem.name_taken"), w.T("problem.person_name"), w.T("problem.password_form"), "WangFang")
	})
	t.Run("Enter on an account opens it, and saving it changes it", func(t *testing.T) {
		w, p := open(t)
		p.search.SetValue("刘犇")
		p.drawPersons()
		w.win.Canvas().Focus(p.persons)
		pressKey(w, fyne.KeyDown)
		pressKey(w, fyne.KeyReturn)
		sees(t, w, "修改：刘犇", w.T("people.set_password"))
		name := w.win.Canvas().Focused().(*kit.Entry)
		name.SetValue("刘牪")
		pressKey(w, fyne.KeyReturn)
		if kit.DialogOpen(w.win.Canvas()) {
			t.Fatal("the dialog is still open")
		}
		if got, err := office.Person(context.Background(), "liuben"); err != nil || got.Name != "刘牪" {
			t.Errorf("person %+v, error %v", got, err)
		}
	})
	t.Run("a unit is added", func(t *testing.T) {
		w, p := open(t)
		p.editUnit(view.UnitForm{New: true})
		test.Type(w.win.Canvas().Focused(), "jyj")
		w.win.Canvas().FocusNext()
		test.Type(w.win.Canvas().Focused(), "盘锦市教育局")
		pressKey(w, fyne.KeyReturn)
		sees(t, w, "盘锦市教育局")
		if kit.DialogOpen(w.win.Canvas()) {
			t.Error("the dialog is still open")
		}
	})
	t.Run("an administrator sets another's password without the present one", func(t *testing.T) {
		w, _ := open(t)
		w.changePassword("zhangzhe", "张喆", false)
		test.Type(w.win.Canvas().Focused(), "correct horse")
		w.win.Canvas().FocusNext()
		test.Type(w.win.Canvas().Focused(), "correct horse")
		pressKey(w, fyne.KeyReturn)
		if _, err := office.SignIn(context.Background(), "zhangzhe", "correct horse"); err != nil {
			t.Error(err)
		}
	})
}

func TestSettingsPage(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	open := func(t *testing.T) *Window {
		w := signedIn(t, office.Office, "wangfang")
		w.Go(SettingsRoute())
		return w
	}

	t.Run("it tells person, city, regulation, folder and version", func(t *testing.T) {
		sees(t, open(t), "wangfang", "王芳", "使用单位经办人", "盘锦市电子政务云计算平台管理办法（试行）", "/data", "1.2.3")
	})
	t.Run("another language is spoken at once and remembered on this desk", func(t *testing.T) {
		w := open(t)
		w.speak(words.English)
		sees(t, w, "My account", "Requests")
		page[*settingsPage](t, w)
		if again := openTest(t, testOptions(t, office.Office)); again.Language() != words.English {
			t.Error("it was forgotten")
		}
		w.speak(words.Chinese)
		sees(t, w, "我的账号")
	})
	t.Run("the colours can be chosen and are remembered", func(t *testing.T) {
		opts := testOptions(t, office.Office)
		opts.Theme = NewTheme(AppearanceSystem, nil, nil)
		w := openTest(t, opts)
		look := w.look()
		look.Appearance = string(AppearanceDark)
		w.wear(look)
		again := openTest(t, opts)
		if again.appearance != AppearanceDark {
			t.Errorf("appearance %q", again.appearance)
		}
		again.wear(view.Look{Language: words.Chinese, Appearance: string(AppearanceSystem)})
	})
	t.Run("a wrong present password is said at its field", func(t *testing.T) {
		w := open(t)
		w.changePassword("wangfang", "王芳", true)
		test.Type(w.win.Canvas().Focused(), "wrong")
		for range 2 {
			w.win.Canvas().FocusNext()
			test.Type(w.win.Canvas().Focused(), "correct horse")
		}
		pressKey(w, fyne.KeyReturn)
		sees(t, w, w.T("problem.old_password"))
		if _, err := office.SignIn(context.Background(), "wangfang", demo.Password); err != nil {
			t.Error(err)
		}
	})
}

func TestRegulationPage(t *testing.T) {
	office := apptest.New(t, "luan")
	officer := office.By(model.DutyAcceptance).Person.ID

	t.Run("a misprint is shown with what it should be (T1)", func(t *testing.T) {
		w := signedIn(t, office.Office, officer)
		w.Go(RegulationRoute("第十五条"))
		p := page[*regulationPage](t, w)
		if row, item, ok := p.index.Selected(); !ok || item.Label != "第十五条" {
			t.Errorf("selected %d %+v", row, item)
		}
		sees(t, w, "第七条（应为第十一条）", w.T("regulation.fault"))
	})
	t.Run("an article that is asked for stands at the top", func(t *testing.T) {
		w := signedIn(t, office.Office, officer)
		w.Go(RegulationRoute("第十五条"))
		p := page[*regulationPage](t, w)
		if top := p.blocks[p.text.At("第十五条")].Position().Y; p.scroll.Offset.Y != top || top == 0 {
			t.Errorf("the text stands at %v, the article at %v", p.scroll.Offset.Y, top)
		}
	})
	t.Run("the time limits stand beside the text (R12)", func(t *testing.T) {
		w := signedIn(t, office.Office, officer)
		w.Go(RegulationRoute(""))
		sees(t, w, "5 个工作日", "15—30 天", "第十二条")
	})
	t.Run("typing narrows the articles to those that have it", func(t *testing.T) {
		w := signedIn(t, office.Office, officer)
		w.Go(RegulationRoute(""))
		p := page[*regulationPage](t, w)
		w.win.Canvas().Focus(p.search)
		test.Type(p.search, "第三方测评机构")
		if rows := p.index.Rows(); len(rows) != 1 || rows[0].Label != "第十三条" {
			t.Errorf("rows: %+v", rows)
		}
	})
}
