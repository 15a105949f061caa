package model

import (
	"encoding/json"
	"fmt"
	"time"
)

// Document is what a paper says, in order: words, values and places to sign.
// It knows no fonts and no pages; an adapter such as app/pdf draws it, the same
// words always as the same bytes. It can be kept as JSON and drawn again.
type Document struct {
	Kind   DocumentKind  `json:"kind"`
	Style  DocumentStyle `json:"style"`
	Title  string        `json:"title"`
	Number string        `json:"number,omitempty"` // 发文字号 of a letter, 编号 of a form
	Issuer string        `json:"issuer,omitempty"` // the body that issues it, or the unit that applies
	// Date is the day the paper bears, in the office's own time zone. It is also
	// the date of the file, so that printing again gives the same bytes.
	Date      time.Time `json:"date"`
	Head      []string  `json:"head,omitempty"` // what identifies a form, between title and body: 申请单位：…
	Landscape bool      `json:"landscape,omitempty"`
	Sandbox   bool      `json:"sandbox,omitempty"` // bears the mark 演示数据
	Blocks    Blocks    `json:"blocks"`
	Code      PaperCode `json:"code,omitzero"` // of an issued paper: drawn as a QR code
}

// DocumentKind names a paper in commands, events and file names.
type DocumentKind string

// BoundPart is one paper of a case file: its line in the bookmarks and its pages.
type BoundPart struct {
	Title string
	PDF   []byte
}

// DocumentStyle is how a paper is set.
type DocumentStyle string

const (
	// StyleLetter follows GB/T 9704-2012 in full: notices and written opinions.
	StyleLetter DocumentStyle = "letter"
	// StyleForm is a table to fill, sign and seal; it takes the paper, the fonts
	// and the rules for dates and seals from GB/T 9704.
	StyleForm DocumentStyle = "form"
)

// Block is one part of a document: a Paragraph, Heading, Addressee, Grid, Table,
// TickList, OpinionBox, AttachmentList, Closing, Note or PageBreak. Grids, tables
// and opinion boxes that follow each other share their frame.
type Block interface{ blockType() string }

// Blocks is the content of a document. In JSON each block names its type.
type Blocks []Block

// Paragraph is running text. A line break in the text begins a new paragraph.
type Paragraph struct {
	Text  string    `json:"text"`
	Flush bool      `json:"flush,omitempty"` // no indent of two characters
	Align Alignment `json:"align,omitempty"`
}

// Heading is a heading of level 1 to 4: 一、 （一） 1. （1）. The author writes the number.
type Heading struct {
	Level int    `json:"level"`
	Text  string `json:"text"`
}

// Addressee is the 主送机关 line of a letter; the colon is added when it is missing.
type Addressee struct {
	Text string `json:"text"`
}

// Grid is the body of a form: rows of labels and values on common columns.
type Grid struct {
	Columns []float64 `json:"columns"` // relative widths
	Rows    []GridRow `json:"rows"`
}

// GridRow is one row of a grid. Its last cell reaches to the right edge.
type GridRow []GridCell

// GridCell is a label, or a value: text, tick boxes, or both.
type GridCell struct {
	Text  string     `json:"text,omitempty"`
	Label bool       `json:"label,omitempty"`
	Ticks []TickItem `json:"ticks,omitempty"`
	Span  int        `json:"span,omitempty"`  // columns covered; 0 means 1
	Lines int        `json:"lines,omitempty"` // least height in lines, for filling by hand
	Align Alignment  `json:"align,omitempty"`
}

// LabelCell makes a label cell.
func LabelCell(text string) GridCell { return GridCell{Text: text, Label: true} }

// ValueCell makes a value cell over span columns.
func ValueCell(text string, span int) GridCell { return GridCell{Text: text, Span: span} }

// TickItem is one box to tick, with its words.
type TickItem struct {
	Text    string `json:"text"`
	Checked bool   `json:"checked,omitempty"`
}

// TickList is boxes to tick outside a grid, one under the other.
type TickList struct {
	Items []TickItem `json:"items"`
}

// Table is a list with typed columns. Its head is repeated on each page, its
// total stays with the last row.
type Table struct {
	Caption string        `json:"caption,omitempty"`
	Columns []TableColumn `json:"columns"`
	Rows    [][]string    `json:"rows"`
	Total   []string      `json:"total,omitempty"`
}

// TableColumn is a column's title, relative width and alignment.
type TableColumn struct {
	Title string    `json:"title"`
	Width float64   `json:"width"`
	Align Alignment `json:"align,omitempty"`
}

// OpinionBox is an area with an opinion, or room to write one, and places to sign,
// seal and date it.
type OpinionBox struct {
	Title   string      `json:"title"`
	Text    string      `json:"text,omitempty"`
	Signers []Signatory `json:"signers,omitempty"`
	Seal    string      `json:"seal,omitempty"` // words that say where to seal: （盖章）
	Date    time.Time   `json:"date,omitzero"`  // zero leaves 年 月 日 to be written
	Lines   int         `json:"lines,omitempty"`
}

// Signatory is a place to sign; Name is printed before the room for the hand.
type Signatory struct {
	Label string `json:"label"`
	Name  string `json:"name,omitempty"`
}

// AttachmentList is the 附件 lines after the text of a letter.
type AttachmentList struct {
	Items []string `json:"items"`
}

