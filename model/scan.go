package model

// ScannedPage is what was read on one page of a scanned file.
type ScannedPage struct {
	No     int         // 1, 2, 3 … in its file
	Codes  []PaperCode // of our papers
	Others int         // codes that are not ours
	Fault  string      // key of the words that say why the page cannot be read; nothing when it can
}

// SheetFile is a scanned sheet, or several, on its own.
type SheetFile struct {
	Ending string // pdf, png
	Data   []byte
}
