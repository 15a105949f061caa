// Package ui is the window: its pages, its menu and its keys. A page draws what its view (package ui/view) knows and
// reports what the person does; it decides nothing.
package ui

import (
	"context"
	"io/fs"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/app"
	"yunban/app/words"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// Options is what the program gives the window: the data that ships and how an office is opened.
type Options struct {
	Words  func(language string) (*words.Words, error) // required; zh-Hans and en
	Cities []*model.Profile                            // to choose from at the first start

	// Open opens the office of this desk; not_found when nothing has been founded yet.
	Open func(ctx context.Context) (*app.Office, error)
	// Found begins an office.
	Found func(ctx context.Context, f app.Founding) (*app.Office, error)
	// Demo opens the demonstration data of a city, apart from the office's own; nil hides the offer.
	Demo func(ctx context.Context, profile string) (*app.Office, error)
	// Meet asks a hub who it is, and Join makes this desk, on which no office was begun, one of the hub's; nil hides the
	// offer.
	Meet func(ctx context.Context, address string) (model.Met, error)
	Join func(ctx context.Context, j view.Join) (*app.Office, error)
	// TryMove asks a hub what would become of an office's records if it joined, and Move joins it with them: the office
	// is closed and the one in its place is given. Moved tells of an office what became of its records, and where the
	// workbook about that is. Nil hides the offer.
	TryMove func(ctx context.Context, office *app.Office, j view.Join, told Progress) (app.Moving, error)
	Move    func(ctx context.Context, office *app.Office, j view.Join, said *words.Words, told Progress) (*app.Office, app.Moving, error)
	Moved   func(office *app.Office) (moved app.Moving, workbook string, err error)
	// Share shares an office's store with other desks; nil for one that follows a hub.
	Share func(office *app.Office) view.Sharer
	// Machine is what this computer is called.
	Machine string
	// Watch exchanges with the hub of an office whenever there is something to exchange, until ctx ends, and tells what
	// came of it; of an office that is its own hub it tells the changes. Nil: nothing goes on by itself.
	Watch func(ctx context.Context, office *app.Office, told func(app.SyncReport, error)) error
	// Served tells which screens and commands serve each article of a regulation; nil leaves that out.
	Served func(p *model.Profile) ([]app.ServedArticle, error)
	// DemoPassword is the password of everyone in the demonstration data.
	DemoPassword string

	Language string                  // at first; the settings of the desk may change it
	Theme    *Theme                  // with the program's fonts; nil keeps Fyne's
	Icons    fs.FS                   // icons/*.svg; nil leaves Fyne's question mark
	Folder   string                  // where the data are, for the settings page
	Version  string                  // of the program
	OpenPath func(path string) error // opens a file or folder with the system's own program; nil hides the offers
	Inline   bool                    // work runs at once in the window's goroutine: for tests
}

// Window is the program's window.
type Window struct {
	app    fyne.App
	win    fyne.Window
	opts   Options
	words  *words.Words
	worker worker
	stop   context.CancelFunc

	own     *app.Office            // this desk's own office, once it is open
	demos   map[string]*app.Office // demonstration data that are open, by city: nothing is opened twice
	office  *app.Office            // the one that is worked in
	desk    *app.Desk
	history history
	frame   *frame // the shell around the pages; nil while nobody is signed in
	gate    gate   // start or sign-in, while nobody is signed in; may be nil
	keys    []fyne.Shortcut

	sync       syncing
	lastFolder string // where a file was chosen last
	tray       scanTray

	appearance Appearance
	hidden     bool // in the background: nothing is refreshed
}

// The size of the window at first: it fits 1366 × 768 with the system's bars.
var firstSize = fyne.NewSize(1280, 720)

// New makes the window and begins to open the office. It must be called in the program's main goroutine.
func New(a fyne.App, opts Options) (*Window, error) {
	if opts.Language == "" {
		opts.Language = words.Chinese
	}
	spoken, err := opts.Words(opts.Language)
	if err != nil {
		return nil, err
	}
	if opts.Icons != nil {
		if err := kit.LoadIcons(opts.Icons, "icons"); err != nil {
			return nil, err
		}
	}
	if opts.Theme != nil {
		a.Settings().SetTheme(opts.Theme)
	}
	w := &Window{app: a, opts: opts, words: spoken, demos: map[string]*app.Office{}}
	if opts.Theme != nil {
		w.appearance = opts.Theme.Appearance()
	}
	w.worker = worker{inline: opts.Inline, show: w.showTask, hide: w.hideTask}
	w.nameFieldMenu()
	w.win = a.NewWindow(w.T("app.name"))
	w.win.SetPadded(false)
	w.win.Resize(firstSize)
	w.win.SetOnDropped(w.dropped)
	w.win.SetCloseIntercept(w.Close)
	w.listen()
	w.open()
	return w, nil
}

// Run shows the window until it is closed.
func (w *Window) Run() { w.win.ShowAndRun() }

// Fyne is the window as the toolkit knows it, for dialogs and tests.
func (w *Window) Fyne() fyne.Window { return w.win }

// Desk is the signed-in person's; nil while nobody is signed in.
func (w *Window) Desk() *app.Desk { return w.desk }

// Office is the opened office; nil before.
func (w *Window) Office() *app.Office { return w.office }

// refreshEvery is how often a page in sight may look for news.
const refreshEvery = 30 * time.Second

// listen attends to keys, to coming and going, and to the clock.
func (w *Window) listen() {
	ctx, cancel := context.WithCancel(context.Background())
	w.stop = cancel
	w.win.Canvas().SetOnTypedKey(w.typedKey)
	w.win.Canvas().SetOnTypedRune(w.typedRune)
	w.app.Lifecycle().SetOnEnteredForeground(func() { w.hidden = false; w.tick() })
	w.app.Lifecycle().SetOnExitedForeground(func() { w.hidden = true })
	w.worker.every(ctx, refreshEvery, w.tick)
	w.worker.every(ctx, refreshEvery, w.lookForScans)
}

func (w *Window) tick() {
	v, ok := w.history.current()
	if !ok || w.hidden || w.frame == nil || kit.DialogOpen(w.win.Canvas()) {
		return
	}
	if live, ok := v.page.(Live); ok {
		live.Tick()
	}
}

// Close keeps what was typed and ends the program.
func (w *Window) Close() {
	if !w.leave() {
		return
	}
	w.stop()
	w.win.Close()
}

// open opens the office: to sign in, or to begin one when there is none yet.
func (w *Window) open() {
	w.win.SetContent(container.NewStack())
	var office *app.Office
	w.Work(w.T("work.opening"), func(ctx context.Context, _ Progress) (err error) {
		office, err = w.opts.Open(ctx)
		return err
	}, func(err error) {
		switch {
		case err != nil && model.KindOf(err) == model.NotFound:
			w.showGate(newStartPage(w, view.Start{}))
		case err != nil:
			w.win.SetContent(w.failure(err, w.open))
		default:
			w.own = office
			w.adopt(office)
		}
	})
}

// openDemo opens the demonstration data of a city, for a button.
func (w *Window) openDemo(b fyne.Disableable, profile string) {
	if office, isOpen := w.demos[profile]; isOpen {
		w.adopt(office)
		return
	}
	var office *app.Office
	w.workFrom(b, w.T("work.demo"), func(ctx context.Context, _ Progress) (err error) {
		office, err = w.opts.Demo(ctx, profile)
		return err
	}, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		w.demos[profile] = office
		w.adopt(office)
	})
}

