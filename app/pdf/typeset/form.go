package typeset

import (
	"fmt"
	"strings"

	"yunban/model"
)

// grid sets rows of labels and values.
func (c *composer) grid(g model.Grid) {
	if len(g.Rows) == 0 {
		return
	}
	c.joinFrame()
	edges := c.edges(g.Columns)
	for _, row := range g.Rows {
		boxes := c.row(c.gridCells(row, edges), c.sheet.cell.pitch)
		if len(row) == 1 && row[0].Label { // a bar over the rows that follow
			boxes[len(boxes)-1].keep = true
		}
		c.add(boxes...)
	}
}

func (c *composer) gridCells(row model.GridRow, edges []float64) []cell {
	cells := make([]cell, len(row))
	place, column := "", 0
	for i, g := range row {
		end := min(column+max(g.Span, 1), len(edges)-1)
		if i == len(row)-1 {
			end = len(edges) - 1
		}
		s, align := c.sheet.cell, g.Align
		if g.Label {
			place = snippet(g.Text)
			if align == "" {
				align = model.AlignCenter
			}
			if len(row) == 1 {
				s.role = Heading
			}
		} else if place == "" {
			place = snippet(g.Text)
		}
		text := c.words(s.role, g.Text, place)
		if len(g.Ticks) > 0 {
			text = strings.TrimLeft(text+"\n"+c.ticks(s.role, g.Ticks), "\n")
		}
		x, width := edges[column], edges[end]-edges[column]
		cells[i] = cell{x: x, width: width, least: g.Lines, align: align, shaded: g.Label,
			lines: c.set(s, text, width-2*c.sheet.pad, 0)}
		column = end
	}
	return cells
}

// table sets a list under a head that is repeated on each page.
func (c *composer) table(t model.Table) {
	const many = 8 // columns: smaller type
	s := c.sheet.list
	if len(t.Columns) > many {
		s = c.sheet.dense
	}
	c.joinFrame()
	if t.Caption != "" {
		caption := c.cell(style{Heading, c.sheet.cell.size, c.sheet.cell.pitch}, t.Caption, t.Caption, 0, c.sheet.textWidth, model.AlignCenter)
		caption.shaded = true
		c.add(kept(c.row([]cell{caption}, c.sheet.cell.pitch))...)
	}
	widths := make([]float64, len(t.Columns))
	titles := make([]string, len(t.Columns))
	for i, col := range t.Columns {
		widths[i], titles[i] = col.Width, col.Title
	}
	edges := c.edges(widths)
	head := kept(c.row(c.tableCells(t, s, edges, titles, 0), s.pitch))
	c.add(head...)
	rows := make([][]box, 0, len(t.Rows)+1)
	for i, row := range t.Rows {
		rows = append(rows, c.row(c.tableCells(t, s, edges, row, i+1), s.pitch))
	}
	if len(t.Total) > 0 {
		total := c.tableCells(t, s, edges, t.Total, len(t.Rows)+1)
		for i := range total {
			total[i].shaded = true
		}
		rows = append(rows, c.row(total, s.pitch))
	}
	// No row stands alone: the first two and the last two rows stay together.
	for i := range rows {
		if i+1 < len(rows) && (i == 0 || i == len(rows)-2) {
			rows[i][len(rows[i])-1].keep = true
		}
		for j := range rows[i] {
			rows[i][j].head = head
		}
		c.add(rows[i]...)
	}
}

// tableCells sets one row; row 0 is the head.
func (c *composer) tableCells(t model.Table, s style, edges []float64, words []string, row int) []cell {
	cells := make([]cell, len(t.Columns))
	for i, col := range t.Columns {
		text, place, align := "", snippet(col.Title), col.Align
		if i < len(words) {
			text = words[i]
		}
		if row == 0 {
			align = model.AlignCenter
		} else {
			place = fmt.Sprintf("%s %d", place, row)
		}
		cells[i] = c.cell(s, text, place, edges[i], edges[i+1]-edges[i], align)
		cells[i].shaded = row == 0
	}
	return cells
}

// kept keeps boxes together and with what follows.
func kept(boxes []box) []box {
	for i := range boxes {
		boxes[i].keep = true
	}
	return boxes
}
