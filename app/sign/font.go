package sign

import "bytes"

// font is what reading needs of a font: how wide its codes are and what they stand for.
type font struct {
	wide   bool // codes of two bytes
	widths map[int]float64
	usual  float64
	says   map[int]string
}

// font reads a font of a page.
func (f *file) font(v any) *font {
	d := f.dict(v)
	out := &font{widths: map[int]float64{}, says: map[int]string{}, usual: 600}
	if d["Subtype"] == name("Type0") {
		out.wide = true
		if below := f.array(d["DescendantFonts"]); len(below) > 0 {
			out.readWide(f, f.dict(below[0]))
		}
	} else {
		from := toInt(d["FirstChar"])
		for i, w := range f.array(d["Widths"]) {
			out.widths[from+i] = toFloat(f.get(w))
		}
	}
	if s, ok := f.get(d["ToUnicode"]).(stream); ok {
		if data, err := f.unpack(s); err == nil {
			out.readMeaning(data)
		}
	}
	return out
}

// readWide reads the widths of a font by glyph: runs "first [w w w]" and "first last w".
func (f *font) readWide(file *file, d dict) {
	f.usual = 1000
	if d["DW"] != nil {
		f.usual = toFloat(file.get(d["DW"]))
	}
	w := file.array(d["W"])
	for i := 0; i+1 < len(w); {
		from := toInt(w[i])
		if run, ok := file.get(w[i+1]).(array); ok {
			for n, width := range run {
				f.widths[from+n] = toFloat(width)
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			return
		}
		for code := from; code <= toInt(w[i+1]) && code < from+1<<16; code++ {
			f.widths[code] = toFloat(w[i+2])
		}
		i += 3
	}
}

// readMeaning reads what codes stand for: pairs "<code> <text>" and ranges "<first> <last> <text>".
func (f *font) readMeaning(data []byte) {
	for _, kind := range []struct {
		begin string
		per   int
	}{{"beginbfchar", 2}, {"beginbfrange", 3}} {
		rest := data
		for {
			at := bytes.Index(rest, []byte(kind.begin))
			if at < 0 {
				break
			}
			rest = rest[at+len(kind.begin):]
			l := &lexer{data: rest}
			for l.space(); l.peek(0) == '<' || l.peek(0) == '['; l.space() {
				var row [3]text
				for i := range kind.per {
					v, err := l.value(0)
					if err != nil {
						return
					}
					row[i], _ = v.(text)
				}
				f.mean(bigEndian(row[0].bytes), bigEndian(row[kind.per-2].bytes), row[kind.per-1].bytes)
			}
		}
	}
}

func (f *font) mean(from, to int, meaning []byte) {
	if len(meaning) < 2 {
		return
	}
	for code := from; code <= to && code < from+1<<16; code++ {
		m := bytes.Clone(meaning)
		m[len(m)-1] += byte(code - from)
		f.says[code] = fromUTF16(m)
	}
}

// read gives the words of codes, and their width in thousandths.
func (f *font) read(codes []byte) (said string, width float64) {
	step := 1
	if f.wide {
		step = 2
	}
	for ; len(codes) >= step; codes = codes[step:] {
		code := bigEndian(codes[:step])
		said += f.says[code]
		if w, known := f.widths[code]; known {
			width += w
		} else {
			width += f.usual
		}
	}
	return said, width
}
