package model

// Sheet is a table for a workbook: its title and typed columns. The rows come separately, page by page, so that a
// ledger of any length fits in memory.
type Sheet struct {
	Title   string // also the name of the sheet
	Note    string // small print under the title: who exported it and when
	Columns []SheetColumn
}

// SheetColumn is one column of a sheet.
type SheetColumn struct {
	Title  string
	Width  float64 // in characters
	Number bool    // whole numbers, right-aligned; everything else is text, leading zeros kept
}
