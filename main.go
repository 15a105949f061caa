// Yunban 云办 is the desktop program with which Chinese cities run their government cloud by the book. Started alone
// it opens its window; started with a command it does the same acts without one.
package main

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"yunban/app"
	"yunban/app/command"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/app/words"
	"yunban/assets"
	"yunban/model"
	"yunban/ui"
	"yunban/ui/view"
)

// appID names the program to the system; FyneApp.toml has the same.
const appID = "cn.yunban.desk"

// version is the program's own; the changelog says what each one brought.
const version = "0.1.0"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) == 2 && os.Args[1] == "input-window" { // for make check-input
		openInputWindow(fyneapp.NewWithID(appID), os.Stdout).ShowAndRun()
		return
	}
	os.Exit(command.Main(ctx, os.Args[1:], os.Stdout, os.Stderr, openWindow))
}

// openWindow shows the window on the office in a folder until it is closed.
func openWindow(home, language string) (err error) {
	desk := &deskFolder{home: home}
	defer func() { err = errors.Join(err, desk.close()) }()
	cities, err := wire.Profiles()
	if err != nil {
		return err
	}
	theme, err := newTheme()
	if err != nil {
		return err
	}
	if language == "" {
		language = words.Chinese
	}
	a := fyneapp.NewWithID(appID)
	w, err := ui.New(a, ui.Options{Words: wire.Words, Cities: cities, Open: desk.open, Found: desk.found, Demo: desk.demo,
		Watch: desk.watch, Meet: wire.Meet, Join: desk.join, Share: desk.share, TryMove: desk.tryMove, Move: desk.move, Moved: desk.moved, Machine: machine(),
		DemoPassword: demo.Password, Served: wire.Articles, Language: language, Theme: theme, Icons: assets.Icons, Folder: home, Version: version,
		OpenPath: func(path string) error { return a.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}) }})
	if err != nil {
		return err
	}
	if icon, err := assets.Icons.ReadFile("icons/yunban.png"); err == nil {
		a.SetIcon(fyne.NewStaticResource("yunban.png", icon))
	}
	followCaret(w.Fyne())
	w.Run()
	return nil
}

func newTheme() (*ui.Theme, error) {
	regular, err := assets.Fonts.ReadFile("fonts/NotoSansSC-Regular.ttf")
	if err != nil {
		return nil, err
	}
	bold, err := assets.Fonts.ReadFile("fonts/NotoSansSC-Bold.ttf")
	if err != nil {
		return nil, err
	}
	return ui.NewTheme(ui.AppearanceLight, regular, bold), nil
}

// deskFolder is the desk's folder: its own office, and beside it the demonstration data of each city.
type deskFolder struct {
	home   string
	mu     sync.Mutex // work runs beside the window
	opened []*wire.Opened
}

func (d *deskFolder) keep(o *wire.Opened, err error) (*app.Office, error) {
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.opened = append(d.opened, o)
	return o.Office, nil
}

func (d *deskFolder) close() error {
	var failed []error
	for _, o := range d.opened {
		failed = append(failed, o.Close())
	}
	return errors.Join(failed...)
}

// machine is what this computer is called.
func machine() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}

// join makes the folder the desk of a hub, whose fingerprint somebody has compared; also anew, the one that is open there.
func (d *deskFolder) join(ctx context.Context, j view.Join) (*app.Office, error) {
	if was := d.at(d.home); was != nil && wire.MustEnrol(d.home) {
		opened, err := was.JoinAnew(ctx, wire.Options{}, joining(j))
		if err == nil || !wire.MustEnrol(d.home) {
			d.drop(was)
		}
		return d.keep(opened, err)
	}
	if was := d.at(d.home); was != nil && was.LockedOut(ctx) {
		opened, err := was.JoinLocked(ctx, wire.Options{}, joining(j))
		if err == nil || wire.JoinReady(d.home) {
			d.drop(was)
		}
		return d.keep(opened, err)
	}
	return d.keep(wire.Join(ctx, d.home, wire.Options{}, joining(j)))
}

