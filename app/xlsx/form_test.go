package xlsx_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yunban/app/xlsx"
	"yunban/model"
)

func bounds(low, high int64) (*int64, *int64) { return &low, &high }

// sample is a small form with an input of each kind.
func sample() model.Workbook {
	low, high := bounds(1, 512)
	field := func(kind model.FieldKind, more ...func(*model.Field)) model.Field {
		f := model.Field{ID: string(kind), Label: "填" + string(kind), Kind: kind, MaxLength: 50}
		for _, m := range more {
			m(&f)
		}
		return f
	}
	long := make([]string, 30)
	for i := range long {
		long[i] = strings.Repeat("操作系统", 3) + string(rune('A'+i))
	}
	inputs := []model.SheetCell{
		{Text: "0427-2823456", Input: &model.CellInput{Field: field(model.PhoneField)}},
		{Text: "8", Input: &model.CellInput{Field: field(model.IntegerField, func(f *model.Field) { f.Min, f.Max = low, high }), Hint: "1—512"}},
		{Text: "12.5", Input: &model.CellInput{Field: field(model.DecimalField)}},
		{Text: "2026-02-11", Input: &model.CellInput{Field: field(model.DateField)}},
		{Text: "是", Input: &model.CellInput{Field: field(model.BooleanField), Choices: []string{"是", "否"}}},
		{Text: long[3], Input: &model.CellInput{Field: field(model.ChoiceField, func(f *model.Field) { f.Open = true }), Choices: long}},
		{Text: "明年", Mark: "请填日期", Input: &model.CellInput{Field: field(model.DateField)}},
		{Text: "007", Input: &model.CellInput{Field: field(model.IntegerField)}},
		{Text: "=1+1", Input: &model.CellInput{Field: field(model.TextField)}},
		{Input: &model.CellInput{Field: field(model.LongField)}},
	}
	s := model.WorkSheet{Name: "申请表", Widths: []float64{12, 30}, Heights: map[int]float64{1: 30}, Top: 1, Left: 1, Pages: 2, LastRow: 7,
		Cells: []model.SheetCell{{Row: 1, Col: 1, Across: 1, Text: "标题", Look: model.TitleLook}}}
	for i, in := range inputs {
		in.Row, in.Col, in.Look = i+2, 2, model.InputLook
		s.Cells = append(s.Cells, model.SheetCell{Row: i + 2, Col: 1, Text: in.Input.Field.Label, Look: model.LabelLook, Link: "申请表!B2"}, in)
	}
	meta := model.WorkSheet{Name: "_meta", Hidden: true, Cells: []model.SheetCell{{Row: 1, Col: 1, Text: "yunban-form", Look: model.TextLook}}}
	return model.Workbook{Author: "云办", Sheets: []model.WorkSheet{s, meta}}
}

func TestWritingForms(t *testing.T) {
	var b bytes.Buffer
	if err := (xlsx.Forms{}).Write(context.Background(), &b, sample()); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	t.Run("what is written is read back", func(t *testing.T) {
		book, err := read(t, b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		cells := book.Sheets["申请表"]
		for ref, want := range map[string]model.FilledCell{"A1": {Text: "标题"}, "B2": {Text: "0427-2823456"}, "B3": {Text: "8", Number: true}, "B4": {Text: "12.5", Number: true},
			"B5": {Text: "46064", Number: true}, "B6": {Text: "是"}, "B8": {Text: "明年"}, "B9": {Text: "007"}, "B10": {Text: "=1+1"}, "B11": {}} {
			if cells[ref] != want {
				t.Errorf("%s is %+v, want %+v", ref, cells[ref], want)
			}
		}
		if book.Sheets["_meta"]["A1"].Text != "yunban-form" {
			t.Error("what the form says of itself is lost")
		}
	})
	t.Run("only inputs can be typed into", func(t *testing.T) {
		for ref, locked := range map[string]bool{"A1": true, "A2": true, "B2": false, "B11": false} {
			style := must(f.GetStyle(must(f.GetCellStyle("申请表", ref))))
			if open := style.Protection != nil && !style.Protection.Locked; open == locked {
				t.Errorf("%s is locked: %v", ref, !open)
			}
		}
		if p := must(f.GetSheetProtection("申请表")); p.EditObjects || p.InsertRows || !p.SelectLockedCells {
			t.Errorf("%+v", p)
		}
	})
	t.Run("each input offers or bounds what may be typed", func(t *testing.T) {
		rules := map[string]*excelize.DataValidation{}
		for _, r := range must(f.GetDataValidations("申请表")) {
			rules[r.Sqref] = r
		}
		for ref, want := range map[string][3]string{"B2": {"textLength", "0", "50"}, "B3": {"whole", "1", "512"}, "B5 B8": {"date", "18264", "73050"},
			"B6": {"list", `"是,否"`, ""}, "B7": {"list", "_lists!$A$1:$A$30", ""}} {
			r := rules[ref]
			if r == nil || r.Type != want[0] || r.Formula1 != want[1] || r.Formula2 != want[2] {
				t.Errorf("%s: %+v", ref, r)
			}
		}
		if rules["B7"].ShowErrorMessage || !rules["B6"].ShowErrorMessage {
			t.Error("an open list refuses, or a closed one does not")
		}
	})
	t.Run("what is wrong is said on its cell", func(t *testing.T) {
		comments := must(f.GetComments("申请表"))
		if len(comments) != 1 || comments[0].Cell != "B8" || !strings.Contains(comments[0].Text+comments[0].Paragraph[0].Text, "请填日期") {
			t.Errorf("%+v", comments)
		}
	})
	t.Run("it prints on A4 with its head on every page, and hides what is not for people", func(t *testing.T) {
		layout := must(f.GetPageLayout("申请表"))
		if *layout.Size != 9 || *layout.FitToWidth != 2 || *layout.FitToHeight != 0 {
			t.Errorf("%d %d", *layout.Size, *layout.FitToWidth)
		}
		if !slices.ContainsFunc(f.GetDefinedName(), func(n excelize.DefinedName) bool {
			return n.Name == "_xlnm.Print_Titles" && n.RefersTo == "'申请表'!$A:$A,'申请表'!$1:$1"
		}) {
			t.Errorf("%+v", f.GetDefinedName())
		}
		if !slices.ContainsFunc(f.GetDefinedName(), func(n excelize.DefinedName) bool {
			return n.Name == "_xlnm.Print_Area" && n.RefersTo == "'申请表'!$A$1:$B$7"
		}) {
			t.Errorf("it does not end with its last row: %+v", f.GetDefinedName())
		}
		for _, hidden := range []string{"_meta", "_lists"} {
			if must(f.GetSheetVisible(hidden)) {
				t.Errorf("%s is in sight", hidden)
			}
		}
	})
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
