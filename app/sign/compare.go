package sign

import (
	"maps"
	"slices"
)

// onlySigned reports whether nothing but signatures came to a file since a state of it: new signature fields in the
// lists of the catalogue and of pages, and what proves old signatures later. Any other change of what was there is
// one too many.
func onlySigned(then, now *file) bool {
	if then.trailer["Root"] != now.trailer["Root"] || !same(then.trailer["Info"], now.trailer["Info"]) {
		return false
	}
	c := comparison{then: then, now: now, pages: map[int]bool{}, lists: map[int]bool{}}
	c.root, _ = then.trailer["Root"].(ref)
	c.form, _ = then.catalog()["AcroForm"].(ref)
	for _, p := range then.pages() {
		c.pages[p.ref.num] = true
		if r, ok := p.dict["Annots"].(ref); ok {
			c.lists[r.num] = true
		}
	}
	if r, ok := then.dict(then.catalog()["AcroForm"])["Fields"].(ref); ok {
		c.lists[r.num] = true
	}
	for num := range then.table {
		if _, still := now.table[num]; !still {
			return false
		}
	}
	dangling := then.dangling()
	for num, e := range now.table {
		if before, was := then.table[num]; was && !before.free {
			if !c.unmoved(before, e) && !c.allowed(num) {
				return false
			}
		} else if !e.free && dangling[num] { // something pointed there: it was prepared before the signing
			return false
		}
	}
	return true
}

// comparison is a file at two times.
type comparison struct {
	then, now  *file
	root, form ref
	pages      map[int]bool
	lists      map[int]bool // of fields and of notes on pages, where they are objects of their own
}

// unmoved reports whether an object still stands where it stood.
func (c comparison) unmoved(before, e entry) bool {
	return before == e && (e.pack == 0 || c.then.table[e.pack] == c.now.table[e.pack])
}

// allowed judges an object that was written again.
func (c comparison) allowed(num int) bool {
	before, after := c.then.object(num), c.now.object(num)
	if same(before, after) {
		return true
	}
	if c.lists[num] {
		return c.grew(before, after)
	}
	was, isDict := before.(dict)
	is, stillDict := after.(dict)
	switch {
	case !isDict || !stillDict:
		return false
	case num == c.root.num:
		return c.sameBut(was, is, "AcroForm", "DSS", "Extensions") && c.formGrew(was["AcroForm"], is["AcroForm"])
	case num == c.form.num:
		return c.formGrew(was, is)
	case c.pages[num]:
		return c.sameBut(was, is, "Annots") && c.grew(was["Annots"], is["Annots"])
	}
	// a field that waited for its signature
	return was["FT"] == name("Sig") && was["V"] == nil && c.sameBut(was, is, "V", "AP") && c.isSignature(is)
}

// sameBut compares dictionaries but for some keys.
func (c comparison) sameBut(was, is dict, keys ...name) bool {
	without := func(d dict) dict {
		d = maps.Clone(d)
		for _, k := range keys {
			delete(d, k)
		}
		return d
	}
	return same(without(was), without(is))
}

func (c comparison) formGrew(was, is any) bool {
	before, after := c.then.dict(was), c.now.dict(is)
	keys := []name{"Fields", "SigFlags"}
	for _, k := range []name{"DR", "DA"} { // other programs bring the fonts of their drawings along
		if before[k] == nil {
			keys = append(keys, k)
		}
	}
	return c.sameBut(before, after, keys...) && c.grew(before["Fields"], after["Fields"])
}

// grew reports whether a list is as it was, with nothing but signatures at its end.
func (c comparison) grew(was, is any) bool {
	before, after := c.then.array(was), c.now.array(is)
	if len(after) < len(before) || !same(before, after[:len(before)]) {
		return false
	}
	return !slices.ContainsFunc(after[len(before):], func(v any) bool {
		r, ok := v.(ref)
		return !ok || c.then.object(r.num) != nil || !c.isSignature(c.now.dict(r))
	})
}

// isSignature reports whether a field holds a signature and does nothing else.
func (c comparison) isSignature(field dict) bool {
	kind, value := field["FT"], field["V"]
	if parent := c.now.dict(field["Parent"]); kind == nil {
		kind, value = parent["FT"], parent["V"]
	}
	v := c.now.dict(value)
	return c.now.get(kind) == name("Sig") && field["A"] == nil && field["AA"] == nil && v["ByteRange"] != nil && v["Contents"] != nil
}

// dangling are the objects that are pointed at and not there.
func (f *file) dangling() map[int]bool {
	missing := map[int]bool{}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case ref:
			if e, known := f.table[v.num]; !known || e.free {
				missing[v.num] = true
			}
		case array:
			for _, e := range v {
				walk(e)
			}
		case dict:
			for _, e := range v {
				walk(e)
			}
		case stream:
			walk(v.dict)
		}
	}
	walk(f.trailer)
	for num := range f.table {
		walk(f.object(num))
	}
	return missing
}
