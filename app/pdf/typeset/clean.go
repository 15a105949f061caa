package typeset

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Marks that stand for a tick box inside a text. They are noncharacters of
// Unicode, so that no input can hold them: clean drops those.
const (
	emptyBox  = '\uFDD0'
	tickedBox = '\uFDD1'
	joiner    = '\u2060' // word joiner: no line break here, draws nothing
)

// clean makes a text fit for paper. Line ends become \n, tabs and odd spaces
// become spaces; what cannot be seen (control and direction marks, joiners,
// variation selectors, broken bytes) is dropped, what can be seen is kept.
func clean(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n").Replace(text)
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case r == utf8.RuneError, unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r),
			unicode.Is(unicode.Variation_Selector, r), unicode.Is(unicode.Noncharacter_Code_Point, r):
			return -1
		case unicode.Is(unicode.Zs, r) && r != '\u3000':
			return ' '
		}
		return r
	}, text)
}
