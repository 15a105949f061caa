package model_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yunban/model"
	"yunban/model/workday"
)

func percent(f float64) *float64 { return &f }

// same reports whether two figures are the same to a thousandth, or both no data.
func same(a, b *float64) bool {
	return a == nil && b == nil || a != nil && b != nil && math.Abs(*a-*b) < 0.001
}

func saidFigure(f *float64) string {
	if f == nil {
		return model.NoData
	}
	return fmt.Sprint(*f)
}

// figureIs asks of a card that one of its figures is as worked by hand.
func figureIs(t *testing.T, card model.Scorecard, id string, want *float64, trace int) model.Figure {
	t.Helper()
	f, ok := card.Figure(id)
	if !ok {
		t.Fatalf("there is no figure %s", id)
	}
	if !same(f.Value, want) {
		t.Errorf("%s is %s, by hand %s", id, saidFigure(f.Value), saidFigure(want))
	}
	if len(f.Trace) != trace {
		t.Errorf("%s rests on %d records, should be %d: %v", id, len(f.Trace), trace, f.Trace)
	}
	return f
}

func earns(t *testing.T, card model.Scorecard, id string, percent *float64, weight float64) {
	t.Helper()
	i, ok := card.Indicator(id)
	if !ok || !same(i.Percent, percent) || math.Abs(i.Weight-weight) > 0.001 {
		t.Errorf("%s earns %s of %v, should be %s of %v", id, saidFigure(i.Percent), i.Weight, saidFigure(percent), weight)
	}
}

