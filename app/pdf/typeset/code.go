package typeset

import (
	"fmt"

	"github.com/skip2/go-qrcode"

	"yunban/model"
)

const (
	codeSide  = 24 * millimetre  // of the QR code with the quiet zone around it
	codeTop   = 5.2 * millimetre // most printers leave 4.2 mm of a sheet blank
	quietZone = 4                // modules (GB/T 18284, 7.3.8)
)

// codeMark is a paper's code as it stands in the head margin: on the first page the QR
// code with number and check beside it, on the others number and check alone. It takes
// no room from the text.
type codeMark struct{ first, others Drawing }

// codeMark draws the code of an issued paper; a paper without a code has no mark.
func (c *composer) codeMark() (codeMark, error) {
	code := c.doc.Code
	if code == (model.PaperCode{}) {
		return codeMark{}, nil
	}
	qr, err := qrcode.New(code.String(), qrcode.Medium)
	if err != nil {
		return codeMark{}, fmt.Errorf("draw code of %s: %w", c.doc.Title, err)
	}
	qr.DisableBorder = true
	modules := qr.Bitmap()
	module := codeSide / float64(len(modules)+2*quietZone)
	side, right := module*float64(len(modules)), c.sheet.left+c.sheet.textWidth
	top := max(codeTop, c.sheet.top-4*millimetre-side)

	var m codeMark
	m.first.modules(modules, module, right-side, top)
	s := style{Body, 8, 11}
	lines := c.lines(s, code.Number+"\n核验码 "+code.Check, "核验码", c.codeRoom(right-codeSide))
	c.beside(&m.first, lines, right-side-quietZone*module, top+side/2)
	c.beside(&m.others, lines, right, c.sheet.top-10*millimetre)
	return m, nil
}

// codeRoom is the room for words between the sandbox mark in the middle and the code.
func (c *composer) codeRoom(right float64) float64 {
	const mark = 20 * millimetre // half of the mark, and some air
	return right - (c.sheet.left + c.sheet.textWidth/2 + mark)
}

// beside sets lines that end at right, around the height of middle.
func (c *composer) beside(d *Drawing, lines []line, right, middle float64) {
	for i, l := range lines {
		c.draw(d, l, right-l.width, middle+(float64(i)-float64(len(lines))/2)*l.pitch)
	}
}

// modules draws the dark modules of a QR code, each run of a row as one rectangle. Rows
// overlap by a hair, or a screen would show the paper between them.
func (d *Drawing) modules(dark [][]bool, module, left, top float64) {
	const hair = 0.02
	for y, row := range dark {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				d.Fills = append(d.Fills, Fill{X: left + float64(from)*module, Y: top + float64(y)*module,
					Width: float64(x-from) * module, Height: module + hair})
			}
		}
	}
}
