//go:build sqlite_fts5

package store

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestIndexWords(t *testing.T) {
	for text, want := range map[string]string{
		"政务云平台":                   "政务 务云 云平 平台 台",
		"云":                       "云",
		"政务云，平台":                  "政务 务云 云 平台 台",
		"PJ-SQ-2026-0001":         "pj sq 2026 0001",
		"3号楼web服务器":               "3 号楼 楼 web 服务 务器 器",
		"ＰＪ　２０２６":                 "pj 2026",
		"𬭎㛃芳":                     "𬭎㛃 㛃芳 芳",
		"葛\U000E0100城":            "葛城 城",
		"政\u200b务":                "政务 务",
		"a\nb":                    "a b",
		"":                        "",
		"，。！":                     "",
		"Ünïcode":                 "ünïcode",
		"〇二六":                     "〇二 二六 六",
		"\ue000明":                 "\ue000明 明",
		"一\xff二":                  "一 二",
		strings.Repeat("云", 3):    "云云 云云 云",
		"10.0.0.1/24 user@gov.cn": "10 0 0 1 24 user gov cn",
	} {
		if got := indexWords(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestMatchWords(t *testing.T) {
	for search, want := range map[string]string{
		"政务":               `"政务"`,
		"政务云":              `"政务 务云"`,
		"云":                `"云" *`,
		"政务 审批":            `"政务" AND "审批"`,
		"PJ-SQ-2026-00":    `"pj sq 2026 00" *`,
		"系统v2":             `"系统 统 v2" *`,
		"web服务":            `"web 服务"`,
		`"政务" OR NEAR(`:    `"政务" AND "or" * AND "near" *`,
		"  ":               "",
		"*":                "",
		"政务 ，":             `"政务"`,
		"{words} : 政务 - ^": `"words" * AND "政务"`,
	} {
		if got := matchWords(search); got != want {
			t.Errorf("%q: got %q, want %q", search, got, want)
		}
	}
	t.Run("a pasted page is cut short", func(t *testing.T) {
		if got := matchWords(strings.Repeat("云", 10_000)); len([]rune(got)) > 3*longestSearch {
			t.Errorf("%d characters", len([]rune(got)))
		}
	})
}

func TestUsualWords(t *testing.T) {
	t.Run("usual texts are cut into the same words as by the tables", rapid.MakeCheck(func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("政务云审批系统一二ABCxyz019 \n，。：（）《》·—“”、　．＿Ａｚ９～;-_"))).Draw(t, "text")
		got, ok := usualWords(text)
		var want []string
		for _, r := range runs(text) {
			want = append(want, r.words(true)...)
		}
		if !ok || got != strings.Join(want, " ") {
			t.Fatalf("%q: %q %v, want %q", text, got, ok, strings.Join(want, " "))
		}
	}))
	t.Run("each usual character alone is what the tables say", func(t *testing.T) {
		for r := rune(1); r < 0x20000; r++ {
			text := "政" + string(r) + "a"
			got, ok := usualWords(text)
			var want []string
			for _, r := range runs(text) {
				want = append(want, r.words(true)...)
			}
			if ok && got != strings.Join(want, " ") {
				t.Errorf("%U: %q, want %q", r, got, strings.Join(want, " "))
			}
		}
	})
	t.Run("what is unusual is left to the tables", func(t *testing.T) {
		for _, text := range []string{"政e\u0301", "ㄅ", "𬭎", "カ", "政\u200d务", "ﬁ"} {
			if _, ok := usualWords(text); ok {
				t.Errorf("%q", text)
			}
		}
	})
}
