package app

import (
	"maps"
	"strconv"

	"yunban/model"
)

// guide is the page that says how the form is filled in (填写说明).
func (l *laidOut) guide(form model.Form) model.WorkSheet {
	keys := []string{"offline.guide.colours", "offline.guide.lists", "offline.guide.values", "offline.guide.formulas"}
	switch model.Case(l.about.Kind) {
	case model.Usage:
		keys = append(keys, "offline.guide.lines", "offline.guide.materials")
	case model.Change:
		keys = append(keys, "offline.guide.lines", "offline.guide.change")
	}
	printed := "offline.guide.print"
	if l.about.Kind == systemForm {
		keys = append(keys, "offline.guide.inventory")
		printed = "offline.guide.print_rows"
	}
	keys = append(keys, "offline.guide.structure", "offline.guide.hand_in", printed, "offline.guide.code")
	const width = 92
	s := model.WorkSheet{Name: l.words("offline.guide"), Widths: []float64{5, width}, Heights: map[int]float64{1: 34, 2: 18}}
	s.Cells = []model.SheetCell{{Row: 1, Col: 1, Across: 1, Text: form.Title + "　" + l.words("offline.guide"), Look: model.TitleLook},
		{Row: 2, Col: 1, Across: 1, Text: l.note(), Look: model.NoteLook}}
	for i, key := range keys {
		row := i + 4
		text := l.words(key, "form", sheetName(form.Title), "rows", strconv.Itoa(inventoryPrinted))
		s.Cells = append(s.Cells, model.SheetCell{Row: row, Col: 1, Text: strconv.Itoa(i + 1), Look: model.TextLook},
			model.SheetCell{Row: row, Col: 2, Text: text, Look: model.TextLook})
		s.Heights[row] = textHeight(text, width, 10.5) + 4
	}
	return s
}

// marked is the form as it was handed in, with what is wrong said on its cells and listed on a sheet in front. It is
// drawn anew with what was typed, so that nothing of a file from outside is passed on but texts.
func (l *laidOut) marked(typed typedCells, problems []model.CellProblem) model.Workbook {
	marks := map[string]map[string]string{}
	for _, p := range problems {
		if marks[p.Sheet] == nil {
			marks[p.Sheet] = map[string]string{}
		}
		if said := marks[p.Sheet][p.Cell]; said != "" {
			marks[p.Sheet][p.Cell] = said + "\n"
		}
		marks[p.Sheet][p.Cell] += l.problem(p)
	}
	book := model.Workbook{Author: l.book.Author, Sheets: []model.WorkSheet{l.faults(problems)}}
	for _, s := range l.book.Sheets {
		own := s
		own.Cells, own.Heights = make([]model.SheetCell, len(s.Cells)), maps.Clone(s.Heights)
		for i, c := range s.Cells {
			if c.Input != nil {
				c.Text = typed[c.Input.Path]
				fit(&own, c)
			}
			c.Mark = marks[s.Name][c.Ref()]
			own.Cells[i] = c
		}
		book.Sheets = append(book.Sheets, own)
	}
	return book
}

// fit makes a row as high as what was typed into it, and has it printed.
func fit(s *model.WorkSheet, c model.SheetCell) {
	if c.Text == "" {
		return
	}
	s.Heights[c.Row] = max(s.Heights[c.Row], textHeight(c.Text, s.Widths[c.Col-1], 10.5))
	if s.LastRow > 0 {
		s.LastRow = max(s.LastRow, c.Row)
	}
}

// faults lists what is wrong, each with the way to its cell (问题清单).
func (l *laidOut) faults(problems []model.CellProblem) model.WorkSheet {
	widths := []float64{6, 22, 10, 24, 60}
	s := model.WorkSheet{Name: l.words("offline.faults"), Landscape: true, Widths: widths, Top: 3, Heights: map[int]float64{1: 34, 2: 20, 3: 22}}
	put := func(row, col, across int, text string, look model.CellLook) *model.SheetCell {
		s.Cells = append(s.Cells, model.SheetCell{Row: row, Col: col, Across: across, Text: text, Look: look})
		return &s.Cells[len(s.Cells)-1]
	}
	put(1, 1, len(widths)-1, l.words("offline.faults"), model.TitleLook)
	put(2, 1, len(widths)-1, l.words("offline.faults_note", "count", strconv.Itoa(len(problems))), model.NoteLook)
	for i, key := range []string{"offline.no", "offline.sheet", "offline.cell", "offline.item", "offline.problem"} {
		put(3, i+1, 0, l.words(key), model.HeadLook)
	}
	for i, p := range problems {
		row, text := i+4, l.problem(p)
		put(row, 1, 0, strconv.Itoa(i+1), model.LabelLook)
		put(row, 2, 0, p.Sheet, model.LabelLook)
		at := put(row, 3, 0, p.Cell, model.LabelLook)
		if p.Cell != "" {
			at.Link = p.Sheet + "!" + p.Cell
		}
		put(row, 4, 0, p.Label, model.LabelLook)
		put(row, 5, 0, text, model.LabelLook)
		s.Heights[row] = max(20, textHeight(text, widths[4], 10.5), textHeight(p.Label, widths[3], 10.5))
	}
	return s
}

func (l *laidOut) problem(p model.CellProblem) string {
	var pairs []string
	for k, v := range p.Args {
		pairs = append(pairs, k, v)
	}
	return l.words(p.Key, pairs...)
}
