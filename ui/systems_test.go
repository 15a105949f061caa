package ui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
	"yunban/ui/view"
)

// typedSystem is what is typed of a system that is to be migrated.
func typedSystem(name, day string) model.Values {
	return model.Values{"system_name": name, "migration": "planned", "planned_migration": day, "mlps_level": "2",
		"system_owner": "赵强", "system_owner_phone": "13842700001", "security_officer": "钱红", "security_officer_phone": "13842700002",
		"auditor": "孙丽", "auditor_phone": "13842700003"}
}

// clerk is the account of the clerk who files the first sample.
func clerk(office *apptest.Office) string { return office.ClerkOf(office.Samples()[0]).Person.ID }

// plan puts a system that is to be migrated into the inventory of the first sample's unit.
func plan(t *testing.T, office *apptest.Office, name, day string) string {
	t.Helper()
	desk := office.ClerkOf(office.Samples()[0])
	id, err := desk.SaveSystem(context.Background(), "", desk.Unit.ID, typedSystem(name, day))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// editing opens an entry of a register; at the end it goes without asking what becomes of what was typed.
func editing(t *testing.T, w *Window, title string, r *view.Record, then func()) *recordDialog {
	t.Helper()
	d := w.editRecord(title, r, then)
	t.Cleanup(func() { d.dialog.OnCancel = nil })
	return d
}

// fill types into the fields of an entry of a register.
func (d *recordDialog) fill(values model.Values) {
	for id, v := range values {
		d.r.Set(id, v)
		for _, form := range d.forms {
			if row := form.Row(id); row != nil {
				row.Field.SetValue(v)
			}
		}
	}
}

func TestSystemsPage(t *testing.T) {
	office := apptest.New(t, "panjin-2016")

	t.Run("an empty inventory says what belongs there and offers to add", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.Go(SystemsRoute())
		sees(t, w, "台账里还没有系统", "登记系统")
	})
	t.Run("a form that lacks something says so at its fields and keeps what was typed", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.Go(SystemsRoute())
		p := page[*systemsPage](t, w)
		d := editing(t, w, "登记", p.systems.New(), func() { t.Error("it was saved") })
		d.fill(model.Values{"system_name": "渔政管理系统"})
		d.dialog.Confirm()
		if d.forms[1].Row("mlps_level").Problem() == "" || d.forms[2].Row("auditor").Problem() == "" {
			t.Error("what is missing is not said")
		}
		if d.forms[0].Row("system_name").Field.Value() != "渔政管理系统" {
			t.Error("the name is lost")
		}
	})
	t.Run("Esc asks before what was typed is thrown away", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.Go(SystemsRoute())
		d := editing(t, w, "登记", page[*systemsPage](t, w).systems.New(), func() {})
		d.fill(model.Values{"system_name": "渔政管理系统"})
		d.dialog.Dismiss()
		sees(t, w, "放弃修改？")
		pressKey(w, fyne.KeyEscape)
		sees(t, w, "登记", "渔政管理系统")
	})
	t.Run("a clerk adds a system of the own unit", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.Go(SystemsRoute())
		p := page[*systemsPage](t, w)
		r := p.systems.New()
		if len(r.Units) > 0 {
			t.Error("a clerk may choose a unit")
		}
		d := editing(t, w, "登记", r, w.Refresh)
		d.fill(typedSystem("渔政管理系统", "2099-06-30"))
		d.dialog.Confirm()
		sees(t, w, "渔政管理系统", "待迁移", "齐全", "2099-06-30")
	})
	t.Run("the authority chooses the unit, and must", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		w.Go(SystemsRoute())
		r := page[*systemsPage](t, w).systems.New()
		r.Unit = ""
		d := editing(t, w, "登记", r, func() { t.Error("it was saved") })
		d.fill(typedSystem("港口调度系统", "2099-06-30"))
		d.dialog.Confirm()
		if d.unit.Problem() == "" {
			t.Error("the unit is not asked for")
		}
	})
	t.Run("a count narrows the list, and what narrows can be taken away", func(t *testing.T) {
		plan(t, office, "档案数字化系统", "2026-01-05")
		w := signedIn(t, office.Office, "chenkun")
		w.Go(SystemsRoute())
		p := page[*systemsPage](t, w)
		if p.piles[""].count != "2" || p.piles[model.Planned].count != "2" {
			t.Errorf("counted %s, to be migrated %s", p.piles[""].count, p.piles[model.Planned].count)
		}
		sees(t, w, "2026-01-05 已过期")
		test.Tap(p.piles[model.OnCloud])
		sees(t, w, "没有符合条件的系统")
		p.clear()
		p.search.OnChanged("档案")
		if rows := p.table.Rows(); len(rows) != 1 || rows[0].Name != "档案数字化系统" {
			t.Errorf("found %+v", rows)
		}
	})
	t.Run("Enter opens a system", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		w.Go(SystemsRoute())
		pressKey(w, fyne.KeyHome)
		pressKey(w, fyne.KeyReturn)
		page[*systemPage](t, w)
		if got := w.frame.rail[SystemsScreen].Importance; got != widget.HighImportance {
			t.Errorf("the rail does not mark the inventory: %v", got)
		}
	})
}

