package app_test

import (
	"encoding/json"
	"strings"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

var newcomer = model.Person{ID: "zhaoyi", Name: "赵毅", Unit: "authority", Roles: []model.Role{model.RoleApprover}, Phone: "13000000999"}

func TestAccounts(t *testing.T) {
	ctx := t.Context()
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		admin := o.By(model.DutyAdministration)
		t.Run("only the duty of administration keeps accounts (R04)", func(t *testing.T) {
			for _, p := range must(o.People(ctx)) {
				d := o.As(p.ID)
				if p.ID == admin.Person.ID {
					continue
				}
				for what, err := range map[string]error{"add": d.AddPerson(ctx, newcomer, demo.Password), "change": d.SavePerson(ctx, p),
					"unit": d.AddUnit(ctx, model.Unit{ID: "neu", Name: "新单位"}), "password": d.SetPassword(ctx, admin.Person.ID, demo.Password)} {
					if model.KindOf(err) != model.Forbidden {
						t.Errorf("%s by %s: %v", what, p.ID, err)
					}
				}
			}
		})
		t.Run("a new account signs in with what it was given", func(t *testing.T) {
			if err := admin.AddPerson(ctx, newcomer, "another word"); err != nil {
				t.Fatal(err)
			}
			d, err := o.SignIn(ctx, "zhaoyi", "another word")
			if err != nil || d.Person.Name != "赵毅" || d.Person.Phone != newcomer.Phone || d.Unit.Name != o.Profile().Word("authority") {
				t.Errorf("%v %+v", err, d)
			}
		})
		t.Run("a sign-in name is taken whatever its case", func(t *testing.T) {
			again := newcomer
			again.ID = " ZhaoYi "
			names(t, refusal(t, admin.AddPerson(ctx, again, demo.Password), model.Invalid), "id problem.name_taken")
		})
		t.Run("an account is not made by changing one that is not there", func(t *testing.T) {
			for _, id := range []string{"nobody", "ZhaoYi", ""} {
				p := newcomer
				p.ID = id
				refusal(t, admin.SavePerson(ctx, p), model.NotFound)
			}
		})
		t.Run("a changed account keeps its password, and the duties of its new role decide (R04)", func(t *testing.T) {
			p := newcomer
			p.Roles = []model.Role{model.RoleInspector}
			if err := admin.SavePerson(ctx, p); err != nil {
				t.Fatal(err)
			}
			d, err := o.SignIn(ctx, "zhaoyi", "another word")
			if err != nil || !o.Profile().Holds(d.Person.Roles, model.DutyReading) || o.Profile().Holds(d.Person.Roles, model.DutyApproval) {
				t.Error(err, d)
			}
		})
		t.Run("an administrator neither demotes nor disables himself", func(t *testing.T) {
			demoted, disabled := admin.Person, admin.Person
			demoted.Roles, disabled.Disabled = []model.Role{model.RoleApprover}, true
			for _, p := range []model.Person{demoted, disabled} {
				names(t, refusal(t, admin.SavePerson(ctx, p), model.Invalid), "roles problem.last_administrator")
			}
		})
		t.Run("everybody sets his own password, an administrator anybody's", func(t *testing.T) {
			d := o.As("zhaoyi")
			if err := d.SetPassword(ctx, "zhaoyi", "my own word"); err != nil {
				t.Fatal(err)
			}
			if _, err := o.SignIn(ctx, "zhaoyi", "another word"); err == nil {
				t.Error("the old password still opens")
			}
			must(o.SignIn(ctx, "zhaoyi", "my own word"))
			if err := admin.SetPassword(ctx, "zhaoyi", "for a forgetful one"); err != nil {
				t.Fatal(err)
			}
			must(o.SignIn(ctx, "zhaoyi", "for a forgetful one"))
			refusal(t, admin.SetPassword(ctx, "nobody", demo.Password), model.NotFound)
		})
		t.Run("the log tells who set a password, never what it is", func(t *testing.T) {
			events := must(o.Store.Events(ctx, model.Subject{Kind: model.PersonSubject, ID: "zhaoyi"}))
			text := string(must(json.Marshal(events)))
			for _, secret := range []string{"argon2", "my own word", "another word", "for a forgetful one"} {
				if strings.Contains(text, secret) {
					t.Errorf("the log holds %q", secret)
				}
			}
			if last := events[len(events)-1]; last.Actor != admin.Person.ID || last.Values["password_set"] == "" {
				t.Errorf("%+v", last)
			}
		})
	})
}

