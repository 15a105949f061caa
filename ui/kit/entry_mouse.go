package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// MouseDown takes the focus and places the caret; with shift it extends the selection.
func (e *Entry) MouseDown(ev *desktop.MouseEvent) {
	if e.pressed != nil && ev.Button == desktop.MouseButtonPrimary {
		e.pressed()
		return
	}
	focus(e)
	if ev.Button == desktop.MouseButtonSecondary && e.buf.selected() != "" {
		return
	}
	e.caretAt(ev.Position, ev.Modifier&fyne.KeyModifierShift != 0)
}

// MouseUp ends nothing; a selection stays.
func (e *Entry) MouseUp(*desktop.MouseEvent) {}

// Tapped takes the focus where no mouse does.
func (e *Entry) Tapped(*fyne.PointEvent) { focus(e) }

// DoubleTapped selects the word under the pointer.
func (e *Entry) DoubleTapped(ev *fyne.PointEvent) {
	focus(e)
	from, to := e.buf.wordAt(e.buf.caret)
	e.buf.anchor, e.buf.caret = from, to
	e.moved()
}

// Dragged extends the selection to the pointer.
func (e *Entry) Dragged(ev *fyne.DragEvent) { e.caretAt(ev.Position, true) }

// DragEnd has nothing to end; the selection stays.
func (e *Entry) DragEnd() {}

// TappedSecondary opens the menu of what can be done with the text.
func (e *Entry) TappedSecondary(ev *fyne.PointEvent) {
	c := canvasOf(e)
	if c == nil || MenuWords.Copy == "" {
		return
	}
	item := func(word string, f func(), off bool) *fyne.MenuItem {
		i := fyne.NewMenuItem(word, f)
		i.Disabled = off
		return i
	}
	nothing := e.buf.selected() == "" || e.secret
	menu := fyne.NewMenu("",
		item(MenuWords.Undo, e.stepBack, e.Disabled() || len(e.buf.undo) == 0),
		item(MenuWords.Redo, e.stepForward, e.Disabled() || len(e.buf.redo) == 0),
		fyne.NewMenuItemSeparator(),
		item(MenuWords.Cut, e.cut, e.Disabled() || nothing),
		item(MenuWords.Copy, e.copy, nothing),
		item(MenuWords.Paste, e.paste, e.Disabled()),
		item(MenuWords.SelectAll, e.SelectAll, false),
	)
	widget.ShowPopUpMenuAtPosition(menu, c, ev.AbsolutePosition)
}

// caretAt places the caret under the pointer.
func (e *Entry) caretAt(p fyne.Position, extend bool) {
	g := e.geometry()
	row := e.top + int((p.Y-g.y)/g.lineHeight)
	if p.Y < g.y {
		row = e.top - 1
	}
	row = max(0, min(row, len(e.lines)-1))
	l := e.lines[row]
	if !e.multi {
		l.start = e.left
	}
	pos, upstream := e.columnAt(l, p.X-g.x)
	if !e.multi && p.X < g.x && e.left > 0 {
		pos = e.left - 1
	}
	e.jump(pos, extend)
	e.upstream = upstream
	e.moved()
}

// columnAt finds the position in a row nearest to x.
func (e *Entry) columnAt(l line, x float32) (pos int, upstream bool) {
	m := e.metrics()
	var sum float32
	for i := l.start; i < l.end; i = e.buf.after(i) {
		w := m.width([]rune(e.shown(i, e.buf.after(i))))
		if x < sum+w/2 {
			return i, false
		}
		sum += w
	}
	return l.end, !l.hard
}

// wheel lies over a field that has more rows than it shows. It is apart from the field because a field that could
// always scroll would take the wheel from the page it stands on.
type wheel struct {
	widget.BaseWidget
	entry *Entry
}

func newWheel(e *Entry) *wheel {
	w := &wheel{entry: e}
	w.ExtendBaseWidget(w)
	return w
}

func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(emptyBox())
}

// Scrolled moves the rows shown, or at their end the page; the caret stays.
func (w *wheel) Scrolled(ev *fyne.ScrollEvent) {
	rows := int(ev.Scrolled.DY / 10)
	if rows == 0 && ev.Scrolled.DY != 0 {
		rows = int(ev.Scrolled.DY / abs(ev.Scrolled.DY))
	}
	was := w.entry.top
	if w.entry.scrollTo(w.entry.top - rows); w.entry.top == was {
		handOn(w, ev)
		return
	}
	w.entry.Refresh()
}
