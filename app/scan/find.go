package scan

import (
	"cmp"
	"math"
	"slices"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/detector"
)

// Bounds that keep a page of pure noise from taking long.
const (
	maxCorners = 60   // corners of codes that are looked at
	maxSquares = 80   // squares that are tried
	maxSeen    = 2000 // corners after which the search stops
)

// square is three corners that may belong to one code.
type square struct {
	topLeft, topRight, bottomLeft *detector.FinderPattern
	skew                          float64 // how far it is from a square
}

// codesOn reads every QR code of a black and white picture. The usual reader knows one code per picture; here each
// three corners that could be a square are tried, so that two papers on one sheet are both found.
func codesOn(m *gozxing.BitMatrix) []string {
	var texts []string
	used := map[*detector.FinderPattern]bool{}
	for _, s := range squares(corners(m)) {
		if used[s.topLeft] || used[s.topRight] || used[s.bottomLeft] {
			continue
		}
		if text, ok := readSquare(m, s); ok {
			used[s.topLeft], used[s.topRight], used[s.bottomLeft] = true, true, true
			texts = append(texts, text)
		}
	}
	return texts
}

// corners finds the finder patterns of codes, the surest first: dark and light in 1 : 1 : 3 : 1 : 1 on every line
// through their middle.
func corners(m *gozxing.BitMatrix) []*detector.FinderPattern {
	f := detector.NewFinderPatternFinder(m, nil)
	counts := make([]int, 5)
	for y := 2; y < m.GetHeight() && len(f.GetPossibleCenters()) < maxSeen; y += 2 {
		cornersInRow(f, m, y, counts)
	}
	found := slices.Clone(f.GetPossibleCenters())
	slices.SortStableFunc(found, func(a, b *detector.FinderPattern) int { return cmp.Compare(b.GetCount(), a.GetCount()) })
	return found[:min(len(found), maxCorners)]
}

func cornersInRow(f *detector.FinderPatternFinder, m *gozxing.BitMatrix, y int, counts []int) {
	clear(counts)
	state := 0
	for x := range m.GetWidth() {
		dark := m.Get(x, y)
		switch {
		case dark == (state%2 == 0): // goes on as it was
			counts[state]++
		case state < 4:
			if state == 0 && counts[0] == 0 { // paper before the first ink
				continue
			}
			state++
			counts[state]++
		case detector.FinderPatternFinder_foundPatternCross(counts) && f.HandlePossibleCenter(counts, y, x):
			clear(counts)
			state = 0
		default:
			copy(counts, counts[2:])
			counts[3], counts[4] = 1, 0
			state = 3
		}
	}
	if state == 4 && detector.FinderPatternFinder_foundPatternCross(counts) {
		f.HandlePossibleCenter(counts, y, m.GetWidth())
	}
}

// squares are the triples of corners of like size that stand at something like a right angle, the best first.
func squares(found []*detector.FinderPattern) []square {
	var all []square
	for i, a := range found {
		for j, b := range found[i+1:] {
			if unlike(a, b) {
				continue
			}
			for _, c := range found[i+1+j+1:] {
				if unlike(a, c) || unlike(b, c) {
					continue
				}
				if s, ok := squareOf(a, b, c); ok {
					all = append(all, s)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b square) int { return cmp.Compare(a.skew, b.skew) })
	return all[:min(len(all), maxSquares)]
}

func unlike(a, b *detector.FinderPattern) bool {
	small, large := a.GetEstimatedModuleSize(), b.GetEstimatedModuleSize()
	if small > large {
		small, large = large, small
	}
	return large > 1.5*small+0.5
}

func squareOf(a, b, c *detector.FinderPattern) (square, bool) {
	bl, tl, tr := gozxing.ResultPoint_OrderBestPatterns(a, b, c)
	s := square{topLeft: tl.(*detector.FinderPattern), topRight: tr.(*detector.FinderPattern), bottomLeft: bl.(*detector.FinderPattern)}
	across, down := gozxing.ResultPoint_Distance(tl, tr), gozxing.ResultPoint_Distance(tl, bl)
	diagonal := gozxing.ResultPoint_Distance(tr, bl)
	module := (a.GetEstimatedModuleSize() + b.GetEstimatedModuleSize() + c.GetEstimatedModuleSize()) / 3
	modules := (across + down) / 2 / module
	if modules < 9 || modules > 120 {
		return s, false
	}
	sides := math.Abs(across-down) / min(across, down)
	angle := math.Abs(diagonal-math.Hypot(across, down)) / diagonal
	sizes := spread(a.GetEstimatedModuleSize(), b.GetEstimatedModuleSize(), c.GetEstimatedModuleSize()) / module
	s.skew = sides + angle + sizes/4
	return s, sides < 0.35 && angle < 0.2
}

func spread(a, b, c float64) float64 { return max(a, b, c) - min(a, b, c) }

// readSquare decodes what stands between three corners. Where the size in modules is misjudged, the sizes next to it
// are tried.
func readSquare(m *gozxing.BitMatrix, s square) (string, bool) {
	info := detector.NewFinderPatternInfo(s.bottomLeft, s.topLeft, s.topRight)
	if found, err := detector.NewDetector(m).ProcessFinderPatternInfo(info); err == nil {
		if text, ok := decode(found.GetBits()); ok {
			return text, true
		}
	}
	module := (s.topLeft.GetEstimatedModuleSize() + s.topRight.GetEstimatedModuleSize() + s.bottomLeft.GetEstimatedModuleSize()) / 3
	side := (gozxing.ResultPoint_Distance(s.topLeft, s.topRight) + gozxing.ResultPoint_Distance(s.topLeft, s.bottomLeft)) / 2
	guess := int(math.Round((side/module + 7 - 17) / 4)) // the version: 17 + 4 × version modules
	for _, version := range []int{guess, guess + 1, guess - 1} {
		if version < 1 || version > 10 {
			continue
		}
		modules := 17 + 4*version
		transform := detector.Detector_createTransform(s.topLeft, s.topRight, s.bottomLeft, nil, modules)
		bits, err := detector.Detector_sampleGrid(m, transform, modules)
		if err != nil {
			continue
		}
		if text, ok := decode(bits); ok {
			return text, true
		}
	}
	return "", false
}

func decode(bits *gozxing.BitMatrix) (string, bool) {
	result, err := decoder.NewDecoder().DecodeWithoutHint(bits)
	if err != nil || result.GetText() == "" {
		return "", false
	}
	return result.GetText(), true
}
