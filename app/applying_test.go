package app_test

import (
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// conflict reads the words and the number of a refusal.
func conflict(t *testing.T, err error, key, number string) {
	t.Helper()
	e := refusal(t, err, model.Conflict)
	if e.Key != key || e.Args["number"] != number || e.Args["system"] == "" {
		t.Errorf("%s %v, want %s of %s", e.Key, e.Args, key, number)
	}
}

func TestASystemAppliesOnce(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "panjin-2016")
	clerk := o.ClerkOf(o.Samples()[0])
	entry := model.Values{"system_name": "档案数字化系统", "migration": "planned", "planned_migration": "2026-06-30", "mlps_level": "2",
		"system_owner": "赵强", "system_owner_phone": "13842700001", "security_officer": "钱红", "security_officer_phone": "13842700002",
		"auditor": "孙丽", "auditor_phone": "13842700003"}
	system, err := clerk.SaveSystem(ctx, "", clerk.Unit.ID, entry)
	if err != nil {
		t.Fatal(err)
	}
	begun := func() model.Draft {
		t.Helper()
		draft, err := clerk.NewDraftFor(ctx, system)
		if err != nil {
			t.Fatal(err)
		}
		filled := o.Draft(o.Samples()[0]).Filling
		filled.Values["system_name"] = draft.Title()
		draft.Filling = filled
		return draft
	}
	first, second := begun(), begun()
	if _, err := clerk.Submit(ctx, first); err != nil {
		t.Fatal(err)
	}
	number := o.Dossier(first.ID).Request.Number
	t.Run("a system that applies is not begun again, and the request is named (R01)", func(t *testing.T) {
		_, err := clerk.NewDraftFor(ctx, system)
		conflict(t, err, "error.system_applying", number)
	})
	t.Run("a draft that was begun before is not filed beside it (R01)", func(t *testing.T) {
		_, err := clerk.Submit(ctx, second)
		conflict(t, err, "error.system_applying", number)
		if drafts, err := clerk.Drafts(ctx); err != nil || len(drafts) == 0 {
			t.Error("what was typed is lost", err)
		}
	})
	t.Run("a new round does not stand in its own way, and stays with its system (R13, T5)", func(t *testing.T) {
		if _, err := o.By(model.DutyAcceptance).Do(ctx, app.Doing{Request: first.ID, Action: model.Decline, Note: "缺测算"}); err != nil {
			t.Fatal(err)
		}
		round, err := clerk.NewRound(ctx, first.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := clerk.Submit(ctx, round); err != nil {
			t.Fatal(err)
		}
		if got := o.Dossier(first.ID).Request.System; got != system {
			t.Errorf("it is of %s now", got)
		}
	})
	t.Run("once it is withdrawn the system applies anew (R01)", func(t *testing.T) {
		if _, err := clerk.Do(ctx, app.Doing{Request: first.ID, Action: model.Withdraw}); err != nil {
			t.Fatal(err)
		}
		if _, err := clerk.Submit(ctx, second); err != nil {
			t.Error(err)
		}
	})
	t.Run("a live system changes instead", func(t *testing.T) {
		live := o.Filed(model.Live)
		_, err := clerk.NewDraftFor(ctx, live)
		conflict(t, err, "error.system_on_cloud", o.Dossier(live).Request.Number)
	})
}
