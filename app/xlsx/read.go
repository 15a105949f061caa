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

// What a filled form may hold at most. A form of ours with every row filled is a tenth of it; a bomb is refused
// before it is unpacked.
const (
	maxParts   = 2000      // files in the workbook
	maxPart    = 16 << 20  // bytes of one part, unpacked
	maxAll     = 32 << 20  // bytes of all parts that are read, unpacked
	maxTokens  = 1_000_000 // pieces of XML
	maxDepth   = 64        // elements within elements
	maxTag     = 128 << 10 // bytes between < and >: a tag could have a million attributes
	maxCells   = 100_000
	maxStrings = 100_000
	maxSheets  = 100
	maxText    = 8 << 20 // bytes of text in all cells; one text can stand in many
	maxRows    = 1 << 20 // of a sheet, as Excel has them
	maxColumns = 1 << 14
)

var (
	errTooMuch = errors.New("more than a form holds")
	errBroken  = errors.New("not a well-formed workbook")
)

// Read reads the cells of a workbook from outside. It does not trust it: nothing is unpacked or kept beyond what a
// form can hold, references are checked, formulas are not computed and nothing outside the file is opened. What
// cannot be read whole is refused, never read in part.
func (Forms) Read(ctx context.Context, data []byte) (model.FilledBook, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")): // the old format, or one with a password
		return model.FilledBook{}, model.Errorf(model.Invalid, "error.form_old_file")
	case !bytes.HasPrefix(data, []byte("PK")):
		return model.FilledBook{}, model.Errorf(model.Invalid, "error.form_no_workbook")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return model.FilledBook{}, model.Wrap(model.Invalid, err, "error.form_broken")
	}
	r := &reader{ctx: ctx, parts: map[string]*zip.File{}}
	book, err := r.book(z)
	switch {
	case err == nil:
		return book, nil
	case ctx.Err() != nil:
		return model.FilledBook{}, ctx.Err()
	case errors.Is(err, errTooMuch):
		return model.FilledBook{}, model.Wrap(model.Invalid, err, "error.form_too_much")
	}
	return model.FilledBook{}, model.Wrap(model.Invalid, err, "error.form_broken")
}

// reader reads the parts of one workbook and counts what it has taken.
type reader struct {
	ctx                           context.Context
	parts                         map[string]*zip.File
	read                          int64 // bytes unpacked so far
	tokens, cells, strings, texts int
	depth                         int
	shared                        []string
}

func (r *reader) book(z *zip.Reader) (model.FilledBook, error) {
	if len(z.File) > maxParts {
		return model.FilledBook{}, errTooMuch
	}
	for _, f := range z.File {
		name := partName(f.Name)
		if r.parts[name] != nil {
			return model.FilledBook{}, errBroken // two programs would read two different forms
		}
		r.parts[name] = f
	}
	index, err := r.index()
	if err != nil {
		return model.FilledBook{}, err
	}
	if index.strings != "" {
		if err := r.sharedStrings(index.strings); err != nil {
			return model.FilledBook{}, err
		}
	}
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
	if f.UncompressedSize64 > maxPart {
		return nil, errTooMuch
	}
	part, err := f.Open()
	if err != nil {
		return nil, err
	}
	return &limited{ReadCloser: part, reader: r, left: maxPart}, nil
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
	if l.left < 0 || l.reader.read > maxAll {
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
