package sign

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// pack reads the objects of a stream of objects.
func (f *file) pack(num int) []any {
	if objects, known := f.packs[num]; known {
		return objects
	}
	f.packs[num] = nil // a pack that lies in itself ends here
	e := f.table[num]
	s, ok := f.objectAt(e.offset, num).(stream)
	if !ok || e.pack > 0 {
		return nil
	}
	data, err := f.unpack(s)
	if err != nil {
		return nil
	}
	head := &lexer{data, 0}
	var objects []any
	first := toInt(s.dict["First"])
	for range min(max(toInt(s.dict["N"]), 0), len(data)/2) {
		head.int()
		offset := head.int()
		if offset < 0 || first < 0 || first+offset >= len(data) {
			break
		}
		v, err := (&lexer{data, first + offset}).value(0)
		if err != nil {
			v = nil
		}
		objects = append(objects, v)
	}
	f.packs[num] = objects
	return objects
}

// unpack gives a stream's data. Of the filters only Flate is known: it is what tables, packs and pages use.
func (f *file) unpack(s stream) ([]byte, error) {
	filter, parms := f.get(s.dict["Filter"]), f.get(s.dict["DecodeParms"])
	if a, ok := filter.(array); ok && len(a) == 1 {
		filter = f.get(a[0])
		if p, ok := parms.(array); ok && len(p) == 1 {
			parms = f.get(p[0])
		}
	}
	switch filter {
	case nil:
		return s.data, nil
	case name("FlateDecode"):
	default:
		return nil, fmt.Errorf("filter %v is not known", filter)
	}
	z, err := zlib.NewReader(bytes.NewReader(s.data))
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(z, int64(maxUnpacked-f.packed)+1))
	if err != nil {
		return nil, err
	}
	if f.packed += len(data); f.packed > maxUnpacked {
		return nil, errors.New("the streams are too big")
	}
	if p, ok := parms.(dict); ok && toInt(p["Predictor"]) >= 10 {
		return unpredict(data, max(toInt(p["Columns"]), 1))
	}
	return data, nil
}

// unpredict undoes the filters of PNG rows, of which tables use "up".
func unpredict(data []byte, columns int) ([]byte, error) {
	if columns > 1<<16 {
		return nil, errSyntax
	}
	above := make([]byte, columns)
	out := make([]byte, 0, len(data))
	for len(data) > columns {
		kind, row := data[0], bytes.Clone(data[1:1+columns])
		data = data[1+columns:]
		for i := range row {
			left := byte(0)
			if i > 0 {
				left = row[i-1]
			}
			switch kind {
			case 1:
				row[i] += left
			case 2:
				row[i] += above[i]
			case 3:
				row[i] += byte((int(left) + int(above[i])) / 2)
			case 0:
			default:
				return nil, fmt.Errorf("row filter %d is not known", kind)
			}
		}
		out, above = append(out, row...), row
	}
	return out, nil
}
