package ui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/ui/view"
)

// freshDesk is a window on an empty folder, which may join a hub.
func freshDesk(t *testing.T, clock *demo.Clock) *Window {
	t.Helper()
	opts := testOptions(t, nil)
	dir := t.TempDir()
	opts.Machine = "窗口二"
	opts.Meet = wire.Meet
	opts.Watch = func(context.Context, *app.Office, func(app.SyncReport, error)) error { return nil }
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
	})
	t.Run("a wrong code is said at the code", func(t *testing.T) {
		p := fill(map[string]string{"code": "AAAA-BBBB-CCCC"})
		p.begin()
		sees(t, w, "登记码不对、已用过或已过期")
	})
	t.Run("the right one joins, and a person signs in who was never there", func(t *testing.T) {
		p := fill(map[string]string{"code": joining.Code})
		p.begin()
		gate, ok := w.gate.(*signInPage)
		if !ok {
			t.Fatalf("the gate is %T", w.gate)
		}
		gate.name.SetValue(clerk.ID)
		gate.password.SetValue(demo.Password)
		test.Tap(gate.enter)
		sees(t, w, "已同步", "演示数据", clerk.Name)
		devices, err := hub.Log().Devices(t.Context())
		if err != nil || len(devices) != 1 || devices[0].Name != "窗口二" || devices[0].Unit != clerk.Unit {
			t.Errorf("%+v %v", devices, err)
		}
	})
}
