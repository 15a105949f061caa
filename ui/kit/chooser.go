package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Option is one entry of a code table.
type Option struct {
	Code  string // what is kept
	Label string // what is shown
	Note  string // a second, quieter word; may be empty
}

// PickerWords are the words of a picker's list.
type PickerWords struct {
	Search string // in the empty search field
	None   string // when nothing fits
}

// chooser is the list that a picker opens: a search field over the options that fit.
type chooser struct {
	words   PickerWords
	options []Option
	fitting []Option
	ticked  func(code string) bool // nil: one is chosen and the list closes
	pick    func(Option)
	free    func(text string) // nil: only what is in the list
	closed  func()

	search *Entry
	list   *optionList
	popup  *widget.PopUp
	anchor fyne.CanvasObject
}

// show opens the list under the anchor, or above it where there is no room.
func (c *chooser) show(anchor fyne.CanvasObject, typed, current string) {
	canvas := canvasOf(anchor)
	if canvas == nil {
		return
	}
	c.anchor = anchor
	c.search = NewEntry()
	c.search.PlaceHolder, c.search.Icon = c.words.Search, Icon("search")
	c.search.OnChanged = func(string) { c.filter(-1) }
	c.search.OnKey = c.key
	c.list = newOptionList(c)
	c.search.SetValue(typed)
	c.fitting = matching(c.options, typed)
	c.popup = widget.NewPopUp(container.NewBorder(c.search, nil, nil, nil, c.list), canvas)
	c.place(canvas)
	canvas.Focus(c.search)
	c.filter(c.indexOf(current))
}

func (c *chooser) place(canvas fyne.Canvas) {
	rows := max(1, min(len(c.options), 9))
	height := c.search.MinSize().Height + float32(rows)*c.list.grid.rowHeight() + 14
	width := max(c.anchor.Size().Width, 260)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(c.anchor)
	below := canvas.Size().Height - at.Y - c.anchor.Size().Height
	y := at.Y + c.anchor.Size().Height + 2
	if below < height && at.Y > below {
		height = min(height, at.Y-4)
		y = at.Y - height - 2
	} else {
		height = min(height, max(below-4, 120))
	}
	c.popup.Resize(fyne.NewSize(width, height))
	c.popup.ShowAtPosition(fyne.NewPos(at.X, y))
}

// filter keeps the options that hold all the typed words; row is the one to mark, or -1 for the first.
func (c *chooser) filter(row int) {
	c.fitting = matching(c.options, c.search.Value())
	if row < 0 && len(c.fitting) > 0 && (c.free == nil || c.search.Value() == "") {
		row = 0
	}
	c.list.show(row)
}

// matching finds the options that hold every word of what was typed, in any letter case.
func matching(options []Option, typed string) []Option {
	words := strings.Fields(strings.ToLower(typed))
	if len(words) == 0 {
		return options
	}
	var out []Option
	for _, o := range options {
		text := strings.ToLower(o.Label + " " + o.Note + " " + o.Code)
		fits := true
		for _, w := range words {
			fits = fits && strings.Contains(text, w)
		}
		if fits {
			out = append(out, o)
		}
	}
	return out
}

func (c *chooser) indexOf(code string) int {
	for i, o := range c.fitting {
		if o.Code == code && code != "" {
			return i
		}
	}
	return -1
}

// key moves in the list while the focus stays in the search field.
func (c *chooser) key(key *fyne.KeyEvent) bool {
	g := &c.list.grid
	switch key.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		g.TypedKey(key)
	case fyne.KeyEscape:
		c.close()
	case fyne.KeyReturn, fyne.KeyEnter:
		c.enter()
	default:
		return false
	}
	return true
}

func (c *chooser) enter() {
	row := c.list.grid.selected
	switch {
	case row >= 0 && row < len(c.fitting):
		c.take(row)
	case c.free != nil:
		c.free(c.search.Value())
		c.close()
	}
}

func (c *chooser) take(row int) {
	c.pick(c.fitting[row])
	if c.ticked == nil {
		c.close()
		return
	}
	c.list.grid.changed()
	if canvas := canvasOf(c.search); canvas != nil {
		canvas.Focus(c.search)
	}
}

func (c *chooser) close() {
	c.popup.Hide()
	if f, ok := c.anchor.(fyne.Focusable); ok {
		focus(f)
	}
	if c.closed != nil {
		c.closed()
	}
}

// optionList draws the options. It is never focused: the keyboard stays in the search field.
type optionList struct {
	widget.BaseWidget
	grid grid
	c    *chooser
	none *widget.Label
}

func newOptionList(c *chooser) *optionList {
	l := &optionList{c: c, none: widget.NewLabel(c.words.None)}
	g := &l.grid
	g.setup(l)
	g.headless = true
	g.columns = []gridColumn{{width: 120, grow: 1}}
	for _, o := range c.options {
		if o.Note != "" {
			g.columns = []gridColumn{{width: 120, grow: 2}, {width: 60, grow: 1, align: fyne.TextAlignTrailing}}
			break
		}
	}
	g.cell = func(row, col int) (string, Tone) {
		if col == 1 {
			return c.fitting[row].Note, ToneNone
		}
		return c.fitting[row].Label, ToneNone
	}
	g.clicked = c.take
	if c.ticked != nil {
		g.ticked = func(row int) bool { return c.ticked(c.fitting[row].Code) }
		g.toggled = func(int) {}
	}
	l.ExtendBaseWidget(l)
	return l
}

func (l *optionList) show(row int) {
	l.grid.count = len(l.c.fitting)
	l.grid.selected = row
	l.grid.changed()
	if row >= 0 {
		l.grid.bringIntoSight(row)
	}
	show(l.none, l.grid.count == 0)
}

// CreateRenderer puts the words for nothing found over the empty list.
func (l *optionList) CreateRenderer() fyne.WidgetRenderer {
	r := newGridRenderer(&l.grid)
	r.objects = append(r.objects, l.none)
	l.none.Move(fyne.NewPos(4, 4))
	return r
}
