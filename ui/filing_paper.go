package ui

import (
	"context"

	"yunban/model"
	"yunban/ui/view"
)

// offer lights the button of the paper while an entry is chosen.
func (p *filingsPage) offer() {
	_, _, chosen := p.table.Selected()
	visible(p.paper, p.filings != nil && p.filings.HasPaper() && len(p.table.Rows()) > 0)
	enable(p.paper, chosen)
}

// Print issues the paper of the entry that is chosen.
func (p *filingsPage) Print() { p.issue() }

// issue issues the 备案登记表 of the entry that is chosen, keeps it, and shows it (P 4, R03).
func (p *filingsPage) issue() {
	_, row, chosen := p.table.Selected()
	if !chosen || p.filings == nil || !p.filings.HasPaper() {
		return
	}
	filings := p.filings
	p.w.issuePaper(func(ctx context.Context) (model.File, error) { return filings.Issue(ctx, row) })
}

// issuePaper issues a paper, keeps it, and shows it.
func (w *Window) issuePaper(issue func(ctx context.Context) (model.File, error)) {
	var file model.File
	w.Work(w.T("papers.issuing"), func(ctx context.Context, _ Progress) (err error) {
		file, err = issue(ctx)
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
