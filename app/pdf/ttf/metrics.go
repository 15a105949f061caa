package ttf

import (
	"encoding/binary"
	"strings"
)

// Name is the font's PostScript name, such as NotoSerifSC-Regular.
func (f *Font) Name() string { return f.name }

// postScriptName reads the name; a font without a usable one is called Unnamed.
func (f *Font) postScriptName() string {
	const unnamed, psName, windows = "Unnamed", 6, 3
	if _, there := f.tables["name"]; !there {
		return unnamed
	}
	data, err := f.table("name")
	if err != nil || len(data) < 6 {
		return unnamed
	}
	count, words := int(binary.BigEndian.Uint16(data[2:])), int(binary.BigEndian.Uint16(data[4:]))
	for i := range count {
		at := 6 + 12*i
		if at+12 > len(data) {
			break
		}
		record := data[at : at+12]
		from := words + int(binary.BigEndian.Uint16(record[10:]))
		to := from + int(binary.BigEndian.Uint16(record[8:]))
		if binary.BigEndian.Uint16(record) != windows || binary.BigEndian.Uint16(record[6:]) != psName || to > len(data) {
			continue
		}
		var name strings.Builder
		for ; from+1 < to; from += 2 { // UTF-16 of letters, digits and hyphens
			if c := data[from+1]; data[from] == 0 && (c == '-' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z') {
				name.WriteByte(c)
			}
		}
		if name.Len() > 0 {
			return name.String()
		}
	}
	return unnamed
}

// Metrics are measures of the whole font in thousandths of an em, and its weight
// (400 is regular, 700 bold).
type Metrics struct {
	Ascent, Descent, CapHeight int
	Box                        [4]int // left, bottom, right and top of all outlines
	Weight                     int
}

// Metrics gives the font's measures.
func (f *Font) Metrics() Metrics {
	scaled := func(table []byte, at int) int {
		return int(int16(binary.BigEndian.Uint16(table[at:]))) * 1000 / f.unitsPerEm
	}
	m := Metrics{Ascent: scaled(f.hhea, 4), Descent: scaled(f.hhea, 6), Weight: 400}
	for i := range m.Box {
		m.Box[i] = scaled(f.head, 36+2*i)
	}
	m.CapHeight = m.Ascent
	if f.os2 != nil {
		m.Weight = int(binary.BigEndian.Uint16(f.os2[4:]))
		if len(f.os2) >= 96 {
			m.CapHeight = scaled(f.os2, 88)
		}
	}
	return m
}
