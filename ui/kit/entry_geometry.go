package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// geometry is where the text of a field stands.
type geometry struct {
	x, y, width float32
	lineHeight  float32
	rows        int
}

func (e *Entry) geometry() geometry {
	th := e.Theme()
	m := e.metrics()
	pad := th.Size(theme.SizeNameInnerPadding)
	size := e.Size()
	g := geometry{x: pad, y: pad, lineHeight: m.lineHeight()}
	if e.bare {
		g.x, g.y = 0, 0
	}
	g.width = size.Width - 2*g.x
	if e.Icon != nil {
		space := th.Size(theme.SizeNameInlineIcon) + pad
		g.x += space
		g.width -= space
	}
	if e.tail != nil {
		g.width -= e.tail.MinSize().Width
	}
	if !e.multi && e.counterShown() {
		g.width -= e.counterWidth() + pad
	}
	height := size.Height - 2*g.y
	if e.multi && e.Max > 0 {
		height -= e.counterHeight()
	}
	g.rows = max(1, int((height+0.5)/g.lineHeight))
	if !e.multi {
		g.rows = 1
		g.y = (size.Height - g.lineHeight) / 2
	}
	return g
}

// reflow breaks the text into rows again.
func (e *Entry) reflow() {
	if !e.multi {
		e.lines = []line{{0, len(e.buf.text), true}}
		return
	}
	e.wrapped = e.geometry().width
	e.lines = wrapText(e.buf.text, e.wrapped, e.metrics())
	e.scrollTo(e.top)
}

func (e *Entry) rowsShown() int { return e.geometry().rows }

func (e *Entry) scrollTo(top int) {
	e.top = max(0, min(top, len(e.lines)-e.rowsShown()))
}

func (e *Entry) caretLine() int {
	if e.lines == nil {
		e.reflow()
	}
	return lineOf(e.lines, e.buf.caret, e.upstream)
}

// showCaret scrolls until the caret is in sight.
func (e *Entry) showCaret() {
	row, rows := e.caretLine(), e.rowsShown()
	if !e.multi {
		e.showColumn()
		return
	}
	switch {
	case row < e.top:
		e.top = row
	case row >= e.top+rows:
		e.top = row - rows + 1
	}
	e.scrollTo(e.top)
}

// showColumn slides a single line sideways.
func (e *Entry) showColumn() {
	m, width := e.metrics(), e.geometry().width
	if e.buf.caret < e.left {
		e.left = max(0, e.buf.caret-4)
	}
	used := m.width([]rune(e.shown(e.left, e.buf.caret)))
	for used > width && e.left < e.buf.caret {
		used -= m.advance([]rune(e.shown(e.left, e.left+1))[0])
		e.left++
	}
	room := width - m.width([]rune(e.shown(e.left, len(e.buf.text))))
	for e.left > 0 && room > 0 {
		room -= m.advance([]rune(e.shown(e.left-1, e.left))[0])
		if room >= 0 {
			e.left--
		}
	}
}

// shown is what the screen shows of [from, to): dots for a password, blanks for what has no picture.
func (e *Entry) shown(from, to int) string {
	out := make([]rune, 0, to-from)
	for _, r := range e.buf.text[from:to] {
		switch {
		case e.secret:
			r = '●'
		case r < ' ':
			r = ' '
		}
		out = append(out, r)
	}
	return string(out)
}

// span is the visible part of a row.
func (e *Entry) span(row int, g geometry) line {
	l := e.lines[row]
	if e.multi {
		return l
	}
	l.start = min(e.left, l.end)
	m := e.metrics()
	var used float32
	for i := l.start; i < l.end; i++ {
		used += m.advance([]rune(e.shown(i, i+1))[0])
		if used > g.width+1 {
			l.end = i
			break
		}
	}
	return l
}

// caretPlace is where the caret stands in the field, and how tall it is.
func (e *Entry) caretPlace() (fyne.Position, float32) {
	g := e.geometry()
	row := e.caretLine()
	l := e.span(row, g)
	x := e.metrics().exact(e.shown(l.start, max(l.start, e.buf.caret)))
	return fyne.NewPos(g.x+min(x, g.width), g.y+float32(row-e.top)*g.lineHeight), g.lineHeight
}

func (e *Entry) counterShown() bool {
	return e.Max > 0 && (e.multi || len(e.buf.text)*5 > e.Max*4)
}

func (e *Entry) counterText() string {
	return strconv.Itoa(len(e.buf.text)) + "/" + strconv.Itoa(e.Max)
}

func (e *Entry) counterWidth() float32 {
	return metricsFor(e.Theme().Size(theme.SizeNameCaptionText), fyne.TextStyle{}).exact(e.counterText())
}

func (e *Entry) counterHeight() float32 {
	return metricsFor(e.Theme().Size(theme.SizeNameCaptionText), fyne.TextStyle{}).lineHeight()
}

// MinSize has room for the rows wanted; a text of several lines grows with its content up to MaxRows.
func (e *Entry) MinSize() fyne.Size {
	e.ExtendBaseWidget(e)
	if e.lines == nil {
		e.reflow()
	}
	th := e.Theme()
	pad, lh := th.Size(theme.SizeNameInnerPadding), e.metrics().lineHeight()
	if e.bare {
		return fyne.NewSize(lh, lh*float32(len(e.lines)))
	}
	rows := 1
	if e.multi {
		rows = max(e.Rows, min(len(e.lines), e.MaxRows))
	}
	size := fyne.NewSize(lh*3+2*pad, lh*float32(rows)+2*pad)
	if e.multi && e.Max > 0 {
		size.Height += e.counterHeight()
	}
	if e.tail != nil {
		size.Width += e.tail.MinSize().Width
	}
	return size
}
