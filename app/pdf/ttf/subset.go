package ttf

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
)

// Subset cuts a font that has just the given characters: the first is its glyph 1,
// the second glyph 2, and so on, also where the whole font draws two characters with
// one glyph. The same characters give the same bytes.
func (f *Font) Subset(characters []rune) ([]byte, error) {
	s := &subset{font: f, index: map[int]int{}}
	s.order = append(s.order, 0) // the missing glyph is always first
	for _, r := range characters {
		g := f.glyph(r)
		if g == 0 {
			return nil, fmt.Errorf("the font does not have %U", r)
		}
		s.order = append(s.order, g)
	}
	if err := s.copyOutlines(); err != nil {
		return nil, err
	}
	tables := maps.Clone(f.prep)
	tables["glyf"], tables["loca"], tables["hmtx"] = s.glyf, s.loca, s.hmtx
	tables["head"] = patched(f.head, 50, 1) // long loca
	tables["hhea"] = patched(f.hhea, 34, len(s.order))
	tables["maxp"] = patched(f.maxp, 4, len(s.order))
	tables["post"] = append([]byte{0, 3, 0, 0}, f.post[4:32]...) // no glyph names
	tables["cmap"] = formatCmap(characters)
	tables["name"] = formatNames(f.name)
	if f.os2 != nil {
		tables["OS/2"] = f.os2
	}
	return assemble(tables), nil
}

// subset is the work of cutting one font.
type subset struct {
	font             *Font
	order            []int       // glyphs of the source in their new order
	index            map[int]int // parts of composed glyphs: source glyph to new glyph
	glyf, loca, hmtx []byte
}

// maxGlyphs is what a font can number.
const maxGlyphs = 0xffff

// take gives a part of a composed glyph its place in the new font.
func (s *subset) take(glyph int) int {
	if n, taken := s.index[glyph]; taken {
		return n
	}
	s.index[glyph] = len(s.order)
	s.order = append(s.order, glyph)
	return s.index[glyph]
}

// copyOutlines copies outlines and widths; composed glyphs take their parts along.
func (s *subset) copyOutlines() error {
	s.loca = binary.BigEndian.AppendUint32(s.loca, 0)
	for i := 0; i < len(s.order); i++ { // order grows on the way
		if len(s.order) > maxGlyphs {
			return fmt.Errorf("%d glyphs do not fit one font", len(s.order))
		}
		outline, err := s.font.readOutline(s.order[i])
		if err != nil {
			return err
		}
		if err := s.renumberParts(outline); err != nil {
			return err
		}
		s.glyf = append(s.glyf, outline...)
		for len(s.glyf)%4 != 0 {
			s.glyf = append(s.glyf, 0)
		}
		s.loca = binary.BigEndian.AppendUint32(s.loca, uint32(len(s.glyf)))
		s.hmtx = append(s.hmtx, s.font.metric(s.order[i])...)
	}
	return nil
}

func (f *Font) readOutline(g int) ([]byte, error) {
	from, to := f.outline(g)
	glyf := f.tables["glyf"]
	if from > to || to > glyf.length {
		return nil, fmt.Errorf("%w: glyph %d lies at %d to %d of %d", ErrCorrupt, g, from, to, glyf.length)
	}
	return f.read(glyf.offset+from, int(to-from))
}

// metric is the hmtx entry of a glyph: advance and left side bearing.
func (f *Font) metric(g int) []byte {
	if g < f.metrics {
		return f.hmtx[4*g : 4*g+4]
	}
	bearing := 4*f.metrics + 2*(g-f.metrics)
	last := 4 * (f.metrics - 1)
	return slices.Concat(f.hmtx[last:last+2], f.hmtx[bearing:bearing+2])
}

// renumberParts puts the new numbers of its parts into a composed glyph.
func (s *subset) renumberParts(outline []byte) error {
	const (
		wordArguments = 1 << 0
		oneScale      = 1 << 3
		moreParts     = 1 << 5
		twoScales     = 1 << 6
		fourScales    = 1 << 7
	)
	if len(outline) < 10 || int16(binary.BigEndian.Uint16(outline)) >= 0 {
		return nil // empty, or a simple outline
	}
	for at := 10; ; {
		if at+4 > len(outline) {
			return fmt.Errorf("%w: a composed glyph is cut short", ErrCorrupt)
		}
		flags := binary.BigEndian.Uint16(outline[at:])
		part := int(binary.BigEndian.Uint16(outline[at+2:]))
		if part >= s.font.glyphs {
			return fmt.Errorf("%w: a composed glyph has a part %d of %d", ErrCorrupt, part, s.font.glyphs)
		}
		binary.BigEndian.PutUint16(outline[at+2:], uint16(s.take(part)))
		if flags&moreParts == 0 {
			return nil
		}
		at += 6
		if flags&wordArguments != 0 {
			at += 2
		}
		switch {
		case flags&oneScale != 0:
			at += 2
		case flags&twoScales != 0:
			at += 4
		case flags&fourScales != 0:
			at += 8
		}
	}
}

// patched copies a table with one 16-bit number changed.
func patched(table []byte, at, value int) []byte {
	table = slices.Clone(table)
	binary.BigEndian.PutUint16(table[at:], uint16(value))
	return table
}
