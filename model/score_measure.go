package model

import "time"

// MeasuresAt gives the weights and bands in force at a time: those of the regulation's file, with the latest that the office
// set laid over them. set are the matters of that kind.
func (p *Profile) MeasuresAt(set []Matter, at time.Time) Values {
	v := p.Measures.Clone()
	var latest Matter
	for _, m := range set {
		if m.Kind == Measure && !m.Opened().After(at) && (latest.ID == "" || m.Opened().After(latest.Opened())) {
			latest = m
		}
	}
	for id, said := range latest.Values {
		if _, measured := v[id]; measured && said != "" {
			v[id] = said
		}
	}
	return v
}

// indicators are the indicators of a subject in the city's order, each with its weight.
func (p *Profile) indicators(of AssessedKind, m Values) []Indicator {
	var all []Indicator
	for _, c := range p.Lists[string(of)+"_indicators"] {
		weight, _ := number(m, string(of)+"_weight_"+c.ID)
		all = append(all, Indicator{ID: c.ID, Asked: weight})
	}
	return all
}

// percentAt reads a measure that is a percentage or a number of points, with what holds without it.
func percentAt(m Values, id string, otherwise float64) float64 {
	if n, ok := number(m, id); ok {
		return n
	}
	return otherwise
}
