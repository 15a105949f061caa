package model_test

import (
	"fmt"
	"math"
	"slices"
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
