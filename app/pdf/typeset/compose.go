package typeset

import (
	"fmt"
	"strings"
	"unicode"

	"yunban/model"
)

// Set sets a document into pages. It fails, naming each character and its place,
// when there are characters that no font draws: nothing is printed as a box or a
// blank.
func Set(d model.Document, fonts *Fonts) ([]Page, error) {
	if err := d.Check(); err != nil {
		return nil, err
	}
	c := &composer{fonts: fonts, doc: d, sheet: sheetOf(d), reported: map[rune]bool{}}
	c.title()
	for i, b := range d.Blocks {
		c.block(b, i+1 < len(d.Blocks) && isClosing(d.Blocks[i+1]))
	}
	code, err := c.codeMark()
	if err != nil {
		return nil, err
	}
	if err := model.InvalidInput(c.problems); err != nil {
		return nil, err
	}
	pages := c.sheet.paginate(c.boxes)
	c.furnish(pages, code)
	return pages, nil
}

// composer turns the blocks of one document into boxes.
type composer struct {
	fonts    *Fonts
	doc      model.Document
	sheet    sheet
	boxes    []box
	problems []model.Problem
	reported map[rune]bool
	// labelEdge is where the values of the last grid begin; opinions begin there too.
	labelEdge float64
}

func (c *composer) add(boxes ...box) { c.boxes = append(c.boxes, boxes...) }

// block adds one block; nearClosing says that the issuer and date come next.
func (c *composer) block(b model.Block, nearClosing bool) {
	first := len(c.boxes)
	switch b := b.(type) {
	case model.Addressee:
		c.addressee(b)
	case model.Paragraph:
		c.paragraph(b)
	case model.Heading:
		c.heading(b)
	case model.TickList:
		c.tickList(b)
	case model.AttachmentList:
		c.attachments(b)
	case model.Closing:
		c.closing(b)
	case model.Note:
		c.note(b)
	case model.Grid:
		c.grid(b)
	case model.Table:
		c.table(b)
	case model.OpinionBox:
		c.opinion(b)
	case model.PageBreak:
		c.add(box{newPage: true})
	}
	if nearClosing { // the closing never stands alone on a page
		for i := max(first, len(c.boxes)-2); i < len(c.boxes); i++ {
			c.boxes[i].keep = true
		}
	}
}

func isClosing(b model.Block) bool {
	_, is := b.(model.Closing)
	return is
}

// words makes a text fit for paper and reports the characters that no font of the
// role draws, each once. Place says where the text stands, in the paper's own words.
func (c *composer) words(role Role, text, place string) string {
	text = clean(text)
	for _, r := range text {
		if r == '\n' || c.reported[r] {
			continue
		}
		if c.fonts.choose(role, r) == nil {
			c.reported[r] = true
			c.problems = append(c.problems, model.Problem{
				Field: place,
				Key:   "problem.undrawable",
				Args:  map[string]string{"place": place, "character": string(r), "code": fmt.Sprintf("U+%04X", r)},
			})
		}
	}
	return text
}

// lines sets a text as it came from outside.
func (c *composer) lines(s style, text, place string, width float64) []line {
	return c.set(s, c.words(s.role, text, place), width, 0)
}

// set sets a clean text of several paragraphs, each broken to the width.
func (c *composer) set(s style, text string, width, indent float64) []line {
	var lines []line
	for _, p := range c.paragraphs(s, text) {
		broken := p.lines(width, indent)
		if s == c.sheet.body {
			justify(broken, width, indent)
		}
		lines = append(lines, broken...)
	}
	return lines
}

// paragraphs measures a clean text of several paragraphs; empty ones at its end are
// dropped.
func (c *composer) paragraphs(s style, text string) []measured {
	var all []measured
	for _, p := range strings.Split(strings.TrimRightFunc(text, unicode.IsSpace), "\n") {
		all = append(all, c.measure(s, p))
	}
	return all
}

// draw draws a line with its left end at x, in a strip of one pitch whose top is y.
func (c *composer) draw(d *Drawing, l line, x, y float64) {
	const ascent = 0.88 // of a Chinese character's square above the baseline
	base := y + (l.pitch-l.size)/2 + ascent*l.size
	run := Text{Y: base, Size: l.size, Spacing: l.spacing}
	var chars []rune
	flush := func() {
		if len(chars) > 0 {
			run.Words = string(chars)
			d.Texts = append(d.Texts, run)
			chars = chars[:0]
		}
	}
	for _, g := range l.glyphs {
		switch g.char {
		case joiner:
			continue
		case emptyBox, tickedBox:
			flush()
			tickBox(d, x, base, l.size, g.char == tickedBox)
		default:
			font := c.fonts.choose(l.role, g.char)
			if len(chars) == 0 || font != run.Font {
				flush()
				run.X, run.Font = x, font
			}
			chars = append(chars, g.char)
		}
		x += g.width + l.spacing
	}
	flush()
}

// tickBox draws a box to tick: the fonts have none.
func tickBox(d *Drawing, x, base, size float64, ticked bool) {
	const weight = 0.7
	side := 0.78 * size
	x, top := x+0.11*size, base-0.74*size
	right, bottom := x+side, top+side
	d.Strokes = append(d.Strokes, Stroke{[]Point{{x, top}, {right, top}, {right, bottom}, {x, bottom}, {x, top}}, weight})
	if ticked {
		d.Strokes = append(d.Strokes, Stroke{[]Point{
			{x + 0.18*side, top + 0.52*side}, {x + 0.42*side, top + 0.78*side}, {x + 0.86*side, top + 0.2*side},
		}, 1.6 * weight})
	}
}

// ticks writes boxes to tick as one text; a box stays with its words, and short
// words stay whole.
func (c *composer) ticks(role Role, items []model.TickItem) string {
	const short = 10
	var b strings.Builder
	for i, item := range items {
		if i > 0 {
			b.WriteString("  ")
		}
		mark := emptyBox
		if item.Checked {
			mark = tickedBox
		}
		b.WriteRune(mark)
		text := []rune(c.words(role, item.Text, snippet(item.Text)))
		for j, r := range text {
			if j == 0 || len(text) <= short {
				b.WriteRune(joiner)
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// strip is a box of one line of running text.
func (c *composer) strip(l line, x float64) box {
	b := box{height: l.pitch}
	c.draw(&b.Drawing, l, x, 0)
	return b
}

// aligned is where a line begins in a width.
func aligned(l line, a model.Alignment, width float64) float64 {
	switch a {
	case model.AlignCenter:
		return max((width-l.width)/2, 0)
	case model.AlignRight:
		return max(width-l.width, 0)
	}
	return 0
}

// snippet is the beginning of a text, to say where in a paper something stands.
func snippet(text string) string {
	const most = 12
	if r := []rune(clean(text)); len(r) > most {
		return string(r[:most]) + "…"
	}
	return clean(text)
}
