package app

import (
	"slices"
	"strings"
	"time"

	"yunban/model"
)

// lineColumn is one column of a table of resource lines.
type lineColumn struct {
	title string
	width float64
	align model.Alignment
	cell  func(no int, l model.Line) string
	total string
}

// lineTable sets resource lines in columns, with a total when one of them has one.
func (s sheet) lineTable(caption string, lines []model.Line, columns ...lineColumn) model.Table {
	t := model.Table{Caption: caption}
	for _, c := range columns {
		t.Columns = append(t.Columns, model.TableColumn{Title: c.title, Width: c.width, Align: c.align})
	}
	for i, l := range lines {
		row := make([]string, len(columns))
		for j, c := range columns {
			row[j] = c.cell(i+1, l)
		}
		t.Rows = append(t.Rows, row)
	}
	if slices.ContainsFunc(columns, func(c lineColumn) bool { return c.total != "" }) {
		for _, c := range columns {
			t.Total = append(t.Total, c.total)
		}
		t.Total[1] = s.label("total")
	}
	return t
}

// begins are the columns that every table of lines begins with.
func (s sheet) begins(name float64, more ...lineColumn) []lineColumn {
	return append([]lineColumn{
		{title: s.label("line_no"), width: 5, align: model.AlignCenter, cell: func(no int, _ model.Line) string { return number(int64(no)) }},
		{title: s.label("line_resource"), width: 11, cell: func(_ int, l model.Line) string { return s.resource(l).Name }},
		{title: s.label("line_name"), width: name, cell: func(_ int, l model.Line) string { return l.Name() }}}, more...)
}

func (s sheet) resource(l model.Line) model.Resource {
	r, _ := s.p.Resource(l.Resource)
	return r
}

// configColumn says what was chosen for a line.
func (s sheet) configColumn(width float64) lineColumn {
	return lineColumn{title: s.label("line_config"), width: width, cell: func(_ int, l model.Line) string { return s.configuration(l.Resource, l.Values) }}
}

// stageColumn gives a line's quantity at a stage, and what they add up to.
func (s sheet) stageColumn(label string, width float64, lines []model.Line, stage model.Stage) lineColumn {
	total := dash
	if slices.ContainsFunc(lines, func(l model.Line) bool { _, ok := l.Amount(stage); return ok }) {
		total = s.totals(model.TotalsAt(lines, stage))
	}
	return lineColumn{title: s.label(label), width: width, total: total, cell: func(_ int, l model.Line) string {
		if amount, ok := l.Amount(stage); ok {
			return s.figures(l, amount)
		}
		return dash
	}}
}

// dash stands where there is no figure.
const dash = "—"

// figures writes a line's quantity; of a line that is taken away, that it is.
func (s sheet) figures(l model.Line, a model.Amount) string {
	if removed(l) {
		return s.label("line_removed")
	}
	return quantity(s.resource(l), a)
}

func removed(l model.Line) bool { return l.Values[model.RemoveLine] == model.True }

// quotaTable lists what was delivered of each line, with the number apart.
func (s sheet) quotaTable(lines []model.Line, more ...lineColumn) model.Table {
	at := func(l model.Line) model.Amount { a, _ := l.Amount(model.StageDelivered); return a }
	columns := append(s.begins(22,
		lineColumn{title: s.label("line_spec"), width: 36, total: s.totals(model.TotalsAt(lines, model.StageDelivered)),
			cell: func(_ int, l model.Line) string { return s.specOr(l, at(l)) }},
		lineColumn{title: s.label("line_count"), width: 8, align: model.AlignRight,
			cell: func(_ int, l model.Line) string { return countOf(s.resource(l), at(l)) }}), more...)
	return s.lineTable(s.label("lines"), lines, columns...)
}

// specOr writes a line's figures; of a service that has none, which service it is.
func (s sheet) specOr(l model.Line, a model.Amount) string {
	resource := s.resource(l)
	if spec := resource.Spec(a); spec != "" {
		return spec
	}
	for _, f := range resource.Fields {
		if f.Kind == model.ChoiceField {
			return shown(s.p, f, l.Values[f.ID])
		}
	}
	return ""
}

// changeTable sets the lines of a change before and after, with further columns.
// Only the application says everything that was chosen for a new line.
func (s sheet) changeTable(more ...lineColumn) model.Block {
	lines := s.r.Lines
	if len(lines) == 0 {
		return model.Grid{Columns: formColumns, Rows: []model.GridRow{
			{{Text: s.label("lines"), Label: true, Span: 4, Align: model.AlignCenter}}, {model.ValueCell(s.label("no_lines"), 4)}}}
	}
	before := make([]model.Line, 0, len(lines))
	for _, l := range lines {
		if l.Before != nil {
			before = append(before, model.Line{Asked: *l.Before})
		}
	}
	chosen := func(v, other model.Values) model.Values {
		different := differing(v, other)
		if len(more) > 0 {
			delete(different, "remark")
		}
		return different
	}
	columns := s.begins(15,
		lineColumn{title: s.label("line_kind"), width: 8, align: model.AlignCenter, cell: func(_ int, l model.Line) string { return s.changeOf(l) }},
		lineColumn{title: s.label("line_before"), width: 24, total: s.totals(model.TotalsAt(before, model.StageAsked)), cell: func(_ int, l model.Line) string {
			if l.Before == nil {
				return dash
			}
			was := quantity(s.resource(l), *l.Before)
			if removed(l) {
				return was
			}
			return clauses(was, s.configuration(l.Resource, chosen(l.Was, l.Values)))
		}},
		lineColumn{title: s.label("line_after"), width: 24, total: s.totals(model.TotalsAt(lines, model.StageAsked)), cell: func(_ int, l model.Line) string {
			if removed(l) {
				return dash
			}
			said := chosen(l.Values, l.Was)
			if l.Before == nil && len(more) > 0 {
				said = nil
			}
			return clauses(quantity(s.resource(l), l.Asked), s.configuration(l.Resource, said))
		}})
	return s.lineTable(s.label("lines"), lines, append(columns, more...)...)
}

