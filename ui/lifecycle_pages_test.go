package ui

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"yunban/app/apptest"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// buttons finds the buttons of some words below an object.
func buttons(o fyne.CanvasObject, words string) []*kit.Button {
	var found []*kit.Button
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok {
			if b.Text == words {
				found = append(found, b)
			}
			return
		}
		if !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	walk(o)
	return found
}

// press taps the button of some words in the topmost dialog, or on the page.
func press(t *testing.T, w *Window, words string) {
	t.Helper()
	o := fyne.CanvasObject(w.frame.content)
	if over := w.win.Canvas().Overlays().List(); len(over) > 0 {
		o = over[len(over)-1]
	}
	found := buttons(o, words)
	if len(found) == 0 {
		t.Fatalf("no button %s in:\n%s", words, shown(o))
	}
	test.Tap(found[0])
}

func TestAsidesOnThePage(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Submitted)
	clerk := office.Draft(office.Samples()[0]).Owner
	open := func(t *testing.T, who string) (*Window, *requestPage) {
		w := signedIn(t, office.Office, who)
		w.Go(RequestRoute(id))
		return w, page[*requestPage](t, w)
	}

	t.Run("the unit urges, and the head counts it", func(t *testing.T) {
		w, _ := open(t, clerk)
		press(t, w, "催办")
		press(t, w, "催办")
		sees(t, w, "已催办 1 次")
	})
	t.Run("a comment without words stays in its dialog, what was typed is kept by Esc", func(t *testing.T) {
		w, p := open(t, "chenkun")
		press(t, w, "留言")
		press(t, w, "留言")
		sees(t, w, "请写下留言内容")
		test.Type(w.win.Canvas().Focused().(*kit.Entry), "请电话核对规格。")
		pressKey(w, fyne.KeyEscape)
		press(t, w, "留言")
		press(t, w, "留言")
		if kit.DialogOpen(w.win.Canvas()) || p.r.History[len(p.r.History)-1].Note != "请电话核对规格。" {
			t.Error("the comment is not on record")
		}
	})
	t.Run("a copy to nobody is refused at the field", func(t *testing.T) {
		w, _ := open(t, "chenkun")
		press(t, w, "抄送")
		press(t, w, "抄送")
		sees(t, w, "请选择接收人")
	})
	t.Run("a clerk copies it as a new application", func(t *testing.T) {
		w, p := open(t, clerk)
		press(t, w, "复制为新申请")
		if got := page[*intakePage](t, w).in.Title(); got != p.r.Request.Title() {
			t.Errorf("the draft is about %q", got)
		}
	})
}

func TestPhrases(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Submitted)
	w := signedIn(t, office.Office, "chenkun")
	w.Go(RequestRoute(id))
	p := page[*requestPage](t, w)

	t.Run("an opinion is kept and offered at the next act", func(t *testing.T) {
		p.act(model.Decline)
		press(t, w, "存为常用意见")
		sees(t, w, "请先填写意见")
		pressKey(w, fyne.KeyEscape)
		p.act(model.Decline)
		test.Type(w.win.Canvas().Focused().(*kit.Entry), "请补充材料。")
		press(t, w, "存为常用意见")
		pressKey(w, fyne.KeyEscape)
		if kept, err := w.desk.Templates(context.Background()); err != nil || !slices.Equal(kept, []string{"请补充材料。"}) {
			t.Fatalf("%v, %v", kept, err)
		}
		p.act(model.Decline)
		sees(t, w, "选用常用意见")
		pressKey(w, fyne.KeyEscape)
	})
	t.Run("a phrase goes behind what was typed", func(t *testing.T) {
		if got := joined("材料不全。\n", "请补充材料。"); got != "材料不全。\n请补充材料。" {
			t.Errorf("%q", got)
		}
		if got := joined(" ", "请补充材料。"); got != "请补充材料。" {
			t.Errorf("%q", got)
		}
	})
	t.Run("the settings list phrases, take more and drop them", func(t *testing.T) {
		w.Go(SettingsRoute())
		sees(t, w, "请补充材料。")
		press(t, w, "添加常用意见")
		press(t, w, "保存")
		sees(t, w, "请填写意见内容")
		test.Type(w.win.Canvas().Focused().(*kit.Entry), "同意。")
		press(t, w, "保存")
		sees(t, w, "请补充材料。", "同意。")
		press(t, w, "") // the first phrase's bin
		if kept, _ := w.desk.Templates(context.Background()); !slices.Equal(kept, []string{"同意。"}) {
			t.Errorf("%v", kept)
		}
	})
}