// Closing is the end of a letter: the issuing body and the date, set by the rules
// for papers that are sealed or not.
type Closing struct {
	Issuer string    `json:"issuer"`
	Date   time.Time `json:"date,omitzero"`
	Sealed bool      `json:"sealed,omitempty"`
}

// Note is small print under a form: how to fill it, what a mark means.
type Note struct {
	Text string `json:"text"`
}

// PageBreak begins a new page.
type PageBreak struct{}

// Alignment of text in its line or cell; empty means the place's own custom.
type Alignment string

// The alignments.
const (
	AlignLeft   Alignment = "left"
	AlignCenter Alignment = "center"
	AlignRight  Alignment = "right"
)

func (Paragraph) blockType() string      { return "paragraph" }
func (Heading) blockType() string        { return "heading" }
func (Addressee) blockType() string      { return "addressee" }
func (Grid) blockType() string           { return "grid" }
func (Table) blockType() string          { return "table" }
func (TickList) blockType() string       { return "tick_list" }
func (OpinionBox) blockType() string     { return "opinion_box" }
func (AttachmentList) blockType() string { return "attachment_list" }
func (Closing) blockType() string        { return "closing" }
func (Note) blockType() string           { return "note" }
func (PageBreak) blockType() string      { return "page_break" }

// readBlock maps the name of a block's type to its reader.
var readBlock = map[string]func([]byte) (Block, error){
	"paragraph":       blockReader[Paragraph],
	"heading":         blockReader[Heading],
	"addressee":       blockReader[Addressee],
	"grid":            blockReader[Grid],
	"table":           blockReader[Table],
	"tick_list":       blockReader[TickList],
	"opinion_box":     blockReader[OpinionBox],
	"attachment_list": blockReader[AttachmentList],
	"closing":         blockReader[Closing],
	"note":            blockReader[Note],
	"page_break":      blockReader[PageBreak],
}

func blockReader[B Block](data []byte) (Block, error) {
	var b B
	err := json.Unmarshal(data, &b)
	return b, err
}

// keptBlock is a block as it stands in JSON.
type keptBlock struct {
	Type  string          `json:"type"`
	Block json.RawMessage `json:"block"`
}

// MarshalJSON writes each block with the name of its type.
func (bs Blocks) MarshalJSON() ([]byte, error) {
	kept := make([]keptBlock, 0, len(bs))
	for i, b := range bs {
		if b == nil {
			return nil, fmt.Errorf("keep document: block %d is empty", i+1)
		}
		data, err := json.Marshal(b)
		if err != nil {
			return nil, fmt.Errorf("keep document: %s: %w", b.blockType(), err)
		}
		kept = append(kept, keptBlock{b.blockType(), data})
	}
	return json.Marshal(kept)
}

// UnmarshalJSON reads blocks back and refuses a type it does not know.
func (bs *Blocks) UnmarshalJSON(data []byte) error {
	var kept []keptBlock
	if err := json.Unmarshal(data, &kept); err != nil {
		return fmt.Errorf("read document: %w", err)
	}
	*bs = make(Blocks, 0, len(kept))
	for _, k := range kept {
		read, known := readBlock[k.Type]
		if !known {
			return fmt.Errorf("read document: unknown block %q", k.Type)
		}
		b, err := read(k.Block)
		if err != nil {
			return fmt.Errorf("read document: %s: %w", k.Type, err)
		}
		*bs = append(*bs, b)
	}
	return nil
}

// Check finds what cannot be drawn as it stands: it is a fault of whoever built
// the document, not of what a person typed.
func (d Document) Check() error {
	if d.Title == "" {
		return fmt.Errorf("document %q has no title", d.Kind)
	}
	if d.Style != StyleLetter && d.Style != StyleForm {
		return fmt.Errorf("document %q has no style", d.Kind)
	}
	for i, b := range d.Blocks {
		var err error
		switch b := b.(type) {
		case nil:
			err = fmt.Errorf("is empty")
		case Heading:
			if b.Level < 1 || b.Level > 4 {
				err = fmt.Errorf("has level %d", b.Level)
			}
		case Grid:
			err = b.check()
		case Table:
			err = b.check()
		}
		if err != nil {
			return fmt.Errorf("document %q: block %d %w", d.Kind, i+1, err)
		}
	}
	return nil
}

func (g Grid) check() error {
	for _, w := range g.Columns {
		if w <= 0 {
			return fmt.Errorf("has a column of width %v", w)
		}
	}
	for r, row := range g.Rows {
		spans := 0
		for _, c := range row {
			spans += max(c.Span, 1)
		}
		if len(row) == 0 || spans > len(g.Columns) {
			return fmt.Errorf("row %d covers %d of %d columns", r+1, spans, len(g.Columns))
		}
	}
	return nil
}

func (t Table) check() error {
	if len(t.Columns) == 0 {
		return fmt.Errorf("has no columns")
	}
	for _, c := range t.Columns {
		if c.Width <= 0 {
			return fmt.Errorf("column %q has width %v", c.Title, c.Width)
		}
	}
	for r, row := range append(t.Rows[:len(t.Rows):len(t.Rows)], t.Total) {
		if len(row) > len(t.Columns) {
			return fmt.Errorf("row %d has %d cells for %d columns", r+1, len(row), len(t.Columns))
		}
	}
	return nil
}

// ChineseDate writes a date as a paper bears it: Arabic digits, no leading zeros
// (GB/T 9704-2012, 7.3.5).
func ChineseDate(t time.Time) string {
	return fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day())
}
