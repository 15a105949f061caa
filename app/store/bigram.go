package store

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Chinese is written without spaces, so what people search for cannot be cut at word boundaries. It is cut into
// overlapping pairs instead: 政务云 becomes 政务 务云, and a search for 政务 or 务云 finds it. The last character of a run
// stands alone once more, so that every character begins some word and a search for one character finds it too.
// Letters and digits are words as everywhere.

// run is a stretch of text of one sort.
type run struct {
	text    []rune
	chinese bool
}

// runs cuts a text into stretches of Chinese and of letters with digits; all else only separates. Full-width and
// other variants are made plain and letters small first.
func runs(text string) []run {
	var found []run
	apart := true
	for _, r := range norm.NFKC.String(text) {
		if invisible(r) {
			continue
		}
		chinese := isChinese(r)
		if !chinese && !unicode.In(r, unicode.Letter, unicode.Number, unicode.Mark) {
			apart = true
			continue
		}
		if apart || found[len(found)-1].chinese != chinese {
			found = append(found, run{chinese: chinese})
		}
		last := &found[len(found)-1]
		last.text = append(last.text, unicode.ToLower(r))
		apart = false
	}
	return found
}

// isChinese reports whether a character is of a script that is written without spaces. Private-use characters are
// people's names on government computers (造字).
func isChinese(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Co)
}

// invisible reports whether a character only changes the looks of the one before.
func invisible(r rune) bool { return unicode.In(r, unicode.Variation_Selector, unicode.Cf) }

// words cuts a run into words. whole adds the last character alone.
func (r run) words(whole bool) []string {
	if !r.chinese || len(r.text) == 1 {
		return []string{string(r.text)}
	}
	var words []string
	for i := range len(r.text) - 1 {
		words = append(words, string(r.text[i:i+2]))
	}
	if whole {
		words = append(words, string(r.text[len(r.text)-1:]))
	}
	return words
}

// indexWords writes a text as the words that it shall be found by, with spaces between.
func indexWords(text string) string {
	if words, ok := usualWords(text); ok {
		return words
	}
	var words []string
	for _, r := range runs(text) {
		words = append(words, r.words(true)...)
	}
	return strings.Join(words, " ")
}

// longestSearch is how many characters of a search count: a pasted page would only make it slow.
const longestSearch = 200

// matchWords writes a search as a question to the index: every part between spaces must be found, each as it is
// written, the last letters or digits of a part also as the beginning of a word. It is empty when nothing is left to
// search for.
func matchWords(search string) string {
	if chars := []rune(search); len(chars) > longestSearch {
		search = string(chars[:longestSearch])
	}
	var parts []string
	for _, field := range strings.Fields(search) {
		if part := matchPart(field); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " AND ")
}

func matchPart(field string) string {
	found := runs(field)
	var words []string
	for i, r := range found {
		words = append(words, r.words(i < len(found)-1)...)
	}
	if len(words) == 0 {
		return ""
	}
	part := `"` + strings.Join(words, " ") + `"`
	if last := found[len(found)-1]; !last.chinese || len(last.text) == 1 {
		part += " *"
	}
	return part
}
