package kit

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// SectionItem is one entry of a list of sections.
type SectionItem struct {
	Title    string
	Icon     fyne.Resource // may be nil
	Done     bool          // bears a tick
	Problems int           // their number, in the error colour; wins over Done
	Count    int           // a quiet number; for queues and saved views
}

// Sections is a list of the parts of a page, or of saved views: one is open, each may bear a tick, the number of its
// problems, or a count. Up and Down move.
type Sections struct {
	widget.BaseWidget
	OnSelected func(i int)

	items    []SectionItem
	selected int
	hovered  int
	focused  bool
}

var _ desktop.Hoverable = (*Sections)(nil)

// NewSections makes a list with the first item open.
func NewSections(items ...SectionItem) *Sections {
	s := &Sections{items: items, hovered: -1}
	s.ExtendBaseWidget(s)
	return s
}

// SetItems changes the items; the open one stays.
func (s *Sections) SetItems(items ...SectionItem) {
	s.items = items
	s.selected = max(0, min(s.selected, len(items)-1))
	s.Refresh()
}

// Selected is the open item.
func (s *Sections) Selected() int { return s.selected }

// Select opens an item and tells the owner if it was not open.
func (s *Sections) Select(i int) {
	if i < 0 || i >= len(s.items) || i == s.selected {
		return
	}
	s.selected = i
	s.Refresh()
	if s.OnSelected != nil {
		s.OnSelected(i)
	}
}

// Mark marks an item as open without telling the owner.
func (s *Sections) Mark(i int) {
	s.selected = i
	s.Refresh()
}

// FocusGained marks the list.
func (s *Sections) FocusGained() {
	s.focused = true
	s.Refresh()
}

// FocusLost takes the mark away.
func (s *Sections) FocusLost() {
	s.focused = false
	s.Refresh()
}

// TypedRune has no use for characters.
func (s *Sections) TypedRune(rune) {}

// TypedKey moves up and down.
func (s *Sections) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyUp:
		s.Select(s.selected - 1)
	case fyne.KeyDown:
		s.Select(s.selected + 1)
	case fyne.KeyHome:
		s.Select(0)
	case fyne.KeyEnd:
		s.Select(len(s.items) - 1)
	default:
		passKey(s, key)
	}
}

// Tapped opens the item under the pointer.
func (s *Sections) Tapped(ev *fyne.PointEvent) {
	focus(s)
	s.Select(int(ev.Position.Y / s.rowHeight()))
}

// MouseIn begins to follow the pointer.
func (s *Sections) MouseIn(ev *desktop.MouseEvent) { s.MouseMoved(ev) }

// MouseMoved lights the item under the pointer.
func (s *Sections) MouseMoved(ev *desktop.MouseEvent) { s.hover(int(ev.Position.Y / s.rowHeight())) }

// MouseOut puts the light out.
func (s *Sections) MouseOut() { s.hover(-1) }

func (s *Sections) hover(i int) {
	if s.hovered != i {
		s.hovered = i
		s.Refresh()
	}
}

func (s *Sections) rowHeight() float32 {
	return metricsFor(theme.TextSize(), fyne.TextStyle{}).lineHeight() + 16
}

// CreateRenderer draws the list.
func (s *Sections) CreateRenderer() fyne.WidgetRenderer {
	r := &sectionsRenderer{list: s}
	r.Refresh()
	return r
}

type sectionRow struct {
	back, bar    *canvas.Rectangle
	icon         *canvas.Image
	title, count *canvas.Text
	tick         *canvas.Image
}

type sectionsRenderer struct {
	list    *Sections
	rows    []sectionRow
	objects []fyne.CanvasObject
}

func (r *sectionsRenderer) Destroy()                     {}
func (r *sectionsRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *sectionsRenderer) Layout(fyne.Size)             { r.draw() }

func (r *sectionsRenderer) MinSize() fyne.Size {
	m := metricsFor(theme.TextSize(), fyne.TextStyle{})
	return fyne.NewSize(m.han*8+60, r.list.rowHeight()*float32(len(r.list.items)))
}

