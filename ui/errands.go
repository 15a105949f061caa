package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// drawErrands says above the list what of running, guarding and judging the cloud waits for the person: each with its
// count, leading to its register. Without any there is no line.
func (p *homePage) drawErrands() {
	w := p.w
	visible(p.errands, len(p.home.Errands) > 0)
	p.errands.Objects = nil
	if len(p.home.Errands) == 0 {
		return
	}
	row := container.New(&flow{gap: 4})
	title := kit.NewButton(w.T("nav.duties"), kit.Icon("bell"), func() { w.Go(DutiesRoute()) })
	row.Add(title)
	for _, e := range p.home.Errands {
		words := moodTone(e.Mood).Sign() + " " + w.T("errand."+e.ID, "n", strconv.Itoa(e.Count))
		row.Add(kit.NewQuietButton(words, nil, func() { w.Go(errandRoute(e)) }))
	}
	p.errands.Objects = []fyne.CanvasObject{row}
	p.errands.Refresh()
}

func errandRoute(e view.Errand) Route {
	if e.Kind == "" {
		return DutiesRoute()
	}
	return MattersRoute(e.Kind)
}
