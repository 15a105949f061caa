package model

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// Workbook is a form as a workbook: every cell of every sheet, and which of them are to be filled in. It says nothing
// of how a workbook is kept in a file.
type Workbook struct {
	Sheets []WorkSheet
	Author string // in whose name a cell is remarked on
}

// WorkSheet is one sheet of a form. Rows and columns count from 1, as they do on the screen.
type WorkSheet struct {
	Name      string
	Hidden    bool
	Landscape bool
	Widths    []float64       // of the columns, in digits
	Heights   map[int]float64 // of the rows that are not as high as usual, in points
	Top       int             // rows that stay in sight and head every page
	Left      int             // columns that stay in sight
	Pages     int             // pages that it is wide when printed; 0 is one
	LastRow   int             // the last row that is printed; 0 is the last one there is
	Cells     []SheetCell
}

// SheetCell is one cell, or several that are joined.
type SheetCell struct {
	Row, Col     int
	Down, Across int // how many cells more it takes
	Text         string
	Look         CellLook
	Fixed        bool       // it reads the same when the form comes back
	Input        *CellInput // nil is a locked cell
	Mark         string     // what is wrong with it, said on the cell
	Link         string     // where it leads, 云主机!C7
}

// CellLook is what a cell looks like.
type CellLook string

// The looks of a cell.
const (
	TitleLook   CellLook = "title"
	NoteLook    CellLook = "note"
	HeadLook    CellLook = "head"
	SectionLook CellLook = "section"
	LabelLook   CellLook = "label"
	HintLook    CellLook = "hint"
	BeforeLook  CellLook = "before" // how a line runs now
	TextLook    CellLook = "text"
	InputLook   CellLook = "input"
	MustLook    CellLook = "must" // an input that may not stay empty
)

// CellInput is what is typed into a cell.
type CellInput struct {
	Path    string // the field's id, fundings=bond for one of several choices, rows… for a cell of a table
	Field   Field
	Choices []string // what the cell offers
	Hint    string   // shown while the cell is chosen
}

// Ref is the cell's name: B7.
func (c SheetCell) Ref() string { return CellRef(c.Row, c.Col) }

// CellRef names a cell: 7 and 2 are B7.
func CellRef(row, col int) string {
	letters := ""
	for ; col > 0; col = (col - 1) / 26 {
		letters = string(rune('A'+(col-1)%26)) + letters
	}
	return letters + strconv.Itoa(row)
}

// Sheet finds a sheet by its name.
func (b Workbook) Sheet(name string) (WorkSheet, bool) {
	for _, s := range b.Sheets {
		if s.Name == name {
			return s, true
		}
	}
	return WorkSheet{}, false
}

// Seal is the check code of a form: of what the form says of itself, and of where each field is. Anybody can compute
// it. It tells a form that was changed by mistake, by a row put in or a sheet renamed; it does not prove who made the
// form and need not: what is filled in is checked like what is typed, and filed by a person who is signed in.
func (b Workbook) Seal(about ...string) string {
	h := sha256.New()
	write := func(parts ...string) {
		for _, p := range parts {
			h.Write([]byte(strconv.Itoa(len(p)) + ":" + p))
		}
	}
	write(about...)
	for _, s := range b.Sheets {
		for _, c := range s.Cells {
			if c.Input != nil {
				write(s.Name, c.Ref(), c.Input.Path, string(c.Input.Field.Kind))
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
}

// FilledBook is what was found in the cells of a workbook that somebody filled in.
type FilledBook struct {
	Sheets    map[string]map[string]FilledCell // by the sheet's name and the cell's: B7
	Since1904 bool                             // its days are counted from 1904, as on old Macs
}

// FilledCell is what was found in one cell.
type FilledCell struct {
	Text    string
	Number  bool // it is a number, written as the program keeps it
	Formula bool // it is computed; Text is the result
	Error   bool // #REF! and the like
}

// CellProblem is something wrong with a filled form, with its place in the workbook.
type CellProblem struct {
	Problem
	Sheet string `json:"sheet,omitempty"`
	Cell  string `json:"cell,omitempty"`
	Label string `json:"label,omitempty"` // what the form calls it
}
