package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"yunban/app/pdf/typeset"
	"yunban/model"
)

func TestSameWordsSameBytes(t *testing.T) {
	p := printer(t)
	want := printed(t, p, application(12))
	t.Run("the same printer prints the same bytes, also at the same time", func(t *testing.T) {
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				got, err := p.Print(context.Background(), application(12))
				if err != nil || !bytes.Equal(got, want) {
					t.Errorf("other bytes, or %v", err)
				}
			})
		}
		wait.Wait()
	})
	t.Run("another printer prints the same bytes", func(t *testing.T) {
		if !bytes.Equal(printed(t, printer(t), application(12)), want) {
			t.Error("other bytes")
		}
	})
	t.Run("a blank form without a date prints the same bytes", func(t *testing.T) {
		blank := application(1)
		blank.Date = time.Time{}
		if !bytes.Equal(printed(t, p, blank), printed(t, p, blank)) {
			t.Error("other bytes")
		}
	})
	t.Run("one more word is another file", func(t *testing.T) {
		d := application(12)
		d.Number += "1"
		if bytes.Equal(printed(t, p, d), want) {
			t.Error("the same bytes")
		}
	})
}

func TestUndrawableCharacters(t *testing.T) {
	p := printer(t)
	t.Run("characters that no font has are named with their place, not printed as boxes", func(t *testing.T) {
		d := application(1)
		grid := d.Blocks[0].(model.Grid)
		grid.Rows[1] = model.GridRow{model.LabelCell("申请单位名称"), model.ValueCell("庆祝🎉局", 3)}
		d.Blocks = append(d.Blocks, model.Table{Columns: []model.TableColumn{{Title: "用途", Width: 1}}, Rows: [][]string{{"甲"}, {"ประเทศ"}}})
		_, err := p.Print(context.Background(), d)
		var e *model.Error
		if !errors.As(err, &e) || e.Kind != model.Invalid {
			t.Fatalf("got %v", err)
		}
		first := e.Problems[0]
		if first.Key != "problem.undrawable" || first.Args["character"] != "🎉" || first.Args["code"] != "U+1F389" || first.Args["place"] != "申请单位名称" {
			t.Errorf("the first problem is %+v", first)
		}
		if last := e.Problems[len(e.Problems)-1]; last.Args["place"] != "用途 2" {
			t.Errorf("the last problem is %+v", last)
		}
	})
	t.Run("in every place of every paper they are refused", func(t *testing.T) {
		for place, d := range everywhere("云🎉") {
			if _, err := p.Print(context.Background(), d); model.KindOf(err) != model.Invalid {
				t.Errorf("as %s: %v", place, err)
			}
		}
	})
	t.Run("what cannot be seen is left out, and the rest is printed", func(t *testing.T) {
		const hidden = "\x00\x07\x1b\u200b\u200f\u202e\ufeff\u00ad\ufe0f\ufdd0\ufdd1\u2060\xff\xfe"
		for place, d := range everywhere("盘锦" + hidden + "市\t审批\u00a0局") {
			got := words(extract(t, printed(t, p, d)))
			if !strings.Contains(got, "盘锦市审批局") {
				t.Errorf("as %s it came out as %q", place, got)
			}
		}
	})
	t.Run("an empty text in any place is printed as nothing", func(t *testing.T) {
		for place, d := range everywhere("") {
			if d.Title == "" {
				continue // refused by the model
			}
			if _, err := p.Print(context.Background(), d); err != nil {
				t.Errorf("as %s: %v", place, err)
			}
		}
	})
}

func TestSystemFonts(t *testing.T) {
	const shipped = "../../assets/fonts/"
	read := func(name string) []byte {
		data, err := os.ReadFile(shipped + name)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	kai := read("LXGWWenKai-Regular.ttf")
	serving := func(t *testing.T, system ...fs.FS) []model.RoleFont {
		t.Helper()
		p, err := New(os.DirFS("../../assets"), system...)
		if err != nil {
			t.Fatal(err)
		}
		fonts, err := p.Fonts()
		if err != nil {
			t.Fatal(err)
		}
		if out := words(extract(t, printed(t, p, notice()))); !strings.Contains(out, "李𬭎") {
			t.Errorf("the rare character is lost: %s", out)
		}
		return fonts
	}
	t.Run("without fonts of its own the computer prints with ours", func(t *testing.T) {
		want := []model.RoleFont{
			{Role: "仿宋", Font: "NotoSerifSC-Regular"},
			{Role: "小标宋", Font: "NotoSerifSC-Bold"},
			{Role: "黑体", Font: "NotoSansSC-Bold"},
			{Role: "楷体", Font: "LXGWWenKai-Regular"},
		}
		if got := serving(t); !slices.Equal(got, want) {
			t.Errorf("got %v", got)
		}
	})
	t.Run("a font of the computer serves its role, found in any folder and case", func(t *testing.T) {
		got := serving(t, fstest.MapFS{"truetype/ms/SimFang.TTF": {Data: kai}})
		if want := (model.RoleFont{Role: "仿宋", Font: "LXGWWenKai-Regular", System: true}); got[0] != want {
			t.Errorf("got %v", got[0])
		}
	})
	t.Run("a damaged font of the computer is passed over", func(t *testing.T) {
		got := serving(t, fstest.MapFS{"simfang.ttf": {Data: kai[:5000]}, "simhei.ttf": {}})
		if got[0].System || got[2].System {
			t.Errorf("got %v", got)
		}
	})
	t.Run("the fonts of this computer can be looked for", func(t *testing.T) {
		serving(t, SystemFonts()...)
	})
	t.Run("a printer without the shipped fonts is refused at once", func(t *testing.T) {
		if _, err := New(fstest.MapFS{}); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %v", err)
		}
	})
}

