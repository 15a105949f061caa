package model_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yunban/model"
	"yunban/model/workday"
)

// everything is what the steps of the property test may say, right and wrong.
var everything = model.Values{"unit_id": "u1", "system_id": "s1", "month": "2026-01", "period": "2025", "subject": "unit", "survey": "x", "finding": "1",
	"from": "2026-02-11 10:00", "to": "2026-02-11 18:00", "entered": "2026-02-11 10:30", "began": "2026-02-11 08:00", "passed": "true", "satisfaction": "3"}

func TestMattersAsTheyAreWritten(t *testing.T) {
	t.Run("every allowed step of a matter is on the golden page", func(t *testing.T) {
		var page strings.Builder
		for _, k := range model.MatterKinds {
			fmt.Fprintf(&page, "%s\n", k)
			for _, a := range model.MatterArrows(k) {
				by := "anybody"
				if len(a.By) > 0 {
					by = strings.Trim(fmt.Sprint(a.By), "[]")
				}
				fmt.Fprintf(&page, "  %-10s %-10s → %-10s by %s\n", a.From, a.Action, a.To, by)
			}
		}
		const golden = "testdata/matters.golden"
		if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
			if err := os.WriteFile(golden, []byte(page.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || page.String() != string(want) {
			t.Errorf("the table and %s differ (%v):\n%s", golden, err, page.String())
		}
	})
	for _, city := range []string{"panjin-2016", "luan", "luan-huoqiu"} {
		p := shippedProfile(t, city)
		t.Run("in "+city+" every matter begins with a form and can be begun by somebody", func(t *testing.T) {
			for _, k := range model.MatterKinds {
				begun := false
				for _, a := range model.MatterArrows(k) {
					if a.From != model.NoStatus {
						continue
					}
					form, ok := p.StepForm(k, a.Action)
					if !ok || len(form.Sections) == 0 {
						t.Errorf("%s %s has no form", k, a.Action)
					}
					for _, d := range a.By {
						begun = begun || len(p.Duties[d]) > 0
					}
					begun = begun || len(a.By) == 0
				}
				if !begun {
					t.Errorf("nobody may begin a %s", k)
				}
			}
		})
		t.Run("in "+city+" every obligation cites an article (R32, R41, R43)", func(t *testing.T) {
			if len(p.Obligations) < 5 {
				t.Errorf("%d obligations", len(p.Obligations))
			}
			for _, o := range p.Obligations {
				if p.ArticleOf(o.Provision) == "" {
					t.Errorf("%s cites nothing", o.ID)
				}
			}
		})
	}
	t.Run("the yearly assessment of units is Lu'an's, Panjin's text names no period (R51)", func(t *testing.T) {
		has := func(city string) bool {
			return slices.ContainsFunc(shippedProfile(t, city).Obligations, func(o model.Obligation) bool { return o.Matter == model.Assessment })
		}
		if !has("luan") || has("panjin-2016") {
			t.Error("not so")
		}
	})
}

func TestObligations(t *testing.T) {
	p := shippedProfile(t, "panjin-2016")
	cal := shippedCalendar(t)
	var report model.Obligation
	for _, o := range p.Obligations {
		if o.ID == "monthly_report" {
			report = o
		}
	}
	january, _ := model.ParsePeriod("2026-01")
	filed := func(day string) []model.Matter {
		d, _ := workday.ParseDate(day)
		return []model.Matter{{Kind: model.MonthlyReport, ID: "r", Unit: "u1", Status: model.LodgedStatus, Values: model.Values{"month": "2026-01"},
			Acts: []model.MatterAct{{Action: model.Lodge, At: d.Start().Add(9 * time.Hour)}}}}
	}
	for _, c := range []struct {
		name, today string
		filed       []model.Matter
		want        model.ObligationState
	}{
		{"a month that runs is not due", "2026-01-20", nil, model.NotDueYet},
		{"the first working day after the month is the day: 2 February (T16)", "2026-02-02", nil, model.DueNow},
		{"a month with no report shows as missing after that day (T16)", "2026-02-03", nil, model.Missing},
		{"another unit's report does not count (T16)", "2026-02-03", []model.Matter{{Kind: model.MonthlyReport, Unit: "u2", Values: model.Values{"month": "2026-01"}}}, model.Missing},
		{"a report in time is done (R32)", "2026-03-01", filed("2026-02-02"), model.Fulfilled},
		{"a report after the day is late (R32)", "2026-03-01", filed("2026-02-03"), model.LateDone},
	} {
		t.Run(c.name, func(t *testing.T) {
			today, _ := workday.ParseDate(c.today)
			if got := report.Oblige(january, "u1", c.filed, cal, today); got.State != c.want || got.Due.String() != "2026-02-02" {
				t.Errorf("%s, due %s", got.State, got.Due)
			}
		})
	}
}

func TestAnyStepsOfMatters(t *testing.T) {
	p := shippedProfile(t, "luan")
	people := []model.Person{
		{ID: "clerk", Name: "王芳", Unit: "u1", Roles: []model.Role{model.RoleClerk}},
		{ID: "vendor", Name: "赵磊", Unit: "v", Roles: []model.Role{model.RoleVendorEngineer}},
		{ID: "inspector", Name: "孙强", Unit: "s", Roles: []model.Role{model.RoleInspector, model.RoleManagement, model.RoleApprover}},
		{ID: "nobody", Name: "某人"},
	}
	around := model.Surroundings{Units: []model.Unit{{ID: "u1"}}, Systems: []model.Inventoried{{System: model.System{ID: "s1", Unit: "u1"}, State: model.OnCloud}},
		Others: []model.Matter{{Kind: model.Survey, ID: "x", Status: model.ReleasedStatus, Values: model.Values{"from": "2026-02-01", "to": "2026-03-01"}}}}
	t.Run("any steps in any order never panic, and the fold of the log is the same every time (R30 to R53)", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			kind := rapid.SampledFrom(model.MatterKinds).Draw(t, "kind")
			about := model.Subject{Kind: kind, ID: "m"}
			var log []model.Event
			now := time.Date(2026, 2, 11, 9, 0, 0, 0, workday.Shanghai)
			for i := range rapid.IntRange(1, 12).Draw(t, "steps") {
				now = now.Add(time.Duration(rapid.IntRange(0, 180).Draw(t, "minutes")) * time.Minute)
				arrow := rapid.SampledFrom(model.MatterArrows(kind)).Draw(t, "arrow")
				step := model.MatterStep{ID: fmt.Sprint("e", i), About: about, Action: arrow.Action, Actor: rapid.SampledFrom(people).Draw(t, "who"), At: now,
					Note: rapid.SampledFrom([]string{"", "说明"}).Draw(t, "note"), Values: filledStep(p, kind, arrow.Action, t)}
				for _, table := range []string{"findings", "attendance", "pool"} {
					if form, ok := p.StepForm(kind, arrow.Action); ok && slices.ContainsFunc(form.Sections, func(s model.Section) bool { return s.ID == table }) {
						step.Lines = append(step.Lines, model.Line{Resource: table, Values: model.Values{"finding": "弱口令", "risk": "high", "owner": "王芳",
							"due": "2026-03-01", "unit_name": "某局", "person": "王芳", "zone": "extranet", "vcpu": "1", "memory_gb": "1", "storage_gb": "1"}})
					}
				}
				e, err := model.NextStep(p, log, step, around)
				if err != nil {
					if model.KindOf(err) == model.Other {
						t.Fatalf("%v", err)
					}
					continue
				}
				log = append(log, e.Seal(log))
			}
			once, twice := model.MatterOf(model.ReplayRecord(log)), model.MatterOf(model.ReplayRecord(log))
			if fmt.Sprint(once) != fmt.Sprint(twice) || len(once.Acts) != len(log) {
				t.Fatalf("%d steps of %d: %+v", len(once.Acts), len(log), once)
			}
			if err := model.VerifyChain(log); err != nil {
				t.Fatal(err)
			}
		})
	})
}

// filledStep fills a step's form, mostly well.
func filledStep(p *model.Profile, k model.SubjectKind, a model.Action, t *rapid.T) model.Values {
	v := model.Values{}
	form, _ := p.StepForm(k, a)
	for _, f := range form.Fields() {
		switch {
		case rapid.IntRange(0, 20).Draw(t, "left out") == 0:
		case everything[f.ID] != "":
			v[f.ID] = everything[f.ID]
		case f.Kind == model.ChoiceField && !f.Open:
			v[f.ID] = p.Lists[f.List][0].ID
		case f.Kind == model.IntegerField:
			v[f.ID] = "5"
		case f.Kind == model.DecimalField:
			v[f.ID] = "9.5"
		case f.Kind == model.DateField:
			v[f.ID] = "2026-02-10"
		case f.Kind == model.BooleanField:
			v[f.ID] = "false"
		default:
			v[f.ID] = "说明"
		}
	}
	if k == model.Survey {
		v["from"], v["to"] = "2026-02-01", "2026-03-01"
	}
	v["unit_id"] = "u1"
	return v
}
