package kit

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// DateLayout is how dates are written and kept.
const DateLayout = "2006-01-02"

// DayMark says what a calendar shows at a day besides its number.
type DayMark int

// The marks of a day.
const (
	DayPlain DayMark = iota
	DayOff           // a holiday
	DayWork          // a weekend day that is worked, to make up for a holiday
)

// DateWords are the words of the calendar and what it knows of days.
type DateWords struct {
	Month    string    // how a month is written, as a layout: 2006年1月
	Weekdays [7]string // Monday first
	Today    string
	Off      string                  // one character: 休
	Work     string                  // one character: 班
	Mark     func(time.Time) DayMark // nil: no day is marked
	Now      func() time.Time        // nil: the clock of the machine
}

func (w *DateWords) today() time.Time {
	now := time.Now
	if w.Now != nil {
		now = w.Now
	}
	y, m, d := now().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// DateField takes a date, typed as 2026-10-10 (or 2026/10/10, 20261010, 2026年10月10日) or picked from a calendar that
// opens by Down or by its icon.
type DateField struct {
	widget.BaseWidget
	OnChanged func(string)

	words   *DateWords
	entry   *Entry
	month   *month
	popup   *widget.PopUp
	flagged bool // the owner found a problem
	heard   func(bool)
}

var _ Field = (*DateField)(nil)

// NewDateField makes a date field.
func NewDateField(words *DateWords) *DateField {
	d := &DateField{words: words, entry: NewEntry()}
	d.entry.PlaceHolder = "yyyy-mm-dd"
	d.entry.Filter = dateRune
	d.entry.OnKey = d.key
	d.entry.OnChanged = func(string) { d.told() }
	d.entry.OnFocus = func(on bool) { d.focused(on) }
	d.entry.tail = newTapIcon(Icon("calendar"), d.open)
	d.ExtendBaseWidget(d)
	return d
}

// dateRune keeps what dates are written with.
func dateRune(r rune) rune {
	switch {
	case digits(r) >= '0':
		return digits(r)
	case strings.ContainsRune("-/.年月日", r):
		return r
	case strings.ContainsRune("－—–／。．", r):
		return '-'
	}
	return -1
}

// ParseDate reads a date as people write it.
func ParseDate(s string) (time.Time, bool) {
	s = strings.NewReplacer("年", "-", "月", "-", "日", "", "/", "-", ".", "-").Replace(strings.TrimSpace(s))
	for _, layout := range []string{"2006-1-2", "20060102"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1900 && t.Year() <= 2999 {
			return t, true
		}
	}
	return time.Time{}, false
}

// Value is the date as 2006-01-02, or what was typed if that is none.
func (d *DateField) Value() string {
	if t, ok := ParseDate(d.entry.Value()); ok {
		return t.Format(DateLayout)
	}
	return d.entry.Value()
}

// Date is the date, and false while what is typed is none.
func (d *DateField) Date() (time.Time, bool) { return ParseDate(d.entry.Value()) }

// SetValue sets the date without calling OnChanged.
func (d *DateField) SetValue(s string) {
	d.entry.SetValue(s)
	d.flag()
}

func (d *DateField) told() {
	d.flag()
	if d.OnChanged != nil {
		d.OnChanged(d.Value())
	}
}

// flag marks what is not a date, but not while it is being typed.
func (d *DateField) flag() {
	_, ok := d.Date()
	d.entry.SetInvalid(d.flagged || !ok && d.entry.Value() != "" && !d.entry.focused)
}

func (d *DateField) focused(on bool) {
	if !on {
		if t, ok := d.Date(); ok {
			d.entry.SetValue(t.Format(DateLayout))
		}
	}
	d.flag()
	if d.heard != nil {
		d.heard(on)
	}
}

func (d *DateField) key(key *fyne.KeyEvent) bool {
	if key.Name != fyne.KeyDown || d.Disabled() {
		return false
	}
	d.open()
	return true
}

// open shows the calendar under the field.
func (d *DateField) open() {
	c := canvasOf(d.entry)
	if c == nil || d.Disabled() {
		return
	}
	at, ok := d.Date()
	if !ok {
		at = d.words.today()
	}
	d.month = newMonth(d.words, at)
	d.month.picked = func(t time.Time) {
		d.close()
		if v := t.Format(DateLayout); v != d.entry.Value() {
			d.entry.SetValue(v)
			d.told()
		}
	}
	d.month.left = d.close
	d.popup = widget.NewPopUp(d.month, c)
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.entry)
	below := pos.Y + d.entry.Size().Height + 2
	if high := d.popup.MinSize().Height; below+high > c.Size().Height && pos.Y > high {
		below = pos.Y - high - 2
	}
	d.popup.ShowAtPosition(fyne.NewPos(pos.X, below))
	c.Focus(d.month)
}

func (d *DateField) close() {
	d.popup.Hide()
	focus(d.entry)
}

// SetOnChanged sets OnChanged.
func (d *DateField) SetOnChanged(f func(string)) { d.OnChanged = f }

// SetOnFocus is told when the keyboard comes and goes.
func (d *DateField) SetOnFocus(f func(bool)) { d.heard = f }

// SetInvalid draws the frame in the error colour, or no longer.
func (d *DateField) SetInvalid(invalid bool) {
	d.flagged = invalid
	d.flag()
}

// Focus takes the keyboard.
func (d *DateField) Focus() { d.entry.Focus() }

// Enable lets it be changed.
func (d *DateField) Enable() { d.entry.Enable() }

// Disable lets it not be changed.
func (d *DateField) Disable() { d.entry.Disable() }

// Disabled tells whether it can be changed.
func (d *DateField) Disabled() bool { return d.entry.Disabled() }

// CreateRenderer shows the field.
func (d *DateField) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(d.entry) }
