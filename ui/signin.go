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

// signInPage asks who is there.
type signInPage struct {
	w        *Window
	sign     view.SignIn
	form     *fields
	name     *kit.Entry
	password *kit.Entry
	enter    *kit.Button
	waiting  *widget.Label
	content  fyne.CanvasObject
}

func newSignInPage(w *Window, sign view.SignIn) *signInPage {
	p := &signInPage{w: w, sign: sign, form: w.newFields(), waiting: widget.NewLabel("")}
	p.name = kit.NewEntry()
	p.name.SetValue(sign.Name)
	p.name.OnSubmitted = func(string) { w.win.Canvas().Focus(p.password) }
	p.password = kit.NewPassword()
	p.password.OnSubmitted = func(string) { p.tryEnter() }
	p.form.add("id", "person.id", p.name)
	p.form.add("password", "person.password", p.password)
	p.enter = kit.NewPrimaryButton(w.T("signin.enter"), nil, p.tryEnter)
	column := kit.NewColumn(4, w.gateTitle("signin.title"), wrapped(sign.City), p.form.content,
		indented(container.NewHBox(p.enter, p.waiting)))
	width := float32(460)
	switch {
	case sign.Sandbox:
		width = 620
		column.Add(widget.NewSeparator())
		column.Add(p.accounts())
		if w.office != w.own {
			column.Add(container.NewHBox(kit.NewButton(w.T("signin.leave_demo"), kit.Icon("back"), w.leaveDemo)))
		}
	case w.opts.Demo != nil:
		column.Add(widget.NewSeparator())
		column.Add(container.NewHBox(p.demoButton()))
	}
	p.content = w.gateSheet(column, width)
	return p
}

// demoButton leads to the demonstration data, which are kept apart.
func (p *signInPage) demoButton() fyne.CanvasObject {
	b := kit.NewQuietButton(p.w.T("signin.open_demo"), kit.Icon("eye"), nil)
	b.OnTapped = func() { p.w.openDemo(b, p.w.office.Profile().ID) }
	return b
}

// accounts offers the people of the demonstration data to sign in as.
func (p *signInPage) accounts() fyne.CanvasObject {
	mark := widget.NewLabelWithStyle(p.w.T("signin.demo"), fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	mark.Importance, mark.Wrapping = widget.WarningImportance, fyne.TextWrapBreak
	grid := container.NewGridWithColumns(2)
	for _, a := range p.sign.People {
		b := kit.NewQuietButton(a.Name+"　"+a.Roles, kit.Icon("user"), func() {
			p.name.SetValue(a.ID)
			p.password.SetValue(p.w.opts.DemoPassword)
			p.tryEnter()
		})
		b.Alignment = widget.ButtonAlignLeading
		grid.Add(b)
	}
	return kit.NewColumn(2, mark, grid)
}

// Content is the page.
func (p *signInPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the name, or the password when the name is known from the last time.
func (p *signInPage) FirstFocus() fyne.Focusable {
	if p.name.Value() != "" {
		return p.password
	}
	return p.name
}

// Busy says that something is going on.
func (p *signInPage) Busy(what string) { p.waiting.SetText(what) }

func (p *signInPage) again() gate {
	sign := p.sign
	sign.Name = p.name.Value()
	return newSignInPage(p.w, sign)
}

// tryEnter signs in. A refusal is said below the password, and the name stays.
func (p *signInPage) tryEnter() {
	name, password := p.name.Value(), p.password.Value()
	p.form.clear()
	var desk *app.Desk
	p.w.workFrom(p.enter, p.w.T("work.signing_in"), func(ctx context.Context, _ Progress) (err error) {
		desk, err = view.Enter(ctx, p.w.office, name, password)
		return err
	}, func(err error) {
		if view.KeyOf(err) == "error.device_revoked" && p.w.mayJoinAgain() {
			p.w.adopt(p.w.office) // which says what is to be done
			return
		}
		if err != nil {
			p.password.SetValue("")
			p.form.mark("password", p.w.words.Error(err))
			p.w.win.Canvas().Focus(p.password)
			return
		}
		p.w.welcome(desk)
	})
}
