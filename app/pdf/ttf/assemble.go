package ttf

import (
	"encoding/binary"
	"maps"
	"math/bits"
	"slices"
	"unicode/utf16"
)

// formatCmap writes a cmap of format 12 in which the first character has glyph 1.
func formatCmap(characters []rune) []byte {
	glyphs := make(map[rune]int, len(characters))
	for i, r := range characters {
		glyphs[r] = i + 1
	}
	be := binary.BigEndian
	sub := []byte{0, 12, 0, 0}
	sub = be.AppendUint32(sub, uint32(16+12*len(glyphs)))
	sub = be.AppendUint32(sub, 0) // any language
	sub = be.AppendUint32(sub, uint32(len(glyphs)))
	for _, r := range slices.Sorted(maps.Keys(glyphs)) {
		sub = be.AppendUint32(sub, uint32(r))
		sub = be.AppendUint32(sub, uint32(r))
		sub = be.AppendUint32(sub, uint32(glyphs[r]))
	}
	return append([]byte{0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12}, sub...) // one map: Windows, all of Unicode
}

// formatNames writes a name table with the font's PostScript name.
func formatNames(name string) []byte {
	const psName, english = 6, 0x409
	units := utf16.Encode([]rune(name))
	be := binary.BigEndian
	var t []byte
	for _, v := range []int{0, 1, 18, 3, 1, english, psName, 2 * len(units), 0} {
		t = be.AppendUint16(t, uint16(v))
	}
	for _, u := range units {
		t = be.AppendUint16(t, u)
	}
	return t
}

// assemble writes the tables with their directory.
func assemble(tables map[string][]byte) []byte {
	be := binary.BigEndian
	tags := slices.Sorted(maps.Keys(tables))
	selector := bits.Len(uint(len(tags))) - 1
	span := 16 << selector
	file := []byte{0, 1, 0, 0}
	for _, v := range []int{len(tags), span, selector, 16*len(tags) - span} {
		file = be.AppendUint16(file, uint16(v))
	}
	offset := len(file) + 16*len(tags)
	clear(tables["head"][8:12]) // the sum over the file is made with this field empty
	for _, tag := range tags {
		file = append(file, tag...)
		file = be.AppendUint32(file, checksum(tables[tag]))
		file = be.AppendUint32(file, uint32(offset))
		file = be.AppendUint32(file, uint32(len(tables[tag])))
		offset += (len(tables[tag]) + 3) &^ 3
	}
	for _, tag := range tags {
		if tag == "head" {
			offset = len(file)
		}
		file = append(file, tables[tag]...)
		for len(file)%4 != 0 {
			file = append(file, 0)
		}
	}
	const magic = 0xB1B0AFBA
	be.PutUint32(file[offset+8:], magic-checksum(file))
	return file
}

func checksum(table []byte) uint32 {
	var sum uint32
	for len(table) >= 4 {
		sum += binary.BigEndian.Uint32(table)
		table = table[4:]
	}
	var rest [4]byte
	copy(rest[:], table)
	return sum + binary.BigEndian.Uint32(rest[:])
}
