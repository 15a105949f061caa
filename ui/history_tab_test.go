package ui

import (
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestHistoryAndRounds(t *testing.T) {
	ctx := t.Context()
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Submitted)
	officer, vendor := office.By(model.DutyAcceptance), office.By(model.DutyDelivery)
	do := func(d *app.Desk, a app.Doing) {
		t.Helper()
		a.Request = id
		if _, err := d.Do(ctx, a); err != nil {
			t.Fatal(err)
		}
	}
	do(officer, app.Doing{Action: model.CC, Values: model.Values{"to": vendor.Person.ID}})
	do(officer, app.Doing{Action: model.Transfer, Values: model.Values{"to": officer.Person.ID}})
	lacking := officer.Profile().Materials[0]
	do(officer, app.Doing{Action: model.Decline, Note: "请补正", Values: model.Values{model.CompleteValue(lacking.ID): "false"}})
	clerk := office.ClerkOf(office.Samples()[0])
	draft, err := clerk.NewRound(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := clerk.Submit(ctx, draft); err != nil {
		t.Fatal(err)
	}
	do(officer, app.Doing{Action: model.Accept, Values: model.Values{model.CompleteValue(lacking.ID): model.True}})
	w, p := openRequest(t, office, model.DutyAcceptance, id)
	t.Run("the history names who got a copy and whom the work went to", func(t *testing.T) {
		p.show("history")
		sees(t, w, "抄送："+vendor.Person.Name, "转办："+officer.Person.Name)
	})
	t.Run("each round shows what the officer found of it (R12, T5)", func(t *testing.T) {
		p.show("rounds")
		sees(t, w, "不齐全："+lacking.Name, "材料核对：1 项均齐全")
	})
}
