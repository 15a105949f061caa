package app

import (
	"slices"
	"strings"

	"yunban/model"
	"yunban/model/workday"
)

// systemColumns are the columns of the ledger of systems: the inventory, on the cloud or not (R01).
var systemColumns = []column{{"unit", 26, false}, {"system_name", 34, false}, {"level", 8, true}, {"filing", 20, false},
	{"state", 12, false}, {"usage", 19, false}, {"live_since", 13, false}, {"planned", 14, false}, {"exempt_ground", 24, false},
	{"owner", 13, false}, {"security_officer", 16, false}, {"auditor", 16, false}, {"vcpu", 13, true}, {"memory", 13, true},
	{"storage", 13, true}, {"bandwidth", 14, true}}

func systemSheets(x *export) ([]model.Sheet, error) {
	units, err := x.unitNames()
	if err != nil {
		return nil, err
	}
	var systems []SystemFile
	var requests map[string][]model.Summary
	loaded, done := false, 0
	rows := func() ([][]string, error) {
		if !loaded {
			if systems, requests, err = x.systems(units); err != nil {
				return nil, err
			}
			loaded = true
		}
		var page [][]string
		for ; done < len(systems) && len(page) < registerPage; done++ {
			if err := x.ctx.Err(); err != nil {
				return nil, err
			}
			s := systems[done]
			row, err := x.systemRow(s, units[s.Unit], requests[s.ID])
			if err != nil {
				return nil, err
			}
			page = append(page, row)
			x.progress(done+1, len(systems))
		}
		return page, nil
	}
	return []model.Sheet{x.sheet("register.title_systems", systemColumns, rows)}, nil
}

// systems is the inventory by unit and name, with the requests of each.
func (x *export) systems(units map[string]string) ([]SystemFile, map[string][]model.Summary, error) {
	systems, err := x.desk.Systems(x.ctx)
	if err != nil {
		return nil, nil, err
	}
	systems = slices.DeleteFunc(systems, func(s SystemFile) bool { return x.query.Unit != "" && s.Unit != x.query.Unit })
	slices.SortStableFunc(systems, func(a, b SystemFile) int {
		if c := strings.Compare(units[a.Unit], units[b.Unit]); c != 0 {
			return c
		}
		return strings.Compare(a.Name(), b.Name())
	})
	requests, err := x.desk.bySystem(x.ctx)
	return systems, requests, err
}

func (x *export) systemRow(s SystemFile, unit string, requests []model.Summary) ([]string, error) {
	number, live := "", ""
	var runs model.Totals
	if s.State == model.OnCloud {
		usage, later, err := x.desk.ofSystem(x.ctx, requests)
		if err != nil {
			return nil, err
		}
		lines, _ := model.Running(usage, later)
		runs = model.TotalsAt(lines, model.StageDelivered)
		number, live = usage.Number, workday.DateOf(usage.LiveAt).String()
	}
	v := s.Values
	return append([]string{unit, s.Name(), unlessZero(s.Level()), v["mlps_number"], x.words("system_state." + string(s.State)), number,
		live, v["planned_migration"], v["exempt_ground"], v["system_owner"], v["security_officer"], v["auditor"]}, totalCells(runs)...), nil
}

// totalCells writes what lines add up to.
func totalCells(t model.Totals) []string {
	return []string{unlessZero(t.VCPU), unlessZero(t.MemoryGB), unlessZero(t.StorageGB), unlessZero(t.BandwidthMbps)}
}

// unitNames are the units' names by id.
func (x *export) unitNames() (map[string]string, error) {
	units, err := x.desk.Units(x.ctx)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(units))
	for _, u := range units {
		names[u.ID] = u.Name
	}
	return names, nil
}
