package kit

import "unicode"

// buffer is the text of a field being edited: characters, caret, selection and what can be undone. It knows nothing of
// the screen.
type buffer struct {
	text   []rune
	caret  int
	anchor int // the other end of the selection; equal to caret when nothing is selected
	undo   []edit
	redo   []edit
	sealed bool // the next typed character begins a new step of undo
}

// edit is one step that can be undone: at a position, removed was replaced by added.
type edit struct {
	at             int
	removed, added []rune
}

func (b *buffer) set(s string) {
	*b = buffer{text: []rune(s)}
	b.caret = len(b.text)
	b.anchor = b.caret
}

// selection gives the selected stretch in order.
func (b *buffer) selection() (from, to int) {
	return min(b.anchor, b.caret), max(b.anchor, b.caret)
}

func (b *buffer) selected() string {
	from, to := b.selection()
	return string(b.text[from:to])
}

// moveTo places the caret; with extend the selection grows or shrinks with it.
func (b *buffer) moveTo(pos int, extend bool) {
	b.caret = max(0, min(pos, len(b.text)))
	if !extend {
		b.anchor = b.caret
	}
	b.sealed = true
}

// insert replaces the selection by s.
func (b *buffer) insert(s []rune) {
	from, to := b.selection()
	if len(s) == 0 && from == to {
		return
	}
	b.replace(from, to, s)
}

// replace changes [from, to) into s and remembers how to go back. Single characters typed one after another are one
// step, up to a blank or a newline.
func (b *buffer) replace(from, to int, s []rune) {
	step := edit{at: from, removed: clone(b.text[from:to]), added: clone(s)}
	b.apply(step.at, len(step.removed), step.added)
	b.redo = nil
	if last := len(b.undo) - 1; last >= 0 && !b.sealed && b.undo[last].takes(step) {
		b.undo[last].added = append(b.undo[last].added, step.added...)
	} else {
		b.undo = append(b.undo, step)
	}
	b.sealed = len(s) != 1 || unicode.IsSpace(s[0])
}

func (e edit) takes(next edit) bool {
	return len(next.removed) == 0 && len(next.added) == 1 && len(e.added) > 0 && e.at+len(e.added) == next.at
}

func (b *buffer) apply(at, removed int, added []rune) {
	tail := b.text[at+removed:]
	text := make([]rune, 0, len(b.text)-removed+len(added))
	text = append(text, b.text[:at]...)
	text = append(text, added...)
	b.text = append(text, tail...)
	b.caret = at + len(added)
	b.anchor = b.caret
}

// undoStep takes back the last step and says whether there was one.
func (b *buffer) undoStep() bool {
	if len(b.undo) == 0 {
		return false
	}
	step := b.undo[len(b.undo)-1]
	b.undo = b.undo[:len(b.undo)-1]
	b.redo = append(b.redo, step)
	b.apply(step.at, len(step.added), step.removed)
	b.sealed = true
	return true
}

// redoStep does again what undoStep took back.
func (b *buffer) redoStep() bool {
	if len(b.redo) == 0 {
		return false
	}
	step := b.redo[len(b.redo)-1]
	b.redo = b.redo[:len(b.redo)-1]
	b.undo = append(b.undo, step)
	b.apply(step.at, len(step.removed), step.added)
	b.sealed = true
	return true
}

// erase removes the selection, or else what lies between the caret and pos.
func (b *buffer) erase(pos int) bool {
	from, to := b.selection()
	if from == to {
		from, to = min(b.caret, pos), max(b.caret, pos)
	}
	if from == to {
		return false
	}
	b.replace(from, to, nil)
	return true
}

// before and after step over one visible character: a letter with its accents or variant selector is one.
func (b *buffer) before(pos int) int {
	for pos > 0 {
		pos--
		if !joinsPrevious(b.text[pos]) {
			break
		}
	}
	return pos
}

func (b *buffer) after(pos int) int {
	if pos < len(b.text) {
		pos++
	}
	for pos < len(b.text) && joinsPrevious(b.text[pos]) {
		pos++
	}
	return pos
}

// wordBefore and wordAfter find the edge of a word: a run of Chinese, a run of letters and digits, or of other signs.
func (b *buffer) wordBefore(pos int) int {
	for pos > 0 && unicode.IsSpace(b.text[pos-1]) {
		pos--
	}
	if pos == 0 {
		return 0
	}
	kind := kindOf(b.text[pos-1])
	for pos > 0 && kindOf(b.text[pos-1]) == kind {
		pos--
	}
	return pos
}

func (b *buffer) wordAfter(pos int) int {
	if pos < len(b.text) {
		for kind := kindOf(b.text[pos]); pos < len(b.text) && kindOf(b.text[pos]) == kind; {
			pos++
		}
	}
	for pos < len(b.text) && unicode.IsSpace(b.text[pos]) {
		pos++
	}
	return pos
}

// wordAt is the word under a position, for a double click.
func (b *buffer) wordAt(pos int) (from, to int) {
	if len(b.text) == 0 {
		return 0, 0
	}
	pos = min(pos, len(b.text)-1)
	kind := kindOf(b.text[pos])
	from, to = pos, pos
	for from > 0 && kindOf(b.text[from-1]) == kind {
		from--
	}
	for to < len(b.text) && kindOf(b.text[to]) == kind {
		to++
	}
	return from, to
}

type charKind int

const (
	blank charKind = iota
	letter
	han
	sign
)

func kindOf(r rune) charKind {
	switch {
	case unicode.IsSpace(r):
		return blank
	case unicode.Is(unicode.Han, r):
		return han
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '_':
		return letter
	}
	return sign
}

// joinsPrevious tells accents and variant selectors, which belong to the character before them.
func joinsPrevious(r rune) bool {
	return unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) || unicode.Is(unicode.Variation_Selector, r) ||
		r == 0x200D
}

func clone(s []rune) []rune { return append([]rune(nil), s...) }
