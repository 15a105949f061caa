package pdf

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
)

// sizeEntry is the trailer's number of objects, the zeroth included.
var sizeEntry = regexp.MustCompile(`\n/Size (\d+)\n`)

// objects is the number of objects of a file that gofpdf wrote, and with it the
// number of the next.
func objects(file []byte) (int, error) {
	size := sizeEntry.FindSubmatch(file[max(bytes.LastIndex(file, []byte("\ntrailer\n")), 0):])
	if size == nil {
		return 0, fmt.Errorf("extend PDF: the file has no trailer")
	}
	return strconv.Atoi(string(size[1]))
}

// extend puts words after a mark in a file that gofpdf wrote, adds objects at its
// end, and writes its table of objects anew.
func extend(file []byte, mark, words string, added [][]byte) ([]byte, error) {
	count, err := objects(file)
	if err != nil {
		return nil, err
	}
	table := bytes.LastIndex(file, []byte("\nxref\n")) + 1
	at := bytes.LastIndex(file[:table], []byte(mark))
	if table == 0 || at < 0 {
		return nil, fmt.Errorf("extend PDF: the file has no table of objects or no %q", mark)
	}
	at += len(mark)

	offsets := make([]int, 0, count+len(added))
	entries := bytes.Split(file[table:], []byte("\n"))[3:] // after xref, the range, and object 0
	for _, entry := range entries[:count-1] {
		offset, err := strconv.Atoi(string(entry[:10]))
		if err != nil {
			return nil, fmt.Errorf("extend PDF: table of objects: %w", err)
		}
		if offset >= at {
			offset += len(words)
		}
		offsets = append(offsets, offset)
	}
	var out bytes.Buffer
	out.Write(file[:at])
	out.WriteString(words)
	out.Write(file[at:table])
	for _, object := range added {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(offsets), object)
	}
	start, size := out.Len(), len(offsets)+1
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", size)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	trailer := file[bytes.LastIndex(file, []byte("trailer\n")):bytes.LastIndex(file, []byte("startxref\n"))]
	out.Write(sizeEntry.ReplaceAll(trailer, fmt.Appendf(nil, "\n/Size %d\n", size)))
	fmt.Fprintf(&out, "startxref\n%d\n%%%%EOF\n", start)
	return out.Bytes(), nil
}
