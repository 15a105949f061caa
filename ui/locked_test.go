package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/model"
	"yunban/ui/view"
)

// lockingOut is a window on a desk that joined, as the program opens it, and the way to lock that desk out.
func lockingOut(t *testing.T, hub *apptest.Hub, clerk model.Person) (w *Window, dir string, lock func()) {
	t.Helper()
	ctx := t.Context()
	dir = filepath.Join(t.TempDir(), "desk")
	opts := wire.Options{Clock: hub.Clock.Now, OwnFonts: true}
	desk, err := wire.Join(ctx, dir, opts, hub.Joining(clerk.Unit, false))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = desk.Close() })
	window := joiningOptions(t, desk.Office)
	window.Join = func(ctx context.Context, j view.Join) (*app.Office, error) {
		joined, err := desk.JoinLocked(ctx, opts, wire.Joining{Address: j.Met.URL, Code: j.Code, Name: j.Name, Trust: func(string) error { return nil }})
		if err != nil {
			return nil, err
		}
		desk = joined // closed when the test ends
		return joined.Office, nil
	}
	return openTest(t, window), dir, func() {
		device, err := hub.Log().Device(ctx, desk.Device)
		if err == nil {
			device.Revoked = true
			err = hub.Log().SaveDevice(ctx, device)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestADeskThatWasLockedOutJoinsAgain(t *testing.T) {
	hub := apptest.NewHub(t, "luan")
	sample := hub.Samples()[1]
	clerk := hub.ClerkOf(sample).Person
	w, dir, lock := lockingOut(t, hub, clerk)
	enters(t, w, clerk.ID)
	hub.Stop()
	filesDraft(t, w.desk, sample) // never sent
	hub.Serve()
	lock()
	t.Run("who works there is told, with the way to join again", func(t *testing.T) {
		w.exchange(nil)
		sees(t, w, "本机已停用", "这台电脑已被共享库管理员停用", "重新加入共享库")
		test.Tap(w.frame.badge)
		sees(t, w, "与共享库同步")
		if strings.Contains(shown(w.win.Canvas().Overlays().Top()), "不联网交换") {
			t.Error("it offers an exchange that is over")
		}
		pressKey(w, "Escape")
	})
	t.Run("at the sign-in there is nothing but what happened, what was not sent and what helps", func(t *testing.T) {
		w.SignOut()
		sees(t, w, "这台电脑已被停用", "有 2 件事项停用时还没有送出", "仍然停用")
	})
	gate, ok := w.gate.(*lockedOutPage)
	if !ok {
		t.Fatalf("the gate is %T", w.gate)
	}
	test.Tap(gate.join)
	p := w.gate.(*joinPage)
	t.Run("a wrong code leaves it locked, and the way back leads there", func(t *testing.T) {
		sees(t, w, "是一台新登记的电脑")
		p.form.inputs["code"].SetValue("AAAA-BBBB-CCCC")
		p.meet()
		p.begin()
		sees(t, w, "登记码不对")
		p.back()
		sees(t, w, "这台电脑已被停用")
	})
	w.joinLocked()
	p = w.gate.(*joinPage)
	p.form.inputs["code"].SetValue(hub.Joining(clerk.Unit, false).Code)
	p.meet()
	p.begin()
	t.Run("with a new code a new desk takes its place", func(t *testing.T) {
		enters(t, w, clerk.ID)
		sees(t, w, "已同步")
		if w.desk == nil {
			t.Fatal("nobody is signed in")
		}
		if drafts, err := w.desk.Drafts(t.Context()); err != nil || len(drafts) != 0 {
			t.Error(drafts, err)
		}
	})
	t.Run("what was locked is beside, and stays locked", func(t *testing.T) {
		aside, err := filepath.Glob(filepath.Join(dir, "locked-*"))
		if err != nil || len(aside) != 1 {
			t.Fatal(aside, err)
		}
		old, err := wire.Open(t.Context(), aside[0], wire.Options{Clock: hub.Clock.Now, OwnFonts: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := old.SignIn(t.Context(), clerk.ID, demo.Password); model.KindOf(err) != model.Forbidden || old.Remote != nil || old.Courier != nil {
			t.Error(err)
		}
		if s, err := old.SyncState(t.Context()); err != nil || !s.Revoked || s.Pending != 2 {
			t.Error(s, err)
		}
		if err := old.Close(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(filepath.Join(dir, "joining")); !os.IsNotExist(err) {
			t.Error("something is left of the joining", err)
		}
	})
}

func TestALockThatIsMetAtTheSignIn(t *testing.T) {
	hub := apptest.NewHub(t, "luan")
	clerk := hub.ClerkOf(hub.Samples()[1]).Person
	t.Run("by who tries to sign in", func(t *testing.T) {
		w, _, lock := lockingOut(t, hub, clerk)
		lock()
		enters(t, w, clerk.ID)
		sees(t, w, "这台电脑已被停用")
	})
	t.Run("by the exchange, while nobody has signed in", func(t *testing.T) {
		w, _, lock := lockingOut(t, hub, clerk)
		lock()
		report, err := w.office.Sync(t.Context())
		w.exchanged(report, err)
		sees(t, w, "这台电脑已被停用")
	})
}
