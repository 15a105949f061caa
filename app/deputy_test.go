package app_test

import (
	"slices"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// offers reports whether one of a person's queues has a request in it, as home counts them.
func offers(t *testing.T, d *app.Desk, queue string) bool {
	t.Helper()
	return slices.ContainsFunc(must(d.Home(t.Context())).Queues, func(q app.QueueCount) bool { return q.ID == queue && q.Count > 0 })
}

func TestDeputyAtWork(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "panjin-2016")
	request := o.Filed(model.Accepted)
	approver, deputy := o.By(model.DutyApproval), o.By(model.DutyReading)
	today := o.Today()
	if offers(t, deputy, "to_approve") || may(t, deputy, request, model.Approve) {
		t.Fatal("the deputy decides without a delegation")
	}
	if err := approver.Delegate(ctx, deputy.Person.ID, today.String(), today.AddDays(60).String()); err != nil {
		t.Fatal(err)
	}
	t.Run("a deputy who is signed in already has the queue at once (R04)", func(t *testing.T) {
		if !offers(t, deputy, "to_approve") {
			t.Error("home does not know")
		}
	})
	t.Run("and may decide at once, on whose behalf (R04)", func(t *testing.T) {
		if !may(t, deputy, request, model.Approve) {
			t.Error("the dossier does not know")
		}
	})
	t.Run("the days of a delegation end by themselves at a desk that stays open (R04)", func(t *testing.T) {
		on(t, o, today.AddDays(61).String())
		defer on(t, o, today.String())
		if offers(t, deputy, "to_approve") || may(t, deputy, request, model.Approve) {
			t.Error("it holds after its last day")
		}
	})
	t.Run("what a deputy has done is done by both (R04)", func(t *testing.T) {
		must(deputy.Do(ctx, app.Doing{Request: request, Action: model.Approve, Note: "同意"}))
		for _, d := range []*app.Desk{deputy, approver} {
			if got := inQueue(t, d, "done"); !slices.Contains(got, request) {
				t.Errorf("%s has not done it: %v", d.Person.Name, got)
			}
		}
		if got := inQueue(t, o.By(model.DutyDelivery), "done"); slices.Contains(got, request) {
			t.Error("a third person has done it")
		}
	})
	t.Run("a revoked delegation gives nothing any more, at once (R04)", func(t *testing.T) {
		other := o.Filed(model.Accepted)
		if !may(t, deputy, other, model.Approve) {
			t.Fatal("it does not hold")
		}
		if err := approver.Revoke(ctx, must(approver.Delegations(ctx))[0].ID); err != nil {
			t.Fatal(err)
		}
		_, err := deputy.Do(ctx, app.Doing{Request: other, Action: model.Approve, Note: "同意"})
		refusal(t, err, model.Forbidden)
		if offers(t, deputy, "to_approve") {
			t.Error("the queue stays")
		}
	})
}
