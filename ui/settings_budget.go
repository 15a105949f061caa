package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/app"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// fileBudget is the card of how many attachments this desk keeps of its hub's.
func (p *settingsPage) fileBudget() fyne.CanvasObject {
	w := p.w
	f := w.newFields()
	size := kit.NewNumberField("GB")
	f.add("budget", "budget.limit", size)
	state := kit.NewText("")
	p.budget = f
	save := kit.NewButton(w.T("budget.save"), kit.Icon("save"), nil)
	p.keep = save
	card := kit.NewCard(w.T("budget.title"), kit.NewColumn(8, state, kit.NewCaption(w.T("budget.how"), kit.ToneNeutral),
		container.New(&narrow{420}, f.content)), save)
	load := func() {
		desk := w.desk
		var b app.FileBudget
		w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
			b, err = desk.FileBudget(ctx)
			return err
		}, func(err error) {
			if err != nil {
				w.Say(w.words.Error(err))
				return
			}
			size.SetValue(view.NewBudgetForm(b).Gigabytes)
			said, over := view.BudgetStands(b)
			text := w.text(said)
			if over {
				text = kit.ToneWarn.Sign() + " " + text
			}
			state.SetValue(text)
			card.Refresh()
		})
	}
	save.OnTapped = func() {
		desk, form := w.desk, view.BudgetForm{Gigabytes: size.Value()}
		var freed int64
		w.workFrom(save, w.T("work.saving"), func(ctx context.Context, _ Progress) (err error) {
			freed, err = form.Save(ctx, desk)
			return err
		}, func(err error) {
			card.Refresh() // for a problem below the field
			if !f.show(err) {
				return
			}
			w.Say(w.T("budget.saved"))
			if freed > 0 {
				w.Say(w.T("budget.freed", "size", view.SizeText(freed)))
			}
			load()
		})
	}
	p.later = append(p.later, load)
	return card
}