func TestFile(t *testing.T) {
	p := printer(t)
	data := printed(t, p, application(30))
	t.Run("the table of objects points at the objects", func(t *testing.T) {
		start := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(data)
		if start == nil {
			t.Fatal("no startxref")
		}
		at, err := strconv.Atoi(string(start[1]))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(data[at:]), "\n")
		size := strings.TrimPrefix(lines[1], "0 ")
		if lines[0] != "xref" || !bytes.Contains(data[at:], []byte("/Size "+size+"\n")) {
			t.Fatalf("the table begins %q and the trailer has another size", lines[:2])
		}
		for n, entry := range lines[3:] {
			if entry == "trailer" {
				break
			}
			offset, err := strconv.Atoi(entry[:10])
			if err != nil {
				t.Fatal(err)
			}
			if want := fmt.Sprintf("%d 0 obj", n+1); !bytes.HasPrefix(data[offset:], []byte(want)) {
				t.Errorf("%q stands at %d, not %q", data[offset:offset+12], offset, want)
			}
		}
	})
	t.Run("every font is embedded, cut and has its characters named", func(t *testing.T) {
		cmd := exec.Command("pdffonts", "-")
		cmd.Stdin = bytes.NewReader(data)
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("pdffonts (of poppler-utils): %v", err)
		}
		fonts := strings.Split(strings.TrimSpace(string(out)), "\n")[2:]
		if len(fonts) != 3 {
			t.Errorf("%d fonts:\n%s", len(fonts), out)
		}
		for _, f := range fonts {
			if !regexp.MustCompile(`^[A-Z]{6}\+Noto.* yes yes yes `).MatchString(f) {
				t.Error(f)
			}
		}
	})
	t.Run("a wide form lies on its side", func(t *testing.T) {
		d := application(5)
		d.Landscape = true
		file := printed(t, p, d)
		if !regexp.MustCompile(`/MediaBox \[0 0 841\.89 595\.28\]`).Match(file) {
			t.Error("the pages stand upright")
		}
	})
	t.Run("a paper of one page is small", func(t *testing.T) {
		if n := len(printed(t, p, notice())); n > 80_000 {
			t.Errorf("%d bytes", n)
		}
	})
	t.Run("a cancelled print stops", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := p.Print(ctx, notice()); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a document that contradicts itself is refused", func(t *testing.T) {
		if _, err := p.Print(context.Background(), model.Document{Title: "x"}); err == nil {
			t.Error("it was printed")
		}
	})
}

func TestPages(t *testing.T) {
	p := printer(t)
	pages := extract(t, printed(t, p, application(60)))
	t.Run("the head of a table stands on every page of the table", func(t *testing.T) {
		for i, page := range pages[:len(pages)-1] {
			if !strings.Contains(page, "网络区域") {
				t.Errorf("page %d has no head:\n%s", i+1, page)
			}
		}
	})
	t.Run("every row stands once, in order, and the total is not alone", func(t *testing.T) {
		all := strings.Join(pages, "\n")
		from := 0
		for i := 1; i <= 60; i++ {
			at := strings.Index(all[from:], fmt.Sprintf("\n%d", i))
			if at < 0 {
				t.Fatalf("row %d is missing", i)
			}
			from += at
		}
		for _, page := range pages {
			if total := strings.Index(page, "合计"); total >= 0 && !strings.Contains(page[:total], "\n60") {
				t.Errorf("the total stands alone:\n%s", page)
			}
		}
	})
	t.Run("the sandbox mark is on every page, apart from the words, and on no real paper", func(t *testing.T) {
		for i, page := range pages {
			if !strings.HasSuffix(strings.TrimSpace(page), "演示数据 不具效力") {
				t.Errorf("page %d ends %q", i+1, page[max(0, len(page)-40):])
			}
		}
		if text := strings.Join(extract(t, printed(t, p, notice())), ""); strings.Contains(text, "演示") {
			t.Error("a real paper is marked")
		}
	})
	t.Run("the issuer and the date never stand alone on a page", func(t *testing.T) {
		for n := 1; n < 30; n++ {
			all := extract(t, printed(t, p, refusal(n)))
			if last := all[len(all)-1]; !strings.Contains(last, "据。") || !strings.Contains(last, "2026年1月5日") {
				t.Errorf("with %d paragraphs the last page is %q", n, last)
			}
		}
	})
	t.Run("nothing stands outside the margins, whatever is typed", func(t *testing.T) {
		lib, err := p.open()
		if err != nil {
			t.Fatal(err)
		}
		for kind, text := range awkward {
			for place, d := range everywhere(text) {
				set, err := typeset.Set(d, lib.fonts)
				if err != nil {
					t.Fatal(err)
				}
				for n, page := range set {
					for _, s := range page.Texts {
						right := s.X
						for _, r := range strings.TrimRight(s.Words, " \u3000") {
							right += s.Font.Advance(r)*s.Size + s.Spacing
						}
						if s.X < 50 || right > page.Width-50 || s.Y < 36 || s.Y > page.Height-36 {
							t.Errorf("%s as %s, page %d: %.20q from %.0f to %.0f at %.0f", kind, place, n+1, s.Words, s.X, right, s.Y)
						}
					}
				}
			}
		}
	})
}
