package xlsx

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"

	"yunban/model"
)

// Forms writes forms as workbooks and reads filled ones. The zero Forms is ready.
type Forms struct{}

// What a workbook may hold, whatever it is read as.
const (
	maxParts   = 2000      // files in the workbook
	maxDepth   = 64        // elements within elements
	maxTag     = 128 << 10 // bytes between < and >: a tag could have a million attributes
	maxSheets  = 100
	maxRows    = 1 << 20 // of a sheet, as Excel has them
	maxColumns = 1 << 14
)

// limits are what a workbook may hold at most as what it is read as: a bomb is refused before it is unpacked.
type limits struct {
	part, all int64 // bytes of one part, and of all that are read, unpacked
	tokens    int   // pieces of XML
	cells     int
	strings   int // that cells refer to by number
	text      int // bytes of text in all cells; one text can stand in many
}

// A form of ours with every row filled is a tenth of what a form may hold. A table is read row by row and kept by
// whoever reads it.
var (
	formLimits  = limits{part: 16 << 20, all: 32 << 20, tokens: 1_000_000, cells: 100_000, strings: 100_000, text: 8 << 20}
	tableLimits = limits{part: 256 << 20, all: 320 << 20, tokens: 30_000_000, cells: 4_000_000, strings: 1_000_000, text: 128 << 20}
)

var (
	errTooMuch = errors.New("more than a form holds")
	errBroken  = errors.New("not a well-formed workbook")
)

// Read reads the cells of a workbook from outside. It does not trust it: nothing is unpacked or kept beyond what a
// form can hold, references are checked, formulas are not computed and nothing outside the file is opened. What
// cannot be read whole is refused, never read in part.
func (Forms) Read(ctx context.Context, data []byte) (model.FilledBook, error) {
	var book model.FilledBook
	err := open(ctx, data, formLimits, func(r *reader, found index) (err error) {
		book, err = r.book(found)
		return err
	})
	return book, err
}

// open unpacks a workbook from outside and has it read within limits.
func open(ctx context.Context, data []byte, within limits, read func(*reader, index) error) error {
	switch {
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")): // the old format, or one with a password
		return model.Errorf(model.Invalid, "error.form_old_file")
	case !bytes.HasPrefix(data, []byte("PK")):
		return model.Errorf(model.Invalid, "error.form_no_workbook")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return model.Wrap(model.Invalid, err, "error.form_broken")
	}
	r := &reader{ctx: ctx, limits: within, parts: map[string]*zip.File{}}
	found, err := r.begin(z)
	if err == nil {
		err = read(r, found)
	}
	var said *model.Error
	switch {
	case err == nil || errors.As(err, &said):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errTooMuch):
		return model.Wrap(model.Invalid, err, "error.form_too_much")
	}
	return model.Wrap(model.Invalid, err, "error.form_broken")
}

// reader reads the parts of one workbook and counts what it has taken.
type reader struct {
	ctx                           context.Context
	limits                        limits
	parts                         map[string]*zip.File
	read                          int64 // bytes unpacked so far
	all                           int64 // bytes of all parts, as the workbook states them
	tokens, cells, strings, texts int
	kept                          int // bytes of shared texts
	depth                         int
	shared                        []string
}

// begin finds the parts of a workbook and reads the texts that its sheets share.
func (r *reader) begin(z *zip.Reader) (index, error) {
	if len(z.File) > maxParts {
		return index{}, errTooMuch
	}
	for _, f := range z.File {
		name := partName(f.Name)
		if r.parts[name] != nil {
			return index{}, errBroken // two programs would read two different forms
		}
		r.parts[name] = f
	}
	found, err := r.index()
	if err == nil && found.strings != "" {
		err = r.sharedStrings(found.strings)
	}
	return found, err
}

func (r *reader) book(index index) (model.FilledBook, error) {
	book := model.FilledBook{Sheets: map[string]map[string]model.FilledCell{}, Since1904: index.since1904}
	for _, s := range index.sheets {
		if book.Sheets[s.name] != nil {
			return model.FilledBook{}, errBroken
		}
		cells, err := r.sheet(s.part)
		if err != nil {
			return model.FilledBook{}, err
		}
		book.Sheets[s.name] = cells
	}
	return book, nil
}

// open opens a part within the limits.
func (r *reader) open(name string) (io.ReadCloser, error) {
	f := r.parts[partName(name)]
	if f == nil {
		return nil, errBroken
	}
	if f.UncompressedSize64 > uint64(r.limits.part) {
		return nil, errTooMuch
	}
	part, err := f.Open()
	if err != nil {
		return nil, err
	}
	return &limited{ReadCloser: part, reader: r, left: r.limits.part}, nil
}

// limited counts what is really unpacked: the size that a zip file states need not be true.
type limited struct {
	io.ReadCloser
	reader *reader
	left   int64
	tag    int // bytes since the last <; 0 is outside a tag
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.ReadCloser.Read(p)
	l.left -= int64(n)
	l.reader.read += int64(n)
	if l.left < 0 || l.reader.read > l.reader.limits.all {
		return 0, errTooMuch
	}
	for _, c := range p[:n] {
		switch {
		case c == '>':
			l.tag = 0
		case c == '<' || l.tag > 0:
			l.tag++
		}
		if l.tag > maxTag {
			return 0, errTooMuch
		}
	}
	return n, err
}
