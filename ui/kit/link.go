package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Link is a line of words that leads somewhere, wrapped as its language is. The mouse takes it; Tab passes by, because
// what it leads to is on the way of Tab anyway.
type Link struct {
	widget.BaseWidget
	Text     string
	OnTapped func()
	width    float32 // that the rows are for
	rows     []string
}

// NewLink makes a link.
func NewLink(text string, tapped func()) *Link {
	l := &Link{Text: text, OnTapped: tapped}
	l.ExtendBaseWidget(l)
	return l
}

// Tapped leads there.
func (l *Link) Tapped(*fyne.PointEvent) { l.OnTapped() }

// Cursor says that it can be clicked.
func (l *Link) Cursor() desktop.Cursor { return desktop.PointerCursor }

// Resize wraps the words anew.
func (l *Link) Resize(size fyne.Size) {
	l.wrap(size.Width)
	l.BaseWidget.Resize(size)
}

func (l *Link) wrap(width float32) {
	if width == l.width && l.rows != nil {
		return
	}
	l.width, l.rows = width, nil
	text := []rune(l.Text)
	for _, row := range wrapText(text, width-2*linkAir, l.metrics()) {
		l.rows = append(l.rows, string(text[row.start:row.end]))
	}
}

func (l *Link) metrics() *metrics {
	return metricsFor(l.Theme().Size(theme.SizeNameText), fyne.TextStyle{})
}

// linkAir is around the words, so that two links are told apart.
const linkAir = 5

// CreateRenderer draws one text a row.
func (l *Link) CreateRenderer() fyne.WidgetRenderer { return &linkRenderer{link: l} }

type linkRenderer struct {
	link  *Link
	texts []fyne.CanvasObject
}

func (r *linkRenderer) Destroy() {}

func (r *linkRenderer) Objects() []fyne.CanvasObject { return r.texts }

func (r *linkRenderer) MinSize() fyne.Size {
	r.link.wrap(r.link.width)
	return fyne.NewSize(2*linkAir, float32(len(r.link.rows))*r.link.metrics().lineHeight()+2*linkAir)
}

func (r *linkRenderer) Layout(size fyne.Size) {
	m := r.link.metrics()
	r.texts = nil
	for i, row := range r.link.rows {
		text := canvas.NewText(row, ToneInfo.ink())
		text.TextSize = m.size
		text.Move(fyne.NewPos(linkAir, linkAir+float32(i)*m.lineHeight()))
		text.Resize(fyne.NewSize(size.Width-2*linkAir, m.lineHeight()))
		r.texts = append(r.texts, text)
	}
}

func (r *linkRenderer) Refresh() {
	r.Layout(r.link.Size())
	canvas.Refresh(r.link)
}
