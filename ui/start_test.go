package ui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/app/words"
	"yunban/model"
	"yunban/ui/kit"
)

// firstStart is a window on an empty folder.
func firstStart(t *testing.T) *Window {
	t.Helper()
	opts := testOptions(t, nil)
	dir := t.TempDir()
	opts.Found = func(ctx context.Context, f app.Founding) (*app.Office, error) {
		opened, err := wire.Found(ctx, dir, wire.Options{OwnFonts: true}, f)
		if err != nil {
			return nil, err
		}
		t.Cleanup(func() { _ = opened.Close() })
		return opened.Office, nil
	}
	opts.Demo = func(context.Context, string) (*app.Office, error) { return apptest.New(t, "luan").Office, nil }
	return openTest(t, opts)
}

func TestStartPage(t *testing.T) {
	fill := func(p *startPage, values map[string]string) {
		for id, v := range values {
			p.form.inputs[id].SetValue(v)
		}
	}
	right := map[string]string{"city": "panjin-2016", "name": "高远", "id": "gaoyuan", "password": "correct horse", "again": "correct horse"}

	t.Run("the city and the administrator begin an office, and he is signed in", func(t *testing.T) {
		w := firstStart(t)
		p := w.gate.(*startPage)
		fill(p, right)
		test.Tap(p.found)
		if w.desk == nil || w.desk.Person.Name != "高远" || w.desk.Profile().ID != "panjin-2016" {
			t.Fatal("nobody is signed in")
		}
		if w.office.Sandbox {
			t.Error("the office is one for demonstration")
		}
		page[*homePage](t, w)
	})
	t.Run("two passwords that differ are pointed at, and all that was typed stays", func(t *testing.T) {
		w := firstStart(t)
		p := w.gate.(*startPage)
		fill(p, right)
		fill(p, map[string]string{"again": "correct hoarse"})
		test.Tap(p.found)
		if p.form.wrong["again"].Text != w.T("problem.passwords_differ") || w.desk != nil {
			t.Errorf("said %q", p.form.wrong["again"].Text)
		}
		if p.form.value("name") != "高远" || p.form.value("password") != "correct horse" {
			t.Error("what was typed is gone")
		}
		if w.win.Canvas().Focused() != p.form.inputs["again"].(fyne.Focusable) {
			t.Error("the keyboard is not on the field")
		}
	})
	t.Run("what the office refuses is said at its field", func(t *testing.T) {
		w := firstStart(t)
		p := w.gate.(*startPage)
		fill(p, right)
		fill(p, map[string]string{"id": "高远", "password": "short", "again": "short", "name": " "})
		test.Tap(p.found)
		for _, id := range []string{"id", "password", "name"} {
			if p.form.wrong[id].Text == "" {
				t.Errorf("nothing is said at %s", id)
			}
		}
	})
	t.Run("choosing a city shows its limits with their articles", func(t *testing.T) {
		w := firstStart(t)
		p := w.gate.(*startPage)
		p.city.SetValue("luan")
		p.city.OnChanged("luan")
		sees(t, w, "5 个工作日（第十二条）")
	})
	t.Run("the demonstration opens apart, is marked, and can be left again", func(t *testing.T) {
		w := firstStart(t)
		test.Tap(w.gate.(*startPage).demo)
		sees(t, w, w.T("signin.demo"))
		w.leaveDemo()
		if _, ok := w.gate.(*startPage); !ok {
			t.Errorf("the gate is %T", w.gate)
		}
	})
	t.Run("changing the language keeps what was typed", func(t *testing.T) {
		w := firstStart(t)
		fill(w.gate.(*startPage), right)
		w.speak(words.English)
		if p := w.gate.(*startPage); p.form.value("id") != "gaoyuan" || p.form.value("city") != "panjin-2016" {
			t.Error("what was typed is gone")
		}
		sees(t, w, "First start", "Once more")
	})
}

func TestSignInPage(t *testing.T) {
	office := apptest.New(t, "panjin-2016")

	t.Run("a wrong password is said below the password, and the name stays", func(t *testing.T) {
		w := openTest(t, testOptions(t, office.Office))
		p := w.gate.(*signInPage)
		p.name.SetValue("zhangzhe")
		p.password.SetValue("wrong")
		test.Tap(p.enter)
		if p.form.wrong["password"].Text != "登录名或密码不正确，还可以再试 4 次。" || p.name.Value() != "zhangzhe" {
			t.Errorf("said %q", p.form.wrong["password"].Text)
		}
		if kit.DialogOpen(w.win.Canvas()) || w.win.Canvas().Focused() != fyne.Focusable(p.password) {
			t.Error("the keyboard is not on the password")
		}
	})
	t.Run("after five wrong passwords the account rests, even for the right one", func(t *testing.T) {
		w := openTest(t, testOptions(t, office.Office))
		p := w.gate.(*signInPage)
		p.name.SetValue("liuben")
		for range 5 {
			p.password.SetValue("wrong")
			test.Tap(p.enter)
		}
		p.password.SetValue(demo.Password)
		test.Tap(p.enter)
		if w.desk != nil || p.form.wrong["password"].Text != "密码连续输错，账号暂停登录，请 10 分钟后再试。" {
			t.Errorf("said %q", p.form.wrong["password"].Text)
		}
	})
	t.Run("Enter goes from the name to the password, and from there in", func(t *testing.T) {
		w := openTest(t, testOptions(t, office.Office))
		p := w.gate.(*signInPage)
		p.name.SetValue("")
		w.win.Canvas().Focus(p.name)
		test.Type(p.name, "wangfang")
		pressKey(w, fyne.KeyReturn)
		if w.win.Canvas().Focused() != fyne.Focusable(p.password) {
			t.Fatal("the password has not the keyboard")
		}
		test.Type(p.password, demo.Password)
		pressKey(w, fyne.KeyReturn)
		if w.desk == nil || w.desk.Person.ID != "wangfang" {
			t.Error("nobody is signed in")
		}
	})
	t.Run("who signs out leaves the name and no page behind", func(t *testing.T) {
		w := signedIn(t, office.Office, "wangfang")
		w.SignOut()
		p := w.gate.(*signInPage)
		if w.desk != nil || len(w.history.visits) > 0 || p.name.Value() != "wangfang" || p.password.Value() != "" {
			t.Error("something is left")
		}
	})
	t.Run("a disabled account is told so", func(t *testing.T) {
		admin := office.By(model.DutyAdministration)
		person, err := office.Person(context.Background(), "hetao")
		if err != nil {
			t.Fatal(err)
		}
		person.Disabled = true
		if err := admin.SavePerson(context.Background(), person); err != nil {
			t.Fatal(err)
		}
		w := openTest(t, testOptions(t, office.Office))
		p := w.gate.(*signInPage)
		p.name.SetValue("hetao")
		p.password.SetValue(demo.Password)
		test.Tap(p.enter)
		if p.form.wrong["password"].Text != w.T("error.disabled") {
			t.Errorf("said %q", p.form.wrong["password"].Text)
		}
	})
}
