package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// startPage is the first start: the city and the administrator, or the demonstration data.
type startPage struct {
	w       *Window
	start   view.Start
	form    *fields
	facts   *kit.Entry
	city    *kit.Picker
	found   *kit.Button
	demo    *kit.Button
	waiting *widget.Label
	content fyne.CanvasObject
}

func newStartPage(w *Window, start view.Start) *startPage {
	p := &startPage{w: w, start: start, form: w.newFields(), facts: kit.NewText(""), waiting: widget.NewLabel("")}
	p.start.Cities = w.opts.Cities
	p.build()
	return p
}

func (p *startPage) build() {
	w := p.w
	p.city = kit.NewPicker(cityOptions(p.start.Cities), w.pickerWords())
	p.city.PlaceHolder, p.city.Required = w.T("start.choose_city"), true
	p.city.OnChanged = func(string) { p.showFacts() }
	p.city.SetValue(p.start.City)
	p.form.add("city", "start.city", p.city)
	for _, f := range []struct {
		id, words, value, hint string
		secret                 bool
	}{
		{"name", "person.name", p.start.Name, "start.name_hint", false},
		{"id", "person.id", p.start.ID, "person.id_hint", false},
		{"password", "person.password", p.start.Password, "person.password_hint", true},
		{"again", "person.again", p.start.Again, "", true},
	} {
		e := kit.NewEntry()
		if f.secret {
			e = kit.NewPassword()
		}
		if f.hint != "" {
			e.PlaceHolder = w.T(f.hint)
		}
		e.OnSubmitted = func(string) { p.begin() }
		p.form.add(f.id, f.words, e).SetValue(f.value)
	}
	p.found = kit.NewPrimaryButton(w.T("start.found"), nil, p.begin)
	column := kit.NewColumn(8, w.gateTitle("start.title"))
	if w.opts.Join != nil {
		column.Add(p.choice())
	}
	column.Add(kit.NewColumn(8, wrapped(w.T("start.text")), p.form.content, indented(p.facts),
		indented(container.NewHBox(p.found, p.waiting))))
	if w.opts.Demo != nil {
		p.demo = kit.NewButton(w.T("start.demo"), kit.Icon("eye"), p.openDemo)
		column.Add(widget.NewSeparator())
		column.Add(wrapped(w.T("start.demo_text")))
		column.Add(container.NewHBox(p.demo))
	}
	p.content = w.gateSheet(column, 580)
	p.showFacts()
}

// choice is how to begin: with an office of one's own, or as a desk of one that shares its store.
func (p *startPage) choice() fyne.CanvasObject {
	w := p.w
	own := kit.NewButton(w.T("start.own"), kit.Icon("home"), func() { w.win.Canvas().Focus(p.FirstFocus()) })
	own.Importance = widget.MediumImportance
	join := kit.NewQuietButton(w.T("start.join"), kit.Icon("users"), func() { w.showGate(newJoinPage(w, view.Join{Name: w.opts.Machine})) })
	return container.NewVBox(container.NewHBox(own, join), widget.NewSeparator())
}

func cityOptions(cities []*model.Profile) []kit.Option {
	var options []kit.Option
	for _, c := range cities {
		options = append(options, kit.Option{Code: c.ID, Label: c.City, Note: c.DocumentNo})
	}
	return options
}

// showFacts says what the choice of a city means.
func (p *startPage) showFacts() {
	p.read()
	var words []string
	for _, f := range p.start.Facts() {
		words = append(words, p.w.text(f))
	}
	p.facts.SetValue(strings.Join(words, p.w.T("start.between")))
	if p.content != nil {
		p.content.Refresh()
	}
}

// read takes what was typed.
func (p *startPage) read() {
	if len(p.form.inputs) < 5 {
		return
	}
	f := p.form
	p.start.City, p.start.Name, p.start.ID = f.value("city"), f.value("name"), f.value("id")
	p.start.Password, p.start.Again = f.value("password"), f.value("again")
}

// Content is the page.
func (p *startPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the city, and the administrator's name once that is chosen.
func (p *startPage) FirstFocus() fyne.Focusable {
	if p.start.City == "" {
		return p.city.Focusable()
	}
	e, _ := p.form.inputs["name"].(*kit.Entry)
	return e
}

// Busy says that something is going on.
func (p *startPage) Busy(what string) { p.waiting.SetText(what) }

// again makes the page anew in another language, with what was typed.
func (p *startPage) again() gate {
	p.read()
	return newStartPage(p.w, p.start)
}

// begin founds the office and signs the administrator in.
func (p *startPage) begin() {
	p.read()
	if err := model.InvalidInput(p.start.Problems()); err != nil {
		p.form.show(err)
		return
	}
	start := p.start
	var office *app.Office
	var desk *app.Desk
	p.w.workFrom(p.found, p.w.T("work.founding"), func(ctx context.Context, _ Progress) (err error) {
		if office, err = p.w.opts.Found(ctx, start.Founding()); err != nil {
			return err
		}
		desk, err = view.Enter(ctx, office, start.ID, start.Password)
		return err
	}, func(err error) {
		switch {
		case office == nil:
			p.form.show(err)
		case err != nil: // founded all the same
			p.w.own = office
			p.w.adopt(office)
			p.w.Fail(err)
		default:
			p.w.own, p.w.office = office, office
			p.w.follow(office)
			p.w.keep(p.w.look())
			p.w.welcome(desk)
		}
	})
}

// openDemo opens the demonstration data of the chosen city.
func (p *startPage) openDemo() {
	p.read()
	city := p.start.City
	if city == "" && len(p.start.Cities) > 0 {
		city = p.start.Cities[0].ID
	}
	p.w.openDemo(p.demo, city)
}

// heading is the title of a page or of a part of it.
func (w *Window) heading(words string) *widget.Label {
	l := widget.NewLabelWithStyle(w.T(words), fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	l.SizeName = theme.SizeNameSubHeadingText
	return l
}
