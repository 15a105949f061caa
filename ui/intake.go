package ui

import (
	"context"
	"maps"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// intakePage is where an application is filled: the steps at the left, one step in the middle, at the right the
// article that asks for the field in focus and what is still missing.
type intakePage struct {
	w       *Window
	id      string
	in      *view.Intake
	content *fyne.Container

	steps   *kit.Sections
	section string // the step shown
	head    *widget.Label
	middle  *fyne.Container
	aside   *intakeAside
	saved   *widget.Label
	plan    func() // takes the planned saving back; nil while nothing is unsaved
	filing  bool

	forms     map[string]*kit.Form // by step; each keeps its carets and its undo
	form      *kit.Form            // of the step shown; nil when it has none
	at        string               // the field in focus
	shown     map[string]string    // the problems that the form shows
	lines     *linesPart
	materials *materialsPart
}

func newIntakePage(w *Window, id string) *intakePage {
	return &intakePage{w: w, id: id, content: container.NewStack(), forms: map[string]*kit.Form{}}
}

// Title names the page.
func (p *intakePage) Title() string {
	switch {
	case p.in != nil && p.in.Case() != model.Usage:
		return p.w.T("case."+string(p.in.Case())) + "：" + p.in.Title()
	case p.in == nil || p.in.Title() == "":
		return p.w.T("intake.title")
	case p.in.Request() != "":
		return p.w.T("intake.title_round", "title", p.in.Title())
	}
	return p.w.T("intake.title_of", "title", p.in.Title())
}

// Content is the page.
func (p *intakePage) Content() fyne.CanvasObject { return p.content }

// Refresh opens the draft; once it is open, what is typed stays as it is.
func (p *intakePage) Refresh() {
	if p.in != nil {
		return
	}
	load(p.w, p.content, p.Refresh, func(ctx context.Context, desk *app.Desk) (*view.Intake, error) {
		return view.OpenIntake(ctx, desk, p.id)
	}, func(in *view.Intake) {
		p.in = in
		p.build()
	})
}

func (p *intakePage) build() {
	w := p.w
	p.steps = kit.NewSections()
	p.steps.OnSelected = func(i int) { p.show(p.order()[i]) }
	p.head = boldLabel("")
	p.middle = container.NewStack()
	p.aside = newIntakeAside(w)
	p.aside.setOpinion(p.in.Answers(), p.in.Checked())
	p.saved = widget.NewLabel("")
	p.saved.Importance = widget.LowImportance
	p.lines, p.materials = newLinesPart(p), newMaterialsPart(p)
	foot := container.NewHBox(p.saved, layout.NewSpacer(),
		kit.NewButton(w.T("intake.back"), kit.Icon("left"), func() { p.step(-1) }),
		kit.NewButton(w.T("intake.next"), kit.Icon("right"), func() { p.step(1) }),
		kit.NewPrimaryButton(w.T("intake.submit"), kit.Icon("send"), p.Submit),
		kit.NewQuietButton(w.T("parcel.send"), kit.Icon("users"), p.sendDraft),
		kit.NewQuietButton(w.T("intake.drop"), kit.Icon("trash"), p.askDrop))
	left := container.New(fixedWidth{186}, container.New(inset{8, 6}, p.steps))
	right := container.New(fixedWidth{268}, container.New(inset{6, 8}, p.aside.content))
	bottom := container.NewVBox(widget.NewSeparator(), container.New(inset{4, 8}, foot))
	// In the order of the Tab key: from the steps into the step shown.
	body := container.New(layout.NewBorderLayout(nil, bottom, left, right),
		left, container.NewBorder(p.head, nil, nil, nil, p.middle), right, bottom)
	p.content.Objects = []fyne.CanvasObject{body}
	p.content.Refresh()
	p.show(p.order()[0])
	p.say(p.savedWords())
	w.retitle()
	p.focusFirst()
}

// order lists the steps, the preview last.
func (p *intakePage) order() []string {
	var ids []string
	for _, s := range p.in.Sections() {
		ids = append(ids, s.ID)
	}
	return append(ids, view.PreviewSection)
}

// step goes on or back, and to the first field there.
func (p *intakePage) step(by int) {
	order := p.order()
	if at := slices.Index(order, p.section) + by; at >= 0 && at < len(order) {
		p.show(order[at])
		p.focusFirst()
	}
}

// FirstFocus is the first field of the step shown.
func (p *intakePage) FirstFocus() fyne.Focusable {
	if p.in == nil || p.form == nil {
		return nil
	}
	p.focusFirst()
	return p.w.win.Canvas().Focused()
}

func (p *intakePage) focusFirst() {
	if p.form != nil {
		p.form.Focus(p.in.Fields(p.section)[0].ID)
	}
}

// show shows a step.
func (p *intakePage) show(section string) {
	p.leaveField()
	p.section, p.form, p.shown = section, nil, nil
	p.steps.Mark(slices.Index(p.order(), section))
	kind, title := model.FieldsSection, p.w.T("intake.preview")
	for _, s := range p.in.Sections() {
		if s.ID == section {
			kind, title = s.Kind, p.w.sectionWords(s)
		}
	}
	p.head.SetText(title)
	var body fyne.CanvasObject
	switch {
	case section == view.PreviewSection:
		body = p.drawPreview()
	case section == view.ReclaimSection:
		body = p.w.drawSheet(p.in.Reclaims(), p.w.openKept)
	case kind == model.LinesSection:
		body = p.lines.draw()
	case kind == model.MaterialsSection:
		body = p.materials.draw()
	default:
		p.form = p.formOf(section)
		body = p.form
	}
	p.middle.Objects = []fyne.CanvasObject{scrolled(body)}
	p.middle.Refresh()
	if kind == model.LinesSection && section != view.ReclaimSection {
		p.lines.arrive()
	}
	p.aside.setField(model.Article{}, "")
	p.mark()
}

// formOf gives the form of a step.
func (p *intakePage) formOf(section string) *kit.Form {
	if form := p.forms[section]; form != nil {
		return form
	}
	var fields []model.Field
	for _, s := range p.in.Form().Sections {
		if s.ID == section {
			fields = s.Fields
		}
	}
	form := p.w.newForm(fields, p.in.Profile(), p.in.Filling().Values)
	form.OnChanged = p.set
	form.OnFocus = p.enterField
	p.forms[section] = form
	return form
}

// set takes what was typed.
func (p *intakePage) set(id, value string) {
	p.in.Set(id, value)
	if f, _ := p.in.Form().Field(id); atOneStroke(f.Kind) {
		p.in.Leave(id)
	}
	p.edited()
	if id == "system_name" {
		p.w.retitle()
	}
}

// enterField shows the article that asks for a field; the field before shows its problem from now on.
func (p *intakePage) enterField(id string) {
	p.leaveField()
	p.at = id
	f, _ := p.in.Form().Field(id)
	article, _ := p.in.Provision(f)
	p.aside.setField(article, f.Help)
}

func (p *intakePage) leaveField() {
	if p.at != "" {
		p.in.Leave(p.at)
		p.at = ""
		p.mark()
	}
}

// mark shows every problem where it stands, the steps with what they lack, and what the step shown lacks.
func (p *intakePage) mark() {
	if p.form != nil {
		p.markForm()
	}
	p.lines.mark()
	p.markSteps()
	p.aside.setMissing(p.in, p.section, p.goTo)
}

// markForm shows the fields that are asked for now, and what is wrong with them.
func (p *intakePage) markForm() {
	asked, problems := map[string]bool{}, map[string]string{}
	for _, f := range p.in.Fields(p.section) {
		asked[f.ID] = true
		if text := p.problemAt(f.ID); text != "" {
			problems[f.ID] = text
		}
	}
	for _, s := range p.in.Form().Sections {
		if s.ID != p.section {
			continue
		}
		for _, f := range s.Fields {
			p.form.SetShown(f.ID, asked[f.ID])
		}
	}
	if p.shown == nil || !maps.Equal(problems, p.shown) {
		p.shown = problems
		p.form.SetProblems(problems)
	}
}

// markSteps shows the steps with a tick or the number of things that each lacks.
func (p *intakePage) markSteps() {
	var items []kit.SectionItem
	for _, s := range p.in.Sections() {
		item := kit.SectionItem{Title: p.w.sectionWords(s), Done: s.Done(), Count: s.Problems}
		if s.Shown > 0 {
			item.Problems = s.Problems
		}
		items = append(items, item)
	}
	p.steps.SetItems(append(items, kit.SectionItem{Title: p.w.T("intake.preview"), Icon: kit.Icon("eye")})...)
}

// sectionWords names a step; what a termination gives back is no part of the city's form.
func (w *Window) sectionWords(s view.IntakeSection) string {
	if s.ID == view.ReclaimSection {
		return w.T("sheet.reclaim")
	}
	return s.Title
}

func (p *intakePage) problemAt(field string) string {
	if problem, ok := p.in.Problem(field); ok {
		return p.w.Problem(problem)
	}
	return ""
}

// goTo leads to the field of a problem.
func (p *intakePage) goTo(field string) {
	if s := p.in.SectionOf(field); s != p.section {
		p.show(s)
	}
	if row, column, ok := view.CellOf(field); ok {
		p.lines.goTo(row, column)
	} else if p.form != nil {
		p.form.Focus(field)
	}
}
