package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Scroll is a page that scrolls up and down, and moves by itself to the field that takes the focus.
type Scroll struct {
	container.Scroll
}

var scrolls []*Scroll // those on a screen, so that a field can ask them to show it

// NewScroll makes a scrolling page.
func NewScroll(content fyne.CanvasObject) *Scroll {
	s := &Scroll{}
	s.Content = content
	s.Direction = container.ScrollVerticalOnly
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer enters the page in the list of those on the screen.
func (s *Scroll) CreateRenderer() fyne.WidgetRenderer {
	scrolls = append(scrolls, s)
	return &scrollRenderer{s.Scroll.CreateRenderer(), s}
}

// Reveal scrolls until o, which lies somewhere in the page, is in sight.
func (s *Scroll) Reveal(o fyne.CanvasObject) {
	d := fyne.CurrentApp().Driver()
	top := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(s.Content).Y
	bottom := top + o.Size().Height
	const air = 12
	offset := s.Offset
	if bottom+air > offset.Y+s.Size().Height {
		offset.Y = bottom + air - s.Size().Height
	}
	if top-air < offset.Y {
		offset.Y = top - air
	}
	offset.Y = max(0, min(offset.Y, s.Content.Size().Height-s.Size().Height))
	if offset != s.Offset {
		s.ScrollToOffset(offset)
	}
}

type scrollRenderer struct {
	fyne.WidgetRenderer
	scroll *Scroll
}

// Destroy takes the page off the list.
func (r *scrollRenderer) Destroy() {
	for i, s := range scrolls {
		if s == r.scroll {
			scrolls = append(scrolls[:i], scrolls[i+1:]...)
			break
		}
	}
	r.WidgetRenderer.Destroy()
}

// reveal asks the page that o lies on to show it.
func reveal(o fyne.CanvasObject) {
	c := canvasOf(o)
	if c == nil {
		return
	}
	d := fyne.CurrentApp().Driver()
	at := d.AbsolutePositionForObject(o)
	for _, s := range scrolls {
		if canvasOf(s) == c && s.Visible() && within(at, d.AbsolutePositionForObject(s.Content), s.Content.Size()) {
			s.Reveal(o)
		}
	}
}

func within(p, origin fyne.Position, size fyne.Size) bool {
	return p.X >= origin.X && p.Y >= origin.Y && p.X <= origin.X+size.Width && p.Y <= origin.Y+size.Height
}
