package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// NewEmpty says in the middle of a place that there is nothing here, and what to do about it. The action may be nil.
func NewEmpty(icon fyne.Resource, title, text string, action fyne.CanvasObject) fyne.CanvasObject {
	return centre(icon, title, text, action)
}

// NewErrorPanel says in the middle of a place what went wrong, in words that can be copied, and offers what can be done.
func NewErrorPanel(title, text string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	return centre(ToneIcon("error", ToneBad), title, text, container.NewHBox(actions...))
}

func centre(icon fyne.Resource, title, text string, action fyne.CanvasObject) fyne.CanvasObject {
	head := NewText(title)
	head.style.Bold = true
	middle := fyne.TextAlignCenter
	head.align = middle
	body := NewText(text)
	body.tone, body.align = ToneNeutral, middle
	show(body, text != "")
	parts := []fyne.CanvasObject{container.New(fixedIcon{48}, widget.NewIcon(icon)), head, body}
	if action != nil {
		parts = append(parts, container.New(layout.NewCenterLayout(), action))
	}
	return container.New(centredColumn{420}, NewColumn(12, parts...))
}

// centredColumn keeps a column of a certain width in the middle.
type centredColumn struct{ width float32 }

func (c centredColumn) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (c centredColumn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(c.width, size.Width)
	high := heightAt(objects[0], width)
	objects[0].Move(fyne.NewPos((size.Width-width)/2, max(0, (size.Height-high)/2)))
	objects[0].Resize(fyne.NewSize(width, high))
}

// fixedIcon keeps an icon in the middle at a size.
type fixedIcon struct{ side float32 }

func (f fixedIcon) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSquareSize(f.side) }

func (f fixedIcon) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSquareSize(f.side))
	objects[0].Move(fyne.NewPos((size.Width-f.side)/2, (size.Height-f.side)/2))
}
