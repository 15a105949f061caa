package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Card is a piece of a page on a ground of its own: a title, tools at its right, and a content.
type Card struct {
	widget.BaseWidget
	title   *Entry
	content *fyne.Container
	inner   *fyne.Container
}

// NewCard makes a card; an empty title leaves the line out.
func NewCard(title string, content fyne.CanvasObject, tools ...fyne.CanvasObject) *Card {
	c := &Card{title: NewText(title), content: container.NewStack(content)}
	c.title.style.Bold = true
	c.title.size = theme.SizeNameSubHeadingText
	head := fyne.CanvasObject(c.title)
	if len(tools) > 0 {
		head = container.NewBorder(nil, nil, nil, container.NewHBox(tools...), container.New(layout.NewCustomPaddedLayout(6, 0, 0, 0), c.title))
	}
	c.inner = NewColumn(10, head, c.content)
	if title == "" && len(tools) == 0 {
		head.Hide()
	}
	c.ExtendBaseWidget(c)
	return c
}

// SetTitle changes the title.
func (c *Card) SetTitle(title string) { c.title.SetValue(title) }

// SetContent changes the content.
func (c *Card) SetContent(o fyne.CanvasObject) {
	c.content.Objects = []fyne.CanvasObject{o}
	c.content.Refresh()
	c.Refresh()
}

// CreateRenderer draws the ground under the content.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	r := &cardRenderer{card: c, ground: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

const cardPad = 14

type cardRenderer struct {
	card   *Card
	ground *canvas.Rectangle
}

func (r *cardRenderer) Destroy() {}

func (r *cardRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.card.inner}
}

func (r *cardRenderer) MinSize() fyne.Size {
	return r.card.inner.MinSize().AddWidthHeight(2*cardPad, 2*cardPad)
}

func (r *cardRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.card.inner.Move(fyne.NewPos(cardPad, cardPad))
	r.card.inner.Resize(size.SubtractWidthHeight(2*cardPad, 2*cardPad))
}

func (r *cardRenderer) Refresh() {
	r.ground.FillColor = theme.Color(theme.ColorNameOverlayBackground)
	r.ground.StrokeColor, r.ground.StrokeWidth = theme.Color(theme.ColorNameSeparator), 1
	r.ground.CornerRadius = 6
	r.ground.Refresh()
	canvas.Refresh(r.card)
}
