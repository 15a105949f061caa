package pdf

import (
	"bytes"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"yunban/app/pdf/typeset"
	"yunban/model"
)

// setPages sets a paper without writing a file.
func setPages(t testing.TB, p *Printer, d model.Document) []typeset.Page {
	t.Helper()
	lib, err := p.open()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := typeset.Set(d, lib.fonts)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func TestTablesAcrossPages(t *testing.T) {
	p := printer(t)
	row := regexp.MustCompile(`行(\d+)号`)
	list := func(rows, before, lines int, total bool) model.Document {
		table := model.Table{Columns: []model.TableColumn{{Title: "序号", Width: 2}, {Title: "用途", Width: 5}}}
		for i := range rows {
			table.Rows = append(table.Rows, []string{fmt.Sprintf("行%d号", i+1), strings.Repeat("用途\n", 1+i%lines)})
		}
		if total {
			table.Total = []string{"合计", ""}
		}
		return model.Document{Style: model.StyleForm, Title: "明细表", Blocks: model.Blocks{
			model.Paragraph{Text: strings.Repeat("说明\n", before)}, table, model.Note{Text: "注"}}}
	}
	for _, tt := range []struct {
		name   string
		before int // lines above the table
		lines  int // of the highest row
		total  bool
	}{
		{"a table alone", 0, 1, false}, {"a table under text", 28, 1, false}, {"a table with a total", 0, 1, true},
		{"rows of several lines", 17, 4, true},
	} {
		t.Run(tt.name+" has its head on every page, and no page has one row of it alone", func(t *testing.T) {
			for rows := 1; rows <= 80; rows++ {
				next := 1
				for n, page := range setPages(t, p, list(rows, tt.before, tt.lines, tt.total)) {
					words := wordsOf(page)
					found := row.FindAllStringSubmatch(words, -1)
					for _, f := range found {
						if f[1] != fmt.Sprint(next) {
							t.Fatalf("%d rows: page %d has row %s where %d should be", rows, n+1, f[1], next)
						}
						next++
					}
					together := len(found) + strings.Count(words, "合计") // the total is a row too
					alone := together == 1 && (rows > 1 || tt.total)
					if alone || (len(found) > 0) != strings.Contains(words, "序号用途") || strings.Count(words, "序号用途") > 1 {
						t.Errorf("%d rows: page %d is %q", rows, n+1, words)
					}
				}
				if next != rows+1 {
					t.Errorf("%d rows, and %d set", rows, next-1)
				}
			}
		})
	}
}

func TestListsToFillByHand(t *testing.T) {
	p := printer(t)
	t.Run("the titles of a list to fill by hand and its first row are not left at the foot of a page", func(t *testing.T) {
		for before := range 40 {
			pages := setPages(t, p, model.Document{Style: model.StyleForm, Title: "表", Blocks: model.Blocks{
				model.Paragraph{Text: strings.Repeat("说明\n", before+1)},
				model.Grid{Columns: []float64{1, 4}, Rows: []model.GridRow{
					{model.LabelCell("一、明细")}, {model.LabelCell("序号"), model.LabelCell("用途")},
					{model.ValueCell("甲", 1), {}}, {model.ValueCell("乙", 1), {}}, {model.ValueCell("丙", 1), {}}}}}})
			for n, page := range pages {
				if words := wordsOf(page); strings.Contains(words, "一、明细") != strings.Contains(words, "乙") {
					t.Errorf("under %d lines page %d is %q", before+1, n+1, words)
				}
			}
		}
	})
}

func TestTickBoxes(t *testing.T) {
	items := []model.TickItem{{Text: "新建", Checked: true}, {Text: "迁移"}, {Text: "扩建", Checked: true}}
	for name, block := range map[string]model.Block{
		"in a form": model.Grid{Columns: []float64{1}, Rows: []model.GridRow{{{Ticks: items}}}}, "in a list": model.TickList{Items: items},
	} {
		t.Run("boxes to tick are drawn, the ticked ones with a tick, and stand before their words "+name, func(t *testing.T) {
			page := setPages(t, printer(t), model.Document{Style: model.StyleForm, Title: "表", Blocks: model.Blocks{block}})[0]
			var boxes, ticks []typeset.Point
			for _, s := range page.Strokes {
				switch len(s.Points) {
				case 5:
					boxes = append(boxes, s.Points[2]) // lower right
				case 3:
					ticks = append(ticks, s.Points[1])
				}
			}
			if len(boxes) != 3 || len(ticks) != 2 {
				t.Fatalf("%d boxes, %d ticks", len(boxes), len(ticks))
			}
			for i, item := range items {
				for _, words := range page.Texts {
					if at := strings.Index(words.Words, item.Text); at == 0 && (words.X < boxes[i].X || words.X > boxes[i].X+words.Size) {
						t.Errorf("%s begins at %.1f, its box ends at %.1f", item.Text, words.X, boxes[i].X)
					}
				}
				if ticked := len(ticks) > 0 && ticks[0].X < boxes[i].X && ticks[0].Y <= boxes[i].Y; ticked != item.Checked {
					t.Errorf("%s is ticked: %v", item.Text, ticked)
				} else if ticked {
					ticks = ticks[1:]
				}
			}
		})
	}
}

func TestPageNumbersAndMarks(t *testing.T) {
	p := printer(t)
	demo := notice()
	demo.Sandbox = true
	code := application(30)
	code.Code = model.PaperCode{Number: "PJ-SQ-2026-0001", Kind: code.Kind, Check: "ABCDEFGHIJ"}
	for name, d := range map[string]model.Document{"letter": demo, "form": application(30), "form with a code": code} {
		data := printed(t, p, d)
		pages := setPages(t, p, d)
		t.Run("every page of a "+name+" has its number", func(t *testing.T) {
			for i, page := range pages {
				want := fmt.Sprintf("— %d —", i+1)
				if d.Style == model.StyleForm {
					want = fmt.Sprintf("第 %d 页　共 %d 页", i+1, len(pages))
				}
				if !strings.Contains(wordsOf(page), want) {
					t.Errorf("page %d has no %s", i+1, want)
				}
			}
		})
		for _, mode := range []string{"-raw", "-layout", "-nopgbrk"} {
			t.Run("the sandbox mark of a "+name+" is a line of its own however it is read: "+mode, func(t *testing.T) {
				cmd := exec.Command("pdftotext", mode, "-", "-")
				cmd.Stdin = bytes.NewReader(data)
				out, err := cmd.Output()
				if err != nil {
					t.Fatalf("pdftotext (of poppler-utils): %v", err)
				}
				marks := 0
				for line := range strings.Lines(strings.ReplaceAll(string(out), "\f", "\n")) {
					if strings.Contains(line, "演示") {
						marks++
						rest := strings.NewReplacer("演示数据", "", "不具效力", "", "核验码 ABCDEFGHIJ", "", "PJ-SQ-2026-0001", "").Replace(line)
						if strings.TrimSpace(rest) != "" {
							t.Errorf("it stands in %q", line)
						}
					}
				}
				if marks != len(pages) {
					t.Errorf("%d marks on %d pages", marks, len(pages))
				}
			})
		}
		t.Run("the sandbox mark of a "+name+" is grey and above the words", func(t *testing.T) {
			for i, page := range pages {
				for _, run := range page.Texts {
					if marked := strings.Contains(run.Words, "演示数据"); marked != (run.Gray > 0.3) || marked && run.Y > 34*72/25.4 {
						t.Errorf("page %d: %q at %.0f in %.1f", i+1, run.Words, run.Y, run.Gray)
					}
				}
			}
		})
	}
}
