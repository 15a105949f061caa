package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// gridHead is the row of titles. It stays while the rows move under it, and moves sideways with them.
type gridHead struct {
	widget.BaseWidget
	grid *grid
}

// Tapped sorts by the column, or ticks all rows.
func (h *gridHead) Tapped(ev *fyne.PointEvent) {
	g := h.grid
	x := ev.Position.X + g.scroll.Offset.X - g.tickWidth()
	if x < 0 {
		return
	}
	for col, w := range g.widths() {
		if x < w {
			if g.columns[col].sortable && g.sorted != nil {
				g.sorted(col)
			}
			return
		}
		x -= w
	}
}

// CreateRenderer draws the titles.
func (h *gridHead) CreateRenderer() fyne.WidgetRenderer {
	r := &gridHeadRenderer{head: h, back: canvas.NewRectangle(color.Transparent), rule: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type gridHeadRenderer struct {
	head       *gridHead
	back, rule *canvas.Rectangle
	titles     []*canvas.Text
	objects    []fyne.CanvasObject
}

func (r *gridHeadRenderer) Destroy()                     {}
func (r *gridHeadRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *gridHeadRenderer) Layout(fyne.Size)             { r.draw() }

// IsClip keeps titles moved sideways inside the header.
func (r *gridHeadRenderer) IsClip() {}

func (r *gridHeadRenderer) MinSize() fyne.Size {
	return fyne.NewSize(40, r.head.grid.rowHeight())
}

func (r *gridHeadRenderer) Refresh() {
	r.draw()
	canvas.Refresh(r.head)
}

func (r *gridHeadRenderer) draw() {
	g, size := r.head.grid, r.head.Size()
	r.back.FillColor = theme.Color(theme.ColorNameHeaderBackground)
	r.back.Resize(size)
	r.back.Refresh()
	r.rule.FillColor = theme.Color(theme.ColorNameSeparator)
	r.rule.Move(fyne.NewPos(0, size.Height-1))
	r.rule.Resize(fyne.NewSize(size.Width, 1))
	r.rule.Refresh()
	for len(r.titles) < len(g.columns) {
		r.titles = append(r.titles, canvas.NewText("", nil))
	}
	style := fyne.TextStyle{Bold: true}
	m := metricsFor(theme.TextSize(), style)
	pad, x := theme.InnerPadding(), g.tickWidth()-g.scroll.Offset.X
	for col, w := range g.widths() {
		c, t := g.columns[col], r.titles[col]
		title := m.fit(g.titleOf(col), w-2*pad)
		setText(t, title, theme.Color(theme.ColorNameForeground), m.size, style)
		used := m.exact(title)
		left := x + pad
		switch c.align {
		case fyne.TextAlignTrailing:
			left = x + w - pad - used
		case fyne.TextAlignCenter:
			left = x + (w-used)/2
		}
		t.Move(fyne.NewPos(left, (size.Height-m.lineHeight())/2))
		t.Resize(fyne.NewSize(used, m.lineHeight()))
		t.Show()
		x += w
	}
	r.objects = append(r.objects[:0], r.back, r.rule)
	for i, t := range r.titles {
		show(t, i < len(g.columns))
		r.objects = append(r.objects, t)
	}
}

// titleOf is the title with the arrow of the sorted column.
func (g *grid) titleOf(col int) string {
	title := g.columns[col].title
	switch {
	case col != g.sortCol:
		return title
	case g.sortDesc:
		return title + " ▼"
	}
	return title + " ▲"
}

type gridRenderer struct {
	grid    *grid
	ground  *canvas.Rectangle
	ring    *canvas.Rectangle
	objects []fyne.CanvasObject
}

func newGridRenderer(g *grid) *gridRenderer {
	show(g.head, !g.headless)
	r := &gridRenderer{grid: g, ground: canvas.NewRectangle(color.Transparent), ring: canvas.NewRectangle(color.Transparent)}
	r.objects = []fyne.CanvasObject{r.ground, g.scroll, g.head, r.ring}
	r.Refresh()
	return r
}

func (r *gridRenderer) Destroy()                     {}
func (r *gridRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *gridRenderer) MinSize() fyne.Size {
	if r.grid.headless {
		return fyne.NewSize(160, r.grid.rowHeight())
	}
	return fyne.NewSize(160, r.grid.rowHeight()*4)
}

func (r *gridRenderer) Layout(size fyne.Size) {
	high := r.grid.rowHeight()
	if r.grid.headless {
		high = 0
	}
	r.ground.Resize(size)
	r.ring.Resize(size)
	r.grid.head.Resize(fyne.NewSize(size.Width, high))
	first := r.grid.scroll.Size().Height <= 0
	r.grid.scroll.Move(fyne.NewPos(0, high))
	r.grid.scroll.Resize(fyne.NewSize(size.Width, size.Height-high))
	if first && r.grid.selected >= 0 {
		r.grid.bringIntoSight(r.grid.selected)
	}
	r.grid.body.fill()
	r.grid.head.Refresh()
}

func (r *gridRenderer) Refresh() {
	r.ground.FillColor = theme.Color(theme.ColorNameInputBackground)
	r.ground.Refresh()
	r.ring.StrokeColor, r.ring.StrokeWidth = theme.Color(theme.ColorNameSeparator), 1
	if r.grid.focused {
		r.ring.StrokeColor, r.ring.StrokeWidth = theme.Color(theme.ColorNamePrimary), 1.5
	}
	r.ring.Refresh()
	r.grid.head.Refresh()
	r.grid.body.Refresh()
	canvas.Refresh(r.grid.head)
}
