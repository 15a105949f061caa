package ui

import (
	"testing"

	"yunban/app/apptest"
	"yunban/model"
)

func TestCountersigningOnThePage(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	office.Profile().Countersigners = 1
	approver := office.By(model.DutyApproval)
	second := model.Person{ID: "zzwei", Name: "卫三", Roles: approver.Person.Roles, Unit: approver.Person.Unit}
	if err := office.By(model.DutyAdministration).AddPerson(t.Context(), second, "yunban-demo"); err != nil {
		t.Fatal(err)
	}
	id := office.Filed(model.Accepted)
	t.Run("the page says how many must agree, and why the approval waits (R14)", func(t *testing.T) {
		w, p := openRequest(t, office, model.DutyApproval, id)
		sees(t, w, "会签", "已有 0 人会签同意，还需 1 人。", "会签同意")
		for _, c := range p.r.Choices() {
			if c.Action == model.Approve && c.May {
				t.Error("the approval is offered already")
			}
		}
	})
	t.Run("who agreed is shown with the opinion, and the other one approves (R14)", func(t *testing.T) {
		w := signedIn(t, office.Office, "zzwei")
		w.Go(RequestRoute(id))
		p := page[*requestPage](t, w)
		d := &actDialog{w: w, p: p, act: p.r.NewAct(model.Countersign)}
		d.open()
		d.act.SetNote("测算充分，无异议")
		d.take()
		sees(t, w, "1 人会签同意。", "卫三", "测算充分，无异议")
		for _, c := range page[*requestPage](t, w).r.Choices() {
			if c.May && c.Action != model.Disapprove {
				t.Errorf("%s is offered to who agreed", c.Action)
			}
		}
		_, p = openRequest(t, office, model.DutyApproval, id)
		for _, c := range p.r.Choices() {
			if c.Action == model.Approve && !c.May {
				t.Error("the approval is not offered")
			}
		}
	})
}
