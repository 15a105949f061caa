package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// gridBody is the tall sheet of rows inside the scroll.
type gridBody struct {
	widget.BaseWidget
	grid  *grid
	slots []*gridRow
	wrote struct {
		version int
		width   float32
		ink     color.Color
	}
}

var (
	_ desktop.Mouseable      = (*gridBody)(nil)
	_ desktop.Hoverable      = (*gridBody)(nil)
	_ fyne.DoubleTappable    = (*gridBody)(nil)
	_ fyne.SecondaryTappable = (*gridBody)(nil)
)

// MinSize is the height of all rows and the width of all columns.
func (b *gridBody) MinSize() fyne.Size {
	g := b.grid
	width := g.tickWidth()
	for _, c := range g.columns {
		width += c.width
	}
	return fyne.NewSize(width, float32(g.count)*g.rowHeight())
}

// MouseDown selects the row, or ticks it.
func (b *gridBody) MouseDown(ev *desktop.MouseEvent) {
	if self, ok := b.grid.self().(fyne.Focusable); ok {
		focus(self)
	}
	row := b.rowAt(ev.Position)
	if row < 0 {
		return
	}
	if ev.Position.X < b.grid.tickWidth() {
		b.grid.toggle(row)
	}
	b.grid.choose(row)
	if b.grid.clicked != nil && ev.Button == desktop.MouseButtonPrimary {
		b.grid.clicked(row)
	}
}

// MouseUp has nothing to end.
func (b *gridBody) MouseUp(*desktop.MouseEvent) {}

// DoubleTapped opens the row, but not where ticks are: who ticks fast down the rows clicks twice in no time.
func (b *gridBody) DoubleTapped(ev *fyne.PointEvent) {
	if ev.Position.X >= b.grid.tickWidth() {
		b.grid.open(b.rowAt(ev.Position), nil)
	}
}

// TappedSecondary asks the owner for a menu.
func (b *gridBody) TappedSecondary(ev *fyne.PointEvent) {
	if row := b.rowAt(ev.Position); row >= 0 && b.grid.menu != nil {
		b.grid.choose(row)
		b.grid.menu(row, ev.AbsolutePosition)
	}
}

// MouseIn begins to follow the pointer.
func (b *gridBody) MouseIn(ev *desktop.MouseEvent) { b.MouseMoved(ev) }

// MouseMoved lights the row under the pointer.
func (b *gridBody) MouseMoved(ev *desktop.MouseEvent) { b.hover(b.rowAt(ev.Position)) }

// MouseOut puts the light out.
func (b *gridBody) MouseOut() { b.hover(-1) }

func (b *gridBody) hover(row int) {
	if b.grid.hovered != row {
		b.grid.hovered = row
		b.paintRows()
	}
}

func (b *gridBody) rowAt(p fyne.Position) int {
	row := int(p.Y / b.grid.rowHeight())
	if p.Y < 0 || row >= b.grid.count {
		return -1
	}
	return row
}

// fill writes the rows in sight into the row objects, of which there are just enough.
func (b *gridBody) fill() {
	g := b.grid
	h := g.rowHeight()
	need := min(g.count, int(g.scroll.Size().Height/h)+2)
	if ink := theme.Color(theme.ColorNameForeground); b.wrote.version != g.version || b.wrote.width != b.Size().Width ||
		b.wrote.ink != ink {
		b.wrote.version, b.wrote.width, b.wrote.ink = g.version, b.Size().Width, ink
		for _, s := range b.slots {
			s.row = -1
		}
	}
	grown := false
	for len(b.slots) < need {
		b.slots = append(b.slots, &gridRow{row: -1, back: canvas.NewRectangle(color.Transparent)})
		grown = true
	}
	first := max(0, min(int(g.scroll.Offset.Y/h), g.count-need))
	widths := g.widths()
	for i := range b.slots {
		if i >= need {
			b.slots[i].hide()
		}
	}
	for row := first; row < first+need; row++ {
		if slot := b.slots[row%need]; slot.row != row || slot.of != need {
			slot.of = need
			grown = slot.write(g, row, widths, b.Size().Width) || grown
		}
	}
	b.paintRows()
	if grown {
		b.Refresh()
	}
	if g.ended != nil && first+need >= g.count && g.count > g.endTold {
		g.endTold = g.count
		g.ended()
	}
}

// paintRows colours the grounds of the rows in sight.
func (b *gridBody) paintRows() {
	g := b.grid
	for _, s := range b.slots {
		if s.row < 0 || !s.back.Visible() {
			continue
		}
		fill := color.Color(color.Transparent)
		switch {
		case s.row == g.selected:
			fill = theme.Color(theme.ColorNameSelection)
		case s.row == g.hovered:
			fill = theme.Color(theme.ColorNameHover)
		case s.row%2 == 1:
			fill = zebra()
		}
		if s.back.FillColor != fill {
			s.back.FillColor = fill
			s.back.Refresh()
		}
	}
}

// zebra is the ground of every other row.
func zebra() color.Color {
	c := color.NRGBAModel.Convert(theme.Color(theme.ColorNameForeground)).(color.NRGBA)
	c.A = 0x08
	return c
}

// CreateRenderer draws the rows in sight.
func (b *gridBody) CreateRenderer() fyne.WidgetRenderer { return &gridBodyRenderer{body: b} }

type gridBodyRenderer struct {
	body    *gridBody
	objects []fyne.CanvasObject
}

func (r *gridBodyRenderer) Destroy()                     {}
func (r *gridBodyRenderer) MinSize() fyne.Size           { return r.body.MinSize() }
func (r *gridBodyRenderer) Layout(fyne.Size)             { r.body.fill() }
func (r *gridBodyRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Refresh collects the objects anew; fill calls it when it had to make some.
func (r *gridBodyRenderer) Refresh() {
	r.body.fill()
	r.objects = r.objects[:0]
	for _, s := range r.body.slots {
		r.objects = append(r.objects, s.back)
	}
	for _, s := range r.body.slots {
		r.objects = s.collect(r.objects)
	}
	canvas.Refresh(r.body)
}
