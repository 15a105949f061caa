package app_test

import (
	"reflect"
	"testing"
	"time"

	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

func TestSigningIn(t *testing.T) {
	ctx := t.Context()
	t.Run("name and password open the desk, whatever the case of the name and the spaces around it", func(t *testing.T) {
		o := apptest.New(t, "panjin-2016")
		for _, name := range []string{"wangfang", " WangFang\t"} {
			d, err := o.SignIn(ctx, name, demo.Password)
			if err != nil || d.Person.Name != "王芳" || d.Unit.ID != "gcsp" {
				t.Errorf("%q: %v, %+v", name, err, d)
			}
		}
	})
	t.Run("a wrong name and a wrong password are answered alike, to the last try", func(t *testing.T) {
		o := apptest.New(t, "panjin-2016")
		for try := range 7 {
			_, wrongPassword := o.SignIn(ctx, "wangfang", "nonsense")
			_, wrongName := o.SignIn(ctx, "nobody", "nonsense")
			a, b := refusal(t, wrongPassword, model.Forbidden), refusal(t, wrongName, model.Forbidden)
			if !reflect.DeepEqual(a, b) {
				t.Errorf("try %d: a wrong password is %v, a wrong name %v", try+1, a, b)
			}
		}
	})
	t.Run("a kept password that is no hash opens nothing", func(t *testing.T) {
		o := apptest.New(t, "panjin-2016")
		for _, hash := range []string{"", "nonsense", "$argon2id$v=19$m=8,t=1,p=1$AAAA$", "$argon2id$v=19$m=8,t=0,p=0$AAAA$AAAA", "$1$a$b$c$d"} {
			if err := o.Secrets.SetPassword(ctx, "wangfang", hash); err != nil {
				t.Fatal(err)
			}
			_, err := o.SignIn(ctx, "wangfang", "")
			refusal(t, err, model.Forbidden)
		}
	})
	t.Run("a disabled account is refused, and only to who knows its password", func(t *testing.T) {
		o := apptest.New(t, "panjin-2016")
		person := o.As("wangfang").Person
		person.Disabled = true
		if err := o.By(model.DutyAdministration).SavePerson(ctx, person); err != nil {
			t.Fatal(err)
		}
		_, err := o.SignIn(ctx, "wangfang", demo.Password)
		if e := refusal(t, err, model.Forbidden); e.Key != "error.disabled" {
			t.Error(e)
		}
		_, err = o.SignIn(ctx, "wangfang", "nonsense")
		if e := refusal(t, err, model.Forbidden); e.Key != "error.wrong_password" {
			t.Error(e)
		}
	})
}

func TestResting(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "panjin-2016")
	wrong := func(t *testing.T) *model.Error {
		t.Helper()
		_, err := o.SignIn(ctx, "wangfang", "nonsense")
		return refusal(t, err, model.Forbidden)
	}
	rests := func(t *testing.T, minutes string) {
		t.Helper()
		_, err := o.SignIn(ctx, "wangfang", demo.Password)
		if e := refusal(t, err, model.Forbidden); e.Key != "error.resting" || e.Args["minutes"] != minutes {
			t.Errorf("got %v, want a rest of %s minutes", e, minutes)
		}
	}
	t.Run("each wrong password says how many tries are left", func(t *testing.T) {
		for _, left := range []string{"4", "3", "2", "1"} {
			if e := wrong(t); e.Key != "error.wrong_password" || e.Args["left"] != left {
				t.Errorf("got %v, want %s left", e, left)
			}
		}
	})
	t.Run("the fifth rests the account for ten minutes, and the sixth does too", func(t *testing.T) {
		for range 2 {
			if e := wrong(t); e.Key != "error.resting" || e.Args["minutes"] != "10" {
				t.Error(e)
			}
		}
		rests(t, "10")
	})
	t.Run("nobody else rests with it", func(t *testing.T) {
		if _, err := o.SignIn(ctx, "zhangzhe", demo.Password); err != nil {
			t.Error(err)
		}
	})
	t.Run("the rest survives closing and opening the office", func(t *testing.T) {
		o.Reopen()
		rests(t, "10")
		o.Clock.Set(o.Clock.Now().Add(9*time.Minute + 30*time.Second))
		rests(t, "1")
	})
	t.Run("after it the right password opens, and the count begins anew", func(t *testing.T) {
		o.Clock.Set(o.Clock.Now().Add(30 * time.Second))
		for range 2 {
			for range 4 {
				if e := wrong(t); e.Key != "error.wrong_password" {
					t.Error(e)
				}
			}
			if _, err := o.SignIn(ctx, "wangfang", demo.Password); err != nil {
				t.Error(err)
			}
		}
	})
}
