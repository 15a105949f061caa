package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// CreateRenderer draws the field.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	r := &entryRenderer{
		entry:       e,
		box:         canvas.NewRectangle(nil),
		caret:       canvas.NewRectangle(nil),
		placeHolder: canvas.NewText("", nil),
		counter:     canvas.NewText("", nil),
		icon:        canvas.NewImageFromResource(e.Icon),
		bar:         canvas.NewRectangle(nil),
		wheel:       newWheel(e),
	}
	r.icon.FillMode = canvas.ImageFillContain
	if e.lines == nil {
		e.reflow()
	}
	r.Refresh()
	return r
}

type entryRenderer struct {
	entry                *Entry
	box, caret, bar      *canvas.Rectangle
	placeHolder, counter *canvas.Text
	icon                 *canvas.Image
	wheel                *wheel
	marks                []*canvas.Rectangle
	texts                []*canvas.Text
	objects              []fyne.CanvasObject
}

func (r *entryRenderer) Destroy()                     {}
func (r *entryRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *entryRenderer) MinSize() fyne.Size           { return r.entry.MinSize() }

// Layout wraps anew when the width changed.
func (r *entryRenderer) Layout(fyne.Size) {
	e := r.entry
	if e.multi && e.geometry().width != e.wrapped {
		e.reflow()
	}
	if e.focused {
		e.showCaret()
	} else {
		e.scrollTo(e.top)
	}
	r.draw()
}

// Refresh takes the colours and sizes of the theme and draws.
func (r *entryRenderer) Refresh() {
	r.draw()
	canvas.Refresh(r.entry)
}

func (r *entryRenderer) draw() {
	g := r.entry.geometry()
	r.drawFrame()
	r.drawRows(g)
	r.drawCaret()
	r.drawRest(g)
	r.collect()
}

func (r *entryRenderer) drawFrame() {
	e := r.entry
	if e.bare {
		r.box.Hide()
		return
	}
	bad := e.invalid || e.Max > 0 && len(e.buf.text) > e.Max
	frameStyle(r.box, e.focused, bad, e.Disabled())
	r.box.Resize(e.Size())
	r.box.Refresh()
}

// drawRows writes the rows in sight and marks what is selected in them.
func (r *entryRenderer) drawRows(g geometry) {
	e, th, v := r.entry, r.entry.Theme(), variant()
	ink := th.Color(e.tone.ColorName(), v)
	if e.DisableableWidget.Disabled() {
		ink = th.Color(theme.ColorNameDisabled, v)
	}
	from, to := e.buf.selection()
	texts, marks := 0, 0
	for row := e.top; row < min(e.top+g.rows, len(e.lines)); row++ {
		l, y := e.span(row, g), g.y+float32(row-e.top)*g.lineHeight
		t := r.text(texts)
		texts++
		setText(t, e.shown(l.start, l.end), ink, e.metrics().size, e.style)
		t.Move(fyne.NewPos(g.x, y))
		t.Resize(fyne.NewSize(g.width, g.lineHeight))
		t.Alignment = e.align
		if e.focused && from < to && from <= l.end && to > l.start {
			r.mark(marks, l, from, to, fyne.NewPos(g.x, y), g.lineHeight)
			marks++
		}
	}
	for _, t := range r.texts[texts:] {
		t.Hide()
	}
	for _, m := range r.marks[marks:] {
		m.Hide()
	}
}

func (r *entryRenderer) text(i int) *canvas.Text {
	if i == len(r.texts) {
		r.texts = append(r.texts, canvas.NewText("", nil))
	}
	r.texts[i].Show()
	return r.texts[i]
}

func (r *entryRenderer) mark(i int, l line, from, to int, at fyne.Position, height float32) {
	if i == len(r.marks) {
		r.marks = append(r.marks, canvas.NewRectangle(nil))
	}
	e, m := r.entry, r.entry.metrics()
	x0 := m.exact(e.shown(l.start, max(from, l.start)))
	x1 := m.exact(e.shown(l.start, min(to, l.end)))
	if to > l.end && l.hard {
		x1 += 4 // the newline is selected too
	}
	rect := r.marks[i]
	rect.FillColor = e.Theme().Color(theme.ColorNameSelection, variant())
	rect.Move(at.AddXY(x0, 0))
	rect.Resize(fyne.NewSize(x1-x0, height))
	rect.Show()
	rect.Refresh()
}

