package app

import (
	"yunban/model"
)

// blankRows is how many empty lines a form to fill by hand has for resources.
var blankRows = map[model.Case]int{model.Usage: 8, model.Change: 6, model.Termination: 6}

// BlankPaper is a form with nothing filled in, to be filled by hand: labels, empty cells, boxes to tick and room to
// write. It is no paper of a request and bears no code.
func BlankPaper(p *model.Profile, kind model.DocumentKind) (model.Document, error) {
	for c, form := range draftPapers {
		if form.kind == kind && p.Papers[string(kind)].Title != "" {
			return blankApplication(p, c, kind), nil
		}
	}
	if p.Papers[string(kind)].To != "" { // a letter is not filled by hand
		return model.Document{}, model.Errorf(model.NotFound, "error.no_paper", "paper", string(kind))
	}
	return writeRecord(p, RecordPaper{Kind: kind}, true)
}

// BlankKinds are the forms that there are to fill by hand in a city.
func BlankKinds(p *model.Profile) []model.DocumentKind {
	var kinds []model.DocumentKind
	for _, c := range model.Cases() {
		kinds = append(kinds, draftPapers[c].kind)
	}
	for _, kind := range RecordPapers {
		if _, err := BlankPaper(p, kind); err == nil {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// blankApplication is the application form of a case.
func blankApplication(p *model.Profile, c model.Case, kind model.DocumentKind) model.Document {
	s := sheet{kind: kind, p: p, blank: true, r: model.Request{Case: c}, w: rules(p)}
	doc := s.begin("", s.r.Since)
	if c == model.Usage {
		doc.Blocks = append(doc.Blocks, s.facts("number", "", "filed", s.label("day")))
	} else {
		doc.Blocks = append(doc.Blocks, s.facts("number", "", "filed", s.label("day"), "unit", "", "system_name", "", "level", ""))
	}
	for _, sec := range p.Forms[string(c)].Sections {
		switch {
		case sec.Kind == model.LinesSection:
			doc.Blocks = append(doc.Blocks, s.blankLines(c))
		case sec.Kind == model.MaterialsSection:
			doc.Blocks = append(doc.Blocks, s.blankMaterials())
		case sec.ID == "major":
			doc.Blocks = append(doc.Blocks, s.majorChecklist(nil))
		default:
			doc.Blocks = append(doc.Blocks, s.section(sec, nil))
		}
	}
	if c == model.Termination {
		doc.Blocks = append(doc.Blocks, s.blankLines(c))
	}
	doc.Blocks = append(append(doc.Blocks, s.boxes(nil)...), s.note())
	return doc
}

// blankField sets a field to be filled by hand; one that is asked for only sometimes says so.
func (s sheet) blankField(g *gridRows, f model.Field) {
	label, cell := f.Label, model.GridCell{}
	if f.When != nil {
		label += s.label("if_any")
	}
	across := false
	switch f.Kind {
	case model.DeclarationField:
		g.whole(model.GridCell{Ticks: []model.TickItem{{Text: f.Label}}})
		return
	case model.ChoiceField, model.ChoicesField:
		cell.Ticks = choiceTicks(s.p, f, nil)
		if f.Open {
			cell.Ticks = append(cell.Ticks, model.TickItem{Text: s.label("other_choice")})
		}
		across = len(cell.Ticks) > 3
	case model.BooleanField:
		cell.Ticks = []model.TickItem{{Text: s.label("yes")}, {Text: s.label("no")}}
	case model.DateField:
		cell.Text = s.label("day")
	case model.LongField:
		cell.Lines, across = 5, true
	default:
		cell.Lines = 2
		if f.Unit != "" {
			cell.Text = "　　　　　　" + f.Unit
		}
		across = f.MaxLength >= 200
	}
	g.add(label, cell, across)
}

// blankLines are empty rows for resources, high enough to write in.
func (s sheet) blankLines(c model.Case) model.Block {
	columns := []string{"line_no", "line_resource", "line_name", "line_config", "line_spec", "line_count"}
	widths := []float64{6, 13, 18, 30, 23, 8}
	switch c {
	case model.Change:
		columns = []string{"line_no", "line_kind", "line_resource", "line_name", "line_before", "line_after"}
		widths = []float64{6, 11, 13, 16, 26, 26}
	case model.Termination:
		columns = []string{"line_no", "line_resource", "line_name", "line_spec", "line_count"}
		widths = []float64{6, 15, 25, 42, 10}
	}
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = s.label(c)
	}
	first := make([]string, blankRows[c])
	for i := range first {
		first[i] = number(int64(i + 1))
	}
	return rowsByHand(s.label("lines"), titles, widths, first)
}

// rowsByHand is a table with empty rows, high enough to write in; the first column is printed.
func rowsByHand(caption string, titles []string, widths []float64, first []string) model.Grid {
	g := model.Grid{Columns: widths, Rows: []model.GridRow{{{Text: caption, Label: true, Span: len(titles), Align: model.AlignCenter}}}}
	var head model.GridRow
	for _, t := range titles {
		head = append(head, center(t))
	}
	g.Rows = append(g.Rows, head)
	for _, text := range first {
		row := make(model.GridRow, len(titles))
		row[0] = model.GridCell{Text: text, Align: model.AlignCenter, Lines: 2}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// blankMaterials lists what may be filed, to be ticked off.
func (s sheet) blankMaterials() model.Block {
	g := model.Grid{Columns: []float64{46, 22, 16, 16}, Rows: []model.GridRow{
		{{Text: s.label("materials"), Label: true, Span: 4, Align: model.AlignCenter}},
		{center(s.label("material_name")), center(s.label("material_need")), center(s.label("material_copies")), center(s.label("material_pages"))}}}
	for _, m := range s.p.Materials {
		need := s.label("material_when")
		if m.Required {
			need = s.label("material_must")
		}
		g.Rows = append(g.Rows, model.GridRow{{Ticks: []model.TickItem{{Text: m.Name}}}, {Text: need, Align: model.AlignCenter}, {}, {}})
	}
	return g
}

func center(text string) model.GridCell {
	return model.GridCell{Text: text, Label: true, Align: model.AlignCenter}
}
