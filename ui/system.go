package ui

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// systemPage is one system of the inventory: what it is, who answers for it, what it runs on and what was asked for it.
type systemPage struct {
	w       *Window
	id      string
	s       *view.System
	steps   map[model.Case]*kit.Button
	table   *kit.Table[view.Row]
	content *fyne.Container
}

func newSystemPage(w *Window, id string) *systemPage {
	p := &systemPage{w: w, id: id, content: container.NewStack()}
	p.table = kit.NewTable(w.rowColumns("number", "title", "status", "clock", "due", "filed", "filed_by")...)
	p.table.OnOpen = func(_ int, r view.Row) { w.Go(RequestRoute(r.ID)) }
	return p
}

// Title names the page.
func (p *systemPage) Title() string {
	if p.s == nil {
		return p.w.T("nav.systems")
	}
	return p.s.Name()
}

// Content is the page.
func (p *systemPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the list of the system's requests.
func (p *systemPage) FirstFocus() fyne.Focusable { return p.table }

// Shortcuts are the page's own keys.
func (p *systemPage) Shortcuts() []Shortcut {
	return []Shortcut{{Key: fyne.KeyE, Words: "system.edit", Do: p.edit}}
}

// Refresh loads the system.
func (p *systemPage) Refresh() {
	load(p.w, p.content, p.Refresh, func(ctx context.Context, desk *app.Desk) (*view.System, error) {
		return view.OpenSystem(ctx, desk, p.id)
	}, func(s *view.System) {
		fresh := p.s == nil
		p.s = s
		p.w.redraw(p, p.build)
		if fresh && p.w.inSight(p) {
			p.w.retitle()
			p.w.focusPage()
		}
	})
}

func (p *systemPage) build() {
	p.table.SetRows(p.s.Rows())
	parts := kit.NewColumn(10, p.head(), p.requests(), p.persons())
	if p.s.State == model.OnCloud {
		parts.Add(p.w.newTrend(p.s.Name(), p.s.Usage).content)
		parts.Add(p.running())
	}
	if len(p.s.Adjustments()) > 0 {
		parts.Add(p.log())
	}
	parts.Add(kit.NewCard(p.w.T("system.facts"), p.w.drawFields(p.s.Facts())))
	p.content.Objects = []fyne.CanvasObject{container.New(inset{8, 12}, scrolled(parts))}
	p.content.Refresh()
}

// head is name, unit and state, and what may be begun.
func (p *systemPage) head() fyne.CanvasObject {
	w := p.w
	about := []string{p.s.Unit}
	if level := p.s.Level(); level != "" {
		about = append(about, w.T("system.level", "level", level))
	}
	if p.s.Migrates().Key != "" {
		about = append(about, w.T("system.migrates", "day", w.text(p.s.Migrates())))
	}
	badge := kit.NewBadge(w.T("system_state."+string(p.s.State)), systemTone(p.s.State))
	names := kit.NewColumn(4, kit.NewTitle(p.s.Name()), kit.NewCaption(strings.Join(about, "　·　"), kit.ToneNeutral))
	head := kit.NewColumn(8, container.NewBorder(nil, nil, nil, container.NewHBox(badge), names))
	buttons, why := p.buttons()
	if len(buttons) > 0 {
		head.Add(container.New(&flow{gap: 8}, buttons...))
	}
	if forms := p.forms(); len(forms) > 0 {
		head.Add(container.New(&flow{gap: 8}, forms...))
	}
	if why != "" {
		head.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+why, kit.ToneWarn))
	}
	return kit.NewCard("", head)
}

// stepWords are the words and the icon of what may be begun with a system.
var stepWords = map[model.Case]struct{ words, icon string }{
	model.Usage:       {"system.apply", "send"},
	model.Change:      {"system.change", "refresh"},
	model.Termination: {"system.terminate", "close"},
}

// buttons are what may be done with the system; what may not be now is greyed, and why says the reason.
func (p *systemPage) buttons() (buttons []fyne.CanvasObject, why string) {
	p.steps = map[model.Case]*kit.Button{}
	for _, step := range p.s.Steps() {
		said := stepWords[step.Case]
		b := kit.NewButton(p.w.T(said.words), kit.Icon(said.icon), nil)
		if step.Case == model.Usage {
			b = kit.NewPrimaryButton(p.w.T(said.words), kit.Icon(said.icon), nil)
		}
		b.OnTapped = func() { p.begin(b, step.Case) }
		if reason := p.w.text(step.Blocked); reason != "" {
			why = reason
			b.Disable()
		}
		p.steps[step.Case] = b
		buttons = append(buttons, b)
	}
	if p.s.MayEdit() {
		buttons = append(buttons, kit.NewButton(p.w.T("system.edit"), kit.Icon("edit"), p.edit))
	}
	return buttons, why
}

