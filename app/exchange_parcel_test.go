package app_test

import (
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

// colleague is a second clerk of a clerk's unit.
func colleague(t *testing.T, o *apptest.Office, unit string) model.Person {
	t.Helper()
	p := model.Person{ID: "hanmei", Name: "韩梅", Unit: unit, Roles: []model.Role{model.RoleClerk}}
	if err := o.By(model.DutyAdministration).AddPerson(t.Context(), p, demo.Password); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestADraftGoesToAColleague(t *testing.T) {
	hub := apptest.NewHub(t, "luan")
	sample := hub.Samples()[0]
	clerk := hub.ClerkOf(sample).Person
	her := colleague(t, hub.Office, clerk.Unit)
	first, second := hub.Join(clerk.Unit, false), hub.Join(clerk.Unit, false)
	elsewhere := hub.Join("authority", false)
	from, to := joins(t, first, clerk.ID), joins(t, second, her.ID)
	draft, problems, err := demo.Draft(t.Context(), from, sample)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	t.Run("through the hub, with its files, to another desk of the unit", func(t *testing.T) {
		if err := from.SendDraft(t.Context(), draft.ID, her.ID); err != nil {
			t.Fatal(err)
		}
		parcels := sure[[]model.Parcel](t)(to.Parcels(t.Context()))
		if len(parcels) != 1 || parcels[0].FromName != clerk.Name || parcels[0].Title != draft.Title() {
			t.Fatalf("%+v", parcels)
		}
		if here := sure[[]model.Parcel](t)(from.Parcels(t.Context())); len(here) > 0 {
			t.Errorf("%+v", here)
		}
		hash := draft.Filling.Files[0].Hash
		if err := elsewhere.Remote.FetchFile(t.Context(), hash, t.Output()); err == nil {
			t.Error("a desk of another unit gets its file")
		}
		taken := sure[model.Draft](t)(to.TakeParcel(t.Context(), parcels[0]))
		if taken.Owner != her.ID || taken.ID == draft.ID || len(taken.Filling.Files) != len(draft.Filling.Files) {
			t.Errorf("%+v", taken)
		}
		r, err := second.Files.Open(hash)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if left := sure[[]model.Parcel](t)(to.Parcels(t.Context())); len(left) > 0 {
			t.Errorf("%+v", left)
		}
		if mine := sure[model.Draft](t)(from.Draft(t.Context(), draft.ID)); mine.Owner != clerk.ID {
			t.Error("the sender's own is gone")
		}
		e := sure[model.Event](t)(to.Submit(t.Context(), taken))
		if report := sure[app.SyncReport](t)(second.Sync(t.Context())); report.Refused > 0 || e.ID == "" {
			t.Errorf("%+v", report)
		}
	})
	t.Run("to nobody else", func(t *testing.T) {
		if err := from.SendDraft(t.Context(), draft.ID, hub.By(model.DutyAcceptance).Person.ID); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
	})
	t.Run("at a desk that is its own hub it lies there until the colleague signs in", func(t *testing.T) {
		own := apptest.New(t, "luan")
		clerk := own.ClerkOf(sample)
		her := colleague(t, own, clerk.Person.Unit)
		draft, _, err := demo.Draft(t.Context(), clerk, sample)
		if err != nil {
			t.Fatal(err)
		}
		if err := clerk.SendDraft(t.Context(), draft.ID, her.ID); err != nil {
			t.Fatal(err)
		}
		hers := own.As(her.ID)
		parcels := sure[[]model.Parcel](t)(hers.Parcels(t.Context()))
		if len(parcels) != 1 {
			t.Fatalf("%+v", parcels)
		}
		if err := hers.DropParcel(t.Context(), parcels[0].ID); err != nil {
			t.Fatal(err)
		}
		if left := sure[[]model.Parcel](t)(hers.Parcels(t.Context())); len(left) > 0 {
			t.Errorf("%+v", left)
		}
	})
}
