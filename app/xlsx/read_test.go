package xlsx_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"yunban/app/xlsx"
	"yunban/model"
)

// parts is a workbook as its parts; replace makes another of it.
type parts map[string]string

const (
	sheetPath = "xl/worksheets/sheet1.xml"
	textsPath = "xl/sharedStrings.xml"
	head      = `<?xml version="1.0" encoding="UTF-8"?>`
	space     = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	rels      = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

// small is a workbook of one sheet, 表, with the text 电话 in A1.
func small() parts {
	return parts{
		"[Content_Types].xml": head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels": head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + rels +
			`/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": head + `<workbook` + space + ` xmlns:r="` + rels + `"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + rels +
			`/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + rels + `/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
		sheetPath: cells(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`),
		textsPath: head + `<sst` + space + `><si><t>电话</t></si></sst>`,
	}
}

func cells(rows string) string {
	return head + `<worksheet` + space + `><sheetData>` + rows + `</sheetData></worksheet>`
}

func (p parts) with(name, text string) parts {
	out := maps.Clone(p)
	out[name] = text
	return out
}

func (p parts) zipped(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.BestSpeed) })
	for _, name := range slices.Sorted(maps.Keys(p)) {
		f, err := w.Create(name)
		if err == nil {
			_, err = io.WriteString(f, p[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(t testing.TB, data []byte) (model.FilledBook, error) {
	t.Helper()
	return xlsx.Forms{}.Read(context.Background(), data)
}

func TestReadingCells(t *testing.T) {
	t.Run("every kind of cell is read as what it holds", func(t *testing.T) {
		book, err := read(t, small().with(textsPath, head+`<sst`+space+`><si><t>0427</t></si><si><r><t>粗</t></r><r><t xml:space="preserve"> 体</t></r><rPh sb="0" eb="1"><t>CU</t></rPh></si></sst>`).
			with(sheetPath, cells(`<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c t="inlineStr"><is><t>行内</t></is></c>`+
				`<c r="D2"><v>46064</v></c><c r="E2" t="b"><v>1</v></c><c r="F2" t="e"><v>#REF!</v></c><c r="G2" t="str"><f>1+1</f><v>2</v></c><c r="H2" s="3"/></row>`+
				`<row><c t="str"><v>a_x000D_b_x005F_x0041_</v></c></row><row r="1048576"><c r="XFD1048576"><v>1E3</v></c></row>`)).zipped(t))
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]model.FilledCell{"A2": {Text: "0427"}, "B2": {Text: "粗 体"}, "C2": {Text: "行内"}, "D2": {Text: "46064", Number: true}, "E2": {Text: "是"},
			"F2": {Text: "#REF!", Error: true}, "G2": {Text: "2", Formula: true}, "A3": {Text: "a\rb_x0041_"}, "XFD1048576": {Text: "1E3", Number: true}}
		if !maps.Equal(book.Sheets["表"], want) {
			t.Errorf("%+v", book.Sheets["表"])
		}
	})
	t.Run("days may be counted from 1904", func(t *testing.T) {
		p := small()
		book, err := read(t, p.with("xl/workbook.xml", strings.Replace(p["xl/workbook.xml"], "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)).zipped(t))
		if err != nil || !book.Since1904 {
			t.Error(err, book.Since1904)
		}
	})
	t.Run("a cancelled reading stops", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := (xlsx.Forms{}).Read(ctx, small().with(sheetPath, cells(strings.Repeat(`<row><c/></row>`, 5000))).zipped(t)); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

// hostile are workbooks that were made to harm, or broken by chance, by the key that they are refused with.
func hostile(t testing.TB) map[string]struct {
	key  string
	data []byte
} {
	row := func(rows string) []byte { return small().with(sheetPath, cells(rows)).zipped(t) }
	big := strings.Repeat("0", 40<<20)
	all := map[string]struct {
		key  string
		data []byte
	}{
		"a bomb":                                {"error.form_too_much", small().with(sheetPath, cells(`<row><c t="str"><v>`+big+`</v></c></row>`)).zipped(t)},
		"a bomb that lies about its size":       {"", lying(t, small().with(sheetPath, cells(`<row><c t="str"><v>`+big+`</v></c></row>`)).zipped(t))},
		"a bomb of texts":                       {"error.form_too_much", small().with(textsPath, head+`<sst>`+strings.Repeat(`<si><t>x</t></si>`, 900_000)+`</sst>`).zipped(t)},
		"millions of cells":                     {"error.form_too_much", row(`<row>` + strings.Repeat(`<c/>`, 16000) + `</row>` + strings.Repeat(`<row>`+strings.Repeat(`<c/>`, 300)+`</row>`, 9000))},
		"one long text in every cell":           {"error.form_too_much", small().with(textsPath, head+`<sst><si><t>`+strings.Repeat("长", 30000)+`</t></si></sst>`).with(sheetPath, cells(strings.Repeat(`<row><c t="s"><v>0</v></c></row>`, 150_000))).zipped(t)},
		"a far reference":                       {"error.form_broken", row(`<row r="99999999"><c r="A99999999"><v>1</v></c></row>`)},
		"a column beyond the last":              {"error.form_broken", row(`<row r="1"><c r="XFE1"><v>1</v></c></row>`)},
		"a reference that overflows":            {"error.form_broken", row(`<row r="1"><c r="AAAAAAAAAAAAAAAAAAAAAAA1"><v>1</v></c></row>`)},
		"a cell of another row":                 {"error.form_broken", row(`<row r="1"><c r="A2"><v>1</v></c></row>`)},
		"a cell twice":                          {"error.form_broken", row(`<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>`)},
		"a negative text":                       {"error.form_broken", row(`<row r="1"><c r="A1" t="s"><v>-1</v></c></row>`)},
		"a text that is not there":              {"error.form_broken", row(`<row r="1"><c r="A1" t="s"><v>1</v></c></row>`)},
		"a number that is none":                 {"error.form_broken", row(`<row r="1"><c r="A1"><v>eins</v></c></row>`)},
		"an external entity":                    {"error.form_broken", small().with(sheetPath, `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="str"><v>&e;</v></c></row></sheetData></worksheet>`).zipped(t)},
		"laughs by the billion":                 {"error.form_broken", small().with(sheetPath, `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>`).zipped(t)},
		"a sheet that breaks off":               {"error.form_broken", small().with(sheetPath, head+`<worksheet><sheetData><row><c t="str"><v>a</v>`).zipped(t)},
		"a sheet that is no XML":                {"error.form_broken", small().with(sheetPath, "PNG").zipped(t)},
		"a sheet with nothing in it":            {"error.form_broken", small().with(sheetPath, "").zipped(t)},
		"a sheet without its data":              {"error.form_broken", small().with(sheetPath, head+`<worksheet/>`).zipped(t)},
		"elements within elements":              {"error.form_too_much", small().with(sheetPath, head+`<worksheet>`+strings.Repeat(`<a>`, 1_000_000)).zipped(t)},
		"an element of a million attributes":    {"error.form_too_much", small().with(sheetPath, head+`<worksheet `+strings.Repeat(`a="" `, 3_000_000)+`/>`).zipped(t)},
		"a million of nothing":                  {"error.form_too_much", row(strings.Repeat(`<a/>`, 3_000_000))},
		"thousands of sheets":                   {"error.form_too_much", manySheets(t)},
		"thousands of parts":                    {"error.form_too_much", manyParts(t)},
		"no sheet":                              {"error.form_broken", small().with("xl/workbook.xml", head+`<workbook/>`).zipped(t)},
		"the same sheet twice":                  {"error.form_broken", small().with("xl/workbook.xml", strings.Replace(small()["xl/workbook.xml"], "</sheets>", `<sheet name="表" r:id="rId1"/></sheets>`, 1)).zipped(t)},
		"a zip file that is no workbook":        {"error.form_broken", parts{"a.txt": "a"}.zipped(t)},
		"a file of the old format":              {"error.form_old_file", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more")},
		"a text file":                           {"error.form_no_workbook", []byte("单位,电话")},
		"an empty file":                         {"error.form_no_workbook", nil},
		"half a workbook":                       {"error.form_broken", small().zipped(t)[:400]},
		"an encoding that would need a library": {"error.form_broken", small().with(sheetPath, `<?xml version="1.0" encoding="UTF-7"?><worksheet><sheetData/></worksheet>`).zipped(t)},
	}
	return all
}

// lying states sizes of 10 bytes in the zip file.
func lying(t testing.TB, data []byte) []byte {
	t.Helper()
	out := bytes.Clone(data)
	for at := 0; ; {
		i := bytes.Index(out[at:], []byte("PK\x01\x02"))
		if i < 0 {
			return out
		}
		at += i
		binary.LittleEndian.PutUint32(out[at+24:], 10)
		at += 4
	}
}

func manySheets(t testing.TB) []byte {
	t.Helper()
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, `<sheet name="s%d" r:id="rId1"/>`, i)
	}
	return small().with("xl/workbook.xml", head+`<workbook xmlns:r="`+rels+`"><sheets>`+b.String()+`</sheets></workbook>`).zipped(t)
}

func manyParts(t testing.TB) []byte {
	t.Helper()
	p := small()
	for i := range 3000 {
		p[fmt.Sprintf("x/%d.xml", i)] = "x"
	}
	return p.zipped(t)
}

// What a hostile workbook may cost at the most. The memory is looked at by the test, the time by the benchmark: a busy
// machine must not fail a test.
const (
	mostMemory = 300 // MB, of all that was ever asked for, freed or not
	mostTime   = 2 * time.Second
)

func TestHostileWorkbooks(t *testing.T) {
	for name, h := range hostile(t) {
		t.Run(name+" is refused with a clear message, in under 300 MB", func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := read(t, h.data)
			runtime.ReadMemStats(&after)
			var e *model.Error
			if !errors.As(err, &e) || e.Kind != model.Invalid || h.key != "" && e.Key != h.key {
				t.Errorf("got %v, want %s", err, h.key)
			}
			if all := (after.TotalAlloc - before.TotalAlloc) >> 20; all > mostMemory {
				t.Errorf("it took %d MB", all)
			}
		})
	}
}

// BenchmarkHostileWorkbooks tells the longest time that any of them took.
func BenchmarkHostileWorkbooks(b *testing.B) {
	corpus := hostile(b)
	var longest time.Duration
	for b.Loop() {
		for name, h := range corpus {
			began := time.Now()
			if _, err := read(b, h.data); err == nil {
				b.Fatalf("%s was read", name)
			}
			longest = max(longest, time.Since(began))
		}
	}
	if longest > mostTime {
		b.Errorf("one took %v", longest)
	}
	b.ReportMetric(float64(longest.Milliseconds()), "longest-ms")
}

// FuzzRead gives anything for a workbook: it is read or refused, and never more than a form can hold.
func FuzzRead(f *testing.F) {
	f.Add(small().zipped(f))
	var b bytes.Buffer
	if err := (xlsx.Forms{}).Write(context.Background(), &b, sample()); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	for _, h := range hostile(f) {
		if len(h.data) < 64<<10 {
			f.Add(h.data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) { tryReading(t, data) })
}

// FuzzSheet puts anything where a sheet is, inside a workbook that is good otherwise.
func FuzzSheet(f *testing.F) {
	f.Add(small()[sheetPath], small()[textsPath])
	f.Add(cells(`<row r="1"><c r="A1" t="inlineStr"><is><r><t>a_x000D_</t></r></is></c><c t="b"><v>1</v></c><c><f>A1</f><v>2.5E9</v></c></row>`), head+`<sst/>`)
	f.Fuzz(func(t *testing.T, sheet, texts string) {
		tryReading(t, small().with(sheetPath, sheet).with(textsPath, texts).zipped(t))
	})
}

func tryReading(t *testing.T, data []byte) {
	book, err := read(t, data)
	if err != nil {
		if model.KindOf(err) != model.Invalid {
			t.Fatal(err)
		}
		return
	}
	size := 0
	for _, s := range book.Sheets {
		for ref, c := range s {
			if size += len(c.Text); ref == "" || c == (model.FilledCell{}) {
				t.Fatalf("cell %q holds nothing", ref)
			}
		}
	}
	if size > 32<<20 {
		t.Fatalf("%d bytes of text", size)
	}
}
