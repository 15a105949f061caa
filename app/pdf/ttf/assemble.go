package ttf

import (
	"encoding/binary"
	"maps"
	"math/bits"
	"slices"
)

// formatCmap writes a cmap of format 4, one segment for each run of codes with a
// run of glyphs.
func formatCmap(glyphs map[rune]int) []byte {
	var segments []group
	for _, code := range slices.Sorted(maps.Keys(glyphs)) {
		if n := len(segments); n > 0 {
			if s := &segments[n-1]; s.last+1 == code && s.glyph+int(code-s.first) == glyphs[code] {
				s.last = code
				continue
			}
		}
		segments = append(segments, group{first: code, last: code, glyph: glyphs[code]})
	}
	segments = append(segments, group{first: 0xffff, last: 0xffff, glyph: 0}) // ends the table
	count := len(segments)
	be := binary.BigEndian
	t := []byte{0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12} // one map: Windows, Unicode
	for _, v := range slices.Concat([]int{4, 16 + 8*count, 0}, searchFields(count, 2)) {
		t = be.AppendUint16(t, uint16(v))
	}
	for _, s := range segments {
		t = be.AppendUint16(t, uint16(s.last))
	}
	t = append(t, 0, 0)
	for _, s := range segments {
		t = be.AppendUint16(t, uint16(s.first))
	}
	for _, s := range segments {
		t = be.AppendUint16(t, uint16(s.glyph-int(s.first)))
	}
	return append(t, make([]byte, 2*count)...) // no lists
}

// searchFields are the numbers that help a reader search n entries of some size:
// for a cmap the doubled count, and always range, selector and shift.
func searchFields(n, size int) []int {
	selector := bits.Len(uint(n)) - 1
	span := size << selector
	return []int{n * size, span, selector, n*size - span}
}

// assemble writes the tables with their directory.
func assemble(tables map[string][]byte) []byte {
	be := binary.BigEndian
	tags := slices.Sorted(maps.Keys(tables))
	fields := searchFields(len(tags), 16)
	file := []byte{0, 1, 0, 0}
	for _, v := range []int{len(tags), fields[1], fields[2], fields[3]} {
		file = be.AppendUint16(file, uint16(v))
	}
	offset := len(file) + 16*len(tags)
	for _, tag := range tags {
		file = append(file, tag...)
		file = be.AppendUint32(file, checksum(tables[tag]))
		file = be.AppendUint32(file, uint32(offset))
		file = be.AppendUint32(file, uint32(len(tables[tag])))
		offset += (len(tables[tag]) + 3) &^ 3
	}
	for _, tag := range tags {
		file = append(file, tables[tag]...)
		for len(file)%4 != 0 {
			file = append(file, 0)
		}
	}
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
