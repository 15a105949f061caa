package sign

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"

	"yunban/model"
)

// file is a PDF that is being read: its bytes and where its objects stand.
type file struct {
	data    []byte
	table   map[int]entry
	trailer dict // the last one
	start   int  // of the last table
	streams bool // the last table is a stream (PDF 1.5)
	size    int  // one more than the highest object
	packs   map[int][]any
	packed  int // bytes unpacked so far
}

// entry is where an object stands: at an offset, or packed in a stream of objects.
type entry struct {
	free   bool
	offset int // of a plain object
	gen    int
	pack   int // the stream that holds it; 0 is none
	index  int // in that stream
}

// Limits of what is read from a file that others made.
const (
	maxUnpacked = 256 << 20 // all streams together, in bytes
	maxObjects  = 2_000_000
	maxUpdates  = 1_000
)

// open reads a file's tables. What is not a PDF, is encrypted or broken is said so.
func open(data []byte) (*file, error) {
	if !bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return nil, model.Errorf(model.Invalid, "error.not_pdf")
	}
	f := &file{data: data, table: map[int]entry{}, packs: map[int][]any{}}
	if err := f.readTables(); err != nil {
		return nil, model.Wrap(model.Invalid, err, "error.pdf_broken")
	}
	if f.trailer["Encrypt"] != nil {
		return nil, model.Errorf(model.Invalid, "error.pdf_encrypted")
	}
	if _, ok := f.get(f.trailer["Root"]).(dict); !ok {
		return nil, model.Wrap(model.Invalid, errors.New("no catalogue"), "error.pdf_broken")
	}
	return f, nil
}

// readTables follows the tables from the last to the first; what stands in a later one counts.
func (f *file) readTables() error {
	at := bytes.LastIndex(f.data, []byte("startxref"))
	if at < 0 {
		return errors.New("no startxref: the end is missing")
	}
	l := &lexer{f.data, at + len("startxref")}
	l.space()
	pos, err := strconv.Atoi(string(l.word()))
	if err != nil {
		return err
	}
	if bytes.Contains(f.data[l.at:], []byte(" obj")) {
		return errors.New("an update was cut off")
	}
	f.start = pos
	seen := map[int]bool{}
	for queue := []int{pos}; len(queue) > 0; {
		pos, queue = queue[0], queue[1:]
		if seen[pos] || pos < 0 || pos >= len(f.data) || len(seen) > maxUpdates {
			return fmt.Errorf("no table of objects at %d", pos)
		}
		seen[pos] = true
		trailer, streams, err := f.readTable(pos)
		if err != nil {
			return err
		}
		if f.trailer == nil {
			f.trailer, f.streams = trailer, streams
		}
		f.size = max(f.size, toInt(trailer["Size"]))
		for _, key := range []name{"XRefStm", "Prev"} {
			if trailer[key] != nil {
				queue = append(queue, toInt(trailer[key]))
			}
		}
	}
	for num := range f.table {
		f.size = max(f.size, num+1)
	}
	return nil
}

func (f *file) readTable(pos int) (trailer dict, streams bool, err error) {
	l := &lexer{f.data, pos}
	if l.keyword("xref") {
		trailer, err = f.readPlain(l)
		return trailer, false, err
	}
	s, ok := f.objectAt(pos, -1).(stream)
	if !ok || s.dict["Type"] != name("XRef") {
		return nil, false, fmt.Errorf("no table of objects at %d", pos)
	}
	return s.dict, true, f.readPacked(s)
}

// readPlain reads a table in words: ranges of entries, then the trailer.
func (f *file) readPlain(l *lexer) (dict, error) {
	for !l.keyword("trailer") {
		first, count := l.int(), l.int()
		if first < 0 || count < 0 || count > maxObjects {
			return nil, errors.New("broken table of objects")
		}
		for num := first; num < first+count; num++ {
			offset, gen := l.int(), l.int()
			l.space()
			kind := string(l.word())
			if offset < 0 || gen < 0 || (kind != "n" && kind != "f") {
				return nil, errors.New("broken table of objects")
			}
			f.know(num, entry{free: kind == "f", offset: offset, gen: gen})
		}
	}
	v, err := l.value(0)
	if err != nil {
		return nil, err
	}
	trailer, ok := v.(dict)
	if !ok {
		return nil, errors.New("no trailer")
	}
	return trailer, nil
}

