package scan

import (
	"context"
	"slices"
	"time"

	"github.com/makiuchi-d/gozxing"

	"yunban/model"
)

const (
	// pageTime is how long a page without a code is looked at. A page with one takes a tenth of it.
	pageTime = 2 * time.Second
	// sureViews are always looked at, however busy the machine is.
	sureViews = 4
	// workingSide is the longer side in pixels that a page is brought down to first: A4 at 300 dpi.
	workingSide = 3600
)

// view is one way of looking at a page. The first ones read nearly every scan, at any angle; the rest are for blurred,
// noisy and dim ones.
type view struct {
	make  func(page, full plane) plane
	white func(gozxing.LuminanceSource) gozxing.Binarizer // tells ink from paper
	fits  func(page, full plane) bool                     // nil always
}

var (
	hybrid = gozxing.NewHybridBinarizer
	global = gozxing.NewGlobalHistgramBinarizer
)

func asIs(page, _ plane) plane { return page }

func views() []view {
	large := func(page, full plane) bool { return page.long() > 1400 }
	small := func(page, full plane) bool { return page.long() < 2600 }
	reduced := func(page, full plane) bool { return full.long() > page.long() }
	return []view{
		{asIs, hybrid, nil},
		{asIs, global, nil},
		{func(p, _ plane) plane { return p.smoothed(1) }, hybrid, nil},
		{func(p, _ plane) plane { return p.reduced(2) }, hybrid, large},
		{func(p, _ plane) plane { return p.doubled() }, hybrid, small},
		{func(p, _ plane) plane { return p.doubled().smoothed(2) }, hybrid, small},
		{func(p, _ plane) plane { return p.smoothed(2) }, hybrid, large},
		{func(_, f plane) plane { return f }, hybrid, reduced},
		{func(p, _ plane) plane { return p.flattened(max(p.long()/60, 8)) }, global, nil},
		{func(p, _ plane) plane { return p.smoothed(1).flattened(max(p.long()/60, 8)) }, global, nil},
		{func(p, _ plane) plane { return p.doubled().flattened(max(p.long()/30, 16)) }, global, small},
		{func(p, _ plane) plane { return p.inverted() }, hybrid, nil},
		{func(p, _ plane) plane { return p.reduced(3) }, hybrid, large},
	}
}

// look finds our codes on a page, and counts the others. When one of ours is found it looks once more in another way,
// for a second paper on the same sheet; without one it goes on until nothing is left to try or the time is up.
func look(ctx context.Context, full plane, patience time.Duration) (codes []model.PaperCode, others int) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	page := full.reduced((full.long() + workingSide - 1) / workingSide)
	seen := map[string]bool{}
	more := 1
	for i, v := range views() {
		if more < 0 || ctx.Err() != nil && i >= sureViews {
			break
		}
		if v.fits != nil && !v.fits(page, full) {
			continue
		}
		for _, text := range codesIn(v.make(page, full), v.white) {
			if seen[text] {
				continue
			}
			seen[text] = true
			if c, ok := model.ParsePaperCode(text); ok {
				codes = append(codes, c)
			} else {
				others++
			}
		}
		if len(codes) > 0 {
			more--
		}
	}
	slices.SortFunc(codes, func(a, b model.PaperCode) int { return slices.Compare([]string{a.String()}, []string{b.String()}) })
	return codes, others
}

func codesIn(p plane, white func(gozxing.LuminanceSource) gozxing.Binarizer) []string {
	if p.w < 21 || p.h < 21 { // the smallest code has 21 modules
		return nil
	}
	bitmap, err := gozxing.NewBinaryBitmap(white(source{p}))
	if err != nil {
		return nil
	}
	matrix, err := bitmap.GetBlackMatrix()
	if err != nil {
		return nil
	}
	return codesOn(matrix)
}

// source lends a plane to the reader of codes.
type source struct{ plane }

func (s source) GetRow(y int, _ []byte) ([]byte, error) { return s.px[y*s.w : (y+1)*s.w], nil }
func (s source) GetMatrix() []byte                      { return s.px }
func (s source) GetWidth() int                          { return s.w }
func (s source) GetHeight() int                         { return s.h }
func (s source) IsCropSupported() bool                  { return false }
func (s source) IsRotateSupported() bool                { return false }
func (s source) Invert() gozxing.LuminanceSource        { return source{s.inverted()} }
func (s source) String() string                         { return "plane" }

func (s source) Crop(int, int, int, int) (gozxing.LuminanceSource, error) {
	return nil, gozxing.NewNotFoundException("no crop")
}

func (s source) RotateCounterClockwise() (gozxing.LuminanceSource, error) {
	return nil, gozxing.NewNotFoundException("no turn")
}

func (s source) RotateCounterClockwise45() (gozxing.LuminanceSource, error) {
	return nil, gozxing.NewNotFoundException("no turn")
}
