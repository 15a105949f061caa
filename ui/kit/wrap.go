package kit

import (
	"github.com/go-text/typesetting/segmenter"
)

// line is a stretch [start, end) of a text that stands on one row. A hard line ends at a newline (not part of it), a
// soft one because the row was full.
type line struct {
	start, end int
	hard       bool
}

// wrapText breaks a text into rows not wider than width by the Unicode line-breaking rules, which keep ，。） off the
// start of a row and Latin words whole. A newline always breaks; a width of 0 or less breaks at nothing else.
func wrapText(text []rune, width float32, m *metrics) []line {
	var lines []line
	start := 0
	for i := 0; i <= len(text); i++ {
		if i == len(text) || text[i] == '\n' {
			lines = wrapParagraph(lines, text, start, i, width, m)
			start = i + 1
		}
	}
	return lines
}

func wrapParagraph(lines []line, text []rune, start, end int, width float32, m *metrics) []line {
	if width <= 0 || start == end || m.width(text[start:end]) <= width {
		return append(lines, line{start, end, true})
	}
	var seg segmenter.Segmenter
	seg.Init(text[start:end])
	row, used, item := start, float32(0), start
	pieces := seg.LineIterator()
	for pieces.Next() {
		piece := pieces.Line()
		from, to := start+piece.Offset, start+piece.Offset+len(piece.Text)
		w, blank := m.width(text[from:to]), m.width(text[trimmedEnd(text, from, to):to])
		whole := w - blank
		if from >= item { // an item that has a row for itself is not broken
			item = itemEnd(text, from, end)
			if all := m.width(text[from:item]); all <= width {
				whole = max(whole, all)
			}
		}
		if used > 0 && used+whole > width {
			lines = append(lines, line{row, from, false})
			row, used = from, 0
		}
		if w-blank > width {
			lines, row, used = breakAnywhere(lines, text, row, to, width, m)
			continue
		}
		used += w
	}
	return append(lines, line{row, end, true})
}

// itemEnd is where an item of an enumeration ends, such as 甲　·　乙, with what parts it from the next.
func itemEnd(text []rune, from, end int) int {
	for i := from; i+1 < end; i++ {
		if text[i] == '·' && text[i+1] == '　' {
			return i + 2
		}
	}
	return end
}

// breakAnywhere fills rows character by character: a web address or 阿拉伯数字 longer than a row.
func breakAnywhere(lines []line, text []rune, row, to int, width float32, m *metrics) ([]line, int, float32) {
	var used float32
	for i := row; i < to; i++ {
		w := m.advance(text[i])
		if used+w > width && i > row && !joinsPrevious(text[i]) {
			lines = append(lines, line{row, i, false})
			row, used = i, 0
		}
		used += w
	}
	return lines, row, used
}

// trimmedEnd is where the blanks at the end of [from, to) begin; they may hang over the edge.
func trimmedEnd(text []rune, from, to int) int {
	for to > from && (text[to-1] == ' ' || text[to-1] == '\t') {
		to--
	}
	return to
}

// lineOf finds the row of a position. At a soft break the position belongs to the following row, unless upstream.
func lineOf(lines []line, pos int, upstream bool) int {
	for i, l := range lines {
		if pos < l.end || (pos == l.end && (l.hard || upstream)) {
			return i
		}
	}
	return len(lines) - 1
}