func TestBatchOnTheList(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	office.Filed(model.Submitted)
	draft := office.Draft(office.Samples()[1])
	if _, err := office.As(draft.Owner).Submit(context.Background(), draft); err != nil {
		t.Fatal(err)
	}
	w := signedIn(t, office.Office, "chenkun")
	w.Go(ListRoute(view.Filter{Queue: "to_accept"}))
	p := page[*listPage](t, w)

	t.Run("a tick brings the bar, the last one gone takes it away", func(t *testing.T) {
		p.table.SetChecked(0, true)
		sees(t, w, "已选 1 件", "批量受理")
		if had, needs := p.head.Size().Height, p.head.MinSize().Height; had != needs {
			t.Errorf("the bar has not its place: the head is %v high and needs %v", had, needs)
		}
		press(t, w, "取消选择")
		if p.batch.content.Visible() {
			t.Error("the bar is still there")
		}
	})
	t.Run("all that is ticked is answered with one opinion, and the result names each", func(t *testing.T) {
		p.table.SetChecked(0, true)
		press(t, w, "全选")
		press(t, w, "批量受理")
		sees(t, w, p.table.Rows()[0].Number, p.table.Rows()[1].Number, "逐件核对")
		test.Type(w.win.Canvas().Focused().(*kit.Entry), "材料齐全。")
		sees(t, w, "项均齐全")
		press(t, w, "批量受理")
		sees(t, w, w.T("problem.batch_unchecked"))
		typeInto(w, " ") // the tick has the keyboard
		if open := strings.ReplaceAll(shown(w.win.Canvas().Overlays().Top()), "\n", ""); strings.Contains(open, w.T("problem.batch_unchecked")) {
			t.Error("the missing tick is still complained of when it is set")
		}
		press(t, w, "批量受理")
		sees(t, w, "成功 2 件", "未成功 0 件", "已办理")
		pressKey(w, fyne.KeyEscape)
		if len(p.table.Rows()) != 0 {
			t.Errorf("%d still wait", len(p.table.Rows()))
		}
	})
	t.Run("an approval without an opinion stays in its dialog", func(t *testing.T) {
		w := signedIn(t, office.Office, office.By(model.DutyApproval).Person.ID)
		w.Go(ListRoute(view.Filter{Queue: "to_approve"}))
		page[*listPage](t, w).batch.tick(true)
		press(t, w, "批量同意")
		press(t, w, "批量同意")
		sees(t, w, "“同意”须填写意见或理由")
	})
	t.Run("what has nothing in common cannot be answered together", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		w.Go(ListRoute(view.Filter{}))
		page[*listPage](t, w).batch.tick(true)
		sees(t, w, "没有可以一并办理的事项")
	})
	t.Run("a clerk has no ticks", func(t *testing.T) {
		w := signedIn(t, office.Office, draft.Owner)
		w.Go(ListRoute(view.Filter{}))
		p := page[*listPage](t, w)
		p.table.SetChecked(0, true)
		if len(p.table.Checked()) > 0 {
			t.Error("ticked")
		}
	})
	t.Run("a filter is kept as a view, found again, and dropped", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		w.Go(ListRoute(view.Filter{Status: "accepted"}))
		press(t, w, "存为视图")
		test.Type(w.win.Canvas().Focused().(*kit.Entry), "等审批")
		press(t, w, "保存")
		w.Go(ListRoute(view.Filter{}))
		press(t, w, "等审批")
		p := page[*listPage](t, w)
		if p.filter.Status != "accepted" || p.inputs["status"].Value() != "accepted" {
			t.Errorf("filter: %+v", p.filter)
		}
		press(t, w, "删除此视图")
		if len(p.views.views) != 0 {
			t.Errorf("views: %+v", p.views.views)
		}
	})
}

