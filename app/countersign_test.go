package app_test

import (
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestCountersigningAtDesks(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		o.Profile().Countersigners = 1
		admin := o.By(model.DutyAdministration)
		approver := o.By(model.DutyApproval)
		second := model.Person{ID: "zzwei", Name: "卫三", Roles: approver.Person.Roles, Unit: approver.Person.Unit}
		if err := admin.AddPerson(t.Context(), second, "eight-or-more"); err != nil {
			t.Fatal(err)
		}
		r := submitted(t, o, 1)
		r.do(model.DutyAcceptance, model.Accept, app.Doing{})
		t.Run("the approval waits for the other's word (R14)", func(t *testing.T) {
			names(t, r.refused(model.Invalid, model.DutyApproval, model.Approve, app.Doing{Note: "同意"}), "countersign problem.countersign_missing")
		})
		if _, err := o.As("zzwei").Do(t.Context(), app.Doing{Request: r.id, Action: model.Countersign, Note: "测算充分，无异议"}); err != nil {
			t.Fatal(err)
		}
		file := r.do(model.DutyApproval, model.Approve, app.Doing{Note: "同意"})
		t.Run("the paper bears both opinions with their names (R14)", func(t *testing.T) {
			doc, err := approver.Compose(file, model.PaperApproval)
			if err != nil {
				t.Fatal(err)
			}
			var boxes []model.OpinionBox
			for _, b := range doc.Blocks {
				if box, ok := b.(model.OpinionBox); ok {
					boxes = append(boxes, box)
				}
			}
			if len(boxes) != 2 || boxes[0].Title != "会签意见" || boxes[0].Text != "测算充分，无异议" || boxes[0].Signers[0].Name != "卫三" ||
				boxes[1].Text != "同意" {
				t.Errorf("%+v", boxes)
			}
		})
	})
}
