package typeset

import "yunban/model"

// The size of a visible signature; whoever puts it on a page may draw it smaller.
const (
	StampWidth  = 180.0
	StampHeight = 50.0
)

// SetStamp sets the words of a visible signature: who signed, large, and under it what else there is to say, small.
// What does not fit is cut with an ellipsis. Characters that no font draws are reported as on paper.
func SetStamp(lines []string, fonts *Fonts) (Page, error) {
	const (
		margin = 4.5
		width  = StampWidth - 2*margin
	)
	large, small := style{Heading, 10.5, 13.4}, style{Body, 6.8, 7.8}
	c := &composer{fonts: fonts, reported: map[rune]bool{}}
	page := Page{Width: StampWidth, Height: StampHeight}
	y := margin - 2
	for i, words := range lines {
		s := small
		if i == 0 {
			s = large
		}
		broken := c.lines(s, words, snippet(words), width)
		for n, l := range broken {
			left := StampHeight - margin + 2 - y
			if left < l.pitch || len(l.glyphs) == 0 {
				break
			}
			if last := left < l.pitch+small.pitch || s == large; last && n+1 < len(broken) {
				c.draw(&page.Drawing, c.cut(l, width), margin, y)
				y += l.pitch
				break
			}
			c.draw(&page.Drawing, l, margin, y)
			y += l.pitch
		}
	}
	return page, model.InvalidInput(c.problems)
}

// cut ends a line with an ellipsis.
func (c *composer) cut(l line, width float64) line {
	end := glyph{'…', c.advance(l.style, '…')}
	for len(l.glyphs) > 0 && l.full()+end.width > width {
		l.glyphs = l.glyphs[:len(l.glyphs)-1]
	}
	l.glyphs = append(l.glyphs[:len(l.glyphs):len(l.glyphs)], end)
	return l
}
