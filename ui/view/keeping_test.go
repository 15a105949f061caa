package view

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"yunban/app/apptest"
	"yunban/model"
	"yunban/model/workday"
)

// problems are what an error names.
func problems(err error) []model.Problem {
	var e *model.Error
	errors.As(err, &e)
	if e == nil {
		return nil
	}
	return e.Problems
}

func TestDelegations(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	from, to := office.By(model.DutyAcceptance), office.By(model.DutyReading)
	today := office.Today()
	form := DelegationForm{To: to.Person.ID, Begin: today.String(), End: today.AddDays(3).String()}

	t.Run("deputy and days are asked for, each at its field", func(t *testing.T) {
		got := problems(DelegationForm{}.Save(ctx, from))
		for _, field := range []string{"to", "begin", "end"} {
			if _, wrong := find(got, field); !wrong {
				t.Errorf("nothing wrong with %s", field)
			}
		}
	})
	t.Run("a clerk's deputy is of the same unit", func(t *testing.T) {
		clerk := office.By(model.DutyUnit)
		all, err := LoadDelegations(ctx, clerk)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range all.Deputies {
			if office.As(o.Code).Person.Unit != clerk.Person.Unit {
				t.Errorf("%s is offered", o.Label)
			}
		}
	})
	t.Run("both see it, the deputy is told for whom he acts, and only the giver revokes", func(t *testing.T) {
		if err := form.Save(ctx, from); err != nil {
			t.Fatal(err)
		}
		own, _ := LoadDelegations(ctx, from)
		got, err := LoadDelegations(ctx, to)
		if err != nil || len(own.Rows) != 1 || !own.Rows[0].Open || !own.Rows[0].Holds || len(got.Rows) != 1 || got.Rows[0].Open {
			t.Fatalf("%+v / %+v, %v", own.Rows, got.Rows, err)
		}
		home, err := LoadHome(ctx, office.As(to.Person.ID))
		if err != nil || len(home.Acting) != 1 || home.Acting[0] != from.Person.Name {
			t.Errorf("acting for %v, %v", home.Acting, err)
		}
		if err := from.Revoke(ctx, own.Rows[0].ID); err != nil {
			t.Fatal(err)
		}
		if acting, err := ActingFor(ctx, to); err != nil || len(acting) > 0 {
			t.Errorf("still acting for %v, %v", acting, err)
		}
	})
}

func TestCatalogue(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	admin := office.By(model.DutyAdministration)
	c := LoadCatalogue(admin)
	listed := func(id string) *CatalogueList {
		return c.Lists()[slices.IndexFunc(c.Lists(), func(l *CatalogueList) bool { return l.ID == id })]
	}
	l := listed("operating_systems")
	first, n := l.Choices[0], len(l.Choices)

	t.Run("a new entry without a code has its name as code; twice is refused", func(t *testing.T) {
		if err := l.Add("", " 特大型 "); err != nil || l.Choices[n] != (model.Choice{ID: "特大型", Label: "特大型"}) {
			t.Errorf("%+v, %v", l.Choices, err)
		}
		for _, wrong := range [][2]string{{"", "特大型"}, {"", " "}, {"a" + model.ChoiceSeparator, "另一种"}} {
			if l.Add(wrong[0], wrong[1]) == nil {
				t.Errorf("%v was taken", wrong)
			}
		}
	})
	t.Run("moving, renaming and removing hold once saved, and not before", func(t *testing.T) {
		l.Move(0, 1)
		l.Move(0, -1) // the first stays where it is
		l.Rename(1, "换了名称")
		l.Remove(0)
		if !c.Changed() || office.Profile().Lists[l.ID][0] != first {
			t.Error("it holds already")
		}
		save, saved := l.Saving()
		if err := save(ctx, admin); err != nil {
			t.Fatal(err)
		}
		saved()
		if got := office.Profile().Lists[l.ID]; c.Changed() || len(got) != n || got[0] != (model.Choice{ID: first.ID, Label: "换了名称"}) {
			t.Errorf("%+v", got)
		}
	})
	t.Run("a usual size that does not read as one is refused as it is added (R21)", func(t *testing.T) {
		sizes := listed("vm_specs")
		var e *model.Error
		if err := sizes.Add("", "特大型"); !errors.As(err, &e) || e.Problems[0].Key != "problem.size_form" || sizes.Changed() {
			t.Errorf("%v", err)
		}
		if err := sizes.Add("", "48核96GB"); err != nil || !sizes.Changed() {
			t.Errorf("%v", err)
		}
		sizes.Undo()
	})
	t.Run("undoing takes all changes back", func(t *testing.T) {
		l.Remove(0)
		l.Undo()
		if l.Changed() || len(l.Choices) != n {
			t.Errorf("%d entries", len(l.Choices))
		}
	})
	t.Run("only an administrator saves", func(t *testing.T) {
		save, _ := l.Saving()
		if err := save(ctx, office.By(model.DutyAcceptance)); model.KindOf(err) != model.Forbidden {
			t.Errorf("%v", err)
		}
	})
}

