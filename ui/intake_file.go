package ui

import (
	"context"
	"strconv"
	"time"

	"yunban/model"
	"yunban/model/workday"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// saveAfter is how long an edit may wait until the draft saves itself.
const saveAfter = time.Second

// edited shows what an edit changed and plans to save. Typing on without a pause does not put the saving off.
func (p *intakePage) edited() {
	p.mark()
	p.say(p.w.T("intake.unsaved"))
	if p.plan == nil {
		p.plan = p.w.later(saveAfter, func() {
			p.plan = nil
			p.Save()
		})
	}
}

// Save writes the draft now.
func (p *intakePage) Save() {
	if p.in == nil || p.filing {
		return
	}
	if err := p.keep(); err != nil {
		p.say(p.w.T("intake.not_saved", "why", p.w.words.Error(err)))
	}
}

// Leave writes the draft before another page comes.
func (p *intakePage) Leave() error {
	if p.in == nil {
		return nil
	}
	p.leaveField()
	return p.keep()
}

// keep writes the draft. It is one small row, so it is written at once: nothing can overtake it.
func (p *intakePage) keep() error {
	if p.plan != nil {
		p.plan()
		p.plan = nil
	}
	if err := p.in.Save(context.Background()); err != nil {
		return err
	}
	p.say(p.savedWords())
	return nil
}

func (p *intakePage) savedWords() string {
	return p.w.T("intake.saved", "time", p.in.Saved().In(workday.Shanghai).Format("15:04"))
}

// say says in the foot of the page how the draft is kept.
func (p *intakePage) say(text string) {
	if p.saved.Text != text {
		p.saved.SetText(text)
	}
}

// Submit asks to file the application, or lists everything that is still in the way.
func (p *intakePage) Submit() {
	if p.in == nil || p.filing {
		return
	}
	problems := p.in.Ready()
	p.mark()
	if len(problems) > 0 {
		p.listProblems(problems)
		return
	}
	p.w.Ask(Question{Title: p.w.T("intake.submit_title"), Text: p.w.text(p.in.Consequence()),
		Verb: p.w.T("intake.submit"), Then: p.file})
}

// listProblems lists all problems at once; the verb leads to the first.
func (p *intakePage) listProblems(problems []model.Problem) {
	w := p.w
	d := kit.NewDialog(w.T("intake.problems_title", "n", strconv.Itoa(len(problems))), nil, w.T("intake.mend_first"), w.T("dialog.cancel"))
	list := kit.NewColumn(0)
	section := ""
	for _, problem := range problems {
		if s := p.in.SectionOf(problem.Field); s != section {
			section = s
			list.Add(boldLabel(p.sectionTitle(s)))
		}
		list.Add(kit.NewLink(w.problemOf(p.in, problem), func() {
			d.Close()
			p.goTo(problem.Field)
		}))
	}
	d.Content, d.Width = list, 620
	d.OnConfirm = func() bool {
		d.Close()
		p.goTo(problems[0].Field)
		return false
	}
	w.Show(d)
}

func (p *intakePage) sectionTitle(id string) string {
	for _, s := range p.in.Sections() {
		if s.ID == id {
			return s.Title
		}
	}
	return ""
}

// file files the application and shows the request that it became.
func (p *intakePage) file() {
	if err := p.keep(); err != nil {
		p.w.Fail(err)
		return
	}
	p.filing = true
	file := p.in.Filing()
	var request string
	p.w.Work(p.w.T("intake.filing"), func(ctx context.Context, _ Progress) (err error) {
		request, err = file(ctx)
		return err
	}, func(err error) {
		p.filing = false
		if err != nil {
			p.w.Fail(err)
			return
		}
		p.in.Close()
		p.w.Replace(RequestRoute(request))
		p.w.Say(p.w.T("intake.filed", "title", p.in.Title()))
	})
}

// askDrop asks before everything typed is thrown away.
func (p *intakePage) askDrop() {
	p.w.Ask(Question{Title: p.w.T("intake.drop"), Text: p.w.T("intake.drop_text"), Verb: p.w.T("intake.drop"), Danger: true,
		Then: func() {
			if err := p.in.Drop(context.Background()); err != nil {
				p.w.Fail(err)
				return
			}
			p.w.Replace(HomeRoute())
			p.w.Say(p.w.T("intake.dropped"))
		}})
}

// totalsText writes totals with their units.
func (w *Window) totalsText(t model.Totals) string {
	return w.T("lines.totals", "vcpu", view.Grouped(t.VCPU), "memory", view.Grouped(t.MemoryGB), "storage", view.Grouped(t.StorageGB),
		"bandwidth", view.Grouped(t.BandwidthMbps))
}
