package typeset

import (
	"unicode"

	"github.com/go-text/typesetting/segmenter"
)

// style is how a text is set.
type style struct {
	role  Role
	size  float64
	pitch float64 // from one line to the next
}

// side is the room between text and the upright rules of a frame: enough for text
// extraction to keep the columns apart.
func (s style) side() float64 { return 0.42 * s.size }

// line is one line of text, ready to be drawn.
type line struct {
	style
	glyphs  []glyph
	width   float64 // of what is seen, trailing spaces left out
	spacing float64 // added between characters to fill the line
}

// full is the width with trailing spaces.
func (l line) full() float64 {
	sum := 0.0
	for _, g := range l.glyphs {
		sum += g.width
	}
	return sum
}

// glyph is one character with its width.
type glyph struct {
	char  rune
	width float64
}

// measured is one paragraph, measured and cut into pieces that must not be broken.
type measured struct {
	style
	glyphs []glyph
	ends   []int // of the pieces
}

// measure cuts one paragraph by the Unicode line breaking rules (UAX 14), which
// keep ，。） off the start of a line. Codes such as PJ-SQ-2026-0001 stay whole:
// whoever copies or searches a text takes a hyphen at a line's end for a mere break.
func (c *composer) measure(s style, text string) measured {
	runes := []rune(text)
	m := measured{style: s, glyphs: make([]glyph, len(runes))}
	for i, r := range runes {
		m.glyphs[i] = glyph{r, c.advance(s, r)}
	}
	var seg segmenter.Segmenter
	seg.Init(runes)
	for it := seg.LineIterator(); it.Next(); {
		l := it.Line()
		if end := l.Offset + len(l.Text); end == len(runes) || runes[end-1] != '-' {
			m.ends = append(m.ends, end)
		}
	}
	return m
}

// advance is the width of a character in a style.
func (c *composer) advance(s style, r rune) float64 {
	switch r {
	case emptyBox, tickedBox:
		return s.size * 1.15
	case joiner:
		return 0
	}
	font := c.fonts.choose(s.role, r)
	if font == nil {
		return s.size // reported by words; nothing will be printed
	}
	return font.Advance(r) * s.size
}

// seen is the width of a run of glyphs without trailing spaces.
func (m measured) seen(from, to int) float64 {
	for to > from && unicode.IsSpace(m.glyphs[to-1].char) {
		to--
	}
	sum := 0.0
	for _, g := range m.glyphs[from:to] {
		sum += g.width
	}
	return sum
}

// widest is the width of the widest piece: in less room it would be broken inside.
func (m measured) widest() float64 {
	most, from := 0.0, 0
	for _, end := range m.ends {
		most = max(most, m.seen(from, end))
		from = end
	}
	return most
}

// lines breaks the paragraph to a width; the first line is shorter by an indent.
// It never loses a character, however little room there is.
func (m measured) lines(width, indent float64) []line {
	b := breaker{measured: m, width: width, room: width - indent}
	for _, end := range m.ends {
		b.add(end)
	}
	b.end()
	return b.done
}

// breaker fills lines with pieces.
type breaker struct {
	measured
	width, room float64 // of a full line, and of the line being filled
	from, to    int     // the line being filled
	done        []line
}

// add puts the piece that ends at end on the line, or on the next.
func (b *breaker) add(end int) {
	if b.fits(end) {
		b.to = end
		return
	}
	if b.to > b.from {
		b.end()
	}
	for !b.fits(end) { // longer than a line by itself
		cut := b.from + 1
		for cut < end && b.fits(cut+1) {
			cut++
		}
		if cut == end {
			break
		}
		b.to = b.tidy(cut)
		b.end()
	}
	b.to = end
}

// tidy moves a forced cut back to where no line begins with a mark that must not
// begin one, and none ends with a hyphen, if that is near.
func (b *breaker) tidy(cut int) int {
	const near = 4
	for to := cut; to > b.from+1 && to > cut-near; to-- {
		if !closes(b.glyphs[to].char) && b.glyphs[to-1].char != '-' {
			return to
		}
	}
	return cut
}

// closes tells the characters that must not begin a line.
func closes(r rune) bool {
	return unicode.In(r, unicode.Pe, unicode.Pf, unicode.Po, unicode.Mn)
}

// fits tells whether the line may reach to the glyph before to.
func (b *breaker) fits(to int) bool {
	const tolerance = 0.01
	return b.seen(b.from, to) <= b.room+tolerance
}

func (b *breaker) end() {
	b.done = append(b.done, line{style: b.style, glyphs: b.glyphs[b.from:b.to], width: b.seen(b.from, b.to)})
	b.from, b.room = b.to, b.width
}

// balanced breaks the paragraph into lines of about the same length, as few as
// needed: titles and labels.
func (m measured) balanced(width float64) []line {
	lines := m.lines(width, 0)
	if len(lines) < 2 || len(lines) > 4 {
		return lines
	}
	for narrower := width - m.size/2; narrower > m.size; narrower -= m.size / 2 {
		tried := m.lines(narrower, 0)
		if len(tried) > len(lines) || m.widest() > narrower {
			break
		}
		lines = tried
	}
	return lines
}

// justify spreads the characters of all lines but the last to the full width. A
// line that would need much is left as it is: readers and text extraction would
// see spaces between its characters.
func justify(lines []line, width, indent float64) {
	const most = 0.08 // ems
	for i := range len(lines) - 1 {
		l := &lines[i]
		n := len(l.glyphs)
		for n > 0 && unicode.IsSpace(l.glyphs[n-1].char) {
			n--
		}
		room := width - l.width
		if i == 0 {
			room -= indent
		}
		if gap := room / float64(n-1); n > 1 && gap > 0 && gap <= most*l.size {
			l.spacing = gap
		}
	}
}
