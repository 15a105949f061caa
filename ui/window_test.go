package ui

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// testOptions is a window whose work runs at once, on an office that is open or, with nil, on none.
func testOptions(t *testing.T, office *app.Office) Options {
	t.Helper()
	cities, err := wire.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	return Options{Words: wire.Words, Cities: cities, DemoPassword: demo.Password, Inline: true, Folder: "/data", Version: "1.2.3",
		Open: func(context.Context) (*app.Office, error) {
			if office == nil {
				return nil, model.Errorf(model.NotFound, "error.store_missing")
			}
			return office, nil
		}}
}

// openTest opens a window in Fyne's own theme and font, which are quick.
func openTest(t *testing.T, opts Options) *Window {
	t.Helper()
	a := test.NewApp()
	a.Settings().SetTheme(theme.DefaultTheme())
	w, err := New(a, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, layer := range w.win.Canvas().Overlays().List() { // a dialog left open stays with its own window
			w.win.Canvas().Overlays().Remove(layer)
		}
		w.stop()
		w.win.Close()
	})
	w.win.Resize(fyne.NewSize(1366, 720))
	return w
}

// signedIn is a window at which a person of an office has signed in.
func signedIn(t *testing.T, office *app.Office, name string) *Window {
	t.Helper()
	return signedInBy(t, testOptions(t, office), name)
}

// signedInBy is a window with those options at which a person has signed in.
func signedInBy(t *testing.T, opts Options, name string) *Window {
	t.Helper()
	w := openTest(t, opts)
	enters(t, w, name)
	if w.desk == nil {
		t.Fatalf("%s could not sign in: %s", name, w.gate.(*signInPage).form.wrong["password"].Text)
	}
	w.win.Resize(fyne.NewSize(1366, 720))
	return w
}

// enters has a person try to sign in.
func enters(t *testing.T, w *Window, name string) {
	t.Helper()
	gate, ok := w.gate.(*signInPage)
	if !ok {
		t.Fatalf("the gate is %T", w.gate)
	}
	gate.name.SetValue(name)
	gate.password.SetValue(demo.Password)
	test.Tap(gate.enter)
}

// page is the page that is shown, as the kind that is expected.
func page[P Page](t *testing.T, w *Window) P {
	t.Helper()
	v, _ := w.history.current()
	p, ok := v.page.(P)
	if !ok {
		t.Fatalf("the page is %T", v.page)
	}
	return p
}

// pressKey types a key where the focus is, or at the window.
func pressKey(w *Window, name fyne.KeyName) {
	c := w.win.Canvas()
	if f := c.Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: name})
		return
	}
	c.OnTypedKey()(&fyne.KeyEvent{Name: name})
}

// chosen runs the menu entry of some words.
func chooseMenu(t *testing.T, w *Window, words string) {
	t.Helper()
	for _, m := range w.win.MainMenu().Items {
		for _, i := range m.Items {
			if i.Label == w.T(words) {
				i.Action()
				return
			}
		}
	}
	t.Fatalf("no menu entry %s", words)
}

// shown collects every text that is drawn below an object.
func shown(o fyne.CanvasObject) string {
	var b strings.Builder
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *canvas.Text:
			b.WriteString(o.Text + "\n")
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	walk(o)
	return b.String()
}

// sees reports what of some texts is not to be seen in the window, dialogs included.
func sees(t *testing.T, w *Window, texts ...string) {
	t.Helper()
	all := shown(w.win.Content())
	for _, o := range w.win.Canvas().Overlays().List() {
		all += shown(o)
	}
	whole := strings.ReplaceAll(all, "\n", "") // wrapped lines
	for _, text := range texts {
		if !strings.Contains(whole, text) {
			t.Errorf("%q is not to be seen in:\n%s", text, all)
		}
	}
}

