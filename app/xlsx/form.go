package xlsx

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"yunban/model"
)

// Write writes a form as a workbook to be filled in with no network: locked but for its inputs, which offer what can
// be chosen and refuse what cannot be right. Sheets are locked without a password: against slips, not against people.
func (Forms) Write(ctx context.Context, w io.Writer, b model.Workbook) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	sheets := formBook{file: f, author: b.Author, styles: map[formStyle]int{}, lists: map[string]string{}}
	for i, s := range b.Sheets {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := sheets.begin(i, s.Name); err != nil {
			return model.Wrap(model.Other, err, "error.workbook")
		}
	}
	for _, s := range b.Sheets {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := sheets.sheet(s); err != nil {
			return model.Wrap(model.Other, err, "error.workbook")
		}
	}
	if err := sheets.finish(); err != nil {
		return model.Wrap(model.Other, err, "error.workbook")
	}
	if err := f.Write(w); err != nil {
		return model.Wrap(model.Other, err, "error.workbook")
	}
	return nil
}

// formBook is a workbook that is being made.
type formBook struct {
	file   *excelize.File
	author string
	styles map[formStyle]int
	lists  map[string]string // where a long list of choices stands, by its entries
}

// listsSheet holds the lists that are too long for a cell's rule; it is hidden.
const listsSheet = "_lists"

func (b *formBook) begin(i int, name string) error {
	if i == 0 {
		return b.file.SetSheetName("Sheet1", name)
	}
	_, err := b.file.NewSheet(name)
	return err
}

func (b *formBook) sheet(s model.WorkSheet) error {
	for i, width := range s.Widths {
		column := columnName(i + 1)
		if err := b.file.SetColWidth(s.Name, column, column, width); err != nil {
			return err
		}
	}
	for row, height := range s.Heights {
		if err := b.file.SetRowHeight(s.Name, row, height); err != nil {
			return err
		}
	}
	for _, c := range s.Cells {
		if err := b.cell(s.Name, c); err != nil {
			return err
		}
	}
	if err := b.rules(s); err != nil {
		return err
	}
	if s.Hidden {
		return b.file.SetSheetVisible(s.Name, false)
	}
	return errors.Join(b.panes(s), formPaper(b.file, s), protect(b.file, s.Name))
}

// cell writes one cell: what is filled in of an input by its kind, everything else as text.
func (b *formBook) cell(sheet string, c model.SheetCell) error {
	ref := c.Ref()
	style, err := b.style(c)
	if err != nil {
		return err
	}
	end := model.CellRef(c.Row+c.Down, c.Col+c.Across)
	if end != ref {
		err = b.file.MergeCell(sheet, ref, end)
	}
	err = errors.Join(err, b.file.SetCellStyle(sheet, ref, end, style), b.value(sheet, ref, c))
	if c.Mark != "" {
		err = errors.Join(err, b.file.AddComment(sheet, excelize.Comment{Author: b.author, Cell: ref, Width: 260, Height: 90,
			Paragraph: []excelize.RichTextRun{{Text: c.Mark}}}))
	}
	if to, cell, ok := strings.Cut(c.Link, "!"); ok {
		err = errors.Join(err, b.file.SetCellHyperLink(sheet, ref, "'"+strings.ReplaceAll(to, "'", "''")+"'!"+cell, "Location"))
	}
	return err
}

func (b *formBook) value(sheet, ref string, c model.SheetCell) error {
	if c.Text == "" {
		return nil
	}
	if c.Input != nil {
		switch c.Input.Field.Kind {
		case model.IntegerField, model.DecimalField:
			if n, err := strconv.ParseFloat(c.Text, 64); err == nil && plainFigure(c.Text) {
				return b.file.SetCellFloat(sheet, ref, n, -1, 64)
			}
		case model.DateField:
			if day, err := time.Parse(time.DateOnly, c.Text); err == nil && day.Year() >= 1901 {
				return b.file.SetCellInt(sheet, ref, int64(day.Sub(time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC))/(24*time.Hour)))
			}
		}
	}
	return b.file.SetCellStr(sheet, ref, c.Text)
}

// plainFigure reports whether a text is a number of so few digits that a cell keeps them all, with no leading zeros.
func plainFigure(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	return len(digits) <= 15 && strings.Trim(digits, "0123456789.") == "" && (!strings.HasPrefix(digits, "0") || digits == "0" || strings.HasPrefix(digits, "0."))
}

// finish locks the order of the sheets and opens the workbook on its first one.
func (b *formBook) finish() error {
	b.file.SetActiveSheet(0)
	if i, err := b.file.GetSheetIndex(listsSheet); err == nil && i >= 0 {
		if err := b.file.SetSheetVisible(listsSheet, false); err != nil {
			return err
		}
	}
	return b.file.ProtectWorkbook(&excelize.WorkbookProtectionOptions{LockStructure: true})
}

func columnName(n int) string { return strings.TrimRight(model.CellRef(1, n), "1") }
