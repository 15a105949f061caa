package ofd

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"

	"yunban/app/pdf/typeset"
)

// millimetre is a point in OFD's unit.
const millimetre = 25.4 / 72

// sheet writes the content of one page. Every object is numbered in the whole document.
type sheet struct {
	strings.Builder
	next  func() int
	fonts *fonts
}

func (s *sheet) page(p typeset.Page) {
	s.put(head, `<ofd:Page`, space, `><ofd:Area><ofd:PhysicalBox>0 0 `, length(p.Width), ` `, length(p.Height),
		`</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID="`, strconv.Itoa(s.next()), `" Type="Body">`)
	s.fills(p.Fills)
	s.strokes(p.Strokes)
	for _, t := range p.Texts {
		s.text(t)
	}
	s.put(`</ofd:Layer></ofd:Content></ofd:Page>`)
}

func (s *sheet) put(parts ...string) {
	for _, p := range parts {
		s.WriteString(p)
	}
}

// fills draws rectangles, those of one shade that follow each other as one path: a QR code is hundreds of them.
func (s *sheet) fills(all []typeset.Fill) {
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].Gray == all[0].Gray {
			n++
		}
		var a area
		for _, f := range all[:n] {
			a.add(f.X, f.Y)
			a.add(f.X+f.Width, f.Y+f.Height)
		}
		s.put(`<ofd:PathObject ID="`, strconv.Itoa(s.next()), `" Boundary="`, a.box(), `" Stroke="false" Fill="true">`,
			colour("FillColor", all[0].Gray), `<ofd:AbbreviatedData>`)
		for i, f := range all[:n] {
			s.polygon(i, a, typeset.Point{X: f.X, Y: f.Y}, typeset.Point{X: f.X + f.Width, Y: f.Y},
				typeset.Point{X: f.X + f.Width, Y: f.Y + f.Height}, typeset.Point{X: f.X, Y: f.Y + f.Height})
			s.put(` C`)
		}
		s.put(`</ofd:AbbreviatedData></ofd:PathObject>`)
		all = all[n:]
	}
}

// strokes draws lines, those of one weight that follow each other as one path.
func (s *sheet) strokes(all []typeset.Stroke) {
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].Width == all[0].Width {
			n++
		}
		var a area
		for _, l := range all[:n] {
			for _, p := range l.Points {
				a.add(p.X-l.Width, p.Y-l.Width)
				a.add(p.X+l.Width, p.Y+l.Width)
			}
		}
		s.put(`<ofd:PathObject ID="`, strconv.Itoa(s.next()), `" Boundary="`, a.box(), `" LineWidth="`, length(all[0].Width), `">`,
			colour("StrokeColor", 0), `<ofd:AbbreviatedData>`)
		for i, l := range all[:n] {
			s.polygon(i, a, l.Points...)
		}
		s.put(`</ofd:AbbreviatedData></ofd:PathObject>`)
		all = all[n:]
	}
}

// polygon adds a line through points, as they stand in an area.
func (s *sheet) polygon(i int, a area, points ...typeset.Point) {
	for j, p := range points {
		step := ` L `
		switch {
		case i == 0 && j == 0:
			step = `M `
		case j == 0:
			step = ` M `
		}
		s.put(step, length(p.X-a.left), ` `, length(p.Y-a.top))
	}
}

// text writes characters with the distance from each to the next, so that they stand where they stand on the PDF,
// whatever font a reader shows them in. A character beyond U+FFFF ends its piece: readers differ in whether its
// distance counts once or twice.
func (s *sheet) text(t typeset.Text) {
	font := s.fonts.of(t)
	width := 0.0
	for _, r := range t.Words {
		width += t.Font.Advance(r)*t.Size + t.Spacing
	}
	const above, below = 1.1, 0.4 // of the size: room for the tallest and the deepest letters
	s.put(`<ofd:TextObject ID="`, strconv.Itoa(s.next()), `" Boundary="`, length(t.X), ` `, length(t.Y-above*t.Size), ` `,
		length(width+t.Size/2), ` `, length((above+below)*t.Size), `" Font="`, strconv.Itoa(font), `" Size="`, length(t.Size), `">`,
		colour("FillColor", t.Gray))
	x := 0.0
	for words := []rune(t.Words); len(words) > 0; {
		n := 1
		for n < len(words) && words[n-1] <= 0xFFFF {
			n++
		}
		s.put(`<ofd:TextCode X="`, length(x), `" Y="`, length(above*t.Size), `"`)
		for i, r := range words[:n] {
			step := t.Font.Advance(r)*t.Size + t.Spacing
			x += step
			switch {
			case i == n-1:
			case i == 0:
				s.put(` DeltaX="`, length(step))
			default:
				s.put(` `, length(step))
			}
		}
		if n > 1 {
			s.put(`"`)
		}
		s.put(`>`, escaped(string(words[:n])), `</ofd:TextCode>`)
		words = words[n:]
	}
	s.put(`</ofd:TextObject>`)
}

// area is the rectangle that some marks take.
type area struct {
	left, top, right, bottom float64
	begun                    bool
}

func (a *area) add(x, y float64) {
	if !a.begun {
		*a = area{x, y, x, y, true}
	}
	a.left, a.top = min(a.left, x), min(a.top, y)
	a.right, a.bottom = max(a.right, x), max(a.bottom, y)
}

func (a *area) box() string {
	return length(a.left) + " " + length(a.top) + " " + length(a.right-a.left) + " " + length(a.bottom-a.top)
}

// length writes points as millimetres, to a thousandth.
func length(points float64) string {
	return strconv.FormatFloat(math.Round(points*millimetre*1000)/1000, 'f', -1, 64)
}

// colour is a shade of grey; 0 is black.
func colour(element string, gray float64) string {
	v := strconv.Itoa(int(gray*255 + 0.5))
	return `<ofd:` + element + ` Value="` + v + ` ` + v + ` ` + v + `"/>`
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
	return b.String()
}
