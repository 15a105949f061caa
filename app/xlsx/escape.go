package xlsx

import (
	"fmt"
	"unicode/utf8"
)

// appendText writes a text as XML. What XML cannot hold is written the way Excel does, _x000B_, and read back by it;
// a text that looks like that already is guarded with _x005F_ (ECMA-376, ST_Xstring).
func appendText(to []byte, text string) []byte {
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '&':
			to = append(to, "&amp;"...)
		case c == '<':
			to = append(to, "&lt;"...)
		case c == '>':
			to = append(to, "&gt;"...)
		case c == '_' && looksEscaped(text[i:]):
			to = append(to, "_x005F_"...)
		case c < ' ' && c != '\t' && c != '\n':
			to = fmt.Appendf(to, "_x%04X_", c)
		case c < utf8.RuneSelf:
			to = append(to, c)
		default:
			r, size := utf8.DecodeRuneInString(text[i:])
			if r == 0xFFFE || r == 0xFFFF {
				r = utf8.RuneError
			}
			to = utf8.AppendRune(to, r)
			i += size
			continue
		}
		i++
	}
	return to
}

// looksEscaped reports whether a text begins like _x000B_.
func looksEscaped(text string) bool {
	if len(text) < 7 || text[1] != 'x' || text[6] != '_' {
		return false
	}
	for _, c := range []byte(text[2:6]) {
		if (c < '0' || c > '9') && (c < 'A' || c > 'F') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
