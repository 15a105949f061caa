package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// matterPage is the page of one matter: what it says, who received it, every step so far, and at the right what this
// person may do now.
type matterPage struct {
	w       *Window
	kind    model.SubjectKind
	id      string
	m       *view.Matter
	content *fyne.Container
	notice  *kit.Notice
	first   *kit.Button // the first thing that may be done
	steps   map[model.Action]*kit.Button
}

func newMatterPage(w *Window, kind model.SubjectKind, id string) *matterPage {
	return &matterPage{w: w, kind: kind, id: id, content: container.NewStack(), notice: kit.NewNotice()}
}

// Title names the page.
func (p *matterPage) Title() string {
	if p.m == nil {
		return p.w.T("matter." + string(p.kind))
	}
	return p.w.text(p.m.Title())
}

// Content is the page.
func (p *matterPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the first thing that may be done.
func (p *matterPage) FirstFocus() fyne.Focusable {
	if p.first == nil {
		return nil
	}
	return p.first
}

// Refresh loads the matter again; when nothing has changed the page keeps its place.
func (p *matterPage) Refresh() {
	load(p.w, p.content, p.w.reload, func(ctx context.Context, desk *app.Desk) (*view.Matter, error) {
		return view.OpenMatter(ctx, desk, p.kind, p.id)
	}, func(m *view.Matter) {
		fresh, same := p.m == nil, p.m.Same(m)
		if p.m.Lost(m) {
			p.notice.Say(p.w.T("act.lost"), kit.ToneWarn)
		}
		p.m = m
		if !same {
			p.w.redraw(p, p.build)
		}
		if fresh && p.w.inSight(p) {
			p.w.focusPage()
		}
	})
}

// Tick looks whether somebody took a step meanwhile.
func (p *matterPage) Tick() {
	if p.m != nil {
		p.Refresh()
	}
}

func (p *matterPage) build() {
	p.steps = map[model.Action]*kit.Button{}
	parts := kit.NewColumn(10, p.notice, p.head())
	p.drawFindings(parts)
	if p.kind == model.MonthlyReport {
		parts.Add(p.w.newTrend(p.m.Owner, p.m.Usage).content)
	}
	if p.m.Score != nil {
		p.w.drawScore(parts, *p.m.Score, nil)
	} else {
		p.drawParts(parts)
	}
	p.drawEntries(parts)
	p.drawAnswers(parts)
	p.drawHistory(parts)
	aside := container.New(fixedWidth{276}, scrolled(p.aside()))
	p.content.Objects = []fyne.CanvasObject{container.New(inset{8, 12}, container.NewBorder(nil, nil, nil, aside, scrolled(parts)))}
	p.content.Refresh()
	p.w.retitle()
}

// head is title, number, unit and standing, and who acts next.
func (p *matterPage) head() fyne.CanvasObject {
	w := p.w
	about := []string{w.T("matter." + string(p.kind))}
	for _, text := range []string{p.m.Number, p.m.Owner, p.m.System} {
		if text != "" {
			about = append(about, text)
		}
	}
	about = append(about, view.Moment(p.m.Opened()))
	if article := p.m.Article(); article != "" {
		about = append(about, w.T("intake.article", "article", article))
	}
	s := p.m.Standing()
	head := kit.NewColumn(4, kit.NewTitle(p.Title()), kit.NewCaption(strings.Join(about, "　·　"), kit.ToneNeutral))
	if next := p.m.Next(); next != "" {
		head.Add(kit.NewCaption(w.T("matters.next_is", "who", next), kit.ToneInfo))
	}
	if p.kind == model.AccessGrant {
		p.drawTerm(head)
	}
	badge := container.NewVBox(kit.NewBadge(w.text(s.Text), moodTone(s.Mood)))
	return kit.NewCard("", container.NewBorder(nil, nil, nil, badge, head))
}

// drawTerm says how long a grant holds, and how much of it is left.
func (p *matterPage) drawTerm(head *fyne.Container) {
	w, t := p.w, p.m.Term()
	text := w.T("grant.term", "from", t.From, "to", t.To)
	tone := kit.ToneNeutral
	if t.Left.Key != "" {
		text += "　" + w.text(t.Left)
		tone = moodTone(p.m.Standing().Mood)
	}
	if t.Standing == model.GrantExpired {
		text += "　" + w.T("grant.close_out")
	}
	head.Add(kit.NewCaption(tone.Sign()+" "+text, tone))
}

// aside is what may be done now, who received it, and the files.
func (p *matterPage) aside() fyne.CanvasObject {
	w := p.w
	p.first = nil
	list := kit.NewColumn(6)
	if p.m.MayAnswer() {
		p.first = kit.NewPrimaryButton(w.T(view.OpeningKey(model.SurveyAnswer, model.Lodge)), nil, p.answer)
		list.Add(p.first)
	}
	for _, c := range p.m.Choices() {
		list.Add(p.stepButton(c))
		if c.Why != nil {
			list.Add(kit.NewCaption(w.Problem(*c.Why), kit.ToneNeutral))
		}
	}
	column := kit.NewColumn(8)
	if len(list.Objects) > 0 {
		column.Add(kit.NewCard(w.T("request.actions"), list))
	}
	p.drawPapers(column)
	p.drawReceipts(column)
	p.drawFiles(column)
	if len(column.Objects) == 0 {
		column.Add(kit.NewCard(w.T("request.actions"), kit.NewCaption(w.T("matters.nothing_to_do"), kit.ToneNeutral)))
	}
	return column
}

func (p *matterPage) stepButton(c view.MatterChoice) *kit.Button {
	do := func() { p.take(p.m.NewStep(c.Action), p.w.T(c.Words)) }
	if c.Action == model.Replace && p.m.LongReport() {
		do = func() { p.w.correctReport(p.w.T(c.Words), p.m.Correct(), p.taken(p.w.T(c.Words))) }
	}
	b := kit.NewButton(p.w.T(c.Words), nil, do)
	switch {
	case c.Why != nil:
		b.Disable()
	case p.first == nil && c.Action != model.Replace:
		p.first = b
		b.Importance = widget.HighImportance
	}
	p.steps[c.Action] = b
	return b
}

// take opens the dialog of a step, and shows the matter as it is afterwards.
func (p *matterPage) take(s *view.MatterStep, words string) {
	p.w.takeStep(words, s, p.taken(words))
}

// taken shows the matter after a step.
func (p *matterPage) taken(words string) func(model.Event) {
	return func(model.Event) {
		p.Refresh()
		p.notice.Say(p.w.T("matters.done", "step", words), kit.ToneGood)
		p.content.Refresh()
		p.w.focusPage()
	}
}

// answer opens the unit's answer to a survey.
func (p *matterPage) answer() {
	p.take(p.m.Answer(), p.w.T(view.OpeningKey(model.SurveyAnswer, model.Lodge)))
}
