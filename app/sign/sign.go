// Package sign signs PDF files with certificates and checks their signatures. A signature is appended: what was
// there stays byte for byte. It follows PAdES baseline B (ETSI EN 319 142-1); with SM2 keys, GB/T 35275, which only
// domestic readers can check.
package sign

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"yunban/model"
)

// Stamper draws the words of a visible signature, as wide and high as is said, as PDF objects numbered from first on,
// of which the first is the drawing.
type Stamper interface {
	Stamp(lines []string, width, height float64, first int) (objects [][]byte, err error)
}

// Signer signs and checks.
type Signer struct {
	Stamper Stamper
}

// Certificate opens a certificate with its key, to show whose it is before signing.
func (s Signer) Certificate(key []byte, password string) (model.Certificate, error) {
	k, err := OpenKey(key, password)
	if err != nil {
		return model.Certificate{}, err
	}
	return k.Certificate(), nil
}

// Sign appends a signature to a PDF, and tells by which certificate. The key is opened once: that is made to take
// long.
func (s Signer) Sign(ctx context.Context, pdf, key []byte, password string, as model.Signing) ([]byte, model.Certificate, error) {
	k, err := OpenKey(key, password)
	if err != nil {
		return nil, model.Certificate{}, err
	}
	if err := ctx.Err(); err != nil {
		return nil, model.Certificate{}, err
	}
	signed, err := s.SignWith(k, pdf, as)
	return signed, k.Certificate(), err
}

// SignWith appends a signature by a key that is open.
func (s Signer) SignWith(k Key, pdf []byte, as model.Signing) ([]byte, error) {
	if err := k.usable(as.At); err != nil {
		return nil, err
	}
	if k.Certificate().Domestic && !as.Domestic {
		return nil, model.Errorf(model.Invalid, "error.sm2_not_agreed")
	}
	f, err := open(pdf)
	if err != nil {
		return nil, err
	}
	if f.certified() {
		return nil, model.Errorf(model.Conflict, "error.pdf_locked")
	}
	u := f.update()
	room := k.room()
	sig := u.add(k.dictionary(as, room))
	if err := s.place(u, sig, k, as); err != nil {
		return nil, err
	}
	out, offsets := u.bytes()
	return fill(out, offsets[sig.num], room, k)
}

// certified reports whether the author has forbidden all changes, signatures too.
func (f *file) certified() bool {
	perms := f.dict(f.catalog()["Perms"])
	for _, r := range f.array(f.dict(perms["DocMDP"])["Reference"]) {
		if toInt(f.dict(f.dict(r)["TransformParams"])["P"]) == 1 {
			return true
		}
	}
	return false
}

// room is what is kept free for the message, in bytes: its certificates, and plenty for the rest.
func (k Key) room() int {
	room := 4096
	for _, c := range k.chain {
		room += len(c.Raw)
	}
	return room
}

// blankRange is kept free for the four numbers, which are known when the rest is written.
var blankRange = "[0 " + strings.Repeat("*", 10) + " " + strings.Repeat("*", 10) + " " + strings.Repeat("*", 10) + "]"

// dictionary is the signature's entry, with blanks for its range and contents.
func (k Key) dictionary(as model.Signing, room int) []byte {
	kind := "ETSI.CAdES.detached"
	if k.Certificate().Domestic {
		kind = "adbe.pkcs7.detached" // SM2 is no PAdES
	}
	out := fmt.Appendf(nil, "<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /%s\n/ByteRange %s\n/Contents <%s>\n/M (%s)\n/Name ",
		kind, blankRange, strings.Repeat("0", 2*room), pdfTime(as.At))
	out = write(out, words(nameOf(k.chain[0])))
	if as.Reason != "" {
		out = write(append(out, "\n/Reason "...), words(as.Reason))
	}
	return append(out, ">>"...)
}

// fill writes the range and the message into their blanks.
func fill(out []byte, at, room int, k Key) ([]byte, error) {
	from := at + bytes.Index(out[at:], []byte("/Contents <")) + len("/Contents ")
	to := from + 2*room + 2
	numbers := fmt.Sprintf("[0 %d %d %d]", from, to, len(out)-to)
	blank := at + bytes.Index(out[at:], []byte(blankRange))
	copy(out[blank:], numbers+strings.Repeat(" ", len(blankRange)-len(numbers)))
	message, err := k.cms(out[:from], out[to:])
	if err != nil {
		return nil, err
	}
	if len(message) > room {
		return nil, fmt.Errorf("the signature takes %d bytes, more than %d", len(message), room)
	}
	hex.Encode(out[from+1:], message)
	return out, nil
}

