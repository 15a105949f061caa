package model

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// An event is written as JSON for its hash and for keeping, once for each act. This writes the very bytes that
// encoding/json would, which hashes of years ago rest on, in a third of its time; what is unusual is left to it.

// appendJSON writes the event; ok is false when only encoding/json can.
func (e Event) appendJSON(to []byte) (text []byte, ok bool) {
	if !usualTime(e.Claimed) || !usualTime(e.At) {
		return to, false
	}
	to = appendNumber(append(to, '{'), `"format":`, int64(e.Format))
	to = appendText(to, `,"id":`, e.ID)
	to = appendText(to, `,"subject":{"kind":`, string(e.Subject.Kind))
	to = appendText(to, `,"id":`, e.Subject.ID)
	to = appendNumber(to, `},"seq":`, int64(e.Seq))
	to = appendText(to, `,"actor":`, e.Actor)
	to = appendText(to, `,"actor_name":`, e.ActorName)
	to = appendText(to, `,"actor_unit":`, e.ActorUnit)
	to = appendAny(to, `,"for":`, e.For)
	to = appendAny(to, `,"for_id":`, e.ForID)
	to = appendAny(to, `,"device":`, e.Device)
	to = appendTime(to, `,"claimed":`, e.Claimed)
	to = appendTime(to, `,"at":`, e.At)
	to = appendText(to, `,"action":`, string(e.Action))
	to = appendAny(to, `,"note":`, e.Note)
	if len(e.Values) > 0 {
		to = e.Values.appendJSON(append(to, `,"values":`...))
	}
	to = appendList(to, `,"lines":`, e.Lines, Line.appendJSON)
	to = appendList(to, `,"files":`, e.Files, File.appendJSON)
	to = appendAny(to, `,"profile":`, e.Profile)
	to = appendAny(to, `,"series":`, e.Series)
	to = appendAny(to, `,"number":`, e.Number)
	if e.Withheld {
		to = append(to, `,"withheld":true`...)
	}
	to = appendAny(to, `,"prev":`, e.Prev)
	return append(appendText(to, `,"hash":`, e.Hash), '}'), true
}

func (l Line) appendJSON(to []byte) []byte {
	to = appendText(append(to, '{'), `"id":`, l.ID)
	to = appendText(to, `,"resource":`, l.Resource)
	to = l.Values.appendJSON(append(to, `,"values":`...))
	to = l.Asked.appendJSON(append(to, `,"asked":`...))
	to = appendAmount(to, `,"approved":`, l.Approved)
	to = appendAmount(to, `,"delivered":`, l.Delivered)
	to = appendAmount(to, `,"before":`, l.Before)
	if len(l.Was) > 0 {
		to = l.Was.appendJSON(append(to, `,"was":`...))
	}
	return append(to, '}')
}

func (f File) appendJSON(to []byte) []byte {
	to = appendText(append(to, '{'), `"role":`, f.Role)
	to = appendText(to, `,"name":`, f.Name)
	to = appendNumber(to, `,"size":`, f.Size)
	return append(appendText(to, `,"hash":`, f.Hash), '}')
}

func (a Amount) appendJSON(to []byte) []byte {
	begin := len(to)
	for _, part := range []struct {
		name string
		n    int64
	}{{`,"count":`, a.Count}, {`,"vcpu":`, a.VCPU}, {`,"memory_gb":`, a.MemoryGB}, {`,"system_disk_gb":`, a.SystemDiskGB},
		{`,"data_disk_gb":`, a.DataDiskGB}, {`,"storage_gb":`, a.StorageGB}, {`,"bandwidth_mbps":`, a.BandwidthMbps}} {
		if part.n != 0 {
			to = appendNumber(to, part.name, part.n)
		}
	}
	if len(to) == begin {
		return append(to, "{}"...)
	}
	to[begin] = '{' // in place of the first comma
	return append(to, '}')
}

func (v Values) appendJSON(to []byte) []byte {
	if v == nil {
		return append(to, "null"...)
	}
	names := make([]string, 0, len(v))
	for name := range v {
		names = append(names, name)
	}
	slices.Sort(names)
	to = append(to, '{')
	for i, name := range names {
		if i > 0 {
			to = append(to, ',')
		}
		to = appendText(append(appendQuoted(to, name), ':'), "", v[name])
	}
	return append(to, '}')
}

func appendAmount(to []byte, name string, a *Amount) []byte {
	if a == nil {
		return to
	}
	return a.appendJSON(append(to, name...))
}

func appendList[T any](to []byte, name string, all []T, one func(T, []byte) []byte) []byte {
	if len(all) == 0 {
		return to
	}
	to = append(to, name...)
	for i, item := range all {
		separator := byte(',')
		if i == 0 {
			separator = '['
		}
		to = one(item, append(to, separator))
	}
	return append(to, ']')
}

func appendNumber(to []byte, name string, n int64) []byte {
	return strconv.AppendInt(append(to, name...), n, 10)
}

// appendAny leaves out what is empty.
func appendAny(to []byte, name, text string) []byte {
	if text == "" {
		return to
	}
	return appendText(to, name, text)
}

func appendText(to []byte, name, text string) []byte {
	return appendQuoted(append(to, name...), text)
}

func usualTime(t time.Time) bool {
	return t.Location() == time.UTC && t.Year() >= 0 && t.Year() <= 9999
}

func appendTime(to []byte, name string, t time.Time) []byte {
	return append(t.AppendFormat(append(append(to, name...), '"'), time.RFC3339Nano), '"')
}

// appendQuoted writes a text. Signs that encoding/json escapes are its own to write.
func appendQuoted(to []byte, text string) []byte {
	if !plainText(text) {
		quoted, err := json.Marshal(text)
		if err == nil { // a text can always be written
			return append(to, quoted...)
		}
	}
	return append(append(append(to, '"'), text...), '"')
}

// plainText reports whether JSON has the text as it is: no quote, backslash, control character or sign of HTML, no
// separator of lines (U+2028, U+2029: e2 80 a8 and a9), and nothing that is no text.
func plainText(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ', c == '"', c == '\\', c == '<', c == '>', c == '&', c == 0x7f:
			return false
		case c == 0xe2 && i+2 < len(text) && text[i+1] == 0x80 && text[i+2]&^1 == 0xa8:
			return false
		}
	}
	return utf8.ValidString(text)
}
