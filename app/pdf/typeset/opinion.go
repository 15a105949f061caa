package typeset

import (
	"strings"

	"yunban/model"
)

// opinion sets an area with a label at the left; at the right the opinion, and
// under it the room to seal, sign and date.
func (c *composer) opinion(o model.OpinionBox) {
	c.joinFrame()
	s, pad := c.sheet.cell, c.sheet.pad
	labelWidth := 5*s.size + 2*pad
	label := c.cell(s, o.Title, snippet(o.Title), 0, labelWidth, model.AlignCenter)
	label.shaded = true
	text := c.cell(s, o.Text, snippet(o.Title), labelWidth, c.sheet.textWidth-labelWidth, "")
	if o.Text == "" {
		text.lines = nil
	}
	signing := c.signing(o, text.x, text.width)

	natural := pad + float64(len(text.lines))*s.pitch + signing.height
	least := float64(o.Lines)*s.pitch + 2*pad
	if o.Seal != "" {
		least = max(least, sealRoom)
	}
	least = max(least, float64(len(label.lines))*s.pitch+2*pad)
	filler := max(least-natural, 0)
	foot := c.slice([]cell{label, text}, signing.height+filler)
	foot.place(signing.Drawing, 0, filler)

	whole := natural + filler
	together := whole <= c.sheet.textHigh/2 && len(label.lines) <= int(whole/s.pitch)
	if together {
		first := c.slice([]cell{label, text}, pad+float64(len(text.lines))*s.pitch)
		first.starts, first.keep = true, true
		c.fill(&first.Drawing, label, label.lines, (whole-float64(len(label.lines))*s.pitch)/2, s.pitch)
		c.fill(&first.Drawing, text, text.lines, pad, s.pitch)
		c.add(first, foot)
		return
	}
	boxes := c.row([]cell{label, text}, s.pitch)
	boxes[len(boxes)-1].keep = true
	c.add(append(boxes, foot)...)
}

// sealRoom is the least height of an area to be sealed: an office's seal is 42 mm
// wide and may reach over the words around.
const sealRoom = 36 * millimetre

// signing sets the last lines of an opinion: where to seal at the left, who signs
// and the date at the right.
func (c *composer) signing(o model.OpinionBox, x, width float64) box {
	s, pad := c.sheet.cell, c.sheet.pad
	var b box
	half := x + 0.42*width
	room := x + width - half - pad
	for _, signer := range o.Signers {
		label := strings.TrimRight(strings.TrimSpace(signer.Label), ":：") + "："
		for i, l := range c.lines(s, label+signer.Name, snippet(label), room, 0) {
			y := b.height
			c.draw(&b.Drawing, l, half, y)
			b.height += s.pitch
			if i == 0 && l.width+4*s.size < room {
				base := y + s.pitch - 2
				b.rule(half+l.width+2, base, x+width-2*s.size, base, 0.4)
			}
		}
		b.height += 5
	}
	date := "　　　　年　　月　　日"
	if !o.Date.IsZero() {
		date = model.ChineseDate(o.Date)
	}
	day := c.breakLines(date, s, width, 0)[0]
	if o.Seal != "" {
		for i, l := range c.lines(s, o.Seal, snippet(o.Seal), half-x-3*s.size, 0) {
			c.draw(&b.Drawing, l, x+2*s.size, max(b.height-s.pitch, 0)+float64(i)*s.pitch)
			if i > 0 {
				b.height += s.pitch
			}
		}
	}
	glyphs := 0.0
	for _, g := range day.glyphs {
		glyphs += g.width
	}
	c.draw(&b.Drawing, day, x+width-2*s.size-glyphs, b.height)
	b.height += s.pitch + pad
	return b
}
