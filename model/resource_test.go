package model_test

import (
	"testing"

	"yunban/model"
)

func host(changes ...string) model.Row {
	v := model.Values{"name": "应用", "purpose": "application", "zone": "dedicated", "cpu_arch": "arm64_kunpeng", "os": "kylin_v10",
		"count": "3", "vcpu": "8", "memory_gb": "32", "system_disk_gb": "100", "data_disk_gb": "500"}
	for i := 0; i+1 < len(changes); i += 2 {
		v[changes[i]] = changes[i+1]
	}
	return model.Row{Resource: "vm", Values: v}
}

func TestUsualSizes(t *testing.T) {
	for label, want := range map[string]model.Amount{
		"4核8GB": {VCPU: 4, MemoryGB: 8}, "48C96G": {VCPU: 48, MemoryGB: 96}, " 2 vCPU 4 GB ": {VCPU: 2, MemoryGB: 4},
		"大规格": {}, "4核": {}, "0核8GB": {}, "4核8TB": {}, "4.5核8GB": {}, "99999核8GB": {}, "": {},
	} {
		t.Run("the size "+label, func(t *testing.T) {
			got, ok := model.Choice{Label: label}.Size()
			if got != want || ok != (want != model.Amount{}) {
				t.Errorf("%+v, %v", got, ok)
			}
		})
	}
}

func TestRows(t *testing.T) {
	p := shippedProfile(t, "panjin-2016")
	for _, c := range []struct {
		name       string
		row        model.Row
		field, key string // of the only problem; nothing where there is none
	}{
		{"a host", host(), "", ""},
		{"a host without a data disk", host("data_disk_gb", ""), "", ""},
		{"a host of a system that is not on the list", host("os", "中科方德 4.0"), "", ""},
		{"no host", host("count", "0"), "rows[0].count", "problem.too_small"},
		{"minus one host", host("count", "-1"), "rows[0].count", "problem.too_small"},
		{"a million million hosts", host("count", "1000000000000"), "rows[0].count", "problem.too_big"},
		{"hosts in scientific notation", host("count", "1e12"), "rows[0].count", "problem.not_integer"},
		{"three hosts in words", host("count", "三"), "rows[0].count", "problem.not_integer"},
		{"half a host", host("count", "0.5"), "rows[0].count", "problem.not_integer"},
		{"hosts beyond any number", host("count", "9999999999999999999999"), "rows[0].count", "problem.not_integer"},
		{"a host without a count", host("count", " "), "rows[0].count", "problem.required"},
		{"a host without cores", host("vcpu", ""), "rows[0].vcpu", "problem.required"},
		{"a host with 513 cores", host("vcpu", "513"), "rows[0].vcpu", "problem.too_big"},
		{"a host without a name", host("name", ""), "rows[0].name", "problem.required"},
		{"a host in another city's zone (R06)", host("zone", "extranet"), "rows[0].zone", "problem.not_on_list"},
		{"an elastic host without bounds (R22)", host("elastic", "true", "elastic_min", "1"), "rows[0].elastic_max", "problem.required"},
		{"an elastic host within its bounds (R22)", host("elastic", "true", "elastic_min", "2", "elastic_max", "8"), "", ""},
		{"an elastic host on both bounds (R22)", host("elastic", "true", "elastic_min", "3", "elastic_max", "3"), "", ""},
		{"an elastic host with crossed bounds (R22)", host("elastic", "true", "elastic_min", "5", "elastic_max", "2"), "rows[0].elastic_max", "problem.elastic_bounds"},
		{"an elastic host below its bounds (R22)", host("elastic", "true", "elastic_min", "4", "elastic_max", "8"), "rows[0].count", "problem.elastic_count"},
		{"an elastic host above its bounds (R22)", host("elastic", "true", "elastic_min", "1", "elastic_max", "2"), "rows[0].count", "problem.elastic_count"},
		{"bounds of a host that is not elastic are not asked for", host("elastic", "false", "elastic_min", "五"), "", ""},
		{"a resource that nobody knows", model.Row{Resource: "mainframe"}, "rows[0].resource", "problem.unknown_resource"},
		{"a public address without bandwidth", model.Row{Resource: "network", Values: model.Values{"name": "公网", "network_service": "public_ip", "zone": "public", "count": "2"}},
			"rows[0].bandwidth_mbps", "problem.required"},
		{"a load balancer without bandwidth", model.Row{Resource: "network", Values: model.Values{"name": "均衡", "network_service": "load_balancer", "zone": "public", "count": "2"}}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, found := p.ReadRows([]model.Row{c.row})
			switch {
			case c.key == "" && len(found) > 0:
				t.Errorf("got %+v", found)
			case c.key != "" && (len(found) != 1 || found[0].Field != c.field || found[0].Key != c.key):
				t.Errorf("got %+v, want %s at %s", found, c.key, c.field)
			}
		})
	}
	t.Run("a request needs at least one line (R11)", func(t *testing.T) {
		if _, found := p.ReadRows(nil); len(found) != 1 || found[0].Key != "problem.no_lines" || found[0].Args["article"] != "第七条" {
			t.Errorf("got %+v", found)
		}
	})
	t.Run("problems of all lines come at once, each with its line", func(t *testing.T) {
		_, found := p.ReadRows([]model.Row{host("count", "0"), host(), host("vcpu", "x")})
		if len(found) != 2 || found[0].Field != "rows[0].count" || found[1].Field != "rows[2].vcpu" {
			t.Errorf("got %+v", found)
		}
	})
	t.Run("what was typed becomes figures and comes back as typed", func(t *testing.T) {
		lines, _ := p.ReadRows([]model.Row{host()})
		want := model.Amount{Count: 3, VCPU: 8, MemoryGB: 32, SystemDiskGB: 100, DataDiskGB: 500}
		if lines[0].Asked != want || lines[0].ID != "1" || lines[0].Name() != "应用" {
			t.Errorf("got %+v", lines[0])
		}
		back := model.RowOf(lines[0])
		for id, value := range host().Values {
			if back.Values[id] != value {
				t.Errorf("%s: %q came back as %q", id, value, back.Values[id])
			}
		}
	})
	t.Run("every resource type of both cities can be written down and read", func(t *testing.T) {
		for _, city := range []string{"panjin-2016", "luan"} {
			p := shippedProfile(t, city)
			for _, r := range p.Resources {
				row := model.Row{Resource: r.ID, Values: model.Values{}}
				for _, f := range append(append([]model.Field{}, r.Fields...), r.Amounts...) {
					row.Values[f.ID] = someValue(p, f)
				}
				if _, found := p.ReadRows([]model.Row{row}); len(found) > 0 {
					t.Errorf("%s %s: %+v", city, r.ID, found)
				}
			}
		}
	})
}

