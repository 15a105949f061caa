package view

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

var cities = []string{"panjin-2016", "luan"}

// liveSystem is a system in production, with the desk of the unit that it belongs to.
func liveSystem(t *testing.T, city string) (office *apptest.Office, clerk *app.Desk, system string) {
	t.Helper()
	office = apptest.New(t, city)
	id := office.Filed(model.Live)
	return office, office.ClerkOf(office.Samples()[0]), office.Dossier(id).Request.System
}

// changing is the application form of a change of a live system.
func changing(t *testing.T, clerk *app.Desk, system string) *Intake {
	t.Helper()
	draft, err := clerk.NewChange(context.Background(), system)
	if err != nil {
		t.Fatal(err)
	}
	return opened(t, clerk, draft.ID)
}

func opened(t *testing.T, desk *app.Desk, draft string) *Intake {
	t.Helper()
	in, err := OpenIntake(context.Background(), desk, draft)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

var changeValues = map[string]string{"categories": "", "reason": "业务量增长", "planned_start": "2026-04-01", "planned_end": "2026-04-02",
	"change_plan": "先扩容后验证", "effect": "无", "rollback": "恢复原规格", "contact_name": "王芳", "contact_phone": "0427-2812345"}

// fillChange fills what a change asks for besides its lines.
func fillChange(in *Intake) {
	for field, value := range changeValues {
		in.Set(field, value)
	}
	in.Set("categories", in.Profile().Lists["change_categories"][0].ID)
}

// file submits and gives the request's id.
func file(t *testing.T, in *Intake) string {
	t.Helper()
	id, err := in.Filing()(context.Background())
	if err != nil {
		t.Fatalf("%v %v", err, in.Problems())
	}
	return id
}

// hosts is the row of the first line with a figure of vCPU.
func hosts(t *testing.T, in *Intake) int {
	t.Helper()
	for i, row := range in.Rows() {
		if row.Values["vcpu"] != "" {
			return i
		}
	}
	t.Fatal("no hosts run")
	return 0
}

func TestChangeApplication(t *testing.T) {
	for _, city := range cities {
		t.Run("lines stand as they run, and each says what becomes of it in "+city, func(t *testing.T) {
			_, clerk, system := liveSystem(t, city)
			in := changing(t, clerk, system)
			before := in.TotalsBefore()
			if before.VCPU == 0 || in.Totals() != before {
				t.Fatalf("totals before %+v, after %+v", before, in.Totals())
			}
			for _, l := range in.Lines() {
				if l.Change != LineSame || l.Before == "" {
					t.Errorf("line %+v", l)
				}
			}
			host, last := hosts(t, in), len(in.Rows())-1
			in.SetCell(host, "vcpu", "64")
			in.RemoveRow(last)
			added := in.CopyRow(host)
			lines := in.Lines()
			if l := lines[host]; l.Change != LineChanged || len(l.Diffs) != 1 || l.Diffs[0].ID != "vcpu" || l.Diffs[0].Value != "64" || l.Before == l.After {
				t.Errorf("changed line %+v", l)
			}
			if lines[added].Change != LineNew || in.Rows()[added].ID != "" || lines[added].Before != "" {
				t.Errorf("new line %+v", lines[added])
			}
			if lines[last+1].Change != LineRemoved || lines[last+1].Problems != 0 {
				t.Errorf("removed line %+v", lines[last+1])
			}
			if in.Totals() == before || in.TotalsBefore() != before {
				t.Error("the totals do not tell before from after")
			}
			in.RestoreRow(last + 1)
			in.RestoreRow(host)
			in.RemoveRow(added)
			if in.Totals() != before || slices.ContainsFunc(in.Lines(), func(l IntakeLine) bool { return l.Change != LineSame }) {
				t.Errorf("not as it was: %+v", in.Lines())
			}
		})
		t.Run("only what changes is previewed and filed, with how it ran, in "+city, func(t *testing.T) {
			office, clerk, system := liveSystem(t, city)
			in := changing(t, clerk, system)
			fillChange(in)
			host := hosts(t, in)
			in.SetCell(host, "vcpu", "64")
			if err := in.Save(context.Background()); err != nil {
				t.Fatal(err)
			}
			in = opened(t, clerk, in.ID()) // what is kept is compared with what runs, not with how it began
			part := linesOf(in.Preview())
			if len(part.Lines) != 1 || part.Before == nil || part.Before.VCPU >= part.Totals.VCPU || len(part.Lines[0].Diffs) != 1 {
				t.Fatalf("preview %+v", part)
			}
			r := open(t, office.By(model.DutyApproval), file(t, in))
			if part := linesOf(r.Sheet()); len(part.Lines) != 1 || part.Lines[0].Change != LineChanged || part.Lines[0].Before == "" {
				t.Errorf("filed %+v", part)
			}
			rows, totals := r.Resources(), r.Totals()
			if len(rows) != 1 || rows[0].Before == "" || rows[0].Asked == rows[0].Before || totals[0].Stage != "before" || totals[0].VCPU == 0 {
				t.Errorf("resources %+v %+v", rows, totals)
			}
		})
		t.Run("a change may be of ports only, in "+city, func(t *testing.T) {
			office, clerk, system := liveSystem(t, city)
			in := changing(t, clerk, system)
			fillChange(in) // an expansion, says the first category
			in.Leave("categories")
			if p, ok := in.Problem("categories"); !ok || p.Key != "problem.change_more" {
				t.Errorf("an expansion without a line that grows: %v", p)
			}
			in.Set("categories", "network")
			if p, ok := in.Problem("categories"); ok {
				t.Errorf("ports need no line: %v", p)
			}
			r := open(t, office.By(model.DutyApproval), file(t, in))
			if len(r.Resources()) != 0 || len(linesOf(r.Sheet()).Lines) != 0 {
				t.Error("lines were filed that stay as they are")
			}
		})
	}
	t.Run("a tick set and taken back is no change", func(t *testing.T) {
		_, clerk, system := liveSystem(t, "luan")
		in := changing(t, clerk, system)
		for i, row := range in.Rows() {
			for _, f := range in.RowFields(i) {
				if f.Kind == model.BooleanField && row.Values[f.ID] == "" {
					in.SetCell(i, f.ID, model.True)
					in.SetCell(i, f.ID, "false")
				}
			}
			if in.RowChange(i) != LineSame {
				t.Errorf("line %d: %+v", i, in.Lines()[i])
			}
		}
	})
}

func linesOf(s Sheet) SheetSection {
	for _, part := range s.Sections {
		if part.Kind == model.LinesSection {
			return part
		}
	}
	return SheetSection{}
}

// act takes an act with values.
func doing(t *testing.T, desk *app.Desk, id string, action model.Action, note string, values model.Values) {
	t.Helper()
	a := open(t, desk, id).NewAct(action)
	a.SetNote(note)
	for k, v := range values {
		a.Set(k, v)
	}
	if err := a.Do(context.Background()); err != nil {
		t.Fatalf("%s: %v", action, err)
	}
}

func TestChangeThroughItsLife(t *testing.T) {
	ctx := context.Background()
	for _, city := range cities {
		t.Run("a major change is decided, carried out, filed and tested again, and confirmed in "+city, func(t *testing.T) {
			office, clerk, system := liveSystem(t, city)
			in := changing(t, clerk, system)
			fillChange(in)
			in.Set("major_reasons", in.Profile().Lists["major_reasons"][0].ID)
			in.SetCell(hosts(t, in), "vcpu", "64")
			in.RemoveRow(len(in.Rows()) - 1)
			id := file(t, in)

			approver := office.By(model.DutyApproval)
			r := open(t, approver, id)
			if keys := stageNames(r); !slices.Equal(keys, []string{"stage.submit", "stage.approve", "stage.execute", "stage.confirm"}) {
				t.Errorf("stages %v", keys)
			}
			for _, c := range r.Choices() {
				if c.Action == model.Countersign || c.Action == model.FileMaterials {
					t.Errorf("%s clutters the page", c.Action)
				}
			}
			if c := r.Clock(); c.Name.Key != "clock.name_change.submitted" || c.Due == "" {
				t.Errorf("clock %+v", c)
			}
			a := r.NewAct(model.Approve)
			if len(a.Proposed()) != 1 || a.Value("major") != "true" || len(a.Figures()) != 1 || a.Figures()[0].Before == "" {
				t.Errorf("proposed %v, major %q, figures %+v", a.Proposed(), a.Value("major"), a.Figures())
			}
			line, figure := findFigure(t, a, "vcpu")
			a.SetFigure(line, figure, "48")
			a.SetNote("认定为重大变更")
			if err := a.Do(ctx); err != nil {
				t.Fatal(err)
			}
			doing(t, office.By(model.DutyDelivery), id, model.Execute, "", model.Values{"executed_by": "赵磊", "result": "完成"})
			r = open(t, clerk, id)
			if o, major := r.MajorChange(); !major || o.Note != "认定为重大变更" || !r.Tested() {
				t.Errorf("major %v %+v", major, o)
			}
			rows := r.Resources()
			if rows[0].Before == "" || !rows[0].Cut || rows[0].Delivered != rows[0].Approved || rows[1].Change != LineRemoved || rows[1].Asked != "" {
				t.Errorf("resources %+v", rows)
			}
			again := r.NewAct(model.FileMaterials)
			if err := again.Do(ctx); model.KindOf(err) != model.Invalid {
				t.Errorf("no file: %v", err)
			}
			if _, ok := again.Problem("files"); !ok {
				t.Errorf("problems %v", again.Problems())
			}
			for i, slot := range again.Slots() {
				path := filepath.Join(t.TempDir(), slot.Role+".pdf")
				if err := os.WriteFile(path, []byte("%PDF-1.4\n"+slot.Role+string(rune('a'+i))), 0o600); err != nil {
					t.Fatal(err)
				}
				f, err := again.ReadFile(ctx, slot.Role, path)
				if err != nil {
					t.Fatal(err)
				}
				again.AddFile(f)
			}
			if err := again.Do(ctx); err != nil {
				t.Fatal(err)
			}
			r = open(t, clerk, id)
			if f := r.Files()[0]; f.Act != model.FileMaterials || f.What == f.Role {
				t.Errorf("file %+v", f)
			}
			for _, slot := range r.NewAct(model.FileMaterials).Slots() {
				if slot.Needed || !slot.Filed {
					t.Errorf("slot %+v", slot)
				}
			}
			for _, kind := range []string{"performance", "security"} {
				if got := open(t, clerk, id).NewAct(model.RecordTest).Value("test_kind"); got != kind {
					t.Errorf("offers %s, want %s", got, kind)
				}
				doing(t, clerk, id, model.RecordTest, "", model.Values{"test_kind": kind, "tester": "李堃", "environment": "正式环境", "conclusion": "passed"})
			}
			for _, row := range open(t, clerk, id).Tests() {
				if !row.Passed || len(row.Fields) == 0 {
					t.Errorf("test %+v", row)
				}
			}
			doing(t, clerk, id, model.Confirm, "", nil)
			if got := open(t, clerk, id).Request.Status; got != model.Done {
				t.Errorf("status %s", got)
			}
			file, err := clerk.System(ctx, system)
			if err != nil || model.TotalsAt(file.Lines, model.StageDelivered) == in.TotalsBefore() {
				t.Errorf("the system runs as before: %v", err)
			}
		})
	}
}

func stageNames(r *Request) []string {
	var keys []string
	for _, s := range r.Stages() {
		keys = append(keys, s.Key)
	}
	return keys
}

var terminationValues = map[string]string{"reason": "业务已整合", "contact_name": "王芳", "contact_phone": "0427-2812345",
	"offline_date": "2026-03-01", "migration_target": "省统一平台", "backup_method": "", "backup_place": "市档案馆磁带库",
	"backup_checked_by": "李堃", "backup_checked_on": "2026-03-05"}

func TestTermination(t *testing.T) {
	ctx := context.Background()
	for _, city := range cities {
		t.Run("nothing is filed before it is declared, and all that runs is reclaimed line by line, in "+city, func(t *testing.T) {
			office, clerk, system := liveSystem(t, city)
			draft, err := clerk.NewTermination(ctx, system)
			if err != nil {
				t.Fatal(err)
			}
			in := opened(t, clerk, draft.ID)
			sections := in.Sections()
			runs := in.Reclaims().Sections[0]
			if sections[len(sections)-1].ID != ReclaimSection || len(runs.Lines) == 0 || runs.Totals.VCPU == 0 {
				t.Errorf("sections %+v, lines %+v", sections, runs)
			}
			for field, value := range terminationValues {
				in.Set(field, value)
			}
			in.Set("backup_method", in.Profile().Lists["backup_methods"][0].ID)
			if _, err := in.Filing()(ctx); model.KindOf(err) != model.Invalid {
				t.Fatalf("not declared (T10): %v", err)
			}
			for _, f := range []string{"offline_done", "data_migrated", "erase_agreed"} {
				in.Ready()
				if p, ok := in.Problem(f); !ok || p.Key != "problem.declaration" {
					t.Errorf("%s: %v", f, p)
				}
				in.Set(f, model.True)
			}
			id := file(t, in)
			if got := linesOf(open(t, clerk, id).Sheet()); len(got.Lines) != len(runs.Lines) || got.Totals != runs.Totals {
				t.Errorf("filed %+v", got)
			}
			a := open(t, office.By(model.DutyApproval), id).NewAct(model.Approve)
			if len(a.Figures()) != 0 || len(a.Fields()) != 0 {
				t.Errorf("figures %v, fields %v of a termination's approval", a.Figures(), a.Fields())
			}
			doing(t, office.By(model.DutyApproval), id, model.Approve, "同意终止", nil)

			a = open(t, office.By(model.DutyDelivery), id).NewAct(model.Reclaim)
			a.Set("erase_method", in.Profile().Lists["erase_methods"][0].ID)
			a.Set("reclaimed_by", "赵磊")
			a.Set("accounts_closed", model.True)
			if len(a.Checks()) != len(runs.Lines) || a.Checked() != 0 {
				t.Fatalf("checks %+v", a.Checks())
			}
			a.SetCheck(0, true)
			if err := a.Do(ctx); model.KindOf(err) != model.Invalid || len(a.Problems()) != len(runs.Lines)-1 {
				t.Fatalf("%v, problems %v", err, a.Problems())
			}
			for i, c := range a.Checks() {
				_, wrong := a.Problem(CheckField(c.ID))
				if wrong == (i == 0) {
					t.Errorf("line %d: problem %v", i, wrong)
				}
				a.SetCheck(i, true)
			}
			if err := a.Do(ctx); err != nil {
				t.Fatal(err)
			}
			r := open(t, clerk, id)
			for _, row := range r.Resources() {
				if !row.Reclaimed || row.Delivered == "" {
					t.Errorf("row %+v", row)
				}
			}
			if r.Tested() {
				t.Error("a termination is tested")
			}
			doing(t, clerk, id, model.SignOff, "", nil)
			if got := open(t, clerk, id).Stages(); got[3].State != StageDone || got[3].Key != "stage.sign_off" || got[2].By == "" {
				t.Errorf("stages %+v", got)
			}
		})
	}
}

// elasticSystem is a request that went live with elastic lines.
func elasticSystem(t *testing.T, office *apptest.Office) string {
	t.Helper()
	stage, err := demo.NewStage(context.Background(), office.Office, office.Clock, func(demo.Step) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	id, err := stage.Play(context.Background(), "portal", "", demo.WholeLife, model.Live)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestElasticAdjustment(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	id := elasticSystem(t, office)
	vendor := office.By(model.DutyDelivery)
	r := open(t, vendor, id)
	if len(r.NewAct(model.Adjust).Figures()) == 0 {
		t.Fatal("the sample has no elastic line")
	}
	t.Run("an elastic line is adjusted within its bounds, by its count alone (R22)", func(t *testing.T) {
		a := open(t, vendor, id).NewAct(model.Adjust)
		if len(a.Figures()) == 0 {
			t.Fatal("no figures")
		}
		f := a.Figures()[0].Figures
		if len(f) != 1 || f[0].ID != "count" || f[0].Least == 0 || f[0].Allowed < f[0].Now {
			t.Fatalf("figures %+v", f)
		}
		if a.NeedsNote() {
			t.Error("an adjustment needs an opinion")
		}
		if err := a.Do(ctx); model.KindOf(err) != model.Invalid || a.Problems()[0].Key != "problem.nothing_adjusted" {
			t.Fatalf("nothing adjusted: %v", err)
		}
		a.SetFigure(1, 0, "9999")
		if err := a.Do(ctx); model.KindOf(err) != model.Invalid {
			t.Fatalf("beyond the bounds: %v", err)
		}
		if _, ok := a.Problem(FigureField(1, "count")); !ok {
			t.Errorf("problems %v", a.Problems())
		}
		a.SetFigure(1, 0, figureText(a.Figures()[1].Figures[0].Now))
		a.SetFigure(0, 0, figureText(f[0].Allowed))
		if err := a.Do(ctx); err != nil {
			t.Fatal(err)
		}
		r := open(t, vendor, id)
		if now := r.NewAct(model.Adjust).Figures()[0].Figures[0].Now; now != f[0].Allowed {
			t.Errorf("now %d, want %d", now, f[0].Allowed)
		}
		if acts := r.Acts(); len(acts[0].Scaled) != 1 {
			t.Errorf("the history does not say what was adjusted: %+v", acts[0])
		}
	})
	t.Run("the system's page keeps a log of it, with the names of its lines (R22)", func(t *testing.T) {
		s, err := OpenSystem(ctx, office.By(model.DutyAcceptance), id)
		if err != nil {
			t.Fatal(err)
		}
		log := s.Adjustments()
		if len(log) != 1 || log[0].By != vendor.Person.Name || len(log[0].Lines) != 1 || log[0].Lines[0].Name == "" || log[0].Lines[0].Resource == "" {
			t.Errorf("%+v", log)
		}
	})
}

func figureText(n int64) string {
	return model.RowOf(model.Line{Asked: model.Amount{Count: n}}).Values["count"]
}

func TestOnBehalf(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Submitted)
	principal, deputy := office.By(model.DutyAcceptance), office.By(model.DutyDelivery)
	today := principal.Today().String()
	if err := principal.Delegate(ctx, deputy.Person.ID, today, today); err != nil {
		t.Fatal(err)
	}
	deputy = office.As(deputy.Person.ID)
	r := open(t, deputy, id)
	a := r.NewAct(model.Accept)
	if a.OnBehalf() != principal.Person.Name {
		t.Fatalf("on behalf of %q", a.OnBehalf())
	}
	if err := a.Do(ctx); err != nil {
		t.Fatal(err)
	}
	want := deputy.Person.Name + "（代" + principal.Person.Name + "）"
	r = open(t, deputy, id)
	if got := r.Acts()[0].By; got != want {
		t.Errorf("history says %q, want %q", got, want)
	}
	if got := r.Stages()[1].By; got != want {
		t.Errorf("the stage line says %q, want %q", got, want)
	}
}
