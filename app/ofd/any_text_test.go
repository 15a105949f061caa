package ofd_test

import (
	"encoding/xml"
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"yunban/app/ofd"
	"yunban/app/pdf"
	"yunban/assets"
	"yunban/model"
)

// seen is what can be seen of a text: no spaces and line ends, no control and direction marks, no broken bytes.
func seen(text string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf) {
			return -1
		}
		return r
	}, text)
}

func TestAnyText(t *testing.T) {
	setter, err := pdf.New(assets.Fonts)
	if err != nil {
		t.Fatal(err)
	}
	printer := ofd.New(setter)
	t.Run("any text that can be drawn is read out whole, in XML that every reader takes", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			characters := []rune("政务云资源申请，。；：（）《》“”abcXYZ0123456789<>&\"'/]- \t\n\r\u3000\x00\x07\x1b\u200b\u200f\u202e𬭎𫖯㛃𠮷")
			text := rapid.StringOfN(rapid.SampledFrom(characters), 0, rapid.SampledFrom([]int{1, 40, 400, 4000}).Draw(t, "most"), -1).Draw(t, "text")
			d := form(0)
			d.Blocks = model.Blocks{model.Paragraph{Text: text}}
			file, err := printer.Print(t.Context(), d)
			if err != nil {
				t.Fatal(err)
			}
			for name, data := range unpacked(t, file) {
				if !strings.HasSuffix(name, ".xml") {
					continue
				}
				if !utf8.Valid(data) || xml.Unmarshal(data, &struct{}{}) != nil {
					t.Fatalf("%s is no XML", name)
				}
			}
			got := furniture.ReplaceAllString(seen(words(pages(t, unpacked(t, file)))), "")
			for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
				if !strings.Contains(got, seen(line)) {
					t.Fatalf("%q is not whole in %q", line, got)
				}
			}
		})
	})
	t.Run("what cannot be drawn is named and nothing is printed", func(t *testing.T) {
		d := form(0)
		d.Blocks = model.Blocks{model.Paragraph{Text: "通过🎉"}}
		var e *model.Error
		if file, err := printer.Print(t.Context(), d); !errors.As(err, &e) || e.Problems[0].Args["character"] != "🎉" || file != nil {
			t.Error(err)
		}
	})
}

// furniture is what stands between the text of one page and of the next: page numbers and the mark of the demonstration.
var furniture = regexp.MustCompile(`演示数据不具效力|第[0-9]+页共[0-9]+页`)
