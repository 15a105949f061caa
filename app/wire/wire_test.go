package wire_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/store"
	"yunban/app/wire"
	"yunban/app/words"
	"yunban/model"
)

var founding = app.Founding{Profile: "luan", Admin: model.Person{ID: "admin", Name: "管理员"}, Password: "a good password"}

func found(t *testing.T, dir string, opts wire.Options, f app.Founding) error {
	t.Helper()
	office, err := wire.Found(t.Context(), dir, opts, f)
	if err != nil {
		return err
	}
	return office.Close()
}

func open(t *testing.T, dir string) (*wire.Opened, error) {
	t.Helper()
	office, err := wire.Open(t.Context(), dir, wire.Options{})
	if err == nil {
		t.Cleanup(func() { _ = office.Close() }) // closed already where the test asks for it
	}
	return office, err
}

func TestFounding(t *testing.T) {
	t.Run("a founded office opens again with its city, administrator and nature", func(t *testing.T) {
		for _, sandbox := range []bool{false, true} {
			dir := filepath.Join(t.TempDir(), "新文件夹")
			if err := found(t, dir, wire.Options{Sandbox: sandbox}, founding); err != nil {
				t.Fatal(err)
			}
			office, err := open(t, dir)
			if err != nil {
				t.Fatal(err)
			}
			desk, err := office.SignIn(t.Context(), "Admin", founding.Password)
			if err != nil || desk.Person.Name != "管理员" || office.Profile().ID != "luan" || office.Sandbox != sandbox || office.Dir != dir {
				t.Errorf("%v %+v", err, desk)
			}
		}
	})
	t.Run("what is wrong is told all at once, and leaves the folder as it was", func(t *testing.T) {
		dir := t.TempDir()
		err := found(t, dir, wire.Options{}, app.Founding{Profile: "luan", Admin: model.Person{ID: "王"}, Password: "short"})
		var e *model.Error
		if !errors.As(err, &e) || e.Kind != model.Invalid || len(e.Problems) != 3 {
			t.Errorf("got %v", err)
		}
		if err := found(t, dir, wire.Options{}, app.Founding{Profile: "../luan", Admin: founding.Admin, Password: founding.Password}); model.KindOf(err) != model.NotFound {
			t.Errorf("got %v", err)
		}
		if left, _ := os.ReadDir(dir); len(left) != 0 {
			t.Errorf("left behind: %v", left)
		}
		if err := found(t, dir, wire.Options{}, founding); err != nil {
			t.Errorf("the second try: %v", err)
		}
	})
	t.Run("a founding that was cut off can begin again, at whatever point it was", func(t *testing.T) {
		for acts := range 4 { // the unit, the person, that he has a password, the regulation
			dir := t.TempDir()
			cutOff(t, dir, acts)
			if _, err := open(t, dir); model.KindOf(err) != model.NotFound {
				t.Errorf("after %d acts it opens: %v", acts, err)
			}
			if err := found(t, dir, wire.Options{}, founding); err != nil {
				t.Fatalf("after %d acts: %v", acts, err)
			}
			office, err := open(t, dir)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := office.SignIn(t.Context(), "admin", founding.Password); err != nil {
				t.Error(err)
			}
			if broken, err := office.Store.Verify(t.Context(), nil); err != nil || len(broken) > 0 {
				t.Error(err, broken)
			}
		}
	})
	t.Run("an office is not founded over another, nor a real one in a sandbox", func(t *testing.T) {
		founded, sandbox := t.TempDir(), t.TempDir()
		if err := found(t, founded, wire.Options{}, founding); err != nil {
			t.Fatal(err)
		}
		s, err := store.Create(t.Context(), sandbox, store.Options{Sandbox: true})
		if err != nil || s.Close() != nil {
			t.Fatal(err)
		}
		for _, dir := range []string{founded, sandbox} {
			if err := found(t, dir, wire.Options{}, founding); model.KindOf(err) != model.Conflict {
				t.Errorf("got %v", err)
			}
		}
	})
	t.Run("a folder with nothing in it holds no office", func(t *testing.T) {
		if _, err := open(t, t.TempDir()); model.KindOf(err) != model.NotFound {
			t.Errorf("got %v", err)
		}
	})
	t.Run("an office that is open is not opened twice, and stays open", func(t *testing.T) {
		dir := t.TempDir()
		if err := found(t, dir, wire.Options{}, founding); err != nil {
			t.Fatal(err)
		}
		first, err := open(t, dir)
		if err != nil {
			t.Fatal(err)
		}
		_, again := open(t, dir)
		for _, err := range []error{again, found(t, dir, wire.Options{}, founding)} {
			if model.KindOf(err) != model.Conflict {
				t.Errorf("got %v", err)
			}
		}
		if _, err := first.People(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// cutOff founds an office that falls over after some acts have been written.
func cutOff(t *testing.T, dir string, acts int) {
	t.Helper()
	s, err := store.Create(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	falling := &falling{Store: s, left: acts}
	_, err = app.Found(t.Context(), app.Parts{Store: falling, Drafts: s, Files: s, Secrets: s, Settings: s, Shipped: wire.Profile, Clock: time.Now}, founding)
	if err == nil {
		t.Fatalf("it was founded with %d acts", acts)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// falling is a store that writes a few more acts and then nothing.
type falling struct {
	*store.Store
	left int
}

func (f *falling) Change(ctx context.Context, about model.Subject, decide func(context.Context, []model.Event) (model.Event, error)) (model.Event, error) {
	if f.left--; f.left < 0 {
		return model.Event{}, errors.New("the light went out")
	}
	return f.Store.Change(ctx, about, decide)
}

func TestTheClock(t *testing.T) {
	sandbox, real := t.TempDir(), t.TempDir()
	for dir, opts := range map[string]wire.Options{sandbox: {Sandbox: true}, real: {}} {
		if err := found(t, dir, opts, founding); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("a sandbox may have a set clock", func(t *testing.T) {
		t.Setenv("YUNBAN_CLOCK", "2026-02-11T09:00:00+08:00")
		office, err := open(t, sandbox)
		if err != nil || office.Today().String() != "2026-02-11" || office.Close() != nil {
			t.Error(err)
		}
	})
	t.Run("a real office refuses one, and is not left locked", func(t *testing.T) {
		t.Setenv("YUNBAN_CLOCK", "2026-02-11T09:00:00+08:00")
		if _, err := open(t, real); model.KindOf(err) != model.Forbidden {
			t.Errorf("got %v", err)
		}
		t.Setenv("YUNBAN_CLOCK", "")
		office, err := open(t, real)
		if err != nil {
			t.Fatal(err)
		}
		if before := time.Now(); office.Clock().Before(before) || office.Clock().Sub(before) > time.Minute {
			t.Error("it does not go by the machine's clock")
		}
	})
	t.Run("a clock that is no time is refused by its value", func(t *testing.T) {
		t.Setenv("YUNBAN_CLOCK", "gestern")
		_, err := open(t, sandbox)
		var e *model.Error
		if !errors.As(err, &e) || e.Kind != model.Invalid || e.Args["value"] != "gestern" {
			t.Errorf("got %v", err)
		}
	})
}

func TestShippedData(t *testing.T) {
	t.Run("both cities ship and a county of one (R05), and what they share is no city", func(t *testing.T) {
		all, err := wire.Profiles()
		if err != nil || len(all) != 3 || all[0].ID != "luan" || all[1].ID != "panjin-2016" || all[2].ID != "luan-huoqiu" {
			t.Errorf("%v %+v", err, all)
		}
	})
	t.Run("a regulation is asked for by its id, not by a path", func(t *testing.T) {
		for _, id := range []string{"../profiles/luan", "", "luan/", "nowhere"} {
			if _, err := wire.ReadProfile(id); model.KindOf(err) != model.NotFound {
				t.Errorf("%q: %v", id, err)
			}
		}
	})
	t.Run("the calendar knows this year and the next ones as far as they are known", func(t *testing.T) {
		calendar, err := wire.Calendar()
		if err != nil || len(calendar.Years()) < 3 {
			t.Errorf("%v %+v", err, calendar.Years())
		}
	})
	t.Run("both languages ship, and no other", func(t *testing.T) {
		for _, language := range []string{words.Chinese, words.English} {
			if w, err := wire.Words(language); err != nil || w.Text("app.name") == "app.name" {
				t.Errorf("%s: %v", language, err)
			}
		}
		if _, err := wire.Words("../../profiles/luan"); model.KindOf(err) != model.NotFound {
			t.Errorf("got %v", err)
		}
	})
}