// int reads a plain number; -1 when there is none.
func (l *lexer) int() int {
	l.space()
	n, err := strconv.Atoi(string(l.word()))
	if err != nil {
		return -1
	}
	return n
}

func (f *file) know(num int, e entry) {
	if _, later := f.table[num]; !later && num >= 0 && num < maxObjects*8 {
		f.table[num] = e
	}
}

// readPacked reads a table in a stream: three columns of bytes.
func (f *file) readPacked(s stream) error {
	data, err := f.unpack(s)
	if err != nil {
		return err
	}
	widths, _ := s.dict["W"].(array)
	if len(widths) < 3 {
		return errors.New("broken table of objects")
	}
	var w [3]int
	for i := range w {
		if w[i] = toInt(widths[i]); w[i] < 0 || w[i] > 8 {
			return errors.New("broken table of objects")
		}
	}
	ranges, _ := s.dict["Index"].(array)
	if ranges == nil {
		ranges = array{number("0"), s.dict["Size"]}
	}
	row := w[0] + w[1] + w[2]
	for i := 0; i+1 < len(ranges); i += 2 {
		first := toInt(ranges[i])
		for n := range toInt(ranges[i+1]) {
			if row == 0 || len(data) < row || n > maxObjects {
				return errors.New("broken table of objects")
			}
			f.know(first+n, packedEntry(data[:row], w))
			data = data[row:]
		}
	}
	return nil
}

func packedEntry(row []byte, w [3]int) entry {
	kind := 1 // when the column is left out
	if w[0] > 0 {
		kind = bigEndian(row[:w[0]])
	}
	second, third := bigEndian(row[w[0]:w[0]+w[1]]), bigEndian(row[w[0]+w[1]:])
	switch kind {
	case 1:
		return entry{offset: second, gen: third}
	case 2:
		return entry{pack: second, index: third}
	}
	return entry{free: true}
}

func bigEndian(b []byte) int {
	n := 0
	for _, c := range b {
		n = n<<8 | int(c)
	}
	return n
}

// get follows references to the value itself; nil when it is not there.
func (f *file) get(v any) any {
	for range maxDepth {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.object(r.num)
	}
	return nil
}

// object reads an object by its number; nil when it is not there or cannot be read.
func (f *file) object(num int) any {
	e, known := f.table[num]
	switch {
	case !known || e.free:
		return nil
	case e.pack > 0:
		objects := f.pack(e.pack)
		if e.index < 0 || e.index >= len(objects) {
			return nil
		}
		return objects[e.index]
	}
	return f.objectAt(e.offset, num)
}

// objectAt reads "7 0 obj …" at an offset; num -1 takes any number.
func (f *file) objectAt(offset, num int) any {
	if offset < 0 || offset >= len(f.data) {
		return nil
	}
	l := &lexer{f.data, offset}
	if n := l.int(); n < 0 || (num >= 0 && n != num) || l.int() < 0 || !l.keyword("obj") {
		return nil
	}
	v, err := l.value(0)
	if err != nil {
		return nil
	}
	d, ok := v.(dict)
	if !ok || !l.keyword("stream") {
		return v
	}
	if l.peek(0) == '\r' {
		l.at++
	}
	if l.peek(0) == '\n' {
		l.at++
	}
	length := d["Length"]
	if r, indirect := length.(ref); indirect {
		length = f.plain(r)
	}
	end := l.at + toInt(length)
	if toInt(length) < 0 || end > len(f.data) {
		return nil
	}
	return stream{d, f.data[l.at:end]}
}

// plain reads an object that is no stream and lies in none: a length may not hang on another length.
func (f *file) plain(r ref) any {
	e, known := f.table[r.num]
	if !known || e.free || e.pack > 0 || e.offset < 0 || e.offset >= len(f.data) {
		return nil
	}
	l := &lexer{f.data, e.offset}
	if l.int() != r.num || l.int() < 0 || !l.keyword("obj") {
		return nil
	}
	v, err := l.value(0)
	if err != nil {
		return nil
	}
	return v
}
