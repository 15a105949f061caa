package ui

import "encoding/binary"

// Where a TrueType file keeps its list of tables: so many records after a head of twelve bytes, each with a tag first.
const (
	tableCount  = 4
	tableList   = 12
	tableRecord = 16
)

// layoutRules are the tables with a font's rules for ligatures, kerning and vertical text.
var layoutRules = map[string]bool{"GSUB": true, "GPOS": true}

// withoutLayoutRules hides a font's layout rules from whoever opens it, in place. Chinese in lines needs none of
// them; reading them takes as long as opening the window, and applying them is most of the work of setting a text.
func withoutLayoutRules(font []byte) []byte {
	if len(font) < tableList {
		return font
	}
	for i := range int(binary.BigEndian.Uint16(font[tableCount:])) {
		at := tableList + i*tableRecord
		if at+tableRecord > len(font) {
			break
		}
		if tag := font[at : at+4]; layoutRules[string(tag)] {
			tag[0] = '-' // a tag that nobody asks for
		}
	}
	return font
}
