package model

import (
	"strings"

	"yunban/model/workday"
)

// surveyFits asks of a survey a period that has begun, days that follow each other, and that it is the period's first.
func surveyFits(_ *Profile, _ Matter, s MatterStep, all Surroundings) []Problem {
	found := periodBegun(s)
	from, _ := workday.ParseDate(s.Values["from"]) // the form says what is no day
	to, err := workday.ParseDate(s.Values["to"])
	if err == nil && to.Before(workday.DateOf(s.At)) || !from.IsZero() && to.Before(from) {
		found = append(found, problem("to", "problem.survey_over"))
	}
	for _, o := range all.Others {
		if o.Kind == Survey && o.Values["period"] == s.Values["period"] {
			return append(found, problem("period", "problem.survey_twice", "number", o.Number))
		}
	}
	return found
}

func periodBegun(s MatterStep) []Problem {
	p, ok := ParsePeriod(s.Values["period"])
	switch {
	case !ok:
		return []Problem{problem("period", "problem.not_period")}
	case p.From.After(workday.DateOf(s.At)):
		return []Problem{problem("period", "problem.period_to_come", "period", s.Values["period"])}
	}
	return nil
}

// answerFits asks of an answer that its survey is open today and that the unit has not answered yet: one answer each
// (P 23, L 28; T18).
func answerFits(_ *Profile, m Matter, s MatterStep, all Surroundings) []Problem {
	asked := Matter{}
	for _, o := range all.Others {
		switch {
		case o.Kind == Survey && o.ID == s.Values["survey"]:
			asked = o
		case o.Kind == SurveyAnswer && o.Unit == m.Unit && o.Values["survey"] == s.Values["survey"]:
			return []Problem{problem("survey", "problem.answered_already", "number", o.Number)}
		}
	}
	if asked.ID == "" {
		return []Problem{problem("survey", "problem.no_survey")}
	}
	if !asked.SurveyOpen(workday.DateOf(s.At)) {
		return []Problem{problem("survey", "problem.survey_closed", "from", asked.Values["from"], "to", asked.Values["to"])}
	}
	return nil
}

// SurveyOpen reports whether a survey takes answers on a day.
func (m Matter) SurveyOpen(today workday.Date) bool {
	from, errFrom := workday.ParseDate(m.Values["from"])
	to, errTo := workday.ParseDate(m.Values["to"])
	return m.Status == ReleasedStatus && errFrom == nil && errTo == nil && !today.Before(from) && !today.After(to)
}

// assessmentFits asks of an assessment a period that has begun, a known unit where it is one's, and that it was not
// published before: what is published is frozen.
func assessmentFits(p *Profile, m Matter, s MatterStep, all Surroundings) []Problem {
	found := periodBegun(s)
	switch s.Values["subject"] {
	case "unit":
		found = append(found, forUnit(p, m, s, all)...)
	case "vendor":
	default:
		found = append(found, problem("subject", "problem.no_subject"))
	}
	for _, o := range all.Others {
		if o.Kind == Assessment && o.Unit == m.Unit && o.Values["subject"] == s.Values["subject"] && o.Values["period"] == s.Values["period"] {
			return append(found, problem("period", "problem.assessed_already", "number", o.Number))
		}
	}
	return found
}

// measureFits asks that bands, grades and levels follow each other and that the weights of a subject add up to something: shares are taken
// of their sum.
func measureFits(_ *Profile, _ Matter, s MatterStep, _ Surroundings) []Problem {
	var found []Problem
	for _, of := range []string{"cpu", "memory"} {
		low, okLow := wholeNumber(s.Values, of+"_low")
		high, okHigh := wholeNumber(s.Values, of+"_high")
		if okLow && okHigh && high <= low {
			found = append(found, problem(of+"_high", "problem.band"))
		}
	}
	for _, of := range [][]string{{"grade_excellent", "grade_good", "grade_pass"}, {"satisfaction_4", "satisfaction_3", "satisfaction_2", "satisfaction_1"}} {
		for i := 1; i < len(of); i++ {
			more, okMore := wholeNumber(s.Values, of[i-1])
			less, okLess := wholeNumber(s.Values, of[i])
			if okMore && okLess && less >= more {
				found = append(found, problem(of[i], "problem.descending"))
			}
		}
	}
	for _, of := range []string{"unit_weight_", "vendor_weight_"} {
		sum, any := 0, false
		for k := range s.Values {
			if n, ok := wholeNumber(s.Values, k); ok && strings.HasPrefix(k, of) {
				sum, any = sum+n, true
			}
		}
		if any && sum == 0 {
			found = append(found, problem("", "problem.weights"))
		}
	}
	return found
}
