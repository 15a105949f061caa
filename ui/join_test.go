package ui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/app/words"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// joiningOptions are of a window that asks a hub who it is; the test asks for its exchanges itself.
func joiningOptions(t *testing.T, office *app.Office) Options {
	t.Helper()
	opts := followOptions(t, office)
	opts.Machine, opts.Meet = "窗口二", wire.Meet
	return opts
}

// freshDesk is a window on an empty folder, which may join a hub.
func freshDesk(t *testing.T, clock *demo.Clock) *Window {
	t.Helper()
	opts, dir := joiningOptions(t, nil), t.TempDir()
	opts.Join = func(ctx context.Context, j view.Join) (*app.Office, error) {
		o, err := wire.Join(ctx, dir, wire.Options{Clock: clock.Now, OwnFonts: true}, wire.Joining{Address: j.Met.URL, Code: j.Code, Name: j.Name,
			Trust: func(string) error { return nil }})
		if err != nil {
			return nil, err
		}
		t.Cleanup(func() {
			if err := o.Close(); err != nil {
				t.Error(err)
			}
		})
		return o.Office, nil
	}
	return openTest(t, opts)
}

func TestJoiningAHub(t *testing.T) {
	hub := apptest.NewHub(t, "luan")
	clerk := hub.ClerkOf(hub.Samples()[0]).Person
	joining := hub.Joining(clerk.Unit, false)
	w := freshDesk(t, hub.Clock)
	fill := func(values map[string]string) *joinPage {
		p := w.gate.(*joinPage)
		for id, v := range values {
			p.form.inputs[id].SetValue(v)
		}
		test.Tap(p.onward)
		return p
	}
	t.Run("a fresh desk chooses between an office of its own and the shared store of its office", func(t *testing.T) {
		sees(t, w, "新建本机", "加入单位共享库")
		w.showGate(newJoinPage(w, view.Join{Name: w.opts.Machine}))
		sees(t, w, "窗口二")
	})
	t.Run("what is missing or no code is said in its place", func(t *testing.T) {
		fill(map[string]string{"code": "ABC"})
		sees(t, w, "登记码是 12 位字母和数字")
	})
	t.Run("no line is said at the address", func(t *testing.T) {
		fill(map[string]string{"address": "127.0.0.1:1", "code": joining.Code})
		sees(t, w, "连接不上。请核对地址和端口")
	})
	t.Run("a clock that is a day off must be set first", func(t *testing.T) {
		p := w.gate.(*joinPage)
		p.join.Met.Now = time.Now().Add(-25 * time.Hour)
		p.join.Met.Sandbox = false
		if said, refused := p.join.Clock(time.Now()); !refused || said.Key != "join.clock_refused" {
			t.Error(said, refused)
		}
		p.join.Met.Now = time.Now().Add(6 * time.Minute)
		if said, refused := p.join.Clock(time.Now()); refused || said.Key != "join.clock_off" {
			t.Error(said, refused)
		}
	})
	t.Run("the fingerprint is shown large, in groups; that it differs sends nothing", func(t *testing.T) {
		p := fill(map[string]string{"address": joining.Address})
		for _, row := range p.join.Groups() {
			sees(t, w, row...)
		}
		sees(t, w, "核对指纹", "演示数据")
		p.differs()
		sees(t, w, "登记码没有发出")
		if w.win.Canvas().Focused() != fyne.Focusable(p.form.inputs["address"].(*kit.Entry)) {
			t.Error("the address has not the keyboard")
		}
	})
	t.Run("a wrong code is said at the code", func(t *testing.T) {
		p := fill(map[string]string{"code": "AAAA-BBBB-CCCC"})
		p.begin()
		sees(t, w, "登记码不对、已用过或已过期")
	})
	t.Run("the right one joins, and a person signs in who was never there", func(t *testing.T) {
		p := fill(map[string]string{"code": joining.Code})
		p.begin()
		enters(t, w, clerk.ID)
		sees(t, w, "已同步", "演示数据", clerk.Name)
		devices, err := hub.Log().Devices(t.Context())
		if err != nil || len(devices) != 1 || devices[0].Name != "窗口二" || devices[0].Unit != clerk.Unit {
			t.Errorf("%+v %v", devices, err)
		}
	})
}

