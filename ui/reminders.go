package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/app"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// remindersShown is how many reminders home spells out; the rest are counted.
const remindersShown = 3

// drawEnding reminds of the trials that end soon, above the piles; without any there is no card.
func (p *homePage) drawEnding() {
	w, ending := p.w, p.home.Ending
	p.ending.Objects = nil
	visible(p.ending, len(ending) > 0)
	if len(ending) == 0 {
		return
	}
	list := kit.NewColumn(2)
	shown := ending
	if len(ending) > remindersShown+1 {
		shown = ending[:remindersShown]
	}
	for _, e := range shown {
		list.Add(p.endingRow(w.text(e.Text), kit.NewQuietButton(w.T("reminder.open"), kit.Icon("eye"), func() { w.Go(RequestRoute(e.ID)) }),
			kit.NewQuietButton(w.T("reminder.seen"), kit.Icon("check"), func() { p.seeEnding([]view.TrialEnding{e}) })))
	}
	if rest := len(ending) - len(shown); rest > 0 {
		list.Add(p.endingRow(w.T("reminder.rest", "n", strconv.Itoa(rest)),
			kit.NewQuietButton(w.T("reminder.open"), kit.Icon("eye"), func() { w.Go(ListRoute(view.Filter{Due: view.SoonCard, Status: "trial"})) }),
			kit.NewQuietButton(w.T("reminder.all_seen"), kit.Icon("check"), func() { p.seeEnding(ending) })))
	}
	p.ending.Objects = []fyne.CanvasObject{kit.NewCard("", list)}
	p.ending.Refresh()
}

func (p *homePage) endingRow(text string, buttons ...fyne.CanvasObject) fyne.CanvasObject {
	said := kit.NewCaption(kit.ToneWarn.Sign()+" "+text, kit.ToneWarn)
	return container.NewBorder(nil, nil, nil, container.NewHBox(buttons...), container.New(inset{6, 0}, said))
}

// seeEnding puts reminders away and shows what is left.
func (p *homePage) seeEnding(some []view.TrialEnding) {
	p.w.doing(p.w.T("work.saving"), func(ctx context.Context, desk *app.Desk) error { return view.SeeEnding(ctx, desk, some) }, p.Refresh)
}
