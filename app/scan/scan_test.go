package scan

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"

	"yunban/model"
)

func silent(int, int) {}

// want is the code on every page of these tests.
var want, _ = model.ParsePaperCode(codeTexts[0])

// top is the head of a sheet at 150 dpi, with the code; small files are enough here.
func top(t testing.TB) plane {
	p := sheet(t, 150, placedCode{codeTexts[0], 165, 8, 24})
	return plane{p.w, 360, p.px[:p.w*360]}
}

func read(t testing.TB, data []byte) []model.ScannedPage {
	t.Helper()
	pages, err := Reader{}.ReadPages(t.Context(), bytes.NewReader(data), int64(len(data)), silent)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// reads checks that every page of a file bears the code.
func reads(t *testing.T, data []byte, pages int) {
	t.Helper()
	got := read(t, data)
	if len(got) != pages {
		t.Fatalf("%d of %d pages", len(got), pages)
	}
	for i, p := range got {
		if p.No != i+1 || len(p.Codes) != 1 || p.Codes[0] != want || p.Fault != "" {
			t.Errorf("%+v", p)
		}
	}
}

func refused(t *testing.T, data []byte, key string) {
	t.Helper()
	_, err := Reader{}.ReadPages(t.Context(), bytes.NewReader(data), int64(len(data)), silent)
	var e *model.Error
	if !errors.As(err, &e) || e.Key != key || e.Kind != model.Invalid {
		t.Errorf("%v, want %s", err, key)
	}
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func deflated(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bits packs a plane into one bit a pixel, 1 for paper.
func (p plane) bits() []byte {
	wide := (p.w + 7) / 8
	out := make([]byte, wide*p.h)
	for i, v := range p.px {
		if v >= 128 {
			out[i/p.w*wide+i%p.w/8] |= 0x80 >> (i % p.w % 8)
		}
	}
	return out
}

func fax(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/fax.g4")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// size says a picture's width and height in a PDF.
func (p plane) size() string { return fmt.Sprintf("/Width %d /Height %d ", p.w, p.h) }

func TestPictures(t *testing.T) {
	p := top(t)
	rgba := image.NewNRGBA(image.Rect(0, 0, p.w, p.h)) // paper is transparent
	palette := image.NewPaletted(image.Rect(0, 0, p.w, p.h), color.Palette{color.White, color.RGBA{0, 0, 120, 255}})
	for i, v := range p.px {
		if v < 128 {
			rgba.Set(i%p.w, i/p.w, color.NRGBA{30, 30, 30, 255})
			palette.SetColorIndex(i%p.w, i/p.w, 1)
		}
	}
	for name, data := range map[string][]byte{"JPEG": p.jpeg(t, 60), "PNG": asPNG(t, p.picture()), "PNG with see-through paper": asPNG(t, rgba), "PNG of two colours": asPNG(t, palette)} {
		t.Run(name+" is read", func(t *testing.T) { reads(t, data, 1) })
	}
	t.Run("an inverted picture is read", func(t *testing.T) { reads(t, asPNG(t, p.inverted().picture()), 1) })
}

func TestPDF(t *testing.T) {
	p := top(t)
	grey := "/ColorSpace /DeviceGray /BitsPerComponent 8 "
	rgb, index := make([]byte, 0, 3*len(p.px)), make([]byte, 0, len(p.px))
	for _, v := range p.px {
		rgb, index = append(rgb, v, v, 200), append(index, v/128)
	}
	ways := map[string]packed{
		"JPEG":                  {p.size() + grey + "/Filter /DCTDecode", p.jpeg(t, 60)},
		"JPEG packed again":     {p.size() + grey + "/Filter [/FlateDecode /DCTDecode]", deflated(t, p.jpeg(t, 60))},
		"grey, packed":          {p.size() + grey + "/Filter /FlateDecode", deflated(t, p.px)},
		"grey, not packed":      {p.size() + grey, p.px},
		"colours":               {p.size() + "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode", deflated(t, rgb)},
		"a palette":             {p.size() + "/ColorSpace [/Indexed /DeviceRGB 1 <000000FFFFFF>] /BitsPerComponent 8 /Filter /FlateDecode", deflated(t, index)},
		"black and white":       {p.size() + "/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode", deflated(t, p.bits())},
		"a mask":                {p.size() + "/ImageMask true /BitsPerComponent 1 /Filter /FlateDecode", deflated(t, p.bits())},
		"black for white":       {p.size() + grey + "/Decode [1 0] /Filter /FlateDecode", deflated(t, p.inverted().px)},
		"a fax":                 {p.size() + fmt.Sprintf("/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns %d /Rows %d >>", p.w, p.h), fax(t)},
		"a fax without rows":    {p.size() + fmt.Sprintf("/ImageMask true /BitsPerComponent 1 /Filter [/CCITTFaxDecode] /DecodeParms [<< /K -1 /Columns %d >>]", p.w), fax(t)},
		"a fax that breaks off": {fmt.Sprintf("/Width %d /Height 3508 ", p.w) + fmt.Sprintf("/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns %d >>", p.w), fax(t)},
	}
	for name, way := range ways {
		t.Run(name+" in a PDF is read", func(t *testing.T) { reads(t, pdfOf([]packed{way}), 1) })
	}
	jpeg := ways["JPEG"]
	t.Run("every page of several is read", func(t *testing.T) {
		reads(t, pdfOf([]packed{jpeg}, []packed{ways["a fax"]}, []packed{ways["a palette"]}), 3)
	})
	t.Run("a page of several pictures is read", func(t *testing.T) {
		logo := packed{"/Width 40 /Height 40 " + grey + "/Filter /FlateDecode", deflated(t, make([]byte, 1600))}
		reads(t, pdfOf([]packed{logo, jpeg}), 1)
	})
	t.Run("a page that the scanner cut into strips is put together", func(t *testing.T) {
		var strips []packed
		for y := 0; y < p.h; y += 60 {
			part := plane{p.w, 60, p.px[y*p.w : (y+60)*p.w]}
			strips = append(strips, packed{part.size() + grey + "/Filter /FlateDecode", deflated(t, part.px)})
		}
		reads(t, pdfOf(strips), 1)
	})
	t.Run("what a page is missing is said of that page alone", func(t *testing.T) {
		jpx := packed{p.size() + "/Filter /JPXDecode", []byte("nothing")}
		broken := packed{p.size() + grey + "/Filter /DCTDecode", []byte("\xff\xd8\xff nothing")}
		bomb := packed{"/Width 100000 /Height 100000 " + grey + "/Filter /FlateDecode", deflated(t, make([]byte, 1<<20))}
		var faults []string
		for _, page := range read(t, pdfOf([]packed{jpx}, []packed{broken}, []packed{bomb}, nil, []packed{jpeg})) {
			faults = append(faults, page.Fault)
		}
		if !slices.Equal(faults, []string{faultPacking, faultBroken, faultLarge, faultDrawn, ""}) {
			t.Errorf("%q", faults)
		}
	})
	t.Run("pages are cut out as a PDF that can be read again", func(t *testing.T) {
		file := pdfOf([]packed{jpeg}, []packed{ways["a fax"]}, []packed{jpeg})
		cut, err := Reader{}.Cut(bytes.NewReader(file), int64(len(file)), []int{2, 3})
		if err != nil || len(cut) != 1 || cut[0].Ending != "pdf" {
			t.Fatal(cut, err)
		}
		reads(t, cut[0].Data, 2)
		if n, err := (Reader{}).Pages(bytes.NewReader(cut[0].Data), int64(len(cut[0].Data))); n != 2 || err != nil {
			t.Error(n, err)
		}
		if _, err := (Reader{}).Cut(bytes.NewReader(file), int64(len(file)), []int{4}); err == nil {
			t.Error("page 4 of 3 was cut")
		}
	})
	t.Run("a file of too many pages is refused", func(t *testing.T) {
		refused(t, pdfOf(make([][]packed, MaxPages+1)...), "error.scan_pages")
	})
}

// abbreviated takes the tables out of a JPEG, as a TIFF keeps them.
func abbreviated(data []byte) (tables, rest []byte) {
	tables, rest = []byte{0xff, 0xd8}, []byte{0xff, 0xd8}
	for i := 2; ; {
		length := 2 + int(data[i+2])<<8 + int(data[i+3])
		switch data[i+1] {
		case 0xdb, 0xc4: // quantisation, Huffman
			tables = append(tables, data[i:i+length]...)
		case 0xda: // the scan: the rest is data
			return append(tables, 0xff, 0xd9), append(rest, data[i:]...)
		default:
			rest = append(rest, data[i:i+length]...)
		}
		i += length
	}
}

func TestTIFF(t *testing.T) {
	p := top(t)
	w, h := uint32(p.w), uint32(p.h)
	page := func(packing, bits, photometric uint32, data ...[]byte) tiffPage {
		return tiffPage{tags: map[uint16]uint32{tagWidth: w, tagHeight: h, 258: bits, tagCompression: packing, 262: photometric, 277: 1,
			tagRows: (h + uint32(len(data)) - 1) / uint32(len(data))}, strips: data}
	}
	half := p.h / 2
	tables, first := abbreviated(plane{p.w, half, p.px[:half*p.w]}.jpeg(t, 70))
	_, second := abbreviated(plane{p.w, half, p.px[half*p.w:]}.jpeg(t, 70))
	inJPEG := page(packedJPEG, 8, 1, first, second)
	inJPEG.tables = tables
	plain, packedG4, zipped := page(1, 8, 1, p.px), page(4, 1, 0, fax(t)), page(8, 8, 1, deflated(t, p.px))
	thumb := page(1, 8, 1, p.px)
	thumb.tags[tagSubfile] = 1
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		t.Run(fmt.Sprintf("every page of a TIFF is read: plain, fax, zipped, JPEG (%v)", order), func(t *testing.T) {
			reads(t, tiffOf(t, order, plain, packedG4, thumb, zipped, inJPEG), 4)
		})
	}
	t.Run("pages are cut out as pictures", func(t *testing.T) {
		file := tiffOf(t, binary.LittleEndian, plain, packedG4, inJPEG)
		cut, err := Reader{}.Cut(bytes.NewReader(file), int64(len(file)), []int{2, 3})
		if err != nil || len(cut) != 2 || cut[0].Ending != "png" {
			t.Fatal(len(cut), err)
		}
		reads(t, cut[0].Data, 1)
		reads(t, cut[1].Data, 1)
	})
	t.Run("directories that go round in a circle end", func(t *testing.T) {
		file := tiffOf(t, binary.LittleEndian, plain)
		copy(file[len(file)-4:], file[4:8]) // the next page is the first one
		reads(t, file, 1)
	})
	t.Run("a bomb is told by its size", func(t *testing.T) {
		bomb := page(8, 8, 1, deflated(t, make([]byte, 1<<20)))
		bomb.tags[tagWidth], bomb.tags[tagHeight] = 1<<20, 1<<20
		if got := read(t, tiffOf(t, binary.LittleEndian, bomb)); got[0].Fault != faultLarge {
			t.Errorf("%+v", got)
		}
	})
}

func TestBadFiles(t *testing.T) {
	t.Run("files of other kinds and torn files are refused", func(t *testing.T) {
		refused(t, nil, "error.scan_kind")
		refused(t, []byte("GIF89a"), "error.scan_kind")
		refused(t, []byte("%PDF-1.4\nnothing"), "error.scan_broken")
		refused(t, []byte("II*\x00\x08\x00\x00\x00"), "error.scan_broken")
	})
	t.Run("a PNG that says it is huge is not unpacked", func(t *testing.T) {
		data := asPNG(t, top(t).picture())
		binary.BigEndian.PutUint32(data[16:], 200_000)
		if got := read(t, data); got[0].Fault == "" {
			t.Errorf("%+v", got)
		}
	})
	t.Run("a torn picture is a fault of its page", func(t *testing.T) {
		for _, data := range [][]byte{asPNG(t, top(t).picture())[:500], top(t).jpeg(t, 50)[:700]} {
			if got := read(t, data); len(got) != 1 || got[0].Fault != faultBroken {
				t.Errorf("%+v", got)
			}
		}
	})
	t.Run("a file that is too large is not opened", func(t *testing.T) {
		_, err := Reader{}.ReadPages(t.Context(), bytes.NewReader([]byte("%PDF-")), MaxFile+1, silent)
		if !strings.Contains(fmt.Sprint(err), "scan_too_big") {
			t.Error(err)
		}
	})
	t.Run("the work can be stopped between pages", func(t *testing.T) {
		p := top(t)
		page := []packed{{p.size() + "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode", p.jpeg(t, 60)}}
		file := pdfOf(page, page, page)
		ctx, stop := context.WithCancel(t.Context())
		got, err := Reader{}.ReadPages(ctx, bytes.NewReader(file), int64(len(file)), func(int, int) { stop() })
		if !errors.Is(err, context.Canceled) || len(got) != 1 {
			t.Error(len(got), err)
		}
	})
}

func FuzzReadPages(f *testing.F) {
	p := top(f).reduced(8) // small files are torn more ways in the same time
	f.Add([]byte("%PDF-1.4\n%%EOF"))
	f.Add(pdfOf([]packed{{p.size() + "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode", p.jpeg(f, 30)}}))
	f.Add(pdfOf([]packed{{"/Width 1240 /Height 360 /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 1240 >>", fax(f)}}))
	f.Add(tiffOf(f, binary.LittleEndian, tiffPage{tags: map[uint16]uint32{tagWidth: 1240, tagHeight: 360, 258: 1, tagCompression: 4, 262: 0}, strips: [][]byte{fax(f)}}))
	f.Add(asPNG(f, p.picture()))
	f.Fuzz(func(t *testing.T, data []byte) {
		rd := Reader{Patience: 1}
		pages, err := rd.ReadPages(t.Context(), bytes.NewReader(data), int64(len(data)), silent)
		if err == nil && len(pages) == 0 && !bytes.Contains(data, []byte("%PDF-")) {
			t.Error("neither pages nor an error")
		}
		var e *model.Error
		if err != nil && !errors.As(err, &e) {
			t.Errorf("not in words: %v", err)
		}
	})
}
