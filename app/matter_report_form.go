package app

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"yunban/model"
)

// usageOrder is the order of the columns of the form.
var usageOrder = []string{"unit", "system_name", "instance", "cpu", "memory", "disk", "judgement"}

// UsageForm writes the table of utilisation to be filled in: a row for every instance that was delivered to a system on
// the cloud, and one for each system whose delivery named none.
func (d *Desk) UsageForm(ctx context.Context, w io.Writer, words Wording) error {
	all, err := d.usageToFill(ctx)
	if err != nil {
		return err
	}
	rows := make([][]string, len(all))
	for i, u := range all {
		rows[i] = []string{u.Unit, u.System, u.Instance, "", "", "", ""}
	}
	return d.Sheets.Write(ctx, w, d.usageSheet(words("usage.form_note"), rows, nil, words))
}

// usageToFill are the rows that a month's table should have, by unit and system.
func (d *Desk) usageToFill(ctx context.Context) ([]Utilised, error) {
	systems, err := d.Systems(ctx)
	if err != nil {
		return nil, err
	}
	names, err := d.namesOfUnits(ctx)
	if err != nil {
		return nil, err
	}
	var rows []Utilised
	for _, s := range systems {
		if s.State != model.OnCloud {
			continue
		}
		known, err := d.instancesOf(ctx, s.ID)
		if err != nil {
			return nil, err
		}
		for _, instance := range known.inOrder() {
			rows = append(rows, Utilised{Unit: names[s.Unit], System: s.Name(), Instance: instance})
		}
	}
	slices.SortStableFunc(rows, func(a, b Utilised) int { return strings.Compare(a.Unit+"\x00"+a.System, b.Unit+"\x00"+b.System) })
	return rows, nil
}

// MarkUsage writes a table as it was handed in with what is wrong beside each row, so that it can be mended and handed in
// again.
func (d *Desk) MarkUsage(ctx context.Context, w io.Writer, t UsageTable, problems []model.CellProblem, words Wording) error {
	said := map[int]string{}
	for _, p := range problems {
		n, _, ok := usageCell(p.Field)
		if !ok || n >= len(t.Rows) {
			continue
		}
		var pairs []string
		for k, v := range p.Args {
			pairs = append(pairs, k, v)
		}
		said[n] = joined("；", said[n], words(p.Key, pairs...))
	}
	rows := make([][]string, len(t.Rows))
	for i, u := range t.Rows {
		rows[i] = []string{u.Unit, u.System, u.Instance, u.CPU, u.Memory, u.Disk, u.Judgement}
	}
	return d.Sheets.Write(ctx, w, d.usageSheet(words("usage.marked_note", "rows", strconv.Itoa(len(said))), rows, said, words))
}

// usageSheet is a table of utilisation as a sheet, with what is wrong beside each row where something is.
func (d *Desk) usageSheet(note string, rows [][]string, wrong map[int]string, words Wording) model.Sheet {
	form, _ := d.Profile().StepForm(model.MonthlyReport, model.Lodge)
	s := model.Sheet{Name: form.Section(model.UtilisationTable).Title, Title: form.Section(model.UtilisationTable).Title, Note: note}
	widths := map[string]float64{"unit": 26, "system_name": 32, "instance": 22, "judgement": 18}
	for _, id := range usageOrder {
		label := usageUnitLabel
		for _, f := range form.Section(model.UtilisationTable).Fields {
			if f.ID == id {
				label = f.Label
			}
		}
		c := model.SheetColumn{Title: label, Width: widths[id]}
		if c.Width == 0 {
			c.Width, c.Number = 11, true
		}
		s.Columns = append(s.Columns, c)
	}
	if wrong != nil {
		s.Columns = append(s.Columns, model.SheetColumn{Title: words("offline.problem"), Width: 50})
	}
	next := 0
	s.Rows = func() ([][]string, error) {
		from := next
		next = min(next+1000, len(rows))
		page := rows[from:next]
		for i := range page {
			if wrong != nil {
				page[i] = append(page[i], wrong[from+i])
			}
		}
		return page, nil
	}
	return s
}

// inOrder lists the names of a system's instances; one without a name where none was named.
func (n delivered) inOrder() []string {
	if len(n.instances) == 0 {
		return []string{""}
	}
	var names []string
	for name := range n.instances {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
