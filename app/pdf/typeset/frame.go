package typeset

import (
	"slices"

	"yunban/model"
)

// cell is one cell of a row, set and ready to be placed.
type cell struct {
	x, width float64
	lines    []line
	side     float64 // room left at either side
	least    int     // height in lines
	align    model.Alignment
	shaded   bool
}

// shade is the grey behind labels.
const shade = 0.94

// label sets a label: its lines of about the same length, in the middle.
func (c *composer) label(s style, text string, x, width float64) cell {
	cl := cell{x: x, width: width, side: s.side() / 2, align: model.AlignCenter, shaded: true}
	for _, p := range c.paragraphs(s, c.words(s.role, text, snippet(text))) {
		cl.lines = append(cl.lines, p.balanced(width-2*cl.side)...)
	}
	return cl
}

// row sets cells side by side between rules. A row of moderate height is one box,
// its cells centred in it; a high one is set in slices, so that it can go on over
// the page's end, but not with one line alone on either side.
func (c *composer) row(cells []cell, pitch float64) []box {
	count := 1
	for _, cl := range cells {
		count = max(count, len(cl.lines), cl.least)
	}
	height := float64(count)*pitch + 2*c.sheet.pad
	if height > c.sheet.textHigh/3 {
		return c.slices(cells, count, pitch)
	}
	b := c.slice(cells, height)
	b.starts = true
	for _, cl := range cells {
		c.fill(&b.Drawing, cl, cl.lines, (height-float64(len(cl.lines))*pitch)/2, pitch)
	}
	return []box{b}
}

// slices sets a row of count lines as boxes, all but the first of one line. The first
// holds the short cells whole, and the longest cell is drawn last, so that extracted
// text has each cell's words together.
func (c *composer) slices(cells []cell, count int, pitch float64) []box {
	const most = 8 // lines of the first slice
	byLength := slices.SortedStableFunc(slices.Values(cells), func(a, b cell) int { return len(a.lines) - len(b.lines) })
	first := 1
	if n := len(byLength); n > 1 {
		first = min(max(first, len(byLength[n-2].lines)), most, count)
	}
	var boxes []box
	for from, to := 0, first; from < count; from, to = to, to+1 {
		high, top := float64(to-from)*pitch, 0.0
		if from == 0 {
			high, top = high+c.sheet.pad, c.sheet.pad
		}
		if to == count {
			high += c.sheet.pad
		}
		b := c.slice(cells, high)
		b.starts = from == 0
		b.keep = from == 0 && to < count || to == count-1
		for _, cl := range byLength {
			n := len(cl.lines)
			c.fill(&b.Drawing, cl, cl.lines[min(from, n):min(to, n)], top, pitch)
		}
		boxes = append(boxes, b)
	}
	return boxes
}

// slice is an empty strip of a frame: the shades and upright rules of its cells.
func (c *composer) slice(cells []cell, height float64) box {
	b := box{height: height, framed: true}
	for _, cl := range cells {
		if cl.shaded {
			b.Fills = append(b.Fills, Fill{cl.x, 0, cl.width, height, shade})
		}
		b.rule(cl.x, 0, cl.x, height, frameWeight)
	}
	last := cells[len(cells)-1]
	b.rule(last.x+last.width, 0, last.x+last.width, height, frameWeight)
	return b
}

// fill draws lines of a cell, the first one at y.
func (c *composer) fill(d *Drawing, cl cell, lines []line, y, pitch float64) {
	for _, l := range lines {
		c.draw(d, l, cl.x+cl.side+aligned(l, cl.align, cl.width-2*cl.side), y)
		y += pitch
	}
}

// joinFrame makes room before a frame unless another frame stands right above.
func (c *composer) joinFrame() {
	if n := len(c.boxes); n > 0 && !c.boxes[n-1].framed && !c.boxes[n-1].gap {
		c.add(box{height: 4, gap: true, keep: c.boxes[n-1].keep})
	}
}
