package app_test

import (
	"context"
	"path/filepath"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/wire"
	"yunban/model"
)

// TestADecisionThatNobodySawIsNotPassedOver is about a hub that was restored from a copy: what desks had confirmed is
// offered to it again, and comes behind what others decided meanwhile.
func TestADecisionThatNobodySawIsNotPassedOver(t *testing.T) {
	ctx := context.Background()
	for name, byOther := range map[string]bool{"an act that stands on an own confirmed comment": false, "one that stands on a colleague's": true} {
		t.Run(name+" is refused for a decision that its author has not seen", func(t *testing.T) {
			hub := apptest.NewHub(t, "luan")
			id := hub.Filed(model.Submitted)
			about := model.Subject{Kind: model.RequestSubject, ID: id}
			clerk, officer := hub.ClerkOf(hub.Samples()[0]).Person, hub.By(model.DutyAcceptance).Person
			window, colleague, bureau := hub.Join(clerk.Unit, false), hub.Join(clerk.Unit, false), hub.Join(officer.Unit, true)
			ofClerk, ofColleague, ofOfficer := joins(t, window, clerk.ID), joins(t, colleague, clerk.ID), joins(t, bureau, officer.ID)
			copied := filepath.Join(t.TempDir(), "hub.zip")
			if _, err := wire.Backup(ctx, hub.Dir, copied, nil, nil); err != nil {
				t.Fatal(err)
			}
			who, from := ofClerk, window
			if byOther {
				who, from = ofColleague, colleague
			}
			sure[model.Event](t)(who.Do(ctx, app.Doing{Request: id, Action: model.Comment, Note: "请尽快办理", Values: model.Values{"visible": "all"}}))
			syncs(t, from, 1, 0)
			syncs(t, window, 0, 0)
			sure[model.Event](t)(ofClerk.Do(ctx, app.Doing{Request: id, Action: model.Withdraw, Note: "不办了"})) // has seen the filing and the comment

			hub.Stop()
			if err := hub.Close(); err != nil {
				t.Fatal(err)
			}
			if _, _, err := wire.Restore(ctx, copied, hub.Dir, true, nil, nil); err != nil {
				t.Fatal(err)
			}
			hub.Opened = apptest.Open(t, hub.Dir, hub.Clock).Opened
			hub.Serve()
			syncs(t, bureau, 0, 0)
			sure[model.Event](t)(ofOfficer.Do(ctx, app.Doing{Request: id, Action: model.Accept}))
			syncs(t, bureau, 1, 0)
			if byOther {
				syncs(t, colleague, 1, 0)
				syncs(t, window, 0, 1)
			} else {
				syncs(t, window, 1, 1)
			}
			refused := sure[[]model.RefusedAct](t)(window.Outbox.Refused(ctx))
			if len(refused) != 1 || refused[0].Answer.Key != "error.changed_meanwhile" {
				t.Errorf("%+v", refused)
			}
			if status := hub.Dossier(id).Request.Status; status != model.Accepted {
				t.Errorf("it is %s: %+v", status, sure[[]model.Event](t)(hub.Store.Events(ctx, about)))
			}
		})
	}
}
