package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// gridRow is the set of objects that draws one row. It moves to another row when its own goes out of sight.
type gridRow struct {
	row   int
	of    int // how many row objects there were when it was written
	back  *canvas.Rectangle
	tick  *tickBox
	cells []gridCell
}

type gridCell struct {
	text *canvas.Text
	wash *canvas.Rectangle // the ground of a cell that is a badge
}

// write shows a row of the grid and says whether it had to make new objects.
func (s *gridRow) write(g *grid, row int, widths []float32, width float32) (grown bool) {
	h := g.rowHeight()
	y := float32(row) * h
	s.row = row
	s.back.Move(fyne.NewPos(0, y))
	s.back.Resize(fyne.NewSize(width, h))
	s.back.Show()
	if g.toggled != nil {
		if s.tick == nil {
			s.tick, grown = newTickBox(), true
		}
		s.tick.set(g.ticked(row))
		s.tick.place(fyne.NewPos(0, y), h)
	}
	for len(s.cells) < len(widths) {
		s.cells = append(s.cells, gridCell{canvas.NewText("", nil), canvas.NewRectangle(color.Transparent)})
		grown = true
	}
	x := g.tickWidth()
	for col, w := range widths {
		text, tone := g.cell(row, col)
		s.cells[col].write(text, tone, g.columns[col].align, fyne.NewPos(x, y), fyne.NewSize(w, h))
		x += w
	}
	for _, c := range s.cells[len(widths):] {
		c.text.Hide()
		c.wash.Hide()
	}
	return grown
}

func (c *gridCell) write(s string, tone Tone, align fyne.TextAlign, at fyne.Position, size fyne.Size) {
	m := metricsFor(theme.TextSize(), fyne.TextStyle{})
	pad := theme.InnerPadding()
	room := size.Width - 2*pad
	if tone != ToneNone {
		room -= pad
		s = tone.Sign() + " " + s
	}
	s = m.fit(s, room)
	used := min(m.width([]rune(s)), room)
	x := at.X + pad
	switch align {
	case fyne.TextAlignTrailing:
		x = at.X + size.Width - pad - used
	case fyne.TextAlignCenter:
		x = at.X + (size.Width-used)/2
	}
	show(c.wash, tone != ToneNone && s != "")
	if tone != ToneNone {
		x += pad / 2
		c.wash.FillColor = tone.wash()
		c.wash.CornerRadius = 4
		c.wash.Move(fyne.NewPos(x-pad/2, at.Y+4))
		c.wash.Resize(fyne.NewSize(used+pad, size.Height-8))
		c.wash.Refresh()
	}
	c.text.Show()
	setText(c.text, s, tone.ink(), m.size, fyne.TextStyle{})
	c.text.Move(fyne.NewPos(x, at.Y+(size.Height-m.lineHeight())/2))
	c.text.Resize(fyne.NewSize(used, m.lineHeight()))
}

// CellWidth is how wide a column must be to show words whole; toned ones have a sign before them.
func CellWidth(words string, toned bool) float32 {
	m := metricsFor(theme.TextSize(), fyne.TextStyle{})
	width := m.width([]rune(words)) + 2*theme.InnerPadding()
	if !toned {
		return width
	}
	sign := float32(0)
	for t := ToneNeutral; t <= ToneBad; t++ {
		sign = max(sign, m.width([]rune(t.Sign()+" ")))
	}
	return width + sign + theme.InnerPadding()
}

// TitleWidth is how wide a column must be to show its title whole.
func TitleWidth(title string) float32 {
	return metricsFor(theme.TextSize(), fyne.TextStyle{Bold: true}).width([]rune(title)) + 2*theme.InnerPadding()
}

func (s *gridRow) hide() {
	s.row = -1
	s.back.Hide()
	for _, c := range s.cells {
		c.text.Hide()
		c.wash.Hide()
	}
	if s.tick != nil {
		s.tick.hide()
	}
}

func (s *gridRow) collect(objects []fyne.CanvasObject) []fyne.CanvasObject {
	for _, c := range s.cells {
		objects = append(objects, c.wash, c.text)
	}
	if s.tick != nil {
		objects = append(objects, s.tick.box, s.tick.mark)
	}
	return objects
}

// tickBox is a small drawn box with a tick.
type tickBox struct {
	box  *canvas.Rectangle
	mark *canvas.Text
	on   bool
}

func newTickBox() *tickBox {
	return &tickBox{box: canvas.NewRectangle(color.Transparent), mark: canvas.NewText("√", nil)}
}

func (b *tickBox) set(on bool) {
	b.on = on
	b.box.StrokeColor, b.box.StrokeWidth, b.box.CornerRadius = theme.Color(theme.ColorNameInputBorder), 1, 3
	b.box.FillColor = theme.Color(theme.ColorNameInputBackground)
	if on {
		b.box.FillColor, b.box.StrokeColor = theme.Color(theme.ColorNamePrimary), theme.Color(theme.ColorNamePrimary)
	}
	b.box.Refresh()
	b.mark.Color, b.mark.TextSize = theme.Color(theme.ColorNameForegroundOnPrimary), theme.CaptionTextSize()
	b.mark.TextStyle.Bold = true
	b.mark.Alignment = fyne.TextAlignCenter
	b.mark.Refresh()
}

// place centres the box in a square of the given side.
func (b *tickBox) place(at fyne.Position, side float32) {
	const size = 16
	at = at.AddXY((side-size)/2, (side-size)/2)
	b.box.Move(at)
	b.box.Resize(fyne.NewSquareSize(size))
	b.box.Show()
	high := b.mark.MinSize().Height
	b.mark.Move(at.AddXY(0, (size-high)/2))
	b.mark.Resize(fyne.NewSize(size, high))
	show(b.mark, b.on)
}

func (b *tickBox) hide() {
	b.box.Hide()
	b.mark.Hide()
}
