package typeset

import (
	"fmt"
	"strings"
	"time"

	"yunban/model"
)

// title sets the head of the document: for a letter the issuer and the title, then
// the number; for a form the title, then what identifies it.
func (c *composer) title() {
	s, width := c.sheet.title, c.sheet.textWidth
	if c.doc.Style == model.StyleLetter && c.doc.Issuer != "" {
		c.centred(s, c.doc.Issuer)
	}
	c.centred(s, c.doc.Title)
	c.add(box{height: c.sheet.titleGap, gap: true, keep: true})
	switch {
	case c.doc.Style == model.StyleLetter && c.doc.Number != "":
		c.centred(c.sheet.body, c.doc.Number)
		c.add(box{height: c.sheet.body.pitch, gap: true, keep: true})
	case c.doc.Style == model.StyleForm:
		c.identify(width)
	}
}

// centred sets balanced lines in the middle.
func (c *composer) centred(s style, text string) {
	for _, paragraph := range strings.Split(c.words(s.role, text, text), "\n") {
		for _, l := range c.measure(s, paragraph).balanced(c.sheet.textWidth) {
			b := c.strip(l, aligned(l, model.AlignCenter, c.sheet.textWidth))
			b.keep = true
			c.add(b)
		}
	}
}

// identify sets the words that identify a form in one line between title and body.
func (c *composer) identify(width float64) {
	words := c.doc.Head
	if c.doc.Number != "" {
		words = append(words[:len(words):len(words)], "编号："+c.doc.Number)
	}
	if len(words) == 0 {
		return
	}
	s := style{Body, 10.5, 18}
	var lines []line
	sum := 0.0
	for _, w := range words {
		broken := c.lines(s, w, w, width)
		lines = append(lines, broken...)
		for _, l := range broken {
			sum += l.width
		}
	}
	if space := (width - sum) / float64(max(len(lines)-1, 1)); space >= s.size {
		b, x := box{height: s.pitch, keep: true}, 0.0
		if len(lines) == 1 {
			x = space // alone it stands at the right
		}
		for _, l := range lines {
			c.draw(&b.Drawing, l, x, 0)
			x += l.width + space
		}
		c.add(b)
		return
	}
	for _, l := range lines {
		b := c.strip(l, 0)
		b.keep = true
		c.add(b)
	}
}

// addressee sets the 主送机关: flush left, with a full-width colon.
func (c *composer) addressee(a model.Addressee) {
	text := strings.TrimRight(strings.TrimSpace(a.Text), ":：") + "："
	for _, l := range c.lines(c.sheet.body, text, snippet(text), c.sheet.textWidth) {
		b := c.strip(l, 0)
		b.keep = true
		c.add(b)
	}
}

func (c *composer) paragraph(p model.Paragraph) {
	indent := 2 * c.sheet.body.size
	if p.Flush || p.Align == model.AlignCenter || p.Align == model.AlignRight {
		indent = 0
	}
	text := strings.TrimRight(c.words(c.sheet.body.role, p.Text, snippet(p.Text)), "\n \u3000")
	for _, paragraph := range strings.Split(text, "\n") {
		c.running(c.sheet.body, strings.TrimLeft(paragraph, " \u3000"), indent, p.Align)
	}
}

// running sets one clean paragraph of running text.
func (c *composer) running(s style, text string, indent float64, align model.Alignment) {
	for i, l := range c.set(s, text, c.sheet.textWidth, indent) {
		x := aligned(l, align, c.sheet.textWidth)
		if i == 0 {
			x += indent
		}
		c.add(c.strip(l, x))
	}
}

// heading sets a heading: 黑体, 楷体, then the typeface of the text.
func (c *composer) heading(h model.Heading) {
	s := c.sheet.body
	switch h.Level {
	case 1:
		s.role = Heading
	case 2:
		s.role = Kai
	}
	if c.doc.Style == model.StyleForm {
		c.add(box{height: c.sheet.titleGap, gap: true})
	}
	first := len(c.boxes)
	indent := 2 * s.size
	if c.doc.Style == model.StyleForm {
		indent = 0
	}
	c.running(s, c.words(s.role, h.Text, snippet(h.Text)), indent, "")
	for i := range c.boxes[first:] {
		c.boxes[first+i].keep = true
	}
}

func (c *composer) tickList(t model.TickList) {
	for _, item := range t.Items {
		c.running(c.sheet.body, c.ticks(c.sheet.body.role, []model.TickItem{item}), 2*c.sheet.body.size, "")
	}
}

// attachments sets the 附件 lines: a blank line after the text, indented by two
// characters, the names one under the other and numbered when there are several.
func (c *composer) attachments(a model.AttachmentList) {
	if len(a.Items) == 0 {
		return
	}
	const label = "附件："
	s := c.sheet.body
	c.add(box{height: s.pitch, gap: true})
	indent := 2 * s.size
	for i, item := range a.Items {
		number := ""
		if len(a.Items) > 1 {
			number = fmt.Sprintf("%d. ", i+1)
		}
		hang := indent + 3*s.size // under the text after 附件：
		for _, g := range number {
			hang += c.advance(s, g)
		}
		for j, l := range c.lines(s, item, snippet(item), c.sheet.textWidth-hang) {
			b := box{height: s.pitch}
			if j == 0 {
				lead, x := number, indent+3*s.size
				if i == 0 {
					lead, x = label+number, indent
				}
				c.draw(&b.Drawing, c.measure(s, lead).lines(c.sheet.textWidth, 0)[0], x, 0)
			}
			c.draw(&b.Drawing, l, hang, 0)
			c.add(b)
		}
	}
}

// closing sets the issuing body and the date at the right. On a sealed paper the
// date stands four characters from the edge and the name is centred above it, with
// room for the seal (7.3.5.1); on an unsealed one the name stands two characters
// from the edge and the date begins two characters after the name (7.3.5.2).
func (c *composer) closing(m model.Closing) {
	s, width := c.sheet.body, c.sheet.textWidth
	names := c.lines(s, m.Issuer, snippet(m.Issuer), width-4*s.size)
	day := c.date(s, m.Date)
	blank := 1
	dayX := width - 4*s.size - day.width
	nameX := func(l line) float64 { return dayX + (day.width-l.width)/2 }
	if m.Sealed {
		blank = 2
		for _, l := range names {
			if over := nameX(l) + l.width - width; over > 0 {
				dayX -= over
			}
		}
	} else {
		right := width - 2*s.size
		nameX = func(l line) float64 { return right - l.width }
		dayX = min(nameX(names[0])+2*s.size, width-day.width)
	}
	for range blank {
		c.add(box{height: s.pitch, gap: true, keep: true})
	}
	for _, l := range names {
		b := c.strip(l, max(nameX(l), 0))
		b.keep = true
		c.add(b)
	}
	c.add(c.strip(day, dayX))
}

// date sets a date, or the room to write one.
func (c *composer) date(s style, day time.Time) line {
	words := "\u3000\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"
	if !day.IsZero() {
		words = model.ChineseDate(day)
	}
	return c.measure(s, words).lines(c.sheet.textWidth, 0)[0]
}

// note sets small print. It never stands alone on a page.
func (c *composer) note(n model.Note) {
	if last := len(c.boxes) - 1; last >= 0 {
		c.boxes[last].keep = true
	}
	c.add(box{height: 5, gap: true, keep: true})
	c.running(c.sheet.small, c.words(c.sheet.small.role, n.Text, snippet(n.Text)), 0, "")
}
