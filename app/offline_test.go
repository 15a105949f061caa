package app_test

import (
	"bytes"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// readForm reads a form at a desk.
func readForm(t *testing.T, d *app.Desk, data []byte) app.Preview {
	t.Helper()
	return must(d.ReadForm(t.Context(), bytes.NewReader(data)))
}

// sameRows compares lines; what was left empty is nothing.
func sameRows(t *testing.T, got, want []model.Row) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	empty := func(_, v string) bool { return v == "" }
	for _, w := range want {
		maps.DeleteFunc(w.Values, empty)
		if !slices.ContainsFunc(got, func(g model.Row) bool { return g.Resource == w.Resource && maps.Equal(g.Values, w.Values) }) {
			t.Errorf("no row %s %v", w.Resource, w.Values)
		}
	}
}

func sameValues(t *testing.T, got, want model.Values) {
	t.Helper()
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s is %q, want %q", k, got[k], v)
		}
	}
	for k, v := range got {
		if want[k] == "" && v != "" {
			t.Errorf("%s is %q, was not filled in", k, v)
		}
	}
}

func TestFormsThereAndBack(t *testing.T) {
	ctx, w := t.Context(), chinese(t)
	for _, city := range cities {
		o := apptest.New(t, city)
		system := o.Filed(model.Live)
		clerk, p := o.ClerkOf(o.Samples()[0]), o.Profile()
		folder := sampleFolder(t, o)
		t.Run(city+": an application filled in with a spreadsheet program is the same as one typed in (R11)", func(t *testing.T) {
			want := o.Draft(o.Samples()[0]).Filling
			f := exported(t, p, func(w2 io.Writer) error { return o.BlankForm(ctx, w2, "usage", w.Text) })
			f.fillFiling(p.Forms["usage"], want)
			path := filepath.Join(folder, "使用申请.xlsx")
			if err := os.WriteFile(path, f.bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			draft, problems, err := clerk.TakeFile(ctx, path)
			if err != nil || len(problems) > 0 {
				t.Fatal(err, problems)
			}
			got := must(clerk.Draft(ctx, draft.ID)).Filling
			sameValues(t, got.Values, want.Values)
			sameRows(t, got.Rows, want.Rows)
			hashes := func(files []model.File) []string {
				var all []string
				for _, f := range files {
					all = append(all, f.Role+" "+f.Name+" "+f.Hash)
				}
				slices.Sort(all)
				return all
			}
			if !slices.Equal(hashes(got.Files), hashes(want.Files)) {
				t.Errorf("files %v, want %v", got.Files, want.Files)
			}
			if _, err := clerk.Submit(ctx, draft); err != nil {
				t.Error(err)
			}
		})
		t.Run(city+": a change form says how each line runs, and gives back what is changed (R23)", func(t *testing.T) {
			said := sampleForm(t, folder, "change.json")
			f := exported(t, p, func(w2 io.Writer) error { return clerk.OfflineForm(ctx, w2, "change", system, w.Text) })
			f.fill(p.Forms["change"], said.Values)
			running := must(clerk.System(ctx, system)).Lines
			vm, _ := p.Resource("vm")
			count := model.CellRef(6, f.headed(vm.Name, "数量"))
			if before := must(f.GetCellValue(vm.Name, model.CellRef(5, f.headed(vm.Name, "数量")))); before != must(f.GetCellValue(vm.Name, count)) || before == "" {
				t.Fatalf("before %q, after %q", before, must(f.GetCellValue(vm.Name, count)))
			}
			f.put(vm.Name, count, 9)
			f.put(vm.Name, model.CellRef(8, f.headed(vm.Name, "变更方式")), "去除")
			vms := 0
			for _, l := range running {
				if l.Resource == vm.ID {
					vms++
				}
			}
			fresh := model.RunningRow(running[0])
			fresh.ID, fresh.Values["name"] = "", "新主机"
			f.fillRow(5+2*vms, vm, fresh.Values)
			pre := readForm(t, clerk, f.bytes())
			if len(pre.Problems) > 0 {
				t.Fatal(pre.Problems)
			}
			draft, problems, err := clerk.TakeForm(ctx, pre, nil)
			if err != nil || len(problems) > 0 {
				t.Fatal(err, problems)
			}
			sameValues(t, draft.Filling.Values, model.Values(mergedWith(said.Values, "system_name", running, pre.SystemName)))
			e := must(clerk.Submit(ctx, draft))
			if len(e.Lines) != 3 {
				t.Fatalf("%d lines differ: %+v", len(e.Lines), e.Lines)
			}
			if e.Lines[0].Asked.Count != 9 || e.Lines[0].Before == nil || e.Lines[1].Values[model.RemoveLine] != model.True || e.Lines[2].Name() != "新主机" || e.Lines[2].Before != nil {
				t.Errorf("%+v", e.Lines)
			}
			t.Run("which waits for the change that is open (R23)", func(t *testing.T) {
				pre := readForm(t, clerk, f.bytes())
				if !slices.ContainsFunc(pre.Problems, func(p model.CellProblem) bool { return p.Key == "problem.one_open" }) {
					t.Error(pre.Problems)
				}
			})
		})
	}
}

// mergedWith adds the system's name, which a draft bears and a form does not ask for.
func mergedWith(v model.Values, key string, _ []model.Line, name string) model.Values {
	v = v.Clone()
	v[key] = name
	return v
}

func TestOtherForms(t *testing.T) {
	ctx, w := t.Context(), chinese(t)
	for _, city := range cities {
		o := apptest.New(t, city)
		system := o.Filed(model.Live)
		clerk, p := o.ClerkOf(o.Samples()[0]), o.Profile()
		folder := sampleFolder(t, o)
		t.Run(city+": a change on a blank form finds its lines by their names (R23)", func(t *testing.T) {
			said := sampleForm(t, folder, "change.json")
			f := exported(t, p, func(w2 io.Writer) error { return o.BlankForm(ctx, w2, "change", w.Text) })
			form := p.Forms["change"]
			f.fill(form, said.Values)
			line := must(clerk.System(ctx, system)).Lines[0]
			name := must(clerk.System(ctx, system)).Name()
			f.put(form.Title, "C4", name)
			r, _ := p.Resource(line.Resource)
			row := model.RunningRow(line)
			row.Values["count"] = "7"
			f.fillRow(5, r, row.Values)
			pre := readForm(t, clerk, f.bytes())
			if len(pre.Problems) > 0 || len(pre.Draft.Filling.Rows) != 1 || pre.Draft.Filling.Rows[0].ID != line.ID || pre.Draft.System != system {
				t.Fatal(pre.Problems, pre.Draft)
			}
			f.put(form.Title, "C4", "没有的系统")
			pre = readForm(t, clerk, f.bytes())
			if len(pre.Problems) == 0 || pre.Problems[0].Key != "problem.not_live" || pre.Problems[0].Cell != "C4" {
				t.Error(pre.Problems)
			}
		})
		t.Run(city+": a termination filled in offline is the same as one typed in (R26)", func(t *testing.T) {
			said := sampleForm(t, folder, "termination.json")
			f := exported(t, p, func(w2 io.Writer) error { return clerk.OfflineForm(ctx, w2, "termination", system, w.Text) })
			f.fill(p.Forms["termination"], said.Values)
			pre := readForm(t, clerk, f.bytes())
			if !pre.Application() {
				t.Fatal("no application")
			}
			draft, _, err := clerk.TakeForm(ctx, pre, nil)
			if err != nil {
				t.Fatal(err)
			}
			sameValues(t, draft.Filling.Values, mergedWith(said.Values, "system_name", nil, pre.SystemName))
		})
		t.Run(city+": a whole inventory is checked first and then added, each system once (R01, T19)", func(t *testing.T) {
			inventory(t, o, clerk)
		})
	}
	t.Run("a construction proposal is registered from a form (R03)", func(t *testing.T) {
		o := apptest.New(t, "panjin-2016")
		officer, p := o.By(model.DutyAcceptance), o.Profile()
		want := model.Values{"filing_title": "办件系统建设方案", "proposing_body": "市审批局", "received_on": "2026-02-10", "registered_by": "李", "filing_status": "received", "remarks": "一\n二"}
		f := exported(t, p, func(w2 io.Writer) error { return officer.OfflineForm(ctx, w2, "filing", "", w.Text) })
		f.fill(p.Forms["filing"], want)
		pre := readForm(t, officer, f.bytes())
		if len(pre.Problems) > 0 || pre.Application() {
			t.Fatal(pre.Problems)
		}
		sameValues(t, pre.Draft.Filling.Values, want)
		_, _, err := officer.TakeForm(ctx, pre, nil)
		if e := refusal(t, err, model.Invalid); e.Key != "error.form_kind" {
			t.Error(e)
		}
	})
}

// inventory fills in, mends and takes an inventory of two systems.
func inventory(t *testing.T, o *apptest.Office, clerk *app.Desk) {
	ctx, w, p := t.Context(), chinese(t), o.Profile()
	form := p.Forms["system"]
	f := exported(t, p, func(w2 io.Writer) error { return clerk.OfflineForm(ctx, w2, "system", "", w.Text) })
	resource := model.Resource{Name: form.Title, Fields: form.Fields()}
	known := must(clerk.Systems(ctx))[0]
	good := model.Values{"system_name": "档案系统", "migration": "planned", "planned_migration": "2026-12-31", "mlps_level": "2", "mlps_filed": "true",
		"mlps_number": "00123456789012345678", "mlps_date": "2024-05-06", "system_owner": "甲", "system_owner_phone": "04272823456", "security_officer": "乙",
		"security_officer_phone": "0427-2823456", "auditor": "丙", "auditor_phone": "13812345678"}
	again := maps.Clone(good)
	again["system_name"] = known.Name()
	bad := maps.Clone(good)
	bad["planned_migration"], bad["auditor_phone"] = "明年", "1"
	f.fillRow(5, resource, good)
	f.fillRow(6, resource, again)
	f.fillRow(9, resource, bad) // rows may be left empty between
	f.fillRow(60, resource, bad)
	pre := readForm(t, clerk, f.bytes())
	marked := exported(t, p, func(to io.Writer) error { return clerk.MarkForm(ctx, to, pre, w.Text) })
	for book, last := range map[*excelize.File]string{f.File: "$29", marked.File: "$60"} { // 300 rows would be 24 pages, most of them empty
		if !slices.ContainsFunc(book.GetDefinedName(), func(n excelize.DefinedName) bool {
			return n.Name == "_xlnm.Print_Area" && strings.HasSuffix(n.RefersTo, last)
		}) {
			t.Errorf("%v do not end at row %s", book.GetDefinedName(), last)
		}
	}
	for col := 2; col <= len(form.Fields())+1; col++ {
		f.put(form.Title, model.CellRef(60, col), "")
	}
	pre = readForm(t, clerk, f.bytes())
	var places []string
	for _, problem := range pre.Problems {
		places = append(places, problem.Label+" "+strings.TrimLeft(problem.Cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	}
	if want := []string{"应用系统名称 9", "计划迁移日期 9", "安全审计负责人电话 9"}; !slices.Equal(places, want) {
		t.Fatalf("%v, want %v", places, want)
	}
	if _, err := clerk.TakeInventory(ctx, pre, "", nil); model.KindOf(err) != model.Invalid {
		t.Fatal(err)
	}
	before := len(must(clerk.Systems(ctx)))
	for col := 2; col <= len(form.Fields())+1; col++ {
		f.put(form.Title, model.CellRef(9, col), "")
	}
	pre = readForm(t, clerk, f.bytes())
	if len(pre.Problems) > 0 || len(pre.Systems) != 2 || pre.Systems[0].Known != "" || pre.Systems[1].Known != known.ID {
		t.Fatalf("%v %+v", pre.Problems, pre.Systems)
	}
	sameValues(t, pre.Systems[0].Values, good)
	for range 2 { // the second time adds nothing
		last := 0
		taken, err := clerk.TakeInventory(ctx, pre, "", func(done, _ int) { last = done })
		if err != nil || len(taken) != 2 || !taken[1].Already || last != 2 {
			t.Fatal(err, taken, last)
		}
		if n := len(must(clerk.Systems(ctx))); n != before+1 {
			t.Errorf("%d systems, had %d", n, before)
		}
	}
	if _, err := o.By(model.DutyDelivery).TakeInventory(ctx, pre, "", nil); model.KindOf(err) != model.Forbidden {
		t.Errorf("the vendor kept the inventory: %v", err)
	}
}
