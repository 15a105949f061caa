package model_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"yunban/model"
)

// filed tells a city's sample up to its submission.
func filed(t testing.TB, p *model.Profile) *story {
	return tell(t, p, model.Usage).do("clerk", model.Submit, filling(sampleForm(t, p.ID, checkedSamples[p.ID])), values("system_id", "s1"))
}

// checkedSamples are each city's sample whose check is told.
var checkedSamples = elasticSystems

// problemsAt are an error's problems, as field and key.
func problemsAt(err error) []string {
	var e *model.Error
	errors.As(err, &e)
	var said []string
	if e != nil {
		for _, p := range e.Problems {
			said = append(said, p.Field+" "+p.Key)
		}
	}
	return said
}

func TestCheckOfCompletenessAndReasonableness(t *testing.T) {
	for city := range checkedSamples {
		p := shippedProfile(t, city)
		s := filed(t, p)
		var required, optional string
		for _, m := range p.Materials {
			if m.Needed(s.request().Values()) {
				required = m.ID
			} else {
				optional = m.ID
			}
		}
		line := s.request().Lines[0].ID
		t.Run(city+": what makes no sense is a problem at its place (R12)", func(t *testing.T) {
			for value, want := range map[[2]string]string{
				{"complete." + required, "maybe"}:                      "problem.not_boolean",
				{"complete.nonsense", "true"}:                          "problem.unknown_field",
				{"reasonable.99", "合理"}:                                "problem.unknown_field",
				{"reasonable." + line, strings.Repeat("长", 501)}:       "problem.too_long",
				{"reasonable." + line, " " + strings.Repeat("长", 501)}: "problem.too_long",
			} {
				for _, action := range []model.Action{model.Accept, model.Decline} {
					err := s.try("officer", action, note("意见"), values(value[0], value[1]))
					if got := problemsAt(err); !slices.Equal(got, []string{value[0] + " " + want}) {
						t.Errorf("%s %q: %v", action, value, got)
					}
				}
			}
		})
		t.Run(city+": a file with a required material incomplete is not accepted, by which article (R12)", func(t *testing.T) {
			err := s.try("officer", model.Accept, values("complete."+required, "false"))
			if got := problemsAt(err); !slices.Equal(got, []string{"complete." + required + " problem.material_incomplete"}) {
				t.Fatal(got)
			}
			var e *model.Error
			if errors.As(err, &e); e.Problems[0].Args["article"] == "" || e.Problems[0].Args["label"] == "" {
				t.Errorf("%+v", e.Problems[0])
			}
		})
		t.Run(city+": what was found stays with its round, the next round begins without (R12, R13)", func(t *testing.T) {
			long := strings.Repeat("长", 500)
			s.do("officer", model.Decline, note("不全"), values("complete."+required, "false", "reasonable."+line, long, "other", "x"))
			round := s.request().Round()
			if complete, known := round.Complete(required); complete || !known || round.Reasonable(line) != long || len(round.Check) != 2 {
				t.Errorf("%+v", round.Check)
			}
			s.do("clerk", model.Submit, filling(sampleForm(t, p.ID, checkedSamples[p.ID])), values("system_id", "s1"))
			if _, known := s.request().Round().Complete(required); known {
				t.Error("the new round is checked already")
			}
			s.do("officer", model.Accept, values("complete."+required, "true", "complete."+optional, "false"))
			rounds := s.request().Rounds
			if complete, _ := rounds[1].Complete(required); !complete || rounds[0].Reasonable(line) != long {
				t.Errorf("%+v", rounds)
			}
		})
	}
}
