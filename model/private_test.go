package model_test

import (
	"testing"

	"yunban/model"
)

func TestWhatOneSideKeepsToItself(t *testing.T) {
	said := model.Event{ID: "e1", Actor: "li", ActorName: "李四", Action: model.Comment, Note: "不外传", Files: []model.File{{Name: "底价.xlsx"}},
		Values: model.Values{"visible": model.OwnSide, "side": string(model.SideVendor)}}.Seal(nil)
	next := model.Event{ID: "e2", Action: model.Accept, Note: "同意"}.Seal([]model.Event{said})
	t.Run("only a comment is private, and only one that says so", func(t *testing.T) {
		other, all := said, said
		other.Action, all.Values = model.Decline, model.Values{"visible": "all", "side": "vendor"}
		if said.PrivateTo() != model.SideVendor || other.PrivateTo() != "" || all.PrivateTo() != "" {
			t.Error(said.PrivateTo(), other.PrivateTo(), all.PrivateTo())
		}
	})
	t.Run("withheld, it keeps its place in the chain and says nothing", func(t *testing.T) {
		stub := said.Withhold()
		if stub.Note != "" || stub.Actor+stub.ActorName != "" || len(stub.Values) > 0 || len(stub.Files) > 0 {
			t.Errorf("%+v", stub)
		}
		if err := model.VerifyChain([]model.Event{stub, next}); err != nil {
			t.Error(err)
		}
		stub.Hash = said.Prev
		if model.VerifyChain([]model.Event{stub, next}) == nil {
			t.Error("a chain with a hole is taken for whole")
		}
	})
}
