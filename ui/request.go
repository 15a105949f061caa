package ui

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// requestPage is the page of one request: what it is and where it stands above, its parts in tabs, and at the right
// what this person may do now.
type requestPage struct {
	w       *Window
	id      string
	r       *view.Request
	content *fyne.Container
	notice  *kit.Notice
	tab     string
	tabs    *fyne.Container
	middle  *fyne.Container
	round   int               // the round shown in its tab; -1 for the last
	notes   map[string]string // opinions of acts that did not succeed, by action
	first   *kit.Button       // the first thing that may be done
	next    string            // the next request that waits, after an act
	papers  *papersTab        // as drawn last
	redoing *view.Redoing     // a refused act that is to be done again, as soon as the request is here
	paper   int               // the line of its papers that is chosen; -1 for the one that is wanted next
}

func newRequestPage(w *Window, id string) *requestPage {
	return &requestPage{w: w, id: id, content: container.NewStack(), notice: kit.NewNotice(), tab: "form", round: -1, paper: -1,
		notes: map[string]string{}}
}

// Title names the page.
func (p *requestPage) Title() string {
	if p.r == nil {
		return p.w.T("request.title")
	}
	return p.r.Request.Title()
}

// Content is the page.
func (p *requestPage) Content() fyne.CanvasObject { return p.content }

// Refresh loads the request again. When nothing has changed, the page stays as it is and keeps its place.
func (p *requestPage) Refresh() { p.load(nil) }

// load loads the request and shows it, and then does what is given.
func (p *requestPage) load(then func()) {
	load(p.w, p.content, p.Refresh, func(ctx context.Context, desk *app.Desk) (*view.Request, error) {
		return view.OpenRequest(ctx, desk, p.id)
	}, func(r *view.Request) {
		fresh, same := p.r == nil, p.r.Same(r)
		p.r = r
		if !same {
			p.w.redraw(p, p.build)
		}
		if fresh {
			p.focusFirst()
		}
		if then != nil {
			then()
		}
		p.redo()
	})
}

// Tick looks whether somebody changed the request meanwhile; what is shown stays until then.
func (p *requestPage) Tick() {
	if p.r == nil {
		return
	}
	desk := p.w.desk
	var now *view.Request
	p.w.Work(p.w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		now, err = view.OpenRequest(ctx, desk, p.id)
		return err
	}, func(err error) {
		if err == nil && !p.r.Same(now) {
			if p.r.Lost(now) {
				p.notice.Say(p.w.T("act.lost"), kit.ToneWarn)
			}
			p.r = now
			p.w.redraw(p, p.build)
		}
	})
}

func (p *requestPage) build() {
	p.tabs = container.New(&flow{gap: 4})
	p.middle = container.NewStack()
	body := container.NewBorder(container.New(inset{4, 0}, p.tabs), nil, nil,
		container.New(fixedWidth{276}, p.actions()), p.middle)
	p.content.Objects = []fyne.CanvasObject{container.New(inset{8, 12},
		container.New(headed{gap: 6}, kit.NewColumn(8, p.notice, p.head()), body))}
	p.content.Refresh()
	p.show(p.tab)
	p.w.retitle()
}

// head is title, number, unit and status, the stage line and the clock.
func (p *requestPage) head() fyne.CanvasObject {
	r := p.r.Request
	w := p.w
	badge := kit.NewBadge(w.T(model.StatusKey(r.Case, r.Status)), statusTone(r.Status))
	number := r.Number
	if number == "" {
		number = w.T("request.no_number")
	}
	about := []string{number, p.r.UnitName(), w.T("request.filed", "day", view.Day(r.Rounds[0].Submitted), "who", r.FiledBy)}
	if r.Case != model.Usage {
		about = append([]string{w.T("case." + string(r.Case))}, about...)
	}
	if len(r.Rounds) > 1 {
		about = append(about, w.T("request.round", "n", strconv.Itoa(len(r.Rounds))))
	}
	if r.Level() > 0 {
		about = append(about, w.T("request.level", "n", strconv.Itoa(r.Level())))
	}
	about = append(about, p.besides()...)
	head := kit.NewColumn(4, kit.NewTitle(r.Title()), kit.NewCaption(strings.Join(about, "　·　"), kit.ToneNeutral))
	if v, ok := p.r.Verdict(); ok {
		head.Add(kit.NewText(w.T("request.verdict", "action", string(v.Action), "who", v.By, "at", view.Moment(v.At), "note", v.Note)))
	}
	if decision, major := p.r.MajorChange(); major {
		head.Add(kit.NewText(kit.ToneWarn.Sign() + " " + w.T("request.major", "who", decision.By, "at", view.Moment(decision.At), "note", decision.Note)))
	}
	p.countersigns(head)
	if n := p.r.Waits(); n > 0 {
		head.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+w.T("request.waits", "n", strconv.Itoa(n)), kit.ToneWarn))
	}
	if r.ReadOnly {
		head.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+w.T("request.read_only"), kit.ToneWarn))
	}
	state := container.NewHBox(p.clock(), badge)
	return kit.NewCard("", kit.NewColumn(10, container.NewBorder(nil, nil, nil, state, head), p.stepper()))
}

