package ui

import "fyne.io/fyne/v2"

// flow puts objects side by side, each in its own width, and goes on to the next line when the width is full.
type flow struct {
	gap   float32
	width float32 // when it was last laid out
}

func (f *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, f.walk(objects, f.width, nil))
}

func (f *flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	f.walk(objects, size.Width, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	})
}

// walk places the objects and gives the height they take.
func (f *flow) walk(objects []fyne.CanvasObject, width float32, place func(fyne.CanvasObject, fyne.Position, fyne.Size)) float32 {
	var x, y, high float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		size := o.MinSize()
		if x > 0 && x+size.Width > width {
			x, y, high = 0, y+high+f.gap, 0
		}
		if place != nil {
			place(o, fyne.NewPos(x, y), size)
		}
		x += size.Width + f.gap
		high = max(high, size.Height)
	}
	return y + high
}

// headed gives its first object the height it needs at the present width and the rest to the second. Fyne's border
// asks for the height before it gives the width, which cuts off what wraps.
type headed struct{ gap float32 }

func (h headed) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(a.Width, b.Width), a.Height+h.gap+b.Height)
}

func (h headed) Layout(o []fyne.CanvasObject, size fyne.Size) {
	top := heightAt(o[0], size.Width)
	o[0].Resize(fyne.NewSize(size.Width, top))
	if now := o[0].MinSize().Height; now != top { // what was hidden until now had no width, and wraps less
		top = now
		o[0].Resize(fyne.NewSize(size.Width, top))
	}
	o[0].Move(fyne.NewPos(0, 0))
	o[1].Move(fyne.NewPos(0, top+h.gap))
	o[1].Resize(fyne.NewSize(size.Width, max(0, size.Height-top-h.gap)))
}

// split gives its first object a part of the height and the second the rest.
type split struct{ first float32 }

func (s split) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(a.Width, b.Width), a.Height+b.Height)
}

func (s split) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const gap = 10
	top := (size.Height - gap) * s.first
	o[0].Resize(fyne.NewSize(size.Width, top))
	o[0].Move(fyne.NewPos(0, 0))
	o[1].Resize(fyne.NewSize(size.Width, size.Height-gap-top))
	o[1].Move(fyne.NewPos(0, top+gap))
}
