package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"yunban/model"
)

// tool runs a program on a file and gives what it says.
func tool(t testing.TB, data []byte, name string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		args[i] = strings.ReplaceAll(a, "FILE", path)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func bound(t testing.TB, p *Printer, parts ...model.BoundPart) []byte {
	t.Helper()
	data, err := p.Bind(t.Context(), cover(), parts)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func cover() model.Document {
	return model.Document{Style: model.StyleForm, Title: "案卷", Number: "PJ-SQ-2026-0001", Issuer: "盘锦市大数据管理中心", Date: day,
		Blocks: model.Blocks{model.Table{Columns: []model.TableColumn{{Title: "序号", Width: 1}, {Title: "材料", Width: 6}},
			Rows: [][]string{{"1", "使用申请表"}, {"2", "受理通知书"}}}}}
}

// caseFile is three papers of 3, 2 and 3 pages.
func caseFile(t testing.TB, p *Printer) []model.BoundPart {
	wide := application(20)
	wide.Landscape = true
	return []model.BoundPart{
		{Title: "使用申请表（第2轮）", PDF: printed(t, p, application(12))},
		{Title: "受理通知书 盘数受〔2026〕3号", PDF: printed(t, p, notice())},
		{Title: "资源明细表　𬭎㛃", PDF: printed(t, p, wide)},
	}
}

func TestBind(t *testing.T) {
	p := printer(t)
	parts := caseFile(t, p)
	data := bound(t, p, parts...)
	pages := extract(t, data)
	t.Run("the case file has the words of the cover and of every paper, page by page", func(t *testing.T) {
		want := extract(t, printed(t, p, cover()))
		for _, part := range parts {
			want = append(want, extract(t, part.PDF)...)
		}
		if strings.Join(pages, "\f") != strings.Join(want, "\f") {
			t.Errorf("%d pages became %d:\n%s", len(want), len(pages), strings.Join(pages, "\n———\n"))
		}
	})
	t.Run("its pages look as those of the papers", func(t *testing.T) {
		if !sameImage(t, data, len(pages), parts[2].PDF, len(extract(t, parts[2].PDF))) {
			t.Error("the last page looks other")
		}
		if boxes := tool(t, data, "pdfinfo", "-l", "99", "FILE"); strings.Count(boxes, "841.89 x 595.28") != 3 {
			t.Errorf("the pages lie as\n%s", boxes)
		}
	})
	t.Run("each paper has a bookmark with its Chinese title at its first page", func(t *testing.T) {
		outline := tool(t, data, "pdftohtml", "-xml", "-stdout", "-i", "FILE")
		for i, want := range []string{"案卷", "使用申请表（第2轮）", "受理通知书 盘数受〔2026〕3号", "资源明细表 𬭎㛃"} {
			if line := fmt.Sprintf(`<item page="%d">%s</item>`, []int{1, 2, 5, 7}[i], want); !strings.Contains(outline, line) {
				t.Errorf("%s is not in\n%s", line, outline[max(0, strings.Index(outline, "<outline>")):])
			}
		}
	})
	t.Run("it is a sound file with all its fonts", func(t *testing.T) {
		if out := tool(t, data, "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Error(out)
		}
		if out := tool(t, data, "pdffonts", "FILE"); strings.Contains(out, " no  ") || strings.Count(out, "yes yes yes") < 8 {
			t.Error(out)
		}
	})
	t.Run("the same papers are the same bytes", func(t *testing.T) {
		for range 3 {
			if !bytes.Equal(bound(t, p, caseFile(t, p)...), data) {
				t.Fatal("other bytes")
			}
		}
	})
	t.Run("a case file can be bound into another", func(t *testing.T) {
		again := bound(t, p, model.BoundPart{Title: "旧案卷", PDF: data})
		if n := len(extract(t, again)); n != len(pages)+1 {
			t.Errorf("%d pages", n)
		}
	})
	t.Run("a cover alone is a case file", func(t *testing.T) {
		if n := len(extract(t, bound(t, p))); n != 1 {
			t.Errorf("%d pages", n)
		}
	})
	t.Run("a cancelled binding stops", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := p.Bind(ctx, cover(), parts); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

// sameImage compares a page of a file with a page of another.
func sameImage(t *testing.T, a []byte, pageA int, b []byte, pageB int) bool {
	t.Helper()
	return bytes.Equal(drawn(t, a, pageA), drawn(t, b, pageB))
}

func TestBindPapersFromOutside(t *testing.T) {
	p := printer(t)
	paper := printed(t, p, application(12))
	rewritten := func(t *testing.T, args ...string) []byte {
		t.Helper()
		out := filepath.Join(t.TempDir(), "out.pdf")
		for i, a := range args {
			args[i] = strings.ReplaceAll(a, "OUT", out)
		}
		tool(t, paper, "qpdf", args...)
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	t.Run("a paper with packed objects, as other programs write them, is bound whole", func(t *testing.T) {
		packed := rewritten(t, "--object-streams=generate", "--linearize", "FILE", "OUT")
		data := bound(t, p, model.BoundPart{Title: "扫描件", PDF: packed})
		if got, want := strings.Join(extract(t, data)[1:], "\f"), strings.Join(extract(t, paper), "\f"); got != want {
			t.Errorf("its words became\n%s", got)
		}
		if !sameImage(t, data, 2, paper, 1) {
			t.Error("its first page looks other")
		}
		tool(t, data, "qpdf", "--check", "FILE")
	})
	t.Run("a paper with a password is refused by its title, also one that opens without", func(t *testing.T) {
		for _, user := range []string{"", "secret"} {
			locked := rewritten(t, "--encrypt", user, "owner", "256", "--", "FILE", "OUT")
			_, err := p.Bind(t.Context(), cover(), []model.BoundPart{{Title: "受理通知书", PDF: paper}, {Title: "自测报告", PDF: locked}})
			refused(t, err, "error.paper_locked", "自测报告")
		}
	})
	t.Run("what is no PDF, or no longer one, is refused by its title", func(t *testing.T) {
		for name, data := range map[string][]byte{
			"nothing": {}, "text": []byte("政务云"), "a mark alone": []byte("%PDF-1.7\n"), "a picture": []byte("\x89PNG\r\n\x1a\n"),
			"half a paper": paper[:len(paper)/2], "a paper without its beginning": paper[len(paper)/2:],
			"no pages": []byte("%PDF-1.4\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type /Pages /Count 0 /Kids []>>\nendobj\ntrailer\n<</Root 1 0 R /Size 3>>\n%%EOF\n"),
			"a page in itself": []byte("%PDF-1.4\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type /Pages /Count 1 /Kids [2 0 R]>>\nendobj\n" +
				"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000057 00000 n \ntrailer\n<</Root 1 0 R /Size 3>>\nstartxref\n111\n%%EOF\n"),
		} {
			_, err := p.Bind(t.Context(), cover(), []model.BoundPart{{Title: name, PDF: data}})
			refused(t, err, "error.paper_unreadable", name)
		}
	})
	t.Run("a paper with any piece cut off or overwritten is bound or refused, and never stops the program", func(t *testing.T) {
		for i := range 60 {
			at := i * len(paper) / 60
			broken := bytes.Clone(paper)
			copy(broken[at:], "<</Kids [1 0 R] /Length 99999999999 ")
			for _, data := range [][]byte{broken[:len(paper)], paper[:at]} {
				if out, err := p.Bind(t.Context(), cover(), []model.BoundPart{{Title: "坏件", PDF: data}}); err != nil {
					refused(t, err, "error.paper_unreadable", "坏件")
				} else if !bytes.HasPrefix(out, []byte("%PDF")) {
					t.Errorf("at %d: no error and no file", at)
				}
			}
		}
	})
}

func refused(t *testing.T, err error, key, paper string) {
	t.Helper()
	var e *model.Error
	if !errors.As(err, &e) || e.Kind != model.Invalid || e.Key != key || e.Args["paper"] != paper {
		t.Errorf("%s: got %v", paper, err)
	}
}