func aday(s string) workday.Date {
	d, err := workday.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func moment(s string) time.Time {
	m, ok := model.ParseMoment(s)
	if !ok {
		panic(s)
	}
	return m
}

func period(s string) model.Period {
	p, ok := model.ParsePeriod(s)
	if !ok {
		panic(s)
	}
	return p
}

// aSystem is a system of the inventory with its protection level and the three persons, unless it lacks them.
func aSystem(id string, state model.SystemState, lacks ...string) model.Inventoried {
	v := model.Values{"system_name": "系统" + id, "mlps_level": "2", "mlps_filed": "true", "system_owner": "甲", "security_officer": "乙", "auditor": "丙"}
	for _, l := range lacks {
		delete(v, l)
	}
	return model.Inventoried{System: model.System{ID: id, Unit: "u", Values: v}, State: state}
}

// aUse is a line of so many hosts of 8 cores and 32 GB with its use.
func aUse(system string, hosts int64, cpu, memory *float64) model.LineUse {
	amount := model.Amount{Count: hosts, VCPU: 8, MemoryGB: 32}
	return model.LineUse{Unit: "u", System: system, Line: model.Line{ID: "1", Resource: "vm", Delivered: &amount}, CPU: cpu, Memory: memory, Report: "r1", Month: "2026-12"}
}

func TestUnitAssessment(t *testing.T) {
	for _, city := range []string{"panjin-2016", "luan"} {
		p := shippedProfile(t, city)
		t.Run(city, func(t *testing.T) {
			facts := model.UnitFacts{Unit: "u", Period: period("2026"), AsOf: aday("2026-12-31"),
				Systems: []model.Inventoried{aSystem("a", model.OnCloud), aSystem("b", model.OnCloud, "auditor"), aSystem("c", model.Planned, "mlps_filed"),
					aSystem("d", model.Exempt), aSystem("e", model.Applying), aSystem("f", model.Left)},
				Uses: []model.LineUse{aUse("a", 1, percent(10), percent(20)), aUse("a", 1, percent(10), percent(60)), aUse("b", 1, percent(45), percent(60)),
					aUse("b", 1, percent(80), percent(60)), aUse("b", 1, nil, nil)},
				Inspections: []model.Matter{anInspection("i1", "2026-05-10", "closed", "2026-06-30"), anInspection("i2", "2026-09-10", "open", "2026-10-01")},
				Incidents:   []model.Subject{{Kind: model.FaultRecord, ID: "x"}}}
			card := p.AssessUnit(facts, p.Measures)
			t.Run("systems on the cloud are divided by all of them, those that never applied and the exempt among them (R51, T19)", func(t *testing.T) {
				figureIs(t, card, "cloud_ratio", percent(40), 5) // a, b of a–e; f is off-line
				figureIs(t, card, "cloud_ratio_bound", percent(50), 4)
				if card.Counts["systems"] != "5" || card.Counts["on_cloud"] != "2" {
					t.Error(card.Counts)
				}
			})
			t.Run("idle and over-provisioned lines are divided by those that a report measured (R51)", func(t *testing.T) {
				figureIs(t, card, "idle_share", percent(25), 2) // one of four; the report and system a
				figureIs(t, card, "over_share", percent(25), 2)
			})
			t.Run("the state of security is of levels, persons, findings and incidents (R51, R42, R41)", func(t *testing.T) {
				figureIs(t, card, "mlps_filed", percent(80), 5)
				figureIs(t, card, "persons_named", percent(80), 5)
				figureIs(t, card, "findings_in_time", percent(50), 2)
				figureIs(t, card, "findings_overdue", percent(1), 2)
				figureIs(t, card, "incidents", percent(1), 1)
				earns(t, card, "security", percent((80+80+50+50)/4.0), 20)
			})
			t.Run("the scores are the shares of their weights and add up, with their grade (R51)", func(t *testing.T) {
				earns(t, card, "cloud_ratio", percent(40), 40)
				earns(t, card, "idle", percent(75), 20)
				if !same(card.Score, percent(16+15+15+13)) || card.Grade != "fail" || card.GradeName(p) != "不合格" {
					t.Errorf("%s, %s", saidFigure(card.Score), card.Grade)
				}
			})
			t.Run("every figure says how it was computed, with the numbers (R51)", func(t *testing.T) {
				i, _ := card.Indicator("cloud_ratio")
				if !strings.Contains(i.Reason(p), "在政务云上2个÷全部应用系统5个") || !strings.Contains(i.Measured(p), "云计算化比例 40%") {
					t.Errorf("%s / %s", i.Measured(p), i.Reason(p))
				}
				for _, one := range card.Indicators {
					for _, f := range one.Figures {
						if f.Name(p) == f.ID || f.How(p) == "" || strings.ContainsAny(f.How(p), "{}") {
							t.Errorf("%s: %s, %s", f.ID, f.Name(p), f.How(p))
						}
					}
					if strings.ContainsAny(one.Reason(p)+one.Measured(p), "{}_") {
						t.Errorf("%s: %s / %s", one.ID, one.Measured(p), one.Reason(p))
					}
				}
			})
			t.Run("a unit with no systems has no data and no score, never 0 and never NaN (R51)", func(t *testing.T) {
				empty := p.AssessUnit(model.UnitFacts{Unit: "u", Period: period("2026"), AsOf: aday("2026-12-31")}, p.Measures)
				if empty.Score != nil || empty.GradeName(p) != model.NoData {
					t.Errorf("%s, %s", saidFigure(empty.Score), empty.GradeName(p))
				}
				for _, i := range empty.Indicators {
					if i.Score != nil || i.Weight != 0 || i.Measured(p) != model.NoData || !strings.Contains(i.Reason(p), "没有可计算的数据") {
						t.Errorf("%+v: %s", i, i.Reason(p))
					}
				}
			})
			t.Run("an indicator without data takes no weight, and its reason says so (R51)", func(t *testing.T) {
				facts := facts
				facts.Uses = nil
				card := p.AssessUnit(facts, p.Measures)
				earns(t, card, "cloud_ratio", percent(40), 66.7) // 40 of 60
				earns(t, card, "idle", nil, 0)
				earns(t, card, "security", percent(65), 33.3)
				i, _ := card.Indicator("security")
				if !strings.Contains(i.Reason(p), "权重20分按有数据的指标折算为33.3分") {
					t.Error(i.Reason(p))
				}
			})
			t.Run("what a person marks stands in place of the figure and is marked as such (R51)", func(t *testing.T) {
				marked := card.Weighed(map[string]model.Mark{"idle": {Percent: percent(100), Remark: "备用机，不算闲置", By: "王某"}, "security": {Remark: "整改认真", By: "王某"}})
				i, _ := marked.Indicator("idle")
				if !i.Manual() || !same(i.Score, percent(20)) || !same(i.Percent, percent(75)) || !strings.Contains(i.Reason(p), "人工评分100（百分制），评分人王某；人工说明：备用机") {
					t.Errorf("%+v %s", i, i.Reason(p))
				}
				if s, _ := marked.Indicator("security"); s.Manual() || !same(s.Score, percent(13)) || !strings.Contains(s.Reason(p), "整改认真") {
					t.Errorf("%+v", s)
				}
			})
		})
	}
}

// anInspection is one that found one thing on a day, closed or open, due on another.
func anInspection(id, on, state, due string) model.Matter {
	found := model.Line{ID: "1", Resource: "findings", Values: model.Values{"finding": "口令", "risk": "high", "owner": "丙", "due": due}}
	m := model.Matter{Kind: model.Inspection, ID: id, Unit: "u", Status: model.InspectedStatus, Acts: []model.MatterAct{
		{Action: model.Plan, At: moment(on + " 08:00")}, {Action: model.Inspect, At: moment(on + " 09:00"), Lines: []model.Line{found}}}}
	if state == "closed" {
		m.Acts = append(m.Acts, model.MatterAct{Action: model.Rectify, At: moment(on + " 10:00"), Values: model.Values{"finding": "1"}},
			model.MatterAct{Action: model.Recheck, At: moment(on + " 11:00"), Values: model.Values{"finding": "1", "passed": "true"}})
	}
	return m
}

func TestFindingsOfAPeriod(t *testing.T) {
	p := shippedProfile(t, "luan")
	judged := func(of, asOf string, inspections ...model.Matter) (share, open *float64) {
		card := p.AssessUnit(model.UnitFacts{Unit: "u", Period: period(of), AsOf: aday(asOf), Inspections: inspections}, p.Measures)
		s, _ := card.Figure("findings_in_time")
		o, _ := card.Figure("findings_open")
		return s.Value, o.Value
	}
	t.Run("a finding that is still open from the year before counts, one that was closed then does not (R41)", func(t *testing.T) {
		share, open := judged("2027", "2027-03-01", anInspection("i1", "2026-05-10", "closed", "2026-06-30"), anInspection("i2", "2026-09-10", "open", "2026-10-01"))
		if !same(share, percent(0)) || !same(open, percent(1)) {
			t.Errorf("%s, %s", saidFigure(share), saidFigure(open))
		}
	})
	t.Run("it is told as it stood at the end of the period: what was rectified later was open then (R41)", func(t *testing.T) {
		m := anInspection("i1", "2026-05-10", "closed", "2026-06-30")
		m.Acts[2].At, m.Acts[3].At = moment("2027-01-10 09:00"), moment("2027-01-11 09:00")
		if share, open := judged("2026", "2026-12-31", m); !same(share, percent(0)) || !same(open, percent(1)) {
			t.Errorf("%s, %s", saidFigure(share), saidFigure(open))
		}
		if share, _ := judged("2025", "2025-12-31", m); share != nil {
			t.Error("one of a later year counts")
		}
	})
}

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

func TestUseIsJudged(t *testing.T) {
	p := shippedProfile(t, "luan")
	bands := model.BandsOf(p.Measures) // CPU 30–50, memory 40–70
	for _, c := range []struct {
		name        string
		hosts       int64
		cpu, memory *float64
		state       model.UseState
		after       model.Amount
	}{
		{"both low is idle: half the size still holds the load (R51)", 1, percent(10), percent(20), model.UseIdle, model.Amount{Count: 1, VCPU: 2, MemoryGB: 16}},
		{"of several idle hosts, fewer would do (R51)", 4, percent(10), percent(20), model.UseIdle, model.Amount{Count: 2, VCPU: 8, MemoryGB: 32}},
		{"one low and half of it enough is over-provisioned (R51)", 1, percent(10), percent(60), model.UseOver, model.Amount{Count: 1, VCPU: 2, MemoryGB: 32}},
		{"one low, but half of it would not do, fits", 1, percent(28), percent(60), model.UseFit, model.Amount{Count: 1, VCPU: 8, MemoryGB: 32}},
		{"on the bound is not below it", 1, percent(30), percent(40), model.UseFit, model.Amount{Count: 1, VCPU: 8, MemoryGB: 32}},
		{"above the high band is tight: twice as much", 1, percent(80), percent(60), model.UseTight, model.Amount{Count: 1, VCPU: 16, MemoryGB: 32}},
		{"with no report nothing is said", 1, nil, nil, model.UseUnmeasured, model.Amount{Count: 1, VCPU: 8, MemoryGB: 32}},
	} {
		t.Run(c.name, func(t *testing.T) {
			state, after := p.JudgeUse(aUse("a", c.hosts, c.cpu, c.memory), bands)
			if state != c.state || after != c.after {
				t.Errorf("%s %+v, want %s %+v", state, after, c.state, c.after)
			}
		})
	}
	t.Run("an idle line that cannot be made smaller asks whether it is needed", func(t *testing.T) {
		u := aUse("a", 1, percent(1), percent(2))
		u.Line.Delivered = &model.Amount{Count: 1, VCPU: 2, MemoryGB: 4}
		if state, after := p.JudgeUse(u, bands); state != model.UseIdle || after.Count != 0 {
			t.Errorf("%s %+v", state, after)
		}
	})
	t.Run("what would fit an idle or over-provisioned line is less, and holds the load within the bands", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			u := aUse("a", rapid.Int64Range(1, 40).Draw(t, "hosts"), percent(rapid.Float64Range(0, 100).Draw(t, "cpu")), percent(rapid.Float64Range(0, 100).Draw(t, "memory")))
			u.Line.Delivered.VCPU, u.Line.Delivered.MemoryGB = rapid.Int64Range(1, 128).Draw(t, "cores"), rapid.Int64Range(1, 512).Draw(t, "gb")
			before := u.Amount()
			state, after := p.JudgeUse(u, bands)
			b, a := before.Total(), after.Total()
			switch state {
			case model.UseIdle, model.UseOver:
				if after.Count != 0 && (a == b || a.VCPU > b.VCPU || a.MemoryGB > b.MemoryGB) {
					t.Fatalf("%s: %+v instead of %+v", state, after, before)
				}
				if after.Count > 0 && state == model.UseIdle && (float64(b.VCPU)**u.CPU/float64(a.VCPU) > float64(bands.CPUHigh)+0.001 || float64(b.MemoryGB)**u.Memory/float64(a.MemoryGB) > float64(bands.MemoryHigh)+0.001) {
					t.Fatalf("%+v does not hold the load of %+v at %v, %v", after, before, *u.CPU, *u.Memory)
				}
			case model.UseTight:
				if a.VCPU < b.VCPU || a.MemoryGB < b.MemoryGB || a == b {
					t.Fatalf("tight: %+v instead of %+v", after, before)
				}
			default:
				if after != before {
					t.Fatalf("%s: %+v instead of %+v", state, after, before)
				}
			}
		})
	})
}