// leaveDemo goes back to this desk's own office, or to the first start.
func (w *Window) leaveDemo() {
	if w.own == nil {
		w.open()
		return
	}
	w.adopt(w.own)
}

// adopt takes an opened office and asks who is there.
func (w *Window) adopt(office *app.Office) {
	w.office = office
	w.follow(office)
	var look view.Look
	var sign view.SignIn
	w.Work(w.T("work.opening"), func(ctx context.Context, _ Progress) (err error) {
		if look, err = view.LoadLook(ctx, office); err != nil {
			return err
		}
		sign, err = view.LoadSignIn(ctx, office)
		return err
	}, func(err error) {
		if err != nil {
			w.win.SetContent(w.failure(err, w.open))
			return
		}
		w.take(look)
		if sign.Locked && w.mayJoinAgain() {
			w.showGate(newLockedOutPage(w, sign))
			return
		}
		w.showGate(newSignInPage(w, sign))
	})
}

func (w *Window) showGate(g gate) {
	w.gate, w.frame, w.desk, w.history = g, nil, nil, history{}
	w.win.SetMainMenu(w.menu())
	w.win.SetTitle(w.T("app.name"))
	w.win.SetContent(g.Content())
	if f := g.FirstFocus(); f != nil {
		w.win.Canvas().Focus(f)
	}
}