func TestSystemPage(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	if err := demo.Furnish(context.Background(), office.Office); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	planned := plan(t, office, "档案数字化系统", "2099-06-30")
	systems, err := view.LoadSystems(ctx, office.As(clerk(office)))
	if err != nil {
		t.Fatal(err)
	}
	var free, held string
	for _, row := range systems.Find(view.SystemFilter{State: string(model.OnCloud)}) {
		s, err := view.OpenSystem(ctx, office.As(clerk(office)), row.ID)
		if err != nil {
			t.Fatal(err)
		}
		switch steps := s.Steps(); {
		case len(steps) == 2 && steps[0].Blocked.Key == "":
			free = row.ID
		case len(steps) == 2:
			held = row.ID
		}
	}

	t.Run("one to be migrated offers the application, with what is known filled in", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.Go(SystemRoute(planned))
		p := page[*systemPage](t, w)
		sees(t, w, "档案数字化系统", "待迁移", "赵强", "该系统还没有提交过申请。")
		test.Tap(p.steps[model.Usage])
		first := page[*intakePage](t, w)
		if got := first.in.Title(); got != "档案数字化系统" {
			t.Errorf("the application is of %q", got)
		}
		w.Back()
		test.Tap(page[*systemPage](t, w).steps[model.Usage])
		if again := page[*intakePage](t, w); again.id != first.id {
			t.Error("a second draft was begun")
		}
	})
	t.Run("one that applies greys the application and names the request", func(t *testing.T) {
		applying := systems.Find(view.SystemFilter{State: string(model.Applying)})
		w := signedIn(t, office.Office, clerk(office))
		w.Go(SystemRoute(applying[0].ID))
		p := page[*systemPage](t, w)
		if b := p.steps[model.Usage]; b == nil || !b.Disabled() {
			t.Error("it can be begun again")
		}
		sees(t, w, "已有办理中的使用申请 "+p.table.Rows()[0].Number)
	})
	t.Run("a live one shows what it runs on and opens its requests by Enter", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.Go(SystemRoute(free))
		p := page[*systemPage](t, w)
		sees(t, w, "已上云", "正在使用的资源", "vCPU", p.table.Rows()[0].Number)
		pressKey(w, fyne.KeyHome)
		pressKey(w, fyne.KeyReturn)
		page[*requestPage](t, w)
	})
	t.Run("with nothing open it can be changed", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.Go(SystemRoute(free))
		test.Tap(page[*systemPage](t, w).steps[model.Change])
		v, _ := w.history.current()
		draft, err := office.As(clerk(office)).Draft(ctx, v.route.ID)
		if err != nil || draft.Case != model.Change {
			t.Errorf("a draft of %s, %v", draft.Case, err)
		}
	})
	t.Run("with another one open, change and termination are greyed and the reason is said", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.Go(SystemRoute(held))
		p := page[*systemPage](t, w)
		if !p.steps[model.Change].Disabled() || !p.steps[model.Termination].Disabled() {
			t.Error("they can be begun")
		}
		sees(t, w, "未办结的变更或终止申请")
	})
	t.Run("who does not apply is offered nothing to begin", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		w.Go(SystemRoute(free))
		if n := len(page[*systemPage](t, w).steps); n != 0 {
			t.Errorf("%d steps", n)
		}
	})
}

func TestNewRequest(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	t.Run("without a system that waits there is nothing to ask", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.NewRequest()
		page[*intakePage](t, w)
	})
	plan(t, office, "档案数字化系统", "2099-06-30")
	t.Run("Enter begins a blank one", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.NewRequest()
		sees(t, w, "新系统（空白申请）", "档案数字化系统")
		pressKey(w, fyne.KeyReturn)
		if p := page[*intakePage](t, w); p.in.Title() != "" {
			t.Errorf("of %s", p.in.Title())
		}
	})
	t.Run("a system of the inventory is one key further", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.NewRequest()
		pressKey(w, fyne.KeyDown)
		pressKey(w, fyne.KeyReturn)
		if p := page[*intakePage](t, w); p.in.Title() != "档案数字化系统" {
			t.Errorf("of %q", p.in.Title())
		}
	})
	t.Run("Esc begins nothing", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk(office))
		w.NewRequest()
		pressKey(w, fyne.KeyEscape)
		page[*homePage](t, w)
	})
}
