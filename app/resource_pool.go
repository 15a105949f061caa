package app

import (
	"context"
	"slices"

	"yunban/model"
)

// PoolRow is one zone of the platform: what it holds, what is given away, and what a request would do to it (R21).
type PoolRow struct {
	Zone     string        `json:"zone"`
	ZoneName string        `json:"zone_name"`
	Capacity *model.Totals `json:"capacity"` // nil where the vendor entered none
	Before   model.Totals  `json:"before"`   // given away without the request: delivered, and approved but not delivered yet
	Change   model.Totals  `json:"change"`   // what the request adds, or takes back
	After    model.Totals  `json:"after"`
	Short    bool          `json:"short"` // the request takes more than is left
}

// Pool is the platform's capacity with what is given away of it.
type Pool struct {
	AsOf   string    `json:"as_of,omitempty"`  // the day of the vendor's figures
	Number string    `json:"number,omitempty"` // of the record that they come from
	Rows   []PoolRow `json:"rows"`
}

// Pool tells the platform's capacity and what is given away of it, by zone.
func (d *Desk) Pool(ctx context.Context) (Pool, error) { return d.PoolFor(ctx, "") }

// PoolFor tells the platform's capacity as it is without a request and as it would be with it: beside a request that is
// reviewed. Who reads only the own unit does not see the whole platform.
func (d *Desk) PoolFor(ctx context.Context, request string) (Pool, error) {
	if !d.ReadsAll() {
		return Pool{}, model.Errorf(model.Forbidden, "error.not_reader")
	}
	var p Pool
	entered, err := d.capacity(ctx)
	if err != nil {
		return p, err
	}
	p.AsOf, p.Number = entered.Values["as_of"], entered.Number
	g := &given{evidence: d.present(ctx), without: request, zones: map[string]*model.Totals{}}
	if err := g.gather(); err != nil {
		return p, err
	}
	change := map[string]*model.Totals{}
	if request != "" {
		if change, err = g.changeBy(request); err != nil {
			return p, err
		}
	}
	p.Rows = d.poolRows(entered, g.zones, change)
	return p, nil
}

// capacity is the vendor's latest word for what the platform holds.
func (d *Desk) capacity(ctx context.Context) (model.Matter, error) {
	all, err := d.Matters(ctx, model.Capacity)
	var latest model.Matter
	for _, m := range all { // the latest entered first: of one day the last word holds
		if latest.ID == "" || m.Values["as_of"] > latest.Values["as_of"] {
			latest = m
		}
	}
	return latest, err
}

// poolRows lists the zones: the city's own in their order, then any other that something is in.
func (d *Desk) poolRows(entered model.Matter, before, change map[string]*model.Totals) []PoolRow {
	capacity := map[string]*model.Totals{}
	for _, l := range model.RowsOf(entered.Lines, "pool") {
		n := func(id string) int64 { n, _ := l.Values.Int(id); return n } // checked when it was entered
		capacity[l.Values["zone"]] = &model.Totals{VCPU: n("vcpu"), MemoryGB: n("memory_gb"), StorageGB: n("storage_gb"), BandwidthMbps: n("bandwidth_mbps")}
	}
	var zones []string
	for _, c := range d.Profile().Lists["zones"] {
		zones = append(zones, c.ID)
	}
	var others []string
	for _, of := range []map[string]*model.Totals{capacity, before, change} {
		for z := range of {
			if !slices.Contains(zones, z) && !slices.Contains(others, z) {
				others = append(others, z)
			}
		}
	}
	slices.Sort(others)
	var rows []PoolRow
	for _, z := range append(zones, others...) {
		row := PoolRow{Zone: z, ZoneName: d.Profile().LabelIn("zones", z), Capacity: capacity[z]}
		if t := before[z]; t != nil {
			row.Before = *t
		}
		if t := change[z]; t != nil {
			row.Change = *t
		}
		row.After = row.Before.Plus(row.Change)
		row.Short = row.Capacity != nil && row.takesTooMuch()
		rows = append(rows, row)
	}
	return rows
}

// takesTooMuch reports whether the request takes more of something than is left; a figure that it does not touch is not
// its fault. Bandwidth that the vendor entered nothing for is not counted.
func (r PoolRow) takesTooMuch() bool {
	for _, f := range [][3]int64{{r.Capacity.VCPU, r.After.VCPU, r.Change.VCPU}, {r.Capacity.MemoryGB, r.After.MemoryGB, r.Change.MemoryGB},
		{r.Capacity.StorageGB, r.After.StorageGB, r.Change.StorageGB}, {r.Capacity.BandwidthMbps, r.After.BandwidthMbps, r.Change.BandwidthMbps}} {
		if f[2] > 0 && f[1] > f[0] && f[0] > 0 {
			return true
		}
	}
	return false
}

