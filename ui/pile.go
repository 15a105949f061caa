package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"yunban/ui/kit"
)

// pile is a counted pile that can be chosen: the number large, the words below.
type pile struct {
	widget.BaseWidget
	count, words string
	tone         kit.Tone
	chosen       bool
	focused      bool
	hovered      bool
	pressed      func()
	passed       func(*fyne.KeyEvent) // keys that a pile has no use for
}

var (
	_ fyne.Focusable     = (*pile)(nil)
	_ desktop.Hoverable  = (*pile)(nil)
	_ desktop.Cursorable = (*pile)(nil)
)

func newPile(pressed func(), passed func(*fyne.KeyEvent)) *pile {
	c := &pile{pressed: pressed, passed: passed}
	c.ExtendBaseWidget(c)
	return c
}

// set shows another number; nothing is drawn when nothing changed.
func (c *pile) set(count, words string, tone kit.Tone, chosen bool) {
	if c.count == count && c.words == words && c.tone == tone && c.chosen == chosen {
		return
	}
	c.count, c.words, c.tone, c.chosen = count, words, tone, chosen
	c.Refresh()
}

// Tapped chooses the pile.
func (c *pile) Tapped(*fyne.PointEvent) { c.pressed() }

// TypedKey chooses the pile by Enter or Space.
func (c *pile) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		c.pressed()
	default:
		c.passed(key)
	}
}

// TypedRune has no use for letters.
func (c *pile) TypedRune(rune) {}

// FocusGained marks the pile.
func (c *pile) FocusGained() { c.focused = true; c.Refresh() }

// FocusLost takes the mark away.
func (c *pile) FocusLost() { c.focused = false; c.Refresh() }

// MouseIn lights the pile.
func (c *pile) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh() }

// MouseMoved changes nothing.
func (c *pile) MouseMoved(*desktop.MouseEvent) {}

// MouseOut puts the light out.
func (c *pile) MouseOut() { c.hovered = false; c.Refresh() }

// Cursor is a hand.
func (c *pile) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer draws the pile.
func (c *pile) CreateRenderer() fyne.WidgetRenderer {
	r := &pileRenderer{pile: c, ground: canvas.NewRectangle(color.Transparent), count: canvas.NewText("", nil),
		words: canvas.NewText("", nil)}
	r.ground.CornerRadius = 6
	r.Refresh()
	return r
}

type pileRenderer struct {
	pile         *pile
	ground       *canvas.Rectangle
	count, words *canvas.Text
}

func (r *pileRenderer) Destroy() {}

func (r *pileRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.count, r.words}
}

func (r *pileRenderer) MinSize() fyne.Size {
	return fyne.NewSize(max(96, r.words.MinSize().Width+24), r.count.MinSize().Height+r.words.MinSize().Height+14)
}

func (r *pileRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.count.Move(fyne.NewPos(12, 6))
	r.words.Move(fyne.NewPos(12, 8+r.count.MinSize().Height))
}

func (r *pileRenderer) Refresh() {
	c := r.pile
	r.ground.FillColor = theme.Color(theme.ColorNameOverlayBackground)
	r.ground.StrokeColor, r.ground.StrokeWidth = theme.Color(theme.ColorNameSeparator), 1
	if c.hovered {
		r.ground.FillColor = theme.Color(theme.ColorNameButton)
	}
	if c.chosen || c.focused {
		r.ground.StrokeColor, r.ground.StrokeWidth = theme.Color(theme.ColorNamePrimary), 2
	}
	if c.chosen {
		r.ground.FillColor = theme.Color(theme.ColorNameSelection)
	}
	r.count.Text, r.count.TextSize, r.count.TextStyle = c.count, theme.Size(theme.SizeNameHeadingText), fyne.TextStyle{Bold: true}
	r.count.Color = theme.Color(c.tone.ColorName())
	r.words.Text, r.words.TextSize = c.words, theme.TextSize()
	if s := c.tone.Sign(); s != "" {
		r.words.Text = s + " " + c.words
	}
	r.words.Color = theme.Color(theme.ColorNameForeground)
	r.Layout(c.Size())
	canvas.Refresh(c)
}