func (r *sectionsRenderer) Refresh() {
	for len(r.rows) < len(r.list.items) {
		r.rows = append(r.rows, sectionRow{
			back: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent),
			icon: canvas.NewImageFromResource(nil), tick: canvas.NewImageFromResource(nil),
			title: canvas.NewText("", nil), count: canvas.NewText("", nil),
		})
	}
	r.rows = r.rows[:len(r.list.items)]
	r.objects = r.objects[:0]
	for _, row := range r.rows {
		r.objects = append(r.objects, row.back, row.bar, row.icon, row.title, row.count, row.tick)
	}
	r.draw()
	canvas.Refresh(r.list)
}

func (r *sectionsRenderer) draw() {
	high := r.list.rowHeight()
	for i, row := range r.rows {
		row.place(r.list, i, fyne.NewPos(0, float32(i)*high), fyne.NewSize(r.list.Size().Width, high))
	}
}

func (row sectionRow) place(s *Sections, i int, at fyne.Position, size fyne.Size) {
	item := s.items[i]
	fill := color.Color(color.Transparent)
	switch {
	case i == s.selected:
		fill = theme.Color(theme.ColorNameSelection)
	case i == s.hovered:
		fill = theme.Color(theme.ColorNameHover)
	}
	row.back.FillColor, row.back.CornerRadius = fill, 4
	row.back.StrokeColor, row.back.StrokeWidth = color.Transparent, 0
	if s.focused && i == s.selected {
		row.back.StrokeColor, row.back.StrokeWidth = theme.Color(theme.ColorNamePrimary), 1
	}
	row.back.Move(at)
	row.back.Resize(size)
	row.back.Refresh()
	row.bar.FillColor, row.bar.CornerRadius = theme.Color(theme.ColorNamePrimary), 1.5
	row.bar.Move(at.AddXY(0, 7))
	row.bar.Resize(fyne.NewSize(3, size.Height-14))
	row.bar.Refresh()
	show(row.bar, i == s.selected)

	style := fyne.TextStyle{Bold: i == s.selected}
	m := metricsFor(theme.TextSize(), style)
	x, side := at.X+12, theme.IconInlineSize()
	show(row.icon, item.Icon != nil)
	if item.Icon != nil {
		setImage(row.icon, item.Icon, fyne.NewPos(x, at.Y+(size.Height-side)/2), side)
		x += side + 8
	}
	right := row.end(item, at, size)
	setText(row.title, m.fit(item.Title, right-x-8), theme.Color(theme.ColorNameForeground), m.size, style)
	row.title.Move(fyne.NewPos(x, at.Y+(size.Height-m.lineHeight())/2))
	row.title.Resize(fyne.NewSize(max(0, right-x-8), m.lineHeight()))
}

// end draws what stands at the right end and returns where it begins.
func (row sectionRow) end(item SectionItem, at fyne.Position, size fyne.Size) float32 {
	side := float32(16)
	right := at.X + size.Width - 10
	number, ink := item.Count, theme.ColorNamePlaceHolder
	if item.Problems > 0 {
		number, ink = item.Problems, theme.ColorNameError
	}
	show(row.count, number > 0)
	show(row.tick, item.Problems > 0 || item.Done)
	if number > 0 {
		m := metricsFor(theme.TextSize(), fyne.TextStyle{Bold: item.Problems > 0})
		word := strconv.Itoa(number)
		w := m.exact(word)
		setText(row.count, word, theme.Color(ink), m.size, m.style)
		row.count.Move(fyne.NewPos(right-w, at.Y+(size.Height-m.lineHeight())/2))
		row.count.Resize(fyne.NewSize(w, m.lineHeight()))
		right -= w + 4
	}
	if row.tick.Visible() {
		icon := ToneIcon("check", ToneGood)
		if item.Problems > 0 {
			icon = ToneIcon("warning", ToneBad)
		}
		setImage(row.tick, icon, fyne.NewPos(right-side, at.Y+(size.Height-side)/2), side)
		right -= side
	}
	return right
}

// setImage changes a drawn icon only where it differs.
func setImage(img *canvas.Image, res fyne.Resource, at fyne.Position, side float32) {
	img.FillMode = canvas.ImageFillContain
	img.Move(at)
	img.Resize(fyne.NewSquareSize(side))
	if img.Resource == nil || img.Resource.Name() != res.Name() {
		img.Resource = res
	}
	img.Refresh()
}
