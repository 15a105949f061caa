package scan

import (
	"bytes"
	"encoding/binary"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/tiff"

	"yunban/model"
)

// The tags of a TIFF that matter here.
const (
	tagSubfile     = 254
	tagWidth       = 256
	tagHeight      = 257
	tagCompression = 259
	tagStrips      = 273
	tagRows        = 278 // of a strip
	tagStripBytes  = 279
	tagTileWidth   = 322
	tagTileHeight  = 323
	tagTiles       = 324
	tagTileBytes   = 325
	tagJPEGTables  = 347
)

const packedJPEG = 7

// tiffPages is a TIFF. The library reads only the first page of one; each further page is shown to it as the first.
type tiffPages struct {
	file  *io.SectionReader
	order binary.ByteOrder
	at    []int64 // where each page's directory begins
}

func openTIFF(file *io.SectionReader) (pages, error) {
	t := tiffPages{file: file, order: binary.LittleEndian}
	head := make([]byte, 8)
	if _, err := file.ReadAt(head, 0); err != nil {
		return nil, broken(err)
	}
	if head[0] == 'M' {
		t.order = binary.BigEndian
	}
	seen := map[int64]bool{}
	for at := int64(t.order.Uint32(head[4:])); at != 0 && !seen[at] && len(t.at) <= MaxPages; {
		seen[at] = true
		n, err := t.number(at, 2)
		if err != nil {
			break // what comes before can still be read
		}
		if t.tag(at, tagSubfile)&1 == 0 { // not a small copy of another page
			t.at = append(t.at, at)
		}
		if at, err = t.number(at+2+12*n, 4); err != nil {
			break
		}
	}
	if len(t.at) == 0 {
		return nil, broken(io.ErrUnexpectedEOF)
	}
	return t, nil
}

func (t tiffPages) count() int { return len(t.at) }

func (t tiffPages) pictures(no int) ([]plane, string) {
	at := t.at[no-1]
	w, h := int(t.tag(at, tagWidth)), int(t.tag(at, tagHeight))
	if w == 0 || h == 0 {
		return nil, faultBroken
	}
	if tooLarge(w, h) {
		return nil, faultLarge
	}
	if t.tag(at, tagCompression) == packedJPEG {
		return t.jpegParts(at, w, h)
	}
	return unpacked(func() io.Reader { return t.from(at) }, tiff.DecodeConfig, tiff.Decode)
}

// cut gives each page as a PNG: a page of a TIFF cannot be lifted out as it is.
func (t tiffPages) cut(numbers []int) ([]model.SheetFile, error) {
	var files []model.SheetFile
	for _, no := range numbers {
		found, fault := t.pictures(no)
		if fault != "" || len(found) == 0 {
			return nil, model.Errorf(model.Invalid, "error.scan_broken")
		}
		var b bytes.Buffer
		if err := png.Encode(&b, found[0].picture()); err != nil {
			return nil, err
		}
		files = append(files, model.SheetFile{Ending: "png", Data: b.Bytes()})
	}
	return files, nil
}

// jpegParts puts together a page whose strips or tiles are JPEGs, with their tables kept once for all.
func (t tiffPages) jpegParts(at int64, w, h int) ([]plane, string) {
	tables := t.bytes(at, tagJPEGTables)
	offsets, sizes := t.numbers(at, tagStrips), t.numbers(at, tagStripBytes)
	partW, partH := w, int(t.tag(at, tagRows))
	if len(offsets) == 0 {
		offsets, sizes = t.numbers(at, tagTiles), t.numbers(at, tagTileBytes)
		partW, partH = int(t.tag(at, tagTileWidth)), int(t.tag(at, tagTileHeight))
	}
	if partH <= 0 || partH > h {
		partH = h
	}
	if partW <= 0 || len(offsets) == 0 || len(offsets) != len(sizes) {
		return nil, faultBroken
	}
	page := newPlane(w, h)
	across := (w + partW - 1) / partW
	for i := range offsets {
		part, fault := t.jpegPart(tables, offsets[i], sizes[i])
		if fault != "" {
			return nil, fault
		}
		page.put(part, i%across*partW, i/across*partH)
	}
	return []plane{page}, ""
}

