package model

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"
)

func everyBlock() Blocks {
	day := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	return Blocks{
		Addressee{Text: "市卫生健康委员会"},
		Heading{Level: 1, Text: "一、受理情况"},
		Paragraph{Text: "你单位提交的申请材料齐全。", Align: AlignLeft},
		Grid{Columns: []float64{1, 3}, Rows: []GridRow{
			{LabelCell("上云类型"), {Ticks: []TickItem{{"新建", true}, {"迁移", false}}}},
		}},
		Table{Columns: []TableColumn{{Title: "名称", Width: 2}, {Title: "数量", Width: 1, Align: AlignRight}},
			Rows: [][]string{{"应用服务器", "2"}}, Total: []string{"合计", "2"}},
		TickList{Items: []TickItem{{"公函", true}}},
		OpinionBox{Title: "审批意见", Text: "同意。", Signers: []Signatory{{Label: "审批人", Name: "李文"}}, Seal: "（盖章）", Date: day},
		AttachmentList{Items: []string{"资源明细表"}},
		Closing{Issuer: "市大数据管理中心", Date: day, Sealed: true},
		PageBreak{},
		Note{Text: "本表一式两份。"},
	}
}

func TestDocumentIsKeptAndReadBack(t *testing.T) {
	t.Run("every kind of block comes back from JSON as it went in", func(t *testing.T) {
		want := Document{Kind: PaperAcceptance, Style: StyleLetter, Title: "受理通知书",
			Date: time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC), Blocks: everyBlock()}
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Document
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %#v\nwant %#v", got, want)
		}
		if len(want.Blocks) != len(readBlock) {
			t.Errorf("this test keeps %d kinds of block, the package reads %d", len(want.Blocks), len(readBlock))
		}
	})
	t.Run("a block of an unknown type is refused, not dropped", func(t *testing.T) {
		var d Document
		if err := json.Unmarshal([]byte(`{"blocks":[{"type":"hologram","block":{}}]}`), &d); err == nil {
			t.Error("an unknown block was read")
		}
	})
	t.Run("an empty block is refused", func(t *testing.T) {
		if _, err := json.Marshal(Document{Blocks: Blocks{nil}}); err == nil {
			t.Error("an empty block was kept")
		}
	})
}

func TestDocumentCheck(t *testing.T) {
	whole := Document{Kind: PaperApproval, Style: StyleForm, Title: "审批意见表", Blocks: everyBlock()}
	if err := whole.Check(); err != nil {
		t.Fatalf("a whole document: %v", err)
	}
	for name, spoil := range map[string]func(*Document){
		"no title":             func(d *Document) { d.Title = "" },
		"no style":             func(d *Document) { d.Style = "" },
		"an empty block":       func(d *Document) { d.Blocks = Blocks{nil} },
		"a heading of level 5": func(d *Document) { d.Blocks = Blocks{Heading{Level: 5}} },
		"a row wider than its grid": func(d *Document) {
			d.Blocks = Blocks{Grid{Columns: []float64{1}, Rows: []GridRow{{ValueCell("x", 2)}}}}
		},
		"a row with no cells":       func(d *Document) { d.Blocks = Blocks{Grid{Columns: []float64{1}, Rows: []GridRow{{}}}} },
		"a grid column of no width": func(d *Document) { d.Blocks = Blocks{Grid{Columns: []float64{0}}} },
		"a table with no columns":   func(d *Document) { d.Blocks = Blocks{Table{}} },
		"a table row with too many cells": func(d *Document) {
			d.Blocks = Blocks{Table{Columns: []TableColumn{{Width: 1}}, Rows: [][]string{{"a", "b"}}}}
		},
		"a total with too many cells": func(d *Document) {
			d.Blocks = Blocks{Table{Columns: []TableColumn{{Width: 1}}, Total: []string{"a", "b"}}}
		},
		"a table column of negative width": func(d *Document) { d.Blocks = Blocks{Table{Columns: []TableColumn{{Width: -1}}}} },
	} {
		t.Run(name+" is found", func(t *testing.T) {
			d := whole
			spoil(&d)
			if d.Check() == nil {
				t.Error("nothing was said")
			}
		})
	}
}

func TestChineseDate(t *testing.T) {
	t.Run("a date has Arabic digits and no leading zeros (GB/T 9704, 7.3.5)", func(t *testing.T) {
		if got := ChineseDate(time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)); got != "2026年1月5日" {
			t.Error(got)
		}
	})
}
