// Package ttf reads TrueType fonts and cuts small ones out of them.
//
// A font is opened once and then asked many times: which characters it draws, how
// wide they are, and for a font with just the glyphs of one document. Outlines are
// read when they are cut, so that a font of 15 MB costs a few hundred kilobytes.
// No font, however damaged, makes it panic.
package ttf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unicode"
)

// ErrCorrupt is wrapped by every error about a font that contradicts itself.
var ErrCorrupt = errors.New("corrupt font")

// Font is an opened font. It is safe for concurrent use.
type Font struct {
	src    io.ReaderAt
	tables map[string]table

	head, hhea, maxp, post, os2 []byte
	loca, hmtx                  []byte
	prep                        map[string][]byte // cvt, fpgm and prep, which hinted outlines call

	cmap       cmap
	name       string
	glyphs     int // number of glyphs
	metrics    int // number of full entries in hmtx
	longLoca   bool
	unitsPerEm int
}

type table struct{ offset, length int64 }

// maxTable bounds what is kept in memory of one table: far above any real font's,
// far below what a damaged length could ask for.
const maxTable = 16 << 20

// Open reads the directory and the small tables of a font with TrueType outlines;
// of a collection it takes the first font.
func Open(src io.ReaderAt, size int64) (*Font, error) {
	f := &Font{src: src, prep: map[string][]byte{}}
	if err := f.readDirectory(size); err != nil {
		return nil, err
	}
	for _, t := range []struct {
		tag  string
		into *[]byte
		min  int // bytes that must be there
	}{
		{"head", &f.head, 54}, {"hhea", &f.hhea, 36}, {"maxp", &f.maxp, 6},
		{"post", &f.post, 32}, {"hmtx", &f.hmtx, 4}, {"loca", &f.loca, 4},
	} {
		data, err := f.table(t.tag)
		if err != nil {
			return nil, err
		}
		if len(data) < t.min {
			return nil, fmt.Errorf("%w: table %s has %d bytes", ErrCorrupt, t.tag, len(data))
		}
		*t.into = data
	}
	for _, tag := range []string{"cvt ", "fpgm", "prep"} {
		if _, there := f.tables[tag]; !there {
			continue
		}
		data, err := f.table(tag)
		if err != nil {
			return nil, err
		}
		f.prep[tag] = data
	}
	if err := f.readMetrics(); err != nil {
		return nil, err
	}
	if _, there := f.tables["glyf"]; !there {
		return nil, fmt.Errorf("not a TrueType font: it has no glyf table")
	}
	data, err := f.table("cmap")
	if err != nil {
		return nil, err
	}
	if f.cmap, err = parseCmap(data); err != nil {
		return nil, err
	}
	f.name = f.postScriptName()
	return f, nil
}

func (f *Font) readDirectory(size int64) error {
	const collection, trueType, apple = "ttcf", "\x00\x01\x00\x00", "true"
	start := int64(0)
	tag, err := f.read(0, 4)
	if err != nil {
		return err
	}
	if string(tag) == collection {
		first, err := f.read(12, 4)
		if err != nil {
			return err
		}
		start = int64(binary.BigEndian.Uint32(first))
		if tag, err = f.read(start, 4); err != nil {
			return err
		}
	}
	if string(tag) != trueType && string(tag) != apple {
		return fmt.Errorf("not a TrueType font: it begins with %q", tag)
	}
	count, err := f.read(start+4, 2)
	if err != nil {
		return err
	}
	records, err := f.read(start+12, 16*int(binary.BigEndian.Uint16(count)))
	if err != nil {
		return err
	}
	f.tables = map[string]table{}
	for ; len(records) > 0; records = records[16:] {
		t := table{int64(binary.BigEndian.Uint32(records[8:])), int64(binary.BigEndian.Uint32(records[12:]))}
		if t.offset+t.length > size {
			return fmt.Errorf("%w: table %q ends after the file", ErrCorrupt, records[:4])
		}
		f.tables[string(records[:4])] = t
	}
	return nil
}