func (t tiffPages) jpegPart(tables []byte, offset, size int64) (plane, string) {
	if size < 4 || size > t.file.Size() {
		return plane{}, faultBroken
	}
	data := make([]byte, size)
	if _, err := t.file.ReadAt(data, offset); err != nil {
		return plane{}, faultBroken
	}
	if len(tables) > 4 { // begin of the tables without their end, then the part without its begin
		data = append(bytes.Clone(tables[:len(tables)-2]), data[2:]...)
	}
	found, fault := unpacked(func() io.Reader { return bytes.NewReader(data) }, jpeg.DecodeConfig, jpeg.Decode)
	if fault != "" {
		return plane{}, fault
	}
	return found[0], ""
}

// put lays a smaller picture on a page.
func (p plane) put(part plane, x, y int) {
	for j := range part.h {
		if y+j >= p.h || x >= p.w {
			return
		}
		copy(p.px[(y+j)*p.w+x:(y+j+1)*p.w], part.px[j*part.w:(j+1)*part.w])
	}
}

// from shows the file as if the directory at a place were its first.
func (t tiffPages) from(at int64) io.Reader {
	head := make([]byte, 8)
	copy(head, "II*\x00")
	if t.order == binary.BigEndian {
		copy(head, "MM\x00*")
	}
	t.order.PutUint32(head[4:], uint32(at))
	return &headed{SectionReader: io.NewSectionReader(t.file, 0, t.file.Size()), head: head}
}

// headed is a file with another beginning.
type headed struct {
	*io.SectionReader
	head []byte
}

func (f *headed) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.SectionReader.ReadAt(p, off)
	if off < int64(len(f.head)) {
		copy(p[:n], f.head[off:])
	}
	return n, err
}

func (t tiffPages) number(at int64, bytes int) (int64, error) {
	var b [4]byte
	if _, err := t.file.ReadAt(b[:bytes], at); err != nil {
		return 0, err
	}
	if bytes == 2 {
		return int64(t.order.Uint16(b[:])), nil
	}
	return int64(t.order.Uint32(b[:])), nil
}

// tag is the first number of a tag, 0 when there is none.
func (t tiffPages) tag(at int64, id uint16) int64 {
	all := t.numbers(at, id)
	if len(all) == 0 {
		return 0
	}
	return all[0]
}

// maxNumbers bounds how many numbers of a tag are read.
const maxNumbers = 100_000

// numbers are the numbers of a tag.
func (t tiffPages) numbers(at int64, id uint16) []int64 {
	kind, n, where, ok := t.entry(at, id)
	width := map[uint16]int{3: 2, 4: 4}[kind]
	if !ok || width == 0 || n > maxNumbers {
		return nil
	}
	if int64(width)*n > 4 {
		var err error
		if where, err = t.number(where, 4); err != nil {
			return nil
		}
	}
	var all []int64
	for i := range n {
		v, err := t.number(where+i*int64(width), width)
		if err != nil {
			return nil
		}
		all = append(all, v)
	}
	return all
}

// bytes are the bytes of a tag.
func (t tiffPages) bytes(at int64, id uint16) []byte {
	_, n, where, ok := t.entry(at, id)
	if !ok || n <= 4 || n > maxNumbers {
		return nil
	}
	where, err := t.number(where, 4)
	if err != nil {
		return nil
	}
	b := make([]byte, n)
	if _, err := t.file.ReadAt(b, where); err != nil {
		return nil
	}
	return b
}

// entry finds a tag in a directory: its type, how many values it has, and where they or their place stand.
func (t tiffPages) entry(at int64, id uint16) (kind uint16, n, where int64, ok bool) {
	entries, err := t.number(at, 2)
	if err != nil {
		return 0, 0, 0, false
	}
	var b [12]byte
	for i := range entries {
		if _, err := t.file.ReadAt(b[:], at+2+12*i); err != nil {
			return 0, 0, 0, false
		}
		if t.order.Uint16(b[:]) == id {
			return t.order.Uint16(b[2:]), int64(t.order.Uint32(b[4:])), at + 2 + 12*i + 8, true
		}
	}
	return 0, 0, 0, false
}
