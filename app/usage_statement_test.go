package app_test

import (
	"bytes"
	"strings"
	"testing"

	"yunban/app"
	"yunban/app/wire"
	"yunban/app/words"
	"yunban/model"
)

func TestUsageStatement(t *testing.T) {
	for _, city := range cities {
		t.Run(city, func(t *testing.T) {
			j := judging(t, city)
			finance := j.As(personOf(t, j, model.RoleFinance))
			s := must(finance.UsageStatement(t.Context(), j.clerk.Unit.Name, "2026"))
			t.Run("it tells every system with what it asked for, was given and used (R50)", func(t *testing.T) {
				if s.Values["systems"] != "3" || s.Values["on_cloud"] != "1" || s.Values["cloud_ratio"] != "33.33%" || len(s.Rows["systems"]) != 3 {
					t.Errorf("%v, %d systems", s.Values, len(s.Rows["systems"]))
				}
				runs := model.TotalsAt(must(finance.System(t.Context(), j.system)).Lines, model.StageDelivered)
				first := s.Rows["systems"][0]
				if want := figure(runs.VCPU) + "/" + figure(runs.MemoryGB) + "/" + figure(runs.StorageGB); first["delivered"] != want || s.Values["running"] != want {
					t.Errorf("%v, runs %s", first, want)
				}
				if first["asked"] == first["delivered"] || first["cpu"] == "" || first["disk"] != model.NoData || s.Rows["systems"][1]["delivered"] != "" {
					t.Errorf("%v", s.Rows["systems"])
				}
			})
			t.Run("it tells what changed in the year, what lies idle and the assessment (R50)", func(t *testing.T) {
				if c := s.Rows["changes"]; len(c) != 1 || c[0]["what"] != "开通" || !strings.HasPrefix(c[0]["difference"], "+") {
					t.Errorf("%v", c)
				}
				if i := s.Rows["idle"]; len(i) == 0 || i[0]["judgement"] != "闲置" || i[0]["cpu"] != "8%" {
					t.Errorf("%v", i)
				}
				if s.Values["score"] != "未公布" {
					t.Errorf("%v", s.Values)
				}
				must(j.assessor.PublishAssessment(t.Context(), app.AssessmentQuery{Subject: model.AssessUnit, Unit: j.clerk.Unit.ID, Period: "2026"}))
				if v := must(finance.UsageStatement(t.Context(), j.clerk.Unit.ID, "2026")).Values; v["assessment_number"] == "" || v["grade"] == "" || v["score"] == s.Values["score"] {
					t.Errorf("%v", v)
				}
			})
			t.Run("it is printed and written as a workbook, and cites what makes it a ground for budgets (R50)", func(t *testing.T) {
				text := squeezed(paperText(t, must(finance.PrintStatement(t.Context(), s))))
				var b bytes.Buffer
				if err := finance.WriteStatement(t.Context(), &b, s, must(wire.Words(words.Chinese)).Text); err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(text, inCity(j.Office, "第二十一条", "第二十六条")) || !strings.Contains(text, "档案查询系统") || strings.ContainsAny(text, "{}") {
					t.Error(text)
				}
				if book := bookText(t, &b); !strings.Contains(book, "档案查询系统") || !strings.Contains(book, s.Values["running"]) {
					t.Error(book)
				}
			})
			t.Run("the finance body reads it and changes nothing (R50)", func(t *testing.T) {
				for _, w := range []app.MatterWork{{Kind: model.Measure, Action: model.Release, Values: j.Profile().Measures}, {Kind: model.ProblemTicket, Action: model.ReportProblem},
					{Kind: model.MonthlyReport, Action: model.Lodge}, {Kind: model.Assessment, Action: model.Release}, {Kind: model.Survey, Action: model.Release}} {
					if _, err := finance.Take(t.Context(), w); model.KindOf(err) != model.Forbidden {
						t.Errorf("%s %s: %v", w.Kind, w.Action, err)
					}
				}
				if _, err := finance.SaveSystem(t.Context(), "", j.clerk.Unit.ID, model.Values{"system_name": "x"}); model.KindOf(err) != model.Forbidden {
					t.Error(err)
				}
				if _, err := finance.NewChange(t.Context(), j.system); model.KindOf(err) != model.Forbidden {
					t.Error(err)
				}
			})
			t.Run("a unit reads its own and no other's; a period that is no year is refused (R50, R04)", func(t *testing.T) {
				if _, err := j.clerk.UsageStatement(t.Context(), j.clerk.Unit.ID, "2026"); err != nil {
					t.Error(err)
				}
				if _, err := j.other.UsageStatement(t.Context(), j.clerk.Unit.ID, "2026"); model.KindOf(err) != model.Forbidden {
					t.Error(err)
				}
				refusedAs(t, second(finance.UsageStatement(t.Context(), j.clerk.Unit.ID, "2026-03")), "period", "problem.not_year")
				refusedAs(t, second(finance.UsageStatement(t.Context(), j.clerk.Unit.ID, "2031")), "period", "problem.period_to_come")
			})
			t.Run("a unit without systems has no data, not zero (R50)", func(t *testing.T) {
				if v := must(finance.UsageStatement(t.Context(), finance.Unit.ID, "2026")).Values; v["cloud_ratio"] != model.NoData {
					t.Error(v)
				}
			})
		})
	}
}

// personOf is the sign-in name of somebody with a role.
func personOf(t *testing.T, j judged, role model.Role) string {
	t.Helper()
	for _, p := range must(j.People(t.Context())) {
		for _, r := range p.Roles {
			if r == role {
				return p.ID
			}
		}
	}
	t.Fatalf("nobody is %s", role)
	return ""
}
