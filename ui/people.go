package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// peoplePage is where an administrator keeps accounts and units.
type peoplePage struct {
	w       *Window
	people  view.People
	search  *kit.Entry
	count   *widget.Label
	persons *kit.Table[view.PersonRow]
	units   *kit.Table[model.Unit]
	content *fyne.Container
}

func newPeoplePage(w *Window) *peoplePage {
	p := &peoplePage{w: w, search: kit.NewEntry(), count: widget.NewLabel("")}
	p.search.PlaceHolder, p.search.Icon = w.T("people.search"), kit.Icon("search")
	p.search.OnChanged = func(string) { p.drawPersons() }
	p.search.OnSubmitted = func(string) { w.win.Canvas().Focus(p.persons) }
	p.search.OnKey = w.leaveField
	p.persons = kit.NewTable(p.personColumns()...)
	p.persons.OnOpen = func(_ int, row view.PersonRow) { p.edit(view.FormOf(row.Person), row.Self) }
	p.units = kit.NewTable(p.unitColumns()...)
	p.units.OnOpen = func(_ int, u model.Unit) { p.editUnit(view.UnitForm{Unit: u}) }
	add := kit.NewPrimaryButton(w.T("people.add"), kit.Icon("plus"), p.addPerson)
	addUnit := kit.NewButton(w.T("people.add_unit"), kit.Icon("plus"), func() { p.editUnit(view.UnitForm{New: true}) })
	head := container.NewHBox(wide(280, p.search), p.count, layout.NewSpacer(), add)
	unitHead := container.NewHBox(w.heading("people.units"), layout.NewSpacer(), addUnit)
	p.content = container.NewStack(container.New(layout.NewCustomPaddedLayout(10, 6, 12, 12), container.New(split{0.6},
		container.NewBorder(head, nil, nil, nil, p.persons),
		container.NewBorder(unitHead, nil, nil, nil, p.units))))
	return p
}

func (p *peoplePage) personColumns() []kit.Column[view.PersonRow] {
	w := p.w
	return []kit.Column[view.PersonRow]{
		{Title: w.T("person.id"), Width: 120, Text: func(r view.PersonRow) string { return r.ID }},
		{Title: w.T("person.name"), Width: 100, Text: func(r view.PersonRow) string { return r.Name }},
		{Title: w.T("person.unit"), Width: 160, Grow: 2, Text: func(r view.PersonRow) string { return r.UnitName }},
		{Title: w.T("person.roles"), Width: 200, Grow: 3, Text: func(r view.PersonRow) string { return r.RoleNames }},
		{Title: w.T("person.phone"), Width: 130, Text: func(r view.PersonRow) string { return r.Phone }},
		{Title: w.T("person.state"), Width: 90, Text: p.state, Tone: stateTone},
	}
}

func (p *peoplePage) state(r view.PersonRow) string {
	if r.Disabled {
		return p.w.T("person.disabled")
	}
	return p.w.T("person.enabled")
}

func stateTone(r view.PersonRow) kit.Tone {
	if r.Disabled {
		return kit.ToneNeutral
	}
	return kit.ToneGood
}

func (p *peoplePage) unitColumns() []kit.Column[model.Unit] {
	w := p.w
	return []kit.Column[model.Unit]{
		{Title: w.T("unit.id"), Width: 120, Text: func(u model.Unit) string { return u.ID }},
		{Title: w.T("unit.name"), Width: 200, Grow: 2, Text: func(u model.Unit) string { return u.Name }},
		{Title: w.T("unit.credit_code"), Width: 180, Text: func(u model.Unit) string { return u.CreditCode }},
		{Title: w.T("unit.address"), Width: 160, Grow: 2, Text: func(u model.Unit) string { return u.Address }},
		{Title: w.T("unit.head"), Width: 90, Text: func(u model.Unit) string { return u.Head }},
		{Title: w.T("unit.phone"), Width: 130, Text: func(u model.Unit) string { return u.Phone }},
	}
}

// Title names the page.
func (p *peoplePage) Title() string { return p.w.T("nav.people") }

