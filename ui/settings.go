package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"yunban/app"
	"yunban/app/words"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// settingsPage is the person's and the desk's own page.
type settingsPage struct {
	w       *Window
	content fyne.CanvasObject
	later   []func() // what is loaded each time the page is shown
	budget  *fields  // how many attachments are kept here; nil on a desk that is its own hub
	keep    *kit.Button
}

func newSettingsPage(w *Window) *settingsPage {
	p := &settingsPage{w: w}
	cards := []fyne.CanvasObject{p.person(), p.delegations(), p.templates(), p.looks()}
	if view.TakesScans(w.desk) {
		cards = append(cards, p.scanFolder())
	}
	if w.administers() {
		cards = append(cards, p.administration())
	}
	if sharing := p.sharing(); sharing != nil {
		cards = append(cards, sharing)
	}
	if w.sync.state.Joined {
		cards = append(cards, p.fileBudget())
	}
	cards = append(cards, p.paperFonts(), p.trust(), p.data(), p.about())
	p.content = kit.NewScroll(container.New(layout.NewCustomPaddedLayout(10, 10, 12, 12),
		container.New(&narrow{640}, kit.NewColumn(10, cards...))))
	return p
}

// Title names the page.
func (p *settingsPage) Title() string { return p.w.T("nav.settings") }

// Content is the page.
func (p *settingsPage) Content() fyne.CanvasObject { return p.content }

// Refresh loads what may have changed.
func (p *settingsPage) Refresh() {
	for _, load := range p.later {
		load()
	}
}

// administration leads to what an administrator keeps besides accounts.
func (p *settingsPage) administration() fyne.CanvasObject {
	w := p.w
	return kit.NewCard(w.T("settings.administration"), container.New(&flow{gap: 8},
		kit.NewButton(w.T("nav.catalogue"), kit.Icon("list"), func() { w.Go(CatalogueRoute()) }),
		kit.NewButton(w.T("nav.calendar"), kit.Icon("calendar"), func() { w.Go(CalendarRoute()) })))
}

func (p *settingsPage) person() fyne.CanvasObject {
	w, who := p.w, p.w.desk.Person
	change := kit.NewButton(w.T("settings.password"), kit.Icon("lock"), func() { w.changePassword(who.ID, who.Name, true) })
	return kit.NewCard(w.T("settings.person"), p.facts(
		fact{"person.id", who.ID}, fact{"person.name", who.Name}, fact{"person.unit", w.desk.Unit.Name},
		fact{"person.roles", view.RoleNames(w.desk.Office, who.Roles)}), change)
}

func (p *settingsPage) looks() fyne.CanvasObject {
	w := p.w
	language := kit.NewPicker([]kit.Option{{Code: words.Chinese, Label: "简体中文"}, {Code: words.English, Label: "English"}}, w.pickerWords())
	language.Required = true
	language.SetValue(w.words.Language)
	language.OnChanged = w.speak
	f := w.newFields()
	f.add("language", "settings.language", language)
	if w.opts.Theme != nil {
		var options []kit.Option
		for _, a := range []Appearance{AppearanceSystem, AppearanceLight, AppearanceDark} {
			options = append(options, kit.Option{Code: string(a), Label: w.T("settings.appearance_" + string(a))})
		}
		appearance := kit.NewPicker(options, w.pickerWords())
		appearance.Required = true
		appearance.SetValue(string(AppearanceSystem))
		if w.appearance != "" {
			appearance.SetValue(string(w.appearance))
		}
		appearance.OnChanged = func(code string) {
			look := w.look()
			look.Appearance = code
			w.wear(look)
		}
		f.add("appearance", "settings.appearance", appearance)
	}
	return kit.NewCard(w.T("settings.look"), f.content)
}

func (p *settingsPage) data() fyne.CanvasObject {
	w := p.w
	var tools []fyne.CanvasObject
	if w.opts.OpenPath != nil && w.opts.Folder != "" {
		tools = append(tools, kit.NewButton(w.T("settings.open_folder"), kit.Icon("folder"), func() { w.openPath(w.opts.Folder) }))
	}
	facts := []fact{{"settings.city", w.office.Profile().City}, {"settings.regulation", w.office.Profile().Title},
		{"settings.folder", w.opts.Folder}, {"settings.device", w.office.Device}}
	if w.office.Sandbox {
		facts = append(facts, fact{"settings.kind", w.T("nav.sandbox")})
	}
	return kit.NewCard(w.T("settings.data"), p.facts(facts...), tools...)
}

func (p *settingsPage) about() fyne.CanvasObject {
	w := p.w
	return kit.NewCard(w.T("settings.about"), p.facts(fact{"settings.program", w.T("app.name") + " " + w.opts.Version},
		fact{"settings.what", w.T("app.about")}, fact{"settings.licence", "Apache-2.0"}))
}

// fact is a label and what it says.
type fact struct{ words, value string }

func (p *settingsPage) facts(facts ...fact) fyne.CanvasObject {
	column := kit.NewColumn(4)
	for _, f := range facts {
		if f.value == "" {
			continue
		}
		label := widget.NewLabelWithStyle(p.w.T(f.words), fyne.TextAlignTrailing, fyne.TextStyle{})
		label.Importance = widget.LowImportance
		column.Add(container.New(besideFact{}, label, kit.NewText(f.value)))
	}
	return column
}

// besideFact lays a text that wraps beside its label.
type besideFact struct{}

func (besideFact) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(labelWidth+120, max(o[1].MinSize().Height, 20))
}

func (besideFact) Layout(o []fyne.CanvasObject, size fyne.Size) {
	width := size.Width - labelWidth
	o[1].Resize(fyne.NewSize(width, heightAt(o[1], width)))
	o[1].Move(fyne.NewPos(labelWidth, 0))
	o[0].Resize(fyne.NewSize(labelWidth, o[0].MinSize().Height))
	o[0].Move(fyne.NewPos(0, -7))
}

// narrow keeps its content from growing wider than is good to read.
type narrow struct{ width float32 }

func (n *narrow) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[0].MinSize().Width, heightAt(o[0], n.width))
}

func (n *narrow) Layout(o []fyne.CanvasObject, size fyne.Size) {
	width := min(n.width, size.Width)
	o[0].Resize(fyne.NewSize(width, heightAt(o[0], width)))
	o[0].Move(fyne.NewPos(0, 0))
}

// changePassword sets a password in a dialog: the own needs the present one.
func (w *Window) changePassword(id, name string, self bool) {
	f := w.newFields()
	old, fresh, again := kit.NewPassword(), kit.NewPassword(), kit.NewPassword()
	if self {
		f.add("old", "password.old", old)
	}
	fresh.PlaceHolder = w.T("person.password_hint")
	f.add("password", "password.new", fresh)
	f.add("again", "person.again", again)
	d := kit.NewDialog(w.T("password.title", "name", name), f.content, w.T("password.set"), w.T("dialog.cancel"))
	d.OnConfirm = func() bool {
		form := view.PasswordForm{Person: id, Old: old.Value(), New: fresh.Value(), Again: again.Value()}
		w.saveFrom(d, f, func(ctx context.Context, desk *app.Desk) error { return form.Save(ctx, desk) }, func() {
			w.Say(w.T("password.done", "name", name))
		})
		return false
	}
	w.Show(d)
}