// welcome shows the shell to a person who signed in.
func (w *Window) welcome(desk *app.Desk) {
	w.desk, w.gate, w.history, w.tray = desk, nil, history{}, scanTray{}
	w.build()
	w.Go(HomeRoute())
	w.beginSync()
}

// build makes the shell in the present language.
func (w *Window) build() {
	w.frame = newFrame(w)
	w.win.SetMainMenu(w.menu())
	w.win.SetContent(w.frame.content)
	w.drawSync()
}

// SignOut keeps what was typed and asks who is there.
func (w *Window) SignOut() {
	if w.leave() {
		w.adopt(w.office)
	}
}

// present shows the page that the history is at.
func (w *Window) present() {
	v, ok := w.history.current()
	if !ok || w.frame == nil {
		return
	}
	w.frame.show(v)
	w.win.SetTitle(v.page.Title() + " · " + w.T("app.name"))
	w.takeKeys(v.page)
	w.Refresh()
	w.focusPage()
}

// inSight reports whether a page is the one that is shown: what it loads may come when somebody is elsewhere already.
func (w *Window) inSight(p Page) bool {
	v, ok := w.history.current()
	return ok && w.frame != nil && v.page == p
}

// redraw draws a page anew and gives the keyboard to the new first thing to do: the old one, gone from the window, would
// go on answering to Enter. Who is typing in the frame goes on typing.
func (w *Window) redraw(p Page, build func()) {
	focused := w.win.Canvas().Focused()
	build()
	if w.inSight(p) && focused != nil && focused != fyne.Focusable(w.frame.search) {
		w.focusPage()
	}
}

// focusPage gives the keyboard to where the page wants it first.
func (w *Window) focusPage() {
	v, _ := w.history.current()
	if f, ok := v.page.(Focuser); ok && f.FirstFocus() != nil {
		w.win.Canvas().Focus(f.FirstFocus())
		return
	}
	w.win.Canvas().Unfocus()
}

// dropped hands files that were dropped onto the window to the dialog that lies over it, to the page, or to whatever
// takes files anywhere.
func (w *Window) dropped(pos fyne.Position, files []fyne.URI) {
	paths := make([]string, len(files))
	for i, f := range files {
		paths[i] = f.Path()
	}
	if open, taken := kit.DropTop(w.win.Canvas(), pos, paths); open {
		if !taken {
			w.Say(w.T("drop.not_here"))
		}
		return
	}
	v, ok := w.history.current()
	if !ok {
		return
	}
	if w.dropParcels(paths) || w.dropDrafts(paths) {
		return
	}
	if d, ok := v.page.(Dropper); ok {
		d.Dropped(pos, files)
		return
	}
	if w.dropForms(paths) {
		return
	}
	w.dropAnywhere(paths)
}

// retitle shows the page's title anew, after the page learned it from its data.
func (w *Window) retitle() {
	if v, ok := w.history.current(); ok && w.frame != nil {
		w.frame.title.SetText(v.page.Title())
		w.win.SetTitle(v.page.Title() + " · " + w.T("app.name"))
	}
}
