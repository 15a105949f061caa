package ui

import (
	"cmp"

	"yunban/model"
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
	SystemsScreen    Screen = "systems"
	SystemScreen     Screen = "system"
	FilingsScreen    Screen = "filings"
	ScansScreen      Screen = "scans"
	StatisticsScreen Screen = "statistics"
	PeopleScreen     Screen = "people"
	RegulationScreen Screen = "regulation"
	SettingsScreen   Screen = "settings"
	CatalogueScreen  Screen = "catalogue"
	CalendarScreen   Screen = "calendar"
	VerifyScreen     Screen = "verify"
	DutiesScreen     Screen = "duties"
	MattersScreen    Screen = "matters"
	MatterScreen     Screen = "matter"
	AssessScreen     Screen = "assess"
	ResourcesScreen  Screen = "resources"

	// Entries of the rail that several registers share.
	OperationScreen  Screen = "operation"
	SecurityScreen   Screen = "security"
	AssessmentScreen Screen = "assessment"
	RefusedScreen    Screen = "refused"
	ShareScreen      Screen = "share"
	MovedScreen      Screen = "moved"
)

// place is the entry of the rail that a screen belongs to.
func (s Screen) place() Screen {
	if s == RequestScreen || s == DraftScreen {
		return ListScreen
	}
	if s == CatalogueScreen || s == CalendarScreen || s == ShareScreen || s == MovedScreen {
		return SettingsScreen
	}
	if s == SystemScreen {
		return SystemsScreen
	}
	if s == ScansScreen {
		return HomeScreen
	}
	if s == StatisticsScreen || s == AssessScreen {
		return AssessmentScreen
	}
	if s == ResourcesScreen {
		return OperationScreen
	}
	return s
}

// place is the entry of the rail that a route belongs to: of a matter its group's.
func (r Route) place() Screen {
	if r.Screen == MattersScreen || r.Screen == MatterScreen {
		return groupScreens[view.MatterGroupOf(r.Kind)]
	}
	return r.Screen.place()
}

// Route is where one can go in the window, as a value.
type Route struct {
	Screen Screen
	ID     string            // of a request, a draft, a system, an article
	Filter view.Filter       // of the list
	Tab    string            // of a request; the usual one when empty
	Kind   model.SubjectKind // of matters
}

// HomeRoute leads to what waits for the person.
func HomeRoute() Route { return Route{Screen: HomeScreen} }

// ListRoute leads to the requests that a filter finds.
func ListRoute(f view.Filter) Route { return Route{Screen: ListScreen, Filter: f} }

// RequestRoute leads to one request.
func RequestRoute(id string) Route { return Route{Screen: RequestScreen, ID: id} }

// PapersRoute leads to the papers of one request.
func PapersRoute(id string) Route { return Route{Screen: RequestScreen, ID: id, Tab: "papers"} }

// DraftRoute leads to an application that is being filled.
func DraftRoute(id string) Route { return Route{Screen: DraftScreen, ID: id} }

// SystemsRoute leads to the inventory of systems.
func SystemsRoute() Route { return Route{Screen: SystemsScreen} }

// SystemRoute leads to one system of the inventory.
func SystemRoute(id string) Route { return Route{Screen: SystemScreen, ID: id} }

// FilingsRoute leads to the register of construction proposals.
func FilingsRoute() Route { return Route{Screen: FilingsScreen} }

// ScansRoute leads to what became of the scans.
func ScansRoute() Route { return Route{Screen: ScansScreen} }

// StatisticsRoute leads to the statistics.
func StatisticsRoute() Route { return Route{Screen: StatisticsScreen} }

// PeopleRoute leads to the accounts and units.
func PeopleRoute() Route { return Route{Screen: PeopleScreen} }

// RegulationRoute leads to the city's regulation, opened at an article when its label is given.
func RegulationRoute(article string) Route { return Route{Screen: RegulationScreen, ID: article} }

// SettingsRoute leads to the settings.
func SettingsRoute() Route { return Route{Screen: SettingsScreen} }

// CatalogueRoute leads to what the cloud offers.
func CatalogueRoute() Route { return Route{Screen: CatalogueScreen} }

// CalendarRoute leads to the holidays.
func CalendarRoute() Route { return Route{Screen: CalendarScreen} }

// VerifyRoute leads to where files are checked.
func VerifyRoute() Route { return Route{Screen: VerifyScreen} }

// RefusedRoute leads to the acts that the hub did not take.
func RefusedRoute() Route { return Route{Screen: RefusedScreen} }

// DutiesRoute leads to what must be filed again and again.
func DutiesRoute() Route { return Route{Screen: DutiesScreen} }

// AssessRoute leads to where an assessment is computed.
func AssessRoute(subject model.AssessedKind, unit, period string) Route {
	return Route{Screen: AssessScreen, Tab: string(subject), ID: unit, Filter: view.Filter{Text: period}}
}

// ResourcesRoute leads to the ledger of resources.
func ResourcesRoute() Route { return Route{Screen: ResourcesScreen} }

// MattersRoute leads to the register of a kind of matter.
func MattersRoute(kind model.SubjectKind) Route { return Route{Screen: MattersScreen, Kind: kind} }

// MatterRoute leads to one matter.
func MatterRoute(kind model.SubjectKind, id string) Route {
	return Route{Screen: MatterScreen, Kind: kind, ID: id}
}

// MovedRoute leads to what became of this desk's own records when it joined a hub.
func MovedRoute() Route { return Route{Screen: MovedScreen} }

// ShareRoute leads to the desks that follow this one.
func ShareRoute() Route { return Route{Screen: ShareScreen} }

// pages makes the page of a route.
func (w *Window) newPage(r Route) Page {
	switch r.Screen {
	case ListScreen:
		return newListPage(w, r.Filter)
	case RequestScreen:
		p := newRequestPage(w, r.ID)
		p.tab = cmp.Or(r.Tab, p.tab)
		return p
	case DraftScreen:
		return newIntakePage(w, r.ID)
	case SystemsScreen:
		return newSystemsPage(w)
	case SystemScreen:
		return newSystemPage(w, r.ID)
	case FilingsScreen:
		return newFilingsPage(w)
	case ScansScreen:
		return newScansPage(w)
	case StatisticsScreen:
		return newStatisticsPage(w)
	case PeopleScreen:
		return newPeoplePage(w)
	case RegulationScreen:
		return newRegulationPage(w, r.ID)
	case CatalogueScreen:
		return newCataloguePage(w)
	case CalendarScreen:
		return newCalendarPage(w)
	case VerifyScreen:
		return newVerifyPage(w)
	case RefusedScreen:
		return newRefusedPage(w)
	case MovedScreen:
		return newMovedPage(w)
	case ShareScreen:
		return newSharePage(w)
	case SettingsScreen:
		return newSettingsPage(w)
	case AssessScreen:
		return newAssessPage(w, r)
	case ResourcesScreen:
		return newResourcesPage(w)
	case DutiesScreen:
		return newDutiesPage(w)
	case MattersScreen:
		return newMattersPage(w, r.Kind)
	case MatterScreen:
		return newMatterPage(w, r.Kind, r.ID)
	}
	return newHomePage(w)
}

// Go shows the page of a route. What the page before said goes with it, except what it says on being left.
func (w *Window) Go(r Route) {
	w.Say("")
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
	if !w.history.canMove(by) {
		return
	}
	w.Say("")
	if w.leave() {
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
