package typeset

import "yunban/model"

// cell is one cell of a row, set and ready to be placed.
type cell struct {
	x, width float64
	lines    []line
	least    int // height in lines
	align    model.Alignment
	shaded   bool
}

// shade is the grey behind labels.
const shade = 0.94

// cell sets the words of a cell.
func (c *composer) cell(s style, text, place string, x, width float64, align model.Alignment) cell {
	return cell{x: x, width: width, align: align, lines: c.lines(s, text, place, width-2*c.sheet.pad, 0)}
}

// row sets cells side by side between rules. A row of moderate height is one box,
// its cells centred in it; a high one is set line by line, so that it can go on
// over the page's end, but not with one line alone on either side.
func (c *composer) row(cells []cell, pitch float64) []box {
	count := 1
	for _, cl := range cells {
		count = max(count, len(cl.lines), cl.least)
	}
	pad := c.sheet.pad
	height := float64(count)*pitch + 2*pad
	if height <= c.sheet.textHigh/3 {
		b := c.slice(cells, height)
		b.starts = true
		for _, cl := range cells {
			c.fill(&b.Drawing, cl, cl.lines, (height-float64(len(cl.lines))*pitch)/2, pitch)
		}
		return []box{b}
	}
	boxes := make([]box, count)
	for i := range boxes {
		high, top := pitch, 0.0
		if i == 0 {
			high, top = high+pad, pad
		}
		if i == count-1 {
			high += pad
		}
		b := c.slice(cells, high)
		b.starts = i == 0
		b.keep = i == 0 || i == count-2
		for _, cl := range cells {
			if i < len(cl.lines) {
				c.fill(&b.Drawing, cl, cl.lines[i:i+1], top, pitch)
			}
		}
		boxes[i] = b
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
		c.draw(d, l, cl.x+c.sheet.pad+aligned(l, cl.align, cl.width-2*c.sheet.pad), y)
		y += pitch
	}
}

// edges are the places of columns with relative widths: one more than columns.
func (c *composer) edges(widths []float64) []float64 {
	sum := 0.0
	for _, w := range widths {
		sum += w
	}
	edges := make([]float64, len(widths)+1)
	for i, w := range widths {
		edges[i+1] = edges[i] + w/sum*c.sheet.textWidth
	}
	return edges
}

// joinFrame makes room before a frame unless another frame stands right above.
func (c *composer) joinFrame() {
	if n := len(c.boxes); n > 0 && !c.boxes[n-1].framed && !c.boxes[n-1].gap {
		c.add(box{height: 4, gap: true, keep: c.boxes[n-1].keep})
	}
}
