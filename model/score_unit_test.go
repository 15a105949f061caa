package model_test

import (
	"strings"
	"testing"

	"yunban/model"
)

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
