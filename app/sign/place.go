package sign

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"yunban/model"
)

// sizes are how large a visible signature may be, in points, the best first; flat ones fit between the lines of a form.
var sizes = [][2]float64{{180, 50}, {162, 45}, {144, 40}, {126, 35}, {230, 20}, {190, 20}, {108, 30}}

// Words that stand where papers are sealed and signed, the best first, and the date under a letter.
var (
	sealWords = []string{"盖章", "签章", "公章", "签字", "签名"}
	dateWords = regexp.MustCompile(`\d+\s*年\s*\d+\s*月\s*\d+\s*日$`)
)

// findPlace gives the page and place of a visible signature: the one asked for, or one that covers nothing, nearest
// to where the paper is sealed.
func (f *file) findPlace(pages []page, want model.SignaturePlace) (page, rect, error) {
	if len(pages) == 0 || want.Page < 0 || want.Page > len(pages) {
		return page{}, rect{}, model.Errorf(model.Invalid, "error.no_page", "page", strconv.Itoa(want.Page))
	}
	at := pages[len(pages)-1]
	if want.Page > 0 {
		at = pages[want.Page-1]
	}
	if want.Width > 0 && want.Height > 0 {
		r := rect{want.X, want.Y, want.X + want.Width, want.Y + want.Height}
		if sheet := f.sheet(at); r.x0 < sheet.x0 || r.y0 < sheet.y0 || r.x1 > sheet.x1 || r.y1 > sheet.y1 {
			return page{}, rect{}, model.Errorf(model.Invalid, "error.off_page", "page", strconv.Itoa(max(want.Page, 1)))
		}
		return at, r, nil
	}
	found := f.marks(at)
	if want.Page == 0 && want.After != "" {
		for _, p := range slices.Backward(pages) {
			if m := f.marks(p); m.find(want.After) >= 0 {
				at, found = p, m
				break
			}
		}
	}
	return at, found.free(f.sheet(at), found.anchor(want.After, f.sheet(at))), nil
}

// sheet is the page itself.
func (f *file) sheet(p page) rect {
	box := f.array(p.inherited["MediaBox"])
	if len(box) != 4 {
		return rect{0, 0, 595, 842}
	}
	r := rect{toFloat(f.get(box[0])), toFloat(f.get(box[1])), toFloat(f.get(box[2])), toFloat(f.get(box[3]))}
	if r.x1-r.x0 < 100 || r.y1-r.y0 < 100 || r.x1-r.x0 > 20000 || r.y1-r.y0 > 20000 {
		return rect{0, 0, 595, 842}
	}
	return r
}

// find gives the last word that has some words in it; -1 when none has.
func (m marks) find(words string) int {
	for i, w := range slices.Backward(m.words) {
		if strings.Contains(w.text, words) {
			return i
		}
	}
	return -1
}

// anchor is where the paper is sealed: after some words, or the last such place; the date of a letter; or the lower
// right corner.
func (m marks) anchor(after string, sheet rect) rect {
	if after != "" {
		if i := m.find(after); i >= 0 {
			near := marks{words: slices.DeleteFunc(slices.Clone(m.words), func(w word) bool {
				_, y := w.centre()
				_, from := m.words[i].centre()
				return math.Abs(y-from) > 80
			})}
			if a, ok := near.sealed(); ok {
				return a
			}
			return m.words[i].rect
		}
	}
	if a, ok := m.sealed(); ok {
		return a
	}
	for _, w := range slices.Backward(m.words) {
		if dateWords.MatchString(w.text) {
			return w.rect
		}
	}
	return rect{sheet.x1 - 90, sheet.y0 + 90, sheet.x1 - 90, sheet.y0 + 90}
}

func (m marks) sealed() (rect, bool) {
	for _, words := range sealWords {
		if i := m.find(words); i >= 0 {
			return m.words[i].rect, true
		}
	}
	return rect{}, false
}

// free is the place that covers nothing and is nearest to an anchor. A page that is full is signed in its lower right
// corner.
func (m marks) free(sheet, anchor rect) rect {
	best, least := m.grid(sheet).fitting(anchor)
	if math.IsInf(least, 1) {
		return rect{sheet.x1 - 190, sheet.y0 + 20, sheet.x1 - 10, sheet.y0 + 70}
	}
	return best
}

