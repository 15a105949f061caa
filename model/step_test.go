package model_test

import (
	"testing"

	"yunban/model"
	"yunban/model/workday"
)

func TestSteps(t *testing.T) {
	p, cal := shippedProfile(t, "panjin-2016"), shippedCalendar(t)
	day := func(s string) workday.Date {
		d, err := workday.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	told := func(s *story, today string) []model.Step {
		t.Helper()
		steps, err := model.Steps(p, cal, s.past, day(today))
		if err != nil {
			t.Fatal(err)
		}
		return steps
	}
	form := sampleForm(t, p.ID, systems[p.ID])
	t.Run("what waits is in hand until its last day has gone, and missed from then on (P 8)", func(t *testing.T) {
		s := tell(t, p, model.Usage).do("clerk", model.Submit, filling(form))
		for today, want := range map[string]model.Outcome{"2026-02-11": model.InHand, "2026-02-14": model.InHand, "2026-02-15": model.Missed} {
			steps := told(s, today)
			if len(steps) != 1 || steps[0].Status != model.Submitted || steps[0].Outcome(day(today)) != want || steps[0].Due.Due != day("2026-02-14") {
				t.Errorf("%s: %+v", today, steps)
			}
		}
	})
	t.Run("a step that was done is told with who, when and the working days it took", func(t *testing.T) {
		s := tell(t, p, model.Usage).do("clerk", model.Submit, filling(form)).later(2).do("officer", model.Accept)
		first := told(s, "2026-03-01")[0]
		if first.Outcome(day("2026-03-01")) != model.Kept || first.Used != 2 || first.Action != model.Accept || first.By == "" {
			t.Errorf("%+v", first)
		}
	})
	t.Run("a step that was done too late stays missed", func(t *testing.T) {
		s := tell(t, p, model.Usage).do("clerk", model.Submit, filling(form)).later(4).do("officer", model.Accept)
		if first := told(s, "2026-03-01")[0]; first.Outcome(day("2026-03-01")) != model.Missed {
			t.Errorf("%+v", first)
		}
	})
	t.Run("a request that was withdrawn in time counts for nobody", func(t *testing.T) {
		s := tell(t, p, model.Usage).do("clerk", model.Submit, filling(form)).later(1).do("clerk", model.Withdraw)
		steps := told(s, "2026-03-01")
		if len(steps) != 1 || steps[0].Outcome(day("2026-03-01")) != model.Dropped {
			t.Errorf("%+v", steps)
		}
	})
	t.Run("a step without a limit in the text is neither kept nor missed (T8)", func(t *testing.T) {
		s := goneLive(t, p, systems[p.ID])
		steps := told(s, "2026-06-01")
		seen := map[model.Status]model.Outcome{}
		for _, step := range steps {
			seen[step.Status] = step.Outcome(day("2026-06-01"))
		}
		if seen[model.TestsSubmitted] != model.Unlimited || seen[model.FinalReviewed] != model.Unlimited {
			t.Errorf("%+v", seen)
		}
		if _, ends := seen[model.Live]; ends {
			t.Error("a live system waits for nobody")
		}
	})
	t.Run("a new round is a new step with a new clock (T5)", func(t *testing.T) {
		s := tell(t, p, model.Usage).do("clerk", model.Submit, filling(form)).do("officer", model.Decline, note("不全")).later(5).
			do("clerk", model.Submit, filling(form))
		steps := told(s, "2026-02-28")
		if len(steps) != 3 || steps[2].Round != 2 || !steps[2].Since.Equal(s.now) {
			t.Errorf("%+v", steps)
		}
	})
}
