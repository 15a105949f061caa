package model_test

import (
	"testing"
	"time"

	"yunban/model"
)

func TestPaperCode(t *testing.T) {
	doc := model.Document{Kind: model.PaperNotAccepted, Style: model.StyleLetter, Title: "不予受理意见书",
		Date: time.Date(2026, 2, 11, 0, 0, 0, 0, time.UTC), Blocks: model.Blocks{model.Paragraph{Text: "材料不全"}}}
	check, err := model.CheckOf(doc)
	if err != nil {
		t.Fatal(err)
	}
	code := model.PaperCode{Number: "PJ-SQ-2026-0001", Kind: model.PaperNotAccepted, Check: check}

	t.Run("a code is read back as it was written", func(t *testing.T) {
		if back, ok := model.ParsePaperCode(code.String()); !ok || back != code {
			t.Errorf("%q was read as %+v, %v", code, back, ok)
		}
	})
	t.Run("the check does not depend on the code that bears it", func(t *testing.T) {
		coded := doc
		coded.Code = code
		if again, err := model.CheckOf(coded); err != nil || again != check {
			t.Errorf("%q, %v; it was %q", again, err, check)
		}
	})
	t.Run("one changed character changes the check", func(t *testing.T) {
		changed := doc
		changed.Blocks = model.Blocks{model.Paragraph{Text: "材料不金"}}
		if other, err := model.CheckOf(changed); err != nil || other == check {
			t.Errorf("the same check for other words: %q, %v", other, err)
		}
	})
	t.Run("codes of others are not ours", func(t *testing.T) {
		for _, s := range []string{"", "https://example.org/a:b:c", "YB1:::", "YB1:PJ-SQ-2026-0001:APPROVAL", "YB1:a:B:short"} {
			if c, ok := model.ParsePaperCode(s); ok {
				t.Errorf("%q was taken for %+v", s, c)
			}
		}
	})
}
