package typeset

import (
	"slices"
	"strings"

	"yunban/model"
)

// grid sets rows of labels and values.
func (c *composer) grid(g model.Grid) {
	if len(g.Rows) == 0 {
		return
	}
	c.joinFrame()
	edges := edges(c.sheet.textWidth, g.Columns, nil)
	c.labelEdge = edges[1]
	for i, row := range g.Rows {
		boxes := c.row(c.gridCells(row, edges), c.sheet.cell.pitch)
		underTitles := i > 0 && isTitles(g.Rows[i-1]) && i+1 < len(g.Rows) && !isTitles(g.Rows[i+1])
		if isTitles(row) || underTitles { // neither titles nor the first row under them stand alone
			boxes[len(boxes)-1].keep = true
		}
		c.add(boxes...)
	}
}

// isBar tells a row that is one label, the title of the rows under it.
func isBar(row model.GridRow) bool { return len(row) == 1 && row[0].Label }

// isTitles tells a row of nothing but labels: a bar, or the titles of the columns under it.
func isTitles(row model.GridRow) bool {
	return !slices.ContainsFunc(row, func(c model.GridCell) bool { return !c.Label })
}

func (c *composer) gridCells(row model.GridRow, edges []float64) []cell {
	cells := make([]cell, len(row))
	place, column := "", 0
	for i, g := range row {
		end := min(column+max(g.Span, 1), len(edges)-1)
		if i == len(row)-1 {
			end = len(edges) - 1
		}
		x, width := edges[column], edges[end]-edges[column]
		if g.Label {
			place = snippet(g.Text)
			s := c.sheet.cell
			if isBar(row) {
				s.role = Heading
			}
			cells[i] = c.label(s, g.Text, x, width)
			if g.Align != "" {
				cells[i].align = g.Align
			}
		} else {
			if place == "" {
				place = snippet(g.Text)
			}
			cells[i] = c.value(g, place, x, width)
		}
		cells[i].least = g.Lines
		column = end
	}
	return cells
}

// value sets text, and under it boxes to tick.
func (c *composer) value(g model.GridCell, place string, x, width float64) cell {
	s := c.sheet.cell
	text := c.words(s.role, g.Text, place)
	if len(g.Ticks) > 0 {
		text = strings.TrimLeft(text+"\n"+c.ticks(s.role, g.Ticks), "\n")
	}
	return cell{x: x, width: width, side: s.side(), align: g.Align, lines: c.set(s, text, width-2*s.side(), 0)}
}
