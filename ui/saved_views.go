package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/app"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// viewBar is the row of a person's saved views over the list.
type viewBar struct {
	p       *listPage
	views   []view.SavedView
	content *fyne.Container
}

func newViewBar(p *listPage) *viewBar {
	return &viewBar{p: p, content: container.New(&flow{gap: 4})}
}

// load reads the views again.
func (b *viewBar) load() {
	desk := b.p.w.desk
	var views []view.SavedView
	b.p.w.Work(b.p.w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		views, err = view.LoadViews(ctx, desk)
		return err
	}, func(err error) {
		if err != nil {
			b.p.w.Say(b.p.w.words.Error(err)) // the list does without
			return
		}
		b.views = views
		b.draw()
	})
}

// draw shows the views as buttons, the present one marked; what is not saved yet can be.
func (b *viewBar) draw() {
	w := b.p.w
	b.content.Objects = nil
	var present string
	for _, v := range b.views {
		chip := kit.NewQuietButton(v.Name, kit.Icon("filter"), func() { b.p.apply(v.Filter) })
		if v.Filter == b.p.filter {
			present = v.Name
			chip.Importance = widget.MediumImportance
		}
		b.content.Add(chip)
	}
	switch {
	case present != "":
		b.content.Add(kit.NewQuietButton(w.T("saved.drop"), kit.Icon("trash"), func() {
			w.doing(w.T("work.saving"), func(ctx context.Context, desk *app.Desk) error { return view.DropView(ctx, desk, present) }, b.load)
		}))
	case !b.p.filter.Empty():
		b.content.Add(kit.NewQuietButton(w.T("saved.save"), kit.Icon("star"), b.save))
	}
	visible(b.content, len(b.content.Objects) > 0)
	b.content.Refresh()
	b.p.content.Refresh()
}

// save keeps the present filter under a name.
func (b *viewBar) save() {
	w, filter := b.p.w, b.p.filter
	f := w.newFields()
	name := kit.NewEntry()
	name.PlaceHolder = w.T("saved.name_hint")
	f.add("name", "saved.name", name)
	d := kit.NewDialog(w.T("saved.save"), f.content, w.T("dialog.save"), w.T("dialog.cancel"))
	d.OnConfirm = func() bool {
		kept := view.SavedView{Name: name.Value(), Filter: filter}
		w.saveFrom(d, f, func(ctx context.Context, desk *app.Desk) error { return view.SaveView(ctx, desk, kept) }, b.load)
		return false
	}
	w.Show(d)
}

// apply narrows the list to what a view says.
func (p *listPage) apply(f view.Filter) {
	p.filter = f
	p.search.SetValue(f.Text)
	p.fitStatuses()
	for id, value := range map[string]string{"queue": f.Queue, "due": f.Due, "status": f.Status, "case": f.Case, "unit": f.Unit,
		"level": f.Level, "from": f.From, "to": f.To} {
		p.set(id, value)
	}
	p.w.retitle()
	p.ask()
}
