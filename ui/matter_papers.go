package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"yunban/model"
	"yunban/ui/kit"
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
	m := p.m
	p.w.issuePaper(func(ctx context.Context) (model.File, error) { return m.Issue(ctx, kind) })
}
