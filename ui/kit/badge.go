package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Badge is a short word on a ground of its tone, with the tone's sign: a status.
type Badge struct {
	widget.BaseWidget
	word string
	tone Tone
}

// NewBadge makes a badge.
func NewBadge(word string, tone Tone) *Badge {
	b := &Badge{word: word, tone: tone}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes the badge.
func (b *Badge) Set(word string, tone Tone) {
	b.word, b.tone = word, tone
	b.Refresh()
}

func (b *Badge) text() string {
	if b.tone == ToneNone || b.word == "" {
		return b.word
	}
	return b.tone.Sign() + " " + b.word
}

// MinSize is the word with air around it.
func (b *Badge) MinSize() fyne.Size {
	m := metricsFor(theme.TextSize(), fyne.TextStyle{})
	return fyne.NewSize(m.exact(b.text())+2*theme.InnerPadding(), m.lineHeight()+4)
}

// CreateRenderer draws the badge.
func (b *Badge) CreateRenderer() fyne.WidgetRenderer {
	r := &badgeRenderer{badge: b, wash: canvas.NewRectangle(color.Transparent), text: canvas.NewText("", nil)}
	r.Refresh()
	return r
}

type badgeRenderer struct {
	badge *Badge
	wash  *canvas.Rectangle
	text  *canvas.Text
}

func (r *badgeRenderer) Destroy()                     {}
func (r *badgeRenderer) MinSize() fyne.Size           { return r.badge.MinSize() }
func (r *badgeRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.wash, r.text} }

// Layout keeps the badge as large as its word, however large its place is.
func (r *badgeRenderer) Layout(size fyne.Size) {
	own := r.badge.MinSize()
	at := fyne.NewPos(0, (size.Height-own.Height)/2)
	r.wash.Move(at)
	r.wash.Resize(own)
	r.text.Move(at.AddXY(theme.InnerPadding(), 2))
	r.text.Resize(own.SubtractWidthHeight(2*theme.InnerPadding(), 4))
}

func (r *badgeRenderer) Refresh() {
	r.wash.FillColor, r.wash.CornerRadius = r.badge.tone.wash(), 4
	r.wash.Refresh()
	setText(r.text, r.badge.text(), r.badge.tone.ink(), theme.TextSize(), fyne.TextStyle{})
	r.Layout(r.badge.Size())
	canvas.Refresh(r.badge)
}
