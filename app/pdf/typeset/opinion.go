package typeset

import (
	"strings"
	"unicode/utf8"

	"yunban/model"
)

// sealRoom is the least height of an area to be sealed: an office's seal is 42 mm
// wide and may reach over the words around.
const sealRoom = 36 * millimetre

// opinion sets an area with a label at the left; at the right the opinion, and
// under it the room to seal, sign and date.
func (c *composer) opinion(o model.OpinionBox) {
	c.joinFrame()
	o = c.shortSigning(o)
	s, pad := c.sheet.cell, c.sheet.pad
	edge := c.labelEdge
	if edge < 4*s.size+2*s.side() || edge > c.sheet.textWidth/4 {
		edge = 6*s.size + 2*s.side()
	}
	label := c.label(s, o.Title, 0, edge)
	text := cell{x: edge, width: c.sheet.textWidth - edge, side: s.side()}
	if o.Text != "" {
		text.lines = c.opinionText(s, o, text.width-2*s.side())
	}
	signing := c.signing(o, text.x, text.width)

	foot := func(height float64) box { // the signing area at the foot of a height
		b := c.slice([]cell{label, text}, height)
		b.place(signing.Drawing, 0, height-signing.height)
		return b
	}
	room := 0.0
	if o.Seal != "" {
		room = sealRoom
	}
	top := 2*pad + float64(len(text.lines))*s.pitch
	least := max(room, max(float64(o.Lines), float64(len(label.lines)))*s.pitch+2*pad)
	if whole := max(top+signing.height, least); whole <= c.sheet.textHigh/2 {
		first := c.slice([]cell{label, text}, top)
		first.starts, first.keep = true, true
		c.fill(&first.Drawing, label, label.lines, (whole-float64(len(label.lines))*s.pitch)/2, s.pitch)
		c.fill(&first.Drawing, text, text.lines, 2*pad, s.pitch)
		c.add(first, foot(whole-top))
		return
	}
	boxes := c.row([]cell{label, text}, s.pitch)
	boxes[len(boxes)-1].keep = true
	c.add(append(boxes, foot(max(signing.height, room)))...)
}

// shortSigning moves names and words of many lines, which no one means to have there,
// from the signing area to the text, where they can go on over the page's end.
func (c *composer) shortSigning(o model.OpinionBox) model.OpinionBox {
	const most = 60 // characters
	signers := o.Signers
	o.Signers = nil
	for _, signer := range signers {
		if utf8.RuneCountInString(signer.Label+signer.Name) > most {
			o.Text += "\n" + signer.Label + "：" + signer.Name
			signer = model.Signatory{Label: "签字"}
		}
		o.Signers = append(o.Signers, signer)
	}
	if utf8.RuneCountInString(o.Seal) > most {
		o.Text, o.Seal = o.Text+"\n"+o.Seal, "（盖章）"
	}
	o.Text = strings.TrimLeft(o.Text, "\n")
	return o
}

// opinionText sets an opinion, each paragraph indented by two characters.
func (c *composer) opinionText(s style, o model.OpinionBox, width float64) []line {
	const indent = "\u3000\u3000"
	var lines []line
	for _, p := range strings.Split(strings.TrimRight(c.words(s.role, o.Text, snippet(o.Title)), "\n \u3000"), "\n") {
		lines = append(lines, c.measure(s, indent+strings.TrimLeft(p, " \u3000")).lines(width, 0)...)
	}
	return lines
}

// signing sets the last lines of an opinion: where to seal at the left, who signs
// and the date at the right.
func (c *composer) signing(o model.OpinionBox, x, width float64) box {
	s, pad := c.sheet.cell, c.sheet.pad
	var b box
	labels, widest := make([]string, len(o.Signers)), 0.0
	for i, signer := range o.Signers {
		labels[i] = strings.TrimRight(strings.TrimSpace(signer.Label), ":：") + "："
		widest = max(widest, c.measure(s, clean(labels[i])).lines(width, 0)[0].width)
	}
	// A long label begins further left, so that there is a line to sign on; the seal keeps its six characters.
	half := max(x+9*s.size, min(x+0.42*width, x+width-widest-8.5*s.size))
	for i, signer := range o.Signers {
		label := labels[i]
		lines := c.lines(s, label+signer.Name, snippet(label), x+width-half-s.side())
		for _, l := range lines {
			c.draw(&b.Drawing, l, half, b.height)
			b.height += s.pitch
		}
		last := lines[len(lines)-1]
		if from, to := half+last.width+2, x+width-2*s.size; from+4*s.size < to { // a line to sign on
			b.rule(from, b.height-2, to, b.height-2, 0.4)
		}
		b.height += 1.5 * pad
	}
	if o.Seal != "" {
		lines := c.lines(s, o.Seal, snippet(o.Seal), half-x-3*s.size)
		b.height = max(b.height, float64(len(lines))*s.pitch+1.5*pad)
		for i, l := range lines {
			c.draw(&b.Drawing, l, x+2*s.size, b.height-1.5*pad-float64(len(lines)-i)*s.pitch)
		}
	}
	day := c.date(s, o.Date)
	c.draw(&b.Drawing, day, x+width-2*s.size-day.full(), b.height)
	b.height += s.pitch + pad
	return b
}
