package ui

import (
	"context"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// sendDraft asks which colleague of the unit gets a copy of the draft.
func (p *intakePage) sendDraft() {
	w, desk := p.w, p.w.desk
	if err := p.Leave(); err != nil { // what was typed goes along
		w.Fail(err)
		return
	}
	var colleagues []model.Person
	w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		colleagues, err = desk.Colleagues(ctx)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			w.Fail(err)
		case len(colleagues) == 0:
			d := kit.NewDialog(w.T("parcel.send"), kit.NewColumn(8, kit.NewText(w.T("parcel.nobody", "unit", desk.Unit.Name)),
				kit.NewCaption(w.T("draft_file.instead"), kit.ToneNeutral)), w.T("error.understood"), "")
			d.AddButton(p.exportButton(d))
			w.Show(d)
		default:
			p.askReceiver(colleagues)
		}
	})
}

func (p *intakePage) askReceiver(colleagues []model.Person) {
	w, desk, draft := p.w, p.w.desk, p.in.ID()
	var options []kit.Option
	for _, c := range colleagues {
		options = append(options, kit.Option{Code: c.ID, Label: c.Name, Note: c.ID})
	}
	f := w.newFields()
	to := kit.NewPicker(options, w.pickerWords())
	to.Required = true
	to.SetValue(colleagues[0].ID)
	f.add("to", "parcel.to", to)
	d := kit.NewDialog(w.T("parcel.send"), kit.NewColumn(8, wrapped(w.T("parcel.text")), f.content, kit.NewCaption(w.T("draft_file.instead"), kit.ToneNeutral)),
		w.T("parcel.verb"), w.T("dialog.cancel"))
	d.AddButton(p.exportButton(d))
	d.OnConfirm = func() bool {
		d.SetVerbEnabled(false)
		id := f.value("to")
		w.Work(w.T("work.sending"), func(ctx context.Context, _ Progress) error { return desk.SendDraft(ctx, draft, id) }, func(err error) {
			d.SetVerbEnabled(true)
			if f.show(err) {
				d.Close()
				w.Say(w.T("parcel.sent", "who", w.nameAmong(colleagues, id)))
			}
		})
		return false
	}
	w.Show(d)
}

func (w *Window) nameAmong(people []model.Person, id string) string {
	for _, p := range people {
		if p.ID == id {
			return p.Name
		}
	}
	return id
}

// loadParcels looks for drafts that colleagues sent. While the hub cannot be reached there is nothing to look at.
func (p *homePage) loadParcels() {
	w, desk := p.w, p.w.desk
	if !desk.MayApply() || !w.sync.state.Offline.IsZero() {
		return
	}
	var parcels []model.Parcel
	w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		parcels, err = desk.Parcels(ctx)
		return err
	}, func(err error) {
		if err != nil || reflect.DeepEqual(parcels, p.parcels) { // the badge says what is the matter with the line
			return
		}
		p.parcels = parcels
		p.drawDrafts()
		p.content.Refresh()
	})
}

// drawParcels lists the drafts that colleagues sent, below the own.
func (p *homePage) drawParcels() {
	if len(p.parcels) > 0 {
		p.drafts.Add(p.w.heading("parcel.title"))
	}
	for _, parcel := range p.parcels {
		p.drafts.Add(p.parcel(parcel))
	}
}

// parcel is a draft that a colleague sent: from whom, when, and taking it or not.
func (p *homePage) parcel(parcel model.Parcel) fyne.CanvasObject {
	w := p.w
	title := parcel.Title
	if title == "" {
		title = w.T("home.untitled")
	}
	name := widget.NewLabel(title)
	name.Truncation = fyne.TextTruncateEllipsis
	from := widget.NewLabel(w.T("parcel.from", "who", parcel.FromName, "at", view.Moment(parcel.At)))
	from.Importance, from.Truncation = widget.LowImportance, fyne.TextTruncateEllipsis
	take := kit.NewButton(w.T("parcel.take"), kit.Icon("accept"), nil)
	take.OnTapped = func() { p.take(take, parcel) }
	drop := kit.NewQuietButton(w.T("parcel.drop"), kit.Icon("close"), func() { p.askDropParcel(parcel) })
	return container.New(&column{width: 250}, kit.NewColumn(-8, name, from, container.NewHBox(take, drop)))
}

// take makes the draft one's own and opens it.
func (p *homePage) take(b *kit.Button, parcel model.Parcel) {
	w, desk := p.w, p.w.desk
	var draft model.Draft
	w.workFrom(b, w.T("work.opening"), func(ctx context.Context, _ Progress) (err error) {
		draft, err = desk.TakeParcel(ctx, parcel)
		return err
	}, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		p.parcels = nil
		w.Go(DraftRoute(draft.ID))
	})
}

func (p *homePage) askDropParcel(parcel model.Parcel) {
	w, desk := p.w, p.w.desk
	w.Ask(Question{Title: w.T("parcel.drop"), Text: w.T("parcel.drop_text", "who", parcel.FromName, "title", parcel.Title), Verb: w.T("parcel.drop"), Then: func() {
		w.Work(w.T("work.saving"), func(ctx context.Context, _ Progress) error { return desk.DropParcel(ctx, parcel.ID) }, func(err error) {
			w.Fail(err)
			p.loadParcels()
		})
	}})
}
