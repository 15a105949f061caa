package ttf

import (
	"encoding/binary"
	"fmt"
	"sort"
	"unicode"
)

// cmap maps characters to glyphs: the two formats that Chinese fonts have.
type cmap struct {
	groups   []group // format 12: all of Unicode
	segments []group // format 4: up to U+FFFF
}

// group is a run of characters with a run of glyphs.
type group struct {
	first, last rune
	glyph       int    // glyph of the first character, or the delta of listed glyphs
	list        []byte // format 4 may list the glyphs one by one
}

func parseCmap(data []byte) (cmap, error) {
	var c cmap
	if len(data) < 4 {
		return c, fmt.Errorf("%w: cmap has %d bytes", ErrCorrupt, len(data))
	}
	count := int(binary.BigEndian.Uint16(data[2:]))
	if len(data) < 4+8*count {
		return c, fmt.Errorf("%w: cmap is too short for %d maps", ErrCorrupt, count)
	}
	for record := data[4 : 4+8*count]; len(record) > 0; record = record[8:] {
		platform, encoding := binary.BigEndian.Uint16(record), binary.BigEndian.Uint16(record[2:])
		offset := int64(binary.BigEndian.Uint32(record[4:]))
		if offset+2 > int64(len(data)) {
			return c, fmt.Errorf("%w: a map begins after the cmap's end", ErrCorrupt)
		}
		sub := data[offset:]
		isUnicode := platform == 0 || platform == 3 && (encoding == 1 || encoding == 10)
		var err error
		switch format := binary.BigEndian.Uint16(sub); {
		case format == 12 && isUnicode && c.groups == nil:
			c.groups, err = parseFormat12(sub)
		case format == 4 && isUnicode && c.segments == nil:
			c.segments, err = parseFormat4(sub)
		}
		if err != nil {
			return c, err
		}
	}
	if c.groups == nil && c.segments == nil {
		return c, fmt.Errorf("it maps no Unicode characters")
	}
	return c, nil
}

func parseFormat12(sub []byte) ([]group, error) {
	if len(sub) < 16 {
		return nil, fmt.Errorf("%w: a map is cut short", ErrCorrupt)
	}
	count := int64(binary.BigEndian.Uint32(sub[12:]))
	if int64(len(sub)) < 16+12*count {
		return nil, fmt.Errorf("%w: a map is too short for %d groups", ErrCorrupt, count)
	}
	groups := make([]group, count)
	for i := range groups {
		at := sub[16+12*i:]
		first, last := binary.BigEndian.Uint32(at), binary.BigEndian.Uint32(at[4:])
		if first > last || last > unicode.MaxRune {
			return nil, fmt.Errorf("%w: a group from %X to %X", ErrCorrupt, first, last)
		}
		groups[i] = group{first: rune(first), last: rune(last), glyph: int(binary.BigEndian.Uint32(at[8:]))}
	}
	return groups, nil
}

func parseFormat4(sub []byte) ([]group, error) {
	if len(sub) < 16 {
		return nil, fmt.Errorf("%w: a map is cut short", ErrCorrupt)
	}
	count := int(binary.BigEndian.Uint16(sub[6:])) / 2
	if len(sub) < 16+8*count {
		return nil, fmt.Errorf("%w: a map is too short for %d segments", ErrCorrupt, count)
	}
	ends, starts := sub[14:], sub[16+2*count:]
	deltas, offsets := sub[16+4*count:], sub[16+6*count:]
	segments := make([]group, count)
	for i := range segments {
		segments[i] = group{
			first: rune(binary.BigEndian.Uint16(starts[2*i:])),
			last:  rune(binary.BigEndian.Uint16(ends[2*i:])),
		}
		s := &segments[i]
		delta := int(binary.BigEndian.Uint16(deltas[2*i:]))
		offset := int(binary.BigEndian.Uint16(offsets[2*i:]))
		if offset == 0 {
			s.glyph = (int(s.first) + delta) & 0xffff
			continue
		}
		s.glyph = delta
		// The offset counts from its own place in the table. A segment that points
		// outside lists nothing.
		s.list = []byte{}
		if at := 2*i + offset; at < len(offsets) {
			s.list = offsets[at:]
		}
	}
	return segments, nil
}

// glyph is the index of the character's glyph, 0 when the font has none.
func (c cmap) glyph(r rune) int {
	if g := find(c.groups, r); g != 0 {
		return g
	}
	if r > 0xffff {
		return 0
	}
	return find(c.segments, r) & 0xffff
}

func find(groups []group, r rune) int {
	i := sort.Search(len(groups), func(i int) bool { return groups[i].last >= r })
	if i == len(groups) || groups[i].first > r {
		return 0
	}
	g, at := groups[i], int(r-groups[i].first)
	if g.list == nil {
		return g.glyph + at
	}
	if 2*at+2 > len(g.list) {
		return 0
	}
	listed := int(binary.BigEndian.Uint16(g.list[2*at:]))
	if listed == 0 {
		return 0
	}
	return (listed + g.glyph) & 0xffff
}
