package typeset

import (
	"fmt"

	"yunban/model"
)

// sandboxMark is on every page of a paper that proves nothing.
const sandboxMark = "演示数据　不具效力"

// furnish puts page numbers and marks in the margins, apart from the text.
func (c *composer) furnish(pages []Page, code codeMark) {
	for i := range pages {
		c.number(&pages[i], i+1, len(pages))
		if c.doc.Sandbox {
			c.mark(&pages[i])
		}
		if i == 0 {
			pages[i].place(code.first, 0, 0)
		} else {
			pages[i].place(code.others, 0, 0)
		}
	}
}

// number sets the page number 7 mm under the text: on letters 4号 between dashes,
// one character from the edge, at the right of odd and the left of even pages; on
// forms small in the middle, with the number of pages, so that none can be missing
// unseen.
func (c *composer) number(p *Page, n, of int) {
	s := style{Body, 14, 14}
	words := fmt.Sprintf("— %d —", n)
	if c.sheet.numberedFull {
		s = style{Body, 9, 9}
		words = fmt.Sprintf("第 %d 页　共 %d 页", n, of)
	}
	l := c.measure(s, words).lines(c.sheet.textWidth, 0)[0]
	x := aligned(l, model.AlignCenter, c.sheet.textWidth)
	if !c.sheet.numberedFull {
		x = s.size
		if n%2 == 1 {
			x = c.sheet.textWidth - l.width - s.size
		}
	}
	c.draw(&p.Drawing, l, c.sheet.left+x, c.sheet.top+c.sheet.textHigh+c.sheet.numberBelow)
}

// mark sets the sandbox mark in the middle of the head margin, in grey.
func (c *composer) mark(p *Page) {
	const grey = 0.5
	s := style{Heading, 10.5, 10.5}
	l := c.measure(s, sandboxMark).lines(c.sheet.textWidth, 0)[0]
	var d Drawing
	c.draw(&d, l, c.sheet.left+aligned(l, model.AlignCenter, c.sheet.textWidth), c.sheet.top-10*millimetre)
	for i := range d.Texts {
		d.Texts[i].Gray = grey
	}
	p.place(d, 0, 0)
}
