package kit

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// LineChart is a chart of lines over months, say. Each line is named at its end; the figures of the month under the
// mouse stand above. A figure that is not known breaks its line.
type LineChart struct {
	widget.BaseWidget
	data   ChartData
	noData string
	size   fyne.Size
	at     int // the label under the mouse; -1 for none
}

var _ desktop.Hoverable = (*LineChart)(nil)

// NewLineChart makes a chart; noData is what it says when nothing is known.
func NewLineChart(data ChartData, noData string) *LineChart {
	c := &LineChart{data: data, noData: noData, size: fyne.NewSize(320, 220), at: -1}
	c.ExtendBaseWidget(c)
	return c
}

// SetMinSize sets how large it is at least: for a picture of it.
func (c *LineChart) SetMinSize(size fyne.Size) { c.size = size }

// MinSize is how large it is at least.
func (c *LineChart) MinSize() fyne.Size { return c.size }

// MouseIn shows the figures under the mouse.
func (c *LineChart) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }

// MouseMoved shows the figures under the mouse.
func (c *LineChart) MouseMoved(e *desktop.MouseEvent) {
	if at := c.frame().labelAt(e.Position.X); at != c.at {
		c.at = at
		c.Refresh()
	}
}

// MouseOut shows the last figures again.
func (c *LineChart) MouseOut() {
	c.at = -1
	c.Refresh()
}

// frame is where the lines are drawn.
func (c *LineChart) frame() chartFrame { return newChartFrame(c.data, c.Size()) }

// CreateRenderer draws the chart.
func (c *LineChart) CreateRenderer() fyne.WidgetRenderer {
	r := &lineRenderer{chart: c}
	r.Refresh()
	return r
}

// lineRenderer draws the whole chart anew when it changes: it has few parts.
type lineRenderer struct {
	chart   *LineChart
	objects []fyne.CanvasObject
}

func (r *lineRenderer) Destroy()                     {}
func (r *lineRenderer) MinSize() fyne.Size           { return r.chart.MinSize() }
func (r *lineRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *lineRenderer) Layout(fyne.Size)             { r.draw() }

func (r *lineRenderer) Refresh() {
	r.draw()
	canvas.Refresh(r.chart)
}

func (r *lineRenderer) draw() {
	r.objects = nil
	if r.chart.data.None() {
		r.text(r.chart.noData, r.chart.Size().Width/2, r.chart.Size().Height/2-10, fyne.TextAlignCenter, theme.Color(theme.ColorNamePlaceHolder))
		return
	}
	f := r.chart.frame()
	r.axes(f)
	r.guide(f)
	for i := range r.chart.data.Series {
		r.line(f, i)
	}
	r.names(f)
	r.legend(f)
}

// axes draws the marks at the left with thin lines, and the labels below, as many as there is room for.
func (r *lineRenderer) axes(f chartFrame) {
	quiet := theme.Color(theme.ColorNamePlaceHolder)
	for _, mark := range f.marks {
		y := f.y(mark)
		r.rule(f.left, y, f.right, y, theme.Color(theme.ColorNameSeparator), 1)
		r.text(figure(mark)+r.chart.data.Unit, f.left-6, y-f.line/2, fyne.TextAlignTrailing, quiet)
	}
	for i := len(f.labels) - 1; i >= 0; i -= f.every {
		r.text(f.labels[i], f.x(i), f.bottom+4, fyne.TextAlignCenter, quiet)
	}
}

// guide marks the label under the mouse.
func (r *lineRenderer) guide(f chartFrame) {
	if at := r.chart.at; at >= 0 {
		r.rule(f.x(at), f.top, f.x(at), f.bottom, theme.Color(theme.ColorNamePlaceHolder), 1)
	}
}

// line draws one series: points, and lines between those that follow each other.
func (r *lineRenderer) line(f chartFrame, i int) {
	s, ink := r.chart.data.Series[i], seriesInk(i)
	for j := range f.labels {
		v := s.at(j)
		if v == nil {
			continue
		}
		if next := s.at(j + 1); next != nil {
			r.rule(f.x(j), f.y(*v), f.x(j+1), f.y(*next), ink, 2)
		}
		r.point(i, f.x(j), f.y(*v), ink)
	}
}

// point marks a figure: each series by a shape of its own.
func (r *lineRenderer) point(i int, x, y float32, ink color.Color) {
	const side = 7
	switch i % 3 {
	case 0:
		r.add(canvas.NewCircle(ink), x, y, side)
	case 1:
		r.add(canvas.NewRectangle(ink), x, y, side)
	default:
		ring := canvas.NewCircle(theme.Color(theme.ColorNameOverlayBackground))
		ring.StrokeColor, ring.StrokeWidth = ink, 2
		r.add(ring, x, y, side+1)
	}
}