// someValue is a value that is right for a field.
func someValue(p *model.Profile, f model.Field) string {
	switch f.Kind {
	case model.ChoiceField:
		return p.Lists[f.List][0].ID
	case model.BooleanField:
		return "false"
	case model.IntegerField:
		return itoa(int(max(1, *f.Min)))
	}
	return "某"
}

func TestTotals(t *testing.T) {
	p := shippedProfile(t, "panjin-2016")
	lines, found := p.ReadRows([]model.Row{host(), host("count", "2", "vcpu", "16", "memory_gb", "64", "data_disk_gb", ""),
		{Resource: "storage", Values: model.Values{"name": "材料", "storage_kind": "object", "purpose": "archive", "zone": "dedicated", "storage_gb": "1000"}},
		{Resource: "network", Values: model.Values{"name": "公网", "network_service": "public_ip", "zone": "public", "count": "2", "bandwidth_mbps": "300"}}})
	if len(found) > 0 {
		t.Fatal(found)
	}
	t.Run("each figure counts as often as there are pieces (R21)", func(t *testing.T) {
		want := model.Totals{VCPU: 3*8 + 2*16, MemoryGB: 3*32 + 2*64, StorageGB: 3*600 + 2*100 + 1000, BandwidthMbps: 600}
		if got := model.TotalsAt(lines, model.StageAsked); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	})
	t.Run("a stage that has not come yet counts nothing (T15)", func(t *testing.T) {
		if got := model.TotalsAt(lines, model.StageApproved); got != (model.Totals{}) {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("asked, approved and delivered figures stand side by side (T15)", func(t *testing.T) {
		line := lines[0]
		approved := line.Asked.With("count", 2)
		line.Approved = &approved
		for stage, want := range map[model.Stage]int64{model.StageAsked: 3, model.StageApproved: 2} {
			if a, ok := line.Amount(stage); !ok || a.Get("count") != want {
				t.Errorf("%s: %+v, %v", stage, a, ok)
			}
		}
		if _, ok := line.Amount(model.StageDelivered); ok {
			t.Error("there is a delivered figure already")
		}
	})
	t.Run("figures that nobody knows are nothing", func(t *testing.T) {
		a := model.Amount{Count: 1}
		if a.Get("gpus") != 0 || a.With("gpus", 5) != a {
			t.Error("an unknown figure was kept")
		}
	})
}
