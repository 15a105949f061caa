package app

import (
	"context"

	"yunban/model"
)

// matterPaper is how one kind of paper is made from a matter.
type matterPaper struct {
	kind  model.DocumentKind
	of    model.SubjectKind
	ready func(model.Matter) bool // what it says has happened
	write func(*matterSheet) error
}

// matterPapers are the papers that matters have. The notice of rectification is a demand of those who inspect (P 17, L 21).
var matterPapers = []matterPaper{
	{model.PaperAccess, model.AccessGrant, took(model.Grant), (*matterSheet).access},
	{model.PaperMonthlyReport, model.MonthlyReport, took(model.Lodge), (*matterSheet).report},
	{model.PaperInspection, model.Inspection, took(model.Inspect), (*matterSheet).inspection},
	{model.PaperRectification, model.Inspection, func(m model.Matter) bool { return len(m.Findings()) > 0 }, (*matterSheet).rectification},
}

func took(a model.Action) func(model.Matter) bool {
	return func(m model.Matter) bool {
		_, ok := m.First(a)
		return ok
	}
}

// IsMatterPaper tells the papers of matters.
func IsMatterPaper(kind model.DocumentKind) bool {
	return ofPaper(kind) != ""
}

// MatterPaper is a paper of a matter with the files that there are of it.
type MatterPaper struct {
	PaperOption
	Files PaperFiles
}

// MatterPapers lists the papers of a matter, and which of them this person can issue now.
func (d *Desk) MatterPapers(ctx context.Context, m model.Matter) ([]MatterPaper, error) {
	history, err := d.Store.Events(ctx, model.Subject{Kind: m.Kind, ID: m.ID})
	if err != nil {
		return nil, err
	}
	var papers []MatterPaper
	add := func(kind model.DocumentKind, ready bool) {
		if title := d.Profile().Papers[string(kind)].Title; title != "" {
			o := PaperOption{Kind: kind, Title: title, Ready: ready, Issued: lastIssued(history, kind, 1)}
			papers = append(papers, MatterPaper{o, paperFiles(history, o)})
		}
	}
	for _, p := range matterPapers {
		if p.of == m.Kind {
			add(p.kind, p.ready(m) && d.mayIssue(p.kind))
		}
	}
	if m.Kind == model.Assessment {
		add(scorePaperOf(m), true)
	}
	return papers, nil
}

// scorePaperOf is the paper of a published assessment.
func scorePaperOf(m model.Matter) model.DocumentKind {
	if m.Values["subject"] == string(model.AssessVendor) {
		return model.PaperVendorScore
	}
	return model.PaperUnitScore
}

// ofPaper is the kind of matter that a paper is of; nothing for a paper of something else.
func ofPaper(kind model.DocumentKind) model.SubjectKind {
	if kind == model.PaperUnitScore || kind == model.PaperVendorScore {
		return model.Assessment
	}
	for _, p := range matterPapers {
		if p.kind == kind {
			return p.of
		}
	}
	return ""
}

// MatterWithPapers finds a matter that can have papers, by its id or its number.
func (d *Desk) MatterWithPapers(ctx context.Context, called string) (MatterFile, error) {
	for _, kind := range []model.SubjectKind{model.MonthlyReport, model.AccessGrant, model.Inspection, model.Assessment} {
		file, err := d.Matter(ctx, kind, called)
		if model.KindOf(err) != model.NotFound {
			return file, err
		}
	}
	return MatterFile{}, model.Errorf(model.NotFound, "error.no_matter", "id", called)
}

func (d *Desk) mayIssue(kind model.DocumentKind) bool {
	return kind != model.PaperRectification || d.holds(model.DutyInspection)
}

// IssueMatter issues a paper of a matter, called by its id or its number, as it stands now. The same words are issued once.
func (d *Desk) IssueMatter(ctx context.Context, kind model.DocumentKind, called string) (model.File, error) {
	if kind == model.PaperUnitScore || kind == model.PaperVendorScore {
		id, err := d.matterCalled(ctx, model.Assessment, called)
		if err != nil {
			return model.File{}, err
		}
		return d.IssueScore(ctx, id)
	}
	s, err := d.composeMatter(ctx, kind, called)
	if err != nil {
		return model.File{}, err
	}
	return d.IssueRecord(ctx, model.Subject{Kind: s.file.Kind, ID: s.file.ID}, s.paper)
}

// PreviewMatter writes what a paper of a matter would say now, without issuing it.
func (d *Desk) PreviewMatter(ctx context.Context, kind model.DocumentKind, called string) (model.Document, error) {
	s, err := d.composeMatter(ctx, kind, called)
	if err != nil {
		return model.Document{}, err
	}
	doc, err := WriteRecord(d.Profile(), s.paper)
	doc.Sandbox = d.Sandbox
	return doc, err
}
