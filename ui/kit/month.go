package kit

import (
	"image/color"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// month is the sheet of a calendar. Arrows move by days and weeks, Page by months, Home and End to the ends of the week,
// Enter picks, Esc leaves.
type month struct {
	widget.BaseWidget
	words  *DateWords
	day    time.Time // the day that the keyboard is on
	picked func(time.Time)
	left   func()
}

const monthRows = 6

func newMonth(words *DateWords, day time.Time) *month {
	m := &month{words: words, day: day}
	m.ExtendBaseWidget(m)
	return m
}

// FocusGained has nothing to show: the marked day is the focus.
func (m *month) FocusGained() {}

// FocusLost has nothing to hide.
func (m *month) FocusLost() {}

// TypedRune goes to today by t.
func (m *month) TypedRune(r rune) {
	if r == 't' || r == 'T' {
		m.goTo(m.words.today())
	}
}

// TypedKey moves and picks.
func (m *month) TypedKey(key *fyne.KeyEvent) {
	weekday := (int(m.day.Weekday()) + 6) % 7
	switch key.Name {
	case fyne.KeyLeft:
		m.goTo(m.day.AddDate(0, 0, -1))
	case fyne.KeyRight:
		m.goTo(m.day.AddDate(0, 0, 1))
	case fyne.KeyUp:
		m.goTo(m.day.AddDate(0, 0, -7))
	case fyne.KeyDown:
		m.goTo(m.day.AddDate(0, 0, 7))
	case fyne.KeyHome:
		m.goTo(m.day.AddDate(0, 0, -weekday))
	case fyne.KeyEnd:
		m.goTo(m.day.AddDate(0, 0, 6-weekday))
	case fyne.KeyPageUp:
		m.goTo(addMonths(m.day, -1))
	case fyne.KeyPageDown:
		m.goTo(addMonths(m.day, 1))
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		m.picked(m.day)
	case fyne.KeyEscape:
		m.left()
	}
}

// addMonths keeps to the end of a shorter month: 31 January and a month is 28 February, not 3 March.
func addMonths(t time.Time, n int) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

func (m *month) goTo(day time.Time) {
	if day.Year() >= 1900 && day.Year() <= 2999 {
		m.day = day
		m.Refresh()
	}
}

// first is the Monday that the sheet begins with.
func (m *month) first() time.Time {
	first := time.Date(m.day.Year(), m.day.Month(), 1, 0, 0, 0, 0, time.UTC)
	return first.AddDate(0, 0, -((int(first.Weekday()) + 6) % 7))
}

// Tapped picks the day, or turns the sheet at the arrows.
func (m *month) Tapped(ev *fyne.PointEvent) {
	cell := m.cell()
	col, row := int(ev.Position.X/cell.Width), int(ev.Position.Y/cell.Height)-2
	switch {
	case row == -2 && col == 0:
		m.goTo(addMonths(m.day, -1))
	case row == -2 && col == 6:
		m.goTo(addMonths(m.day, 1))
	case row >= 0 && row < monthRows && col >= 0 && col < 7:
		m.picked(m.first().AddDate(0, 0, row*7+col))
	case row == monthRows:
		m.picked(m.words.today())
	}
}

func (m *month) cell() fyne.Size {
	high := metricsFor(theme.TextSize(), fyne.TextStyle{}).lineHeight()
	return fyne.NewSize(high*2, high+8)
}

// CreateRenderer draws the sheet.
func (m *month) CreateRenderer() fyne.WidgetRenderer {
	r := &monthRenderer{month: m, on: canvas.NewRectangle(color.Transparent), now: canvas.NewRectangle(color.Transparent)}
	r.arrows = [2]*canvas.Image{canvas.NewImageFromResource(nil), canvas.NewImageFromResource(nil)}
	r.Refresh()
	return r
}

type monthRenderer struct {
	month   *month
	on, now *canvas.Rectangle
	arrows  [2]*canvas.Image
	texts   []*canvas.Text
	objects []fyne.CanvasObject
	used    int
}

func (r *monthRenderer) Destroy()                     {}
func (r *monthRenderer) Layout(fyne.Size)             {}
func (r *monthRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *monthRenderer) MinSize() fyne.Size {
	cell := r.month.cell()
	return fyne.NewSize(cell.Width*7, cell.Height*(monthRows+3))
}

func (r *monthRenderer) Refresh() {
	m, cell := r.month, r.month.cell()
	r.used = 0
	r.on.Hide()
	r.now.Hide()
	ink, quiet := theme.Color(theme.ColorNameForeground), theme.Color(theme.ColorNamePlaceHolder)
	wide := fyne.NewSize(cell.Width*5, cell.Height)
	r.arrow(0, "left", fyne.NewPos(0, 0), cell)
	r.write(m.day.Format(m.words.Month), ink, fyne.NewPos(cell.Width, 0), wide, true)
	r.arrow(1, "right", fyne.NewPos(cell.Width*6, 0), cell)
	for i, word := range m.words.Weekdays {
		r.write(word, quiet, fyne.NewPos(cell.Width*float32(i), cell.Height), cell, false)
	}
	for i := range monthRows * 7 {
		r.day(m.first().AddDate(0, 0, i), fyne.NewPos(cell.Width*float32(i%7), cell.Height*float32(i/7+2)), cell)
	}
	r.write(m.words.Today, theme.Color(theme.ColorNamePrimary), fyne.NewPos(cell.Width, cell.Height*(monthRows+2)), wide, false)
	for _, t := range r.texts[r.used:] {
		t.Hide()
	}
	r.objects = append(r.objects[:0], r.now, r.on, r.arrows[0], r.arrows[1])
	for _, t := range r.texts {
		r.objects = append(r.objects, t)
	}
	canvas.Refresh(m)
}

func (r *monthRenderer) day(t time.Time, at fyne.Position, cell fyne.Size) {
	m := r.month
	ink := theme.Color(theme.ColorNameForeground)
	mark := DayPlain
	if m.words.Mark != nil {
		mark = m.words.Mark(t)
	}
	weekend := t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
	switch {
	case t.Equal(m.day):
		ink = theme.Color(theme.ColorNameForegroundOnPrimary)
		r.box(r.on, theme.Color(theme.ColorNamePrimary), color.Transparent, at, cell)
	case t.Month() != m.day.Month():
		ink = theme.Color(theme.ColorNameDisabled)
	case mark == DayOff, weekend && mark != DayWork:
		ink = theme.Color(theme.ColorNameError)
	}
	if t.Equal(m.words.today()) {
		r.box(r.now, color.Transparent, theme.Color(theme.ColorNamePrimary), at, cell)
	}
	r.write(strconv.Itoa(t.Day()), ink, at.AddXY(-4, 0), cell, false)
	if word := map[DayMark]string{DayOff: m.words.Off, DayWork: m.words.Work}[mark]; word != "" {
		t := r.write(word, ink, at, cell, false)
		t.TextSize = theme.CaptionTextSize() - 2
		t.Move(at.AddXY(cell.Width-t.MinSize().Width-3, 1))
	}
}

func (r *monthRenderer) arrow(i int, name string, at fyne.Position, cell fyne.Size) {
	const side = 14
	setImage(r.arrows[i], Icon(name), at.AddXY((cell.Width-side)/2, (cell.Height-side)/2), side)
}

func (r *monthRenderer) box(b *canvas.Rectangle, fill, stroke color.Color, at fyne.Position, cell fyne.Size) {
	b.FillColor, b.StrokeColor, b.StrokeWidth, b.CornerRadius = fill, stroke, 1, 4
	b.Move(at.AddXY(1, 1))
	b.Resize(cell.SubtractWidthHeight(2, 2))
	b.Show()
	b.Refresh()
}

// write centres a word in a cell.
func (r *monthRenderer) write(s string, ink color.Color, at fyne.Position, cell fyne.Size, bold bool) *canvas.Text {
	if r.used == len(r.texts) {
		r.texts = append(r.texts, canvas.NewText("", nil))
	}
	t := r.texts[r.used]
	r.used++
	t.Show()
	setText(t, s, ink, theme.TextSize(), fyne.TextStyle{Bold: bold})
	size := t.MinSize()
	t.Resize(size)
	t.Move(at.AddXY((cell.Width-size.Width)/2, (cell.Height-size.Height)/2))
	return t
}
