package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// CaretMoved, when set, is told where the caret of the focused field stands: the foot of the caret, relative to o. The
// program passes it on to the input method, so that the candidates appear under the text.
var CaretMoved func(o fyne.CanvasObject, pos fyne.Position)

// MenuWords are the words of the menu that a right click on a field opens; without them there is no menu.
var MenuWords struct{ Undo, Redo, Cut, Copy, Paste, SelectAll string }

// Entry is a text field. It is not Fyne's: that one rewraps and remeasures a whole paragraph at each key, keeps Tab and
// every shortcut for itself, and draws a line of any length as one picture. Ours wraps by Chinese rules, stays quick at
// any length, draws only what is seen, and hands on to the window the keys that it does not use.
type Entry struct {
	widget.DisableableWidget

	PlaceHolder string
	Icon        fyne.Resource
	Max         int  // characters wanted at most; more is kept and counted in the error colour; 0: any number
	Rows        int  // rows shown at least (several lines)
	MaxRows     int  // rows to grow to before scrolling (several lines)
	ReadOnly    bool // the text can be selected and copied, not changed

	OnChanged   func(string)              // the user changed the text
	OnSubmitted func(string)              // Enter in one line, Ctrl+Enter in several
	OnFocus     func(bool)                // focus came or went
	OnKey       func(*fyne.KeyEvent) bool // sees each key first; true when it has used it
	Filter      func(rune) rune           // changes or, by a negative value, refuses what is typed or pasted

	multi, secret, bare bool
	style               fyne.TextStyle
	size                fyne.ThemeSizeName // empty: the size of text
	tone                Tone               // of a text without a frame
	align               fyne.TextAlign     // of a text without a frame
	invalid             bool
	pressed             func()            // takes a click instead, where the text is the face of something else
	tail                fyne.CanvasObject // stands at the right end, inside the frame

	buf      buffer
	lines    []line
	wrapped  float32 // the width that lines were made for
	top      int     // first row shown
	left     int     // first character shown, in one line
	upstream bool    // at a soft break the caret stands at the end of the upper row
	goal     float32 // where Up and Down aim; negative: where the caret is

	focused, shift bool
}

var (
	_ fyne.Focusable         = (*Entry)(nil)
	_ fyne.Shortcutable      = (*Entry)(nil)
	_ fyne.Draggable         = (*Entry)(nil)
	_ fyne.DoubleTappable    = (*Entry)(nil)
	_ fyne.SecondaryTappable = (*Entry)(nil)
	_ desktop.Mouseable      = (*Entry)(nil)
	_ desktop.Keyable        = (*Entry)(nil)
	_ desktop.Cursorable     = (*Entry)(nil)
	_ Field                  = (*Entry)(nil)
)

// NewEntry makes a field of one line.
func NewEntry() *Entry {
	e := &Entry{goal: -1}
	e.ExtendBaseWidget(e)
	return e
}

// NewMultiLine makes a field of several lines, which wraps and grows from 3 to 8 rows before it scrolls.
func NewMultiLine() *Entry {
	e := NewEntry()
	e.multi, e.Rows, e.MaxRows = true, 3, 8
	return e
}

// NewPassword makes a field that shows dots.
func NewPassword() *Entry {
	e := NewEntry()
	e.secret = true
	return e
}

// NewText makes a wrapped text without a frame, which can be selected and copied but not changed.
func NewText(text string) *Entry {
	e := NewEntry()
	e.multi, e.bare, e.ReadOnly = true, true, true
	e.buf.set(text)
	return e
}

// NewCaption makes a wrapped text in the small size and in the colour of a tone; ToneNeutral is the quiet one.
func NewCaption(text string, tone Tone) *Entry {
	e := NewText(text)
	e.size, e.tone = theme.SizeNameCaptionText, tone
	return e
}

// NewTitle makes a wrapped text in the size of a heading.
func NewTitle(text string) *Entry {
	e := NewText(text)
	e.size, e.style.Bold = theme.SizeNameHeadingText, true
	return e
}

