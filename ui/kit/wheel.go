package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// inset is a part of a page that scrolls by itself. The toolkit gives the wheel to the innermost part under the pointer
// only, also when there is nothing to scroll in it: then it is the page's.
type inset struct {
	container.Scroll
}

func newInset(content fyne.CanvasObject) *inset {
	s := &inset{}
	s.Content = content
	s.ExtendBaseWidget(s)
	return s
}

// Scrolled moves what is inside, or the page once that is at its end. Up and down of what is only too wide moves it to
// the sides where there is no page to move.
func (s *inset) Scrolled(ev *fyne.ScrollEvent) {
	upright := ev.Scrolled.DX == 0 && s.Content.MinSize().Height <= s.Size().Height
	if page := pageOf(s); page != nil && upright && page.canScroll() {
		page.Scrolled(ev)
		return
	}
	at := s.Offset
	if s.Scroll.Scrolled(ev); s.Offset == at {
		handOn(s, ev)
	}
}

// Scrolled moves the page, or the one that it lies on once it is at its end.
func (s *Scroll) Scrolled(ev *fyne.ScrollEvent) {
	at := s.Offset
	if s.Scroll.Scrolled(ev); s.Offset == at {
		handOn(s, ev)
	}
}

func (s *Scroll) canScroll() bool { return s.Content.MinSize().Height > s.Size().Height }

// handOn gives the wheel to the page that a part lies on.
func handOn(part fyne.CanvasObject, ev *fyne.ScrollEvent) {
	if page := pageOf(part); page != nil {
		page.Scrolled(ev)
	}
}

// pageOf is the innermost page that a part lies on; nil where there is none.
func pageOf(part fyne.CanvasObject) *Scroll {
	var page *Scroll
	c := canvasOf(part)
	for _, s := range scrolls {
		if s != part && s.Visible() && canvasOf(s) == c && s.holds(part) && (page == nil || page.holds(s)) {
			page = s
		}
	}
	return page
}

// holds reports whether something lies on the page. The toolkit knows no parents, but what moves the page's content
// moves it, too.
func (s *Scroll) holds(o fyne.CanvasObject) bool {
	d, at := fyne.CurrentApp().Driver(), s.Content.Position()
	before := d.AbsolutePositionForObject(o)
	s.Content.Move(at.AddXY(0, 1))
	defer s.Content.Move(at)
	return d.AbsolutePositionForObject(o) != before
}
