package app

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"yunban/model"
)

// parting is a vendor's table being given to the units that it is about.
type parting struct {
	b       *reportBatch
	columns model.Section
	profile *model.Profile
	units   map[string]model.Unit                   // by name and by id
	systems map[string]map[string]model.Inventoried // of each unit, by name and by id
	to      map[string]*reportShare
	only    bool // the filing names its units: rows of others are not looked at
	seen    map[usedInstance]int
	row     model.Values // of the row at hand
}

// usedInstance is an instance of a system: it is told once.
type usedInstance struct{ system, instance string }

// part gives each unit its rows and finds what is wrong with any of them.
func (b *reportBatch) part(p *model.Profile, units []model.Unit) *parting {
	t := &parting{b: b, profile: p, units: map[string]model.Unit{}, systems: map[string]map[string]model.Inventoried{}, to: map[string]*reportShare{},
		only: len(b.filing.Units) > 0, seen: make(map[usedInstance]int, len(b.filing.Usage)), row: model.Values{}}
	form, _ := p.StepForm(model.MonthlyReport, model.Lodge)
	t.columns = form.Section(model.UtilisationTable)
	for _, u := range b.around.Units {
		t.units[u.ID], t.units[strings.TrimSpace(u.Name)] = u, u
		t.systems[u.ID] = map[string]model.Inventoried{}
	}
	for _, one := range b.around.Systems {
		if of := t.systems[one.Unit]; of != nil {
			of[one.ID], of[strings.TrimSpace(one.Name())] = one, one
		}
	}
	for _, u := range units {
		t.share(u)
	}
	for i := range b.filing.Usage {
		t.give(i)
	}
	for _, share := range b.shares {
		share.lines = t.linesOf(share)
	}
	slices.SortFunc(b.shares, func(a, b *reportShare) int { return strings.Compare(a.Name, b.Name) })
	return t
}

// share is a unit's part of the filing, begun when it is new.
func (t *parting) share(u model.Unit) *reportShare {
	s := t.to[u.ID]
	if s == nil {
		s = &reportShare{ReportShare: ReportShare{Unit: u.ID, Name: u.Name}}
		t.to[u.ID] = s
		t.b.shares = append(t.b.shares, s)
	}
	return s
}

// give finds whose a row is and what is wrong with it.
func (t *parting) give(i int) {
	r := &t.b.filing.Usage[i]
	unit, known := t.units[strings.TrimSpace(r.Unit)]
	if known && t.only && t.to[unit.ID] == nil {
		return
	}
	t.row["system_name"], t.row["instance"], t.row["judgement"] = r.System, r.Instance, r.Judgement
	t.row["cpu"], t.row["memory"], t.row["disk"] = r.CPU, r.Memory, r.Disk
	for _, p := range t.columns.CheckRow(t.profile, t.row) {
		t.wrong(i, p.Field, p)
	}
	if !known {
		t.wrong(i, "unit", model.Problem{Key: "problem.usage_unit", Args: map[string]string{"name": r.Unit}})
		return
	}
	system, known := t.systems[unit.ID][strings.TrimSpace(r.System)]
	if !known {
		if strings.TrimSpace(r.System) != "" {
			t.wrong(i, "system_name", model.Problem{Key: "problem.usage_system", Args: map[string]string{"name": r.System}})
		}
		return
	}
	one := usedInstance{system.ID, strings.TrimSpace(r.Instance)}
	if _, twice := t.seen[one]; twice {
		t.wrong(i, "instance", model.Problem{Key: "problem.usage_twice", Args: map[string]string{"name": system.Name(), "instance": one.instance}})
	}
	t.seen[one] = i
	if strings.TrimSpace(r.CPU+r.Memory+r.Disk) == "" {
		t.wrong(i, "cpu", model.Problem{Key: "problem.usage_nothing", Args: map[string]string{"name": system.Name()}})
	}
	s := t.share(unit)
	s.rows = append(s.rows, i)
}

func (t *parting) wrong(i int, field string, p model.Problem) {
	p.Field = model.CellOf(model.UtilisationTable, i, field)
	t.b.wrongRows = append(t.b.wrongRows, p)
}

// systemOf is the system that a row of a unit is about.
func (t *parting) systemOf(share *reportShare, i int) model.Inventoried {
	return t.systems[share.Unit][strings.TrimSpace(t.b.filing.Usage[i].System)]
}

