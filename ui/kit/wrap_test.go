package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

// square is a font whose Chinese characters are 10 wide and all others 5.
func square() *metrics {
	m := &metrics{size: 10, probe: fyne.NewSize(20, 10), han: 10, widths: map[rune]float32{}}
	for r := rune(0); r < 0x80; r++ {
		m.widths[r] = 5
	}
	for _, r := range "，。；（）、“”《》…" {
		m.widths[r] = 10
	}
	return m
}

func rowsOf(s string, width float32) []string {
	text := []rune(s)
	var rows []string
	for _, l := range wrapText(text, width, square()) {
		rows = append(rows, string(text[l.start:l.end]))
	}
	return rows
}

func TestWrap(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct {
		name, text string
		width      float32
		want       string
	}{
		{"an empty text has one row", "", 50, ""},
		{"a newline breaks and the last one opens an empty row", "甲\n乙\n", 50, "甲|乙|"},
		{"Chinese fills the row", "政务云平台资源申请", 50, "政务云平台|资源申请"},
		{"a comma does not begin a row", "政务云平台，资源申请", 50, "政务云平|台，资源申|请"},
		{"an opening bracket does not end a row", "政务云平（台）", 50, "政务云平|（台）"},
		{"a Latin word stays whole, beside Chinese", "部署Kubernetes集群", 55, "部署|Kubernetes|集群"},
		{"blanks at the end of a row hang over", "cloud     host", 25, "cloud     |host"},
		{"what is longer than a row is broken anywhere", "abcdefghijklmnop", 25, "abcde|fghij|klmno|p"},
		{"an enumeration is broken between its items", "云办　·　已催办一次　·　第二轮", 80, "云办　·　|已催办一次　·　|第二轮"},
		{"an item longer than a row is broken as any text", "云办　·　政务云平台资源申请", 50, "云办　·　|政务云平台|资源申请"},
		{"without a width only newlines break", "政务云平台资源申请", 0, "政务云平台资源申请"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(rowsOf(c.text, c.width), "|"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	t.Run("no character is ever lost, doubled or moved", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			text := []rune(rapid.StringOf(rapid.RuneFrom([]rune("政务云，。（）ab 1\n\t“”…"))).Draw(t, "text"))
			width := rapid.Float32Range(1, 200).Draw(t, "width")
			at := 0
			for _, l := range wrapText(text, width, square()) {
				if l.start != at || l.end < l.start {
					t.Fatalf("row %v does not follow %d", l, at)
				}
				at = l.end
				if l.hard && at < len(text) {
					if text[at] != '\n' {
						t.Fatalf("hard row ends at %q", text[at])
					}
					at++
				}
			}
			if at != len(text) {
				t.Fatalf("rows end at %d of %d", at, len(text))
			}
		})
	})
}

func TestFit(t *testing.T) {
	m := square()
	for _, c := range []struct {
		text  string
		width float32
		want  string
	}{
		{"政务云", 30, "政务云"}, {"政务云平台", 30, "政务…"}, {"政务云", 5, ""}, {"", 10, ""},
	} {
		if got := m.fit(c.text, c.width); got != c.want {
			t.Errorf("%q in %v: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}
