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

// line is one line of text, ready to be drawn.
type line struct {
	style
	glyphs  []glyph
	width   float64 // of what is seen, trailing spaces left out
	spacing float64 // added between characters to fill the line
}

// glyph is one character with its width.
type glyph struct {
	char  rune
	width float64
}

// breakLines breaks one paragraph into lines by the Unicode line breaking rules
// (UAX 14), which keep ，。） off the start of a line. The first line may be shorter
// than the others by an indent. It never loses a character.
func (c *composer) breakLines(text string, s style, width, indent float64) []line {
	b := breaker{style: s, width: width, room: width - indent}
	runes := []rune(text)
	b.all = make([]glyph, len(runes))
	for i, r := range runes {
		b.all[i] = glyph{r, c.advance(s, r)}
	}
	var seg segmenter.Segmenter
	seg.Init(runes)
	for it := seg.LineIterator(); it.Next(); {
		l := it.Line()
		b.add(l.Offset, l.Offset+len(l.Text))
	}
	b.end()
	return b.lines
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

// breaker fills lines with pieces that must not be broken inside.
type breaker struct {
	style
	width, room float64 // of a full line, and of the line being filled
	all         []glyph
	from, to    int // the line being filled
	lines       []line
}

// add puts the piece [from, to) on the line, or on the next.
func (b *breaker) add(from, to int) {
	if b.fits(to) {
		b.to = to
		return
	}
	if b.to > b.from {
		b.end()
	}
	for !b.fits(to) { // longer than a line by itself
		cut := b.from + 1
		for cut < to && b.fits(cut+1) {
			cut++
		}
		b.to = b.tidy(cut)
		b.end()
	}
	b.to = to
}

// tidy moves a forced cut one character back where it would put a mark that must
// not begin a line at the start of the next one.
func (b *breaker) tidy(cut int) int {
	if cut-b.from > 1 && cut < len(b.all) && closes(b.all[cut].char) && !closes(b.all[cut-1].char) {
		return cut - 1
	}
	return cut
}

// closes tells the characters that must not begin a line.
func closes(r rune) bool {
	return unicode.In(r, unicode.Pe, unicode.Pf, unicode.Mn) || unicode.Is(unicode.Po, r) && r != '“' && r != '‘'
}

// fits tells whether the line may reach to the glyph before to.
func (b *breaker) fits(to int) bool {
	const tolerance = 0.01
	return b.seen(b.from, to) <= b.room+tolerance
}

// seen is the width without trailing spaces.
func (b *breaker) seen(from, to int) float64 {
	for to > from && unicode.IsSpace(b.all[to-1].char) {
		to--
	}
	sum := 0.0
	for _, g := range b.all[from:to] {
		sum += g.width
	}
	return sum
}

func (b *breaker) end() {
	b.lines = append(b.lines, line{style: b.style, glyphs: b.all[b.from:b.to], width: b.seen(b.from, b.to)})
	b.from, b.room = b.to, b.width
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
