package pdf

import (
	"bytes"
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"yunban/model"
)

var update = flag.Bool("update", false, "write the golden texts anew")

// printer prints with the shipped fonts alone, so that all computers agree.
func printer(t testing.TB) *Printer {
	t.Helper()
	p, err := New(os.DirFS("../../assets"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func printed(t testing.TB, p *Printer, d model.Document) []byte {
	t.Helper()
	data, err := p.Print(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// extract is what a reader copies out of a file, page by page, in the order of the
// content.
func extract(t testing.TB, data []byte) []string {
	t.Helper()
	cmd := exec.Command("pdftotext", "-raw", "-", "-")
	cmd.Stdin = bytes.NewReader(data)
	var errors bytes.Buffer
	cmd.Stderr = &errors
	out, err := cmd.Output()
	if err != nil || errors.Len() > 0 {
		t.Fatalf("pdftotext (of poppler-utils): %v %s", err, errors.String())
	}
	return strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
}

// furniture is what stands on a page beside the document's words, at its end.
var furniture = regexp.MustCompile(`(—\d+—|第\d+页共\d+页)(演示数据不具效力)?$`)

// words are the document's words without page numbers, spaces and line ends.
func words(pages []string) string {
	var b strings.Builder
	for _, p := range pages {
		b.WriteString(furniture.ReplaceAllString(solid(p), ""))
	}
	return b.String()
}

func solid(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

func TestGoldenText(t *testing.T) {
	p := printer(t)
	for name, d := range map[string]model.Document{
		"notice": notice(), "refusal": refusal(14), "application": application(3), "application-long": application(30),
	} {
		t.Run("the words of the paper are as before: "+name, func(t *testing.T) {
			got := strings.Join(extract(t, printed(t, p, d)), "\n———\n")
			path := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the text differs from %s; it is now:\n%s", path, got)
			}
		})
	}
}

// awkward are texts that people type, paste and import.
var awkward = map[string]string{
	"one character":                   "云",
	"4,000 characters with no spaces": strings.Repeat("政务云平台资源需求测算依据不足", 267)[:4000*3],
	"4,000 full stops":                strings.Repeat("。", 4000),
	"mixed punctuation":               strings.Repeat("，。；：？！）》】”’、（《【“‘…—·", 100),
	"a word of 1,000 letters":         strings.Repeat("abcdefghij", 100),
	"a long address":                  "https://example.gov.cn/政务云/申请?unit=行政审批局&page=1&size=20&token=" + strings.Repeat("A1b2C3", 40),
	"codes with hyphens":              strings.Repeat("PJ-SQ-2026-0001、", 60),
	"long numbers":                    strings.Repeat("1234567890", 50),
	"rare characters in names":        "经办人：𬭎𫖯㛃𠮷，负责人：王㛃李𬭎",
	"only rare characters":            strings.Repeat("𬭎𫖯㛃𠮷", 200),
	"text with spaces":                "  云 主 机　 8核  16 GB  ",
	"Latin and Chinese":               strings.Repeat("部署Kubernetes集群（v1.28）与PostgreSQL主备，", 40),
	"many paragraphs":                 strings.Repeat("第一条　政务云。\n", 200),
	"signs":                           "15—30天 ±5% ≥3级 №12 ℃ ㎡ ½ × ÷ ¥ § ① ② Ⅲ α β",
	"brackets for PDF":                `\(a\) (b) <c> [d] {e} /f %g \\ \n`,
}

// everywhere is papers with the text in every place that takes one.
func everywhere(text string) map[string]model.Document {
	letter := func(b model.Block) model.Document {
		return model.Document{Style: model.StyleLetter, Title: "通知书", Date: day, Blocks: model.Blocks{b}}
	}
	form := func(b model.Block) model.Document {
		return model.Document{Style: model.StyleForm, Title: "申请表", Sandbox: true, Date: day, Blocks: model.Blocks{b}}
	}
	columns := []model.TableColumn{{Title: "序号", Width: 1}, {Title: "内容", Width: 6}, {Title: "数量", Width: 1, Align: model.AlignRight}}
	titled, numbered, issued, headed := letter(model.Paragraph{Text: "正文"}), letter(model.Paragraph{Text: "正文"}), letter(model.Paragraph{Text: "正文"}), form(model.Note{Text: "说明"})
	titled.Title, numbered.Number, issued.Issuer, headed.Head = text, text, text, []string{text, "日期"}
	return map[string]model.Document{
		"title": titled, "number": numbered, "issuer": issued, "head": headed,
		"paragraph": letter(model.Paragraph{Text: text}), "heading": letter(model.Heading{Level: 1, Text: text}),
		"second heading": letter(model.Heading{Level: 2, Text: text}), "addressee": letter(model.Addressee{Text: text}),
		"attachment": letter(model.AttachmentList{Items: []string{text}}), "closing": letter(model.Closing{Issuer: text, Date: day, Sealed: true}),
		"unsealed closing": letter(model.Closing{Issuer: text}),
		"label":            form(model.Grid{Columns: []float64{1, 4}, Rows: []model.GridRow{{model.LabelCell(text), model.ValueCell("", 1)}}}),
		"value":            form(model.Grid{Columns: []float64{1, 2, 1, 2}, Rows: []model.GridRow{{model.LabelCell("系统概述及部署要求"), model.ValueCell(text, 1), model.LabelCell("电话"), model.ValueCell("0427", 1)}}}),
		"tick":             form(model.Grid{Columns: []float64{1}, Rows: []model.GridRow{{{Ticks: []model.TickItem{{Text: text, Checked: true}}}}}}),
		"tick list":        form(model.TickList{Items: []model.TickItem{{Text: text}}}),
		"table cell":       form(model.Table{Columns: columns, Rows: [][]string{{"1", text, "2"}}}),
		"table total":      form(model.Table{Columns: columns, Rows: [][]string{{"1", "甲", "2"}}, Total: []string{"", text, "2"}}),
		"table title":      form(model.Table{Columns: []model.TableColumn{{Title: text, Width: 1}, {Title: "乙", Width: 1}}, Rows: [][]string{{"1", "2"}}}),
		"table caption":    form(model.Table{Caption: text, Columns: columns, Rows: [][]string{{"1", "甲", "2"}}}),
		"opinion":          form(model.OpinionBox{Title: "主管部门意见", Text: text, Seal: "（盖章）"}),
		"opinion title":    form(model.OpinionBox{Title: text}), "seal": form(model.OpinionBox{Title: "意见", Seal: text}),
		"signatory": form(model.OpinionBox{Title: "意见", Signers: []model.Signatory{{Label: "签字", Name: text}}}),
		"note":      form(model.Note{Text: text}),
	}
}

func TestEveryStringComesOutWhole(t *testing.T) {
	p := printer(t)
	for kind, text := range awkward {
		for place, d := range everywhere(text) {
			t.Run(kind+" as "+place, func(t *testing.T) {
				t.Parallel()
				got := words(extract(t, printed(t, p, d)))
				if place == "table cell" || place == "table total" { // the head stands on every page
					got = strings.ReplaceAll(got, "序号内容数量", "")
				}
				if want := solid(text); !strings.Contains(got, want) {
					t.Errorf("%.60q… came out as %.200q…", want, got)
				}
			})
		}
	}
}
