package model

import (
	"slices"
	"strconv"
	"time"

	"yunban/model/workday"
)

// UnitFacts is what a unit is assessed by, all as it stood at the end of the period or stands now.
type UnitFacts struct {
	Unit        string
	Period      Period
	AsOf        workday.Date
	Systems     []Inventoried // every one of the unit, also those that never applied (T19)
	Uses        []LineUse     // the lines that its systems run on
	Inspections []Matter
	Incidents   []Subject // security incidents that touched it
}

// AssessUnit computes the assessment of a using unit (P 22, L 27; R51).
func (p *Profile) AssessUnit(f UnitFacts, measures Values) Scorecard {
	card := Scorecard{Subject: AssessUnit, Unit: f.Unit, Period: f.Period.String(), AsOf: f.AsOf, Measures: measures, Counts: Values{}}
	bands := BandsOf(measures)
	for _, one := range p.indicators(AssessUnit, measures) {
		switch one.ID {
		case "cloud_ratio":
			one.Figures = cloudFigures(f.Systems)
			one.Percent = one.Figures[0].Value
		case "idle":
			one.Figures = p.useFigures("idle_share", f.Uses, bands, UseIdle)
			one.Percent = without(one.Figures[0].Value)
		case "over_provisioned":
			one.Figures = p.useFigures("over_share", f.Uses, bands, UseOver)
			one.Percent = without(one.Figures[0].Value)
		case "security":
			one.Figures, one.Percent = f.security()
		}
		card.Indicators = append(card.Indicators, one)
	}
	all, on := counted(f.Systems)
	card.Counts["systems"], card.Counts["on_cloud"] = strconv.Itoa(len(all)), strconv.Itoa(len(on))
	return card.Weighed(nil)
}

// without is what is left of 100 percent.
func without(share *float64) *float64 {
	if share == nil {
		return nil
	}
	return known(100 - *share)
}

// counted are the systems that a unit's ratio counts, and those of them on the cloud. The text says 应用系统云计算化的比例
// of all of them: those that never applied count (T19), and so do those that are lawfully exempt, which the second
// figure leaves out. A system that was terminated is off-line (P 12, L 16) and no system any more.
func counted(systems []Inventoried) (all, on []Inventoried) {
	for _, s := range systems {
		if s.State == Left {
			continue
		}
		all = append(all, s)
		if s.State == OnCloud {
			on = append(on, s)
		}
	}
	return all, on
}

func cloudFigures(systems []Inventoried) []Figure {
	all, on := counted(systems)
	exempt, left := 0, len(systems)-len(all)
	bound := slices.Clone(all)
	bound = slices.DeleteFunc(bound, func(s Inventoried) bool { return s.State == Exempt })
	exempt = len(all) - len(bound)
	args := Values{"systems": strconv.Itoa(len(all)), "on_cloud": strconv.Itoa(len(on)), "exempt": strconv.Itoa(exempt),
		"left": strconv.Itoa(left), "bound": strconv.Itoa(len(bound))}
	figures := []Figure{{ID: "cloud_ratio", Value: Share(len(on), len(all)), Args: args, Trace: systemTrace(all)}}
	if exempt > 0 {
		figures = append(figures, Figure{ID: "cloud_ratio_bound", Value: Share(len(on), len(bound)), Args: args, Trace: systemTrace(bound)})
	}
	return figures
}

func systemTrace(systems []Inventoried) []Subject {
	trace := []Subject{}
	for _, s := range systems {
		trace = append(trace, Subject{Kind: SystemSubject, ID: s.ID})
	}
	return trace
}

// useFigures tell the share of the measured lines that are in a state of use. A line that no report measured says
// nothing either way.
func (p *Profile) useFigures(id string, uses []LineUse, bands Bands, state UseState) []Figure {
	measured, found := 0, 0
	seen := map[Subject]bool{}
	trace := []Subject{}
	add := func(s Subject) {
		if !seen[s] {
			seen[s], trace = true, append(trace, s)
		}
	}
	for _, u := range uses {
		judged, _ := p.JudgeUse(u, bands)
		if judged == UseUnmeasured {
			continue
		}
		measured++
		add(Subject{Kind: MonthlyReport, ID: u.Report})
		if judged == state {
			found++
			add(Subject{Kind: SystemSubject, ID: u.System})
		}
	}
	args := Values{"found": strconv.Itoa(found), "measured": strconv.Itoa(measured), "lines": strconv.Itoa(len(uses)),
		"cpu_low": strconv.Itoa(bands.CPULow), "memory_low": strconv.Itoa(bands.MemoryLow)}
	return []Figure{{ID: id, Value: Share(found, measured), Args: args, Trace: trace}}
}