func (r *entryRenderer) drawCaret() {
	e := r.entry
	row := e.caretLine()
	if !e.focused || e.Disabled() || row < e.top || row >= e.top+e.rowsShown() {
		r.caret.Hide()
		return
	}
	pos, height := e.caretPlace()
	r.caret.FillColor = e.Theme().Color(theme.ColorNamePrimary, variant())
	r.caret.Move(pos.AddXY(-0.5, 1))
	r.caret.Resize(fyne.NewSize(2, height-2))
	r.caret.Show()
	r.caret.Refresh()
}

// drawRest draws the place holder, the counter, the icon, what stands at the end and the bar of a long text.
func (r *entryRenderer) drawRest(g geometry) {
	e, th, v := r.entry, r.entry.Theme(), variant()
	m := e.metrics()
	show(r.placeHolder, len(e.buf.text) == 0 && e.PlaceHolder != "" && !e.Disabled())
	setText(r.placeHolder, m.fit(e.PlaceHolder, g.width), th.Color(theme.ColorNamePlaceHolder, v), m.size, e.style)
	r.placeHolder.Move(fyne.NewPos(g.x, g.y))

	show(r.counter, e.counterShown() && !e.bare)
	if r.counter.Visible() {
		r.drawCounter(g)
	}
	show(r.icon, e.Icon != nil)
	if e.Icon != nil {
		side := th.Size(theme.SizeNameInlineIcon)
		if r.icon.Resource != e.Icon {
			r.icon.Resource = e.Icon
			r.icon.Refresh()
		}
		r.icon.Resize(fyne.NewSquareSize(side))
		r.icon.Move(fyne.NewPos(th.Size(theme.SizeNameInnerPadding), g.y+(g.lineHeight-side)/2))
	}
	if e.tail != nil {
		w := e.tail.MinSize().Width
		e.tail.Resize(fyne.NewSize(w, e.Size().Height))
		e.tail.Move(fyne.NewPos(e.Size().Width-w, 0))
	}
	r.drawBar(g)
}

func (r *entryRenderer) drawCounter(g geometry) {
	e, th, v := r.entry, r.entry.Theme(), variant()
	ink := theme.ColorNamePlaceHolder
	if len(e.buf.text) > e.Max {
		ink = theme.ColorNameError
	}
	caption := th.Size(theme.SizeNameCaptionText)
	setText(r.counter, e.counterText(), th.Color(ink, v), caption, fyne.TextStyle{})
	pad := th.Size(theme.SizeNameInnerPadding)
	pos := fyne.NewPos(g.x+g.width-e.counterWidth(), e.Size().Height-e.counterHeight()-pad/2)
	if !e.multi {
		pos = fyne.NewPos(g.x+g.width+pad, (e.Size().Height-e.counterHeight())/2)
	}
	r.counter.Move(pos)
}

func (r *entryRenderer) drawBar(g geometry) {
	e, rows := r.entry, len(r.entry.lines)
	over := e.multi && rows > g.rows && !e.bare
	show(r.bar, over)
	show(r.wheel, over)
	if !over {
		return
	}
	th := e.Theme()
	track := e.Size().Height - 4
	w := th.Size(theme.SizeNameScrollBarSmall)
	h := max(16, track*float32(g.rows)/float32(rows))
	r.bar.FillColor = th.Color(theme.ColorNameScrollBar, variant())
	r.bar.CornerRadius = w / 2
	r.bar.Move(fyne.NewPos(e.Size().Width-w-2, 2+(track-h)*float32(e.top)/float32(rows-g.rows)))
	r.bar.Resize(fyne.NewSize(w, h))
	r.bar.Refresh()
	r.wheel.Resize(e.Size())
}

func (r *entryRenderer) collect() {
	r.objects = append(r.objects[:0], r.box)
	for _, m := range r.marks {
		r.objects = append(r.objects, m)
	}
	for _, t := range r.texts {
		r.objects = append(r.objects, t)
	}
	r.objects = append(r.objects, r.placeHolder, r.caret, r.icon, r.counter, r.bar, r.wheel)
	if r.entry.tail != nil {
		r.objects = append(r.objects, r.entry.tail)
	}
}
