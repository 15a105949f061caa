package typeset

import (
	"strings"

	"yunban/model"
)

// SetStamp sets the words of a visible signature into a rectangle: who signed, large, and under it what else there is
// to say, small. In a flat one the first two lines share theirs. What does not fit is cut with an ellipsis. Characters
// that no font draws are reported as on paper.
func SetStamp(lines []string, width, height float64, fonts *Fonts) (Page, error) {
	const flat = 28 // from here on there is room for more than two lines
	large, small, margin := style{Heading, 0.21 * height, 0.27 * height}, style{Body, 0.136 * height, 0.156 * height}, 0.08*height
	if height < flat && len(lines) > 2 {
		lines = []string{lines[0] + "  " + lines[1], strings.Join(lines[2:], "  ")}
		large, small, margin = style{Heading, 0.38 * height, 0.48 * height}, style{Body, 0.31 * height, 0.38 * height}, 0.1*height
	}
	c := &composer{fonts: fonts, reported: map[rune]bool{}}
	page := Page{Width: width, Height: height}
	room, y := width-2*max(margin, 3), 0.8*margin
	for i, words := range lines {
		s := small
		if i == 0 {
			s = large
		}
		broken := c.lines(s, words, snippet(words), room)
		for n, l := range broken {
			left := height - 0.4*margin - y
			if left < l.pitch {
				break
			}
			if n+1 < len(broken) && (i == 0 || left < 2*l.pitch) { // the last line that there is room for
				l, broken = c.cut(l, room), broken[:n+1]
			}
			c.draw(&page.Drawing, l, max(margin, 3), y)
			y += l.pitch
			if n+1 == len(broken) {
				break
			}
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
