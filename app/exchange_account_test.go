package app_test

import (
	"context"
	"errors"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

// busyHub is a hub that was asked too often.
type busyHub struct{ app.Remote }

func (busyHub) Account(context.Context, string, model.Account) error {
	return model.Errorf(model.Offline, "error.too_many")
}

func TestAccountsFromADeskThatFollowsAHub(t *testing.T) {
	hub := apptest.NewHub(t, "luan")
	clerk := hub.ClerkOf(hub.Samples()[0]).Person
	desk, other := hub.Join("authority", true), hub.Join(clerk.Unit, false)
	admin := joins(t, desk, hub.By(model.DutyAdministration).Person.ID)
	fresh := model.Person{ID: "hanmei", Name: "韩梅", Unit: clerk.Unit, Roles: []model.Role{model.RoleClerk}}

	t.Run("an administrator makes an account through the hub, and the person signs in at another desk", func(t *testing.T) {
		if err := admin.AddPerson(t.Context(), fresh, "first-password"); err != nil {
			t.Fatal(err)
		}
		if _, err := desk.Person(t.Context(), fresh.ID); err != nil {
			t.Error("the desk does not know it:", err)
		}
		if _, err := other.SignIn(t.Context(), fresh.ID, "first-password"); err != nil {
			t.Error(err)
		}
	})
	t.Run("one of a unit that was made at the desk a moment before", func(t *testing.T) {
		unit := model.Unit{ID: "archive", Name: "市档案馆"}
		if err := admin.AddUnit(t.Context(), unit); err != nil {
			t.Fatal(err)
		}
		if err := admin.AddPerson(t.Context(), model.Person{ID: "gaoyuan", Name: "高远", Unit: unit.ID, Roles: fresh.Roles}, "first-password"); err != nil {
			t.Fatal(err)
		}
		if p, err := hub.Person(t.Context(), "gaoyuan"); err != nil || p.Unit != unit.ID {
			t.Error(p, err)
		}
	})
	t.Run("what is wrong with an account is said as it is at the hub itself", func(t *testing.T) {
		if err := admin.AddPerson(t.Context(), fresh, "first-password"); model.KindOf(err) != model.Invalid {
			t.Error(err)
		}
	})
	t.Run("a password is set through the hub: one's own, and as administrator anybody's", func(t *testing.T) {
		if err := admin.SetPassword(t.Context(), fresh.ID, "second-password"); err != nil {
			t.Fatal(err)
		}
		if _, err := other.SignIn(t.Context(), fresh.ID, "first-password"); model.KindOf(err) != model.Forbidden {
			t.Error("the old one is still good:", err)
		}
		her, err := other.SignIn(t.Context(), fresh.ID, "second-password")
		if err != nil {
			t.Fatal(err)
		}
		if err := her.SetPassword(t.Context(), fresh.ID, "third-password"); err != nil {
			t.Fatal(err)
		}
		hub.Stop()
		if _, err := other.SignIn(t.Context(), fresh.ID, "third-password"); err != nil {
			t.Error("without a line the new one is not known:", err)
		}
		hub.Serve()
	})
	t.Run("a hub that is asked too often says so, and not that there is no line to it", func(t *testing.T) {
		line := desk.Remote
		defer func() { desk.Remote = line }()
		desk.Remote = busyHub{line}
		var why *model.Error
		if err := admin.SetPassword(t.Context(), fresh.ID, "fourth-password"); !errors.As(err, &why) || why.Key != "error.too_many" {
			t.Error(err)
		}
	})
	t.Run("who keeps no accounts makes none, whatever a desk asks for", func(t *testing.T) {
		his := joins(t, other, clerk.ID)
		if err := his.AddPerson(t.Context(), model.Person{ID: "x2", Name: "甲", Unit: clerk.Unit, Roles: []model.Role{model.RoleClerk}}, "first-password"); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
		if err := hub.Account(t.Context(), clerk, model.Account{Person: model.Person{ID: fresh.ID}, Password: "stolen-password"}); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
		if _, err := hub.SignIn(t.Context(), clerk.ID, demo.Password); err != nil {
			t.Error(err)
		}
	})
}