func (r *lineRenderer) add(o fyne.CanvasObject, x, y, side float32) {
	o.Resize(fyne.NewSquareSize(side))
	o.Move(fyne.NewPos(x-side/2, y-side/2))
	r.objects = append(r.objects, o)
}

// names writes each series' name with its last figure at the end of its line; those that would lie on each other move apart.
func (r *lineRenderer) names(f chartFrame) {
	type end struct {
		series int
		y      float32
	}
	var ends []end
	for i, s := range r.chart.data.Series {
		if at := s.last(); at >= 0 {
			ends = append(ends, end{i, f.y(*s.at(at)) - f.line/2})
		}
	}
	slices.SortFunc(ends, func(a, b end) int { return int(a.y - b.y) })
	y := f.top - f.line
	for i := range ends {
		y = max(ends[i].y, y+f.line)
		ends[i].y = y
	}
	for i := len(ends) - 1; i >= 0; i-- { // and up again from the foot
		limit := f.bottom - f.line*float32(len(ends)-1-i) - f.line/2
		ends[i].y = min(ends[i].y, limit)
	}
	for _, e := range ends {
		s := r.chart.data.Series[e.series]
		r.text(s.Name+" "+r.chart.data.say(s.at(s.last())), f.right+10, e.y, fyne.TextAlignLeading, seriesInk(e.series))
	}
}

// legend says above the lines the figures of the label under the mouse.
func (r *lineRenderer) legend(f chartFrame) {
	at := r.chart.at
	if at < 0 {
		return
	}
	text := f.labels[at]
	for _, s := range r.chart.data.Series {
		text += "　" + s.Name + " " + r.chart.data.say(s.at(at))
	}
	r.text(text, f.left, 0, fyne.TextAlignLeading, theme.Color(theme.ColorNameForeground))
}

func (r *lineRenderer) rule(x1, y1, x2, y2 float32, ink color.Color, width float32) {
	l := canvas.NewLine(ink)
	l.StrokeWidth = width
	l.Position1, l.Position2 = fyne.NewPos(x1, y1), fyne.NewPos(x2, y2)
	r.objects = append(r.objects, l)
}

func (r *lineRenderer) text(s string, x, y float32, align fyne.TextAlign, ink color.Color) {
	t := canvas.NewText(s, ink)
	t.TextSize = theme.CaptionTextSize()
	size := t.MinSize()
	switch align {
	case fyne.TextAlignTrailing:
		x -= size.Width
	case fyne.TextAlignCenter:
		x -= size.Width / 2
	}
	t.Move(fyne.NewPos(x, y))
	t.Resize(size)
	r.objects = append(r.objects, t)
}

// chartFrame is the room of the lines within a chart, and how figures fall into it.
type chartFrame struct {
	left, right, top, bottom float32
	line                     float32 // the height of a line of text
	labels                   []string
	marks                    []float64
	every                    int // each how-manieth label is written
}

func newChartFrame(d ChartData, size fyne.Size) chartFrame {
	m := metricsFor(theme.CaptionTextSize(), fyne.TextStyle{})
	f := chartFrame{line: m.lineHeight(), labels: d.Labels, marks: ticks(d.most())}
	var axis, names, label float32
	for _, mark := range f.marks {
		axis = max(axis, m.exact(figure(mark)+d.Unit))
	}
	for _, s := range d.Series {
		names = max(names, m.exact(s.Name+" "+d.say(s.at(s.last()))))
	}
	for _, l := range d.Labels {
		label = max(label, m.exact(l))
	}
	f.left, f.right = axis+10, max(axis+40, size.Width-names-16)
	f.top, f.bottom = f.line+6, max(f.line+30, size.Height-f.line-6)
	f.every = 1
	if step := f.x(1) - f.x(0); step > 0 && len(d.Labels) > 1 {
		f.every = max(1, int((label+8)/step)+1)
		if label+8 <= step {
			f.every = 1
		}
	}
	return f
}

// x is where a label stands.
func (f chartFrame) x(i int) float32 {
	if len(f.labels) < 2 {
		return (f.left + f.right) / 2
	}
	return f.left + 6 + (f.right-f.left-12)*float32(i)/float32(len(f.labels)-1)
}

// y is where a figure stands.
func (f chartFrame) y(v float64) float32 {
	most := f.marks[len(f.marks)-1]
	return f.bottom - (f.bottom-f.top)*float32(min(max(v, 0), most)/most)
}

// labelAt is the label nearest to a place; -1 beside the lines.
func (f chartFrame) labelAt(x float32) int {
	if len(f.labels) == 0 || x < f.left-8 || x > f.right+8 {
		return -1
	}
	nearest := 0
	for i := range f.labels {
		if abs(f.x(i)-x) < abs(f.x(nearest)-x) {
			nearest = i
		}
	}
	return nearest
}
