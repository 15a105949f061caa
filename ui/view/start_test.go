package view

import (
	"context"
	"testing"

	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/model"
)

func TestStart(t *testing.T) {
	cities, err := wire.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("without a city and with two passwords both are pointed at", func(t *testing.T) {
		s := Start{Cities: cities, Password: "correct horse"}
		if found := s.Problems(); len(found) != 2 || found[0].Field != "city" || found[1].Field != "again" {
			t.Errorf("problems: %+v", found)
		}
		if len(s.Facts()) != 0 {
			t.Error("nothing is known of no city")
		}
	})
	for _, c := range []struct{ city, days, article string }{{"panjin-2016", "3", "第八条"}, {"luan", "5", "第十二条"}} {
		t.Run("choosing "+c.city+" says how long acceptance may take there, with the article (R12)", func(t *testing.T) {
			s := Start{Cities: cities, City: c.city}
			for _, f := range s.Facts() {
				if f.Key == "start.limit" && f.Args[1] == string(model.Submitted) {
					if f.Args[3] != c.days || f.Args[5] != c.article {
						t.Errorf("fact: %+v", f)
					}
					return
				}
			}
			t.Error("not said")
		})
	}
	t.Run("what was typed founds the office", func(t *testing.T) {
		f := Start{City: "luan", Name: "高远", ID: "gaoyuan", Password: "correct horse"}.Founding()
		if f.Profile != "luan" || f.Admin.ID != "gaoyuan" || f.Admin.Name != "高远" || f.Password != "correct horse" {
			t.Errorf("founding: %+v", f)
		}
	})
}

func TestSignIn(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	t.Run("the demonstration offers its people, in the order of a request's life", func(t *testing.T) {
		s, err := LoadSignIn(ctx, office.Office)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.People) < 9 || s.People[0].Roles != "使用单位经办人" || s.People[len(s.People)-1].ID != "gaoyuan" {
			t.Errorf("people: %+v", s.People)
		}
	})
	t.Run("an office of its own tells no names", func(t *testing.T) {
		office.Sandbox = false
		defer func() { office.Sandbox = true }()
		s, err := LoadSignIn(ctx, office.Office)
		if err != nil || len(s.People) != 0 {
			t.Errorf("people: %+v, error %v", s.People, err)
		}
	})
	t.Run("who signed in last is remembered, whatever case it was typed in", func(t *testing.T) {
		if _, err := Enter(ctx, office.Office, " WangFang ", demo.Password); err != nil {
			t.Fatal(err)
		}
		s, err := LoadSignIn(ctx, office.Office)
		if err != nil || s.Name != "wangfang" {
			t.Errorf("name %q, error %v", s.Name, err)
		}
	})
	t.Run("the look of the window is remembered on this desk", func(t *testing.T) {
		want := Look{Language: "en", Appearance: "dark"}
		if err := want.Save(ctx, office.Office); err != nil {
			t.Fatal(err)
		}
		if got, err := LoadLook(ctx, office.Office); err != nil || got != want {
			t.Errorf("look %+v, error %v", got, err)
		}
	})
}
