package xlsx

import (
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"yunban/model"
)

const (
	headRow = 3         // the row of the column titles, under title and note
	maxCell = 32767     // the longest text of a cell in UTF-16 units; programs cut or refuse longer ones
	flushAt = 128 << 10 // bytes gathered before they are compressed

	usualRow   = 16  // points
	tallestRow = 400 // Excel knows none above 409
	textMargin = 2   // digits of a column that the indent and the lines take
)

// grid is the text of a sheet as it grows.
type grid struct {
	text    []byte
	columns []model.SheetColumn
	letters []string // A, B … of the columns
	at      int      // the last row written
}

func (g *grid) add(parts ...string) {
	for _, p := range parts {
		g.text = append(g.text, p...)
	}
}

func (g *grid) flush(w io.Writer) error {
	_, err := w.Write(g.text)
	g.text = g.text[:0]
	if err != nil {
		return model.Wrap(model.Other, err, "error.workbook")
	}
	return nil
}

// head begins a sheet: panes that hold the head, the widths, title, note and column titles.
func (g *grid) head(s model.Sheet) {
	g.add(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`, "\n",
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`,
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`,
		`<sheetFormatPr defaultRowHeight="`, strconv.Itoa(usualRow), `"/>`)
	if len(s.Columns) > 0 {
		g.add(`<cols>`)
		for i, c := range s.Columns {
			n := strconv.Itoa(i + 1)
			g.add(`<col min="`, n, `" max="`, n, `" width="`, strconv.FormatFloat(c.Width, 'f', -1, 64), `" customWidth="1"/>`)
		}
		g.add(`</cols>`)
	}
	g.add(`<sheetData>`)
	titles := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		titles[i] = c.Title
	}
	g.dress([]string{s.Title}, styleTitle, 30)
	g.dress([]string{s.Note}, styleNote, 18)
	g.dress(titles, styleHead, headHeight(s.Columns))
}

// headHeight is room for the longest column title, broken to its column's width.
func headHeight(columns []model.SheetColumn) int {
	lines := 1
	for _, c := range columns {
		lines = max(lines, int(textWidth(c.Title)/max(c.Width-1.5, 1))+1)
	}
	return 8 + 15*lines
}

// dress writes a row of one style and height.
func (g *grid) dress(row []string, style, height int) {
	g.begin(` ht="` + strconv.Itoa(height) + `" customHeight="1"`)
	for i, text := range row {
		g.words(i, style, text)
	}
	g.add(`</row>`)
}

// row writes a row of the table: figures where the column is of figures, else text as it is.
func (g *grid) row(row []string) {
	g.begin(g.high(row))
	for i, text := range row {
		if i < len(g.columns) && g.columns[i].Number && isFigure(text) {
			g.cell(i, styleNumber)
			g.add(`><v>`, text, `</v></c>`)
			continue
		}
		style := styleText
		if i < len(g.columns) && g.columns[i].Number { // 97.5% stands with the figures
			style = styleNumber
		}
		g.words(i, style, text)
	}
	g.add(`</row>`)
}

// high says how high a row is of which a text is longer than its column is wide; not every program finds out itself.
func (g *grid) high(row []string) string {
	lines := 1
	for i, text := range row {
		if i >= len(g.columns) || g.columns[i].Number || float64(len(text)) <= g.columns[i].Width-textMargin { // no letter is wider than its bytes are many
			continue
		}
		of := 0
		for part := range strings.Lines(cut(text)) {
			of += max(1, int(math.Ceil(textWidth(part)/max(g.columns[i].Width-textMargin, 1))))
		}
		lines = max(lines, of)
	}
	if lines == 1 {
		return ""
	}
	return ` ht="` + strconv.Itoa(min(usualRow*lines, tallestRow)) + `" customHeight="1"`
}

// textWidth is how wide a text is in digits: Chinese letters are twice as wide.
func textWidth(text string) float64 {
	width := 0
	for _, r := range text {
		if width++; r >= 0x2E80 {
			width++
		}
	}
	return float64(width)
}

func (g *grid) begin(more string) {
	g.at++
	g.add(`<row r="`)
	g.text = strconv.AppendInt(g.text, int64(g.at), 10)
	g.add(`"`, more, `>`)
}

func (g *grid) cell(column, style int) {
	if column >= len(g.letters) {
		g.letters = letters(column + 1)
	}
	g.add(`<c r="`, g.letters[column])
	g.text = strconv.AppendInt(g.text, int64(g.at), 10)
	g.add(`" s="`)
	g.text = strconv.AppendInt(g.text, int64(style), 10)
	g.add(`"`)
}

// words writes a text cell. An inline string is never a formula, whatever it begins with.
func (g *grid) words(column, style int, text string) {
	g.cell(column, style)
	if text == "" {
		g.add(`/>`)
		return
	}
	g.add(` t="inlineStr"><is><t xml:space="preserve">`)
	g.text = appendText(g.text, cut(text))
	g.add(`</t></is></c>`)
}

// foot ends a sheet: a filter over the rows, title and note across the columns, A4 across as wide as the sheet.
func (g *grid) foot(last int) {
	g.add(`</sheetData>`)
	if n := len(g.columns); n > 0 {
		end := letters(n)[n-1]
		g.add(`<autoFilter ref="A`, strconv.Itoa(headRow), `:`, end, strconv.Itoa(last), `"/>`)
		if n > 1 {
			g.add(`<mergeCells count="2"><mergeCell ref="A1:`, end, `1"/><mergeCell ref="A2:`, end, `2"/></mergeCells>`)
		}
	}
	g.add(`<printOptions horizontalCentered="1"/><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>`,
		`<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>`,
		`<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>`)
}

// letters names so many columns: A … Z, AA …
func letters(n int) []string {
	names := make([]string, n)
	for i := range names {
		for c := i; c >= 0; c = c/26 - 1 {
			names[i] = string(rune('A'+c%26)) + names[i]
		}
	}
	return names
}

// isFigure reports whether a text is a plain decimal number as Excel would write it: 12, -3, 2.5, but not 007 or 1e9.
func isFigure(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, part, dot := strings.Cut(s, ".")
	if len(whole) == 0 || len(s) > 15 || len(whole) > 1 && whole[0] == '0' || dot && part == "" {
		return false
	}
	return strings.Trim(whole+part, "0123456789") == ""
}

// cut shortens a text to what a cell takes, and says so.
func cut(text string) string {
	if len(text) <= maxCell {
		return text
	}
	units := 0
	for i, r := range text {
		n := 1
		if r > 0xFFFF {
			n = 2
		}
		if units += n; units > maxCell {
			before := text[:i]
			_, size := utf8.DecodeLastRuneInString(before)
			return before[:len(before)-size] + "…"
		}
	}
	return text
}
