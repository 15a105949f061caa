package model

import (
	"slices"
	"strconv"
	"strings"
)

// UtilisationTable is the table of a monthly report that says how systems and their instances were used (P 15, L 19).
const UtilisationTable = "utilisation"

// The values of a row of the table, besides the columns of its form: a name may change, and a row may stand for many.
const (
	UsageSystem    = "system_id" // which system of the inventory the row is about
	UsageInstances = "instances" // how many instances the row is the mean of, when they are told in a file
)

// UsageColumns are the figures of a row, in percent.
var UsageColumns = []string{"cpu", "memory", "disk"}

// SystemUsage is how one system was used in a month: the mean of its instances. A figure that nobody told is nil.
type SystemUsage struct {
	System            string // its id; nothing in a report that named it by name only
	Name              string
	Instances         int
	CPU, Memory, Disk *float64 // percent
}

// Usage tells how each system of a monthly report was used, in the order of its table.
func (m Matter) Usage() []SystemUsage {
	var all []SystemUsage
	at := map[string]int{}
	means := [][3]UsageMean{}
	for _, l := range RowsOf(m.Lines, UtilisationTable) {
		key := usageKey(l.Values)
		i, known := at[key]
		if !known {
			i, at[key] = len(all), len(all)
			all = append(all, SystemUsage{System: l.Values[UsageSystem], Name: l.Values["system_name"]})
			means = append(means, [3]UsageMean{})
		}
		weight := 1
		if n, ok := wholeNumber(l.Values, UsageInstances); ok && n > 0 {
			weight = n
		}
		all[i].Instances += weight
		for c, id := range UsageColumns {
			means[i][c].Add(l.Values[id], weight)
		}
	}
	for i := range all {
		all[i].CPU, all[i].Memory, all[i].Disk = means[i][0].Value(), means[i][1].Value(), means[i][2].Value()
	}
	return all
}

func usageKey(v Values) string {
	if id := v[UsageSystem]; id != "" {
		return id
	}
	return "name " + strings.TrimSpace(v["system_name"])
}

// UsageMean is a mean under way, of figures as they were typed.
type UsageMean struct {
	sum    float64
	weight int
}

// Add counts a figure as often as its weight; what is no number is not counted.
func (n *UsageMean) Add(text string, weight int) {
	if x, err := strconv.ParseFloat(strings.TrimSpace(text), 64); err == nil {
		n.AddFigure(x, weight)
	}
}

// AddFigure counts a figure as often as its weight.
func (n *UsageMean) AddFigure(x float64, weight int) {
	n.sum += x * float64(weight)
	n.weight += weight
}

// Value is the mean; nil of nothing.
func (n UsageMean) Value() *float64 {
	if n.weight == 0 {
		return nil
	}
	x := n.sum / float64(n.weight)
	return &x
}

// Bands are the bounds between which a use is fitting (R51): below the low one much lies idle, above the high one it
// becomes scarce.
type Bands struct{ CPULow, CPUHigh, MemoryLow, MemoryHigh int }

// BandsOf reads the bands of a measure, or of the profile's defaults.
func BandsOf(v Values) Bands {
	n := func(id string) int {
		n, _ := wholeNumber(v, id) // checked when it was set
		return n
	}
	return Bands{n("cpu_low"), n("cpu_high"), n("memory_low"), n("memory_high")}
}

// UsageLevel says of a figure how it lies to its band.
type UsageLevel string

// The levels.
const (
	UsageUnknown UsageLevel = ""
	UsageLow     UsageLevel = "low"
	UsageFitting UsageLevel = "fitting"
	UsageHigh    UsageLevel = "high"
)

// CPU judges the use of processors.
func (b Bands) CPU(percent *float64) UsageLevel { return levelOf(percent, b.CPULow, b.CPUHigh) }

// Memory judges the use of memory.
func (b Bands) Memory(percent *float64) UsageLevel {
	return levelOf(percent, b.MemoryLow, b.MemoryHigh)
}

func levelOf(percent *float64, low, high int) UsageLevel {
	switch {
	case percent == nil:
		return UsageUnknown
	case *percent < float64(low):
		return UsageLow
	case *percent > float64(high):
		return UsageHigh
	}
	return UsageFitting
}

// Receipts tells of a report for a unit and the authority who of the two has acknowledged it; nil is not yet (T16). One
// that is about the authority's own systems needs one receipt.
func (m Matter) Receipts(authority string) (unit, above *MatterAct) {
	for _, act := range m.Acts {
		if act.Action != Receive {
			continue
		}
		if act.Unit == m.Unit && unit == nil {
			unit = &act
		}
		if (act.Unit != m.Unit || m.Unit == authority) && above == nil {
			above = &act
		}
	}
	return unit, above
}

// utilisationFits asks of a report's table that it names systems of the unit, and each instance once.
func utilisationFits(m Matter, s MatterStep, all Surroundings) []Problem {
	rows := RowsOf(s.Lines, UtilisationTable)
	if len(rows) == 0 {
		return []Problem{problem(UtilisationTable, "problem.no_utilisation")}
	}
	ids, names := map[string]bool{}, map[string]bool{}
	for _, one := range all.Systems {
		if one.Unit == m.Unit {
			ids[one.ID], names[strings.TrimSpace(one.Name())] = true, true
		}
	}
	var found []Problem
	seen := map[[2]string]bool{}
	for i, l := range rows {
		name := strings.TrimSpace(l.Values["system_name"])
		if id := l.Values[UsageSystem]; id != "" && !ids[id] || id == "" && name != "" && !names[name] {
			found = append(found, problem(CellOf(UtilisationTable, i, "system_name"), "problem.usage_system", "name", name))
		}
		key := [2]string{usageKey(l.Values), strings.TrimSpace(l.Values["instance"])}
		if seen[key] {
			found = append(found, problem(CellOf(UtilisationTable, i, "instance"), "problem.usage_twice", "name", name, "instance", key[1]))
		}
		seen[key] = true
		if !slices.ContainsFunc(UsageColumns, func(id string) bool { return strings.TrimSpace(l.Values[id]) != "" }) {
			found = append(found, problem(CellOf(UtilisationTable, i, "cpu"), "problem.usage_nothing", "name", name))
		}
	}
	return found
}
