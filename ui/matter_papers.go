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
		b := kit.NewButton(o.Title, kit.Icon("print"), func() { p.issue(o.Kind) })
		enable(b, o.Ready)
		list.Add(b)
		for _, c := range p.m.Copies(o) {
			said := p.w.T("papers.copy_"+string(c.Kind), "who", c.Signer, "pages", c.Pages)
			list.Add(kit.NewColumn(0, kit.NewCaption(said+"　"+view.Moment(c.At)+"　"+c.By, kit.ToneGood), p.w.narrowFile(c.File)))
		}
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
	m := p.m
	p.w.issuePaper(func(ctx context.Context) (model.File, error) { return m.Issue(ctx, kind) })
}
