package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// grid is the drawing half of Table: rows of texts under a header that stays in place. It makes objects for the rows in
// sight only, and changes one only when its text changed.
type grid struct {
	widget.BaseWidget

	columns  []gridColumn
	count    int
	cell     func(row, col int) (string, Tone)
	chosen   func(row int)
	opened   func(row int)
	sorted   func(col int)
	ended    func() // the last row came into sight; once for each number of rows
	endTold  int
	menu     func(row int, at fyne.Position)
	clicked  func(row int) // a click, beside the selecting
	toggled  func(row int) // nil: rows have no tick box
	headless bool
	pasted   func(text string)         // Ctrl+V
	keyed    func(*fyne.KeyEvent) bool // sees each key first
	ticked   func(row int) bool
	sortCol  int
	sortDesc bool

	selected, hovered int
	focused           bool
	version           int // grows when the rows have changed, so that those in sight are written again

	owner  fyne.Widget
	head   *gridHead
	body   *gridBody
	scroll *inset
}

type gridColumn struct {
	title    string
	width    float32
	grow     float32
	align    fyne.TextAlign
	sortable bool
}

// setup builds the parts; self is the widget that embeds the grid.
func (g *grid) setup(self fyne.Widget) {
	g.owner = self
	g.selected, g.hovered, g.sortCol = -1, -1, -1
	g.head = &gridHead{grid: g}
	g.head.ExtendBaseWidget(g.head)
	g.body = &gridBody{grid: g}
	g.body.ExtendBaseWidget(g.body)
	g.scroll = newInset(g.body)
	g.scroll.OnScrolled = func(fyne.Position) { g.head.Refresh(); g.body.fill() }
	g.ExtendBaseWidget(self)
}

// changed writes the rows anew.
func (g *grid) changed() {
	g.version++
	g.selected = min(g.selected, g.count-1)
	g.hovered = -1
	g.scroll.Refresh()
	g.head.Refresh()
}

// FocusGained marks the table and, with nothing selected, the first row in sight.
func (g *grid) FocusGained() {
	g.focused = true
	g.Refresh()
}

// FocusLost takes the mark away.
func (g *grid) FocusLost() {
	g.focused = false
	g.Refresh()
}

// TypedRune goes to the window: a letter may be a command there.
func (g *grid) TypedRune(r rune) {
	if c := canvasOf(g.head); c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

// TypedKey moves the selection, opens a row, or goes on to the window.
func (g *grid) TypedKey(key *fyne.KeyEvent) {
	if g.keyed != nil && g.keyed(key) {
		return
	}
	page := max(1, int(g.scroll.Size().Height/g.rowHeight())-1)
	switch key.Name {
	case fyne.KeyUp:
		g.move(g.selected - 1)
	case fyne.KeyDown:
		g.move(g.selected + 1)
	case fyne.KeyPageUp:
		g.move(g.selected - page)
	case fyne.KeyPageDown:
		g.move(g.selected + page)
	case fyne.KeyHome:
		g.move(0)
	case fyne.KeyEnd:
		g.move(g.count - 1)
	case fyne.KeyLeft:
		g.slide(-60)
	case fyne.KeyRight:
		g.slide(60)
	case fyne.KeySpace:
		g.toggle(g.selected)
	case fyne.KeyReturn, fyne.KeyEnter:
		g.open(g.selected, key)
	default:
		passKey(g.head, key)
	}
}

// TypedShortcut copies the selected row as cells divided by tabs; the rest goes on to the window.
func (g *grid) TypedShortcut(s fyne.Shortcut) {
	if _, copying := s.(*fyne.ShortcutCopy); copying && g.selected >= 0 {
		cells := make([]string, len(g.columns))
		for col := range cells {
			cells[col], _ = g.cell(g.selected, col)
		}
		fyne.CurrentApp().Clipboard().SetContent(strings.Join(cells, "\t"))
		return
	}
	if _, pasting := s.(*fyne.ShortcutPaste); pasting && g.pasted != nil {
		g.pasted(fyne.CurrentApp().Clipboard().Content())
		return
	}
	passShortcut(g.head, s)
}

func (g *grid) move(row int) {
	if g.count == 0 {
		return
	}
	g.choose(max(0, min(row, g.count-1)))
}

// choose selects a row, brings it into sight and tells the owner.
func (g *grid) choose(row int) {
	was := g.selected
	g.selected = row
	g.bringIntoSight(row)
	g.body.paintRows()
	if row != was && g.chosen != nil {
		g.chosen(row)
	}
}

func (g *grid) open(row int, key *fyne.KeyEvent) {
	switch {
	case row >= 0 && g.opened != nil:
		g.opened(row)
	case key != nil:
		passKey(g.head, key)
	}
}

func (g *grid) toggle(row int) {
	if row >= 0 && g.toggled != nil {
		g.toggled(row)
		g.version++
		g.body.fill()
		g.head.Refresh()
	}
}

func (g *grid) slide(dx float32) {
	limit := max(0, g.body.MinSize().Width-g.scroll.Size().Width)
	g.scroll.ScrollToOffset(fyne.NewPos(max(0, min(g.scroll.Offset.X+dx, limit)), g.scroll.Offset.Y))
	g.head.Refresh()
}

func (g *grid) bringIntoSight(row int) {
	h := g.rowHeight()
	top, view := float32(row)*h, g.scroll.Size().Height
	if view <= 0 {
		return // not laid out yet: the first layout does it
	}
	offset := g.scroll.Offset
	switch {
	case top < offset.Y:
		offset.Y = top
	case top+h > offset.Y+view:
		offset.Y = top + h - view
	default:
		return
	}
	g.scroll.ScrollToOffset(offset)
	g.body.fill()
}

func (g *grid) rowHeight() float32 {
	m := metricsFor(theme.TextSize(), fyne.TextStyle{})
	return m.lineHeight() + 2*theme.Padding() + 4
}

// tickWidth is the room for the tick boxes.
func (g *grid) tickWidth() float32 {
	if g.toggled == nil {
		return 0
	}
	return g.rowHeight()
}

// widths shares the width of the table out: each column has its own, and what is left over goes by grow.
func (g *grid) widths() []float32 {
	total, grow := g.tickWidth(), float32(0)
	for _, c := range g.columns {
		total += c.width
		grow += c.grow
	}
	spare := max(0, g.scroll.Size().Width-total)
	out := make([]float32, len(g.columns))
	for i, c := range g.columns {
		out[i] = c.width
		if grow > 0 {
			out[i] += spare * c.grow / grow
		}
	}
	return out
}

// CreateRenderer stacks the header over the rows.
func (g *grid) CreateRenderer() fyne.WidgetRenderer {
	return newGridRenderer(g)
}

// self is the widget that embeds the grid, which is what the toolkit knows.
func (g *grid) self() fyne.CanvasObject { return g.owner }
