package model_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yunban/model"
)

// aFault is a fault from one moment to another.
func aFault(id, kind, began, ended string, down bool) model.Matter {
	v := model.Values{"fault_kind": kind, "began": began, "ended": ended}
	if down {
		v["service_down"] = "true"
	}
	return model.Matter{Kind: model.FaultRecord, ID: id, Values: v}
}

// aTicket is a problem and what happened to it, each with its moment.
func aTicket(id, opened string, acts ...string) model.Matter {
	m := model.Matter{Kind: model.ProblemTicket, ID: id, Status: model.ReportedStatus, Acts: []model.MatterAct{{Action: model.ReportProblem, At: moment(opened)}}}
	for i := 0; i+1 < len(acts); i += 2 {
		m.Acts = append(m.Acts, model.MatterAct{Action: model.Action(acts[i]), At: moment(acts[i+1])})
	}
	return m
}

func anAnswer(id, level string) model.Matter {
	return model.Matter{Kind: model.SurveyAnswer, ID: id, Values: model.Values{"satisfaction": level}}
}

// aClock is a step of the vendor's that took so many working days of so many.
func aClock(id string, c model.Case, used int, due string, done string) model.ClockStep {
	s := model.ClockStep{Request: id, Case: c, Step: model.Step{Status: model.Approved, Used: used, Due: model.Deadline{Due: aday(due), Days: 3}}}
	if done != "" {
		s.Done, s.Action = moment(done+" 15:00"), model.Deliver
	}
	return s
}

func TestVendorAssessment(t *testing.T) {
	facts := model.VendorFacts{Period: period("2026-06"), AsOf: aday("2026-06-30"), Now: aday("2026-07-01").Start(), Asked: 5,
		Clocks: []model.ClockStep{aClock("q1", model.Usage, 2, "2026-06-05", "2026-06-04"), aClock("q2", model.Usage, 4, "2026-06-05", "2026-06-08"),
			aClock("q3", model.Change, 1, "2026-06-12", "2026-06-10"), aClock("q4", model.Termination, 6, "2026-06-20", "")},
		Tickets: []model.Matter{aTicket("t1", "2026-06-01 09:00", "respond", "2026-06-01 10:00", "solve", "2026-06-01 15:00"),
			aTicket("t2", "2026-06-02 09:00", "respond", "2026-06-02 15:00", "solve", "2026-06-02 17:00", "reopen", "2026-06-02 18:00", "solve", "2026-06-03 09:00"),
			aTicket("t3", "2026-06-03 09:00"), aTicket("t4", "2026-06-30 22:00")},
		Answers: []model.Matter{anAnswer("s1", "4"), anAnswer("s2", "3"), anAnswer("s3", "3"), anAnswer("s4", "1")},
		Faults: []model.Matter{aFault("f1", "outage", "2026-06-10 10:00", "2026-06-10 12:00", true), aFault("f2", "outage", "2026-06-10 11:00", "2026-06-10 13:00", true),
			aFault("f3", "security", "2026-06-15 23:00", "2026-06-16 01:00", false), aFault("f4", "degradation", "2026-05-31 20:00", "2026-06-01 04:00", false)},
		Reports: []model.Matter{{Kind: model.MonthlyReport, ID: "m1", Values: model.Values{"availability": "99.9"}}}}
	for _, city := range []string{"panjin-2016", "luan"} {
		p := shippedProfile(t, city)
		card := p.AssessVendor(facts, p.Measures)
		t.Run(city, func(t *testing.T) {
			t.Run("the clocks of delivery, change and reclaim give the rate and the mean days (R52, R15, R24, R28)", func(t *testing.T) {
				figureIs(t, card, "on_time", percent(50), 4) // q1, q3 of four; q4 is overdue and not done
				figureIs(t, card, "mean_days", percent((2+4+1)/3.0), 4)
				figureIs(t, card, "mean_days_usage", percent(3), 2)
				figureIs(t, card, "mean_days_change", percent(1), 1)
			})
			t.Run("problems give the share answered in time, means and the ninetieth of a hundred (R52, R30, R33)", func(t *testing.T) {
				figureIs(t, card, "tickets_in_time", percent(100/3.0), 3) // t1 of t1–t3; t4 is still in time
				figureIs(t, card, "response_mean", percent(3.5), 3)
				figureIs(t, card, "response_p90", percent(6), 3)
				figureIs(t, card, "solution_mean", percent(15), 2) // 6 h, and 24 h until it was solved for good
				earns(t, card, "response", percent((50+100/3.0)/2), weightIn(p, 20))
			})
			t.Run("satisfaction has exactly four levels, each with its share (R52, T18)", func(t *testing.T) {
				figureIs(t, card, "satisfaction", percent((100+80+80+0)/4.0), 4)
				for level, share := range map[string]float64{"1": 25, "2": 0, "3": 50, "4": 25} {
					figureIs(t, card, "satisfaction_"+level, percent(share), 4)
				}
			})
			t.Run("availability counts overlapping downtime once and takes the lower of it and the report (R52)", func(t *testing.T) {
				figureIs(t, card, "availability", percent((43200-180)/43200.0*100), 3)
				figureIs(t, card, "down_minutes", percent(180), 2)
				earns(t, card, "availability", percent(0.1/(180/43200.0*100)*100), weightIn(p, 15)) // the target allows 43.2 minutes
			})
			t.Run("stability and security are the days that no fault touched (R52)", func(t *testing.T) {
				figureIs(t, card, "days_stable", percent(28/30.0*100), 4) // 1 and 10 June; three faults and the report
				figureIs(t, card, "days_safe", percent(28/30.0*100), 2)   // over midnight: two days
				figureIs(t, card, "security_events", percent(1), 1)
			})
			t.Run("every figure has a name and says how it was computed (R52)", func(t *testing.T) {
				for _, i := range card.Indicators {
					for _, f := range i.Figures {
						if f.Name(p) == f.ID || f.How(p) == "" || strings.ContainsAny(f.How(p), "{}") {
							t.Errorf("%s: %s, %s", f.ID, f.Name(p), f.How(p))
						}
					}
				}
			})
			t.Run("quality has the indicators that the city counts (R52)", func(t *testing.T) {
				_, performance := card.Indicator("performance")
				if performance != (city == "luan") || len(card.Indicators) != len(p.Lists["vendor_indicators"]) {
					t.Errorf("%d indicators", len(card.Indicators))
				}
				if performance {
					figureIs(t, card, "days_fast", percent(29/30.0*100), 2)
				}
			})
			t.Run("weights are shares of what the city counts and add up to 100 (R52)", func(t *testing.T) {
				sum := 0.0
				for _, i := range card.Indicators {
					sum += i.Weight
				}
				if math.Abs(sum-100) > 0.001 {
					t.Error(sum)
				}
			})
			t.Run("with nothing on record there is no data: no fault recorded is not the same as no fault (R52)", func(t *testing.T) {
				empty := p.AssessVendor(model.VendorFacts{Period: period("2026"), AsOf: aday("2026-12-31"), Now: aday("2027-01-01").Start()}, p.Measures)
				if empty.Score != nil {
					t.Error(*empty.Score)
				}
				for _, i := range empty.Indicators {
					for _, f := range i.Figures {
						if f.Value != nil {
							t.Errorf("%s is %v", f.ID, *f.Value)
						}
					}
				}
			})
		})
	}
}

