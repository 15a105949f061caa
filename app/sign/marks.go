package sign

import (
	"bytes"
	"math"
)

// rect is a rectangle on a page, in points from the lower left.
type rect struct{ x0, y0, x1, y1 float64 }

func (r rect) centre() (x, y float64) { return (r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2 }

// word is a run of text on a page, and where it stands.
type word struct {
	rect
	text string
}

// marks are what stands on a page: its words, and all that a signature must not cover.
type marks struct {
	words []word
	taken []rect
}

// matrix maps places, as PDF writes it: a b c d e f.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

func (m matrix) times(n matrix) matrix {
	return matrix{m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5]}
}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// box is the upright rectangle around a rectangle that is mapped.
func (m matrix) box(x0, y0, x1, y1 float64) rect {
	r := rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range [][2]float64{{x0, y0}, {x1, y0}, {x0, y1}, {x1, y1}} {
		x, y := m.apply(p[0], p[1])
		r = rect{min(r.x0, x), min(r.y0, y), max(r.x1, x), max(r.y1, y)}
	}
	return r
}

// painter follows the operators of a page.
type painter struct {
	file  *file
	fonts map[name]*font
	marks
	state
	stack      []state
	line, text matrix // of the text: where its line begins, and where it is
	pen        [2]float64
	path       []rect
}

type state struct {
	ctm     matrix
	font    *font
	size    float64
	leading float64
}

// marks reads what stands on a page. What cannot be read is left out: a place is then chosen with less knowledge.
func (f *file) marks(p page) marks {
	pt := &painter{file: f, fonts: map[name]*font{}, state: state{ctm: identity}}
	for k, v := range f.dict(f.dict(p.inherited["Resources"])["Font"]) {
		pt.fonts[k] = f.font(v)
	}
	contents := f.array(p.dict["Contents"])
	if contents == nil {
		contents = array{p.dict["Contents"]}
	}
	var data []byte
	for _, c := range contents {
		if s, ok := f.get(c).(stream); ok {
			if part, err := f.unpack(s); err == nil {
				data = append(append(data, part...), '\n')
			}
		}
	}
	pt.paint(data)
	for _, a := range f.array(p.dict["Annots"]) {
		if r := f.array(f.dict(a)["Rect"]); len(r) == 4 {
			pt.taken = append(pt.taken, rect{toFloat(r[0]), toFloat(r[1]), toFloat(r[2]), toFloat(r[3])})
		}
	}
	return pt.marks
}

func (pt *painter) paint(data []byte) {
	l := &lexer{data: data}
	var args []any
	for {
		l.space()
		if l.at >= len(data) {
			return
		}
		if c := data[l.at]; c == '/' || c == '(' || c == '<' || c == '[' || c == '+' || c == '-' || c == '.' || isDigit(c) {
			v, err := l.value(0)
			if err != nil {
				return
			}
			args = append(args, v)
			continue
		}
		op := string(l.word())
		if op == "" {
			l.at++ // a stray bracket
			continue
		}
		if op == "BI" { // a picture in the text ends at EI
			if end := bytes.Index(data[l.at:], []byte("EI")); end >= 0 {
				l.at += end + 2
			}
		}
		pt.operate(op, args)
		args = args[:0]
	}
}

// operate follows one operator: those of state and place, of text, and of lines.
func (pt *painter) operate(op string, args []any) {
	n := make([]float64, 6)
	for i := range min(len(args), 6) {
		n[i] = toFloat(args[i])
	}
	switch op {
	case "q":
		if len(pt.stack) < 1000 {
			pt.stack = append(pt.stack, pt.state)
		}
	case "Q":
		if top := len(pt.stack) - 1; top >= 0 {
			pt.state, pt.stack = pt.stack[top], pt.stack[:top]
		}
	case "cm":
		pt.ctm = matrix(n).times(pt.ctm)
	case "Do":
		pt.taken = append(pt.taken, pt.ctm.box(0, 0, 1, 1)) // a picture fills the unit square
	case "m":
		pt.pen = [2]float64{n[0], n[1]}
	case "l":
		pt.path = append(pt.path, pt.ctm.box(pt.pen[0], pt.pen[1], n[0], n[1]))
		pt.pen = [2]float64{n[0], n[1]}
	case "re":
		pt.rectangle(n)
	case "S", "s", "f", "F", "f*", "B", "b", "B*", "b*":
		pt.taken, pt.path = append(pt.taken, pt.path...), nil
	case "n":
		pt.path = nil
	default:
		pt.write(op, args, n)
	}
}

// rectangle takes the edges of a large rectangle, and the whole of a small one: a frame may be signed in.
func (pt *painter) rectangle(n []float64) {
	const small = 40
	r := pt.ctm.box(n[0], n[1], n[0]+n[2], n[1]+n[3])
	if r.x1-r.x0 < small && r.y1-r.y0 < small {
		pt.path = append(pt.path, r)
		return
	}
	pt.path = append(pt.path, rect{r.x0, r.y0, r.x1, r.y0}, rect{r.x0, r.y1, r.x1, r.y1}, rect{r.x0, r.y0, r.x0, r.y1}, rect{r.x1, r.y0, r.x1, r.y1})
}

// write follows the operators of text.
func (pt *painter) write(op string, args []any, n []float64) {
	switch op {
	case "BT":
		pt.line, pt.text = identity, identity
	case "Tf":
		if k, ok := first[name](args); ok {
			pt.font, pt.size = pt.fonts[k], n[1]
		}
	case "TL":
		pt.leading = n[0]
	case "Tm":
		pt.line = matrix(n)
		pt.text = pt.line
	case "Td", "TD":
		if op == "TD" {
			pt.leading = -n[1]
		}
		pt.next(n[0], n[1])
	case "T*":
		pt.next(0, -pt.leading)
	case "Tj", "'", "\"":
		if op != "Tj" {
			pt.next(0, -pt.leading)
		}
		if len(args) > 0 {
			pt.show(args[len(args)-1])
		}
	case "TJ":
		parts, _ := first[array](args)
		for _, p := range parts {
			if _, kern := p.(number); kern {
				pt.text = matrix{1, 0, 0, 1, -toFloat(p) / 1000 * pt.size, 0}.times(pt.text)
				continue
			}
			pt.show(p)
		}
	}
}

func first[T any](args []any) (T, bool) {
	var none T
	if len(args) == 0 {
		return none, false
	}
	v, ok := args[0].(T)
	return v, ok
}

func (pt *painter) next(x, y float64) {
	pt.line = matrix{1, 0, 0, 1, x, y}.times(pt.line)
	pt.text = pt.line
}

func (pt *painter) show(v any) {
	t, ok := v.(text)
	if !ok || pt.font == nil || len(t.bytes) == 0 {
		return
	}
	said, width := pt.font.read(t.bytes)
	width *= pt.size / 1000
	const below, above = 0.22, 0.9 // of a line of text
	box := pt.text.times(pt.ctm).box(0, -below*pt.size, width, above*pt.size)
	pt.words = append(pt.words, word{box, said})
	pt.taken = append(pt.taken, box)
	pt.text = matrix{1, 0, 0, 1, width, 0}.times(pt.text)
}
