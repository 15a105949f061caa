package view

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"yunban/app/apptest"
	"yunban/model"
)

func TestIntakeLines(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	t.Run("lines are added, copied and taken away, each with an id of its own", func(t *testing.T) {
		in := blank(t, office)
		in.AddRow("vm")
		in.SetCell(0, "name", "审批应用")
		in.SetCell(0, "vcpu", "8")
		in.AddRow("storage")
		at := in.CopyRow(0)
		if at != 1 || len(in.Rows()) != 3 || in.Rows()[1].Values["name"] != "审批应用" {
			t.Fatalf("after copying %v", in.Rows())
		}
		in.SetCell(1, "name", "审批数据库")
		if in.Rows()[0].Values["name"] != "审批应用" {
			t.Error("the copy is not a copy")
		}
		ids := map[string]bool{}
		for _, r := range in.Rows() {
			if ids[r.ID] || r.ID == "" {
				t.Errorf("ids %v", in.Rows())
			}
			ids[r.ID] = true
		}
		in.DropRow(0)
		if len(in.Rows()) != 2 || in.Rows()[0].Values["name"] != "审批数据库" {
			t.Errorf("after taking away %v", in.Rows())
		}
	})
	t.Run("totals count what can be read, times the count (R21)", func(t *testing.T) {
		in := blank(t, office)
		in.AddRow("vm")
		for k, v := range map[string]string{"count": "3", "vcpu": "8", "memory_gb": "32", "system_disk_gb": "100", "data_disk_gb": "五百"} {
			in.SetCell(0, k, v)
		}
		if got, want := in.Totals(), (model.Totals{VCPU: 24, MemoryGB: 96, StorageGB: 300}); got != want {
			t.Errorf("totals %+v, want %+v", got, want)
		}
	})
	t.Run("a usual size fills cores and memory, and is told again when they are typed (R21)", func(t *testing.T) {
		in := blank(t, office)
		in.AddRow("vm")
		labels, chosen := in.Sizes(0)
		at := slices.Index(labels, "4核16GB")
		if at < 0 || chosen != -1 {
			t.Fatalf("%v, chosen %d", labels, chosen)
		}
		in.TakeSize(0, at)
		if v := in.Rows()[0].Values; v["vcpu"] != "4" || v["memory_gb"] != "16" {
			t.Errorf("typed %v", v)
		}
		if _, chosen := in.Sizes(0); chosen != at {
			t.Errorf("chosen %d, want %d", chosen, at)
		}
		in.SetCell(0, "memory_gb", "24")
		if _, chosen := in.Sizes(0); chosen != -1 {
			t.Errorf("4 cores with 24 GB is called %s", labels[chosen])
		}
		in.AddRow("storage")
		if labels, _ := in.Sizes(1); len(labels) != 0 {
			t.Errorf("storage has sizes %v", labels)
		}
	})
	t.Run("elastic bounds are asked for an elastic line only (R22)", func(t *testing.T) {
		in := blank(t, office)
		in.AddRow("vm")
		before := len(in.RowFields(0))
		if !in.SetCell(0, "elastic", model.True) || len(in.RowFields(0)) != before+2 {
			t.Errorf("fields %d, were %d", len(in.RowFields(0)), before)
		}
	})
	t.Run("a cell shows its problem after it was left", func(t *testing.T) {
		in := blank(t, office)
		in.AddRow("vm")
		in.SetCell(0, "vcpu", "0")
		field := CellField(0, "vcpu")
		if _, shown := in.Problem(field); shown {
			t.Error("shown while it is typed")
		}
		in.Leave(field)
		if p, shown := in.Problem(field); !shown || p.Key != "problem.too_small" {
			t.Errorf("problem %v %v", p, shown)
		}
		if !strings.Contains(in.Label(field), "云主机") || in.Lines()[0].Problems == 0 {
			t.Errorf("label %q, line %+v", in.Label(field), in.Lines()[0])
		}
	})
}

func TestPaste(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	t.Run("a table with titles is read by its titles, in any order", func(t *testing.T) {
		in := blank(t, office)
		n := in.Paste("vm", "内存（GB）\t名称\tCPU(核)\t数量\t用途\r\n64\t审批应用\t16\t2\t应用\r\n\"1,024\"\t审批数据库\t32\t1\t数据库\r\n")
		if n != 2 {
			t.Fatalf("%d lines", n)
		}
		want := []model.Values{
			{"name": "审批应用", "memory_gb": "64", "vcpu": "16", "count": "2", "purpose": "application"},
			{"name": "审批数据库", "memory_gb": "1024", "vcpu": "32", "count": "1", "purpose": "database"},
		}
		for i, row := range in.Rows() {
			if !reflect.DeepEqual(row.Values, want[i]) {
				t.Errorf("line %d: %v, want %v", i, row.Values, want[i])
			}
		}
	})
	t.Run("a table without titles is read in the order of the fields", func(t *testing.T) {
		in := blank(t, office)
		in.Paste("network", "互联网出口\t公网IP\t\t443\t\t2\t50")
		row := in.Rows()[0].Values
		if row["name"] != "互联网出口" || row["network_service"] != "public_ip" || row["ports"] != "443" || row["count"] != "2" || row["bandwidth_mbps"] != "50" {
			t.Errorf("read as %v", row)
		}
	})
	t.Run("what no list knows is kept, for the check to point at", func(t *testing.T) {
		in := blank(t, office)
		in.Paste("vm", "名称\t操作系统\n甲\tAmiga OS")
		if in.Rows()[0].Values["os"] != "Amiga OS" || len(in.Problems()) == 0 {
			t.Errorf("read as %v", in.Rows()[0].Values)
		}
	})
	t.Run("an empty clipboard adds nothing", func(t *testing.T) {
		in := blank(t, office)
		if n := in.Paste("vm", " \r\n\t\r\n"); n != 0 || len(in.Rows()) != 0 {
			t.Errorf("%d lines", n)
		}
	})
	t.Run("a cell in quotation marks may hold tabs, newlines and quotation marks", func(t *testing.T) {
		got := readCells("甲\t\"一\n二\t\"\"三\"\"\"\n乙")
		want := [][]string{{"甲", "一\n二\t\"三\""}, {"乙"}}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("read %q", got)
		}
	})
	t.Run("whatever is on the clipboard, nothing breaks", func(t *testing.T) {
		in := blank(t, office)
		rapid.Check(t, func(t *rapid.T) {
			in.Paste("vm", rapid.String().Draw(t, "clipboard"))
			_ = in.Lines()
			_ = in.Preview()
		})
	})
	t.Run("the titles offered can be pasted back", func(t *testing.T) {
		in := blank(t, office)
		for _, r := range in.Resources() {
			head := in.PasteHead(r.ID)
			if named := in.namedColumns(columnsOf(r), head); len(named) != len(head) {
				t.Errorf("%s: %d of %d titles known", r.ID, len(named), len(head))
			}
			for i, f := range in.namedColumns(columnsOf(r), head) {
				if f.ID == "" {
					t.Errorf("%s: title %q is unknown", r.ID, head[i])
				}
			}
		}
	})
}