func TestJoiningWithRecords(t *testing.T) {
	hub, own := apptest.NewHub(t, "luan"), apptest.New(t, "luan")
	id := own.Filed(model.Accepted)
	filesDraft(t, hub.ClerkOf(hub.Samples()[0]), hub.Samples()[0]) // under the same number
	admin := own.By(model.DutyAdministration)
	if err := admin.AddUnit(t.Context(), model.Unit{ID: "unit-odd", Name: "市气象局"}); err != nil {
		t.Fatal(err)
	}
	if err := admin.AddPerson(t.Context(), model.Person{ID: "odd", Name: "钱明", Unit: "unit-odd", Roles: []model.Role{model.RoleClerk}}, demo.Password); err != nil {
		t.Fatal(err)
	}
	filesDraft(t, own.As("odd"), own.Samples()[1])
	joining := hub.Joining("authority", true)
	own.Clock.Set(time.Now())
	opts := testOptions(t, own.Office)
	opts.Share = func(*app.Office) view.Sharer {
		if own.Sharer() == nil {
			return nil
		}
		return own.Sharer()
	}
	opts.Meet = wire.Meet
	moving := func(j view.Join, told Progress) wire.Moving {
		words, err := wire.Words("zh-Hans")
		if err != nil {
			t.Error(err)
		}
		return wire.Moving{Joining: wire.Joining{Address: j.Met.URL, Code: j.Code, Name: j.Name, Trust: func(string) error { return nil }},
			Words: words.Text, Say: words.Error, Told: told}
	}
	opts.TryMove = func(ctx context.Context, _ *app.Office, j view.Join, told Progress) (app.Moving, error) {
		return own.TryMove(ctx, moving(j, told))
	}
	opts.Move = func(ctx context.Context, _ *app.Office, j view.Join, _ *words.Words, told Progress) (*app.Office, app.Moving, error) {
		joined, moved, err := own.MoveTo(ctx, wire.Options{Clock: own.Clock.Now, OwnFonts: true}, moving(j, told))
		if err != nil {
			return nil, moved, err
		}
		own.Opened = joined // closed when the test ends
		return joined.Office, moved, nil
	}
	opts.Moved = func(*app.Office) (app.Moving, string, error) { return own.Moved() }
	w := signedInBy(t, opts, admin.Person.ID)
	w.Go(SettingsRoute())
	sees(t, w, "加入单位共享库")
	w.showGate(newMovePage(w, own.Office, view.Join{Address: joining.Address, Code: joining.Code, Name: "一号机"}))
	p := w.gate.(*joinPage)
	t.Run("before anything is changed the hub says what would go along and what not, and why", func(t *testing.T) {
		p.meet()
		p.begin()
		sees(t, w, "不能移交 2 件", "钱明", "重新检查", "旧库整体另存为带日期的副本")
		sees(t, w, "将换新编号的 1 件", own.Dossier(id).Request.Number+" → ", "依次顺延")
	})
	t.Run("it joins with its records, says what became of them, and signs in again", func(t *testing.T) {
		p.move()
		sees(t, w, "已加入共享库", "2 件没有移交")
		test.Tap(p.onward)
		enters(t, w, admin.Person.ID)
		if w.desk == nil || hub.Dossier(id).Request.Status != model.Accepted {
			t.Fatal("it did not")
		}
		sees(t, w, "已同步")
	})
	t.Run("the report stays to be read", func(t *testing.T) {
		w.Go(SettingsRoute())
		sees(t, w, "本机已加入单位共享库", "移交报告")
		w.Go(MovedRoute())
		sees(t, w, "未移交", "已移交", "moved.xlsx")
	})
}
