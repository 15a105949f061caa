//go:build sqlite_fts5

package store

import (
	"testing"

	"yunban/model"
)

func searchContract(t *testing.T, open func(t *testing.T) backend) {
	s, ctx := open(t), t.Context()
	e := event("r1", "e1", model.Submit)
	e.Series = "PJ-SQ-2026"
	e.Values = model.Values{"case": "usage", "unit_id": "u1", "system_name": "盘锦市政务服务审批系统 V2.0", "unit_name": "市行政审批局",
		"contact_name": "𬭎㛃"}
	e.Lines = []model.Line{{ID: "1", Values: model.Values{"name": "web-server-01"}}}
	must(s.Change(ctx, e.Subject, next(e)))
	submit(t, s, "r2", model.Values{"system_name": "门户网站"})
	for search, found := range searches {
		t.Run("search for "+search, func(t *testing.T) {
			want := ""
			if found {
				want = "r1"
			}
			page, err := s.Requests(ctx, model.Query{Text: search})
			if err != nil || ids(page.Items) != want {
				t.Errorf("got %q, %v; want %q", ids(page.Items), err, want)
			}
		})
	}
	t.Run("blanks ask nothing", func(t *testing.T) {
		if n := must(s.Count(ctx, model.Query{Text: " 　\t"})); n != 2 {
			t.Errorf("counted %d", n)
		}
	})
	t.Run("a new round is found by its new words and no longer by the old", func(t *testing.T) {
		must(s.Change(ctx, request("r2"), next(event("r2", "d2", model.Decline))))
		again := event("r2", "s2", model.Submit)
		again.Values = model.Values{"system_name": "信息公开平台"}
		must(s.Change(ctx, request("r2"), next(again)))
		if n := must(s.Count(ctx, model.Query{Text: "公开"})); n != 1 {
			t.Errorf("the new name gives %d", n)
		}
		if n := must(s.Count(ctx, model.Query{Text: "门户"})); n != 0 {
			t.Errorf("the old name gives %d", n)
		}
	})
}

// searches says what finds the request of searchContract.
var searches = map[string]bool{
	"政务": true, "审批": true, "统": true, "系统": true, "务服": true, "盘锦市政务服务审批系统": true, // pairs, one character, all
	"政服": false, "锦盘": false, "银行": false, // characters apart or in another order
	"政务 审批局": true, "政务 门户": false, // all parts must be found
	"PJ-SQ-2026-0001": true, "pj-sq-2026-0001": true, "PJ-SQ-20": true, "2026-0001": true, "0001": true, "000": true,
	"PJ-SQ-2026-0002": false, "SQ-PJ": false,
	"web": true, "WEB-SERVER": true, "server-0": true, "erver": false,
	"系统V2.0": true, "系统 v2": true, "Ｖ２．０": true,
	"𬭎": true, "𬭎㛃": true,
	`"`: false, "，。": false, `政务"*`: true, "NOT 政务": false, "审批系统(": true, "words:政务": false, "'": false,
}