// changeOf says whether a line is new, changed or taken away.
func (s sheet) changeOf(l model.Line) string {
	switch {
	case removed(l):
		return s.label("line_removed")
	case l.Before == nil:
		return s.label("line_new")
	}
	return s.label("line_changed")
}

// differing are the values that the other ones do not have so.
func differing(v, other model.Values) model.Values {
	out := model.Values{}
	for k, value := range v {
		if other[k] != value {
			out[k] = value
		}
	}
	return out
}

func clauses(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "；")
}

// configuration writes what was chosen for a line, its name aside: 用途：应用；操作系统：麒麟 V10 …
func (s sheet) configuration(resource string, v model.Values) string {
	r, _ := s.p.Resource(resource)
	var parts []string
	for _, f := range r.Fields {
		if v[f.ID] != "" && f.ID != "name" {
			parts = append(parts, f.Label+"："+shown(s.p, f, v[f.ID]))
		}
	}
	return strings.Join(parts, "；")
}

// totals writes what lines add up to: vCPU 8 核，内存 32 GB …; what adds up to nothing is left out.
func (s sheet) totals(t model.Totals) string {
	var parts []string
	for _, figure := range []struct {
		label string
		n     int64
	}{{"total_vcpu", t.VCPU}, {"total_memory", t.MemoryGB}, {"total_storage", t.StorageGB}, {"total_bandwidth", t.BandwidthMbps}} {
		if figure.n != 0 {
			parts = append(parts, s.with("n", number(figure.n)).label(figure.label))
		}
	}
	if len(parts) == 0 {
		return dash
	}
	return strings.Join(parts, "，")
}

// quantity writes count and figures together: 4台 × CPU 8核，内存 32GB; where a resource has no figures, the count.
func quantity(resource model.Resource, a model.Amount) string {
	spec := resource.Spec(a)
	unit, counted := counted(resource)
	switch {
	case spec == "":
		return number(a.Count) + unit
	case a.Count == 0 && !counted:
		return spec
	}
	return number(a.Count) + unit + " × " + spec
}

// counted reports whether lines of a resource are asked for by number, and in what: 台, 套, 个.
func counted(resource model.Resource) (unit string, ok bool) {
	for _, f := range resource.Amounts {
		if f.ID == "count" {
			return f.Unit, true
		}
	}
	return "", false
}

// countOf writes a line's number; lines that are not counted are one each.
func countOf(resource model.Resource, a model.Amount) string {
	if _, ok := counted(resource); !ok {
		return "1"
	}
	return number(a.Count)
}

// writeLines writes the 资源明细表: of each line what was asked, approved and delivered, with totals (R21, T15); of a
// change also how it ran before, of a termination what runs and is reclaimed.
func writeLines(s sheet) model.Document {
	doc := s.begin(s.w["unit_name"], s.linesAsOf())
	doc.Landscape = true
	numbered := "number"
	if s.r.Case != model.Usage {
		numbered += "." + string(s.r.Case)
	}
	doc.Blocks = append(model.Blocks{s.facts(numbered, s.r.Number, "unit", s.w["unit_name"], "system_name", s.r.Title(), "level", s.level())}, s.linesOfCase())
	doc.Blocks = append(append(doc.Blocks, s.boxes(nil)...), s.note())
	return doc
}

func (s sheet) linesOfCase() model.Block {
	stages := []lineColumn{s.stageColumn("line_approved", 21, s.r.Lines, model.StageApproved), s.stageColumn("line_delivered", 21, s.r.Lines, model.StageDelivered)}
	switch s.r.Case {
	case model.Change:
		return s.changeTable(stages...)
	case model.Termination:
		return s.lineTable(s.label("lines"), s.r.Lines, s.begins(16, s.configColumn(34),
			s.stageColumn("line_running", 26, s.r.Lines, model.StageDelivered), s.reclaimedColumn())...)
	}
	return s.lineTable(s.label("lines"), s.r.Lines, s.begins(14, append([]lineColumn{s.configColumn(26),
		s.stageColumn("line_asked", 21, s.r.Lines, model.StageAsked)}, stages...)...)...)
}

// reclaimedColumn says of each line whether the vendor confirmed that it is reclaimed.
func (s sheet) reclaimedColumn() lineColumn {
	done := s.last(model.Reclaim).Values.Choices("reclaimed_lines")
	return lineColumn{title: s.label("reclaimed"), width: 11, align: model.AlignCenter, cell: func(_ int, l model.Line) string {
		switch {
		case len(done) == 0:
			return dash
		case slices.Contains(done, l.ID):
			return s.label("line_reclaimed")
		}
		return s.label("line_left")
	}}
}

// linesAsOf is when the figures were last decided.
func (s sheet) linesAsOf() time.Time {
	at := s.r.Round().Submitted
	for _, e := range eventsOf(s.history, model.Approve, model.Disapprove, model.Deliver, model.Execute, model.Reclaim) {
		if e.At.After(at) {
			at = e.At
		}
	}
	return at
}
