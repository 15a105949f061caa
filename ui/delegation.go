package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/app"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// delegations is the card of the settings with who acts for whom, and from when to when.
func (p *settingsPage) delegations() fyne.CanvasObject {
	w := p.w
	list := kit.NewColumn(8)
	var known view.Delegations
	var load func()
	load = func() {
		desk := w.desk
		w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
			known, err = view.LoadDelegations(ctx, desk)
			return err
		}, func(err error) {
			if err != nil {
				list.Objects = []fyne.CanvasObject{kit.NewCaption(kit.ToneBad.Sign()+" "+w.words.Error(err), kit.ToneBad)}
			} else {
				p.drawDelegations(list, known, load)
			}
			list.Refresh()
			p.content.Refresh()
		})
	}
	p.later = append(p.later, load)
	add := kit.NewButton(w.T("delegation.add"), kit.Icon("plus"), func() { p.delegate(known, load) })
	return kit.NewCard(w.T("delegation.title"), list, add)
}

func (p *settingsPage) drawDelegations(list *fyne.Container, known view.Delegations, load func()) {
	w := p.w
	list.Objects = nil
	if len(known.Rows) == 0 {
		list.Add(kit.NewCaption(w.T("delegation.none"), kit.ToneNeutral))
	}
	for _, g := range known.Rows {
		tone := kit.ToneNeutral
		if g.Holds {
			tone = kit.ToneGood
		}
		tools := container.NewHBox(container.NewCenter(kit.NewBadge(w.text(g.State), tone)))
		if g.Open {
			tools.Add(kit.NewQuietButton(w.T("delegation.revoke"), kit.Icon("close"), func() { p.revoke(g, load) }))
		}
		list.Add(container.NewBorder(nil, nil, nil, tools, kit.NewColumn(0,
			kit.NewText(w.T("delegation.row", "from", g.FromName, "to", g.ToName)),
			kit.NewCaption(g.Begin+" — "+g.End, kit.ToneNeutral))))
	}
}

// delegate asks who shall act, and for how long.
func (p *settingsPage) delegate(known view.Delegations, then func()) {
	w := p.w
	f := w.newFields()
	to := kit.NewPicker(w.options(known.Deputies), w.pickerWords())
	to.PlaceHolder = w.T("delegation.choose")
	begin, end := kit.NewDateField(w.dateWords()), kit.NewDateField(w.dateWords())
	f.add("to", "delegation.deputy", to)
	f.add("begin", "delegation.begin", begin).SetValue(w.office.Today().String())
	f.add("end", "delegation.end", end)
	content := kit.NewColumn(8, kit.NewCaption(w.T("delegation.how"), kit.ToneNeutral), f.content)
	d := kit.NewDialog(w.T("delegation.add"), content, w.T("delegation.verb"), w.T("dialog.cancel"))
	d.OnConfirm = func() bool {
		form := view.DelegationForm{To: to.Value(), Begin: begin.Value(), End: end.Value()}
		w.saveFrom(d, f, form.Save, func() {
			w.Say(w.T("delegation.done", "to", to.Label(), "begin", form.Begin, "end", form.End))
			then()
		})
		return false
	}
	w.Show(d)
}

func (p *settingsPage) revoke(g view.DelegationRow, then func()) {
	w := p.w
	w.Ask(Question{Title: w.T("delegation.revoke"), Text: w.T("delegation.revoke_text", "to", g.ToName), Verb: w.T("delegation.revoke"),
		Danger: true, Then: func() {
			w.doing(w.T("work.saving"), func(ctx context.Context, desk *app.Desk) error { return desk.Revoke(ctx, g.ID) }, then)
		}})
}

// doing does something short that needs no answer but its success.
func (w *Window) doing(title string, do saving, then func()) {
	desk := w.desk
	w.Work(title, func(ctx context.Context, _ Progress) error { return do(ctx, desk) }, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		then()
	})
}

// drawActing says above the home page for whom the person acts today.
func (p *homePage) drawActing() {
	names := strings.Join(p.home.Acting, "、")
	visible(p.acting, names != "")
	p.acting.SetValue(kit.ToneInfo.Sign() + " " + p.w.T("home.acting", "names", names))
}
