package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// joinPage is where a fresh desk joins its office's hub: address and code first, then the fingerprint, which a person
// compares with what the administrator reads out.
type joinPage struct {
	w       *Window
	join    view.Join
	form    *fields
	onward  *kit.Button
	notice  *kit.Notice
	waiting *widget.Label
	place   *fyne.Container
	content fyne.CanvasObject
	now     func() time.Time
	moving  *app.Office // that worked by itself and brings its records along; nil on a fresh desk
	anew    *app.Office // that has to enrol anew, or was locked out, until it has joined again; nil otherwise
	locked  bool        // it was locked out: what is there stays behind
}

// enrolAnew leaves the office for the page where this desk, of which another copy is in use, gets a key of its own.
func (w *Window) enrolAnew() {
	if office, url := w.office, w.sync.state.Hub.URL; w.leave() {
		w.showGate(newAnewPage(w, office, view.Join{Address: url, Name: w.opts.Machine}))
	}
}

func newAnewPage(w *Window, office *app.Office, join view.Join) *joinPage {
	p := newJoinPage(w, join)
	p.anew = office
	p.ask()
	return p
}

// joinLocked leaves the office, which its hub has locked out, for the page where a new desk takes its place.
func (w *Window) joinLocked() {
	office := w.office
	if w.frame != nil && !w.leave() {
		return
	}
	w.showGate(newLockedPage(w, office, view.Join{Address: office.Hub.URL, Name: w.opts.Machine}))
}

func newLockedPage(w *Window, office *app.Office, join view.Join) *joinPage {
	p := newJoinPage(w, join)
	p.anew, p.locked = office, true
	p.ask()
	return p
}

// newMovePage is where an office that worked by itself joins a hub with its records.
func newMovePage(w *Window, office *app.Office, join view.Join) *joinPage {
	p := newJoinPage(w, join)
	p.moving = office
	p.ask()
	return p
}

func newJoinPage(w *Window, join view.Join) *joinPage {
	p := &joinPage{w: w, join: join, form: w.newFields(), notice: kit.NewNotice(), waiting: widget.NewLabel(""), place: container.NewStack(), now: time.Now}
	for _, f := range []struct{ id, words, value, hint string }{
		{"address", "join.address", join.Address, "join.address_hint"},
		{"code", "join.code", join.Code, "join.code_hint"},
		{"name", "join.name", join.Name, "join.name_hint"},
	} {
		e := kit.NewEntry()
		e.PlaceHolder = w.T(f.hint)
		e.OnChanged = func(string) { p.form.unmark(f.id) }
		e.OnSubmitted = func(string) { p.meet() }
		p.form.add(f.id, f.words, e).SetValue(f.value)
	}
	p.content = w.gateSheet(p.place, 620)
	p.ask()
	return p
}

// ask is the first step: where the hub is and the code.
func (p *joinPage) ask() {
	w := p.w
	p.onward = kit.NewPrimaryButton(w.T("join.go_on"), nil, p.meet)
	text := w.T("join.text")
	if p.moving != nil {
		text += "\n" + w.T("move.text")
	}
	switch {
	case p.locked:
		text = w.T("join.locked_text")
	case p.anew != nil:
		text = w.T("join.anew_text")
	}
	p.show(kit.NewColumn(8, w.gateTitle("join.title"), wrapped(text), p.notice, p.form.content,
		indented(container.NewHBox(p.onward, kit.NewButton(w.T("join.back"), kit.Icon("back"), p.back), p.waiting))))
}

func (p *joinPage) show(o fyne.CanvasObject) {
	p.place.Objects = []fyne.CanvasObject{o}
	p.content.Refresh()
}

