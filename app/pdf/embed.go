package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"hash/crc32"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf16"

	"yunban/app/pdf/ttf"
)

// embed adds the fonts to a finished file.
func (ks inks) embed(file []byte) ([]byte, error) {
	next, err := objects(file)
	if err != nil {
		return nil, err
	}
	var added [][]byte
	var names strings.Builder
	for _, k := range ks {
		font, err := k.objects(next + len(added))
		if err != nil {
			return nil, fmt.Errorf("embed font %s: %w", k.font.Name(), err)
		}
		fmt.Fprintf(&names, "/%s %d 0 R\n", k.name, next+len(added))
		added = append(added, font...)
	}
	return extend(file, "/Font <<\n", names.String(), added)
}

// objects writes a font as PDF objects numbered from first on: the font, its
// descendant by glyph number, its characters, its measures and its outlines.
func (k *ink) objects(first int) ([][]byte, error) {
	file, err := k.font.Subset(k.characters)
	if err != nil {
		return nil, err
	}
	outlines, err := stream(file, fmt.Sprintf("/Length1 %d", len(file)))
	if err != nil {
		return nil, err
	}
	characters, err := stream(k.characterTable(), "")
	if err != nil {
		return nil, err
	}
	name := tag(file) + "+" + k.font.Name()
	return [][]byte{
		fmt.Appendf(nil, "<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>",
			name, first+1, first+2),
		fmt.Appendf(nil, "<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>"+
			" /FontDescriptor %d 0 R /DW 1000 /W [1 [%s]] /CIDToGIDMap /Identity>>", name, first+3, k.widths()),
		characters,
		descriptor(name, k.font.Metrics(), first+4),
		outlines,
	}, nil
}

// widths are those of the glyphs in thousandths of an em.
func (k *ink) widths() string {
	var b strings.Builder
	for _, r := range k.characters {
		fmt.Fprintf(&b, "%d ", int(math.Round(1000*k.font.Advance(r))))
	}
	return strings.TrimSpace(b.String())
}

func descriptor(name string, m ttf.Metrics, outlines int) []byte {
	const symbolic = 4                              // the font has codes of its own
	stem := 50 + m.Weight*m.Weight/(65*65)          // the customary guess
	box := strings.Trim(fmt.Sprint(m.Box[:]), "[]") // left bottom right top
	return fmt.Appendf(nil, "<</Type /FontDescriptor /FontName /%s /Flags %d /FontBBox [%s] /ItalicAngle 0"+
		" /Ascent %d /Descent %d /CapHeight %d /StemV %d /FontFile2 %d 0 R>>",
		name, symbolic, box, m.Ascent, m.Descent, m.CapHeight, stem, outlines)
}

// tag is the prefix of six letters that tells one cut font from another.
func tag(file []byte) string {
	sum := crc32.ChecksumIEEE(file)
	letters := make([]byte, 6)
	for i := range letters {
		letters[i] = 'A' + byte(sum%26)
		sum /= 26
	}
	return string(letters)
}

// characterTable tells readers which characters the glyphs stand for: what is
// searched, copied and read aloud, beyond U+FFFF too.
func (k *ink) characterTable() []byte {
	const block = 100 // the most entries that a block may have
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	glyph := 0
	for characters := range slices.Chunk(k.characters, block) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(characters))
		for _, r := range characters {
			glyph++
			fmt.Fprintf(&b, "<%04X> <", glyph)
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, "%04X", unit)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return b.Bytes()
}

// packers are kept: making one costs more than packing a form's fonts.
var packers = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

// stream is a compressed stream object with entries of its own.
func stream(data []byte, entries string) ([]byte, error) {
	var packed bytes.Buffer
	z, _ := packers.Get().(*zlib.Writer)
	defer packers.Put(z)
	z.Reset(&packed)
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "<</Length %d /Filter /FlateDecode %s>>\nstream\n%s\nendstream", packed.Len(), entries, packed.Bytes()), nil
}
