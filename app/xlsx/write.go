// Package xlsx writes and reads workbooks: forms with excelize, ledgers of any length by itself.
package xlsx

import (
	"archive/zip"
	"compress/flate"
	"context"
	"io"

	"yunban/model"
)

// Sheets writes workbooks. The zero Sheets is ready.
type Sheets struct{}

// fast is the effort of compressing: a ledger twice as large is written in a third of the time.
const fast = 2

// Write streams sheets as a workbook: each with title, note, a head that is repeated on each printed page, the rows,
// A4 landscape. Nothing is kept but the row at hand, so that memory does not grow with the ledger.
func (Sheets) Write(ctx context.Context, w io.Writer, sheets ...model.Sheet) error {
	b := &book{zip: zip.NewWriter(w), sheets: named(sheets)}
	b.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, fast) })
	for i := range sheets {
		if err := b.sheet(ctx, i); err != nil {
			return err
		}
	}
	if err := b.frame(); err != nil {
		return model.Wrap(model.Other, err, "error.workbook")
	}
	return nil
}

// sheet writes the rows of one sheet between its head and its foot. A failure of the source is passed on as it is.
func (b *book) sheet(ctx context.Context, i int) error {
	part, err := b.zip.Create(sheetPart(i))
	if err != nil {
		return model.Wrap(model.Other, err, "error.workbook")
	}
	s := &b.sheets[i]
	g := grid{columns: s.Columns, letters: letters(len(s.Columns))}
	g.head(s.Sheet)
	for page := s.Rows; page != nil; {
		rows, err := page()
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		for _, row := range rows {
			if err := ctx.Err(); err != nil {
				return err
			}
			g.row(row)
			if len(g.text) < flushAt {
				continue
			}
			if err := g.flush(part); err != nil {
				return err
			}
		}
	}
	s.last = max(g.at, headRow+1)
	g.foot(s.last)
	return g.flush(part)
}
