package typeset

import "yunban/model"

const millimetre = 72 / 25.4

// sheet is the geometry of the pages and the type sizes of a document.
type sheet struct {
	width, height       float64 // of the paper
	left, top           float64 // of the text area
	textWidth, textHigh float64

	title, body  style
	cell         style // values and labels of grids
	list, dense  style // tables, and tables of many columns
	small        style // notes
	pad          float64
	titleGap     float64
	numberBelow  float64 // from the text area to the page number
	numberedFull bool    // 第 1 页 共 2 页, else — 1 —
}

// sheetOf is the sheet of a document: GB/T 9704-2012 for letters; forms take its
// paper and fonts and, being tables, less margin and smaller type.
func sheetOf(d model.Document) sheet {
	s := sheet{width: 210 * millimetre, height: 297 * millimetre, pad: 4, numberBelow: 7 * millimetre}
	s.small = style{Body, 9, 13}
	s.list = style{Body, 10.5, 15}
	s.dense = style{Body, 9, 13}
	s.cell = style{Body, 12, 17}
	if d.Style == model.StyleLetter {
		// 5.2: a text area of 156 × 225 mm, 28 mm from the binding edge and 37 mm
		// from the top; 22 lines of 28 characters of 3号 (15.8 pt so that 28 fit).
		s.left, s.top = 28*millimetre, 37*millimetre
		s.textWidth, s.textHigh = 156*millimetre, 225*millimetre
		pitch := s.textHigh / 22
		s.body = style{Body, s.textWidth / 28, pitch}
		s.title = style{Title, 22, 1.2 * pitch} // 2号
		s.titleGap = pitch
		return s
	}
	if d.Landscape {
		s.width, s.height = s.height, s.width
	}
	s.left, s.top = 26*millimetre, 24*millimetre
	s.textWidth, s.textHigh = s.width-s.left-22*millimetre, s.height-s.top-24*millimetre
	if d.Landscape { // bound at the top
		s.left, s.top = 22*millimetre, 26*millimetre
		s.textWidth, s.textHigh = s.width-2*s.left, s.height-s.top-22*millimetre
	}
	s.body = style{Body, 12, 20}
	s.title = style{Title, 22, 34}
	s.titleGap = 8
	s.numberedFull = true
	return s
}
