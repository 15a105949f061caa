package app_test

import (
	"context"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestAnAssessmentReachesThoseConcerned(t *testing.T) {
	ctx := context.Background()
	hub := apptest.NewHub(t, "luan")
	hub.Filed("")
	clerk, other := hub.ClerkOf(hub.Samples()[0]).Person, hub.ClerkOf(hub.Samples()[1]).Person
	assessor := hub.By(model.DutyAssessment).Person
	bureau, window, elsewhere := hub.Join(assessor.Unit, true), hub.Join(clerk.Unit, false), hub.Join(other.Unit, false)
	ofAssessor, ofClerk, ofOther := joins(t, bureau, assessor.ID), joins(t, window, clerk.ID), joins(t, elsewhere, other.ID)
	year := bureau.Today().String()[:4]
	id := sure[model.Event](t)(ofAssessor.PublishAssessment(ctx, app.AssessmentQuery{Subject: model.AssessUnit, Unit: clerk.Unit, Period: year, Advice: "按期迁移。"})).Subject.ID
	syncs(t, bureau, 1, 0)
	t.Run("published at one desk, it is frozen at the hub with its figures and has a number (R51)", func(t *testing.T) {
		file, card, err := hub.As(assessor.ID).Published(ctx, id)
		if err != nil || file.Number == "" || len(card.Indicators) == 0 {
			t.Errorf("%q %v", file.Number, err)
		}
	})
	t.Run("its unit's desk gets it, reads the figures and acknowledges it (R51)", func(t *testing.T) {
		syncs(t, window, 0, 0)
		if _, card, err := ofClerk.Published(ctx, id); err != nil || card.Advice != "按期迁移。" {
			t.Fatal(err)
		}
		taken(t, ofClerk, app.MatterWork{Kind: model.Assessment, ID: id, Action: model.Receive})
		syncs(t, window, 1, 0)
	})
	t.Run("another unit's desk never holds it (R51, R04)", func(t *testing.T) {
		if clerk.Unit == other.Unit {
			t.Fatal("the samples are of one unit")
		}
		syncs(t, elsewhere, 0, 0)
		if past, err := elsewhere.Store.Events(ctx, model.Subject{Kind: model.Assessment, ID: id}); err != nil || len(past) > 0 {
			t.Errorf("%d events, %v", len(past), err)
		}
		if _, _, err := ofOther.Published(ctx, id); model.KindOf(err) != model.NotFound {
			t.Error(err)
		}
	})
	t.Run("its unit publishes nothing at its own desk (R51)", func(t *testing.T) {
		if _, err := ofClerk.PublishAssessment(ctx, app.AssessmentQuery{Subject: model.AssessUnit, Unit: clerk.Unit, Period: year}); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
	})
}