// Content is the page.
func (p *joinPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the address, or the code where that is known.
func (p *joinPage) FirstFocus() fyne.Focusable {
	first := "address"
	if p.join.Address != "" {
		first = "code"
	}
	e, _ := p.form.inputs[first].(*kit.Entry)
	return e
}

// Busy says that something is going on.
func (p *joinPage) Busy(what string) { p.waiting.SetText(what) }

func (p *joinPage) again() gate {
	p.read()
	if p.moving != nil {
		return newMovePage(p.w, p.moving, p.join)
	}
	if p.anew != nil && p.locked {
		return newLockedPage(p.w, p.anew, p.join)
	}
	if p.anew != nil {
		return newAnewPage(p.w, p.anew, p.join)
	}
	return newJoinPage(p.w, p.join)
}

func (p *joinPage) read() {
	p.join.Address, p.join.Code, p.join.Name = p.form.value("address"), p.form.value("code"), p.form.value("name")
}

// back goes back to the choice of how to begin, or to who is there.
func (p *joinPage) back() {
	if p.moving != nil {
		p.w.adopt(p.moving)
		return
	}
	if p.anew != nil {
		p.w.adopt(p.anew)
		return
	}
	p.w.showGate(newStartPage(p.w, view.Start{}))
}

// meet asks the hub who it is.
func (p *joinPage) meet() {
	p.read()
	p.notice.Clear()
	if err := model.InvalidInput(p.join.Problems()); err != nil {
		p.form.show(err)
		return
	}
	address := p.join.Address
	var met model.Met
	p.w.workFrom(p.onward, p.w.T("work.meeting"), func(ctx context.Context, _ Progress) (err error) {
		met, err = p.w.opts.Meet(ctx, address)
		return err
	}, func(err error) {
		if err != nil {
			p.failed(err)
			return
		}
		p.join.Met = met
		if said, refused := p.join.Clock(p.now()); refused {
			p.notice.Say(p.w.text(said), kit.ToneBad)
			p.content.Refresh()
			return
		}
		p.compare()
	})
}

// failed says a failure in its place.
func (p *joinPage) failed(err error) {
	if stopped(err) {
		return
	}
	p.form.clear()
	if field, said, ok := p.join.Failed(err); ok {
		p.form.mark(field, p.w.text(said))
		p.form.focusFirstWrong()
	} else {
		p.notice.Say(p.w.words.Error(err), kit.ToneBad)
	}
	p.content.Refresh()
}

// compare is the second step: the fingerprint, large, in groups that are read aloud.
func (p *joinPage) compare() {
	w := p.w
	rows := kit.NewColumn(10)
	for _, groups := range p.join.Groups() {
		row := container.NewGridWithColumns(len(groups))
		for _, g := range groups {
			row.Add(container.NewCenter(largeText(g)))
		}
		rows.Add(row)
	}
	column := kit.NewColumn(14, w.gateTitle("join.compare_title"), wrapped(w.T("join.compare_text")), kit.NewCard("", rows))
	if said, _ := p.join.Clock(p.now()); said.Key != "" {
		column.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+w.text(said), kit.ToneWarn))
	}
	if p.join.Met.Sandbox {
		column.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+w.T("join.sandbox"), kit.ToneWarn))
	}
	column.Add(kit.NewCaption(w.T("join.compare_why"), kit.ToneNeutral))
	p.onward = kit.NewPrimaryButton(w.T("join.same"), kit.Icon("accept"), p.begin)
	column.Add(container.NewHBox(p.onward, kit.NewButton(w.T("join.differs"), kit.Icon("close"), p.differs), p.waiting))
	p.show(column)
	w.win.Canvas().Unfocus() // nobody confirms by a key pressed once too often
}

// differs goes back without having sent anything.
func (p *joinPage) differs() {
	p.ask()
	p.notice.Say(p.w.T("join.differed"), kit.ToneBad)
	p.content.Refresh()
	p.form.inputs["address"].Focus()
}

// begin joins the hub and takes in what this desk may hold; an office with records first asks what would become of them.
func (p *joinPage) begin() {
	if p.moving != nil {
		p.try()
		return
	}
	w, join := p.w, p.join
	var office *app.Office
	before, closed := p.anew, false
	w.workFrom(p.onward, w.T("work.joining"), func(ctx context.Context, _ Progress) (err error) {
		if office, err = w.opts.Join(ctx, join); err != nil && before != nil {
			_, broken := before.SyncState(ctx)
			closed = broken != nil
		}
		return err
	}, func(err error) {
		if err != nil {
			if closed {
				p.anew = nil // it has its key and goes on as a joining that was cut off
			}
			p.ask()
			p.failed(err)
			return
		}
		w.own = office
		w.adopt(office)
	})
}
