package typeset

import (
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yunban/app/pdf/ttf"
	"yunban/model"
)

// shipped are the fonts of the program, opened once for all tests.
var shipped = func() *Fonts {
	var chain []*ttf.Font
	for _, name := range []string{"NotoSerifSC-Regular", "LXGWWenKai-Regular"} {
		file, err := os.Open("../../../assets/fonts/" + name + ".ttf")
		if err != nil {
			panic(err)
		}
		info, err := file.Stat()
		if err != nil {
			panic(err)
		}
		font, err := ttf.Open(file, info.Size())
		if err != nil {
			panic(err)
		}
		chain = append(chain, font)
	}
	return NewFonts(func(Role) []*ttf.Font { return chain })
}()

func compose(style model.DocumentStyle) *composer {
	d := model.Document{Style: style}
	return &composer{fonts: shipped, doc: d, sheet: sheetOf(d), reported: map[rune]bool{}}
}

func text(l line) string {
	var b strings.Builder
	for _, g := range l.glyphs {
		b.WriteRune(g.char)
	}
	return b.String()
}

func texts(lines []line) []string {
	all := make([]string, len(lines))
	for i, l := range lines {
		all[i] = text(l)
	}
	return all
}

func TestLineBreaking(t *testing.T) {
	c := compose(model.StyleLetter)
	s := c.sheet.body
	for _, tt := range []struct {
		name, text string
		ems        float64
		want       []string
	}{
		{"Chinese breaks anywhere", "申请单位意见", 4, []string{"申请单位", "意见"}},
		{"a stop is not left for the next line", "申请单位意见，同意。", 6, []string{"申请单位意", "见，同意。"}},
		{"an opening bracket goes to the next line", "根据办法（试行）", 5, []string{"根据办法", "（试行）"}},
		{"a word stays whole", "部署于Kubernetes集群", 6, []string{"部署于", "Kubernetes", "集群"}},
		{"a code with hyphens stays whole", "单号PJ-SQ-2026-0001。", 9.5, []string{"单号", "PJ-SQ-2026-0001。"}},
		{"a word longer than the line is cut", "云云云云云云", 0.5, []string{"云", "云", "云", "云", "云", "云"}},
		{"a forced cut does not end a line with a hyphen", "MMMMMM-MMM", 6, []string{"MMMMMM", "-MMM"}},
		{"spaces at a line's end take no room", "云主机 云存储", 3, []string{"云主机 ", "云存储"}},
		{"no text is one empty line", "", 3, []string{""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := texts(c.measure(s, tt.text).lines(tt.ems*s.size, 0)); strings.Join(got, "|") != strings.Join(tt.want, "|") {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	t.Run("no text loses or moves a character at any width, and no line is too long", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			in := rapid.StringOfN(rapid.SampledFrom([]rune("政务云，。；（）《》“”abcXYZ 0123456789-—…、%𬭎㛃 \u3000/.@")), 0, 300, -1).Draw(t, "text")
			ems := rapid.Float64Range(0.2, 40).Draw(t, "ems")
			indent := rapid.Float64Range(0, 2).Draw(t, "indent")
			lines := c.measure(s, in).lines(ems*s.size, indent*s.size)
			if got := strings.Join(texts(lines), ""); got != in {
				t.Fatalf("%q became %q", in, got)
			}
			for i, l := range lines {
				room := ems * s.size
				if i == 0 {
					room -= indent * s.size
				}
				if l.width > room+0.02 && len(l.glyphs) > 1 {
					t.Fatalf("line %q is %.2f wide in %.2f", text(l), l.width, room)
				}
			}
		})
	})
	t.Run("a title is broken into lines of about the same length", func(t *testing.T) {
		got := texts(c.measure(s, "关于工程建设项目审批管理系统政务云使用申请不予受理意见书").balanced(25 * s.size))
		if len(got) != 2 || math.Abs(float64(len([]rune(got[0]))-len([]rune(got[1])))) > 2 {
			t.Errorf("got %q", got)
		}
	})
	t.Run("lines are filled to the edge by little, or not at all", func(t *testing.T) {
		lines := c.measure(s, "申请单位意见，同意，"+strings.Repeat("云", 40)).lines(9.5*s.size, 0)
		justify(lines, 9.5*s.size, 0)
		for i, l := range lines[:len(lines)-1] {
			end := l.width + l.spacing*float64(len(l.glyphs)-1)
			if l.spacing > 0.08*s.size || l.spacing > 0 && math.Abs(end-9.5*s.size) > 0.01 {
				t.Errorf("line %d ends at %.2f with %.2f between characters", i, end, l.spacing)
			}
		}
		if lines[len(lines)-1].spacing != 0 {
			t.Error("the last line is spread")
		}
	})
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"盘锦市\r\n审批\r局":              "盘锦市\n审批\n局",
		"a\tb\u00a0c\u2003d\u3000e": "a b c d\u3000e",
		"\x00政\x1b务\u200b云\ufeff":   "政务云",
		"云\xff\xfe台":                "云台",
		"\u202e云\u200f\ufe0f":       "云",
		"\ufdd0☑\ufdd1":             "☑",
		"𬭎𫖯㛃𠮷":                      "𬭎𫖯㛃𠮷",
	} {
		if got := clean(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestLetterPage(t *testing.T) {
	day := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	set := func(t *testing.T, blocks ...model.Block) []Page {
		t.Helper()
		pages, err := Set(model.Document{Style: model.StyleLetter, Title: "书", Blocks: blocks}, shipped)
		if err != nil {
			t.Fatal(err)
		}
		return pages
	}
	find := func(t *testing.T, p Page, words string) Text {
		t.Helper()
		for _, x := range p.Texts {
			if x.Words == words {
				return x
			}
		}
		t.Fatalf("%q is not on the page", words)
		return Text{}
	}
	const mm = 72 / 25.4
	t.Run("a page has 22 lines of 28 characters (GB/T 9704, 5.2)", func(t *testing.T) {
		pages := set(t, model.PageBreak{}, model.Paragraph{Text: strings.Repeat("云", 28*60), Flush: true})
		lines := pages[1].Texts[:len(pages[1].Texts)-1] // but for the page number
		if len(lines) != 22 {
			t.Errorf("%d lines", len(lines))
		}
		for _, l := range lines {
			if n := len([]rune(l.Words)); n != 28 {
				t.Errorf("a line of %d characters", n)
			}
		}
		if first := lines[0]; first.X != 28*mm || first.Y < 37*mm || first.Y > 37*mm+29 {
			t.Errorf("the text begins at %.1f, %.1f mm", first.X/mm, first.Y/mm)
		}
		if last := lines[21]; last.Y > (297-35)*mm {
			t.Errorf("the text ends at %.1f mm", last.Y/mm)
		}
	})
	t.Run("page numbers stand right on odd and left on even pages, one character from the edge", func(t *testing.T) {
		pages := set(t, model.Paragraph{Text: strings.Repeat("云", 28*30)})
		odd, even := find(t, pages[0], "— 1 —"), find(t, pages[1], "— 2 —")
		if even.X != 28*mm+14 || odd.X < 150*mm || odd.Size != 14 {
			t.Errorf("odd at %.1f mm, even at %.1f mm, %v pt", odd.X/mm, even.X/mm, odd.Size)
		}
	})
	t.Run("a sealed letter's date stands four characters from the edge, the name in its middle (7.3.5.1)", func(t *testing.T) {
		p := set(t, model.Closing{Issuer: "大数据中心", Date: day, Sealed: true})[0]
		size := 156 * mm / 28
		date, name := find(t, p, "2026年1月5日"), find(t, p, "大数据中心")
		end := date.X
		for _, r := range date.Words {
			end += date.Font.Advance(r) * date.Size
		}
		if edge := 184*mm - 4*size; math.Abs(end-edge) > 0.1 {
			t.Errorf("the date ends at %.2f, not %.2f", end, edge)
		}
		if middle := name.X + 2.5*size; math.Abs(middle-(date.X+end)/2) > 0.1 {
			t.Errorf("the name's middle is at %.2f, the date's at %.2f", middle, (date.X+end)/2)
		}
	})
	t.Run("an unsealed letter's name stands two characters from the edge (7.3.5.2)", func(t *testing.T) {
		p := set(t, model.Closing{Issuer: "大数据中心", Date: day})[0]
		size := 156 * mm / 28
		if name := find(t, p, "大数据中心"); math.Abs(name.X+5*size-(184*mm-2*size)) > 0.1 {
			t.Errorf("the name ends at %.2f", name.X+5*size)
		}
	})
	t.Run("the addressee has one full-width colon", func(t *testing.T) {
		for _, in := range []string{"行政审批局", "行政审批局：", "行政审批局:"} {
			find(t, set(t, model.Addressee{Text: in})[0], "行政审批局：")
		}
	})
	t.Run("one attachment has no number, several have", func(t *testing.T) {
		find(t, set(t, model.AttachmentList{Items: []string{"明细表"}})[0], "附件：")
		p := set(t, model.AttachmentList{Items: []string{"明细表", "报告"}})[0]
		find(t, p, "附件：1. ")
		find(t, p, "2. ")
	})
	t.Run("a heading is not left at the foot of a page", func(t *testing.T) {
		for n := range 25 {
			pages := set(t, model.Paragraph{Text: strings.Repeat("云\n", n+1)}, model.Heading{Level: 1, Text: "一、依据"}, model.Paragraph{Text: "正文"})
			for _, p := range pages {
				words := p.Texts[max(0, len(p.Texts)-2)].Words // before the page number
				if words == "一、依据" {
					t.Errorf("after %d lines it is", n+1)
				}
			}
		}
	})
}

func TestPaginate(t *testing.T) {
	s := sheet{width: 100, height: 100, textWidth: 100, textHigh: 100}
	mark := func(name string, height float64) box {
		return box{height: height, Drawing: Drawing{Texts: []Text{{Words: name}}}}
	}
	layout := func(pages []Page) string {
		var all []string
		for _, p := range pages {
			words := ""
			for _, x := range p.Texts {
				words += x.Words
			}
			all = append(all, words)
		}
		return strings.Join(all, "|")
	}
	keep := func(b box) box { b.keep = true; return b }
	headed := func(b box) box { b.head = []box{mark("h", 10)}; return b }
	for _, tt := range []struct {
		name, want string
		boxes      []box
	}{
		{"boxes fill a page", "ab|c", []box{mark("a", 50), mark("b", 50), mark("c", 1)}},
		{"boxes kept together move together", "a|bc", []box{mark("a", 60), keep(mark("b", 30)), mark("c", 30)}},
		{"more than a page of kept boxes is broken where it must", "ab|c", []box{keep(mark("a", 60)), keep(mark("b", 40)), mark("c", 40)}},
		{"a head stands again on the next page", "a|hb", []box{headed(mark("a", 60)), headed(mark("b", 60))}},
		{"room vanishes at the top of a page", "a|b", []box{mark("a", 100), {height: 20, gap: true}, mark("b", 100)}},
		{"a page break begins a page", "a|b", []box{mark("a", 1), {newPage: true}, mark("b", 1)}},
		{"page breaks make no empty pages", "a|b", []box{{newPage: true}, mark("a", 1), {newPage: true}, {newPage: true}, mark("b", 1), {newPage: true}}},
		{"a page break parts even boxes kept together", "a|b", []box{keep(mark("a", 1)), keep(box{newPage: true}), mark("b", 1)}},
		{"a box higher than a page stands alone", "a|b|c", []box{mark("a", 1), mark("b", 150), mark("c", 1)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for i := range tt.boxes { // what begins the document has no head above it
				if i == 0 {
					tt.boxes[i].head = nil
				}
			}
			if got := layout(s.paginate(tt.boxes)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	t.Run("a frame is closed at the foot of a page and opened on the next", func(t *testing.T) {
		row := box{height: 40, framed: true}
		first := row
		first.starts = true
		for i, p := range s.paginate([]box{first, row, row}) {
			if n := len(p.Strokes); n != 2 {
				t.Errorf("page %d has %d rules", i+1, n)
			}
		}
	})
}

func TestColumns(t *testing.T) {
	for _, tt := range []struct {
		name    string
		weights []float64
		spans   []span
		want    []float64
	}{
		{"without words they follow their weights", []float64{1, 3}, nil, []float64{0, 25, 100}},
		{"with room for all they have what they want and share the rest", []float64{1, 3}, []span{{5, 20}, {10, 40}}, []float64{0, 30, 100}},
		{"one that needs more than its share gets it", []float64{1, 3}, []span{{40, 60}, {10, 200}}, []float64{0, 40, 100}},
		{"one that wants less than its share gives the rest away", []float64{1, 1, 2}, []span{{5, 10}, {5, 90}, {5, 90}}, []float64{0, 10, 40, 100}},
		{"needs that no one can meet do not push others out", []float64{1, 1}, []span{{150, 150}, {150, 150}}, []float64{0, 50, 100}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := edges(100, tt.weights, tt.spans)
			for i := range tt.want {
				if math.Abs(got[i]-tt.want[i]) > 1e-9 {
					t.Fatalf("got %v, want %v", got, tt.want)
				}
			}
		})
	}
	t.Run("they always fill the width and none vanishes", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			n := rapid.IntRange(1, 14).Draw(t, "columns")
			weights, spans := make([]float64, n), make([]span, n)
			for i := range n {
				weights[i] = rapid.Float64Range(0.1, 10).Draw(t, "weight")
				need := rapid.Float64Range(1, 60).Draw(t, "need")
				spans[i] = span{need, need + rapid.Float64Range(0, 500).Draw(t, "more")}
			}
			got := edges(450, weights, spans)
			if math.Abs(got[n]-450) > 1e-6 {
				t.Fatalf("they fill %v", got)
			}
			for i := range n {
				if got[i+1] <= got[i] {
					t.Fatalf("column %d vanishes: %v", i, got)
				}
			}
		})
	})
}

func TestForms(t *testing.T) {
	t.Run("a note is never alone on a page", func(t *testing.T) {
		for rows := range 60 {
			c := compose(model.StyleForm)
			c.block(model.Table{Columns: []model.TableColumn{{Title: "名称", Width: 1}}, Rows: make([][]string, rows)}, false)
			c.block(model.OpinionBox{Title: "审批意见", Seal: "（盖章）", Signers: []model.Signatory{{Label: "审批人（签字）"}}}, false)
			opinion := len(c.boxes) - 1
			c.block(model.Note{Text: "本表一式三份。"}, false)
			for _, b := range c.boxes[opinion : len(c.boxes)-1] {
				if !b.keep {
					t.Fatalf("under %d rows the note may be parted from the opinion", rows)
				}
			}
		}
	})
	t.Run("the title of a column with little in it is not set one under the other", func(t *testing.T) {
		c := compose(model.StyleForm)
		m := c.measureTable(model.Table{Columns: []model.TableColumn{{Title: "申请数量及规格", Width: 5}, {Title: "核定数量及规格", Width: 5}},
			Rows: [][]string{{strings.Repeat("云主机八核三十二吉字节，", 20), "—"}}})
		if width := m.edges[2] - m.edges[1]; width < 4*m.size {
			t.Errorf("the title has %g points, four characters need %g", width, 4*m.size)
		}
	})
	t.Run("a long label leaves a line to sign on", func(t *testing.T) {
		c := compose(model.StyleForm)
		signing := c.signing(model.OpinionBox{Signers: []model.Signatory{{Label: "信息安全行政主管部门（签字）"}}, Seal: "（盖章）"}, 80, c.sheet.textWidth-80)
		if len(signing.Strokes) == 0 {
			t.Error("there is none")
		}
	})
}