func (f *Font) readMetrics() error {
	f.unitsPerEm = int(binary.BigEndian.Uint16(f.head[18:]))
	f.longLoca = binary.BigEndian.Uint16(f.head[50:]) == 1
	f.metrics = int(binary.BigEndian.Uint16(f.hhea[34:]))
	f.glyphs = int(binary.BigEndian.Uint16(f.maxp[4:]))
	if f.unitsPerEm == 0 || f.metrics == 0 || f.metrics > f.glyphs {
		return fmt.Errorf("%w: %d units per em, %d metrics for %d glyphs", ErrCorrupt, f.unitsPerEm, f.metrics, f.glyphs)
	}
	if len(f.hmtx) < 4*f.metrics+2*(f.glyphs-f.metrics) {
		return fmt.Errorf("%w: hmtx is too short for %d glyphs", ErrCorrupt, f.glyphs)
	}
	entry := 2
	if f.longLoca {
		entry = 4
	}
	if len(f.loca) < entry*(f.glyphs+1) {
		return fmt.Errorf("%w: loca is too short for %d glyphs", ErrCorrupt, f.glyphs)
	}
	// OS/2 may be missing; one too short for its version is as good as missing.
	if _, there := f.tables["OS/2"]; there {
		os2, err := f.table("OS/2")
		if err != nil {
			return err
		}
		if len(os2) >= 96 || len(os2) >= 78 && binary.BigEndian.Uint16(os2) < 2 {
			f.os2 = os2
		}
	}
	return nil
}

func (f *Font) table(tag string) ([]byte, error) {
	t, there := f.tables[tag]
	if !there {
		return nil, fmt.Errorf("%w: it has no table %s", ErrCorrupt, tag)
	}
	if t.length > maxTable {
		return nil, fmt.Errorf("%w: table %s has %d bytes", ErrCorrupt, tag, t.length)
	}
	return f.read(t.offset, int(t.length))
}

func (f *Font) read(offset int64, length int) ([]byte, error) {
	data := make([]byte, length)
	if n, err := f.src.ReadAt(data, offset); n < length {
		return nil, fmt.Errorf("%w: %d bytes at %d: %w", ErrCorrupt, length, offset, err)
	}
	return data, nil
}

// Embeddable tells whether the font's maker lets it be put into documents
// (OS/2 fsType: restricted licence, no subsetting, bitmaps only).
func (f *Font) Embeddable() bool {
	if f.os2 == nil {
		return true
	}
	const restricted, noSubset, bitmapOnly = 0x0002, 0x0100, 0x0200
	fsType := binary.BigEndian.Uint16(f.os2[8:])
	return fsType&0x000f != restricted && fsType&(noSubset|bitmapOnly) == 0
}

// Draws tells whether the font has the character, with an outline unless it is a space.
func (f *Font) Draws(r rune) bool {
	g := f.glyph(r)
	if g == 0 {
		return false
	}
	from, to := f.outline(g)
	return from < to || unicode.IsSpace(r)
}

// Advance is the width of the character in ems, and that of the missing glyph if
// the font has none.
func (f *Font) Advance(r rune) float64 {
	g := min(f.glyph(r), f.metrics-1)
	return float64(binary.BigEndian.Uint16(f.hmtx[4*g:])) / float64(f.unitsPerEm)
}

// glyph is the index of the character's glyph, 0 when there is none.
func (f *Font) glyph(r rune) int {
	if g := f.cmap.glyph(r); g < f.glyphs {
		return g
	}
	return 0
}

// outline is where a glyph's outline lies in the glyf table.
func (f *Font) outline(g int) (from, to int64) {
	if f.longLoca {
		return int64(binary.BigEndian.Uint32(f.loca[4*g:])), int64(binary.BigEndian.Uint32(f.loca[4*g+4:]))
	}
	return 2 * int64(binary.BigEndian.Uint16(f.loca[2*g:])), 2 * int64(binary.BigEndian.Uint16(f.loca[2*g+2:]))
}
