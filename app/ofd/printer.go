// Package ofd writes documents as OFD files (GB/T 33190), the national format for electronic documents: the same
// pages as the PDF, with the same words, fonts and lines.
package ofd

import (
	"context"
	"fmt"

	"yunban/app/pdf/typeset"
	"yunban/model"
)

// Setter sets a document into pages; the PDF's printer does.
type Setter interface {
	Pages(ctx context.Context, d model.Document) ([]typeset.Page, error)
}

// Printer prints documents as OFD files. It is safe for concurrent use when its Setter is.
type Printer struct{ setter Setter }

// New makes a printer of what a setter sets.
func New(s Setter) *Printer { return &Printer{s} }

// Print draws the document as an OFD file, the same words always as the same bytes. Characters that no font draws are
// an error of kind invalid that names each of them and its place.
func (p *Printer) Print(ctx context.Context, d model.Document) ([]byte, error) {
	pages, err := p.setter.Pages(ctx, d)
	if err != nil {
		return nil, err
	}
	file, err := write(pages, d)
	if err != nil {
		return nil, fmt.Errorf("print %s as OFD: %w", d.Title, err)
	}
	return file, nil
}
