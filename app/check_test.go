package app_test

import (
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestCompletenessCheck(t *testing.T) {
	t.Run("what was found of materials and lines is kept with the answer, and an incomplete file is not accepted (R12)", func(t *testing.T) {
		eachCity(t, func(t *testing.T, o *apptest.Office) {
			r := submitted(t, o, 0)
			file := r.look()
			required, line := "", file.Request.Lines[0].ID
			for _, m := range file.Profile.Materials {
				if m.Needed(file.Request.Values()) {
					required = m.ID
				}
			}
			lacking := model.Values{model.CompleteValue(required): "false", model.ReasonableValue(line): "内存偏高"}
			e := r.refused(model.Invalid, model.DutyAcceptance, model.Accept, app.Doing{Values: lacking})
			names(t, e, model.CompleteValue(required)+" problem.material_incomplete")
			declined := r.do(model.DutyAcceptance, model.Decline, app.Doing{Note: "材料不全", Values: lacking}).Request.Round()
			if complete, known := declined.Complete(required); complete || !known || declined.Reasonable(line) != "内存偏高" {
				t.Errorf("%+v", declined.Check)
			}
		})
	})
}
