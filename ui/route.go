package ui

import (
	"fyne.io/fyne/v2"

	"yunban/ui/view"
)

// Screen names a kind of page.
type Screen string

// The screens.
const (
	HomeScreen       Screen = "home"
	ListScreen       Screen = "list"
	RequestScreen    Screen = "request"
	DraftScreen      Screen = "draft"
	PeopleScreen     Screen = "people"
	RegulationScreen Screen = "regulation"
	SettingsScreen   Screen = "settings"
)

// place is the entry of the rail that a screen belongs to.
func (s Screen) place() Screen {
	if s == RequestScreen || s == DraftScreen {
		return ListScreen
	}
	return s
}

// Route is where one can go in the window, as a value.
type Route struct {
	Screen Screen
	ID     string      // of a request, a draft, an article
	Filter view.Filter // of the list
}

// HomeRoute leads to what waits for the person.
func HomeRoute() Route { return Route{Screen: HomeScreen} }

// ListRoute leads to the requests that a filter finds.
func ListRoute(f view.Filter) Route { return Route{Screen: ListScreen, Filter: f} }

// RequestRoute leads to one request.
func RequestRoute(id string) Route { return Route{Screen: RequestScreen, ID: id} }

// DraftRoute leads to an application that is being filled.
func DraftRoute(id string) Route { return Route{Screen: DraftScreen, ID: id} }

// PeopleRoute leads to the accounts and units.
func PeopleRoute() Route { return Route{Screen: PeopleScreen} }

// RegulationRoute leads to the city's regulation, opened at an article when its label is given.
func RegulationRoute(article string) Route { return Route{Screen: RegulationScreen, ID: article} }

// SettingsRoute leads to the settings.
func SettingsRoute() Route { return Route{Screen: SettingsScreen} }

// pages makes the page of a route.
func (w *Window) newPage(r Route) Page {
	switch r.Screen {
	case ListScreen:
		return newListPage(w, r.Filter)
	case RequestScreen:
		return newRequestPage(w, r.ID)
	case DraftScreen:
		return newIntakePage(w, r.ID)
	case PeopleScreen:
		return newPeoplePage(w)
	case RegulationScreen:
		return newRegulationPage(w, r.ID)
	case SettingsScreen:
		return newSettingsPage(w)
	}
	return newHomePage(w)
}

// Page is one screen in the middle of the window. It is made without data; Refresh, where it has one, is called each
// time the page is shown.
type Page interface {
	Title() string
	Content() fyne.CanvasObject
}

// What a page may have besides; the window asks for each.
type (
	// Refresher loads its data again: when shown, when gone back to, by F5.
	Refresher interface{ Refresh() }
	// Live is refreshed every half minute while it is in sight.
	Live interface{ Tick() }
	// Leaver is asked before another page takes its place: it keeps what was typed. An error is shown and the
	// page stays.
	Leaver interface{ Leave() error }
	// Saver has something to save (Ctrl+S).
	Saver interface{ Save() }
	// Submitter has something to file or confirm (Ctrl+Enter).
	Submitter interface{ Submit() }
	// Printer has a paper to print (Ctrl+P).
	Printer interface{ Print() }
	// Dropper takes files that are dropped onto the window.
	Dropper interface {
		Dropped(pos fyne.Position, files []fyne.URI)
	}
	// Focuser says which field has the keyboard first.
	Focuser interface{ FirstFocus() fyne.Focusable }
	// Shortcuts has keys of its own.
	Shortcuts interface{ Shortcuts() []Shortcut }
)

// Shortcut is a key that does something on a page. A letter without a modifier works while no field is being typed in.
type Shortcut struct {
	Key      fyne.KeyName
	Modifier fyne.KeyModifier
	Words    string // the key of the words that help shows
	Do       func()
}

// visit is a page that was gone to. Going back shows the very page again, so it keeps its place.
type visit struct {
	route Route
	page  Page
}

// maxVisits bounds how many pages are remembered.
const maxVisits = 12

// history is the way through the window.
type history struct {
	visits []visit
	at     int // the one shown
}

func (h *history) current() (visit, bool) {
	if h.at < 0 || h.at >= len(h.visits) {
		return visit{}, false
	}
	return h.visits[h.at], true
}

// enter goes on to a new page; what lay ahead is forgotten.
func (h *history) enter(v visit) {
	if len(h.visits) > 0 {
		h.visits = h.visits[:h.at+1]
	}
	h.visits = append(h.visits, v)
	if n := len(h.visits) - maxVisits; n > 0 {
		h.visits = append([]visit(nil), h.visits[n:]...)
	}
	h.at = len(h.visits) - 1
}

// replace puts a page in the place of the one shown.
func (h *history) replace(v visit) {
	if len(h.visits) == 0 {
		h.enter(v)
		return
	}
	h.visits[h.at] = v
}

func (h *history) canMove(by int) bool { return h.at+by >= 0 && h.at+by < len(h.visits) }

// Go shows the page of a route.
func (w *Window) Go(r Route) {
	if w.leave() {
		w.history.enter(visit{r, w.newPage(r)})
		w.present()
	}
}

// Replace shows the page of a route in place of the present one, which cannot be gone back to: a draft that was
// filed, say.
func (w *Window) Replace(r Route) {
	w.history.replace(visit{r, w.newPage(r)})
	w.present()
}

// Back goes to the page before.
func (w *Window) Back() { w.move(-1) }

// Forward goes to the page after.
func (w *Window) Forward() { w.move(1) }

func (w *Window) move(by int) {
	if w.history.canMove(by) && w.leave() {
		w.history.at += by
		w.present()
	}
}

// leave asks the present page to let go.
func (w *Window) leave() bool {
	v, ok := w.history.current()
	if !ok {
		return true
	}
	if l, ok := v.page.(Leaver); ok {
		if err := l.Leave(); err != nil {
			w.Fail(err)
			return false
		}
	}
	return true
}

// Refresh loads the present page again.
func (w *Window) Refresh() {
	if v, ok := w.history.current(); ok {
		if r, ok := v.page.(Refresher); ok {
			r.Refresh()
		}
	}
}
