package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// asideIcons are the pictures of what may be said and done beside a request's course.
var asideIcons = map[model.Action]string{model.Comment: "edit", model.CC: "users", model.Transfer: "send", model.Urge: "bell"}

// asides is what may be said and done beside the request's course: it moves nothing.
func (p *requestPage) asides() fyne.CanvasObject {
	w := p.w
	buttons := container.New(&flow{gap: 4})
	for _, action := range p.r.Asides() {
		buttons.Add(kit.NewQuietButton(w.T("action."+string(action)), kit.Icon(asideIcons[action]), func() { p.aside(action) }))
	}
	if p.r.MayCopy() {
		buttons.Add(kit.NewQuietButton(w.T("aside.copy"), kit.Icon("copy"), p.copyRequest))
	}
	return kit.NewCard(w.T("aside.more"), buttons)
}

// besides says in the head whom the request was passed to, and how often it was urged.
func (p *requestPage) besides() []string {
	var said []string
	if who := p.r.Assignee(); who != "" {
		said = append(said, p.w.T("aside.assignee", "who", who))
	}
	if n := p.r.Request.Urged; n > 0 {
		said = append(said, p.w.T("aside.urged", "n", strconv.Itoa(n)))
	}
	return said
}

// aside asks what is to be said, and to whom where it goes to somebody.
func (p *requestPage) aside(action model.Action) {
	if !(view.Aside{Action: action}).TakesPerson() {
		p.askAside(action, nil)
		return
	}
	r := p.r
	var offers []view.Offer
	p.w.Work(p.w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		offers, err = r.Recipients(ctx, action)
		return err
	}, func(err error) {
		if err != nil {
			p.w.Fail(err)
			return
		}
		p.askAside(action, offers)
	})
}

func (p *requestPage) askAside(action model.Action, to []view.Offer) {
	w, words := p.w, p.w.T("action."+string(action))
	f := w.newFields()
	typed := view.Aside{Action: action}
	person := kit.NewPicker(w.options(to), w.pickerWords())
	if typed.TakesPerson() {
		person.PlaceHolder = w.T("aside.choose")
		f.add("to", "aside.to", person)
	}
	label := "aside.note"
	if action == model.Comment {
		label = "aside.comment"
	}
	note := kit.NewMultiLine()
	note.Max = 4000
	note.SetValue(p.notes[string(action)])
	f.add("note", label, note)
	own := kit.NewCheck(w.T("aside.own_side"), nil)
	if action == model.Comment {
		f.add("visible", "aside.readers", own)
	}
	d := kit.NewDialog(words, f.content, words, w.T("dialog.cancel"))
	d.OnCancel = func() { p.notes[string(action)] = note.Value() }
	d.OnConfirm = func() bool {
		typed.To, typed.Note, typed.OwnSide = person.Value(), note.Value(), own.Checked()
		w.saveFrom(d, f, p.r.Adding(typed), func() {
			delete(p.notes, string(action))
			p.load(func() { w.Say(w.T("aside.done", "action", string(action), "title", p.r.Request.Title())) })
		})
		return false
	}
	w.Show(d)
}

// options are offers as a picker takes them.
func (w *Window) options(offers []view.Offer) []kit.Option {
	options := make([]kit.Option, len(offers))
	for i, o := range offers {
		options[i] = kit.Option{Code: o.Code, Label: w.offered(o)}
	}
	return options
}

// copyRequest begins a new application with what this one says.
func (p *requestPage) copyRequest() {
	p.w.openNew(p.r.Copy)
}
