package app_test

import (
	"context"
	"slices"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestCommentsThatOneSideKeepsToItself(t *testing.T) {
	ctx := context.Background()
	hub := apptest.NewHub(t, "luan")
	id := hub.Filed(model.Accepted)
	about := model.Subject{Kind: model.RequestSubject, ID: id}
	officer, vendor := hub.By(model.DutyAcceptance).Person, hub.By(model.DutyDelivery).Person
	clerk := hub.ClerkOf(hub.Samples()[0]).Person
	window := hub.Join(clerk.Unit, false)
	bureau := hub.Join(officer.Unit, true)
	ofOfficer, ofClerk := joins(t, bureau, officer.ID), joins(t, window, clerk.ID)
	secret := "与厂商核对前不外传"
	sure[model.Event](t)(ofOfficer.Do(ctx, app.Doing{Request: id, Action: model.Comment, Note: secret, Values: model.Values{"visible": model.OwnSide}}))
	syncs(t, bureau, 1, 0)
	syncs(t, window, 0, 0)
	last := func(o *apptest.Office) model.Event {
		events := sure[[]model.Event](t)(o.Store.Events(ctx, about))
		return events[len(events)-1]
	}
	t.Run("its words reach desks of that side and no other", func(t *testing.T) {
		if e := last(bureau); e.Note != secret {
			t.Errorf("the officer's own desk has %+v", e)
		}
		if e := last(window); e.Note != "" || !e.Withheld || e.Actor+e.ActorName+e.ActorUnit != "" {
			t.Errorf("the unit's desk has %+v", e)
		}
		if e := last(hub.Office); e.Note != secret || e.Values["side"] != string(model.SideAuthority) {
			t.Errorf("the hub has %+v", e)
		}
	})
	t.Run("nobody at another side's desk is shown that it stands there", func(t *testing.T) {
		file := sure[app.Dossier](t)(ofClerk.Dossier(ctx, id))
		if slices.ContainsFunc(file.History, func(e model.Event) bool { return e.Action == model.Comment && e.Withheld }) {
			t.Errorf("%+v", file.History)
		}
	})
	t.Run("both desks follow on and verify", func(t *testing.T) {
		sure[model.Event](t)(ofClerk.Do(ctx, app.Doing{Request: id, Action: model.Urge}))
		syncs(t, window, 1, 0)
		syncs(t, bureau, 0, 0)
		for i, o := range []*apptest.Office{hub.Office, bureau, window} {
			if broken, err := o.Store.Verify(ctx, func(int, int) {}); err != nil || len(broken) > 0 {
				t.Errorf("%d: %v %v", i, broken, err)
			}
		}
	})
	t.Run("when a unit gets people of another side, its desks begin anew and hear them", func(t *testing.T) {
		admin := hub.By(model.DutyAdministration)
		officer.Unit = clerk.Unit
		if err := admin.SavePerson(ctx, officer); err != nil {
			t.Fatal(err)
		}
		syncs(t, window, 0, 0)
		if e := sure[[]model.Event](t)(window.Store.Events(ctx, about)); !slices.ContainsFunc(e, func(e model.Event) bool { return e.Note == secret }) {
			t.Errorf("%+v", e)
		}
		if sides := sure[[]model.Side](t)(hub.Hears(ctx, clerk.Unit)); !slices.Equal(sides, []model.Side{model.SideAuthority, model.SideUnit}) {
			t.Error(sides)
		}
	})
	t.Run("a desk of the vendor, who may read every request, does not get it", func(t *testing.T) {
		third := hub.Join(vendor.Unit, true)
		events := sure[[]model.Event](t)(third.Store.Events(ctx, about))
		if len(events) == 0 || slices.ContainsFunc(events, func(e model.Event) bool { return e.Note == secret }) {
			t.Errorf("%+v", events)
		}
	})
}
