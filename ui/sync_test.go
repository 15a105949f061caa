package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// following is a window on a desk that follows a hub.
func following(t *testing.T, office *apptest.Office, name string) *Window {
	t.Helper()
	return signedInBy(t, followOptions(t, office.Office), name)
}

// followOptions are of a window whose exchanges the test asks for itself.
func followOptions(t *testing.T, office *app.Office) Options {
	t.Helper()
	opts := testOptions(t, office)
	opts.Watch = func(context.Context, *app.Office, func(app.SyncReport, error)) error { return nil }
	return opts
}

// filesDraft files a sample request at a desk.
func filesDraft(t *testing.T, desk *app.Desk, sample string) model.Event {
	t.Helper()
	draft, problems, err := demo.Draft(t.Context(), desk, sample)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	e, err := desk.Submit(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func badge(w *Window) string { return w.frame.badge.Text }

func TestABadgeAndATray(t *testing.T) {
	ctx := context.Background()
	hub := apptest.NewHub(t, "luan")
	sample := hub.Samples()[1]
	clerk := hub.ClerkOf(sample).Person.ID
	unit := hub.ClerkOf(sample).Person.Unit
	officer := hub.By(model.DutyAcceptance).Person.ID
	deskOfClerk, deskOfOfficer := hub.Join(unit, false), hub.Join("authority", true)

	t.Run("a desk that is its own hub says nothing of an exchange", func(t *testing.T) {
		w := signedIn(t, hub.Office.Office, officer)
		if w.frame.badge.Visible() || w.frame.refused.Visible() || w.frame.banner.Visible() {
			t.Error("it does")
		}
	})
	w := following(t, deskOfClerk, clerk)
	var filed model.Event
	t.Run("the badge says what is exchanged, what waits and since when the line is cut", func(t *testing.T) {
		sees(t, w, "已同步")
		hub.Stop()
		filed = filesDraft(t, w.desk, sample)
		w.exchanged(app.SyncReport{Begun: true}, nil)
		sees(t, w, "待发送 2")
		w.exchange(nil)
		sees(t, w, "离线（自 "+deskOfClerk.Clock.Now().In(time.FixedZone("", 8*3600)).Format("15:04")+" 起） · 待发送 2")
	})
	if t.Failed() {
		return
	}
	t.Run("with all that the badge says the window need not be wider than a small screen", func(t *testing.T) {
		w.win.Resize(fyne.NewSize(1024, 700))
		if least := w.frame.content.MinSize().Width; least > 1024 || w.frame.search.Size().Width < leastSearch {
			t.Errorf("it takes %v; the search has %v", least, w.frame.search.Size())
		}
		w.win.Resize(fyne.NewSize(1366, 720))
		if width := w.frame.search.Size().Width; width != searchWidth {
			t.Errorf("in a wide one the search has %v", width)
		}
	})
	t.Run("the page of a request says which steps the hub has not taken yet", func(t *testing.T) {
		w.Go(RequestRoute(filed.Subject.ID))
		sees(t, w, "待编号", "1 步办理还没有送到共享库")
		page[*requestPage](t, w).show("history")
		sees(t, w, "待发送")
	})
	t.Run("a click tells which hub, what waits, and exchanges at once", func(t *testing.T) {
		test.Tap(w.frame.badge)
		sees(t, w, "https://127.0.0.1", hub.Fingerprint(), "提交", "自 ", "起连接不上")
		pressKey(w, "Return")
		sees(t, w, w.T("error.hub_unreachable"))
		hub.Serve()
		pressKey(w, "Return")
		sees(t, w, "已同步：送出 2 件", "没有待发送的事项")
		pressKey(w, "Escape")
		sees(t, w, "已同步")
		w.tick() // a page in sight looks again every now and then
		if seen := shown(w.win.Content()); strings.Contains(seen, "待编号") || strings.Contains(seen, "还没有送到共享库") {
			t.Error("the page still says that it waits")
		}
	})
	t.Run("what another desk does appears on the page in sight", func(t *testing.T) {
		w.Go(RequestRoute(filed.Subject.ID))
		sees(t, w, "待受理")
		other := following(t, deskOfOfficer, officer)
		other.exchange(nil)
		accepts(t, other.desk, filed.Subject.ID)
		other.exchange(nil)
		w.exchange(nil)
		sees(t, w, "已受理")
	})
	t.Run("an act that came too late lies in the tray beside what happened meanwhile", func(t *testing.T) {
		other := following(t, deskOfOfficer, hub.By(model.DutyApproval).Person.ID)
		for _, d := range []app.Doing{{Action: model.Approve, Note: "同意"}} {
			d.Request = filed.Subject.ID
			if _, err := other.desk.Do(ctx, d); err != nil {
				t.Fatal(err)
			}
		}
		second := hub.Join("authority", true)
		late := following(t, second, hub.By(model.DutyApproval).Person.ID)
		if _, err := late.desk.Do(ctx, app.Doing{Request: filed.Subject.ID, Action: model.Disapprove, Note: "材料不足"}); err != nil {
			t.Fatal(err)
		}
		late.Go(RequestRoute(filed.Subject.ID))
		other.exchange(nil)
		late.exchange(nil)
		sees(t, late, "未被接受 1", "最后办的一步没有被共享库接受", "已批准")
		test.Tap(late.frame.refused)
		p := page[*refusedPage](t, late)
		sees(t, late, "我的操作", "材料不足", "期间发生", other.desk.Person.Name, "同意", "请查看最新情况后再办")
		test.Tap(p.first)
		r := page[*requestPage](t, late)
		sees(t, late, "按现状已不能再")
		if r.id != filed.Subject.ID || kit.DialogOpen(late.win.Canvas()) {
			t.Error("an act that is not possible was opened")
		}
		late.Back()
		p = page[*refusedPage](t, late)
		p.dismiss(p.refused.Open[0])
		pressKey(late, "Return")
		sees(t, late, "没有未被接受的操作", "查看已了结的 1 件")
		if late.frame.refused.Visible() || badge(late) != "◆ 已同步" {
			t.Error(badge(late))
		}
		p.settled = true
		p.draw()
		sees(t, late, "材料不足", "已了结 · 退回于")
	})
	t.Run("an act that is still possible opens filled as it was meant, and settles the refused one", func(t *testing.T) {
		hub := apptest.NewHub(t, "luan")
		id := hub.Filed(model.Trial)
		clerk := hub.ClerkOf(hub.Samples()[0])
		late := following(t, hub.Join(clerk.Person.Unit, false), clerk.Person.ID)
		for _, d := range []struct {
			desk   *app.Desk
			action model.Action
		}{{late.desk, model.AskExtension}, {clerk, model.AskExtension}, {hub.By(model.DutyApproval), model.RefuseExtension}} {
			if _, err := d.desk.Do(ctx, app.Doing{Request: id, Action: d.action, Note: "设备到货晚", Values: model.Values{"days": "5"}}); err != nil {
				t.Fatal(err)
			}
		}
		late.exchange(nil)
		sees(t, late, "未被接受 1")
		late.Go(RefusedRoute())
		test.Tap(page[*refusedPage](t, late).first)
		if !kit.DialogOpen(late.win.Canvas()) {
			t.Fatal("the act was not opened")
		}
		sees(t, late, "设备到货晚")
		chooseMenu(t, late, "menu.submit")
		if state, err := view.LoadSync(ctx, late.desk, nil, app.SyncReport{}, nil); err != nil || state.Refused != 0 || state.Pending != 1 {
			t.Errorf("%+v %v", state, err)
		}
	})
	t.Run("thirty days without its hub the desk says on every page that it only reads, and what helps", func(t *testing.T) {
		hub.Stop()
		deskOfClerk.Clock.Set(deskOfClerk.Clock.Now().AddDate(0, 0, 31))
		w.exchange(nil)
		sees(t, w, "只读（离线期已满）", "已超过 30 天，只能查看", "立即同步")
		w.Go(SettingsRoute())
		sees(t, w, "已超过 30 天，只能查看")
	})
}

func accepts(t *testing.T, desk *app.Desk, id string) {
	t.Helper()
	if _, err := desk.Do(t.Context(), app.Doing{Request: id, Action: model.Accept}); err != nil {
		t.Fatal(err)
	}
}
