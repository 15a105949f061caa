package typeset

// box is a strip of a document as wide as the text area: a line, or a row of a
// frame. Boxes are set one under the other; its drawing's origin is its top left.
type box struct {
	Drawing
	height  float64
	keep    bool  // stays on one page with the next box
	gap     bool  // room that vanishes at the top of a page
	newPage bool  // the next box begins a page
	framed  bool  // part of a ruled frame
	starts  bool  // a rule stands above
	head    []box // set again above when this box begins a page
}

// frameWeight is the width of the rules of frames.
const frameWeight = 0.6

// paginate sets boxes on pages. Boxes kept together move together, unless they are
// more than a page.
func (s sheet) paginate(boxes []box) []Page {
	p := paginator{sheet: s}
	p.begin()
	for len(boxes) > 0 {
		n := 1
		for n < len(boxes) && boxes[n-1].keep && !boxes[n-1].newPage && !boxes[n].newPage {
			n++
		}
		p.chunk(boxes[:n])
		boxes = boxes[n:]
	}
	p.closeFrame()
	return p.pages
}

type paginator struct {
	sheet  sheet
	pages  []Page
	y      float64 // used of the text area
	broken bool    // a page break was asked for
	open   bool    // the last box was part of a frame
}

func (p *paginator) begin() {
	p.pages = append(p.pages, Page{Width: p.sheet.width, Height: p.sheet.height})
	p.y = 0
}

func (p *paginator) turn() {
	p.closeFrame()
	p.begin()
}

// room tells whether a height fits on the page; a hair's breadth is forgiven.
func (p *paginator) room(height float64) bool { return p.y+height <= p.sheet.textHigh+0.01 }

// chunk sets boxes that want to stay together.
func (p *paginator) chunk(boxes []box) {
	if boxes[0].newPage {
		p.broken = p.y > 0
		return
	}
	if p.broken {
		p.broken = false
		p.turn()
	}
	height := 0.0
	for _, b := range boxes {
		height += b.height
	}
	if !p.room(height) && p.y > 0 && height+p.headHeight(boxes[0]) <= p.sheet.textHigh {
		p.turn()
	}
	for _, b := range boxes {
		if !p.room(b.height) && p.y > 0 {
			p.turn()
		}
		if p.y == 0 && p.headHeight(b) > 0 {
			for _, h := range b.head {
				p.set(h)
			}
			b.starts = true // also in the middle of a row
		}
		p.set(b)
	}
}

// headHeight is the height of the head that a box asks for at the top of a page;
// a head of half a page is not repeated.
func (p *paginator) headHeight(b box) float64 {
	height := 0.0
	for _, h := range b.head {
		height += h.height
	}
	if height > p.sheet.textHigh/2 {
		return 0
	}
	return height
}

func (p *paginator) set(b box) {
	if b.gap && p.y == 0 {
		return
	}
	if !b.framed {
		p.closeFrame()
	}
	if b.framed && (b.starts || !p.open) {
		p.frameRule()
	}
	page := &p.pages[len(p.pages)-1]
	page.place(b.Drawing, p.sheet.left, p.sheet.top+p.y)
	p.y += b.height
	p.open = b.framed
}

// closeFrame draws the lower rule of the frame that ends here.
func (p *paginator) closeFrame() {
	if p.open {
		p.frameRule()
	}
	p.open = false
}

func (p *paginator) frameRule() {
	page := &p.pages[len(p.pages)-1]
	y := p.sheet.top + p.y
	page.rule(p.sheet.left, y, p.sheet.left+p.sheet.textWidth, y, frameWeight)
}