// forms are the forms about this system that can be filled in with no network, with what is known of it filled in.
func (p *systemPage) forms() []fyne.CanvasObject {
	w := p.w
	var buttons []fyne.CanvasObject
	for _, step := range p.s.Steps() {
		form := view.OfflineFormOf(w.desk, step.Case, p.id)
		b := kit.NewQuietButton(w.T("forms.save_for", "form", form.Title), kit.Icon("offline"), func() { w.saveForm(form, p.s.Name()) })
		enable(b, step.Blocked.Key == "")
		buttons = append(buttons, b)
	}
	return buttons
}

// begin begins a request for the system, and opens its draft.
func (p *systemPage) begin(b *kit.Button, c model.Case) {
	desk, id := p.w.desk, p.id
	var draft string
	p.w.workFrom(b, p.w.T("work.opening"), func(ctx context.Context, _ Progress) (err error) {
		draft, err = view.Begin(ctx, desk, id, c)
		return err
	}, func(err error) {
		if err != nil {
			p.w.Fail(err)
			return
		}
		p.w.Go(DraftRoute(draft))
	})
}

func (p *systemPage) edit() {
	if p.s == nil || !p.s.MayEdit() {
		return
	}
	r := p.s.Edit()
	p.w.editRecord(p.w.T("people.edit", "name", p.s.Name()), r, func() {
		p.w.Say(p.w.T("systems.saved", "name", r.Values()["system_name"]))
		p.Refresh()
	})
}

// requests is what was ever asked for the system.
func (p *systemPage) requests() fyne.CanvasObject {
	if len(p.table.Rows()) == 0 {
		return kit.NewCard(p.w.T("system.requests"), kit.NewCaption(p.w.T("system.no_requests"), kit.ToneNeutral))
	}
	high := 42 + 34*float32(min(len(p.table.Rows()), 5))
	return kit.NewCard(p.w.T("system.requests"), container.New(fixedHeight{high}, p.table))
}

// persons is who answers for the system; where nobody is named it says so (R42).
func (p *systemPage) persons() fyne.CanvasObject {
	w := p.w
	var infos []kit.Info
	for _, who := range p.s.Persons() {
		info := kit.Info{Label: who.Duty, Value: strings.TrimSpace(who.Name + "　" + who.Phone)}
		if who.Name == "" {
			info.Value, info.Tone = kit.ToneWarn.Sign()+" "+w.T("system.nobody"), kit.ToneWarn
		}
		infos = append(infos, info)
	}
	body := kit.NewColumn(6, kit.NewInfoGrid(infos...))
	if p.s.OnePerson() {
		body.Add(kit.NewCaption(kit.ToneInfo.Sign()+" "+w.T("system.one_person"), kit.ToneInfo))
	}
	missing := p.s.Missing()
	badge := kit.NewBadge(w.missingText(missing), missingTone(missing))
	return kit.NewCard(w.T("system.persons", "article", p.s.PersonsArticle()), body, badge)
}

// running is what the system runs on now, with its totals.
func (p *systemPage) running() fyne.CanvasObject {
	body := kit.NewColumn(4)
	p.w.listLines(body, p.s.Running())
	totals := kit.NewText(p.w.totalsText(p.s.Totals()))
	totals.SetBold(true)
	body.Add(totals)
	return kit.NewCard(p.w.T("system.running"), body)
}

func (w *Window) listLines(body *fyne.Container, lines []view.SheetLine) {
	for _, l := range lines {
		name := strconv.Itoa(l.No) + ". " + l.Resource
		if l.Name != "" {
			name += " · " + l.Name
		}
		body.Add(kit.NewText(name + "　" + l.Spec))
		if l.Details != "" {
			body.Add(kit.NewCaption(l.Details, kit.ToneNeutral))
		}
	}
}

// log is every elastic adjustment, the latest first.
func (p *systemPage) log() fyne.CanvasObject {
	body := kit.NewColumn(8)
	for _, a := range p.s.Adjustments() {
		entry := kit.NewColumn(2, kit.NewCaption(a.At+"　"+a.By, kit.ToneNeutral))
		if a.Note != "" {
			entry.Add(kit.NewText(a.Note))
		}
		p.w.listLines(entry, a.Lines)
		body.Add(entry)
	}
	return kit.NewCard(p.w.T("system.log"), body)
}
