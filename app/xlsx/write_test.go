package xlsx_test

import (
	"bytes"
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yunban/app/xlsx"
	"yunban/model"
)

var ledger = model.Sheet{Title: "政务云申请台账", Note: "盘锦市", Columns: []model.SheetColumn{
	{Title: "申请单号", Width: 19}, {Title: "轮次", Width: 7, Number: true}, {Title: "备注", Width: 40}}}

// with is the ledger with its rows, one page at a time.
func with(all ...[][]string) model.Sheet {
	s := ledger
	s.Rows = pages(all...)
	return s
}

// pages gives the rows one page at a time.
func pages(all ...[][]string) func() ([][]string, error) {
	return func() ([][]string, error) {
		if len(all) == 0 {
			return nil, nil
		}
		page := all[0]
		all = all[1:]
		return page, nil
	}
}

func TestRegister(t *testing.T) {
	t.Run("every row of every page is in the workbook, text as text and numbers as numbers", func(t *testing.T) {
		var b bytes.Buffer
		err := xlsx.Sheets{}.Write(context.Background(), &b, with(
			[][]string{{"007", "1", "=1+1"}}, [][]string{{"PJ-SQ-2026-0002", "2", "𬭎堃"}}))
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for cell, want := range map[string]string{"A1": "政务云申请台账", "A3": "申请单号", "A4": "007", "C4": "=1+1",
			"A5": "PJ-SQ-2026-0002", "B5": "2", "C5": "𬭎堃"} {
			if got, err := f.GetCellValue(ledger.Title, cell); err != nil || got != want {
				t.Errorf("%s is %q (%v), want %q", cell, got, err, want)
			}
		}
		if formula, _ := f.GetCellFormula(ledger.Title, "C4"); formula != "" {
			t.Errorf("typed text became the formula %q", formula)
		}
		if kind, _ := f.GetCellType(ledger.Title, "B5"); kind != excelize.CellTypeNumber && kind != excelize.CellTypeUnset {
			t.Errorf("a whole number is of type %v", kind)
		}
	})
	t.Run("an empty ledger is a workbook with its head", func(t *testing.T) {
		var b bytes.Buffer
		if err := (xlsx.Sheets{}).Write(context.Background(), &b, with()); err != nil {
			t.Fatal(err)
		}
		if _, err := excelize.OpenReader(&b); err != nil {
			t.Error(err)
		}
	})
	t.Run("a text longer than a cell takes is cut visibly", func(t *testing.T) {
		var b bytes.Buffer
		long := strings.Repeat("云", 40000)
		if err := (xlsx.Sheets{}).Write(context.Background(), &b, with([][]string{{"1", "1", long}})); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if got, _ := f.GetCellValue(ledger.Title, "C4"); !strings.HasSuffix(got, "…") {
			t.Error("the cut is not marked")
		}
	})
	t.Run("a row is as high as its longest text needs, and a share stands with the figures", func(t *testing.T) {
		var b bytes.Buffer
		if err := (xlsx.Sheets{}).Write(context.Background(), &b, with([][]string{{"1", "97.5%", "短"}, {"2", "2", strings.Repeat("很长的名称", 20)}})); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		low, _ := f.GetRowHeight(ledger.Title, 4)
		high, _ := f.GetRowHeight(ledger.Title, 5)
		if low > 20 || high < 4*low {
			t.Errorf("rows of one and of many lines are %g and %g high", low, high)
		}
		figure, _ := f.GetCellStyle(ledger.Title, "B5")
		if share, _ := f.GetCellStyle(ledger.Title, "B4"); share != figure {
			t.Error("a share does not look like a figure")
		}
	})
	t.Run("sheets follow each other, each with a name that Excel takes", func(t *testing.T) {
		var b bytes.Buffer
		long := with([][]string{{"1", "1", "a"}})
		long.Name = "按/单位:[很长的名字很长的名字很长的名字很长的名字很长的名字]"
		if err := (xlsx.Sheets{}).Write(context.Background(), &b, with([][]string{{"2", "2.5", "b"}}), with(), long); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		tabs := f.GetSheetList()
		if len(tabs) != 3 || tabs[0] != ledger.Title || tabs[1] == tabs[0] || strings.ContainsAny(tabs[2], "/:[]") {
			t.Fatal(tabs)
		}
		if got, _ := f.GetCellValue(tabs[0], "B4"); got != "2.5" {
			t.Errorf("a median is %q", got)
		}
		if got, _ := f.GetCellValue(tabs[2], "C4"); got != "a" {
			t.Errorf("the third sheet says %q", got)
		}
	})
	t.Run("any text comes back as it was, a figure only where it is one", func(t *testing.T) {
		texts := []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "007", "1e5", "110101199003071234", "-", "a\u000bb\x00c", "_x0041_", "x_x005F_",
			"<a> & \"b\"", " 两端有空格 ", "多\n行", "\r", "𬭎𠮷😀", "\u202eabc", "]]>", "NaN", "Inf", ".5", "5.", "1.2.3", "--1"}
		var rows [][]string
		for _, text := range texts {
			rows = append(rows, []string{text, text, text})
		}
		var b bytes.Buffer
		if err := (xlsx.Sheets{}).Write(context.Background(), &b, with(rows)); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for i, text := range texts {
			for _, column := range []string{"A", "B", "C"} {
				cell := column + strconv.Itoa(4+i)
				got, err := f.GetCellValue(ledger.Title, cell)
				formula, _ := f.GetCellFormula(ledger.Title, cell)
				if err != nil || got != text || formula != "" {
					t.Errorf("%s: %q became %q (%q, %v)", cell, text, got, formula, err)
				}
			}
		}
	})
	t.Run("the same rows make the same bytes", func(t *testing.T) {
		var a, b bytes.Buffer
		for _, to := range []*bytes.Buffer{&a, &b} {
			if err := (xlsx.Sheets{}).Write(context.Background(), to, with([][]string{{"1", "1", "x"}})); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Error("they differ")
		}
	})
	t.Run("cancelling stops it", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		err := xlsx.Sheets{}.Write(ctx, &bytes.Buffer{}, with([][]string{{"1", "1", ""}}))
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a failure of the source is passed on", func(t *testing.T) {
		broken := errors.New("disk")
		s := ledger
		s.Rows = func() ([][]string, error) { return nil, broken }
		err := xlsx.Sheets{}.Write(context.Background(), &bytes.Buffer{}, s)
		if !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
	})
}
