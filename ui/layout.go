package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"yunban/ui/kit"
)

// heightAt is the height that an object needs when it is so wide.
func heightAt(o fyne.CanvasObject, width float32) float32 {
	if width > 0 && o.Size().Width != width {
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
	}
	return o.MinSize().Height
}

// fixedWidth gives its content a width.
type fixedWidth struct{ width float32 }

func (f fixedWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(f.width, objects[0].MinSize().Height)
}

func (f fixedWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(size)
}

// fixedHeight gives its content a height.
type fixedHeight struct{ height float32 }

func (f fixedHeight) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, f.height)
}

func (f fixedHeight) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(size)
}

// footed gives its second object the height that it needs at the present width, and the rest to the first.
type footed struct{ gap float32 }

func (f footed) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(a.Width, b.Width), a.Height+f.gap+b.Height)
}

func (f footed) Layout(o []fyne.CanvasObject, size fyne.Size) {
	foot := heightAt(o[1], size.Width)
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(size.Width, max(0, size.Height-foot-f.gap)))
	o[1].Move(fyne.NewPos(0, size.Height-foot))
	o[1].Resize(fyne.NewSize(size.Width, foot))
}

// tailed gives its second object its own width at the right, and the rest to the first, which may wrap.
type tailed struct{ gap float32 }

func (t tailed) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(a.Width+t.gap+b.Width, max(a.Height, b.Height))
}

func (t tailed) Layout(o []fyne.CanvasObject, size fyne.Size) {
	tail := o[1].MinSize()
	width := max(0, size.Width-tail.Width-t.gap)
	o[0].Resize(fyne.NewSize(width, heightAt(o[0], width)))
	o[0].Move(fyne.NewPos(0, 0))
	o[1].Resize(tail)
	o[1].Move(fyne.NewPos(size.Width-tail.Width, 0))
}

// inset leaves room around its content.
type inset struct{ top, side float32 }

func (i inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(2*i.side, 2*i.top)
}

func (i inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(i.side, i.top))
	objects[0].Resize(size.SubtractWidthHeight(2*i.side, 2*i.top))
}

// scrolled is a page that scrolls, with room beside it for frames and the bar.
func scrolled(content fyne.CanvasObject) *kit.Scroll {
	return kit.NewScroll(container.New(layout.NewCustomPaddedLayout(2, 8, 3, 12), content))
}

func boldLabel(text string) *widget.Label {
	return widget.NewLabelWithStyle(text, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
}

// wrapped is a text that breaks as its language does; Fyne's label breaks within words or before a full stop.
func wrapped(text string) *kit.Entry { return kit.NewText(text) }