// place puts the signature into the file: a field with its drawing on a page, the page's list of notes and the
// catalogue's list of fields.
func (s Signer) place(u *update, sig ref, k Key, as model.Signing) error {
	f := u.file
	pages := f.pages()
	at, rect, err := f.findPlace(pages, as.Place)
	if err != nil {
		return err
	}
	widget := dict{"Type": name("Annot"), "Subtype": name("Widget"), "FT": name("Sig"), "T": words(f.freeName()), "F": 132,
		"P": at.ref, "V": sig, "Rect": array{rect.x0, rect.y0, rect.x1, rect.y1}}
	if as.Lines != nil {
		objects, err := s.Stamper.Stamp(as.Lines(k.Certificate()), rect.x1-rect.x0, rect.y1-rect.y0, u.next)
		if err != nil {
			return err
		}
		drawing := ref{num: u.next}
		for _, o := range objects {
			u.add(o)
		}
		widget["AP"] = dict{"N": drawing}
	}
	field := u.add(write(nil, widget))
	u.extend(at.ref, at.dict, "Annots", field)
	catalog := f.catalog()
	root, _ := f.trailer["Root"].(ref)
	form := f.dict(catalog["AcroForm"])
	form["SigFlags"] = 3 // there are signatures, and only appending keeps them
	if r, indirect := catalog["AcroForm"].(ref); indirect {
		u.extend(r, form, "Fields", field)
		if u.objects[r.num] == nil {
			u.set(r, form)
		}
		return nil
	}
	form["Fields"] = append(slices.Clone(f.array(form["Fields"])), field)
	catalog["AcroForm"] = form
	u.set(root, catalog)
	return nil
}

// extend adds to a list of a dictionary, wherever the list stands.
func (u *update) extend(owner ref, d dict, key name, r ref) {
	list := append(slices.Clone(u.file.array(d[key])), r)
	if where, indirect := d[key].(ref); indirect && u.file.get(where) != nil {
		u.set(where, list)
		return
	}
	d[key] = list
	u.set(owner, d)
}

// freeName is a name that no field has.
func (f *file) freeName() string {
	used := map[string]bool{}
	for _, r := range f.array(f.dict(f.catalog()["AcroForm"])["Fields"]) {
		if t, ok := f.get(f.dict(r)["T"]).(text); ok {
			used[unwords(t)] = true
		}
	}
	for n := 1; ; n++ {
		if called := fmt.Sprintf("Signature%d", n); !used[called] {
			return called
		}
	}
}

// words is a text string: plain where it can be, else UTF-16.
func words(s string) text {
	if isASCII(s) {
		return text{bytes: []byte(s)}
	}
	b := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return text{bytes: b}
}

func unwords(t text) string {
	b := t.bytes
	switch {
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return fromUTF16(b[2:])
	case bytes.HasPrefix(b, []byte{0xEF, 0xBB, 0xBF}):
		return strings.ToValidUTF8(string(b[3:]), "�")
	}
	runes := make([]rune, len(b)) // the first half of PDFDocEncoding is that of Latin-1
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}

func fromUTF16(b []byte) string {
	units := make([]uint16, 0, len(b)/2)
	for ; len(b) >= 2; b = b[2:] {
		units = append(units, uint16(b[0])<<8|uint16(b[1]))
	}
	return string(utf16.Decode(units))
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

// pdfTime writes a time as D:20260211090000+08'00'.
func pdfTime(t time.Time) string {
	zone := t.Format("-07:00")
	return "D:" + t.Format("20060102150405") + strings.Replace(zone, ":", "'", 1) + "'"
}

// readTime reads a time; the zero time when it is none.
func readTime(s string) time.Time {
	s = strings.TrimPrefix(s, "D:")
	s = strings.ReplaceAll(strings.TrimSuffix(s, "'"), "'", ":")
	for _, layout := range []string{"20060102150405-07:00", "20060102150405Z07:00", "20060102150405Z00:00", "20060102150405", "200601021504", "20060102"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}