// near is what a place may cost to count as one by its anchor.
const near = 60

// fitting is the nearest place of the first size that has one near, or of any size.
func (g grid) fitting(anchor rect) (rect, float64) {
	best, least := rect{}, math.Inf(1)
	for _, size := range sizes {
		if r, cost := g.nearest(anchor, size[0], size[1]); cost < least {
			best, least = r, cost
		}
		if least < near {
			break
		}
	}
	return best, least
}

// grid counts the taken cells of a page: any rectangle is asked at once.
type grid struct {
	sheet         rect
	cell          float64 // its side
	across, along int
	sums          []int // taken cells below and to the left
}

const (
	finest = 2.0  // the side of a cell
	most   = 450  // cells in a row: a large sheet is looked at more coarsely
	border = 24.0 // kept free at the edges
	air    = 1.5  // kept free around what stands there
)

func (m marks) grid(sheet rect) grid {
	wide, high := sheet.x1-sheet.x0, sheet.y1-sheet.y0
	g := grid{sheet: sheet, cell: max(finest, wide/most, high/most)}
	g.across, g.along = int(wide/g.cell), int(high/g.cell)
	taken := make([]bool, g.across*g.along)
	for _, r := range m.taken {
		x0, x1 := g.cells(r.x0-air-sheet.x0, g.across), g.cells(r.x1+air-sheet.x0, g.across)
		for y := g.cells(r.y0-air-sheet.y0, g.along); y <= g.cells(r.y1+air-sheet.y0, g.along); y++ {
			for x := x0; x <= x1; x++ {
				taken[y*g.across+x] = true
			}
		}
	}
	g.sums = make([]int, (g.across+1)*(g.along+1))
	for y := range g.along {
		for x := range g.across {
			n := g.sums[y*(g.across+1)+x+1] + g.sums[(y+1)*(g.across+1)+x] - g.sums[y*(g.across+1)+x]
			if taken[y*g.across+x] {
				n++
			}
			g.sums[(y+1)*(g.across+1)+x+1] = n
		}
	}
	return g
}

// cells is the cell that a length falls into, within the page.
func (g grid) cells(length float64, all int) int {
	if !(length > 0) {
		return 0
	}
	return int(min(length/g.cell, float64(all-1)))
}

// nearest is the free rectangle of a size with the least cost: the gap between it and the anchor, where going up or
// down leaves the area sooner than going sideways; and of those, the one whose middle is nearest.
func (g grid) nearest(anchor rect, width, height float64) (rect, float64) {
	const upDown, middle = 3, 0.1
	w, h, edge := int(math.Ceil(width/g.cell)), int(math.Ceil(height/g.cell)), int(border/g.cell)
	ax, ay := anchor.centre()
	best, least := rect{}, math.Inf(1)
	for y := edge; y+h <= g.along-edge; y++ {
		for x := edge; x+w <= g.across-edge; x++ {
			r := rect{g.sheet.x0 + float64(x)*g.cell, g.sheet.y0 + float64(y)*g.cell, 0, 0}
			r.x1, r.y1 = r.x0+width, r.y0+height
			cx, cy := r.centre()
			cost := gap(r.x0, r.x1, anchor.x0, anchor.x1) + upDown*gap(r.y0, r.y1, anchor.y0, anchor.y1) + middle*(math.Abs(cx-ax)+math.Abs(cy-ay))
			if cost < least && g.count(x, y, x+w, y+h) == 0 {
				best, least = r, cost
			}
		}
	}
	return best, least
}

// gap is the room between two stretches; 0 where they overlap.
func gap(a0, a1, b0, b1 float64) float64 { return max(a0-b1, b0-a1, 0) }

func (g grid) count(x0, y0, x1, y1 int) int {
	row := g.across + 1
	return g.sums[y1*row+x1] - g.sums[y0*row+x1] - g.sums[y1*row+x0] + g.sums[y0*row+x0]
}
