package app_test

import (
	"bytes"
	"context"
	"errors"
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

// filledUsage is the usage form with everything of the first sample but its files.
func filledUsage(t *testing.T, o *apptest.Office) (sheetForm, model.Filling) {
	t.Helper()
	w := chinese(t)
	f := exported(t, o.Profile(), func(to io.Writer) error { return o.BlankForm(t.Context(), to, "usage", w.Text) })
	filling := o.Draft(o.Samples()[0]).Filling
	f.fillFiling(o.Profile().Forms["usage"], filling)
	return f, filling
}

func TestFaultsOfAForm(t *testing.T) {
	ctx, w := t.Context(), chinese(t)
	o := apptest.New(t, "panjin-2016")
	clerk, p := o.ClerkOf(o.Samples()[0]), o.Profile()
	form := p.Forms["usage"]
	f, filling := filledUsage(t, o)
	at := func(id string) string {
		field, _ := form.Field(id)
		return model.CellRef(f.labelled(form.Title, sectionOf(form, id), field.Label), 3)
	}
	good := map[string]any{}
	bad := map[string]any{"planned_live": "明年春天", "credit_code": 912110210012345678, "build_mode": "外星", "zones": "也许", "user_count": "许多", "system_overview": strings.Repeat("长", 5000)}
	for id := range bad {
		good[id] = must(f.GetCellValue(form.Title, at(id)))
		f.put(form.Title, at(id), bad[id])
	}
	if err := errors.Join(f.SetCellFormula(form.Title, at("concurrency"), "1+1"), f.SetCellValue("云主机", "H60", "写在外面")); err != nil {
		t.Fatal(err)
	}
	cores := model.CellRef(6, f.headed("云主机", "CPU"))
	f.put("云主机", cores, -8)
	want := map[string]string{form.Title + " " + at("planned_live"): "problem.not_date", form.Title + " " + at("credit_code"): "problem.cell_number",
		form.Title + " " + at("build_mode"): "problem.not_on_list", form.Title + " " + at("zones"): "problem.cell_tick", form.Title + " " + at("user_count"): "problem.not_integer",
		form.Title + " " + at("system_overview"): "problem.too_long", form.Title + " " + at("concurrency"): "problem.cell_formula",
		"云主机 H60": "problem.cell_stray", "云主机 " + cores: "problem.too_small"}
	pre := readForm(t, clerk, f.bytes())
	t.Run("every problem is told at once, by sheet and cell", func(t *testing.T) {
		got := map[string]string{}
		for _, p := range pre.Problems {
			got[p.Sheet+" "+p.Cell] = p.Key
		}
		if !maps.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	})
	t.Run("what is right is kept, and what is wrong as it was typed", func(t *testing.T) {
		v := pre.Draft.Filling.Values
		if v["planned_live"] != "明年春天" || v["user_count"] != "许多" || v["reason"] != filling.Values["reason"] || v["concurrency"] != "" {
			t.Errorf("%v", v)
		}
	})
	t.Run("the same form comes back with its faults marked, is mended and taken in", func(t *testing.T) {
		marked := exported(t, p, func(to io.Writer) error { return clerk.MarkForm(ctx, to, pre, w.Text) })
		if list := must(marked.GetRows("问题清单")); len(list) != 3+len(want) || marked.GetSheetName(0) != "问题清单" {
			t.Fatalf("%v", list)
		}
		said := map[string]bool{}
		for _, sheet := range []string{form.Title, "云主机"} {
			for _, c := range must(marked.GetComments(sheet)) {
				said[sheet+" "+c.Cell] = true
			}
		}
		for place := range want {
			if place != "云主机 H60" && !said[place] { // a text outside the form has no cell in it
				t.Errorf("nothing is said on %s", place)
			}
		}
		long := f.labelled(form.Title, sectionOf(form, "system_overview"), "系统概述")
		if blank, full := must(f.GetRowHeight(form.Title, long)), must(marked.GetRowHeight(form.Title, long)); full < 3*blank {
			t.Errorf("what was typed is cut: the row is %g high, was %g", full, blank)
		}
		if typed := must(marked.GetCellValue(form.Title, at("planned_live"))); typed != "明年春天" {
			t.Errorf("it says %q", typed)
		}
		for id := range bad {
			marked.put(form.Title, at(id), good[id])
		}
		marked.put(form.Title, at("concurrency"), 300)
		marked.put("云主机", cores, 8)
		marked.put(form.Title, at("zones"), "是")
		again := readForm(t, clerk, marked.bytes())
		if len(again.Problems) > 0 {
			t.Fatal(again.Problems)
		}
		if again.Draft.Filling.Values["credit_code"] != filling.Values["credit_code"] {
			t.Error("the code has lost digits")
		}
	})
	t.Run("a file is named, not pathed, and lies beside the form", func(t *testing.T) {
		f, _ := filledUsage(t, o)
		row := f.labelled(form.Title, "申请材料", p.Materials[0].Name)
		f.put(form.Title, model.CellRef(row, 3), "../../etc/passwd；缺.pdf")
		pre := readForm(t, clerk, f.bytes())
		if len(pre.Problems) != 1 || pre.Problems[0].Key != "problem.cell_file_name" {
			t.Fatal(pre.Problems)
		}
		draft, problems, err := clerk.TakeForm(ctx, pre, app.Beside(filepath.Join(sampleFolder(t, o), "x.xlsx")))
		if err != nil || draft.ID == "" {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(problems, func(p model.CellProblem) bool {
			return p.Key == "problem.file_missing" && p.Cell == model.CellRef(row, 3)
		}) {
			t.Error(problems)
		}
	})
}

func TestFormsThatAreNotOurs(t *testing.T) {
	ctx, w := t.Context(), chinese(t)
	o := apptest.New(t, "panjin-2016")
	clerk, p := o.ClerkOf(o.Samples()[0]), o.Profile()
	title := p.Forms["usage"].Title
	said := func(row string) func(*excelize.File) error {
		at, value, _ := strings.Cut(row, "=")
		return func(f *excelize.File) error { return f.SetCellValue("_meta", at, value) }
	}
	for name, c := range map[string]struct {
		change func(*excelize.File) error
		key    string
	}{
		"a workbook of something else":      {func(f *excelize.File) error { return f.SetCellValue("_meta", "A1", "x") }, "error.form_foreign"},
		"a form of an older version":        {said("B1=0"), "error.form_version"},
		"a form of another city":            {said("B2=luan@1"), "error.other_profile"},
		"a form of an older regulation":     {said("B2=panjin-2016@0"), "error.form_profile_version"},
		"a form that says another kind":     {said("B3=system"), "error.form_code"},
		"a form of a kind that is none":     {said("B3=poem"), "error.unknown_kind"},
		"a form that says another system":   {said("B4=x"), "error.form_code"},
		"a form with another check code":    {said("B7=0123"), "error.form_code"},
		"a form with a line put in":         {said("A8=row"), "error.form_changed"},
		"a form with a label changed":       {func(f *excelize.File) error { return f.SetCellValue(title, "A6", "别的") }, "error.form_changed"},
		"a form with a row put in":          {func(f *excelize.File) error { return f.InsertRows(title, 10, 1) }, "error.form_changed"},
		"a form with a sheet renamed":       {func(f *excelize.File) error { return f.SetSheetName("云主机", "主机") }, "error.form_sheet"},
		"a form with a sheet taken out":     {func(f *excelize.File) error { return f.DeleteSheet("网络") }, "error.form_sheet"},
		"a form with the hidden sheet gone": {func(f *excelize.File) error { return f.DeleteSheet("_meta") }, "error.form_foreign"},
	} {
		t.Run(name+" is refused with a clear message", func(t *testing.T) {
			f := exported(t, p, func(to io.Writer) error { return o.BlankForm(ctx, to, "usage", w.Text) })
			if err := c.change(f.File); err != nil {
				t.Fatal(err)
			}
			_, err := clerk.ReadForm(ctx, bytes.NewReader(f.bytes()))
			if e := refusal(t, err, model.Invalid); e.Key != c.key {
				t.Errorf("got %v, want %s", e, c.key)
			}
		})
	}
	t.Run("a file that is no workbook, is huge, or cannot be read is refused", func(t *testing.T) {
		for key, r := range map[string]io.Reader{"error.form_no_workbook": strings.NewReader("%PDF"), "error.form_too_much": io.LimitReader(endless{}, 21<<20), "error.file_unreadable": broken{}} {
			_, err := clerk.ReadForm(ctx, r)
			if e := refusal(t, err, model.Invalid); e.Key != key {
				t.Errorf("got %v, want %s", e, key)
			}
		}
	})
	t.Run("a change form is refused when its lines run otherwise by now (R23)", func(t *testing.T) {
		system := o.Filed(model.Live)
		f := exported(t, p, func(to io.Writer) error { return clerk.OfflineForm(ctx, to, "change", system, w.Text) })
		e := must(clerk.Submit(ctx, changeDraft(t, clerk, system)))
		finishChange(t, o, clerk, e.Subject.ID)
		_, err := clerk.ReadForm(ctx, bytes.NewReader(f.bytes()))
		if e := refusal(t, err, model.Conflict); e.Key != "error.form_stale" {
			t.Error(e)
		}
	})
	t.Run("a form about a system is for who may see it (T9)", func(t *testing.T) {
		systems := must(clerk.Systems(ctx))
		var b bytes.Buffer
		err := o.ClerkOf(o.Samples()[1]).OfflineForm(ctx, &b, "change", systems[0].ID, w.Text)
		refusal(t, err, model.NotFound)
	})
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// finishChange takes a change from its submission to its end.
func finishChange(t *testing.T, o *apptest.Office, clerk *app.Desk, change string) {
	t.Helper()
	ctx := context.Background()
	must(o.By(model.DutyApproval).Do(ctx, app.Doing{Request: change, Action: model.Approve, Note: "同意", Values: model.Values{"major": "false"}}))
	must(o.By(model.DutyDelivery).Do(ctx, app.Doing{Request: change, Action: model.Execute, Values: model.Values{"executed_by": "赵磊", "result": "完成"}}))
	must(clerk.Do(ctx, app.Doing{Request: change, Action: model.Confirm, Values: model.Values{"confirmed_by": "王芳"}}))
}

func TestFolderOfForms(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "panjin-2016")
	clerk := o.ClerkOf(o.Samples()[0])
	folder := sampleFolder(t, o)
	f, _ := filledUsage(t, o)
	for name, data := range map[string][]byte{"一.xlsx": f.bytes(), "二.xlsx": []byte("PK坏的"), "~$一.xlsx": []byte("lock")} {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, other := range []string{"major-change.json", "change.json", "termination.json", "资源需求测算表.xlsx"} {
		if err := os.Remove(filepath.Join(folder, other)); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("a folder of forms gives a draft for each that is one, and an answer for each", func(t *testing.T) {
		paths := must(app.FormsIn(folder))
		var steps []int
		taken, err := clerk.TakeForms(ctx, paths, func(done, all int) { steps = append(steps, done, all) })
		if err != nil || len(taken) != 3 || !slices.Equal(steps, []int{1, 3, 2, 3, 3, 3}) {
			t.Fatal(err, taken, steps)
		}
		for _, one := range taken {
			if (one.Name == "二.xlsx") != (model.KindOf(one.Err) == model.Invalid) || (one.Draft.ID == "") != (one.Name == "二.xlsx") {
				t.Errorf("%s: %v", one.Name, one.Err)
			}
		}
		if n := len(must(clerk.Drafts(ctx))); n < 2 {
			t.Errorf("%d drafts", n)
		}
	})
	t.Run("it stops when it is cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(ctx)
		cancel()
		taken, err := clerk.TakeForms(ctx, must(app.FormsIn(folder)), nil)
		if !errors.Is(err, context.Canceled) || len(taken) != 0 {
			t.Error(err, taken)
		}
	})
}
