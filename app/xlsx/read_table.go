package xlsx

import (
	"context"
	"errors"

	"yunban/model"
)

// ReadTable reads the tables of a workbook from outside row by row, sheet after sheet, as far as each wants it: a sheet
// ends when it gives false. Rows that hold nothing are left out; cells are those of one row, the first column first, and
// hold until each returns. It trusts the file as little as Read does, but keeps nothing of it, so that a table of a
// hundred thousand rows is read in little memory. progress tells in percent how much is read; it may be nil.
func (Forms) ReadTable(ctx context.Context, data []byte, each func(sheet string, row int, cells []model.FilledCell) (bool, error),
	progress func(done, all int)) error {
	return open(ctx, data, tableLimits, func(r *reader, found index) error {
		told := -1
		counted := func(sheet string, row int, cells []model.FilledCell) (bool, error) {
			if percent := r.percent(); progress != nil && percent > told {
				told = percent
				progress(percent, 100)
			}
			return each(sheet, row, cells)
		}
		for _, s := range found.sheets {
			if err := r.rows(s, counted); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *reader) rows(s sheetRef, each func(sheet string, row int, cells []model.FilledCell) (bool, error)) error {
	at, cells := 0, []model.FilledCell(nil)
	flush := func() error {
		if len(cells) == 0 {
			return nil
		}
		more, err := each(s.name, at, cells)
		clear(cells)
		cells = cells[:0]
		if err == nil && !more {
			return errEnough
		}
		return err
	}
	err := r.cellsOf(s.part, func(row, column int, cell model.FilledCell) error {
		if row != at {
			if err := flush(); err != nil {
				return err
			}
			at = row
		}
		if column > maxTableColumns {
			return nil
		}
		for len(cells) < column {
			cells = append(cells, model.FilledCell{})
		}
		cells[column-1] = cell
		return nil
	})
	if err == nil {
		err = flush()
	}
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// maxTableColumns is how many columns of a table are looked at: one cell far to the right must not make every row wide.
const maxTableColumns = 256

// percent is how much of the workbook is unpacked, as far as it states its own size truly.
func (r *reader) percent() int {
	if r.all == 0 {
		for _, f := range r.parts {
			r.all += int64(min(f.UncompressedSize64, 1<<40))
		}
	}
	return int(min(99, r.read*100/max(r.all, 1)))
}