// Content is the page.
func (p *peoplePage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the list of accounts.
func (p *peoplePage) FirstFocus() fyne.Focusable { return p.persons }

// Shortcuts are the page's own keys.
func (p *peoplePage) Shortcuts() []Shortcut {
	return []Shortcut{{Key: fyne.KeyN, Words: "people.add", Do: p.addPerson}}
}

// Refresh loads accounts and units.
func (p *peoplePage) Refresh() {
	load(p.w, p.content, p.w.reload, view.LoadPeople, func(people view.People) {
		p.people = people
		p.drawPersons()
		p.units.SetRows(people.Units)
	})
}

func (p *peoplePage) drawPersons() {
	rows := p.people.Find(p.search.Value())
	p.persons.SetRows(rows)
	p.count.SetText(p.w.T("people.count", "n", strconv.Itoa(len(rows))))
}

func (p *peoplePage) addPerson() { p.edit(view.PersonForm{New: true}, false) }

// edit makes or changes an account in a dialog, which stays open with what was typed until it is right.
func (p *peoplePage) edit(form view.PersonForm, self bool) {
	w := p.w
	f := w.newFields()
	id, name, phone := kit.NewEntry(), kit.NewEntry(), kit.NewEntry()
	unit := kit.NewPicker(p.unitOptions(), w.pickerWords())
	unit.PlaceHolder = w.T("person.no_unit")
	roles := kit.NewMultiPicker(p.roleOptions(), w.pickerWords())
	roles.PlaceHolder = w.T("person.choose_roles")
	disabled := kit.NewCheck(w.T("person.disable"), nil)
	if form.New {
		id.PlaceHolder = w.T("person.id_hint")
		f.add("id", "person.id", id)
	}
	f.add("name", "person.name", name).SetValue(form.Name)
	f.add("unit", "person.unit", unit).SetValue(form.Unit)
	f.add("roles", "person.roles", roles).SetValue(form.Roles)
	f.add("phone", "person.phone", phone).SetValue(form.Phone)
	password, again := kit.NewPassword(), kit.NewPassword()
	if form.New {
		password.PlaceHolder = w.T("person.password_hint")
		f.add("password", "person.password", password)
		f.add("again", "person.again", again)
	} else {
		f.add("disabled", "person.state", disabled).SetValue(flag(form.Disabled))
	}
	title, verb := w.T("people.edit", "name", form.Name), w.T("dialog.save")
	if form.New {
		title, verb = w.T("people.add"), w.T("people.create")
	}
	d := kit.NewDialog(title, f.content, verb, w.T("dialog.cancel"))
	if !form.New {
		d.AddButton(kit.NewButton(w.T("people.set_password"), kit.Icon("lock"), func() {
			d.Close()
			p.w.changePassword(form.ID, form.Name, self)
		}))
	}
	d.OnConfirm = func() bool {
		if form.New {
			form.ID, form.Password, form.Again = id.Value(), password.Value(), again.Value()
		}
		form.Name, form.Unit, form.Roles, form.Phone = name.Value(), unit.Value(), roles.Value(), phone.Value()
		form.Disabled = disabled.Checked()
		p.save(d, f, w.T("people.saved", "name", form.Name), form.Save)
		return false
	}
	w.Show(d)
}

func flag(on bool) string {
	if on {
		return model.True
	}
	return ""
}

func (p *peoplePage) unitOptions() []kit.Option {
	var options []kit.Option
	for _, u := range p.people.Units {
		options = append(options, kit.Option{Code: u.ID, Label: u.Name})
	}
	return options
}

func (p *peoplePage) roleOptions() []kit.Option {
	var options []kit.Option
	for _, r := range p.people.Roles {
		options = append(options, kit.Option{Code: r.Code, Label: r.Label})
	}
	return options
}

// editUnit makes or changes a unit in a dialog.
func (p *peoplePage) editUnit(form view.UnitForm) {
	w := p.w
	f := w.newFields()
	id := kit.NewEntry()
	if form.New {
		id.PlaceHolder = w.T("unit.id_hint")
		f.add("id", "unit.id", id)
	}
	for _, field := range form.Fields() {
		f.add(field.ID, "unit."+field.ID, kit.NewEntry()).SetValue(*field.Value)
	}
	title, verb := w.T("people.edit", "name", form.Name), w.T("dialog.save")
	if form.New {
		title, verb = w.T("people.add_unit"), w.T("people.create")
	}
	d := kit.NewDialog(title, f.content, verb, w.T("dialog.cancel"))
	d.OnConfirm = func() bool {
		if form.New {
			form.ID = id.Value()
		}
		for _, field := range form.Fields() {
			*field.Value = f.value(field.ID)
		}
		p.save(d, f, w.T("people.saved", "name", form.Name), form.Save)
		return false
	}
	w.Show(d)
}

// save saves from a dialog: it closes when all is well, and otherwise says what is not.
func (p *peoplePage) save(d *kit.Dialog, f *fields, said string, save saving) {
	p.w.saveFrom(d, f, save, func() {
		p.w.Say(said)
		p.Refresh()
	})
}
