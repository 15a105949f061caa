package model

// Sheet is a table of a workbook: its title, typed columns and rows. The rows come page by page, so that a ledger of
// any length fits in memory.
type Sheet struct {
	Name    string // on the tab; the title when there is none
	Title   string
	Note    string // small print under the title: who exported it and when
	Columns []SheetColumn
	// Rows gives the next page, and nothing at the end; without it the sheet has a head only.
	Rows func() ([][]string, error)
}

// SheetColumn is one column of a sheet.
type SheetColumn struct {
	Title  string
	Width  float64 // in characters
	Number bool    // figures, right-aligned; everything else is text, leading zeros kept
}
