package ofd

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"yunban/app/pdf/typeset"
	"yunban/model"
)

const (
	head  = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	space = ` xmlns:ofd="http://www.ofdspec.org/2016"`
)

// part is one file of the package.
type part struct {
	name string
	data []byte
}

// write writes pages as an OFD package: the entry, the document, its pages, its fonts.
func write(pages []typeset.Page, d model.Document) ([]byte, error) {
	last := 0
	next := func() int { last++; return last }
	fs := &fonts{next: next}
	var contents []part
	var list strings.Builder
	for i, p := range pages {
		s := sheet{next: next, fonts: fs}
		s.page(p)
		at := "Pages/Page_" + strconv.Itoa(i) + "/Content.xml"
		contents = append(contents, part{"Doc_0/" + at, []byte(s.String())})
		list.WriteString(`<ofd:Page ID="` + strconv.Itoa(next()) + `" BaseLoc="` + at + `"/>`)
	}
	public, resources := "", []part(nil)
	if len(fs.all) > 0 {
		public = `<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>`
		resources = append(resources, part{"Doc_0/PublicRes.xml", []byte(fs.list())})
	}
	for i, f := range fs.all {
		cut, err := f.Subset(f.characters)
		if err != nil {
			return nil, err
		}
		resources = append(resources, part{"Doc_0/Res/" + fontFile(i), cut})
	}
	document := head + `<ofd:Document` + space + `><ofd:CommonData><ofd:MaxUnitID>` + strconv.Itoa(last) + `</ofd:MaxUnitID>` +
		`<ofd:PageArea><ofd:PhysicalBox>0 0 ` + length(pages[0].Width) + ` ` + length(pages[0].Height) + `</ofd:PhysicalBox></ofd:PageArea>` +
		public + `</ofd:CommonData><ofd:Pages>` + list.String() + `</ofd:Pages></ofd:Document>`
	parts := append([]part{{"Doc_0/Document.xml", []byte(document)}}, append(contents, resources...)...)
	return pack(append([]part{{"OFD.xml", []byte(entry(d, parts))}}, parts...), d.Date)
}

// entry is the way in: what the document is about, and where it is. Its id is made of what it says.
func entry(d model.Document, parts []part) string {
	sum := sha256.New()
	for _, p := range parts {
		_, _ = sum.Write(p.data) // a hash takes everything
	}
	day := ""
	if !d.Date.IsZero() { // a blank form bears none
		day = d.Date.Format(time.DateOnly)
	}
	out := head + `<ofd:OFD` + space + ` Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>` +
		hex.EncodeToString(sum.Sum(nil)[:16]) + `</ofd:DocID>`
	for _, said := range []struct{ element, text string }{{"Title", d.Title}, {"Author", d.Issuer}, {"Subject", d.Number},
		{"CreationDate", day}, {"ModDate", day}, {"Creator", "Yunban"}} {
		if said.text != "" {
			out += `<ofd:` + said.element + `>` + escaped(said.text) + `</ofd:` + said.element + `>`
		}
	}
	if code := d.Code.String(); code != "" { // what the QR code says, for whoever files the document
		out += `<ofd:CustomDatas><ofd:CustomData Name="YunbanCode">` + escaped(code) + `</ofd:CustomData></ofd:CustomDatas>`
	}
	return out + `</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`
}

// packers are kept: making one costs more than packing a form.
var packers = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.DefaultCompression) // the level is one of those it knows
	return w
}}

// packer gives its flate writer back when it is closed.
type packer struct{ *flate.Writer }

func (p packer) Close() error {
	err := p.Writer.Close()
	packers.Put(p.Writer)
	return err
}

// pack makes the zip file, dated by the document: the same parts are the same bytes.
func pack(parts []part, day time.Time) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		p := packers.Get().(*flate.Writer)
		p.Reset(w)
		return packer{p}, nil
	})
	dated := time.Date(max(day.Year(), 1980), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC) // zip knows nothing older
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: dated})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(p.data); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