// responsible are the three persons that a system needs (P 18, L 22).
var responsible = []string{"system_owner", "security_officer", "auditor"}

// Gaps names what a system lacks of protection level, its filing and the three responsible persons (P 18, L 22; R42).
// The first level needs no filing with the public security bureau.
func (s System) Gaps() []string {
	var gaps []string
	switch {
	case s.Level() == 0:
		gaps = append(gaps, "mlps_level")
	case s.Level() >= 2 && s.Values["mlps_filed"] != True:
		gaps = append(gaps, "mlps_filed")
	}
	for _, id := range responsible {
		if s.Values[id] == "" {
			gaps = append(gaps, id)
		}
	}
	return gaps
}

// security tells the state of security of a unit's systems: protection levels filed, three persons named, findings of
// inspections rectified in time, incidents. Each part that has data counts alike; each incident takes its part of the
// points: one leaves a half, two a third.
func (f UnitFacts) security() ([]Figure, *float64) {
	all, _ := counted(f.Systems)
	filed, named := 0, 0
	for _, s := range all {
		gaps := s.Gaps()
		if !slices.ContainsFunc(gaps, func(g string) bool { return g == "mlps_level" || g == "mlps_filed" }) {
			filed++
		}
		if !slices.ContainsFunc(gaps, func(g string) bool { return slices.Contains(responsible, g) }) {
			named++
		}
	}
	systems := strconv.Itoa(len(all))
	figures := []Figure{
		{ID: "mlps_filed", Value: Share(filed, len(all)), Args: Values{"filed": strconv.Itoa(filed), "systems": systems}, Trace: systemTrace(all)},
		{ID: "persons_named", Value: Share(named, len(all)), Args: Values{"named": strconv.Itoa(named), "systems": systems}, Trace: systemTrace(all)},
	}
	figures = append(figures, findingFigures(f.Inspections, f.Period, f.AsOf)...)
	incidents := Figure{ID: "incidents", Trace: append([]Subject{}, f.Incidents...)}
	var calm *float64
	if len(all) > 0 {
		incidents.Value, calm = count(len(f.Incidents)), known(100/float64(1+len(f.Incidents)))
	}
	figures = append(figures, incidents)
	return figures, meanKnown(figures[0].Value, figures[1].Value, figures[2].Value, calm)
}

// findingFigures tell how the findings of inspections stand: the share not overdue, those open, those overdue. Findings
// of the period count, and those of before that were still open when it began.
func findingFigures(inspections []Matter, period Period, asOf workday.Date) []Figure {
	all, open, late := 0, 0, 0
	trace := []Subject{}
	for _, m := range inspections {
		m = m.Until(asOf)
		touched := false
		for _, found := range m.Findings() {
			if !found.of(m, period) {
				continue
			}
			all, touched = all+1, true
			if found.State == FindingOpen {
				open++
			}
			if found.Overdue(asOf) {
				late++
			}
		}
		if touched {
			trace = append(trace, Subject{Kind: Inspection, ID: m.ID})
		}
	}
	args := Values{"findings": strconv.Itoa(all), "open": strconv.Itoa(open), "overdue": strconv.Itoa(late), "in_time": strconv.Itoa(all - late)}
	figures := []Figure{{ID: "findings_in_time", Value: Share(all-late, all), Args: args, Trace: trace}}
	if all > 0 {
		figures = append(figures, Figure{ID: "findings_open", Value: count(open), Args: args, Trace: trace},
			Figure{ID: "findings_overdue", Value: count(late), Args: args, Trace: trace})
	}
	return figures
}

// of reports whether a finding belongs to a period: it was found in it, or was not closed when it began.
func (f Finding) of(m Matter, period Period) bool {
	act, ok := m.Latest(Inspect)
	if !ok {
		return false
	}
	if period.Contains(workday.DateOf(act.At)) {
		return true
	}
	if f.State != FindingClosed {
		return workday.DateOf(act.At).Before(period.From)
	}
	return len(f.Rechecked) > 0 && period.Contains(workday.DateOf(f.Rechecked[len(f.Rechecked)-1].At))
}

// Until is the matter as its steps stood at the end of a day; what was corrected later is as corrected.
func (m Matter) Until(day workday.Date) Matter {
	end := day.AddDays(1).Start()
	m.Acts = slices.DeleteFunc(slices.Clone(m.Acts), func(a MatterAct) bool { return !a.At.Before(end) })
	return m
}

// begunBy reports whether the matter was there at an instant.
func (m Matter) begunBy(at time.Time) bool { return len(m.Acts) > 0 && !m.Opened().After(at) }
