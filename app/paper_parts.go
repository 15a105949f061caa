package app

import (
	"strings"
	"time"
	"unicode/utf8"

	"yunban/model"
)

// formColumns are the columns that label and value cells share.
var formColumns = []float64{19, 29, 19, 29}

// gridRows sets labelled cells two to a row, long ones across.
type gridRows struct {
	rows []model.GridRow
	half model.GridRow
}

// add sets one labelled cell.
func (g *gridRows) add(label string, value model.GridCell, across bool) {
	if across {
		g.finish()
		value.Span = 3
		g.rows = append(g.rows, model.GridRow{model.LabelCell(label), value})
		return
	}
	g.half = append(g.half, model.LabelCell(label), value)
	if len(g.half) == 4 {
		g.rows, g.half = append(g.rows, g.half), nil
	}
}

// whole sets one cell over the whole width.
func (g *gridRows) whole(cell model.GridCell) {
	g.finish()
	cell.Span = 4
	g.rows = append(g.rows, model.GridRow{cell})
}

// finish ends a row that has only its left half.
func (g *gridRows) finish() {
	if g.half != nil {
		g.half[len(g.half)-1].Span = 3
		g.rows, g.half = append(g.rows, g.half), nil
	}
}

func (g *gridRows) grid() model.Grid {
	g.finish()
	return model.Grid{Columns: formColumns, Rows: g.rows}
}

// wide tells a value that takes a whole row.
func wide(label, value string) bool {
	const most = 24 // characters of a value, twice those of a label
	return utf8.RuneCountInString(value) > most || utf8.RuneCountInString(label) > most/2 || strings.Contains(value, "\n")
}

// facts sets labelled facts, given as label id and value.
func (s sheet) facts(pairs ...string) model.Grid {
	var g gridRows
	for i := 0; i+1 < len(pairs); i += 2 {
		label, cell := s.label(pairs[i]), model.ValueCell(pairs[i+1], 1)
		if s.blank {
			cell.Lines = 2
		}
		g.add(label, cell, wide(label, pairs[i+1]))
	}
	return g.grid()
}

// ticked is a row with boxes to tick, of which those of the given ids are ticked.
func (s sheet) ticked(label string, ids []string, checked ...string) model.Grid {
	var items []model.TickItem
	for _, id := range ids {
		item := model.TickItem{Text: s.label(id)}
		for _, c := range checked {
			item.Checked = item.Checked || c == id
		}
		items = append(items, item)
	}
	return model.Grid{Columns: formColumns, Rows: []model.GridRow{{model.LabelCell(s.label(label)), {Span: 3, Ticks: items}}}}
}

// section sets a section's fields: short ones two to a row, long ones across.
func (s sheet) section(sec model.Section, v model.Values) model.Grid {
	var g gridRows
	g.whole(model.GridCell{Text: sec.Title, Label: true, Align: model.AlignCenter})
	for _, f := range sec.Fields {
		if s.blank {
			s.blankField(&g, f)
			continue
		}
		if !f.Asked(v) {
			continue
		}
		if f.Kind == model.DeclarationField {
			g.whole(model.GridCell{Ticks: []model.TickItem{{Text: f.Label, Checked: v[f.ID] == model.True}}})
			continue
		}
		value := shown(s.p, f, v[f.ID])
		g.add(f.Label, model.ValueCell(value, 1), f.Kind == model.LongField || wide(f.Label, value))
	}
	return g.grid()
}

// said is what stands in a place to sign: the opinion, who gave it and when.
type opinionOf struct {
	text, by string
	at       time.Time
}

// boxes are the paper's places to sign and seal; those whose opinion is known have it.
func (s sheet) boxes(known map[string]opinionOf) model.Blocks {
	var blocks model.Blocks
	for _, b := range s.text().Boxes {
		box := model.OpinionBox{Title: s.w.fill(b.Title), Text: s.w.fill(b.Text), Lines: b.Lines, Seal: b.Seal}
		for _, who := range b.Sign {
			box.Signers = append(box.Signers, model.Signatory{Label: s.w.fill(who)})
		}
		if o, ok := known[b.ID]; ok {
			box.Text, box.Date = strings.TrimSpace(box.Text+"\n"+o.text), dayOf(o.at)
			if len(box.Signers) > 0 {
				box.Signers[0].Name = o.by
			}
		}
		blocks = append(blocks, box)
	}
	return blocks
}

// note is the small print under a form: by which article, how many copies.
func (s sheet) note() model.Block {
	id := "note"
	if s.blank && s.text().Labels["blank_note"] != "" {
		id = "blank_note"
	}
	return model.Note{Text: s.label(id)}
}

// materialsTable lists files that were filed.
func (s sheet) materialsTable(caption string, files []model.File) model.Table {
	t := model.Table{Caption: caption, Columns: []model.TableColumn{
		{Title: s.label("line_no"), Width: 6, Align: model.AlignCenter}, {Title: s.label("material_name"), Width: 30},
		{Title: s.label("material_file"), Width: 46}, {Title: s.label("material_size"), Width: 14, Align: model.AlignRight}}}
	for i, f := range files {
		t.Rows = append(t.Rows, []string{number(int64(i + 1)), s.material(f.Role), f.Name, Size(f.Size)})
	}
	return t
}

// material names what a file is.
func (s sheet) material(role string) string {
	for _, m := range s.p.Materials {
		if m.ID == role {
			return m.Name
		}
	}
	return role
}
