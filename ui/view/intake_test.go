package view

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yunban/app/apptest"
	"yunban/model"
)

// filling opens a complete draft of a sample request.
func filling(t *testing.T, office *apptest.Office) *Intake {
	t.Helper()
	draft := office.Draft(office.Samples()[0])
	in, err := OpenIntake(context.Background(), office.As(draft.Owner), draft.ID)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// blank opens a new draft.
func blank(t *testing.T, office *apptest.Office) *Intake {
	t.Helper()
	desk := office.By(model.DutyUnit)
	draft, err := desk.NewDraft(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	in, err := OpenIntake(context.Background(), desk, draft.ID)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestIntakeSections(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	t.Run("a new application lacks things in every section that asks for something", func(t *testing.T) {
		in := blank(t, office)
		total := 0
		for _, s := range in.Sections() {
			total += s.Problems
			if s.Shown != 0 {
				t.Errorf("section %s shows %d problems before anybody typed", s.ID, s.Shown)
			}
		}
		if total == 0 || total != len(in.Problems()) {
			t.Errorf("sections lack %d, the form %d", total, len(in.Problems()))
		}
	})
	t.Run("a complete application lacks nothing", func(t *testing.T) {
		in := filling(t, office)
		for _, s := range in.Sections() {
			if !s.Done() {
				t.Errorf("section %s lacks %v", s.ID, in.Missing(s.ID))
			}
		}
	})
	t.Run("every problem belongs to the section that its field stands on", func(t *testing.T) {
		in := blank(t, office)
		in.AddRow("vm")
		for _, p := range in.Ready() {
			section := in.SectionOf(p.Field)
			want := ""
			for _, s := range in.Form().Sections {
				for _, f := range s.Fields {
					if f.ID == p.Field {
						want = s.ID
					}
				}
				if s.Kind == model.LinesSection && strings.HasPrefix(p.Field, "rows") ||
					s.Kind == model.MaterialsSection && strings.HasPrefix(p.Field, "files") {
					want = s.ID
				}
			}
			if section != want {
				t.Errorf("%s is put on %s, stands on %s", p.Field, section, want)
			}
			if in.Label(p.Field) == "" {
				t.Errorf("%s has no label", p.Field)
			}
		}
	})
}

func TestIntakeFields(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	t.Run("a field shows its problem when it was left, not while it is typed", func(t *testing.T) {
		in := blank(t, office)
		in.Set("contact_phone", "12")
		if _, shown := in.Problem("contact_phone"); shown {
			t.Error("shown while it is typed")
		}
		in.Leave("contact_phone")
		if p, shown := in.Problem("contact_phone"); !shown || p.Key != "problem.not_phone" {
			t.Errorf("after leaving: %v %v", p, shown)
		}
		in.Set("contact_phone", "13812345678")
		if p, shown := in.Problem("contact_phone"); shown {
			t.Errorf("mended, still shown: %v", p)
		}
	})
	t.Run("trying to submit shows every problem", func(t *testing.T) {
		in := blank(t, office)
		problems := in.Ready()
		for _, p := range problems {
			if _, shown := in.Problem(p.Field); !shown {
				t.Errorf("%s is not shown", p.Field)
			}
		}
		if len(problems) == 0 {
			t.Error("a blank form has no problems")
		}
	})
	t.Run("a field comes and goes with its condition, and keeps its value", func(t *testing.T) {
		in := blank(t, office)
		section := in.SectionOf("present_site")
		asks := func() bool {
			for _, f := range in.Fields(section) {
				if f.ID == "present_site" {
					return true
				}
			}
			return false
		}
		if asks() {
			t.Error("asked before migration was chosen")
		}
		if !in.Set("cloud_type", "migrate") || !asks() {
			t.Error("not asked after migration was chosen")
		}
		in.Set("present_site", "市民中心机房")
		in.Set("cloud_type", "new")
		if asks() {
			t.Error("still asked")
		}
		in.Set("cloud_type", "migrate")
		if in.Value("present_site") != "市民中心机房" {
			t.Errorf("what was typed is lost: %q", in.Value("present_site"))
		}
	})
	t.Run("the article that asks for a field can be read beside it (R11)", func(t *testing.T) {
		in := blank(t, office)
		f, _ := in.Form().Field("mlps_level")
		if a, ok := in.Provision(f); !ok || !strings.Contains(a.Text, "等级保护") {
			t.Errorf("article %v %v", a.Label(), ok)
		}
	})
	t.Run("10,000 characters are kept as typed and called too long", func(t *testing.T) {
		in := blank(t, office)
		long := strings.Repeat("长", 10_000)
		in.Set("system_overview", long)
		in.Leave("system_overview")
		if p, _ := in.Problem("system_overview"); p.Key != "problem.too_long" {
			t.Errorf("problem %v", p)
		}
		if err := in.Save(context.Background()); err != nil {
			t.Fatal(err)
		}
		again, err := OpenIntake(context.Background(), in.desk, in.ID())
		if err != nil || again.Value("system_overview") != long {
			t.Errorf("after opening again %d characters, %v", len([]rune(again.Value("system_overview"))), err)
		}
	})
}

func TestIntakeSaving(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	ctx := context.Background()
	t.Run("an edit makes it dirty, saving makes it clean, and all comes back", func(t *testing.T) {
		in := blank(t, office)
		if in.Dirty() {
			t.Error("dirty when opened")
		}
		in.Set("system_name", "行政审批平台")
		row := in.AddRow("vm")
		in.SetCell(row, "vcpu", "八核") // wrong, and kept
		if !in.Dirty() {
			t.Error("not dirty after an edit")
		}
		if err := in.Save(ctx); err != nil || in.Dirty() {
			t.Fatal(err, in.Dirty())
		}
		again, err := OpenIntake(ctx, in.desk, in.ID())
		if err != nil {
			t.Fatal(err)
		}
		if again.Title() != "行政审批平台" || again.Rows()[0].Values["vcpu"] != "八核" {
			t.Errorf("came back as %q, %v", again.Title(), again.Rows())
		}
	})
	t.Run("a draft that was filed is not saved again", func(t *testing.T) {
		in := filling(t, office)
		id, err := in.Filing()(ctx)
		if err != nil {
			t.Fatal(err)
		}
		in.Close()
		in.Set("system_name", "迟来的修改")
		if err := in.Save(ctx); err != nil {
			t.Fatal(err)
		}
		drafts, err := in.desk.Drafts(ctx)
		if err != nil || len(drafts) != 0 {
			t.Errorf("drafts left: %v, %v", drafts, err)
		}
		r, err := OpenRequest(ctx, in.desk, id)
		if err != nil || r.Request.Status != model.Submitted {
			t.Errorf("filed as %v, %v", r, err)
		}
	})
	t.Run("what is being filed is a copy: typing on does not change it", func(t *testing.T) {
		in := filling(t, office)
		title := in.Title()
		file := in.Filing()
		in.Set("system_name", "改了")
		id, err := file(ctx)
		if err != nil {
			t.Fatal(err)
		}
		r, err := OpenRequest(ctx, in.desk, id)
		if err != nil || r.Request.Title() != title {
			t.Errorf("filed title %q, %v", r.Request.Title(), err)
		}
	})
	t.Run("filing names every problem and keeps the draft", func(t *testing.T) {
		in := blank(t, office)
		_, err := in.Filing()(ctx)
		if model.KindOf(err) != model.Invalid {
			t.Fatalf("error %v", err)
		}
		if _, err := OpenIntake(ctx, in.desk, in.ID()); err != nil {
			t.Errorf("the draft is gone: %v", err)
		}
	})
	t.Run("the consequence names authority, days and article (R12)", func(t *testing.T) {
		in := filling(t, office)
		args := strings.Join(in.Consequence().Args, " ")
		for _, want := range []string{"大数据管理中心", "days 3", "第八条", "2026-02-14"} {
			if !strings.Contains(args, want) {
				t.Errorf("%q misses %q", args, want)
			}
		}
	})
}

func TestIntakeMaterials(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	ctx := context.Background()
	t.Run("the filing certificate is on the checklist once the system is filed", func(t *testing.T) {
		in := blank(t, office)
		has := func() bool {
			for _, m := range in.Materials() {
				if m.ID == "mlps_certificate" {
					return true
				}
			}
			return false
		}
		if has() {
			t.Error("listed before")
		}
		in.Set("mlps_filed", model.True)
		if !has() {
			t.Error("not listed after")
		}
	})
	t.Run("a file can be added once, renamed by adding it again, and removed", func(t *testing.T) {
		in := blank(t, office)
		dir := t.TempDir()
		add := func(name string) model.File {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, []byte("%PDF-1.7 建设方案"), 0o600); err != nil {
				t.Fatal(err)
			}
			f, err := in.ReadMaterial(ctx, "construction_plan", path)
			if err != nil {
				t.Fatal(err)
			}
			in.AddFile(f)
			return f
		}
		add("方案.pdf")
		f := add("方案（终稿）.pdf")
		item := in.Materials()[0]
		if len(item.Files) != 1 || item.Files[0].Name != "方案（终稿）.pdf" || !item.Done() {
			t.Errorf("files %v", item.Files)
		}
		in.RemoveFile(f)
		if in.Materials()[0].Done() {
			t.Error("a required material without a file counts as done")
		}
	})
	t.Run("a file that is not what its ending says is refused and changes nothing", func(t *testing.T) {
		in := blank(t, office)
		path := filepath.Join(t.TempDir(), "方案.pdf")
		if err := os.WriteFile(path, []byte("MZ not a pdf"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := in.ReadMaterial(ctx, "construction_plan", path)
		if model.KindOf(err) != model.Invalid || len(in.Materials()[0].Files) != 0 || in.Dirty() {
			t.Errorf("error %v, dirty %v", err, in.Dirty())
		}
	})
	t.Run("a dropped file is recognised by its name, or not at all", func(t *testing.T) {
		in := blank(t, office)
		for path, want := range map[string]string{
			"/tmp/不动产登记系统建设方案.pdf":  "construction_plan",
			"/tmp/性能自测报告v3.docx":    "performance_self_test",
			"/tmp/系统安全自测报告.pdf":     "security_self_test",
			"/tmp/IMG_20260211.jpg": "",
			"/tmp/资源需求测算表.xlsx":     "demand_calculation",
		} {
			if got := in.Guess(path); got != want {
				t.Errorf("%s taken for %q, want %q", path, got, want)
			}
		}
	})
}
