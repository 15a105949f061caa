// Package typeset sets a model.Document into pages: it breaks lines and pages,
// draws the frames of forms, and chooses a font for every character. What comes
// out is text, strokes and fills at places on paper, so that any page format can
// be written from it. Lengths are points; y runs down from the top of the page.
package typeset

import "yunban/app/pdf/ttf"

// Page is one side of paper with what stands on it.
type Page struct {
	Width, Height float64
	Drawing
}

// Drawing is marks on paper, painted fills first, text last.
type Drawing struct {
	Fills   []Fill
	Strokes []Stroke
	Texts   []Text
}

// Text is characters of one font on one line.
type Text struct {
	X, Y    float64 // the left end of the baseline
	Font    *ttf.Font
	Size    float64
	Spacing float64 // added after each character
	Gray    float64 // 0 is black
	Words   string
}

// Stroke is a line through points.
type Stroke struct {
	Points []Point
	Width  float64
}

// Point is a place on the page.
type Point struct{ X, Y float64 }

// Fill is a rectangle of one shade.
type Fill struct {
	X, Y, Width, Height float64
	Gray                float64
}

// rule draws a straight line.
func (d *Drawing) rule(x0, y0, x1, y1, width float64) {
	d.Strokes = append(d.Strokes, Stroke{[]Point{{x0, y0}, {x1, y1}}, width})
}

// place draws another drawing with its origin at x, y.
func (d *Drawing) place(other Drawing, x, y float64) {
	for _, f := range other.Fills {
		f.X, f.Y = f.X+x, f.Y+y
		d.Fills = append(d.Fills, f)
	}
	for _, s := range other.Strokes {
		points := make([]Point, len(s.Points))
		for i, p := range s.Points {
			points[i] = Point{p.X + x, p.Y + y}
		}
		d.Strokes = append(d.Strokes, Stroke{points, s.Width})
	}
	for _, t := range other.Texts {
		t.X, t.Y = t.X+x, t.Y+y
		d.Texts = append(d.Texts, t)
	}
}
