package pdf

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"yunban/model"
)

// Bind puts a case file together: the cover and the papers as one PDF with a bookmark
// for each, the same papers always as the same bytes. Papers are copied as they are; a
// signature stays to be seen, but it proves the paper by itself, not the bound copy. A
// paper that cannot be read is an error that names it.
func (p *Printer) Bind(ctx context.Context, cover model.Document, parts []model.BoundPart) ([]byte, error) {
	first, err := p.Print(ctx, cover)
	if err != nil {
		return nil, err
	}
	b := newBinding()
	for _, part := range append([]model.BoundPart{{Title: cover.Title, PDF: first}}, parts...) {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("bind %s: %w", cover.Title, err)
		}
		if err := b.bind(ctx, part); err != nil {
			return nil, fmt.Errorf("bind %s: %w", cover.Title, err)
		}
	}
	return b.close(cover), nil
}

// The objects that every bound file begins with.
const (
	catalogObject = iota + 1
	pagesObject
	outlineObject
	infoObject
)

// binding is a file that papers are copied into.
type binding struct {
	out     bytes.Buffer
	offsets []int // of the objects by number; object 1 is the first
	pages   []int
	marks   []bookmark
}

type bookmark struct {
	title string
	page  int // object
}

func newBinding() *binding {
	b := &binding{offsets: make([]int, infoObject)}
	b.out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	return b
}

// reserve takes the number of an object that will be written.
func (b *binding) reserve() int {
	b.offsets = append(b.offsets, 0)
	return len(b.offsets)
}

func (b *binding) object(number int, content []byte) {
	b.offsets[number-1] = b.out.Len()
	fmt.Fprintf(&b.out, "%d 0 obj\n%s\nendobj\n", number, content)
}

// bind copies a paper's pages.
func (b *binding) bind(ctx context.Context, part model.BoundPart) error {
	paper, err := readPaper(ctx, part)
	if err != nil {
		return err
	}
	numbers, err := paper.copyTo(b)
	if err != nil {
		return model.Wrap(model.Invalid, err, "error.paper_unreadable", "paper", part.Title)
	}
	b.marks = append(b.marks, bookmark{part.Title, numbers[0]})
	b.pages = append(b.pages, numbers...)
	return nil
}

// close writes what stands above the pages, and the table of objects.
func (b *binding) close(cover model.Document) []byte {
	b.object(catalogObject, fmt.Appendf(nil, "<</Type /Catalog /Pages %d 0 R /Outlines %d 0 R /PageMode /UseOutlines>>", pagesObject, outlineObject))
	kids := make([]string, len(b.pages))
	for i, n := range b.pages {
		kids[i] = fmt.Sprintf("%d 0 R", n)
	}
	b.object(pagesObject, fmt.Appendf(nil, "<</Type /Pages /Count %d /Kids [%s]>>", len(kids), strings.Join(kids, " ")))
	b.outline()
	day := dayOf(cover).UTC().Format("20060102150405Z")
	b.object(infoObject, fmt.Appendf(nil, "<</Title %s /Author %s /Producer (Yunban) /CreationDate (D:%s) /ModDate (D:%s)>>",
		pdfText(cover.Title+" "+cover.Number), pdfText(cover.Issuer), day, day))

	start, size := b.out.Len(), len(b.offsets)+1
	fmt.Fprintf(&b.out, "xref\n0 %d\n0000000000 65535 f \n", size)
	for _, offset := range b.offsets {
		fmt.Fprintf(&b.out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b.out, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", size, catalogObject, infoObject, start)
	return b.out.Bytes()
}

// outline writes the bookmarks, one after the other.
func (b *binding) outline() {
	first := len(b.offsets) + 1
	for range b.marks {
		b.reserve()
	}
	last := first + len(b.marks) - 1
	b.object(outlineObject, fmt.Appendf(nil, "<</Type /Outlines /First %d 0 R /Last %d 0 R /Count %d>>", first, last, len(b.marks)))
	for i, m := range b.marks {
		beside := ""
		if i > 0 {
			beside += fmt.Sprintf(" /Prev %d 0 R", first+i-1)
		}
		if first+i < last {
			beside += fmt.Sprintf(" /Next %d 0 R", first+i+1)
		}
		b.object(first+i, fmt.Appendf(nil, "<</Title %s /Parent %d 0 R%s /Dest [%d 0 R /XYZ null null null]>>", pdfText(m.title), outlineObject, beside, m.page))
	}
}

// pdfText writes a text of one line as a string of a PDF file.
func pdfText(text string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(strings.Join(strings.Fields(text), " "))) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return b.String() + ">"
}

// dayOf is the date of a document's file; a blank form has no day of its own.
func dayOf(d model.Document) time.Time {
	if d.Date.IsZero() {
		return time.Unix(0, 0).UTC()
	}
	return d.Date
}
