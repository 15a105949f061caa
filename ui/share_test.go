package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/wire"
	"yunban/model"
	"yunban/ui/view"
)

// anyPort shares on a port that is free, whatever was typed.
type anyPort struct{ *wire.Sharer }

func (s anyPort) Share(ctx context.Context, _ int) error { return s.Sharer.Share(ctx, 0) }

// sharingWindow is a window at which a person of an office that may be shared has signed in.
func sharingWindow(t *testing.T, office *apptest.Office, name string) *Window {
	t.Helper()
	opts := testOptions(t, office.Office)
	opts.Share = func(*app.Office) view.Sharer { return anyPort{office.Sharer()} }
	return signedInBy(t, opts, name)
}

func TestSharingADesk(t *testing.T) {
	office := apptest.New(t, "luan")
	clerk := office.ClerkOf(office.Samples()[0]).Person
	office.Clock.Set(time.Now()) // certificates go by the machine's
	w := sharingWindow(t, office, office.By(model.DutyAdministration).Person.ID)
	t.Run("only who keeps accounts is offered to share", func(t *testing.T) {
		w.Go(SettingsRoute())
		sees(t, w, "共享本机")
		other := sharingWindow(t, office, clerk.ID)
		other.Go(SettingsRoute())
		if strings.Contains(shown(other.win.Content()), "共享本机") {
			t.Error("a clerk is")
		}
	})
	w.Go(ShareRoute())
	p := page[*sharePage](t, w)
	t.Run("a port that is none is said in its place", func(t *testing.T) {
		sees(t, w, "没有共享")
		p.form.inputs["port"].SetValue("0")
		test.Tap(p.start)
		sees(t, w, "端口是 1 到 65535 的数字")
	})
	t.Run("shared, it says where others find it and by what fingerprint, and the badge counts them", func(t *testing.T) {
		p.form.inputs["port"].SetValue("8443")
		test.Tap(p.start)
		sees(t, w, "正在共享", p.share.Fingerprint, "共享中 0 台")
	})
	var code string
	t.Run("a code is made for a unit's desk, and another desk joins with it", func(t *testing.T) {
		p.askCode()
		pressKey(w, "Escape") // from the choice of a unit
		pressKey(w, "Escape")
		var err error
		if code, err = (view.CodeForm{Unit: clerk.Unit}).Make(t.Context(), p.sharer); err != nil {
			t.Fatal(err)
		}
		p.showCode(code)
		sees(t, w, code, "核对指纹")
		pressKey(w, "Escape")
		joined, err := wire.Join(t.Context(), t.TempDir(), wire.Options{Clock: office.Clock.Now, OwnFonts: true}, wire.Joining{
			Address: "127.0.0.1:" + view.Count(p.share.Port), Code: code, Name: "二号机", Trust: func(found string) error {
				if !wire.SameFingerprint(found, p.share.Fingerprint) {
					t.Error("another fingerprint")
				}
				return nil
			}})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := joined.Close(); err != nil {
				t.Error(err)
			}
		}()
		if !joined.Sandbox {
			t.Error("a desk of demonstration data does not say that it is one")
		}
		p.Refresh()
		w.drawSync()
		sees(t, w, "二号机", "本单位", "共享中 1 台")
	})
	t.Run("a desk is locked out after a question, for good", func(t *testing.T) {
		p.revokeChosen()
		sees(t, w, "请先在表中选一台电脑")
		p.devices.Select(0)
		p.revokeChosen()
		sees(t, w, "下次连接时即被锁定")
		chooseMenu(t, w, "menu.submit")
		sees(t, w, "已停用", "共享中 0 台")
	})
	t.Run("it is shared again after a restart, until somebody stops it", func(t *testing.T) {
		office.Reopen()
		office.Sharer().Resume(t.Context())
		if s := office.Sharer().Sharing(); !s.On || s.Fingerprint == "" {
			t.Errorf("%+v", s)
		}
		if err := office.Sharer().Stop(t.Context()); err != nil {
			t.Error(err)
		}
		office.Reopen()
		office.Sharer().Resume(t.Context())
		if s := office.Sharer().Sharing(); s.On {
			t.Errorf("%+v", s)
		}
	})
}
