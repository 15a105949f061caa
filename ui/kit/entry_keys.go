package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// TypedRune takes a character.
func (e *Entry) TypedRune(r rune) {
	if !e.Disabled() {
		e.insert(string(r))
	}
}

// KeyDown watches the shift key.
func (e *Entry) KeyDown(key *fyne.KeyEvent) {
	if key.Name == desktop.KeyShiftLeft || key.Name == desktop.KeyShiftRight {
		e.shift = true
	}
}

// KeyUp watches the shift key.
func (e *Entry) KeyUp(key *fyne.KeyEvent) {
	if key.Name == desktop.KeyShiftLeft || key.Name == desktop.KeyShiftRight {
		e.shift = false
	}
}

// shifted prefers the driver's word: an input method may swallow the release of a key.
func (e *Entry) shifted() bool {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
	}
	return e.shift
}

// TypedKey edits and moves; what it has no use for goes on to the window.
func (e *Entry) TypedKey(key *fyne.KeyEvent) {
	if e.OnKey != nil && e.OnKey(key) {
		return
	}
	if e.moveKey(key.Name) {
		return
	}
	if e.Disabled() {
		passCommand(e, key)
		return
	}
	switch key.Name {
	case fyne.KeyBackspace:
		e.erase(e.buf.before(e.buf.caret))
	case fyne.KeyDelete:
		e.erase(e.buf.after(e.buf.caret))
	case fyne.KeyReturn, fyne.KeyEnter:
		e.enter(key)
	default:
		passCommand(e, key)
	}
}

func (e *Entry) enter(key *fyne.KeyEvent) {
	switch {
	case e.multi:
		e.insert("\n")
	case e.OnSubmitted != nil:
		e.OnSubmitted(e.Value())
	default:
		passCommand(e, key)
	}
}

func (e *Entry) erase(to int) {
	if e.buf.erase(to) {
		e.changed()
	}
}

// moveKey moves the caret and says whether the key was one that moves.
func (e *Entry) moveKey(name fyne.KeyName) bool {
	b, extend := &e.buf, e.shifted()
	from, to := b.selection()
	switch name {
	case fyne.KeyLeft:
		if from != to && !extend {
			e.jump(from, false)
		} else {
			e.jump(b.before(b.caret), extend)
		}
	case fyne.KeyRight:
		if from != to && !extend {
			e.jump(to, false)
		} else {
			e.jump(b.after(b.caret), extend)
		}
	case fyne.KeyHome:
		e.jump(e.lines[e.caretLine()].start, extend)
	case fyne.KeyEnd:
		l := e.lines[e.caretLine()]
		e.jump(l.end, extend)
		e.upstream = !l.hard
		e.moved()
	default:
		return e.multi && e.moveRows(name, extend)
	}
	return true
}

func (e *Entry) moveRows(name fyne.KeyName, extend bool) bool {
	switch name {
	case fyne.KeyUp:
		e.toRow(-1, extend)
	case fyne.KeyDown:
		e.toRow(1, extend)
	case fyne.KeyPageUp:
		e.toRow(-e.rowsShown(), extend)
	case fyne.KeyPageDown:
		e.toRow(e.rowsShown(), extend)
	default:
		return false
	}
	return true
}

func (e *Entry) jump(pos int, extend bool) {
	e.upstream, e.goal = false, -1
	e.buf.moveTo(pos, extend)
	e.moved()
}

// toRow moves by rows and keeps aiming at the column where the movement began.
func (e *Entry) toRow(by int, extend bool) {
	row := e.caretLine()
	if e.goal < 0 {
		e.goal = e.metrics().exact(e.shown(e.lines[row].start, e.buf.caret))
	}
	goal, want := e.goal, row+by
	switch {
	case want < 0:
		e.jump(0, extend)
	case want >= len(e.lines):
		e.jump(len(e.buf.text), extend)
	default:
		pos, upstream := e.columnAt(e.lines[want], goal)
		e.jump(pos, extend)
		e.upstream = upstream
		e.moved()
	}
	e.goal = goal
}

// TypedShortcut cuts, copies, pastes, undoes and moves by words; the rest goes on to the window.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		e.copy()
	case *fyne.ShortcutSelectAll:
		e.SelectAll()
	case *fyne.ShortcutCut:
		e.cut()
	case *fyne.ShortcutPaste:
		e.paste()
	case *fyne.ShortcutUndo:
		e.stepBack()
	case *fyne.ShortcutRedo:
		e.stepForward()
	case *desktop.CustomShortcut:
		if !e.customShortcut(s) {
			passShortcut(e, s)
		}
	default:
		passShortcut(e, s)
	}
}

func (e *Entry) customShortcut(s *desktop.CustomShortcut) bool {
	extend := s.Modifier&fyne.KeyModifierShift != 0
	if s.Modifier&^fyne.KeyModifierShift != fyne.KeyModifierShortcutDefault {
		return false
	}
	b := &e.buf
	switch s.KeyName {
	case fyne.KeyLeft:
		e.jump(b.wordBefore(b.caret), extend)
	case fyne.KeyRight:
		e.jump(b.wordAfter(b.caret), extend)
	case fyne.KeyHome:
		e.jump(0, extend)
	case fyne.KeyEnd:
		e.jump(len(b.text), extend)
	default:
		return !e.Disabled() && e.changingShortcut(s.KeyName, extend)
	}
	return true
}

func (e *Entry) changingShortcut(name fyne.KeyName, shift bool) bool {
	switch {
	case name == fyne.KeyBackspace:
		e.erase(e.buf.wordBefore(e.buf.caret))
	case name == fyne.KeyDelete:
		e.erase(e.buf.wordAfter(e.buf.caret))
	case name == fyne.KeyZ && shift:
		e.stepForward()
	case (name == fyne.KeyReturn || name == fyne.KeyEnter) && e.multi && e.OnSubmitted != nil:
		e.OnSubmitted(e.Value())
	default:
		return false
	}
	return true
}

func (e *Entry) copy() {
	if s := e.buf.selected(); s != "" && !e.secret {
		fyne.CurrentApp().Clipboard().SetContent(s)
	}
}

func (e *Entry) cut() {
	if e.Disabled() || e.secret {
		return
	}
	e.copy()
	e.erase(e.buf.caret)
}

func (e *Entry) paste() {
	if !e.Disabled() {
		e.insert(fyne.CurrentApp().Clipboard().Content())
	}
}

func (e *Entry) stepBack() {
	if !e.Disabled() && e.buf.undoStep() {
		e.changed()
	}
}

func (e *Entry) stepForward() {
	if !e.Disabled() && e.buf.redoStep() {
		e.changed()
	}
}