func TestGrades(t *testing.T) {
	p := shippedProfile(t, "luan")
	for score, want := range map[float64]string{100: "优秀", 90: "优秀", 89.9: "良好", 80: "良好", 79.9: "合格", 60: "合格", 59.9: "不合格", 0: "不合格"} {
		card := model.Scorecard{Measures: p.Measures, Indicators: []model.Indicator{{ID: "idle", Percent: percent(score), Asked: 100}}}.Weighed(nil)
		if got := card.GradeName(p); got != want {
			t.Errorf("%v is %s, should be %s", score, got, want)
		}
	}
}

func TestAnyScorecard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		card := model.Scorecard{Measures: model.Values{"grade_excellent": "90", "grade_good": "80", "grade_pass": "60"}}
		marks, some := map[string]model.Mark{}, false
		for i := range rapid.IntRange(0, 8).Draw(t, "indicators") {
			one := model.Indicator{ID: fmt.Sprint(i), Asked: float64(rapid.IntRange(0, 100).Draw(t, "weight"))}
			if rapid.Bool().Draw(t, "data") {
				one.Percent = percent(rapid.Float64Range(0, 100).Draw(t, "earned"))
			}
			if rapid.IntRange(0, 3).Draw(t, "marked") == 0 {
				marks[one.ID] = model.Mark{Percent: percent(rapid.Float64Range(0, 100).Draw(t, "mark"))}
			}
			some = some || one.Asked > 0 && (one.Percent != nil || marks[one.ID].Percent != nil)
			card.Indicators = append(card.Indicators, one)
		}
		card = card.Weighed(marks)
		weights, scores := 0.0, 0.0
		for _, i := range card.Indicators {
			weights += i.Weight
			if i.Score != nil {
				scores += *i.Score
				if *i.Score < 0 || *i.Score > i.Weight+0.0001 {
					t.Fatalf("%v of %v", *i.Score, i.Weight)
				}
			}
			if i.Percent == nil && !i.Manual() && i.Weight != 0 {
				t.Fatalf("no data takes %v", i.Weight)
			}
		}
		switch {
		case some && (math.Abs(weights-100) > 0.0001 || card.Score == nil || math.Abs(*card.Score-scores) > 0.05 || *card.Score > 100.0001):
			t.Fatalf("weights %v, scores %v, in all %s", weights, scores, saidFigure(card.Score))
		case !some && (card.Score != nil || card.Grade != ""):
			t.Fatalf("%s without data", saidFigure(card.Score))
		}
	})
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

