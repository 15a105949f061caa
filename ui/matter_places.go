package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// The entries of the rail for the chapters on running, guarding and judging the cloud.
var (
	groupScreens = map[string]Screen{view.OperationGroup: OperationScreen, view.SecurityGroup: SecurityScreen, view.AssessmentGroup: AssessmentScreen}
	groupIcons   = map[string]string{view.OperationGroup: "run", view.SecurityGroup: "shield", view.AssessmentGroup: "score"}
)

// matterPlaces are the entries of the rail for the groups of registers that the person has to do with.
func (w *Window) matterPlaces() []place {
	var all []place
	judged := false
	for _, g := range view.MatterGroups(w.desk) {
		judged = judged || g.ID == view.AssessmentGroup
		all = append(all, place{groupScreens[g.ID], "nav." + g.ID, groupIcons[g.ID], func() Route { return MattersRoute(g.Kinds[0]) }})
	}
	if !judged { // the statistics have no group to stand in
		all = append(all, place{AssessmentScreen, "nav.statistics", "score", StatisticsRoute})
	}
	return all
}

// groupPlaces are the registers of a group, in the order of its tabs; with the assessment stand the statistics.
func (w *Window) groupPlaces(group string) []groupPlace {
	var all []groupPlace
	for _, g := range view.MatterGroups(w.desk) {
		if g.ID != group {
			continue
		}
		for _, kind := range g.Kinds {
			all = append(all, groupPlace{"matter." + string(kind), MattersRoute(kind)})
		}
	}
	switch group {
	case view.OperationGroup:
		all = append(all, groupPlace{"nav.resources", ResourcesRoute()})
	case view.AssessmentGroup:
		all = append(all, groupPlace{"nav.statistics", StatisticsRoute()})
	}
	return all
}

type groupPlace struct {
	words string
	route Route
}

func (p groupPlace) same(r Route) bool { return p.route.Screen == r.Screen && p.route.Kind == r.Kind }

// groupTabs is the row that leads from one register of a group to the next.
func (w *Window) groupTabs(kind model.SubjectKind) fyne.CanvasObject {
	return w.tabsOf(view.MatterGroupOf(kind), MattersRoute(kind))
}

func (w *Window) tabsOf(group string, here Route) fyne.CanvasObject {
	row := container.New(&flow{gap: 4})
	places := w.groupPlaces(group)
	for _, place := range places {
		b := kit.NewQuietButton(w.T(place.words), nil, func() { w.Go(place.route) })
		if place.same(here) {
			b.Importance = widget.MediumImportance
		}
		row.Add(b)
	}
	if len(places) < 2 {
		row.Hide()
	}
	return row
}

// groupKeys are the tabs, each with a digit of its own.
func (w *Window) groupKeys(kind model.SubjectKind) []Shortcut {
	return w.keysOf(view.MatterGroupOf(kind))
}

func (w *Window) keysOf(group string) []Shortcut {
	digits := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7}
	var keys []Shortcut
	for i, place := range w.groupPlaces(group) {
		if i < len(digits) {
			keys = append(keys, Shortcut{Key: digits[i], Modifier: alt, Words: place.words, Do: func() { w.Go(place.route) }})
		}
	}
	return slices.Clip(keys)
}
