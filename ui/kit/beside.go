package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// beside lays an icon before a content that wraps. A small icon goes with a caption; in the middle, both stand there when
// the place is higher than they are.
type beside struct{ small, middle bool }

func (b beside) sizes() (side, line float32) {
	if b.small {
		return theme.CaptionTextSize() + 2, metricsFor(theme.CaptionTextSize(), fyne.TextStyle{}).lineHeight()
	}
	return theme.IconInlineSize(), metricsFor(theme.TextSize(), fyne.TextStyle{}).lineHeight()
}

func (b beside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	side, _ := b.sizes()
	content := objects[1].MinSize()
	return fyne.NewSize(side+6+content.Width, max(side, content.Height))
}

func (b beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side, line := b.sizes()
	high := heightAt(objects[1], size.Width-side-6)
	y := float32(0)
	if b.middle {
		y = max(0, (size.Height-high)/2)
	}
	objects[0].Resize(fyne.NewSquareSize(side))
	objects[0].Move(fyne.NewPos(0, y+(line-side)/2))
	objects[1].Move(fyne.NewPos(side+6, y))
	objects[1].Resize(fyne.NewSize(size.Width-side-6, high))
}
