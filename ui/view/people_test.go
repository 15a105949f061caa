package view

import (
	"context"
	"errors"
	"testing"

	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

// wrongAt gives the key of the problem that an error names at a field.
func wrongAt(err error, field string) string {
	var e *model.Error
	if errors.As(err, &e) {
		for _, p := range e.Problems {
			if p.Field == field {
				return p.Key
			}
		}
	}
	return ""
}

func TestPeople(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	admin := office.By(model.DutyAdministration)
	load := func(t *testing.T) People {
		t.Helper()
		p, err := LoadPeople(ctx, admin)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}

	t.Run("accounts are listed with unit and roles in the city's words", func(t *testing.T) {
		found := load(t).Find("王芳")
		if len(found) != 1 || found[0].UnitName != "盘锦市工程审批服务中心" || found[0].RoleNames != "使用单位经办人" {
			t.Errorf("found: %+v", found)
		}
	})
	t.Run("every typed word must fit", func(t *testing.T) {
		if found := load(t).Find("供应商 何涛"); len(found) != 1 {
			t.Errorf("found %d", len(found))
		}
		if found := load(t).Find("供应商 王芳"); len(found) != 0 {
			t.Errorf("found %d", len(found))
		}
	})
	t.Run("a new account can sign in", func(t *testing.T) {
		f := PersonForm{New: true, ID: " LiLei ", Name: " 李雷 ", Unit: "gcsp", Roles: "clerk", Password: "correct horse", Again: "correct horse"}
		if err := f.Save(ctx, admin); err != nil {
			t.Fatal(err)
		}
		desk, err := office.SignIn(ctx, "lilei", "correct horse")
		if err != nil || desk.Person.Name != "李雷" {
			t.Errorf("desk %+v, error %v", desk, err)
		}
	})
	t.Run("two passwords that differ are pointed at before anything is made", func(t *testing.T) {
		f := PersonForm{New: true, ID: "hanmeimei", Name: "韩梅梅", Unit: "gcsp", Roles: "clerk", Password: "correct horse", Again: "correct hoarse"}
		if key := wrongAt(f.Save(ctx, admin), "again"); key != "problem.passwords_differ" {
			t.Errorf("problem %q", key)
		}
		if len(load(t).Find("hanmeimei")) != 0 {
			t.Error("the account was made")
		}
	})
	t.Run("a form for an account holds what is known of it and saves what was changed", func(t *testing.T) {
		row := load(t).Find("wangfang")[0]
		f := FormOf(row.Person)
		if f.Roles != "clerk" || f.Unit != "gcsp" || f.New {
			t.Fatalf("form: %+v", f)
		}
		f.Roles, f.Disabled = "clerk,acceptance_officer", true
		if err := f.Save(ctx, admin); err != nil {
			t.Fatal(err)
		}
		if row = load(t).Find("wangfang")[0]; !row.Disabled || len(row.Roles) != 2 {
			t.Errorf("row: %+v", row)
		}
	})
	t.Run("nobody can take the administrator's role from himself", func(t *testing.T) {
		f := FormOf(admin.Person)
		f.Roles = "clerk"
		if key := wrongAt(f.Save(ctx, admin), "roles"); key != "problem.last_administrator" {
			t.Errorf("problem %q", key)
		}
	})
	t.Run("a new unit must not take the code of another", func(t *testing.T) {
		f := UnitForm{New: true, Unit: model.Unit{ID: "GCSP", Name: "另一个单位"}}
		if key := wrongAt(f.Save(ctx, admin), "id"); key != "problem.unit_taken" {
			t.Errorf("problem %q", key)
		}
	})
	t.Run("all that is typed of a unit is kept", func(t *testing.T) {
		f := UnitForm{New: true, Unit: model.Unit{ID: "jyj"}}
		for _, field := range f.Fields() {
			*field.Value = "某" + field.ID
		}
		if err := f.Save(ctx, admin); err != nil {
			t.Fatal(err)
		}
		for _, u := range load(t).Units {
			if u.ID == "jyj" && (u.Name != "某name" || u.Address != "某address" || u.Phone != "某phone") {
				t.Errorf("unit: %+v", u)
			}
		}
	})
}

func TestPasswordForm(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	clerk, admin := office.As("wangfang"), office.By(model.DutyAdministration)

	t.Run("one's own password needs the present one", func(t *testing.T) {
		f := PasswordForm{Person: "wangfang", Old: "not this one", New: "correct horse", Again: "correct horse"}
		if key := wrongAt(f.Save(ctx, clerk), "old"); key != "problem.old_password" {
			t.Errorf("problem %q", key)
		}
	})
	t.Run("with it the new one is set", func(t *testing.T) {
		f := PasswordForm{Person: "wangfang", Old: demo.Password, New: "correct horse", Again: "correct horse"}
		if err := f.Save(ctx, clerk); err != nil {
			t.Fatal(err)
		}
		if _, err := office.SignIn(ctx, "wangfang", "correct horse"); err != nil {
			t.Error(err)
		}
	})
	t.Run("an administrator sets another's without knowing the present one", func(t *testing.T) {
		f := PasswordForm{Person: "wangfang", New: "battery staple", Again: "battery staple"}
		if err := f.Save(ctx, admin); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("nobody else may", func(t *testing.T) {
		f := PasswordForm{Person: "gaoyuan", New: "battery staple", Again: "battery staple"}
		if err := f.Save(ctx, clerk); model.KindOf(err) != model.Forbidden {
			t.Errorf("error %v", err)
		}
	})
}
