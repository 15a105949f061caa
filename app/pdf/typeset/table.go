package typeset

import (
	"fmt"

	"yunban/model"
)

// table sets a list under a head that is repeated on each page.
func (c *composer) table(t model.Table) {
	c.joinFrame()
	if t.Caption != "" {
		s := c.sheet.cell
		s.role = Heading
		c.add(kept(c.row([]cell{c.label(s, t.Caption, 0, c.sheet.textWidth)}, s.pitch))...)
	}
	l := c.measureTable(t)
	head := kept(l.row(0))
	c.add(head...)
	rows := make([][]box, 0, len(l.rows)-1)
	for i := 1; i < len(l.rows); i++ {
		rows = append(rows, l.row(i))
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

// measuredTable is a table whose words are measured and whose columns have widths.
type measuredTable struct {
	*composer
	model.Table
	style
	rows  [][][]measured // the head, the rows and the total; of each cell its paragraphs
	edges []float64
}

// manyColumns are as many as the usual type has room for.
const manyColumns = 8

func (c *composer) measureTable(t model.Table) measuredTable {
	m := measuredTable{composer: c, Table: t, style: c.sheet.list}
	if len(t.Columns) > manyColumns {
		m.style = c.sheet.dense
	}
	titles := make([]string, len(t.Columns))
	widths := make([]float64, len(t.Columns))
	for i, col := range t.Columns {
		titles[i], widths[i] = col.Title, col.Width
	}
	m.measureRow(titles)
	for _, row := range t.Rows {
		m.measureRow(row)
	}
	if len(t.Total) > 0 {
		m.measureRow(t.Total)
	}
	m.edges = edges(c.sheet.textWidth, widths, m.spans())
	return m
}

func (m *measuredTable) measureRow(words []string) {
	cells := make([][]measured, len(m.Columns))
	for i, col := range m.Columns {
		text, place := "", snippet(col.Title)
		if i < len(words) {
			text = words[i]
		}
		if n := len(m.rows); n > 0 {
			place = fmt.Sprintf("%s %d", place, n)
		}
		cells[i] = m.paragraphs(m.style, m.words(m.role, text, place))
	}
	m.rows = append(m.rows, cells)
}

// spans are what the columns need and want. A single very long piece, such as a
// code of a hundred digits, is broken rather than given the whole table.
func (m *measuredTable) spans() []span {
	share := 1.6 * m.sheet.textWidth / float64(len(m.Columns))
	spans := make([]span, len(m.Columns))
	for n, row := range m.rows {
		for i, cell := range row {
			for _, p := range cell {
				const tolerance = 0.1
				sides := 2*m.side() + tolerance
				need, want := p.widest()+sides, p.seen(0, len(p.glyphs))+sides
				if n == 0 { // a short title stays whole; a longer one takes several lines, of as much where there is room
					if short := 4*m.size + sides; want <= short || len(m.Columns) <= manyColumns {
						need = max(need, min(want, short))
					}
					want = need
				}
				if need <= share {
					spans[i].need = max(spans[i].need, need)
				}
				spans[i].want = max(spans[i].want, want)
			}
		}
	}
	return spans
}

// row sets row i; row 0 is the head.
func (m *measuredTable) row(i int) []box {
	total := len(m.Total) > 0 && i == len(m.rows)-1
	cells := make([]cell, len(m.Columns))
	for j, col := range m.Columns {
		x, width := m.edges[j], m.edges[j+1]-m.edges[j]
		cells[j] = cell{x: x, width: width, side: m.side(), align: col.Align, shaded: i == 0 || total}
		if i == 0 {
			cells[j].align = model.AlignCenter
		}
		for _, p := range m.rows[i][j] {
			if i == 0 {
				cells[j].lines = append(cells[j].lines, p.balanced(width-2*m.side())...)
			} else {
				cells[j].lines = append(cells[j].lines, p.lines(width-2*m.side(), 0)...)
			}
		}
	}
	return m.composer.row(cells, m.pitch)
}

// kept keeps boxes together and with what follows.
func kept(boxes []box) []box {
	for i := range boxes {
		boxes[i].keep = true
	}
	return boxes
}