func TestWhatAnAccountNeeds(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "panjin-2016")
	admin := o.By(model.DutyAdministration)
	with := func(change func(*model.Person)) model.Person {
		p := newcomer
		change(&p)
		return p
	}
	long := strings.Repeat("长", 41)
	for _, c := range []struct {
		name     string
		person   model.Person
		password string
		problems []string
	}{
		{"everything at once", model.Person{ID: "王", Unit: "nowhere"}, "short", []string{"id problem.id_form", "name problem.person_name",
			"password problem.password_form", "roles problem.no_role", "unit problem.unknown_unit"}},
		{"a name to sign in with of 2 to 32 small letters and digits", with(func(p *model.Person) { p.ID = "a" }), demo.Password, []string{"id problem.id_form"}},
		{"a sign-in name that is a name", with(func(p *model.Person) { p.ID = "../etc" }), demo.Password, []string{"id problem.id_form"}},
		{"a name of 40 characters at most", with(func(p *model.Person) { p.Name = long }), demo.Password, []string{"name problem.person_name"}},
		{"a name that is not blank", with(func(p *model.Person) { p.Name = " \t" }), demo.Password, []string{"name problem.person_name"}},
		{"a role that the city has", with(func(p *model.Person) { p.Roles = []model.Role{model.RoleManagement} }), demo.Password, []string{"roles problem.unknown_role"}},
		{"a unit to file for, as a clerk", with(func(p *model.Person) { p.Roles, p.Unit = []model.Role{model.RoleClerk}, "" }), demo.Password, []string{"unit problem.no_unit"}},
		{"a password of 8 characters", newcomer, "密码密码密码密", []string{"password problem.password_form"}},
		{"a password of 128 characters at most", newcomer, strings.Repeat("x", 129), []string{"password problem.password_form"}},
	} {
		t.Run("an account needs "+c.name, func(t *testing.T) {
			names(t, refusal(t, admin.AddPerson(ctx, c.person, c.password), model.Invalid), c.problems...)
			if _, err := o.Office.Person(ctx, c.person.ID); model.KindOf(err) != model.NotFound {
				t.Errorf("it was made all the same: %v", err)
			}
		})
	}
	t.Run("a password may be eight Chinese characters, or have spaces", func(t *testing.T) {
		for id, password := range map[string]string{"pone": "密码密码密码密码", "ptwo": " with spaces "} {
			p := newcomer
			p.ID = id
			if err := admin.AddPerson(ctx, p, password); err != nil {
				t.Fatal(err)
			}
			must(o.SignIn(ctx, id, password))
		}
	})
	t.Run("a unit needs an id and a full name", func(t *testing.T) {
		names(t, refusal(t, admin.AddUnit(ctx, model.Unit{ID: "新", Name: strings.Repeat("长", 101)}), model.Invalid), "id problem.id_form", "name problem.unit_name")
	})
	t.Run("an administrator without another duty reads no request", func(t *testing.T) {
		r := submitted(t, o, 0)
		_, err := admin.Dossier(ctx, r.id)
		refusal(t, err, model.NotFound)
		home := must(admin.Home(ctx))
		if len(home.Items) != 0 {
			t.Errorf("%+v", home)
		}
	})
	t.Run("a person without unit and duty finds nothing, and not everything (R04)", func(t *testing.T) {
		lost := &app.Desk{Office: o.Office, Person: model.Person{ID: "lost", Name: "无"}}
		items, _, err := lost.List(ctx, model.Query{})
		if n, counting := lost.Count(ctx, model.Query{}); err != nil || counting != nil || len(items) != 0 || n != 0 {
			t.Error(err, counting, items, n)
		}
		home, err := lost.Home(ctx)
		if err != nil || len(home.Items) != 0 || home.Queues[0].Count != 0 {
			t.Errorf("%v %+v", err, home)
		}
	})
}
