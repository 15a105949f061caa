package ofd

import (
	"strconv"

	"yunban/app/pdf/ttf"
	"yunban/app/pdf/typeset"
)

// fonts are the fonts of a document in the order of their first use, each cut to its characters.
type fonts struct {
	next func() int
	all  []*font
}

type font struct {
	*ttf.Font
	id         int
	seen       map[rune]bool
	characters []rune
}

// of is the number of the text's font, which from now on has the text's characters.
func (fs *fonts) of(t typeset.Text) int {
	var f *font
	for _, known := range fs.all {
		if known.Font == t.Font {
			f = known
		}
	}
	if f == nil {
		f = &font{Font: t.Font, id: fs.next(), seen: map[rune]bool{}}
		fs.all = append(fs.all, f)
	}
	for _, r := range t.Words {
		if !f.seen[r] {
			f.seen[r] = true
			f.characters = append(f.characters, r)
		}
	}
	return f.id
}

// list is the resource that names the fonts and their files.
func (fs *fonts) list() string {
	out := head + `<ofd:Res` + space + ` BaseLoc="Res"><ofd:Fonts>`
	for i, f := range fs.all {
		name := escaped(f.Name())
		out += `<ofd:Font ID="` + strconv.Itoa(f.id) + `" FontName="` + name + `" FamilyName="` + name + `"`
		out += `><ofd:FontFile>` + fontFile(i) + `</ofd:FontFile></ofd:Font>`
	}
	return out + `</ofd:Fonts></ofd:Res>`
}

func fontFile(i int) string { return "font_" + strconv.Itoa(i) + ".ttf" }
