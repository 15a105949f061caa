// Package pdf prints documents as PDF files. Package typeset says where everything
// stands; this package finds the fonts and writes the file with gofpdf, from whose
// text functions it keeps away: they lose a character at each line break, stop at
// characters beyond U+FFFF and print boxes for those that a font lacks.
package pdf

import (
	"context"
	"fmt"
	"io/fs"
	"sync"

	"yunban/app/pdf/typeset"
	"yunban/model"
)

// Printer prints documents. It opens its fonts once, when the first document is
// printed, and is safe for concurrent use.
type Printer struct {
	open func() (*library, error)
}

// New makes a printer with the fonts that ship with the program, in the folder
// fonts of shipped, and the fonts of the computer, which come first where they are
// what an office uses. SystemFonts lists them; without them the same document has
// the same bytes on every computer.
func New(shipped fs.FS, system ...fs.FS) (*Printer, error) {
	for _, name := range shippedFonts {
		if _, err := fs.Stat(shipped, name); err != nil {
			return nil, fmt.Errorf("find fonts: %w", err)
		}
	}
	return &Printer{sync.OnceValues(func() (*library, error) { return openLibrary(shipped, system) })}, nil
}

// Print draws the document as a PDF file, the same words always as the same bytes.
// Characters that no font draws are an error of kind invalid that names each of
// them and its place.
func (p *Printer) Print(ctx context.Context, d model.Document) ([]byte, error) {
	lib, err := p.open()
	if err != nil {
		return nil, fmt.Errorf("print %s: %w", d.Title, err)
	}
	pages, err := typeset.Set(d, lib.fonts)
	if err != nil {
		return nil, fmt.Errorf("print %s: %w", d.Title, err)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("print %s: %w", d.Title, err)
	}
	file, err := write(pages, d)
	if err != nil {
		return nil, fmt.Errorf("print %s: %w", d.Title, err)
	}
	return file, nil
}

// Fonts tells which font serves each role on this computer.
func (p *Printer) Fonts() ([]model.RoleFont, error) {
	lib, err := p.open()
	if err != nil {
		return nil, err
	}
	return lib.serving, nil
}