func TestCalendar(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	admin := office.By(model.DutyAdministration)
	load := func(t *testing.T) (Calendar, workday.Year) {
		t.Helper()
		c, err := LoadCalendar(ctx, admin, 2026)
		if err != nil {
			t.Fatal(err)
		}
		y, _ := c.Year(2026)
		return c, y
	}

	t.Run("a month at a glance: runs of days off, worked weekend days, working days", func(t *testing.T) {
		c, _ := load(t)
		if got := c.Months(2026)[1]; got != (MonthRow{Month: 2, Off: "15—23 春节", Work: "14、28", Workdays: 16}) {
			t.Errorf("%+v", got)
		}
	})
	for _, d := range []struct {
		name, field string
		form        DayForm
	}{
		{"a day of another year", "day", DayForm{Day: "2027-01-04", Kind: DayOff, Name: "元旦", Notice: "通知"}},
		{"a day that does not exist", "day", DayForm{Day: "2026-02-30", Kind: DayOff, Name: "春节", Notice: "通知"}},
		{"a working day cannot be made up for", "kind", DayForm{Day: "2026-03-02", Kind: DayWork, Notice: "通知"}},
		{"a day off without a name", "name", DayForm{Day: "2026-03-02", Kind: DayOff, Notice: "通知"}},
		{"a change without its notice", "notice", DayForm{Day: "2026-03-02", Kind: DayPlain, Notice: " "}},
	} {
		t.Run("refused at its field: "+d.name, func(t *testing.T) {
			_, d.form.Year = load(t)
			if _, wrong := find(problems(d.form.Save(ctx, admin)), d.field); !wrong {
				t.Errorf("nothing wrong with %s", d.field)
			}
		})
	}
	t.Run("a day in the middle of a holiday that is worked splits it, and the change is on record", func(t *testing.T) {
		_, y := load(t)
		if err := (DayForm{Year: y, Day: "2026-02-21", Kind: DayWork, Notice: "补充通知"}).Save(ctx, admin); err != nil {
			t.Fatal(err)
		}
		c, y := load(t)
		if got := c.Months(2026)[1]; got.Off != "15—20 春节，22—23 春节" || got.Work != "14、21、28" {
			t.Errorf("%+v", got)
		}
		if y.Notice != "补充通知" || len(c.Changes) != 1 || c.Changes[0].By != admin.Person.Name {
			t.Errorf("%q, %+v", y.Notice, c.Changes)
		}
	})
	t.Run("a plain day is what its weekday says again", func(t *testing.T) {
		_, y := load(t)
		if err := (DayForm{Year: y, Day: "2026-02-23", Kind: DayPlain, Notice: "补充通知"}).Save(ctx, admin); err != nil {
			t.Fatal(err)
		}
		if c, _ := load(t); c.Months(2026)[1].Workdays != 18 {
			t.Errorf("%+v", c.Months(2026)[1])
		}
	})
	t.Run("a year is marked provisional with its source", func(t *testing.T) {
		_, y := load(t)
		f := FormOfYear(y)
		f.Provisional = true
		if err := f.Save(ctx, admin); err != nil {
			t.Fatal(err)
		}
		if _, y := load(t); !y.Provisional || y.URL == "" {
			t.Errorf("%+v", y)
		}
	})
	t.Run("a year is taken out of a file, a broken one is refused", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "cn-2028.json")
		if err := os.WriteFile(path, []byte(`{"year":2028,"notice":"通知","off":[],"work":["2028-01-01"]}`), 0o600); err != nil {
			t.Fatal(err)
		}
		if year, err := ImportYear(ctx, admin, path); err != nil || year != 2028 {
			t.Errorf("%d, %v", year, err)
		}
		if err := os.WriteFile(path, []byte(`{"year":2028}`), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ImportYear(ctx, admin, path); model.KindOf(err) != model.Invalid {
			t.Errorf("%v", err)
		}
	})
}
