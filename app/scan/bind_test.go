package scan

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"
)

// packed is a picture as it lies in a PDF: what its dictionary says, and its data.
type packed struct {
	says string
	data []byte
}

// pdfOf writes a PDF with these pictures on each page.
func pdfOf(pages ...[]packed) []byte {
	var b bytes.Buffer
	var offsets []int
	object := func(format string, args ...any) int {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n", len(offsets))
		fmt.Fprintf(&b, format, args...)
		b.WriteString("\nendobj\n")
		return len(offsets)
	}
	b.WriteString("%PDF-1.4\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	total := 2
	var kids string
	for _, pictures := range pages {
		total += len(pictures) + 2
		kids += fmt.Sprintf("%d 0 R ", total)
	}
	object("<< /Type /Pages /Count %d /Kids [%s] >>", len(pages), kids)
	for _, pictures := range pages {
		var names, draw string
		for i, p := range pictures {
			n := object("<< /Type /XObject /Subtype /Image %s /Length %d >>\nstream\n%s\nendstream", p.says, len(p.data), p.data)
			names += fmt.Sprintf("/Im%d %d 0 R ", i, n)
			draw += fmt.Sprintf("q 595 0 0 842 0 0 cm /Im%d Do Q ", i)
		}
		content := object("<< /Length %d >>\nstream\n%s\nendstream", len(draw), draw)
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << %s>> >> /Contents %d 0 R >>", names, content)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, table)
	return b.Bytes()
}

// tiffPage is a page of a TIFF: its tags, all of them numbers, and its strips.
type tiffPage struct {
	tags   map[uint16]uint32
	strips [][]byte
	tables []byte
}

// tiffOf writes a TIFF of several pages.
func tiffOf(t testing.TB, order binary.ByteOrder, pages ...tiffPage) []byte {
	t.Helper()
	var b bytes.Buffer
	b.WriteString(map[bool]string{true: "II*\x00", false: "MM\x00*"}[order == binary.LittleEndian])
	number := func(n uint32) {
		var four [4]byte
		order.PutUint32(four[:], n)
		b.Write(four[:])
	}
	short := func(n uint16) {
		var two [2]byte
		order.PutUint16(two[:], n)
		b.Write(two[:])
	}
	number(0)
	link := 4 // where the place of the next directory is to be written
	for _, p := range pages {
		list := func(values []uint32) uint32 {
			at := b.Len()
			for _, v := range values {
				number(v)
			}
			return uint32(at)
		}
		var offsets, sizes []uint32
		for _, s := range p.strips {
			offsets, sizes = append(offsets, uint32(b.Len())), append(sizes, uint32(len(s)))
			b.Write(s)
		}
		tables := uint32(b.Len())
		b.Write(p.tables)
		atOffsets, atSizes := list(offsets), list(sizes)
		if len(offsets) == 1 {
			atOffsets, atSizes = offsets[0], sizes[0]
		}
		if b.Len()%2 == 1 {
			b.WriteByte(0)
		}
		order.PutUint32(b.Bytes()[link:], uint32(b.Len()))
		n := len(p.tags) + 2
		if len(p.tables) > 0 {
			n++
		}
		short(uint16(n))
		for id := uint16(0); id < 400; id++ {
			v, ok := p.tags[id]
			count, kind := uint32(1), uint16(4)
			switch {
			case id == tagStrips:
				v, count, ok = atOffsets, uint32(len(offsets)), true
			case id == tagStripBytes:
				v, count, ok = atSizes, uint32(len(sizes)), true
			case id == tagJPEGTables && len(p.tables) > 0:
				v, count, kind, ok = tables, uint32(len(p.tables)), 7, true
			}
			if ok {
				short(id)
				short(kind)
				number(count)
				number(v)
			}
		}
		link = b.Len()
		number(0)
	}
	return b.Bytes()
}
