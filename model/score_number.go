package model

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// shares gives each weight as a share of their sum, in tenths that add up to 100; all are 0 when the sum is.
func shares(weights []float64) []float64 {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	out := make([]float64, len(weights))
	if sum <= 0 {
		return out
	}
	type rest struct {
		at   int
		left float64
	}
	var rests []rest
	given := 0
	tenths := make([]int, len(weights))
	for i, w := range weights {
		exact := w / sum * 1000
		tenths[i] = int(math.Floor(exact))
		given += tenths[i]
		rests = append(rests, rest{i, exact - math.Floor(exact)})
	}
	slices.SortStableFunc(rests, func(a, b rest) int { return cmp.Compare(b.left, a.left) })
	for _, r := range rests[:1000-given] { // the largest rests get what rounding left over
		tenths[r.at]++
	}
	for i, n := range tenths {
		out[i] = float64(n) / 10
	}
	return out
}

// Share is a part of a whole in percent; nil when the whole is nothing: never divide by it.
func Share(part, whole int) *float64 {
	if whole <= 0 {
		return nil
	}
	return known(float64(part) / float64(whole) * 100)
}

// meanOf is the mean of some numbers; nil of none.
func meanOf(of []float64) *float64 {
	if len(of) == 0 {
		return nil
	}
	sum := 0.0
	for _, n := range of {
		sum += n
	}
	return known(sum / float64(len(of)))
}

// Percentile is the smallest of some numbers that so many percent of them do not exceed (nearest rank); nil of none.
func Percentile(of []float64, percent int) *float64 {
	if len(of) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(of))
	rank := (len(sorted)*percent + 99) / 100
	return known(sorted[max(rank, 1)-1])
}

// meanKnown is the mean of those that have data.
func meanKnown(of ...*float64) *float64 {
	var have []float64
	for _, n := range of {
		if n != nil {
			have = append(have, *n)
		}
	}
	return meanOf(have)
}

func known(f float64) *float64 { return &f }

func count(n int) *float64 { return known(float64(n)) }

func orZero(f *float64) float64 {
	if f == nil {
		return 0
	}
	return *f
}

func roundTenth(f float64) float64 { return math.Round(f*10) / 10 }

// Decimal writes a number with at most two decimals and no needless zeros.
func Decimal(f float64) string {
	s := strconv.FormatFloat(f, 'f', 2, 64)
	s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// number reads a measure.
func number(v Values, id string) (float64, bool) {
	n, err := strconv.ParseFloat(strings.TrimSpace(v[id]), 64)
	return n, err == nil && !math.IsNaN(n) && !math.IsInf(n, 0)
}

// Figured reads a figure as it was typed.
func Figured(text string) (float64, bool) { return number(Values{"": text}, "") }

// PercentText writes a use with one decimal; nothing is said to be no data.
func PercentText(f *float64) string {
	if f == nil {
		return NoData
	}
	return Decimal(roundTenth(*f)) + "%"
}
