// Package xlsx writes and reads workbooks with excelize.
package xlsx

import (
	"context"
	"errors"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"yunban/model"
)

// Sheets writes workbooks. The zero Sheets is ready.
type Sheets struct{}

// maxCell is the longest text of a cell in characters; excelize cuts longer ones silently.
const maxCell = 32767

// Write streams one sheet as a workbook: title, note, a head that is repeated on each printed page, the rows, A4
// landscape. rows is called until it gives none.
func (Sheets) Write(ctx context.Context, w io.Writer, s model.Sheet, rows func() ([][]string, error)) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }() // the stream keeps a temporary file until then
	name := s.Title
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return model.Wrap(model.Other, err, "error.workbook")
	}
	styles, err := newStyles(f)
	if err != nil {
		return model.Wrap(model.Other, err, "error.workbook")
	}
	if err := paper(f, s); err != nil {
		return model.Wrap(model.Other, err, "error.workbook")
	}
	if err := stream(ctx, f, s, styles, rows); err != nil {
		return err
	}
	if err := f.Write(w); err != nil {
		return model.Wrap(model.Other, err, "error.workbook")
	}
	return nil
}

// headRow is the row of the column titles, under title and note.
const headRow = 3

// stream writes all cells.
func stream(ctx context.Context, f *excelize.File, s model.Sheet, st styles, rows func() ([][]string, error)) error {
	sw, err := f.NewStreamWriter(s.Title)
	if err != nil {
		return model.Wrap(model.Other, err, "error.workbook")
	}
	if err := head(sw, s, st); err != nil {
		return model.Wrap(model.Other, err, "error.workbook")
	}
	at := headRow
	for {
		page, err := rows()
		if err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		for _, row := range page {
			if err := ctx.Err(); err != nil {
				return err
			}
			at++
			if err := sw.SetRow("A"+strconv.Itoa(at), cells(s, st, row)); err != nil {
				return model.Wrap(model.Other, err, "error.workbook")
			}
		}
	}
	if err := errors.Join(filter(f, s, at), sw.Flush()); err != nil { // the stream takes the filter along
		return model.Wrap(model.Other, err, "error.workbook")
	}
	return nil
}

func head(sw *excelize.StreamWriter, s model.Sheet, st styles) error {
	for i, c := range s.Columns {
		if err := sw.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: headRow, TopLeftCell: "A4", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	end, err := excelize.ColumnNumberToName(len(s.Columns))
	if err != nil {
		return err
	}
	if err := errors.Join(sw.SetRow("A1", []any{excelize.Cell{StyleID: st.title, Value: s.Title}}, excelize.RowOpts{Height: 30}),
		sw.SetRow("A2", []any{excelize.Cell{StyleID: st.note, Value: s.Note}}),
		sw.MergeCell("A1", end+"1"), sw.MergeCell("A2", end+"2")); err != nil {
		return err
	}
	titles := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		titles[i] = excelize.Cell{StyleID: st.head, Value: c.Title}
	}
	return sw.SetRow("A"+strconv.Itoa(headRow), titles, excelize.RowOpts{Height: 22})
}

// cells makes a row's cells: numbers where the column is of numbers, else text as it is.
func cells(s model.Sheet, st styles, row []string) []any {
	out := make([]any, len(row))
	for i, text := range row {
		if i < len(s.Columns) && s.Columns[i].Number {
			if n, err := strconv.ParseInt(text, 10, 64); err == nil {
				out[i] = excelize.Cell{StyleID: st.number, Value: n}
				continue
			}
		}
		if runes := []rune(text); len(runes) > maxCell {
			text = string(runes[:maxCell-1]) + "…"
		}
		out[i] = excelize.Cell{StyleID: st.text, Value: text}
	}
	return out
}

// paper sets A4 across, as wide as the sheet, with the head on every page. It comes before the stream, which takes
// a sheet's settings as they are when it begins.
func paper(f *excelize.File, s model.Sheet) error {
	a4, landscape, wide, tall := 9, "landscape", 1, 0
	fit := true
	titles := "'" + s.Title + "'!$" + strconv.Itoa(headRow) + ":$" + strconv.Itoa(headRow)
	return errors.Join(
		f.SetSheetProps(s.Title, &excelize.SheetPropsOptions{FitToPage: &fit}),
		f.SetPageLayout(s.Title, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &tall}),
		f.SetHeaderFooter(s.Title, &excelize.HeaderFooterOptions{OddFooter: "&C&P / &N"}),
		f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: s.Title}))
}

// filter lets the reader choose rows by their columns.
func filter(f *excelize.File, s model.Sheet, last int) error {
	end, err := excelize.ColumnNumberToName(len(s.Columns))
	if err != nil {
		return err
	}
	return f.AutoFilter(s.Title, "A"+strconv.Itoa(headRow)+":"+end+strconv.Itoa(max(last, headRow+1)), nil)
}
