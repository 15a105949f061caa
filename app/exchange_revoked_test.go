package app_test

import (
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

func TestADeskThatWasLockedOut(t *testing.T) {
	hub := apptest.NewHub(t, "luan")
	sample := hub.Samples()[0]
	clerk := hub.ClerkOf(sample).Person
	desk := hub.Join(clerk.Unit, false)
	ofClerk := joins(t, desk, clerk.ID)
	draft, _, err := demo.Draft(t.Context(), ofClerk, sample)
	if err != nil {
		t.Fatal(err)
	}
	device := sure[model.Device](t)(hub.Log().Device(t.Context(), desk.Device))
	device.Revoked = true
	if err := hub.Log().SaveDevice(t.Context(), device); err != nil {
		t.Fatal(err)
	}
	t.Run("with the next contact nothing is changed there any more", func(t *testing.T) {
		if _, err := desk.Sync(t.Context()); model.KindOf(err) != model.Forbidden {
			t.Fatal(err)
		}
		if _, err := ofClerk.Submit(t.Context(), draft); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
		if s := sure[app.SyncState](t)(desk.SyncState(t.Context())); !s.Revoked || !s.ReadOnly {
			t.Errorf("%+v", s)
		}
	})
	t.Run("nobody signs in, with or without a line, and its keys are gone", func(t *testing.T) {
		desk.Reopen()
		if desk.Remote != nil {
			t.Error("it can still speak with the hub")
		}
		if _, err := desk.SignIn(t.Context(), clerk.ID, demo.Password); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
	})
}
