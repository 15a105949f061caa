package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"yunban/app"
	"yunban/model"
)

// usageBook is a workbook with a table of utilisation under the heads given.
func usageBook(t testing.TB, sheets app.Sheets, heads []string, rows ...[]string) []byte {
	t.Helper()
	s := model.Sheet{Title: "2026年4月利用情况"}
	for _, h := range heads {
		s.Columns = append(s.Columns, model.SheetColumn{Title: h, Width: 20, Number: strings.Contains(h, "率") || strings.HasSuffix(h, "%）")})
	}
	s.Rows = func() ([][]string, error) {
		page := rows[:min(len(rows), 1000)]
		rows = rows[len(page):]
		return page, nil
	}
	var b bytes.Buffer
	if err := sheets.Write(t.Context(), &b, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var usageHeads = []string{"使用单位", "应用系统", "实例", "CPU（%）", "内存（%）", "存储（%）", "判断"}

func TestTheTableOfUtilisation(t *testing.T) {
	ctx := context.Background()
	o, vendor, month := reported(t, "panjin-2016")
	system := live(t, vendor)
	unit := o.ClerkOf(o.Samples()[0]).Unit.Name
	reads := func(t *testing.T, data []byte) app.UsageTable {
		t.Helper()
		return must(vendor.ReadUsage(ctx, bytes.NewReader(data), "利用情况.xlsx", nil))
	}
	t.Run("the blank form names every instance that was delivered, and is read as it is (R32)", func(t *testing.T) {
		var b bytes.Buffer
		if err := vendor.UsageForm(ctx, &b, wordless); err != nil {
			t.Fatal(err)
		}
		table := reads(t, b.Bytes())
		if len(table.Rows) != 3 || table.Rows[0] != (app.Utilised{Row: 4, Unit: unit, System: system.Name(), Instance: "app-01"}) {
			t.Errorf("%+v", table.Rows)
		}
	})
	t.Run("a vendor's own export is read whatever its columns are called and in which order (R32)", func(t *testing.T) {
		table := reads(t, usageBook(t, vendor.Sheets, []string{"系统名称", "云主机", "内存使用率", "CPU利用率（%）", "备注", "单位"},
			[]string{system.Name(), "app-01", "58.5", "41.2%", "x", unit}, []string{"", "", "", "", "", ""}, []string{system.Name(), "app-02", "60", "30", "", unit}))
		want := app.Utilised{Row: 4, Unit: unit, System: system.Name(), Instance: "app-01", CPU: "41.2", Memory: "58.5"}
		if len(table.Rows) != 2 || table.Rows[0] != want || table.Rows[1].Row != 6 {
			t.Errorf("%+v", table.Rows)
		}
	})
	t.Run("every fault is told at its row and cell, all at once (R32)", func(t *testing.T) {
		table := reads(t, usageBook(t, vendor.Sheets, usageHeads,
			[]string{unit, system.Name(), "app-01", "100.5", "50", "60", ""},
			[]string{unit, system.Name(), "app-02", "-3", "50", "60", ""},
			[]string{unit, system.Name(), "app-03", "41", "高", "60", ""},
			[]string{"月球局", system.Name(), "app-04", "41", "50", "60", ""},
			[]string{unit, "没有的系统", "app-05", "41", "50", "60", ""},
			[]string{unit, system.Name(), "app-03", "41", "50", "60", ""}))
		f := monthOf(t, vendor, month, 0)
		f.Usage = table.Rows
		found := map[string]string{}
		for _, p := range table.Place(must(vendor.PreviewReport(ctx, f)).Problems) {
			if p.Cell != "" {
				found[p.Cell] = p.Key
			}
		}
		want := map[string]string{"D4": "problem.too_big", "D5": "problem.too_small", "E6": "problem.not_number", "A7": "problem.usage_unit",
			"B8": "problem.usage_system", "C9": "problem.usage_twice"}
		if fmt.Sprint(found) != fmt.Sprint(want) {
			t.Errorf("%v", found)
		}
		var marked bytes.Buffer
		if err := vendor.MarkUsage(ctx, &marked, table, table.Place(must(vendor.PreviewReport(ctx, f)).Problems), wordless); err != nil {
			t.Error(err)
		}
	})
	t.Run("figures that all look like fractions are asked about (R32)", func(t *testing.T) {
		f := monthOf(t, vendor, month, 3)
		for i := range f.Usage {
			f.Usage[i].CPU, f.Usage[i].Memory, f.Usage[i].Disk = "0.41", "0.5", "0.6"
		}
		if pre := must(vendor.PreviewReport(ctx, f)); !at(pre.Warnings, "utilisation", "problem.usage_fractions") || len(pre.Problems) > 0 {
			t.Errorf("%+v", pre)
		}
	})
	t.Run("a workbook without the columns is refused, and so is what is no workbook", func(t *testing.T) {
		for _, data := range [][]byte{usageBook(t, vendor.Sheets, []string{"单位", "CPU"}, []string{unit, "1"}), []byte("%PDF-1.7"), nil} {
			if _, err := vendor.ReadUsage(ctx, bytes.NewReader(data), "x.xlsx", nil); model.KindOf(err) != model.Invalid {
				t.Error(err)
			}
		}
	})
}

// live is the first system that is on the cloud.
func live(t *testing.T, d *app.Desk) app.SystemFile {
	t.Helper()
	for _, s := range must(d.Systems(t.Context())) {
		if s.State == model.OnCloud {
			return s
		}
	}
	t.Fatal("no system is on the cloud")
	return app.SystemFile{}
}

func wordless(key string, _ ...string) string { return key }

// hundredThousand is a table of a hundred thousand instances of one system.
func hundredThousand(t testing.TB, sheets app.Sheets, unit, system string) []byte {
	rows := make([][]string, 100_000)
	for i := range rows {
		rows[i] = []string{unit, system, "app-" + strconv.Itoa(i), strconv.Itoa(i % 101), "58.25", "66.6", ""}
	}
	rows[99_999][3] = "101"
	return usageBook(t, sheets, usageHeads, rows...)
}

func TestAHundredThousandRows(t *testing.T) {
	ctx := context.Background()
	o, vendor, month := reported(t, "luan")
	system := live(t, vendor)
	data := hundredThousand(t, vendor.Sheets, o.ClerkOf(o.Samples()[0]).Unit.Name, system.Name())
	t.Run("the last row's fault is told (R32)", func(t *testing.T) {
		table := must(vendor.ReadUsage(ctx, bytes.NewReader(data), "利用情况.xlsx", nil))
		f := monthOf(t, vendor, month, 0)
		f.Usage = table.Rows
		pre := must(vendor.PreviewReport(ctx, f))
		if placed := table.Place(pre.Problems); len(placed) != 1 || placed[0].Cell != "D100003" || placed[0].Key != "problem.too_big" {
			t.Errorf("%d problems, %+v", len(placed), placed[:min(3, len(placed))])
		}
	})
	t.Run("reading tells how far it is, and ends when it is given up (R32)", func(t *testing.T) {
		given, cancel := context.WithCancel(ctx)
		defer cancel()
		last := 0
		_, err := vendor.ReadUsage(given, bytes.NewReader(data), "x", func(done, _ int) {
			if last = done; done >= 10 {
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) || last > 20 {
			t.Errorf("%v at %d", err, last)
		}
	})
}
