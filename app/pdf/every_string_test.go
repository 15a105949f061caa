package pdf

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"yunban/app/pdf/typeset"
	"yunban/model"
)

// seen is what can be seen of a text, which is what a paper must show: no spaces and line
// ends, no control and direction marks, no joiners, no broken bytes.
func seen(text string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zs, unicode.Zl, unicode.Zp,
			unicode.Variation_Selector, unicode.Noncharacter_Code_Point) {
			return -1
		}
		return r
	}, text)
}

// sorts of characters that come into an office: those of the forms, of names, of other
// programs, and those that nobody means to send.
var sorts = map[string][]rune{
	"of forms":    []rune("政务云资源申请表审批意见同意盘锦市行政局一二三0123456789"),
	"punctuation": []rune("，。；：？！、（）《》【】“”‘’…—·,.;:?!()<>[]{}/\\|%$#@&*+-=_~^`'\""),
	"Latin":       []rune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéüñßøΑβγДж"),
	"of names":    []rune("𬭎𫖯㛃𠮷𫍯𬀩䶮堃犇喆"),
	"spaces":      []rune(" \t\n\r\u00a0\u2003\u3000\u2028\u0085"),
	"unseen":      []rune("\x00\x07\x1b\x7f\u00ad\u200b\u200d\u200e\u200f\u202a\u202e\u2066\ufeff\ufe0f\ufdd0\ufdd1\U000e0041"),
	"undrawable":  []rune("🎉👨😀\u2800\u3164ประأبע𒀀\ue000\U0010fffd"),
}

// anyText draws a text of up to 4,000 characters, of one sort or of several.
func anyText(t *rapid.T, from ...string) string {
	var choice []rune
	for _, sort := range rapid.SliceOfNDistinct(rapid.SampledFrom(from), 1, 3, rapid.ID).Draw(t, "sorts") {
		choice = append(choice, sorts[sort]...)
	}
	most := rapid.SampledFrom([]int{1, 12, 120, 600, 4000}).Draw(t, "most")
	return rapid.StringOfN(rapid.SampledFrom(choice), 0, most, -1).Draw(t, "text")
}

// placed is a paper with a text in one of its places.
func placed(t *rapid.T, text string) (string, model.Document) {
	papers := everywhere(text)
	place := rapid.SampledFrom(slices.Sorted(maps.Keys(papers))).Draw(t, "place")
	return place, papers[place]
}

func TestAnyTextComesOutWhole(t *testing.T) {
	p := printer(t)
	t.Run("whatever is typed in whatever place of whatever paper, a reader copies it out whole", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			text := anyText(rt, "of forms", "punctuation", "Latin", "of names", "spaces", "unseen")
			place, d := placed(rt, text)
			if d.Title == "" { // a paper without a title is refused by the model
				d.Title = "申请表"
			}
			data, err := p.Print(t.Context(), d)
			if err != nil {
				rt.Fatal(err)
			}
			got := words(extract(t, data))
			if place == "table cell" || place == "table total" { // the head stands on every page
				got = strings.ReplaceAll(got, "序号内容数量", "")
			}
			want := seen(text)
			if place == "addressee" { // the colon behind it is the paper's own
				want = strings.TrimRight(want, ":：")
			}
			if !strings.Contains(got, want) {
				rt.Fatalf("as %s %.200q came out as %.400q", place, want, got)
			}
		})
	})
}

// FuzzEveryPaper puts a text into every place of every paper: it is set whole with glyphs
// that can be seen, or refused with the name of each character that nobody draws.
func FuzzEveryPaper(f *testing.F) {
	for _, text := range awkward {
		f.Add(text)
	}
	for _, sort := range sorts {
		f.Add(string(sort))
	}
	lib, err := printer(f).open()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if utf8.RuneCountInString(text) > 4000 {
			return
		}
		for place, d := range everywhere(text) {
			if err := setWhole(d, text, lib.fonts); err != nil {
				t.Errorf("as %s: %v", place, err)
			}
		}
	})
}

func TestAnyTextIsSetOrRefused(t *testing.T) {
	lib, err := printer(t).open()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("no glyph is a box or blank: what nobody draws is named, each character once", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			text := anyText(rt, slices.Sorted(maps.Keys(sorts))...)
			place, d := placed(rt, text)
			if err := setWhole(d, text, lib.fonts); err != nil {
				rt.Fatalf("as %s: %v", place, err)
			}
		})
	})
}

// setWhole sets a paper that has a text in it, and says what is wrong with the result.
func setWhole(d model.Document, text string, fonts *typeset.Fonts) error {
	if d.Title == "" {
		return nil // refused by the model
	}
	pages, err := typeset.Set(d, fonts)
	if err != nil {
		return namesUndrawable(err, text, fonts)
	}
	var got strings.Builder
	for _, page := range pages {
		for _, run := range page.Texts {
			for _, r := range run.Words {
				if !run.Font.Draws(r) {
					return fmt.Errorf("%U is drawn by a font without it", r)
				}
			}
		}
		got.WriteString(furniture.ReplaceAllString(seen(wordsOf(page)), ""))
	}
	all := strings.ReplaceAll(got.String(), "序号内容数量", "")
	if want := strings.ReplaceAll(seen(text), "序号内容数量", ""); !strings.Contains(all, want) {
		return fmt.Errorf("%.200q was set as %.400q", want, all)
	}
	return nil
}

func wordsOf(page typeset.Page) string {
	var b strings.Builder
	for _, run := range page.Texts {
		b.WriteString(run.Words)
	}
	return b.String()
}

// namesUndrawable checks a refusal: every character that no font draws is in it once, with
// its place, and no other.
func namesUndrawable(err error, text string, fonts *typeset.Fonts) error {
	var e *model.Error
	if !errors.As(err, &e) || e.Kind != model.Invalid {
		return fmt.Errorf("not a refusal: %w", err)
	}
	named := map[string]bool{}
	for _, problem := range e.Problems {
		character := problem.Args["character"]
		if r, _ := utf8.DecodeRuneInString(character); problem.Key != "problem.undrawable" || problem.Args["code"] != fmt.Sprintf("U+%04X", r) || problem.Args["place"] == "" && problem.Field != "" || named[character] {
			return fmt.Errorf("a refusal that says %+v", problem)
		}
		named[character] = true
	}
	for _, r := range seen(text) {
		if drawn := fonts.Draw(typeset.Body, r); drawn == named[string(r)] {
			return fmt.Errorf("%U: drawn %v, refused %v", r, drawn, named[string(r)])
		}
	}
	return nil
}
