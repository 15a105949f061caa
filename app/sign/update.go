package sign

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
)

// update is what is appended to a file: new objects, and old ones in a new version. What was there stays as it is,
// byte for byte, so that earlier signatures stay good.
type update struct {
	file    *file
	objects map[int][]byte
	next    int
}

func (f *file) update() *update {
	return &update{file: f, objects: map[int][]byte{}, next: f.size}
}

// add numbers a new object.
func (u *update) add(object []byte) ref {
	r := ref{num: u.next}
	u.next++
	u.objects[r.num] = object
	return r
}

// set replaces an object.
func (u *update) set(r ref, v any) { u.objects[r.num] = write(nil, v) }

// bytes is the whole file with the update at its end; offsets says where each of its objects begins.
func (u *update) bytes() (out []byte, offsets map[int]int) {
	out = make([]byte, 0, len(u.file.data)+1<<16)
	out = append(out, u.file.data...)
	if len(out) > 0 && out[len(out)-1] != '\n' {
		out = append(out, '\n')
	}
	offsets = map[int]int{}
	for _, num := range slices.Sorted(maps.Keys(u.objects)) {
		offsets[num] = len(out)
		out = fmt.Appendf(out, "%d %d obj\n", num, u.file.table[num].gen)
		out = append(append(out, u.objects[num]...), "\nendobj\n"...)
	}
	start := len(out)
	if u.file.streams {
		out = u.appendPacked(out, offsets)
	} else {
		out = u.appendPlain(out, offsets)
	}
	return fmt.Appendf(out, "startxref\n%d\n%%%%EOF\n", start), offsets
}

// trailer is the old one, leading on to it.
func (u *update) trailer(size int) dict {
	t := dict{"Size": size, "Prev": u.file.start}
	for _, k := range []name{"Root", "Info", "ID"} {
		if v := u.file.trailer[k]; v != nil {
			t[k] = v
		}
	}
	return t
}

func (u *update) appendPlain(out []byte, offsets map[int]int) []byte {
	out = append(out, "xref\n"...)
	for _, run := range runs(offsets) {
		out = fmt.Appendf(out, "%d %d\n", run[0], len(run))
		for _, num := range run {
			out = fmt.Appendf(out, "%010d %05d n \n", offsets[num], u.file.table[num].gen)
		}
	}
	out = append(out, "trailer\n"...)
	return append(write(out, u.trailer(u.next)), '\n')
}

// appendPacked writes the table as a stream, as a file with such tables must go on.
func (u *update) appendPacked(out []byte, offsets map[int]int) []byte {
	self := u.next
	offsets = maps.Clone(offsets)
	offsets[self] = len(out)
	t := u.trailer(self + 1)
	t["Type"], t["W"] = name("XRef"), array{1, 8, 2}
	var index array
	var rows []byte
	for _, run := range runs(offsets) {
		index = append(index, run[0], len(run))
		for _, num := range run {
			rows = append(rows, 1)
			rows = binary.BigEndian.AppendUint64(rows, uint64(offsets[num]))
			rows = binary.BigEndian.AppendUint16(rows, uint16(u.file.table[num].gen))
		}
	}
	t["Index"], t["Length"] = index, len(rows)
	out = fmt.Appendf(out, "%d 0 obj\n", self)
	return append(write(out, stream{t, rows}), "\nendobj\n"...)
}

// runs are the numbers that follow each other.
func runs(offsets map[int]int) [][]int {
	var all [][]int
	for _, num := range slices.Sorted(maps.Keys(offsets)) {
		if n := len(all); n > 0 && all[n-1][len(all[n-1])-1]+1 == num {
			all[n-1] = append(all[n-1], num)
			continue
		}
		all = append(all, []int{num})
	}
	return all
}