// linesOf are the rows of a unit's report: each instance, or of a long table the mean of each system.
func (t *parting) linesOf(share *reportShare) []model.Line {
	type sum struct {
		model.Inventoried
		instances int
		means     [3]model.UsageMean
	}
	var sums []*sum
	by := map[string]*sum{}
	var lines []model.Line
	for _, i := range share.rows {
		r, system := t.b.filing.Usage[i], t.systemOf(share, i)
		s := by[system.ID]
		if s == nil {
			s = &sum{Inventoried: system}
			by[system.ID], sums = s, append(sums, s)
		}
		s.instances++
		for c, figure := range []string{r.CPU, r.Memory, r.Disk} {
			s.means[c].Add(figure, 1)
		}
		if !share.aside(t.b) {
			lines = append(lines, usageLine(system, said(model.Values{"instance": strings.TrimSpace(r.Instance), "cpu": r.CPU, "memory": r.Memory,
				"disk": r.Disk, "judgement": r.Judgement})))
		}
	}
	share.Rows, share.Systems = len(share.rows), len(sums)
	if !share.aside(t.b) {
		return lines
	}
	for _, s := range sums {
		v := model.Values{model.UsageInstances: strconv.Itoa(s.instances)}
		for c, id := range model.UsageColumns {
			if x := s.means[c].Value(); x != nil {
				v[id] = percent(*x)
			}
		}
		lines = append(lines, usageLine(s.Inventoried, v))
	}
	return lines
}

func usageLine(system model.Inventoried, v model.Values) model.Line {
	v["system_name"], v[model.UsageSystem] = system.Name(), system.ID
	return model.Line{Resource: model.UtilisationTable, Values: v}
}

// percent writes a figure with two places at most.
func percent(x float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(x, 'f', 2, 64), "0"), ".")
}

// warnOfUsage tells what need not be wrong: a system on the cloud that no row tells of, and instances that no delivery
// names. Names of instances are the vendor's own and change; a system's do not.
func (d *Desk) warnOfUsage(ctx context.Context, b *reportBatch, t *parting) error {
	for _, share := range b.shares {
		told, unknown := map[string][]int{}, 0
		for _, i := range share.rows {
			id := t.systemOf(share, i).ID
			told[id] = append(told[id], i)
		}
		for _, one := range b.around.Systems {
			rows := told[one.ID]
			switch {
			case one.Unit != share.Unit:
			case len(rows) == 0 && one.State == model.OnCloud:
				share.Silent = append(share.Silent, one.Name())
			case len(rows) > 0:
				names, err := d.instancesOf(ctx, one.ID)
				if err != nil {
					return err
				}
				strange := names.strange(b.filing.Usage, rows)
				if unknown = len(strange); unknown == 0 {
					continue
				}
				first := b.filing.Usage[strange[0]]
				b.preview.Warnings = append(b.preview.Warnings, model.Problem{Field: model.CellOf(model.UtilisationTable, strange[0], "instance"),
					Key: "problem.usage_instance", Args: map[string]string{"unit": share.Name, "name": one.Name(), "instance": first.Instance,
						"count": strconv.Itoa(unknown)}})
			}
		}
		if len(share.Silent) > 0 && len(share.rows) > 0 {
			b.preview.Warnings = append(b.preview.Warnings, model.Problem{Field: "units." + share.Unit, Key: "problem.usage_silent",
				Args: map[string]string{"unit": share.Name, "names": strings.Join(share.Silent, "、")}})
		}
	}
	if fractions(b.filing.Usage) {
		b.preview.Warnings = append(b.preview.Warnings, model.Problem{Field: model.UtilisationTable, Key: "problem.usage_fractions"})
	}
	return nil
}

// fractions reports whether every figure is at most one: cells that show per cent hold 0.41 for 41 %.
func fractions(rows []Utilised) bool {
	figures := 0
	for _, r := range rows {
		for _, text := range []string{r.CPU, r.Memory, r.Disk} {
			if text == "" {
				continue
			}
			if x, err := strconv.ParseFloat(text, 64); err != nil || x > 1 {
				return false
			}
			figures++
		}
	}
	return figures > 5
}

// delivered are the names of a system's instances and lines, as they were handed over.
type delivered struct {
	instances map[string]bool
	lines     []string
}

// instancesOf gathers the names of what was delivered to a system.
func (d *Desk) instancesOf(ctx context.Context, system string) (delivered, error) {
	names := delivered{instances: map[string]bool{}}
	requests, err := d.allRequests(ctx, model.Query{System: system})
	if err != nil {
		return names, err
	}
	for _, s := range requests {
		events, err := d.Store.Events(ctx, model.Subject{Kind: model.RequestSubject, ID: s.ID})
		if err != nil {
			return names, err
		}
		r, err := model.Replay(events)
		if err != nil {
			return names, err
		}
		for _, line := range strings.Split(r.Delivery["delivered_instances"], "\n") {
			if words := strings.Fields(line); len(words) > 0 {
				names.instances[words[0]] = true
			}
		}
		for _, l := range r.Lines {
			names.lines = append(names.lines, l.Name())
		}
	}
	return names, nil
}

// strange picks the rows whose instance nobody delivered under that name, or under the name of its line: 审批应用 01 is
// one of 审批应用. Where nothing was named at delivery, nothing is strange.
func (n delivered) strange(rows []Utilised, at []int) []int {
	var found []int
	for _, i := range at {
		name := strings.TrimSpace(rows[i].Instance)
		if name == "" || n.instances[name] || len(n.instances)+len(n.lines) == 0 ||
			slices.ContainsFunc(n.lines, func(line string) bool { return line != "" && strings.HasPrefix(name, line) }) {
			continue
		}
		found = append(found, i)
	}
	return found
}
