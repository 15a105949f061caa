package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// drawPapers adds the papers that can be issued of the matter.
func (p *matterPage) drawPapers(column *fyne.Container) {
	list := kit.NewColumn(6)
	for _, o := range p.m.Papers {
		list.Add(kit.NewButton(o.Title, kit.Icon("print"), func() { p.issue(o.Kind) }))
	}
	if s := p.m.Score; s != nil {
		list.Add(kit.NewButton(p.w.T("assess.export"), kit.Icon("export"), func() { p.w.exportScore(*s) }))
	}
	if len(list.Objects) > 0 {
		column.Add(kit.NewCard(p.w.T("request.tab_papers"), list))
	}
}

// issue issues a paper, keeps it, and shows it.
func (p *matterPage) issue(kind model.DocumentKind) {
	w, m := p.w, p.m
	var file model.File
	w.Work(w.T("papers.issuing"), func(ctx context.Context, _ Progress) (err error) {
		file, err = m.Issue(ctx, kind)
		return err
	}, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		w.Say(w.T("papers.done", "name", file.Name, "size", view.SizeText(file.Size)))
		w.openKept(file)
	})
}
