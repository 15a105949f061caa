package ui

import (
	"context"
	"reflect"

	"fyne.io/fyne/v2/container"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// monthsWidth is the width of the picture beside the queue, which needs what there is: the buttons stand below it.
const monthsWidth = 228

// loadMonths counts what was filed from month to month, after the queue is there: nobody waits for the picture (R53).
func (p *homePage) loadMonths() {
	desk := p.w.desk
	if !desk.ReadsAll() {
		return
	}
	var months view.Chart
	p.w.Work(p.w.T("stat.counting"), func(ctx context.Context, _ Progress) (err error) {
		months, err = view.LoadFiled(ctx, desk)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			p.w.Say(p.w.words.Error(err)) // the queue stays as it is
		case !reflect.DeepEqual(months, p.months):
			p.months = months
			p.drawDrafts()
			p.content.Refresh()
		}
	})
}

// drawMonths adds the picture, with its table to copy or export.
func (p *homePage) drawMonths() {
	if len(p.months.Bars) == 0 {
		return
	}
	w, title, bars := p.w, p.w.text(p.months.Title), p.w.bars(p.months)
	tools := w.barTools(p.Title()+"　"+title, bars, p.months.Table(w.text))
	card := kit.NewCard(title, kit.NewColumn(6, kit.NewBars(bars...), container.NewHBox(tools...)))
	p.drafts.Add(container.New(fixedWidth{monthsWidth}, card))
}
