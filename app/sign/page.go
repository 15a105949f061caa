package sign

import (
	"maps"
	"strconv"
)

// toInt reads a number; -1 when it is none.
func toInt(v any) int {
	if n, ok := v.(number); ok {
		if i, err := strconv.Atoi(string(n)); err == nil {
			return i
		}
	}
	return -1
}

func toFloat(v any) float64 {
	if n, ok := v.(number); ok {
		if x, err := strconv.ParseFloat(string(n), 64); err == nil {
			return x
		}
	}
	return 0
}

// dict follows references to a dictionary, and gives a copy that may be changed; empty when it is none.
func (f *file) dict(v any) dict {
	if d, ok := f.get(v).(dict); ok {
		return maps.Clone(d)
	}
	return dict{}
}

func (f *file) array(v any) array {
	a, _ := f.get(v).(array)
	return a
}

// catalog is the root of all that is in the file.
func (f *file) catalog() dict { return f.dict(f.trailer["Root"]) }

// page is one page, with what it inherits.
type page struct {
	ref       ref
	dict      dict
	inherited dict
}

// pages are the pages in their order.
func (f *file) pages() []page {
	var all []page
	seen := map[ref]bool{}
	var walk func(node any, inherited dict, depth int)
	walk = func(node any, inherited dict, depth int) {
		r, ok := node.(ref)
		if !ok || seen[r] || depth > maxDepth {
			return
		}
		seen[r] = true
		d := f.dict(r)
		own := maps.Clone(inherited)
		for _, k := range []name{"MediaBox", "Resources", "Rotate"} {
			if d[k] != nil {
				own[k] = d[k]
			}
		}
		if d["Kids"] == nil {
			all = append(all, page{r, d, own})
			return
		}
		for _, kid := range f.array(d["Kids"]) {
			walk(kid, own, depth+1)
		}
	}
	walk(f.catalog()["Pages"], dict{}, 0)
	return all
}