// countersigns says who agreed to the approval before it, each with the opinion, and how many still must.
func (p *requestPage) countersigns(head *fyne.Container) {
	c := p.r.Countersigns()
	if !c.Shown() {
		return
	}
	w := p.w
	head.Add(kit.NewText(w.T("countersign.title") + "　" + w.text(c.State())))
	for _, o := range c.Given {
		head.Add(kit.NewCaption(view.Moment(o.At)+"　"+o.By+"　"+o.Note, kit.ToneNeutral))
	}
}

func (p *requestPage) stepper() fyne.CanvasObject {
	var steps []kit.Step
	for _, s := range p.r.Stages() {
		step := kit.Step{Title: p.w.T(s.Key), When: view.Day(s.At), Who: s.By, State: stepStates[s.State]}
		if s.State == view.StageNow && !s.Due.None() {
			step.When = p.w.T("request.until", "due", s.Due.Due.String())
		}
		steps = append(steps, step)
	}
	return kit.NewStepper(steps...)
}

var stepStates = map[view.StageState]kit.StepState{view.StageDone: kit.StepDone, view.StageNow: kit.StepNow,
	view.StageAhead: kit.StepNext, view.StageRefused: kit.StepRefused, view.StageStopped: kit.StepRefused}

func (p *requestPage) clock() fyne.CanvasObject {
	c := p.r.Clock()
	if !c.Ticking {
		return container.NewStack()
	}
	due := kit.NewDue()
	due.Set(p.w.text(c.Left), p.w.limitText(c), urgencyTone(c.Urgency))
	return container.New(fixedWidth{340}, due)
}

// limitText writes the limit with its length and its article; of a silent text it says so.
func (w *Window) limitText(c view.Clock) string {
	if c.Due == "" {
		return w.T("clock.silent", "name", w.text(c.Name))
	}
	mark := ""
	if c.Provisional {
		mark = w.T("due.provisional_mark")
	}
	return w.T("clock.limit", "name", w.text(c.Name), "due", c.Due+mark, "length", w.text(c.Length), "article", c.Article)
}

// tab is one part of the page.
type tab struct {
	id    string
	words string
	draw  func() fyne.CanvasObject
}

// allParts are all tabs there can be, in their order.
func (p *requestPage) allParts() []tab {
	return []tab{
		{"form", "request.tab_form", p.drawForm},
		{"resources", "request.tab_resources", p.drawResources},
		{"files", "request.tab_files", p.drawFiles},
		{"tests", "request.tab_tests", p.drawTests},
		{"rounds", "request.tab_rounds", p.drawRounds},
		{"papers", "request.tab_papers", p.drawPapers},
		{"history", "request.tab_history", p.drawHistory},
	}
}

// parts lists the tabs that have something to show: nothing is tested before the trial, one round is the form itself.
func (p *requestPage) parts() []tab {
	empty := map[string]bool{"tests": !p.r.Tested(), "rounds": len(p.r.Request.Rounds) < 2, "papers": len(p.r.Papers) == 0,
		"files": p.r.Request.Case != model.Usage && len(p.r.Files()) == 0}
	return slices.DeleteFunc(p.allParts(), func(t tab) bool { return empty[t.id] })
}

// show shows a tab.
func (p *requestPage) show(id string) {
	if !slices.ContainsFunc(p.parts(), func(t tab) bool { return t.id == id }) {
		id = "form"
	}
	p.tab = id
	p.tabs.Objects = nil
	for _, t := range p.parts() {
		b := kit.NewQuietButton(p.w.T(t.words), nil, func() { p.show(t.id) })
		if t.id == id {
			b.Importance = widget.MediumImportance
			p.middle.Objects = []fyne.CanvasObject{t.draw()}
		}
		p.tabs.Add(b)
	}
	p.tabs.Refresh()
	p.middle.Refresh()
}

// Shortcuts are the tabs, each with a digit of its own.
func (p *requestPage) Shortcuts() []Shortcut {
	digits := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7}
	var keys []Shortcut
	for i, t := range p.allParts() {
		keys = append(keys, Shortcut{Key: digits[i], Modifier: alt, Words: t.words, Do: func() {
			if p.r != nil && slices.ContainsFunc(p.parts(), func(shown tab) bool { return shown.id == t.id }) {
				p.show(t.id)
			}
		}})
	}
	return keys
}
