package pdf

import (
	"fmt"
	"strings"

	"yunban/app/pdf/ttf"
	"yunban/app/pdf/typeset"
)

// ink is a font cut to the characters of one document. Characters are numbered in
// the order of their first use; in the cut font these are their glyphs.
type ink struct {
	name       string // in the pages
	font       *ttf.Font
	glyphs     map[rune]int
	characters []rune
}

// inks are the fonts of a document in the order of their first use.
type inks []*ink

// dip takes the fonts and characters that the pages use.
func dip(pages []typeset.Page) inks {
	var all inks
	for _, p := range pages {
		for _, t := range p.Texts {
			k := all.of(t.Font)
			if k == nil {
				k = &ink{name: fmt.Sprintf("F%d", len(all)+1), font: t.Font, glyphs: map[rune]int{}}
				all = append(all, k)
			}
			for _, r := range t.Words {
				if _, known := k.glyphs[r]; !known {
					k.characters = append(k.characters, r)
					k.glyphs[r] = len(k.characters)
				}
			}
		}
	}
	return all
}

func (ks inks) of(font *ttf.Font) *ink {
	for _, k := range ks {
		if k.font == font {
			return k
		}
	}
	return nil
}

// text is the page's text as PDF operators.
func (ks inks) text(p typeset.Page) string {
	var b strings.Builder
	b.WriteString("BT\n")
	grey, spacing := 0.0, 0.0
	b.WriteString("0 g\n")
	for _, t := range p.Texts {
		if t.Gray != grey {
			grey = t.Gray
			fmt.Fprintf(&b, "%.2f g\n", grey)
		}
		if t.Spacing != spacing {
			spacing = t.Spacing
			fmt.Fprintf(&b, "%.3f Tc\n", spacing)
		}
		k := ks.of(t.Font)
		fmt.Fprintf(&b, "/%s %.2f Tf 1 0 0 1 %.2f %.2f Tm <", k.name, t.Size, t.X, p.Height-t.Y)
		for _, r := range t.Words {
			fmt.Fprintf(&b, "%04X", k.glyphs[r])
		}
		b.WriteString("> Tj\n")
	}
	b.WriteString("ET")
	return b.String()
}
