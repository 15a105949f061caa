package typeset

import "yunban/app/pdf/ttf"

// Role is what a font is for; each has the typeface that GB/T 9704 asks for.
type Role int

// The roles.
const (
	Body    Role = iota // 仿宋: text, values, page numbers
	Title               // 小标宋: titles
	Heading             // 黑体: headings of the first level
	Kai                 // 楷体: headings of the second level
	roles
)

// Fonts gives each role its fonts: the first that has a character draws it.
type Fonts struct {
	chains [roles][]*ttf.Font
}

// NewFonts takes the fonts of each role, best first.
func NewFonts(chain func(Role) []*ttf.Font) *Fonts {
	var f Fonts
	for r := range roles {
		f.chains[r] = chain(r)
	}
	return &f
}

// Draw tells whether a role has a font that draws the character.
func (f *Fonts) Draw(role Role, r rune) bool { return f.choose(role, r) != nil }

// choose is the first font of the role that draws the character, nil if none does.
func (f *Fonts) choose(role Role, r rune) *ttf.Font {
	for _, font := range f.chains[role] {
		if font.Draws(r) {
			return font
		}
	}
	return nil
}