// given is what is given away of the platform, by zone, without one request.
type given struct {
	*evidence
	without string
	zones   map[string]*model.Totals
}

// holding are the statuses in which a usage request holds resources, or has them promised.
var holding = []model.Status{model.Approved, model.Trial, model.TestsSubmitted, model.FinalReviewed, model.Reclaiming, model.Live}

func (g *given) gather() error {
	by := map[string][]model.Summary{}
	var alone []model.Summary
	err := g.requests("", func(s model.Summary) error {
		if s.System == "" {
			alone = append(alone, s)
		} else {
			by[s.System] = append(by[s.System], s)
		}
		return nil
	})
	for _, s := range alone {
		by["request "+s.ID] = []model.Summary{s}
	}
	for _, requests := range by {
		if err == nil {
			err = g.system(requests)
		}
	}
	return err
}

// system adds what one system has and was promised.
func (g *given) system(requests []model.Summary) error {
	gone := slices.ContainsFunc(requests, func(s model.Summary) bool {
		return s.Case == model.Termination && (s.Status == model.Reclaimed || s.Status == model.Terminated)
	})
	if gone {
		return nil
	}
	var usage model.Request
	var changes []model.Request
	for _, s := range requests {
		if s.Case == model.Termination || s.ID == g.without && s.Status != model.Done && s.Status != model.Live ||
			s.Case == model.Usage && !slices.Contains(holding, s.Status) || s.Case == model.Change && !heldBy(s.Status) {
			continue
		}
		r, _, err := g.request(s.ID)
		if err != nil {
			return err
		}
		if s.Case == model.Usage {
			usage = r
			continue
		}
		changes = append(changes, r)
	}
	lines, live := model.Running(usage, changes)
	if !live {
		lines = usage.Lines
	}
	addLines(g.zones, lines, 1)
	for _, r := range changes {
		if r.Status != model.Done {
			addChange(g.zones, r)
		}
	}
	return nil
}

func heldBy(s model.Status) bool {
	return s == model.Approved || s == model.Executed || s == model.Done
}

// changeBy is what a request does to the pool, by zone. One that is done does nothing any more: it is counted already.
func (g *given) changeBy(id string) (map[string]*model.Totals, error) {
	change := map[string]*model.Totals{}
	r, _, err := g.request(id)
	if err != nil || r.ID == "" || r.Status == model.Live || r.Status == model.Done || r.Status == model.Terminated || r.Status == model.Reclaimed {
		return change, err
	}
	if ended := model.Ended(r.Case, r.Status); ended {
		return change, nil
	}
	switch r.Case {
	case model.Usage:
		addLines(change, r.Lines, 1)
	case model.Change:
		addChange(change, r)
	case model.Termination:
		addLines(change, r.Lines, -1)
	}
	return change, nil
}

// latestAmount is the furthest figure of a line: delivered, else approved, else asked.
func latestAmount(l model.Line) model.Amount {
	for _, s := range []model.Stage{model.StageDelivered, model.StageApproved} {
		if a, ok := l.Amount(s); ok {
			return a
		}
	}
	return l.Asked
}

func addLines(zones map[string]*model.Totals, lines []model.Line, sign int64) {
	for _, l := range lines {
		addTo(zones, l.Values["zone"], latestAmount(l).Total(), sign)
	}
}

// addChange adds the difference that a change makes: its lines' new figures less those that run.
func addChange(zones map[string]*model.Totals, r model.Request) {
	for _, l := range r.Lines {
		if l.Before != nil {
			zone := l.Was["zone"]
			if zone == "" {
				zone = l.Values["zone"]
			}
			addTo(zones, zone, l.Before.Total(), -1)
		}
		if l.Values[model.RemoveLine] != model.True {
			addTo(zones, l.Values["zone"], latestAmount(l).Total(), 1)
		}
	}
}

func addTo(zones map[string]*model.Totals, zone string, t model.Totals, sign int64) {
	if zones[zone] == nil {
		zones[zone] = &model.Totals{}
	}
	*zones[zone] = zones[zone].Plus(model.Totals{VCPU: sign * t.VCPU, MemoryGB: sign * t.MemoryGB, StorageGB: sign * t.StorageGB, BandwidthMbps: sign * t.BandwidthMbps})
}
