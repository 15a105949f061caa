package demo_test

import (
	"fmt"
	"strings"
	"testing"

	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
	"yunban/model/workday"
)

var cities = []string{"panjin-2016", "luan"}

func TestFurnish(t *testing.T) {
	for _, city := range cities {
		t.Run(city, func(t *testing.T) {
			o := apptest.New(t, city)
			before := o.Clock.Now()
			if err := demo.Furnish(t.Context(), o.Office); err != nil {
				t.Fatal(err)
			}
			t.Run("afterwards the office goes by its own clock again", func(t *testing.T) {
				if !o.Office.Clock().Equal(before) {
					t.Error(o.Office.Clock())
				}
			})
			t.Run("every queue of the authority and the vendor has something in it", func(t *testing.T) {
				for _, duty := range []model.Duty{model.DutyAcceptance, model.DutyApproval, model.DutyFinalReview, model.DutyDelivery} {
					home, err := o.By(duty).Home(t.Context())
					if err != nil {
						t.Fatal(err)
					}
					for _, q := range home.Queues {
						if q.Count == 0 && !q.Copied && len(q.Near) == 0 {
							t.Errorf("%s has an empty queue %s", duty, q.ID)
						}
					}
				}
			})
			t.Run("what an application plans lies after its filing, and what has been done before it", func(t *testing.T) {
				reader := o.By(model.DutyReading)
				items, _, err := reader.List(t.Context(), model.Query{})
				if err != nil {
					t.Fatal(err)
				}
				for _, it := range items {
					file, err := reader.Dossier(t.Context(), it.ID)
					if err != nil {
						t.Fatal(err)
					}
					round := file.Request.Rounds[0]
					filed, values := workday.DateOf(round.Submitted).String(), round.Values
					for _, id := range []string{"planned_start", "planned_end", "planned_live"} {
						if v := values[id]; v != "" && v <= filed {
							t.Errorf("%s %s, filed on %s, plans %s for %s", it.Number, it.Title, filed, id, v)
						}
					}
					for _, id := range []string{"offline_date", "backup_on", "backup_checked_on", "self_test_on"} {
						if v := values[id]; v > filed {
							t.Errorf("%s %s, filed on %s, has done %s on %s", it.Number, it.Title, filed, id, v)
						}
					}
					if plan := values["change_plan"]; plan != "" {
						start, err := workday.ParseDate(values["planned_start"])
						if err != nil || !strings.Contains(plan, fmt.Sprintf("一、%d月%d日", start.Month, start.Day)) {
							t.Errorf("%s begins on %s, its plan says %.30q", it.Number, start, plan)
						}
					}
				}
			})
			t.Run("every system has a filing number of its own (R42)", func(t *testing.T) {
				systems, err := o.By(model.DutyReading).Systems(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				numbers := map[string]string{}
				for _, s := range systems {
					n := s.Values["mlps_number"]
					if other := numbers[n]; n != "" && other != "" {
						t.Errorf("%s and %s share %s", other, s.Name(), n)
					}
					numbers[n] = s.Name()
				}
			})
			t.Run("every round that was answered shows what the officer found of materials and lines (R12)", func(t *testing.T) {
				reader := o.By(model.DutyReading)
				items, _, err := reader.List(t.Context(), model.Query{})
				if err != nil {
					t.Fatal(err)
				}
				lines := 0
				for _, it := range items {
					file, err := reader.Dossier(t.Context(), it.ID)
					if err != nil {
						t.Fatal(err)
					}
					for _, round := range file.Request.Rounds {
						if it.Case != model.Usage || round.Answer.Action == "" {
							continue
						}
						for _, m := range file.Profile.Checklist(file.Request) {
							complete, known := round.Complete(m.ID)
							if refused := round.Answer.Action == model.Decline && m.ID == "security_self_test"; !known || complete == refused {
								t.Errorf("%s round %d, %s: complete %v, known %v", it.Number, round.No, m.ID, complete, known)
							}
						}
						for _, l := range round.Lines {
							if round.Reasonable(l.ID) != "" {
								lines++
							}
						}
					}
				}
				if lines == 0 {
					t.Error("nothing is said of any line")
				}
			})
			t.Run("an assessment of the vendor is published, and of the units where the regulation names no year (R51, R52)", func(t *testing.T) {
				all, err := o.By(model.DutyAssessment).Matters(t.Context(), model.Assessment)
				if err != nil {
					t.Fatal(err)
				}
				of := map[string]int{}
				for _, m := range all {
					period, _ := model.ParsePeriod(m.Values["period"])
					of[m.Values["subject"]+" "+string(period.Every)]++
					if !period.To.Before(workday.DateOf(m.Opened())) || m.Opened().After(before) {
						t.Errorf("%s of %s was published at %s", m.Number, m.Values["period"], m.Opened())
					}
				}
				if of["vendor quarter"] != 1 || (of["unit quarter"] > 0) != (city == "panjin-2016") {
					t.Errorf("%v", of)
				}
			})
			t.Run("a clerk has a draft to finish", func(t *testing.T) {
				clerk := o.ClerkOf(o.Samples()[0])
				drafts, err := clerk.Drafts(t.Context())
				if err != nil || len(drafts) != 1 || len(clerk.Check(drafts[0])) == 0 {
					t.Errorf("%v: %+v", err, drafts)
				}
			})
			t.Run("some clocks have time left, some have run out", func(t *testing.T) {
				seen := map[model.Urgency]int{}
				items, _, err := o.By(model.DutyReading).List(t.Context(), model.Query{})
				if err != nil {
					t.Fatal(err)
				}
				for _, it := range items {
					seen[it.Urgency]++
					if it.Updated.After(before) {
						t.Errorf("%s lies in the future: %s", it.Number, it.Updated)
					}
				}
				for _, u := range []model.Urgency{model.InTime, model.Overdue, model.NoLimit, model.Closed} {
					if seen[u] == 0 {
						t.Errorf("none is %s: %v", u, seen)
					}
				}
			})
			t.Run("the store verifies", func(t *testing.T) {
				if broken, err := o.Store.Verify(t.Context(), nil); err != nil || len(broken) > 0 {
					t.Error(err, broken)
				}
			})
		})
	}
}

func TestSamples(t *testing.T) {
	for _, city := range cities {
		o := apptest.New(t, city)
		for _, name := range o.Samples() {
			t.Run("the sample "+city+"/"+name+" lacks nothing, files and all", func(t *testing.T) {
				draft := o.Draft(name)
				if len(draft.Filling.Rows) < 5 || len(draft.Filling.Files) < 4 {
					t.Errorf("%d lines, %d files", len(draft.Filling.Rows), len(draft.Filling.Files))
				}
			})
		}
	}
	t.Run("a city without samples is named", func(t *testing.T) {
		if _, err := demo.Samples("atlantis"); model.KindOf(err) != model.NotFound {
			t.Errorf("got %v", err)
		}
	})
}
