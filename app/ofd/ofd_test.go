package ofd_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"yunban/app/ofd"
	"yunban/app/pdf"
	"yunban/app/pdf/ttf"
	"yunban/assets"
	"yunban/model"
)

var day = time.Date(2026, 1, 5, 9, 30, 0, 0, time.FixedZone("CST", 8*3600))

// notice is a letter, with rare characters and signs that XML has its own use for.
func notice() model.Document {
	return model.Document{Kind: model.PaperAcceptance, Style: model.StyleLetter, Title: "政务云使用申请受理通知书", Number: "盘数受〔2026〕3号",
		Issuer: "盘锦市大数据管理中心", Date: day, Code: model.PaperCode{Number: "PJ-SQ-2026-0001", Kind: model.PaperAcceptance, Check: "7K2M4QX2AB"},
		Blocks: model.Blocks{
			model.Addressee{Text: "盘锦市行政审批局"},
			model.Paragraph{Text: "你单位提交的《使用申请表》<A&B> \"收悉\"。受理人：李𬭎、王㛃、𠮷田，电话 0427-2800000。" + strings.Repeat("经核实，申请材料完整，现予受理。", 60)},
			model.Closing{Issuer: "盘锦市大数据管理中心", Date: day, Sealed: true},
		}}
}

// form is a table across with tick boxes, shaded labels and the mark of the demonstration.
func form(rows int) model.Document {
	lines := make([][]string, rows)
	for i := range lines {
		lines[i] = []string{strconv.Itoa(i + 1), "应用服务器", "电子政务外网区", "8", "16"}
	}
	return model.Document{Kind: model.PaperLines, Style: model.StyleForm, Landscape: true, Sandbox: true, Title: "资源明细表", Number: "PJ-SQ-2026-0001", Date: day,
		Blocks: model.Blocks{
			model.Grid{Columns: []float64{20, 30, 20, 30}, Rows: []model.GridRow{{model.LabelCell("上云类型"),
				{Ticks: []model.TickItem{{Text: "新建", Checked: true}, {Text: "迁移"}}}, model.LabelCell("部署区域"), model.ValueCell("专有云", 1)}}},
			model.Table{Columns: []model.TableColumn{{Title: "序号", Width: 3}, {Title: "名称", Width: 8}, {Title: "区域", Width: 8},
				{Title: "vCPU（核）", Width: 4, Align: model.AlignRight}, {Title: "内存（GB）", Width: 4, Align: model.AlignRight}}, Rows: lines},
		}}
}

func printer(t testing.TB) *ofd.Printer {
	t.Helper()
	p, err := pdf.New(assets.Fonts)
	if err != nil {
		t.Fatal(err)
	}
	return ofd.New(p)
}

// printed is the parts of a printed document by name.
func printed(t testing.TB, d model.Document) map[string][]byte {
	t.Helper()
	return unpacked(t, must(t, d))
}

// fataler is what tests and properties have in common.
type fataler interface {
	Helper()
	Fatal(args ...any)
}

// unpacked is the parts of a file by name.
func unpacked(t fataler, file []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return parts
}

// content is a page as a reader takes it.
type content struct {
	Box   string `xml:"Area>PhysicalBox"`
	Layer struct {
		ID    int `xml:"ID,attr"`
		Texts []struct {
			ID    int     `xml:"ID,attr"`
			Font  int     `xml:"Font,attr"`
			Size  float64 `xml:"Size,attr"`
			Codes []struct {
				DeltaX string `xml:"DeltaX,attr"`
				Text   string `xml:",chardata"`
			} `xml:"TextCode"`
		} `xml:"TextObject"`
		Paths []struct {
			ID   int    `xml:"ID,attr"`
			Data string `xml:"AbbreviatedData"`
		} `xml:"PathObject"`
	} `xml:"Content>Layer"`
}

