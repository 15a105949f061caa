package view

import (
	"context"
	"slices"
	"testing"

	"yunban/app/apptest"
	"yunban/model"
)

func TestCompletenessCheck(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Submitted)
	officer := office.By(model.DutyAcceptance)
	at := func(a *Act) int {
		return slices.IndexFunc(a.Completeness(), func(m MaterialCheck) bool { return m.Required })
	}

	t.Run("what was filed is ticked, every line may be commented; other acts check nothing (R12)", func(t *testing.T) {
		r := open(t, officer, id)
		for _, action := range []model.Action{model.Accept, model.Decline} {
			act := r.NewAct(action)
			if at(act) < 0 || len(act.Reasonableness()) != len(r.Request.Lines) {
				t.Fatalf("%s: %+v, %d lines", action, act.Completeness(), len(act.Reasonableness()))
			}
			for _, m := range act.Completeness() {
				if filed := len(filesOf(r.Request.Round().Files, m.ID)) > 0; m.On != filed || !filed && !m.Required {
					t.Errorf("%+v", m)
				}
			}
		}
		if other := r.NewAct(model.Withdraw); len(other.Completeness())+len(other.Reasonableness()) > 0 {
			t.Error("a withdrawal checks materials")
		}
	})
	t.Run("an incomplete required material keeps the file from being accepted, until it is ticked again (R12)", func(t *testing.T) {
		act := open(t, officer, id).NewAct(model.Accept)
		field := model.CompleteValue(act.Completeness()[at(act)].ID)
		act.SetComplete(at(act), false)
		if err := act.Do(ctx); model.KindOf(err) != model.Invalid {
			t.Fatal(err)
		}
		if p, _ := act.Problem(field); p.Key != "problem.material_incomplete" {
			t.Errorf("%+v", act.Problems())
		}
		act.SetComplete(at(act), true)
		if _, still := act.Problem(field); still {
			t.Error("the problem stays while it is mended")
		}
	})
	t.Run("the request shows what was found, and so does the draft that answers it (R12, R13)", func(t *testing.T) {
		act := open(t, officer, id).NewAct(model.Decline)
		lacking := act.Completeness()[at(act)].Name
		act.SetComplete(at(act), false)
		act.SetReasonable(0, "内存偏高")
		act.SetNote("材料不全")
		if err := act.Do(ctx); err != nil {
			t.Fatal(err)
		}
		r := open(t, officer, id)
		if got := r.Checked().Incomplete(); !slices.Equal(got, []string{lacking}) || r.Resources()[0].Word != "内存偏高" {
			t.Errorf("incomplete %v, row %+v", got, r.Resources()[0])
		}
		clerk := office.As(r.History[0].Actor)
		draft, err := open(t, clerk, id).NewRound(ctx)
		if err != nil {
			t.Fatal(err)
		}
		in, err := OpenIntake(ctx, clerk, draft)
		if err != nil {
			t.Fatal(err)
		}
		found := in.Checked()
		if found.None() || !slices.Equal(found.Incomplete(), []string{lacking}) || len(found.Lines) != 1 || found.Lines[0].Text != "内存偏高" {
			t.Errorf("%+v", found)
		}
	})
}
