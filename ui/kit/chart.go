package kit

import (
	"image/color"
	"math"
	"strconv"

	"fyne.io/fyne/v2/theme"
)

// Series is one line of a chart: a figure for each label; nil where nothing is known.
type Series struct {
	Name   string
	Values []*float64
}

// ChartData is what a chart shows, and what stands in the table behind it.
type ChartData struct {
	Labels []string
	Series []Series
	Unit   string // behind each figure: %
}

// None reports that no figure is known at all.
func (d ChartData) None() bool {
	for _, s := range d.Series {
		for _, v := range s.Values {
			if v != nil {
				return false
			}
		}
	}
	return true
}

// most is the greatest figure, and at least something above nothing.
func (d ChartData) most() float64 {
	most := 0.0
	for _, s := range d.Series {
		for _, v := range s.Values {
			if v != nil {
				most = max(most, *v)
			}
		}
	}
	return most
}

// say writes a figure with its unit; one that is not known is a dash.
func (d ChartData) say(v *float64) string {
	if v == nil {
		return "—"
	}
	return figure(*v) + d.Unit
}

func figure(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// at is the figure of a series at a label; nil past its end.
func (s Series) at(i int) *float64 {
	if i < 0 || i >= len(s.Values) {
		return nil
	}
	return s.Values[i]
}

// last is where the last known figure stands; -1 for none.
func (s Series) last() int {
	for i := len(s.Values) - 1; i >= 0; i-- {
		if s.Values[i] != nil {
			return i
		}
	}
	return -1
}

// ticks are the marks of an axis from nothing to at least most: round figures, five or six of them.
func ticks(most float64) []float64 {
	if most <= 0 || math.IsNaN(most) || math.IsInf(most, 0) {
		most = 1
	}
	size := math.Pow(10, math.Floor(math.Log10(most)))
	step := size
	for _, of := range []float64{0.2, 0.25, 0.5, 1, 2, 2.5} {
		if most/(size*of) <= 5 {
			step = size * of
			break
		}
	}
	marks := []float64{0}
	for n := 1; marks[len(marks)-1] < most-1e-9; n++ {
		marks = append(marks, float64(n)*step)
	}
	return marks
}

// seriesInks differ in lightness as well as in hue, so that they can be told apart by who sees no colours and on paper.
var seriesInks = map[bool][]color.Color{ // by whether the ground is dark
	false: {color.NRGBA{0x12, 0x3D, 0x7A, 0xFF}, color.NRGBA{0xD1, 0x6A, 0x00, 0xFF}, color.NRGBA{0x2F, 0x93, 0x83, 0xFF}, color.NRGBA{0x8A, 0x4F, 0x9E, 0xFF}},
	true:  {color.NRGBA{0x9C, 0xC4, 0xFF, 0xFF}, color.NRGBA{0xF2, 0x9F, 0x3D, 0xFF}, color.NRGBA{0x4F, 0xB9, 0xA5, 0xFF}, color.NRGBA{0xD7, 0xA3, 0xE6, 0xFF}},
}

func seriesInk(i int) color.Color {
	r, g, b, _ := theme.Color(theme.ColorNameOverlayBackground).RGBA()
	inks := seriesInks[r+g+b < 3*0x8000]
	return inks[i%len(inks)]
}
