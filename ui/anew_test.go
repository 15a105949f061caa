package ui

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/model"
	"yunban/ui/view"
)

func TestADeskThatWasRestoredElsewhereJoinsAgain(t *testing.T) {
	ctx := t.Context()
	hub := apptest.NewHub(t, "luan")
	id := hub.Filed(model.Submitted)
	clerk := hub.ClerkOf(hub.Samples()[0]).Person
	dir, file := filepath.Join(t.TempDir(), "copy"), filepath.Join(t.TempDir(), "desk.zip")
	opts := wire.Options{Clock: hub.Clock.Now, OwnFonts: true}
	desk, err := wire.Join(ctx, filepath.Join(t.TempDir(), "desk"), opts, hub.Joining(clerk.Unit, false))
	if err == nil {
		_, err = desk.SignIn(ctx, clerk.ID, demo.Password) // whose password it knows from then on
	}
	if err == nil {
		_, err = wire.Backup(ctx, desk.Dir, file, nil, nil)
	}
	if err == nil {
		err = desk.Close()
	}
	if err == nil {
		_, _, err = wire.Restore(ctx, file, dir, false, nil, nil)
	}
	var copied *wire.Opened
	if err == nil {
		copied, err = wire.Open(ctx, dir, opts)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = copied.Close() })
	window := joiningOptions(t, copied.Office)
	window.Join = func(ctx context.Context, j view.Join) (*app.Office, error) {
		joined, err := copied.JoinAnew(ctx, opts, wire.Joining{Address: j.Met.URL, Code: j.Code, Name: j.Name})
		if err != nil {
			return nil, err
		}
		copied = joined // closed when the test ends
		return joined.Office, nil
	}
	w := signedInBy(t, window, clerk.ID)
	if _, err := w.desk.Do(ctx, app.Doing{Request: id, Action: model.Urge}); err != nil {
		t.Fatal(err)
	}
	w.drawSync()
	t.Run("it says that another copy is in use, and what waits", func(t *testing.T) {
		sees(t, w, "须重新登记", "待发送 1", "另有一份副本")
	})
	t.Run("a code that is wrong changes nothing", func(t *testing.T) {
		w.enrolAnew()
		p := w.gate.(*joinPage)
		sees(t, w, "原来的登记不再使用")
		p.form.inputs["code"].SetValue("AAAA-BBBB-CCCC")
		p.meet()
		p.begin()
		sees(t, w, "登记码")
		p.back()
		enters(t, w, clerk.ID)
		sees(t, w, "须重新登记")
	})
	t.Run("with a new code it is another device, and what waited is sent", func(t *testing.T) {
		w.enrolAnew()
		p := w.gate.(*joinPage)
		p.form.inputs["code"].SetValue(hub.Joining(clerk.Unit, false).Code)
		p.meet()
		p.begin()
		enters(t, w, clerk.ID)
		sees(t, w, "已同步")
		if !slices.ContainsFunc(hub.Dossier(id).History, func(e model.Event) bool { return e.Action == model.Urge }) {
			t.Error("it was not")
		}
	})
}
