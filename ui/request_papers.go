package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// drawPapers is the papers of the request: those that can be issued now, and those that were.
func (p *requestPage) drawPapers() fyne.CanvasObject {
	w := p.w
	list := kit.NewColumn(10)
	for _, paper := range p.r.Papers {
		body := kit.NewColumn(6)
		state := kit.NewBadge(w.T("papers.not_ready"), kit.ToneNeutral)
		tools := []fyne.CanvasObject{state}
		if paper.Issued != nil {
			state.Set(w.T("papers.issued"), kit.ToneGood)
			body.Add(p.fileRow(*paper.Issued, "", kit.ToneNone))
		}
		if paper.Ready {
			if paper.Issued == nil {
				state.Set(w.T("papers.ready"), kit.ToneInfo)
			}
			tools = append(tools, kit.NewButton(w.T("papers.issue"), kit.Icon("print"), func() { p.issue(paper.Kind) }))
		} else {
			body.Add(kit.NewCaption(w.T("papers.not_ready_text"), kit.ToneNeutral))
		}
		list.Add(kit.NewCard(paper.Title, body, tools...))
	}
	return scrolled(list)
}

// issue prints a paper, keeps it with its record, and only then shows it.
func (p *requestPage) issue(kind model.DocumentKind) {
	r := p.r
	var file model.File
	p.w.Work(p.w.T("papers.issuing"), func(ctx context.Context, _ Progress) (err error) {
		file, err = r.Issue(ctx, kind)
		return err
	}, func(err error) {
		if err != nil {
			p.w.Fail(err)
			return
		}
		p.load(func() {
			p.notice.Ask(p.w.T("papers.done", "name", file.Name, "size", view.SizeText(file.Size)), kit.ToneGood,
				p.w.T("file.save"), func() { p.w.saveKept(file) })
			if p.w.opts.OpenPath != nil {
				p.w.openKept(file)
			}
		})
	})
}

// Print issues the latest paper that is ready.
func (p *requestPage) Print() {
	if p.r == nil || len(p.r.Papers) == 0 {
		return
	}
	var latest *app.PaperOption
	for i := range p.r.Papers {
		if p.r.Papers[i].Ready {
			latest = &p.r.Papers[i]
		}
	}
	p.show("papers")
	if latest != nil {
		p.issue(latest.Kind)
	}
}