func TestWindow(t *testing.T) {
	office := apptest.New(t, "panjin-2016")

	t.Run("the rail shows what a person may see: accounts only to administrators", func(t *testing.T) {
		if _, ok := signedIn(t, office.Office, "wangfang").frame.rail[PeopleScreen]; ok {
			t.Error("a clerk sees the accounts")
		}
		if _, ok := signedIn(t, office.Office, "gaoyuan").frame.rail[PeopleScreen]; !ok {
			t.Error("an administrator does not see the accounts")
		}
	})
	t.Run("the bar names unit and person, and says that the data are for demonstration", func(t *testing.T) {
		sees(t, signedIn(t, office.Office, "wangfang"), "盘锦市工程审批服务中心 · 王芳", "演示数据")
	})
	t.Run("back and forward show the very page again", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		w.Go(ListRoute(view.Filter{Text: "系统"}))
		list := page[*listPage](t, w)
		w.Go(SettingsRoute())
		chooseMenu(t, w, "menu.back")
		if page[*listPage](t, w) != list || list.search.Value() != "系统" {
			t.Error("the list was made anew")
		}
		chooseMenu(t, w, "menu.forward")
		page[*settingsPage](t, w)
		pressKey(w, fyne.KeyEscape)
		page[*listPage](t, w)
	})
	t.Run("going on from the middle forgets what lay ahead", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		w.Go(SettingsRoute())
		w.Back()
		w.Go(RegulationRoute(""))
		if w.history.canMove(1) {
			t.Error("one can still go forward")
		}
	})
	t.Run("only so many pages are remembered", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		for range 2 * maxVisits {
			w.Go(RegulationRoute(""))
		}
		if n := len(w.history.visits); n != maxVisits {
			t.Errorf("%d pages", n)
		}
	})
	t.Run("a page that cannot keep what was typed is not left", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		stuck := &stuckPage{}
		w.history.enter(visit{HomeRoute(), stuck})
		w.present()
		w.Go(SettingsRoute())
		if page[*stuckPage](t, w) != stuck || !kit.DialogOpen(w.win.Canvas()) {
			t.Error("the page was left")
		}
		w.SignOut()
		if w.desk == nil {
			t.Error("the person was signed out")
		}
		stuck.free = true
	})
	t.Run("Ctrl+K and the search of the bar find a request from anywhere", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		chooseMenu(t, w, "menu.search")
		if w.win.Canvas().Focused() != fyne.Focusable(w.frame.search) {
			t.Fatal("the search has not the keyboard")
		}
		test.Type(w.frame.search, "许可")
		pressKey(w, fyne.KeyReturn)
		if list := page[*listPage](t, w); list.filter.Text != "许可" {
			t.Errorf("filter: %+v", list.filter)
		}
	})
	t.Run("Esc in a search field gives the keyboard back to the page and does not leave it", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		w.Go(ListRoute(view.Filter{}))
		chooseMenu(t, w, "menu.search")
		pressKey(w, fyne.KeyEscape)
		if p := page[*listPage](t, w); w.win.Canvas().Focused() != fyne.Focusable(p.table) {
			t.Error("the list has not the keyboard")
		}
	})
	t.Run("files dropped onto a page that takes none are answered", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		w.dropped(fyne.NewPos(1, 1), []fyne.URI{storage.NewFileURI("/a.docx")})
		sees(t, w, w.T("drop.nowhere"))
	})
	t.Run("files dropped onto a page that takes them arrive", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		p := &stuckPage{free: true}
		w.history.enter(visit{HomeRoute(), p})
		w.present()
		w.dropped(fyne.NewPos(1, 1), []fyne.URI{storage.NewFileURI("/a.pdf")})
		if len(p.files) != 1 {
			t.Error("the file did not arrive")
		}
	})
	t.Run("F1 lists the keys, Esc puts them away", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		pressKey(w, fyne.KeyF1)
		sees(t, w, "Ctrl + K", "Alt + ←", "F5")
		pressKey(w, fyne.KeyEscape)
		if kit.DialogOpen(w.win.Canvas()) {
			t.Error("the keys are still there")
		}
	})
	t.Run("no two entries of the menu have the same key", func(t *testing.T) {
		w := signedIn(t, office.Office, "wangfang")
		var keys []string
		for _, m := range w.win.MainMenu().Items {
			for _, i := range m.Items {
				if i.Shortcut != nil {
					keys = append(keys, i.Shortcut.ShortcutName())
				}
			}
		}
		slices.Sort(keys)
		if len(keys) < 10 || len(slices.Compact(slices.Clone(keys))) != len(keys) {
			t.Errorf("keys: %v", keys)
		}
	})
	t.Run("a question does nothing until its verb is pressed", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		done := 0
		ask := func() {
			w.Ask(Question{Title: "撤回", Text: "撤回后须重新提交。", Verb: "撤回", Then: func() { done++ }})
		}
		ask()
		pressKey(w, fyne.KeyEscape)
		if done != 0 {
			t.Error("done without being asked for")
		}
		ask()
		pressKey(w, fyne.KeyReturn)
		if done != 1 || kit.DialogOpen(w.win.Canvas()) {
			t.Errorf("done %d times", done)
		}
	})
	t.Run("a failure of the program says so with its text for the engineer", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		w.Fail(context.DeadlineExceeded)
		sees(t, w, "程序遇到意外问题", "context deadline exceeded")
	})
	t.Run("an office that cannot be opened says why and can be tried again", func(t *testing.T) {
		opts := testOptions(t, nil)
		tries := 0
		opts.Open = func(context.Context) (*app.Office, error) {
			if tries++; tries == 1 {
				return nil, model.Errorf(model.Conflict, "error.resting", "minutes", "3")
			}
			return office.Office, nil
		}
		w := openTest(t, opts)
		sees(t, w, "请 3 分钟后再试", "重试")
		w.open()
		sees(t, w, "登录名")
	})
}

// stuckPage cannot be left until it is set free, and takes files.
type stuckPage struct {
	free  bool
	files []fyne.URI
}

func (p *stuckPage) Title() string                            { return "stuck" }
func (p *stuckPage) Content() fyne.CanvasObject               { return container.NewStack() }
func (p *stuckPage) Dropped(_ fyne.Position, uris []fyne.URI) { p.files = uris }
func (p *stuckPage) Leave() error {
	if p.free {
		return nil
	}
	return model.Errorf(model.Other, "error.cannot_write", "path", "x")
}
