package wire_test

import (
	"os"
	"path/filepath"
	"testing"

	"yunban/app/apptest"
	"yunban/app/wire"
	"yunban/model"
)

func TestALockedDeskJoinsInItsPlace(t *testing.T) {
	ctx := t.Context()
	hub := apptest.NewHub(t, "luan")
	unit := hub.ClerkOf(hub.Samples()[0]).Person.Unit
	opts := wire.Options{Clock: hub.Clock.Now, OwnFonts: true}
	dir := filepath.Join(t.TempDir(), "desk")
	joins := func(t *testing.T) *wire.Opened {
		t.Helper()
		desk, err := wire.Join(ctx, dir, opts, hub.Joining(unit, false))
		if err != nil {
			t.Fatal(err)
		}
		return desk
	}
	desk := joins(t)
	t.Run("one that is not locked gives way to none", func(t *testing.T) {
		if _, err := desk.JoinLocked(ctx, opts, hub.Joining(unit, false)); model.KindOf(err) != model.Conflict {
			t.Error(err)
		}
	})
	locks := func(t *testing.T, desk *wire.Opened) {
		t.Helper()
		device, err := hub.Log().Device(ctx, desk.Device)
		if err == nil {
			device.Revoked = true
			err = hub.Log().SaveDevice(ctx, device)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := desk.Sync(ctx); model.KindOf(err) != model.Forbidden || !desk.LockedOut(ctx) {
			t.Fatal(err)
		}
	}
	locks(t, desk)
	first := desk.Device
	t.Run("a wrong code leaves everything as it was", func(t *testing.T) {
		wrong := hub.Joining(unit, false)
		wrong.Code = "AAAA-BBBB-CCCC"
		if _, err := desk.JoinLocked(ctx, opts, wrong); err == nil {
			t.Fatal("it joined")
		}
		if !desk.LockedOut(ctx) || wire.JoinReady(dir) {
			t.Error("it is not as it was")
		}
	})
	if err := desk.Close(); err != nil {
		t.Fatal(err)
	}
	t.Run("the folder of a closed one is joined as any other", func(t *testing.T) {
		desk = joins(t)
		if desk.Device == first || desk.LockedOut(ctx) {
			t.Error(desk.Device)
		}
		if _, err := desk.Sync(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Run("locked once more in the same second, it gives way once more, and each is kept", func(t *testing.T) {
		locks(t, desk)
		joined, err := desk.JoinLocked(ctx, opts, hub.Joining(unit, false))
		if err != nil {
			t.Fatal(err)
		}
		if aside, _ := filepath.Glob(filepath.Join(dir, "locked-*", "hub.json")); len(aside) != 2 {
			t.Error(aside)
		}
		if err := joined.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Run("cut off where everything is ready, it goes on when it is opened", func(t *testing.T) {
		aside, _ := filepath.Glob(filepath.Join(dir, "locked-*"))
		ready := filepath.Join(aside[0], "joining") // the locked one anew, with a desk that is ready
		fresh, err := wire.Join(ctx, ready, opts, hub.Joining(unit, false))
		if err != nil {
			t.Fatal(err)
		}
		device := fresh.Device
		if err := fresh.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(ready, "swap.json"), []byte(`"locked-again"`), 0o600); err != nil {
			t.Fatal(err)
		}
		if !wire.JoinReady(aside[0]) {
			t.Error("it is not ready")
		}
		opened, err := wire.Open(ctx, aside[0], opts)
		if err != nil {
			t.Fatal(err)
		}
		if opened.Device != device || opened.LockedOut(ctx) {
			t.Error(opened.Device)
		}
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
}
