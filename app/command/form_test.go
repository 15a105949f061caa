package command_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"
)

// typeInto types values into cells of a workbook.
func typeInto(t *testing.T, path, sheet string, cells map[string]any) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cell, v := range cells {
		if err := f.SetCellValue(sheet, cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestForms(t *testing.T) {
	d := founded(t, "panjin-2016")
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	t.Run("each application and record has a blank form, of the office or of any city", func(t *testing.T) {
		for _, kind := range []string{"usage", "change", "termination"} {
			d.must("request", "form", kind, "--out", in(kind+".xlsx"))
			d.must("request", "form", kind, "--out", in("luan-"+kind+".xlsx"), "--profile", "luan")
		}
		d.must("record", "form", "system", "--out", in("system.xlsx"))
		if e := d.refused("request", "form", "poem", "--out", in("poem.xlsx")); e["kind"] != "invalid" {
			t.Error(e)
		}
		if left, _ := filepath.Glob(in("*poem*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	})
	t.Run("a filled form becomes a draft, its problems told by sheet and cell, and comes back marked (R11)", func(t *testing.T) {
		d.must("--as", "clerk", "request", "form", "usage", "--out", in("a.xlsx"))
		typeInto(t, in("a.xlsx"), "政务云资源使用申请表", map[string]any{"C6": "123"})
		answer := d.must("--as", "clerk", "request", "new", "--from", in("a.xlsx"), "--marked", in("marked.xlsx"))
		found := false
		for _, p := range answer["problems"].([]any) {
			problem := p.(map[string]any)
			found = found || problem["field"] == "credit_code" && problem["sheet"] == "政务云资源使用申请表" && problem["cell"] == "C6" && problem["text"] != ""
		}
		if !found || answer["id"] == "" {
			t.Errorf("%v", answer)
		}
		f, err := excelize.OpenFile(in("marked.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if f.GetSheetName(0) != "问题清单" {
			t.Error(f.GetSheetList())
		}
	})
	t.Run("a folder of forms has one answer each, and fails if one of them does", func(t *testing.T) {
		many := t.TempDir()
		d.must("--as", "clerk", "request", "form", "usage", "--out", filepath.Join(many, "一.xlsx"))
		items := d.must("--as", "clerk", "request", "new", "--from", many)["items"].([]any)
		if len(items) != 1 || items[0].(map[string]any)["id"] == "" {
			t.Errorf("%v", items)
		}
		if err := os.WriteFile(filepath.Join(many, "二.xlsx"), []byte("text"), 0o600); err != nil {
			t.Fatal(err)
		}
		if e := d.refused("--as", "clerk", "request", "new", "--from", many, "--marked", filepath.Join(many, "marked")); e["kind"] != "invalid" {
			t.Error(e)
		}
	})
	t.Run("a form of another city is refused", func(t *testing.T) {
		d.refused("--as", "clerk", "request", "new", "--from", in("luan-usage.xlsx"))
	})
	t.Run("an inventory with faults is refused by cell, and taken in when it is mended (R01)", func(t *testing.T) {
		e := d.refused("--as", "clerk", "record", "file", "system", "--from", in("system.xlsx"), "--marked", in("faults.xlsx"))
		first := e["problems"].([]any)[0].(map[string]any)
		if first["cell"] != "B5" || first["sheet"] != "应用系统登记表" {
			t.Errorf("%v", e)
		}
		f, err := excelize.OpenFile(in("faults.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		heads, err := f.GetRows("应用系统登记表")
		if err != nil || f.Close() != nil {
			t.Fatal(err)
		}
		said := map[string]any{"应用系统名称 ＊": "档案系统", "等级保护级别 ＊": "第二级", "应用系统管理负责人 ＊": "甲", "应用系统管理负责人电话 ＊": "0427-2823456",
			"安全保密负责人 ＊": "乙", "安全保密负责人电话 ＊": "0427-2823456", "安全审计负责人 ＊": "丙", "安全审计负责人电话 ＊": "0427-2823456"}
		cells := map[string]any{}
		for i, head := range heads[2] {
			if v, ok := said[head]; ok {
				cell, err := excelize.CoordinatesToCellName(i+1, 5)
				if err != nil {
					t.Fatal(err)
				}
				cells[cell] = v
			}
		}
		typeInto(t, in("faults.xlsx"), "应用系统登记表", cells)
		for _, already := range []bool{false, true} {
			items := d.must("--as", "clerk", "record", "file", "system", "--from", in("faults.xlsx"))["items"].([]any)
			if len(items) != 1 || items[0].(map[string]any)["already"] != already {
				t.Errorf("%v", items)
			}
		}
	})
}
