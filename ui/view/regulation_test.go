package view

import (
	"strings"
	"testing"

	"yunban/app/wire"
	"yunban/model"
)

func TestRegulation(t *testing.T) {
	profile, err := wire.ReadProfile("luan")
	if err != nil {
		t.Fatal(err)
	}
	r := Read(profile)

	t.Run("a wrong citation is shown with the right one beside it (T1)", func(t *testing.T) {
		a := r.Articles[r.At("第十五条")]
		if !strings.Contains(a.Text, "第七条（应为第十一条）") || !a.Faulty {
			t.Errorf("article: %+v", a)
		}
	})
	t.Run("a wrong number is shown with the right one, and the true one keeps its own (T2)", func(t *testing.T) {
		last := r.Articles[len(r.Articles)-1]
		if last.Label != "第二十九条（应为第三十二条）" || !last.Faulty {
			t.Errorf("last article: %+v", last)
		}
		if a := r.Articles[r.At("第二十九条")]; a.Faulty {
			t.Errorf("article: %+v", a)
		}
	})
	t.Run("each chapter is named once, on its first article", func(t *testing.T) {
		seen := map[string]bool{}
		for _, a := range r.Articles {
			if a.Chapter != "" && seen[a.Chapter] {
				t.Errorf("chapter %q twice", a.Chapter)
			}
			seen[a.Chapter] = true
		}
		if len(seen) < 5 {
			t.Errorf("%d chapters", len(seen))
		}
	})
	t.Run("every limit stands with its article, the trial's bounds among them (R16)", func(t *testing.T) {
		trial := false
		for _, l := range r.Limits {
			if l.Days == "" || l.Article == "" || r.At(l.Key) < 0 {
				t.Errorf("limit: %+v", l)
			}
			trial = trial || l.Status == model.Trial && l.Days == "15—30" && l.Unit.Key == "unit.calendar_day"
		}
		if !trial {
			t.Error("no trial among the limits")
		}
	})
	t.Run("a word finds the articles that have it", func(t *testing.T) {
		found := r.Find("第三方测评机构")
		if len(found) != 1 || r.Articles[found[0]].Label != "第十三条" {
			t.Errorf("found %v", found)
		}
		if len(r.Find(" ")) != len(r.Articles) || len(r.Find("没有这样的字")) != 0 {
			t.Error("nothing must find all, and what is not there none")
		}
	})
	t.Run("an article that there is none of is nowhere", func(t *testing.T) {
		if r.At("第九十九条") != -1 || r.At("") != -1 {
			t.Error("found")
		}
	})
}