func pages(t fataler, parts map[string][]byte) []content {
	t.Helper()
	var all []content
	for i := 0; ; i++ {
		data, ok := parts["Doc_0/Pages/Page_"+strconv.Itoa(i)+"/Content.xml"]
		if !ok {
			return all
		}
		var c content
		if err := xml.Unmarshal(data, &c); err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
}

func words(pages []content) string {
	var b strings.Builder
	for _, p := range pages {
		for _, o := range p.Layer.Texts {
			for _, c := range o.Codes {
				b.WriteString(c.Text)
			}
		}
	}
	return b.String()
}

func TestOFD(t *testing.T) {
	t.Run("every part holds to the schema of GB/T 33190", func(t *testing.T) {
		for _, d := range []model.Document{notice(), form(60), {Kind: model.PaperLines, Style: model.StyleForm, Title: "空白表", Blocks: model.Blocks{model.Note{Text: "说明"}}}} {
			dir := t.TempDir()
			for name, data := range printed(t, d) {
				if !strings.HasSuffix(name, ".xml") {
					continue
				}
				at := filepath.Join(dir, strings.ReplaceAll(name, "/", "_"))
				if err := os.WriteFile(at, data, 0o600); err != nil {
					t.Fatal(err)
				}
				if said, err := exec.CommandContext(t.Context(), "xmllint", "--noout", "--nonet", "--schema", "testdata/ofd.xsd", at).CombinedOutput(); err != nil {
					t.Errorf("%s of %s: %v: %s", name, d.Title, err, said)
				}
			}
		}
	})
	t.Run("every word can be read out again, rare characters and signs too", func(t *testing.T) {
		got := words(pages(t, printed(t, notice())))
		for _, want := range []string{"政务云使用申请受理通知书", "盘数受〔2026〕3号", "李𬭎、王㛃、𠮷田", "<A&B>", "0427-2800000", "PJ-SQ-2026-0001"} {
			if !strings.Contains(got, want) {
				t.Errorf("%q is not in %q", want, got)
			}
		}
		if n := strings.Count(got, "经核实，"); n != 60 {
			t.Errorf("%d of 60 sentences", n)
		}
	})
	t.Run("each character but the last has its distance to the next", func(t *testing.T) {
		for _, p := range pages(t, printed(t, notice())) {
			for _, o := range p.Layer.Texts {
				for _, c := range o.Codes {
					if n, d := len([]rune(c.Text)), len(strings.Fields(c.DeltaX)); d != n-1 {
						t.Errorf("%q has %d distances", c.Text, d)
					}
				}
			}
		}
	})
	t.Run("numbers are given once, and the document knows the greatest", func(t *testing.T) {
		parts := printed(t, form(60))
		var ids []int
		for _, p := range pages(t, parts) {
			ids = append(ids, p.Layer.ID)
			for _, o := range p.Layer.Texts {
				ids = append(ids, o.ID)
			}
			for _, o := range p.Layer.Paths {
				ids = append(ids, o.ID)
			}
		}
		var doc struct {
			Max   int `xml:"CommonData>MaxUnitID"`
			Pages []struct {
				ID  int    `xml:"ID,attr"`
				Loc string `xml:"BaseLoc,attr"`
			} `xml:"Pages>Page"`
		}
		if err := xml.Unmarshal(parts["Doc_0/Document.xml"], &doc); err != nil {
			t.Fatal(err)
		}
		for _, p := range doc.Pages {
			ids = append(ids, p.ID)
			if parts["Doc_0/"+p.Loc] == nil {
				t.Errorf("page %s is not there", p.Loc)
			}
		}
		slices.Sort(ids)
		if len(slices.Compact(slices.Clone(ids))) != len(ids) || ids[len(ids)-1] > doc.Max || len(doc.Pages) < 2 {
			t.Errorf("%d numbers up to %d of %d, %d pages", len(ids), ids[len(ids)-1], doc.Max, len(doc.Pages))
		}
	})
	t.Run("each font is there and draws every character that it is used for", func(t *testing.T) {
		parts := printed(t, notice())
		var res struct {
			Fonts []struct {
				ID   int    `xml:"ID,attr"`
				File string `xml:"FontFile"`
			} `xml:"Fonts>Font"`
		}
		if err := xml.Unmarshal(parts["Doc_0/PublicRes.xml"], &res); err != nil {
			t.Fatal(err)
		}
		fonts := map[int]*ttf.Font{}
		for _, f := range res.Fonts {
			data := parts["Doc_0/Res/"+f.File]
			font, err := ttf.Open(bytes.NewReader(data), int64(len(data)))
			if err != nil {
				t.Fatal(f.File, err)
			}
			fonts[f.ID] = font
		}
		for _, p := range pages(t, parts) {
			for _, o := range p.Layer.Texts {
				for _, c := range o.Codes {
					for _, r := range c.Text {
						if !fonts[o.Font].Draws(r) {
							t.Errorf("font %d does not draw %q", o.Font, r)
						}
					}
				}
			}
		}
	})
	t.Run("pages are A4, upright or across, with lines and boxes drawn", func(t *testing.T) {
		upright, across := pages(t, printed(t, notice()))[0], pages(t, printed(t, form(3)))[0]
		if upright.Box != "0 0 210 297" || across.Box != "0 0 297 210" || len(across.Layer.Paths) == 0 {
			t.Errorf("%q, %q, %d paths", upright.Box, across.Box, len(across.Layer.Paths))
		}
	})
	t.Run("it says what it is: title, issuer, number, day and code", func(t *testing.T) {
		entry := string(printed(t, notice())["OFD.xml"])
		for _, want := range []string{"<ofd:Title>政务云使用申请受理通知书<", "<ofd:Author>盘锦市大数据管理中心<", "<ofd:Subject>盘数受〔2026〕3号<",
			"<ofd:CreationDate>2026-01-05<", ">YB1:PJ-SQ-2026-0001:ACCEPTANCE:7K2M4QX2AB<"} {
			if !strings.Contains(entry, want) {
				t.Errorf("%s is not in %s", want, entry)
			}
		}
	})
	t.Run("the same words are the same bytes, other words are others", func(t *testing.T) {
		a, b, c := must(t, notice()), must(t, notice()), must(t, form(1))
		if !bytes.Equal(a, b) || bytes.Equal(a, c) {
			t.Error("they are not")
		}
	})
	t.Run("a character that no font draws is named, not left out", func(t *testing.T) {
		d := notice()
		d.Blocks = append(model.Blocks{model.Paragraph{Text: "\U000F0000"}}, d.Blocks...)
		if _, err := printer(t).Print(t.Context(), d); model.KindOf(err) != model.Invalid {
			t.Error(err)
		}
	})
}

func must(t testing.TB, d model.Document) []byte {
	t.Helper()
	file, err := printer(t).Print(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// BenchmarkOFD prints papers as OFD and, of the same words, as PDF.
func BenchmarkOFD(b *testing.B) {
	setter, err := pdf.New(assets.Fonts)
	if err != nil {
		b.Fatal(err)
	}
	both := map[string]interface {
		Print(context.Context, model.Document) ([]byte, error)
	}{"OFD": ofd.New(setter), "PDF": setter}
	for _, c := range []struct {
		name string
		doc  model.Document
	}{{"letter", notice()}, {"form of 60 lines", form(60)}} {
		set, err := setter.Pages(b.Context(), c.doc)
		if err != nil {
			b.Fatal(err)
		}
		for _, format := range []string{"OFD", "PDF"} {
			b.Run(c.name+" as "+format, func(b *testing.B) {
				size := 0
				for b.Loop() {
					file, err := both[format].Print(b.Context(), c.doc)
					if err != nil {
						b.Fatal(err)
					}
					size = len(file)
				}
				pages := float64(len(set))
				b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N)/pages, "ms/page")
				b.ReportMetric(float64(size)/1024/pages, "KB/page")
			})
		}
	}
}