func joining(j view.Join) wire.Joining {
	return wire.Joining{Address: j.Met.URL, Code: j.Code, Name: j.Name, Trust: func(found string) error {
		if !wire.SameFingerprint(found, j.Met.Fingerprint) { // another one answers now
			return model.Errorf(model.Forbidden, "error.hub_untrusted", "found", found)
		}
		return nil
	}}
}

// tryMove asks a hub what would become of an office's records if it joined.
func (d *deskFolder) tryMove(ctx context.Context, office *app.Office, j view.Join, told ui.Progress) (app.Moving, error) {
	return d.of(office).TryMove(ctx, wire.Moving{Joining: joining(j), Told: told})
}

// move joins a hub with an office's records. The office is closed, and the one in its place is given.
func (d *deskFolder) move(ctx context.Context, office *app.Office, j view.Join, said *words.Words, told ui.Progress) (*app.Office, app.Moving, error) {
	was := d.of(office)
	opened, moved, err := was.MoveTo(ctx, wire.Options{}, wire.Moving{Joining: joining(j), Words: said.Text, Say: said.Error, Told: told})
	if err != nil {
		return nil, moved, err
	}
	d.drop(was)
	joined, err := d.keep(opened, nil)
	return joined, moved, err
}

// moved tells what became of an office's own records when it joined.
func (d *deskFolder) moved(office *app.Office) (app.Moving, string, error) {
	if o := d.of(office); o != nil {
		return o.Moved()
	}
	return app.Moving{}, "", nil
}

// watch exchanges with the hub of an office that was opened here.
func (d *deskFolder) watch(ctx context.Context, office *app.Office, told func(app.SyncReport, error)) error {
	o := d.of(office)
	if o == nil {
		return nil
	}
	return o.Watch(ctx, told)
}

// share shares an office that was opened here; nil for one that follows a hub.
func (d *deskFolder) share(office *app.Office) view.Sharer {
	if o := d.of(office); o != nil && o.Sharer() != nil {
		return o.Sharer()
	}
	return nil
}

// drop forgets an office that is closed.
func (d *deskFolder) drop(was *wire.Opened) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.opened = slices.DeleteFunc(d.opened, func(o *wire.Opened) bool { return o == was })
}

// at is the office that is open in a folder; nil when there is none.
func (d *deskFolder) at(dir string) *wire.Opened {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, o := range d.opened {
		if o.Dir == dir {
			return o
		}
	}
	return nil
}

// of is an office with what it was opened from; nil when it was not opened here.
func (d *deskFolder) of(office *app.Office) *wire.Opened {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, o := range d.opened {
		if o.Office == office {
			return o
		}
	}
	return nil
}

func (d *deskFolder) open(ctx context.Context) (*app.Office, error) {
	o, err := wire.Open(ctx, d.home, wire.Options{})
	if err == nil && o.Sharer() != nil {
		o.Sharer().Resume(ctx)
	}
	return d.keep(o, err)
}

func (d *deskFolder) found(ctx context.Context, f app.Founding) (*app.Office, error) {
	return d.keep(wire.Found(ctx, d.home, wire.Options{}, f))
}

// demo opens a city's demonstration data. They are made the first time, under another name until they are whole.
func (d *deskFolder) demo(ctx context.Context, profile string) (*app.Office, error) {
	if !demo.Has(profile) { // a county shows its city's
		p, err := wire.ReadProfile(profile)
		if err != nil {
			return nil, err
		}
		profile = p.Extends
	}
	dir := filepath.Join(d.home, "demo", profile)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		if err := makeDemo(ctx, dir, profile); err != nil {
			return nil, err
		}
	}
	return d.keep(wire.Open(ctx, dir, wire.Options{}))
}

func makeDemo(ctx context.Context, dir, profile string) error {
	unfinished := dir + ".unfinished"
	if err := os.RemoveAll(unfinished); err != nil {
		return err
	}
	office, err := demo.Furnished(ctx, unfinished, profile)
	if err != nil {
		return err
	}
	if err := office.Close(); err != nil {
		return err
	}
	debug.FreeOSMemory()
	return os.Rename(unfinished, dir)
}
