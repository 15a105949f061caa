package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Info is a label with a value to be read.
type Info struct {
	Label string
	Value string
	Tone  Tone // of the value
	Wide  bool // takes the whole width
}

// NewInfoGrid lays labels and values out in two columns, in one where it is narrow. Values wrap and can be selected; an
// empty one is a dash.
func NewInfoGrid(infos ...Info) *fyne.Container {
	var objects []fyne.CanvasObject
	for _, i := range infos {
		value := i.Value
		if value == "" {
			value = "—"
		}
		text := NewText(value)
		text.tone = i.Tone
		label := NewText(i.Label)
		label.tone = ToneNeutral
		objects = append(objects, label, text)
	}
	return container.New(&infoGrid{infos}, objects...)
}

type infoGrid struct{ infos []Info }

const (
	infoGap    = 8
	infoNarrow = 560
)

// labelWidth is what the longest label needs, within reason.
func (g *infoGrid) labelWidth(objects []fyne.CanvasObject) float32 {
	var widest float32
	for i := 0; i+1 < len(objects); i += 2 {
		label := objects[i].(*Entry)
		widest = max(widest, label.metrics().width(label.buf.text))
	}
	return min(widest+2, 150)
}

// MinSize is the height that the width it has got needs.
func (g *infoGrid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if len(objects) == 0 {
		return fyne.Size{}
	}
	last := float32(0)
	for _, o := range objects {
		last = max(last, o.Position().Y+o.MinSize().Height)
	}
	return fyne.NewSize(g.labelWidth(objects)+120, last)
}

func (g *infoGrid) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	label := g.labelWidth(objects)
	columns := 2
	if size.Width < infoNarrow {
		columns = 1
	}
	wide := (size.Width - 24*float32(columns-1)) / float32(columns)
	y, high, col := float32(0), float32(0), 0
	newRow := func() {
		if col > 0 {
			y += high + infoGap
			high, col = 0, 0
		}
	}
	for i, info := range g.infos {
		width := wide
		if info.Wide || columns == 1 {
			newRow()
			width = size.Width
		}
		x := float32(col) * (wide + 24)
		high = max(high, placeAt(objects[2*i], x, y, label), placeAt(objects[2*i+1], x+label+12, y, width-label-12))
		if col++; col == columns || info.Wide {
			newRow()
		}
	}
}

// placeAt gives an object its width and returns the height that it then takes.
func placeAt(o fyne.CanvasObject, x, y, width float32) float32 {
	high := heightAt(o, width)
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, high))
	return high
}
