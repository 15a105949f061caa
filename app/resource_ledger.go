package app

import (
	"cmp"
	"context"
	"slices"

	"yunban/model"
)

// ResourceRow is what one system has in one zone: asked, approved, delivered (of a live system as it runs now), and how
// much of it the latest monthly report says is used (R21, R32, R51).
type ResourceRow struct {
	Unit       string            `json:"unit"`
	UnitName   string            `json:"unit_name"`
	System     string            `json:"system"` // the inventory's id
	SystemName string            `json:"system_name"`
	State      model.SystemState `json:"state"`
	Zone       string            `json:"zone"` // the id in the list zones; nothing where lines name none
	ZoneName   string            `json:"zone_name"`
	Lines      int               `json:"lines"`
	Asked      model.Totals      `json:"asked"`
	Approved   model.Totals      `json:"approved"`
	Delivered  model.Totals      `json:"delivered"`
	CPU        *float64          `json:"cpu"` // per cent; nil is no data
	Memory     *float64          `json:"memory"`
	Disk       *float64          `json:"disk"`
	Month      string            `json:"month,omitempty"` // of the report
	Trace      []model.Subject   `json:"trace"`
}

// lookBack is how many days the ledger looks back for a monthly report.
const lookBack = 400

// present gathers as things stand now, with the monthly reports of the last year.
func (d *Desk) present(ctx context.Context) *evidence {
	today := d.Today()
	return &evidence{desk: d, ctx: ctx, stretch: stretch{model.Period{Every: model.EveryYear, From: today.AddDays(-lookBack), To: today}, today, true}}
}

// narrowed is the unit that a person may look at: the one named, all of them with nothing named, or only the own one.
func (d *Desk) narrowed(unit string) (string, error) {
	switch {
	case unit == "" && d.ReadsAll():
		return "", nil
	case unit == "":
		return d.Person.Unit, nil
	case !d.mayReadUnit(unit):
		return "", model.Errorf(model.Forbidden, "error.not_reader")
	}
	return unit, nil
}

// heldNow is what ledger and suggestions rest on: the systems of one unit, or of all that a person may read, with the
// reports that tell how they are used.
type heldNow struct {
	*evidence
	unit string // nothing is all
	all  []model.Inventoried
	live []onCloud
	told []model.Matter
}

func (d *Desk) holdingsNow(ctx context.Context, unit string) (h heldNow, err error) {
	if h.unit, err = d.narrowed(unit); err != nil {
		return h, err
	}
	h.evidence = d.present(ctx)
	if h.all, h.live, err = h.systems(h.unit); err != nil {
		return h, err
	}
	h.told, err = h.reports(h.unit)
	return h, err
}

// ResourceLedger lists what systems have, by unit, system and zone; of one unit, or of all that this person may read.
func (d *Desk) ResourceLedger(ctx context.Context, unit string) ([]ResourceRow, error) {
	h, err := d.holdingsNow(ctx, unit)
	if err != nil {
		return nil, err
	}
	names, err := d.namesOfUnits(ctx)
	if err != nil {
		return nil, err
	}
	var rows []ResourceRow
	for _, one := range h.live {
		trace := []model.Subject{{Kind: model.RequestSubject, ID: one.usage.ID}}
		rows = append(rows, d.resourceRows(one.Inventoried, names, one.lines, usesOf([]onCloud{one}, h.told), trace)...)
	}
	for _, one := range h.all {
		if one.State != model.Applying {
			continue
		}
		r, err := h.underWay(one.ID)
		if err != nil {
			return nil, err
		}
		rows = append(rows, d.resourceRows(one, names, r.Lines, nil, []model.Subject{{Kind: model.RequestSubject, ID: r.ID}})...)
	}
	slices.SortStableFunc(rows, func(a, b ResourceRow) int {
		return cmp.Or(cmp.Compare(a.UnitName, b.UnitName), cmp.Compare(a.SystemName, b.SystemName), cmp.Compare(a.Zone, b.Zone))
	})
	return rows, nil
}

func (d *Desk) namesOfUnits(ctx context.Context) (map[string]string, error) {
	units, err := d.Units(ctx)
	names := make(map[string]string, len(units))
	for _, u := range units {
		names[u.ID] = u.Name
	}
	return names, err
}

// underWay is the usage request by which a system applies.
func (g *evidence) underWay(system string) (model.Request, error) {
	for _, s := range g.bySystem[system] {
		if s.Case == model.Usage && !model.Ended(s.Case, s.Status) {
			r, _, err := g.request(s.ID)
			return r, err
		}
	}
	return model.Request{}, nil
}

// resourceRows are the rows of one system: one for each zone.
func (d *Desk) resourceRows(s model.Inventoried, units map[string]string, lines []model.Line, uses []model.LineUse, trace []model.Subject) []ResourceRow {
	var rows []ResourceRow
	for _, zone := range zonesOf(lines) {
		in := slices.DeleteFunc(slices.Clone(lines), func(l model.Line) bool { return l.Values["zone"] != zone })
		row := ResourceRow{Unit: s.Unit, UnitName: units[s.Unit], System: s.ID, SystemName: s.Name(), State: s.State, Zone: zone,
			ZoneName: d.Profile().LabelIn("zones", zone), Lines: len(in), Asked: model.TotalsAt(in, model.StageAsked),
			Approved: model.TotalsAt(in, model.StageApproved), Delivered: model.TotalsAt(in, model.StageDelivered), Trace: trace}
		row.use(slices.DeleteFunc(slices.Clone(uses), func(u model.LineUse) bool { return u.Line.Values["zone"] != zone }))
		rows = append(rows, row)
	}
	return rows
}

// zonesOf are the zones that lines are in, in their order.
func zonesOf(lines []model.Line) []string {
	var zones []string
	for _, l := range lines {
		if z := l.Values["zone"]; !slices.Contains(zones, z) {
			zones = append(zones, z)
		}
	}
	return zones
}

// use sets how much is used: the mean of the lines, a line of three hosts counting three times.
func (r *ResourceRow) use(uses []model.LineUse) {
	mean := func(of func(model.LineUse) *float64) *float64 {
		sum, n := 0.0, 0.0
		for _, u := range uses {
			if f := of(u); f != nil {
				times := float64(max(u.Amount().Count, 1))
				sum, n = sum+*f*times, n+times
			}
		}
		if n == 0 {
			return nil
		}
		m := sum / n
		return &m
	}
	r.CPU = mean(func(u model.LineUse) *float64 { return u.CPU })
	r.Memory = mean(func(u model.LineUse) *float64 { return u.Memory })
	r.Disk = mean(func(u model.LineUse) *float64 { return u.Disk })
	for _, u := range uses {
		if u.Report != "" {
			about := model.Subject{Kind: model.MonthlyReport, ID: u.Report}
			if r.Month = u.Month; !slices.Contains(r.Trace, about) {
				r.Trace = append(r.Trace[:len(r.Trace):len(r.Trace)], about)
			}
		}
	}
}

// LineUses tells how each line of live systems is used, of one unit or of all that this person may read.
func (d *Desk) LineUses(ctx context.Context, unit string) ([]model.LineUse, error) {
	h, err := d.holdingsNow(ctx, unit)
	return usesOf(h.live, h.told), err
}