func TestMeasures(t *testing.T) {
	p := shippedProfile(t, "luan")
	set := func(id, on, low string) model.Matter {
		return model.Matter{Kind: model.Measure, ID: id, Values: model.Values{"cpu_low": low, "number": "LA-ZB"}, Acts: []model.MatterAct{{Action: model.Release, At: moment(on)}}}
	}
	all := []model.Matter{set("1", "2026-03-01 09:00", "20"), set("2", "2026-06-01 09:00", "25")}
	for on, want := range map[string]string{"2026-02-01 09:00": "30", "2026-03-01 09:00": "20", "2026-05-01 09:00": "20", "2026-06-02 09:00": "25"} {
		if got := p.MeasuresAt(all, moment(on)); got["cpu_low"] != want || got["cpu_high"] != "50" || got["number"] != "" {
			t.Errorf("at %s: %v", on, got)
		}
	}
	t.Run("every measure has a default and a field to set it by (R51)", func(t *testing.T) {
		form, _ := p.StepForm(model.Measure, model.Release)
		var fields []string
		for _, f := range form.Fields() {
			fields = append(fields, f.ID)
			if p.Measures[f.ID] == "" {
				t.Errorf("%s has no default", f.ID)
			}
		}
		for id := range p.Measures {
			if !slices.Contains(fields, id) {
				t.Errorf("%s cannot be set", id)
			}
		}
	})
}
