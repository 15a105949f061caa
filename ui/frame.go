package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// frame is the shell around the pages: the rail at the left, the bar above, the status line below.
type frame struct {
	w       *Window
	content fyne.CanvasObject
	middle  *fyne.Container
	title   *widget.Label
	search  *kit.Entry
	back    *kit.Button
	forward *kit.Button
	rail    map[Screen]*kit.Button
	refused *kit.Button // leads to the tray of refused acts; hidden while there are none
	badge   *kit.Button // how the exchange stands; hidden on a desk that is its own hub
	banner  *kit.Notice // what of the exchange must be seen to
	status  *statusLine
}

// place is one entry of the rail.
type place struct {
	screen Screen
	words  string
	icon   string
	route  func() Route
}

// places lists where this person can go; what he may not see is not shown.
func (w *Window) places() []place {
	all := []place{
		{HomeScreen, "nav.home", "home", HomeRoute},
		{ListScreen, "nav.list", "requests", func() Route { return ListRoute(view.Filter{}) }},
	}
	if view.ReadsSystems(w.desk) {
		all = append(all, place{SystemsScreen, "nav.systems", "systems", SystemsRoute})
	}
	if view.ReadsFilings(w.desk) {
		all = append(all, place{FilingsScreen, "nav.filings", "stamp", FilingsRoute})
	}
	if view.HasDuties(w.desk) {
		all = append(all, place{DutiesScreen, "nav.duties", "bell", DutiesRoute})
	}
	all = append(all, w.matterPlaces()...)
	all = append(all, place{RegulationScreen, "nav.regulation", "book", func() Route { return RegulationRoute("") }})
	if w.administers() {
		all = append(all, place{PeopleScreen, "nav.people", "users", PeopleRoute})
	}
	return append(all, place{SettingsScreen, "nav.settings", "settings", SettingsRoute})
}

// administers reports whether the person keeps the accounts.
func (w *Window) administers() bool {
	return w.desk.Profile().Holds(w.desk.Person.Roles, model.DutyAdministration)
}

func newFrame(w *Window) *frame {
	f := &frame{w: w, middle: container.NewStack(), rail: map[Screen]*kit.Button{}, status: newStatusLine(w)}
	f.banner = kit.NewNotice()
	f.content = container.NewBorder(kit.NewColumn(0, f.bar(), f.banner), f.status.content, f.railOf(), nil, f.middle)
	return f
}

func (f *frame) railOf() fyne.CanvasObject {
	column := container.NewVBox()
	for _, p := range f.w.places() {
		b := kit.NewQuietButton(f.w.T(p.words), kit.Icon(p.icon), func() { f.w.Go(p.route()) })
		b.Alignment = widget.ButtonAlignLeading
		f.rail[p.screen] = b
		column.Add(b)
	}
	f.refused = kit.NewQuietButton("", kit.Icon("warning"), func() { f.w.Go(RefusedRoute()) })
	f.refused.Alignment = widget.ButtonAlignLeading
	f.refused.Hide()
	f.rail[RefusedScreen] = f.refused
	column.Add(f.refused)
	ground := canvas.NewRectangle(theme.Color(theme.ColorNameHeaderBackground))
	ground.SetMinSize(fyne.NewSize(112, 0))
	return container.NewStack(ground, container.NewPadded(column))
}

func (f *frame) bar() fyne.CanvasObject {
	w := f.w
	f.back = kit.NewQuietButton("", kit.Icon("back"), w.Back)
	f.forward = kit.NewQuietButton("", kit.Icon("forward"), w.Forward)
	f.title = widget.NewLabelWithStyle("", fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	f.title.Truncation = fyne.TextTruncateEllipsis
	f.search = kit.NewEntry()
	f.search.PlaceHolder, f.search.Icon = w.T("nav.search"), kit.Icon("search")
	f.search.OnSubmitted = w.find
	f.search.OnKey = w.leaveField
	right := container.NewHBox(layout.NewSpacer())
	if w.office.Sandbox {
		mark := widget.NewLabelWithStyle(w.T("nav.sandbox"), fyne.TextAlignCenter, fyne.TextStyle{Bold: true})
		mark.Importance = widget.WarningImportance
		right.Add(mark)
	}
	f.badge = kit.NewQuietButton("", nil, w.showSync)
	f.badge.Hide()
	right.Add(f.badge)
	right.Add(widget.NewLabel(w.who()))
	right.Add(kit.NewQuietButton(w.T("nav.sign_out"), kit.Icon("sign-out"), w.SignOut))
	left := container.NewHBox(f.back, f.forward)
	return container.NewVBox(container.NewPadded(container.New(topBar{}, left, f.title, f.search, right)), widget.NewSeparator())
}

// topBar lays out what leads back, the page's title, the search and what stands at the right. In a narrow window the
// search gives way first, then the title.
type topBar struct{}

// The widths of the search, and what the title has before the search has all of its own.
const (
	searchWidth, leastSearch = 280, 120
	titleWidth               = 200
)

func (topBar) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(leastSearch, 0)
	for i, part := range o {
		least := part.MinSize()
		size.Height = max(size.Height, least.Height)
		if i != 2 { // the search
			size.Width += least.Width + theme.Padding()
		}
	}
	return size
}

func (topBar) Layout(o []fyne.CanvasObject, size fyne.Size) {
	left, right := o[0].MinSize().Width, o[3].MinSize().Width
	free := size.Width - left - right - 3*theme.Padding()
	search := max(leastSearch, min(searchWidth, free-titleWidth))
	at := float32(0)
	for i, width := range []float32{left, free - search, search, right} {
		high := size.Height
		if i == 2 {
			high = o[i].MinSize().Height
		}
		o[i].Move(fyne.NewPos(at, (size.Height-high)/2))
		o[i].Resize(fyne.NewSize(width, high))
		at += width + theme.Padding()
	}
}

// who names unit and person.
func (w *Window) who() string {
	if w.desk.Unit.Name == "" {
		return w.desk.Person.Name
	}
	return w.desk.Unit.Name + " · " + w.desk.Person.Name
}

// find lists what the search of the bar finds.
func (w *Window) find(text string) {
	w.Go(ListRoute(view.Filter{Text: text}))
}

// leaveField gives the keyboard back to the page when Esc is pressed in a search field, and says whether it did.
func (w *Window) leaveField(key *fyne.KeyEvent) bool {
	if key.Name != fyne.KeyEscape {
		return false
	}
	w.focusPage()
	return true
}

// show puts a page in the middle.
func (f *frame) show(v visit) {
	f.middle.Objects = []fyne.CanvasObject{v.page.Content()}
	f.middle.Refresh()
	f.title.SetText(v.page.Title())
	for screen, b := range f.rail {
		importance := widget.LowImportance
		if screen == v.route.place() {
			importance = widget.HighImportance
		}
		if b.Importance != importance {
			b.Importance = importance
			b.Refresh()
		}
	}
	enable(f.back, f.w.history.canMove(-1))
	enable(f.forward, f.w.history.canMove(1))
}

func enable(o fyne.Disableable, on bool) {
	if on {
		o.Enable()
	} else {
		o.Disable()
	}
}
