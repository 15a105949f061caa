package app

import (
	"strings"

	"yunban/model"
)

// usesOf tells how each line of systems on the cloud was used, by the latest report that tells of its system. A row that
// names the line as its instance is the line's; the other rows of a system stand, as their mean, for its other lines.
func usesOf(live []onCloud, reports []model.Matter) []model.LineUse {
	var uses []model.LineUse
	for _, one := range live {
		report, rows := latestRows(one, reports)
		own, rest := shareOut(one.lines, rows)
		for i, l := range one.lines {
			if l.Delivered == nil || l.Delivered.VCPU == 0 { // storage, network and security services have no processors
				continue
			}
			u := model.LineUse{Unit: one.Unit, System: one.ID, Title: one.Name(), Usage: one.usage.ID, Line: l, Report: report.ID, Month: report.Values["month"]}
			mean := own[i]
			if len(mean) == 0 {
				mean = rest
			}
			u.CPU, u.Memory, u.Disk = meanOfRows(mean, "cpu"), meanOfRows(mean, "memory"), meanOfRows(mean, "disk")
			uses = append(uses, u)
		}
	}
	return uses
}

// latestRows are the rows of the latest report that tells of a system. Reports come the earliest first.
func latestRows(one onCloud, reports []model.Matter) (model.Matter, []model.Line) {
	var latest model.Matter
	var found []model.Line
	for _, m := range reports {
		if m.Unit != one.Unit {
			continue
		}
		var rows []model.Line
		for _, row := range model.RowsOf(m.Lines, model.UtilisationTable) {
			if tellsOf(row, one.Inventoried) {
				rows = append(rows, row)
			}
		}
		if len(rows) > 0 {
			latest, found = m, rows
		}
	}
	return latest, found
}

// tellsOf reports whether a row of a report is about a system; one without its id names it.
func tellsOf(row model.Line, one model.Inventoried) bool {
	id := row.Values[model.UsageSystem]
	return id == one.ID || id == "" && strings.TrimSpace(row.Values["system_name"]) == one.Name()
}

// shareOut gives each line the rows that name it, and those that name none.
func shareOut(lines, rows []model.Line) (own map[int][]model.Line, rest []model.Line) {
	own = map[int][]model.Line{}
	for _, row := range rows {
		best, length := -1, 0
		instance := strings.TrimSpace(row.Values["instance"])
		for i, l := range lines {
			if name := strings.TrimSpace(l.Name()); name != "" && len(name) > length && strings.HasPrefix(instance, name) {
				best, length = i, len(name)
			}
		}
		if best < 0 {
			rest = append(rest, row)
			continue
		}
		own[best] = append(own[best], row)
	}
	return own, rest
}

// meanOfRows is the mean of a column; nil when no row has a figure. A row that stands for several instances counts so
// many times.
func meanOfRows(rows []model.Line, column string) *float64 {
	sum, n := 0.0, 0.0
	for _, row := range rows {
		f, ok := model.Figured(row.Values[column])
		if !ok {
			continue
		}
		times := 1.0
		if many, ok := row.Values.Int(model.UsageInstances); ok && many > 1 {
			times = float64(many)
		}
		sum, n = sum+f*times, n+times
	}
	if n == 0 {
		return nil
	}
	mean := sum / n
	return &mean
}