// Value is the text.
func (e *Entry) Value() string { return string(e.buf.text) }

// SetValue replaces the text. It does not call OnChanged and cannot be undone.
func (e *Entry) SetValue(s string) {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if s == e.Value() {
		return
	}
	e.buf.set(s)
	e.top, e.left, e.upstream, e.goal = 0, 0, false, -1
	e.reflow()
	e.Refresh()
}

// Length is the number of characters.
func (e *Entry) Length() int { return len(e.buf.text) }

// SetInvalid draws the frame in the error colour, or no longer.
func (e *Entry) SetInvalid(invalid bool) {
	if e.invalid != invalid {
		e.invalid = invalid
		e.Refresh()
	}
}

// SetOnChanged sets OnChanged; it makes the field a Field.
func (e *Entry) SetOnChanged(f func(string)) { e.OnChanged = f }

// SetOnFocus sets OnFocus; it makes the field a Field.
func (e *Entry) SetOnFocus(f func(bool)) { e.OnFocus = f }

// Focus takes the keyboard.
func (e *Entry) Focus() { focus(e) }

// SetBold sets the text in bold.
func (e *Entry) SetBold(bold bool) {
	e.style.Bold = bold
	e.reflow()
	e.Refresh()
}

// SelectedText is the selected part. Its presence lets a read-only field take the focus by the mouse.
func (e *Entry) SelectedText() string { return e.buf.selected() }

// SelectAll selects the whole text.
func (e *Entry) SelectAll() {
	e.buf.anchor = 0
	e.buf.caret = len(e.buf.text)
	e.moved()
}

// Disabled is true of a read-only field too: Tab passes by.
func (e *Entry) Disabled() bool { return e.ReadOnly || e.DisableableWidget.Disabled() }

// Cursor is the text cursor.
func (e *Entry) Cursor() desktop.Cursor { return desktop.TextCursor }

// FocusGained shows the caret.
func (e *Entry) FocusGained() {
	e.focused = true
	e.Refresh()
	reveal(e)
	e.tellCaret()
	if e.OnFocus != nil {
		e.OnFocus(true)
	}
}

// FocusLost hides the caret.
func (e *Entry) FocusLost() {
	e.focused, e.shift = false, false
	e.buf.sealed = true
	e.Refresh()
	if e.OnFocus != nil {
		e.OnFocus(false)
	}
}

// changed redraws after the text changed and tells the owner.
func (e *Entry) changed() {
	e.upstream, e.goal = false, -1
	e.reflow()
	e.showCaret()
	e.Refresh()
	e.tellCaret()
	if e.OnChanged != nil {
		e.OnChanged(e.Value())
	}
}

// moved redraws after the caret or the selection changed.
func (e *Entry) moved() {
	e.showCaret()
	e.Refresh()
	e.tellCaret()
}

func (e *Entry) tellCaret() {
	if CaretMoved != nil && e.focused {
		pos, height := e.caretPlace()
		CaretMoved(e, pos.AddXY(0, height))
	}
}

func (e *Entry) metrics() *metrics {
	size := e.size
	if size == "" {
		size = theme.SizeNameText
	}
	return metricsFor(e.Theme().Size(size), e.style)
}

// insert puts typed or pasted text in, cleaned of what a field cannot hold.
func (e *Entry) insert(s string) {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if !e.multi {
		s = strings.TrimRight(s, "\n")
	}
	clean := strings.Map(e.clean, s)
	if clean == "" {
		return
	}
	e.buf.insert([]rune(clean))
	e.changed()
}

func (e *Entry) clean(r rune) rune {
	switch {
	case r == '\n' && e.multi:
		return r
	case r == '\n' || r == '\t' || r == '\r':
		r = ' '
	case r < ' ' || r == 0x7F || r == '\uFEFF':
		return -1
	}
	if e.Filter != nil {
		return e.Filter(r)
	}
	return r
}
