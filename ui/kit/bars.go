package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Bar is one bar of a chart: a label, parts one behind the other, and the figures in words.
type Bar struct {
	Label string
	Parts []BarPart
	Text  string
}

// BarPart is a part of a bar.
type BarPart struct {
	Value float64
	Tone  Tone
}

func (b Bar) sum() (sum float64) {
	for _, p := range b.Parts {
		sum += max(0, p.Value)
	}
	return sum
}

// Bars is a chart of lying bars, the longest as long as there is room. It is to be looked at only: the figures stand
// behind each bar in words.
type Bars struct {
	widget.BaseWidget
	bars []Bar
}

// NewBars makes a chart.
func NewBars(bars ...Bar) *Bars {
	b := &Bars{bars: bars}
	b.ExtendBaseWidget(b)
	return b
}

const (
	barHigh = 14
	barGap  = 8
)

func (b *Bars) rowHeight() float32 {
	return metricsFor(theme.TextSize(), fyne.TextStyle{}).lineHeight() + 4
}

// MinSize is a row for each bar.
func (b *Bars) MinSize() fyne.Size {
	return fyne.NewSize(200, b.rowHeight()*float32(len(b.bars)))
}

// CreateRenderer draws the chart.
func (b *Bars) CreateRenderer() fyne.WidgetRenderer {
	r := &barsRenderer{chart: b}
	for _, bar := range b.bars {
		row := barRow{label: canvas.NewText("", nil), text: canvas.NewText("", nil)}
		for range bar.Parts {
			row.parts = append(row.parts, canvas.NewRectangle(color.Transparent))
		}
		r.rows = append(r.rows, row)
	}
	r.Refresh()
	return r
}

// barRow is what one bar is drawn with.
type barRow struct {
	label, text *canvas.Text
	parts       []*canvas.Rectangle
}

type barsRenderer struct {
	chart *Bars
	rows  []barRow
}

func (r *barsRenderer) Destroy()           {}
func (r *barsRenderer) MinSize() fyne.Size { return r.chart.MinSize() }

func (r *barsRenderer) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, row := range r.rows {
		all = append(all, row.label, row.text)
		for _, p := range row.parts {
			all = append(all, p)
		}
	}
	return all
}

// columns shares the width out between labels, bars and figures.
func (r *barsRenderer) columns(width float32) (label, bar float32) {
	m := metricsFor(theme.TextSize(), fyne.TextStyle{})
	var labels, texts float32
	for _, b := range r.chart.bars {
		labels = max(labels, m.width([]rune(b.Label)))
		texts = max(texts, m.width([]rune(b.Text)))
	}
	label = min(labels+2, width*0.4)
	return label, max(0, width-label-texts-2*barGap-2)
}

func (r *barsRenderer) Layout(size fyne.Size) {
	m := metricsFor(theme.TextSize(), fyne.TextStyle{})
	label, room := r.columns(size.Width)
	most := 0.0
	for _, b := range r.chart.bars {
		most = max(most, b.sum())
	}
	high := r.chart.rowHeight()
	for i, row := range r.rows {
		b, y := r.chart.bars[i], float32(i)*high
		row.label.Text = m.fit(b.Label, label)
		row.label.Move(fyne.NewPos(0, y+2))
		row.label.Resize(fyne.NewSize(label, m.lineHeight()))
		x := label + barGap
		for j, p := range row.parts {
			width := float32(0)
			if most > 0 {
				width = room * float32(max(0, b.Parts[j].Value)/most)
			}
			if width > 0 {
				width = max(width, 2) // what is there can be seen
			}
			show(p, width > 0)
			p.Move(fyne.NewPos(x, y+(high-barHigh)/2))
			p.Resize(fyne.NewSize(width, barHigh))
			x += width
		}
		row.text.Move(fyne.NewPos(x+barGap, y+2))
		row.text.Resize(fyne.NewSize(size.Width-x-barGap, m.lineHeight()))
	}
}

func (r *barsRenderer) Refresh() {
	for i, row := range r.rows {
		b := r.chart.bars[i]
		setText(row.label, b.Label, theme.Color(theme.ColorNameForeground), theme.TextSize(), fyne.TextStyle{})
		setText(row.text, b.Text, theme.Color(theme.ColorNamePlaceHolder), theme.TextSize(), fyne.TextStyle{})
		for j, p := range row.parts {
			p.FillColor, p.CornerRadius = b.Parts[j].Tone.ink(), 2
			p.Refresh()
		}
	}
	r.Layout(r.chart.Size())
	canvas.Refresh(r.chart)
}
