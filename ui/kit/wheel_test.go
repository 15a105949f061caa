package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// tall is something that takes room.
func tall(height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(nil)
	r.SetMinSize(fyne.NewSize(100, height))
	return r
}

// high gives what it holds a height.
type high float32

func (h high) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(100, float32(h)) }

func (h high) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

func TestTheWheel(t *testing.T) {
	// wheel turns the wheel over a part: one notch down is -10.
	wheel := func(w fyne.Window, over fyne.CanvasObject, dx, dy float32) {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(over)
		test.Scroll(w.Canvas(), at.AddXY(50, 60), dx, dy)
	}
	t.Run("a table with nothing more to show leaves it to the page", func(t *testing.T) {
		table := tableOf(2)
		page := NewScroll(container.NewVBox(tall(100), container.New(high(200), table), tall(900)))
		w := window(t, page, 600, 400)
		wheel(w, table, 0, -10)
		if page.Offset.Y != 10 {
			t.Errorf("the page is at %v", page.Offset)
		}
	})
	t.Run("one with more moves first, and the page once it is at its end", func(t *testing.T) {
		table := tableOf(20)
		page := NewScroll(container.NewVBox(tall(100), container.New(high(200), table), tall(900)))
		w := window(t, page, 600, 400)
		wheel(w, table, 0, -10)
		if page.Offset.Y != 0 || table.scroll.Offset.Y != 10 {
			t.Errorf("the page is at %v, the table at %v", page.Offset, table.scroll.Offset)
		}
		wheel(w, table, 0, -10000)
		end := table.scroll.Offset.Y
		wheel(w, table, 0, -10)
		if page.Offset.Y != 10 || table.scroll.Offset.Y != end {
			t.Errorf("the page is at %v, the table at %v", page.Offset, table.scroll.Offset)
		}
		wheel(w, table, 0, 10)
		if page.Offset.Y != 10 || table.scroll.Offset.Y != end-10 {
			t.Errorf("back: the page is at %v, the table at %v", page.Offset, table.scroll.Offset)
		}
	})
	t.Run("one that is too wide moves to its sides only when it is asked to", func(t *testing.T) {
		table := tableOf(2)
		page := NewScroll(container.NewVBox(container.New(high(200), table), tall(900)))
		w := window(t, page, 300, 400)
		wheel(w, table, 0, -10)
		if page.Offset.Y != 10 || table.scroll.Offset.X != 0 {
			t.Errorf("the page is at %v, the table at %v", page.Offset, table.scroll.Offset)
		}
		wheel(w, table, -10, 0)
		if page.Offset.Y != 10 || table.scroll.Offset.X != 10 {
			t.Errorf("aside: the page is at %v, the table at %v", page.Offset, table.scroll.Offset)
		}
	})
	t.Run("with no page below, up and down moves what is too wide", func(t *testing.T) {
		table := tableOf(2)
		w := window(t, table, 300, 400)
		wheel(w, table, 0, -10)
		if table.scroll.Offset.X != 10 {
			t.Errorf("the table is at %v", table.scroll.Offset)
		}
	})
	t.Run("a page that was left gets nothing", func(t *testing.T) {
		table := tableOf(2)
		left := NewScroll(tall(900))
		w := window(t, left, 600, 400)
		w.SetContent(table)
		wheel(w, table, 0, -10)
		if left.Offset.Y != 0 {
			t.Errorf("it is at %v", left.Offset)
		}
	})
	t.Run("of a page on a page the inner moves first", func(t *testing.T) {
		inner := NewScroll(tall(210))
		outer := NewScroll(container.NewVBox(container.New(high(200), inner), tall(900)))
		w := window(t, outer, 600, 400)
		wheel(w, inner, 0, -10)
		if inner.Offset.Y != 10 || outer.Offset.Y != 0 {
			t.Errorf("inner %v, outer %v", inner.Offset, outer.Offset)
		}
		wheel(w, inner, 0, -10)
		if inner.Offset.Y != 10 || outer.Offset.Y != 10 {
			t.Errorf("at its end: inner %v, outer %v", inner.Offset, outer.Offset)
		}
	})
	t.Run("a long text at its end leaves it to the page", func(t *testing.T) {
		e := NewMultiLine()
		e.SetValue(paragraph(3000))
		page := NewScroll(container.NewVBox(container.New(high(100), e), tall(900)))
		w := window(t, page, 600, 400)
		wheel(w, e, 0, 10) // it is at its beginning, and so is the page
		wheel(w, e, 0, -20)
		if e.top != 2 || page.Offset.Y != 0 {
			t.Errorf("row %d, page %v", e.top, page.Offset)
		}
		wheel(w, e, 0, -100000)
		wheel(w, e, 0, -20)
		if page.Offset.Y != 20 {
			t.Errorf("the page is at %v", page.Offset)
		}
	})
}
