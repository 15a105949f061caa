package app

import (
	"strconv"
	"strings"

	"yunban/model"
	"yunban/model/workday"
)

// labels gives a paper's printed labels with their names filled in.
func labels(p *model.Profile, kind model.DocumentKind, w wording) func(string) string {
	text := p.Papers[string(kind)].Labels
	return func(id string) string { return w.fill(text[id]) }
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// totals fills a line such as: vCPU {vcpu} 核，内存 {memory} GB …
func totals(text string, t model.Totals) string {
	return wording{"vcpu": number(t.VCPU), "memory": number(t.MemoryGB), "storage": number(t.StorageGB),
		"bandwidth": number(t.BandwidthMbps)}.fill(text)
}

// formColumns are the columns that label and value cells share.
var formColumns = []float64{19, 29, 19, 29}

// writeApplication writes the 使用申请表 of the last round: the form as the city asks it, lines, materials, and room
// to sign and seal (P 7, L 11).
func writeApplication(p *model.Profile, r model.Request, w wording) model.Document {
	label, round := labels(p, model.PaperApplication, w), r.Round()
	doc := model.Document{Style: model.StyleForm, Title: p.Papers[string(model.PaperApplication)].Title, Number: r.Number,
		Issuer: round.Values["unit_name"], Date: dayOf(round.Submitted)}
	head := model.Grid{Columns: formColumns, Rows: []model.GridRow{
		{model.LabelCell(label("number")), model.ValueCell(r.Number, 1), model.LabelCell(label("filed")),
			model.ValueCell(workday.DateOf(round.Submitted).Chinese()+"　"+label("rounds"), 1)}}}
	doc.Blocks = append(doc.Blocks, head)
	for _, s := range p.Forms[string(model.Usage)].Sections {
		switch s.Kind {
		case model.LinesSection:
			doc.Blocks = append(doc.Blocks, askedTable(p, round.Lines, label))
		case model.MaterialsSection:
			doc.Blocks = append(doc.Blocks, materialsTable(p, round.Files, label))
		default:
			doc.Blocks = append(doc.Blocks, sectionGrid(p, s, round.Values))
		}
	}
	doc.Blocks = append(doc.Blocks,
		model.OpinionBox{Title: label("unit_opinion"), Lines: 3, Seal: label("unit_seal"), Signers: []model.Signatory{
			{Label: label("clerk_sign")}, {Label: label("unit_sign")}}},
		model.OpinionBox{Title: label("vendor_opinion"), Lines: 2, Seal: label("vendor_seal"),
			Signers: []model.Signatory{{Label: label("vendor_sign")}}},
		model.OpinionBox{Title: label("authority_opinion"), Lines: 3, Seal: label("authority_seal"),
			Signers: []model.Signatory{{Label: label("authority_sign")}}},
		model.Note{Text: label("note")})
	return doc
}

// sectionGrid sets a section's fields: short ones two to a row, long ones across.
func sectionGrid(p *model.Profile, s model.Section, v model.Values) model.Grid {
	g := model.Grid{Columns: formColumns, Rows: []model.GridRow{{{Text: s.Title, Label: true, Span: 4, Align: model.AlignCenter}}}}
	var half model.GridRow
	finish := func() {
		if half != nil {
			half[len(half)-1].Span = 3
			g.Rows = append(g.Rows, half)
			half = nil
		}
	}
	for _, f := range s.Fields {
		if !f.Asked(v) {
			continue
		}
		if f.Kind == model.DeclarationField {
			finish()
			g.Rows = append(g.Rows, model.GridRow{{Span: 4, Ticks: []model.TickItem{{Text: f.Label, Checked: v[f.ID] == model.True}}}})
			continue
		}
		value := shown(p, f, v[f.ID])
		if f.Kind == model.LongField || len([]rune(value)) > 24 || len([]rune(f.Label)) > 12 {
			finish()
			g.Rows = append(g.Rows, model.GridRow{model.LabelCell(f.Label), model.ValueCell(value, 3)})
			continue
		}
		half = append(half, model.LabelCell(f.Label), model.ValueCell(value, 1))
		if len(half) == 4 {
			g.Rows = append(g.Rows, half)
			half = nil
		}
	}
	finish()
	return g
}

// shown writes a value with its unit.
func shown(p *model.Profile, f model.Field, value string) string {
	value = f.Display(p, value)
	if value != "" && f.Unit != "" {
		value += " " + f.Unit
	}
	return value
}

// answered writes what the application says in one of its fields.
func answered(p *model.Profile, r model.Request, id string) string {
	f, _ := p.Forms[string(model.Usage)].Field(id)
	return shown(p, f, r.Values()[id])
}

func askedTable(p *model.Profile, lines []model.Line, label func(string) string) model.Table {
	t := model.Table{Caption: label("lines"), Columns: []model.TableColumn{
		{Title: label("line_no"), Width: 5, Align: model.AlignCenter}, {Title: label("line_resource"), Width: 11},
		{Title: label("line_name"), Width: 17}, {Title: label("line_config"), Width: 30},
		{Title: label("line_spec"), Width: 26}, {Title: label("line_count"), Width: 6, Align: model.AlignRight}}}
	for i, l := range lines {
		resource, _ := p.Resource(l.Resource)
		t.Rows = append(t.Rows, []string{number(int64(i + 1)), resource.Name, l.Name(), configuration(p, resource, l),
			resource.Spec(l.Asked), countOf(resource, l.Asked)})
	}
	t.Total = []string{"", label("total"), "", "", totals(label("totals"), model.TotalsAt(lines, model.StageAsked)), ""}
	return t
}

// configuration writes what was chosen for a line, its name aside: 用途：应用；操作系统：麒麟 V10 …
func configuration(p *model.Profile, resource model.Resource, l model.Line) string {
	var parts []string
	for _, f := range resource.Fields {
		if v := l.Values[f.ID]; v != "" && f.ID != "name" {
			parts = append(parts, f.Label+"："+shown(p, f, v))
		}
	}
	return strings.Join(parts, "；")
}

func materialsTable(p *model.Profile, files []model.File, label func(string) string) model.Table {
	t := model.Table{Caption: label("materials"), Columns: []model.TableColumn{
		{Title: label("line_no"), Width: 5, Align: model.AlignCenter}, {Title: label("material_name"), Width: 35},
		{Title: label("material_file"), Width: 45}, {Title: label("material_size"), Width: 12, Align: model.AlignRight}}}
	for _, m := range p.Materials {
		for _, f := range files {
			if f.Role == m.ID {
				t.Rows = append(t.Rows, []string{number(int64(len(t.Rows) + 1)), m.Name, f.Name, Size(f.Size)})
			}
		}
	}
	return t
}

// Size writes a file's size for reading: 320 KB, 1.4 MB.
func Size(bytes int64) string {
	if bytes < 1<<20 {
		return number(max((bytes+1023)>>10, 1)) + " KB"
	}
	return strconv.FormatFloat(float64(bytes)/(1<<20), 'f', 1, 64) + " MB"
}

// writeApproval writes the 审批意见表: asked and approved side by side, the result, the opinion (P 8, L 12; T15).
func writeApproval(p *model.Profile, r model.Request, w wording) model.Document {
	label, round := labels(p, model.PaperApproval, w), r.Round()
	doc := model.Document{Style: model.StyleForm, Title: p.Papers[string(model.PaperApproval)].Title, Number: r.Number,
		Issuer: p.Word("authority"), Date: dayOf(r.Approval.At)}
	pair := func(a, av, b, bv string) model.GridRow {
		return model.GridRow{model.LabelCell(label(a)), model.ValueCell(av, 1), model.LabelCell(label(b)), model.ValueCell(bv, 1)}
	}
	refused := r.Approval.Action == model.Disapprove
	adjusted := !refused && reduced(r.Lines)
	doc.Blocks = model.Blocks{
		model.Grid{Columns: formColumns, Rows: []model.GridRow{
			pair("number", r.Number, "unit", w["unit_name"]),
			pair("system_name", w["system_name"], "level", answered(p, r, "mlps_level")),
			pair("filed", chineseDay(round.Submitted), "accepted", chineseDay(round.Answer.At)),
			pair("due", w["approval_due"], "decided", chineseDay(r.Approval.At)),
		}},
		approvedTable(p, r.Lines, label, refused),
		model.Grid{Columns: formColumns, Rows: []model.GridRow{{model.LabelCell(label("result")), {Span: 3, Ticks: []model.TickItem{
			{Text: label("approve"), Checked: !refused && !adjusted}, {Text: label("adjusted"), Checked: adjusted},
			{Text: label("disapprove"), Checked: refused}}}}}},
		model.OpinionBox{Title: label("opinion"), Text: r.Approval.Note, Lines: 4, Seal: label("seal"), Date: doc.Date,
			Signers: []model.Signatory{{Label: label("sign"), Name: r.Approval.By}}},
		model.Note{Text: label("note")},
	}
	return doc
}

// reduced reports whether any line was approved with less than was asked.
func reduced(lines []model.Line) bool {
	for _, l := range lines {
		if l.Approved != nil && *l.Approved != l.Asked {
			return true
		}
	}
	return false
}

// quantity writes count and figures together: 4 × CPU 8核，内存 32GB; where a resource has no figures, the count.
func quantity(resource model.Resource, a model.Amount) string {
	spec := resource.Spec(a)
	switch {
	case spec == "":
		return number(a.Count)
	case a.Count == 0 && !counted(resource):
		return spec
	}
	return number(a.Count) + " × " + spec
}

// counted reports whether lines of a resource are asked for by number.
func counted(resource model.Resource) bool {
	for _, f := range resource.Amounts {
		if f.ID == "count" {
			return true
		}
	}
	return false
}

// countOf writes a line's number; lines that are not counted are one each.
func countOf(resource model.Resource, a model.Amount) string {
	if !counted(resource) {
		return "1"
	}
	return number(a.Count)
}

func approvedTable(p *model.Profile, lines []model.Line, label func(string) string, refused bool) model.Table {
	t := model.Table{Caption: label("lines"), Columns: []model.TableColumn{
		{Title: label("line_no"), Width: 5, Align: model.AlignCenter}, {Title: label("line_resource"), Width: 11},
		{Title: label("line_name"), Width: 18}, {Title: label("line_asked"), Width: 30}, {Title: label("line_approved"), Width: 30}}}
	for i, l := range lines {
		resource, _ := p.Resource(l.Resource)
		approved := "—"
		if a, ok := l.Amount(model.StageApproved); ok && !refused {
			approved = quantity(resource, a)
		}
		t.Rows = append(t.Rows, []string{number(int64(i + 1)), resource.Name, l.Name(),
			quantity(resource, l.Asked), approved})
	}
	approved := "—"
	if !refused {
		approved = totals(label("totals"), model.TotalsAt(lines, model.StageApproved))
	}
	t.Total = []string{"", label("total"), "", totals(label("totals"), model.TotalsAt(lines, model.StageAsked)), approved}
	return t
}