// weightIn is a weight as a share of the city's indicators: Panjin's add up to 85.
func weightIn(p *model.Profile, weight float64) float64 {
	if p.ID == "luan" {
		return weight
	}
	return map[float64]float64{20: 23.5, 15: 17.6}[weight]
}

func TestAnyAvailability(t *testing.T) {
	p := shippedProfile(t, "luan")
	rapid.Check(t, func(t *rapid.T) {
		start := aday("2026-05-20").Start()
		facts := model.VendorFacts{Period: period("2026-06"), AsOf: aday("2026-06-30"), Now: aday("2026-07-01").Start()}
		down := map[int]bool{} // minutes of June
		for i := range rapid.IntRange(1, 6).Draw(t, "faults") {
			from := rapid.IntRange(0, 60*24*40).Draw(t, "from")
			long := rapid.IntRange(1, 60*24*5).Draw(t, "long")
			kind := rapid.SampledFrom([]string{"outage", "security", "degradation", "hardware"}).Draw(t, "kind")
			began, ended := start.Add(time.Duration(from)*time.Minute), start.Add(time.Duration(from+long)*time.Minute)
			facts.Faults = append(facts.Faults, aFault(fmt.Sprint(i), kind, model.Moment(began), model.Moment(ended), true))
			for m := began; m.Before(ended); m = m.Add(time.Minute) {
				if !m.Before(facts.Period.From.Start()) && m.Before(facts.Now) {
					down[int(m.Sub(start).Minutes())] = true
				}
			}
		}
		card := p.AssessVendor(facts, p.Measures)
		f, _ := card.Figure("availability")
		want := percent(float64(43200-len(down)) / 43200 * 100)
		if !same(f.Value, want) {
			t.Fatalf("%s, by the minute %s", saidFigure(f.Value), saidFigure(want))
		}
		for _, i := range card.Indicators {
			if i.Percent != nil && (*i.Percent < 0 || *i.Percent > 100 || math.IsNaN(*i.Percent)) {
				t.Fatalf("%s earns %v", i.ID, *i.Percent)
			}
		}
	})
}