func TestDelegationCard(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	w := signedIn(t, office.Office, "chenkun")
	w.Go(SettingsRoute())
	deputy := office.By(model.DutyReading).Person

	t.Run("deputy and days are asked for", func(t *testing.T) {
		press(t, w, "委托他人代办")
		press(t, w, "委托")
		sees(t, w, "请选择在用的账号作为受托人")
		pressKey(w, fyne.KeyEscape)
	})
	t.Run("the deputy reads on the home page for whom he acts, until it is revoked", func(t *testing.T) {
		today := office.Today()
		if err := w.desk.Delegate(context.Background(), deputy.ID, today.String(), today.AddDays(2).String()); err != nil {
			t.Fatal(err)
		}
		sees(t, signedIn(t, office.Office, deputy.ID), "代 陈堃 办理中")
		w := signedIn(t, office.Office, "chenkun")
		w.Go(SettingsRoute())
		sees(t, w, "陈堃 委托 "+deputy.Name+" 代办", "委托中")
		press(t, w, "撤销委托")
		press(t, w, "撤销委托")
		sees(t, w, "已撤销")
		if p := page[*homePage](t, signedIn(t, office.Office, deputy.ID)); p.acting.Visible() {
			t.Error("still acting")
		}
	})
}

func TestAdministration(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	w := signedIn(t, office.Office, "gaoyuan")

	t.Run("it is reached from the settings, by administrators only", func(t *testing.T) {
		w.Go(SettingsRoute())
		press(t, w, "资源目录")
		page[*cataloguePage](t, w)
		other := signedIn(t, office.Office, "chenkun")
		other.Go(SettingsRoute())
		if len(buttons(other.frame.content, "资源目录")) > 0 {
			t.Error("an officer is led to the catalogue")
		}
	})
	w = signedIn(t, office.Office, "gaoyuan")
	t.Run("what is not saved keeps the page; saved it is offered at once", func(t *testing.T) {
		w.Go(CatalogueRoute())
		p := page[*cataloguePage](t, w)
		press(t, w, "添加条目")
		test.Type(w.win.Canvas().Focused().(*kit.Entry), "特大型") // the list of usual sizes is open
		press(t, w, "添加")
		sees(t, w, "“特大型”不是规格")
		w.win.Canvas().Focused().(*kit.Entry).SetValue("48核96GB")
		press(t, w, "添加")
		w.Go(HomeRoute())
		if page[*cataloguePage](t, w) != p {
			t.Fatal("the page was left")
		}
		sees(t, w, "未保存的修改")
		pressKey(w, fyne.KeyEscape)
		chooseMenu(t, w, "menu.save")
		list := office.Profile().Lists[p.list().ID]
		if list[len(list)-1].Label != "48核96GB" {
			t.Errorf("%+v", list)
		}
		w.Go(HomeRoute())
		page[*homePage](t, w)
	})
	t.Run("a day is changed with its notice, and the change is listed", func(t *testing.T) {
		w.Go(CalendarRoute())
		p := page[*calendarPage](t, w)
		sees(t, w, "15—23 春节")
		press(t, w, "调整某一天")
		press(t, w, "保存")
		sees(t, w, "请填写节日名称")
		pressKey(w, fyne.KeyEscape)
		if err := (view.DayForm{Year: p.known(), Day: "2026-03-02", Kind: view.DayOff, Name: "调休", Notice: "市政府通知"}).Save(context.Background(), w.desk); err != nil {
			t.Fatal(err)
		}
		p.saved()
		sees(t, w, "2 调休", "市政府通知", "变更记录", "高远")
	})
	t.Run("a year is marked provisional, and a file brings another", func(t *testing.T) {
		p := page[*calendarPage](t, w)
		p.year = 2031
		p.Refresh()
		sees(t, w, "暂定")
		path := filepath.Join(t.TempDir(), "cn-2031.json")
		if err := os.WriteFile(path, []byte(`{"year":2031,"notice":"2031年通知","off":[],"work":[]}`), 0o600); err != nil {
			t.Fatal(err)
		}
		press(t, w, "导入文件")
		test.Type(w.win.Canvas().Focused().(*kit.Entry), path)
		pressKey(w, fyne.KeyReturn)
		if p.year != 2031 || p.pick.Value() != strconv.Itoa(2031) {
			t.Errorf("the year shown is %d", p.year)
		}
		sees(t, w, "2031年通知")
	})
}
