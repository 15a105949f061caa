package sign

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
)

// write appends a value as it stands in a file; the keys of dictionaries in order, so that the same value is always
// the same bytes.
func write(out []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(out, "null"...)
	case bool:
		return strconv.AppendBool(out, v)
	case number:
		return append(out, v...)
	case int:
		return strconv.AppendInt(out, int64(v), 10)
	case float64:
		return strconv.AppendFloat(out, v, 'f', 2, 64)
	case name:
		return writeName(out, v)
	case text:
		return fmt.Appendf(out, "<%X>", v.bytes)
	case ref:
		return fmt.Appendf(out, "%d %d R", v.num, v.gen)
	case array:
		out = append(out, '[')
		for i, e := range v {
			if i > 0 {
				out = append(out, ' ')
			}
			out = write(out, e)
		}
		return append(out, ']')
	case dict:
		keys := make([]name, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		out = append(out, "<<"...)
		for _, k := range keys {
			out = append(writeName(out, k), ' ')
			out = append(write(out, v[k]), '\n')
		}
		return append(out, ">>"...)
	case stream:
		out = append(write(out, v.dict), "\nstream\n"...)
		return append(append(out, v.data...), "\nendstream"...)
	}
	return append(out, "null"...)
}

func writeName(out []byte, n name) []byte {
	out = append(out, '/')
	for _, c := range []byte(n) {
		if c <= ' ' || c > '~' || c == '#' || isDelimiter(c) {
			out = fmt.Appendf(out, "#%02X", c)
			continue
		}
		out = append(out, c)
	}
	return out
}

// same reports whether two values say the same.
func same(a, b any) bool { return bytes.Equal(write(nil, a), write(nil, b)) }
