package view

import (
	"context"

	"yunban/app"
	"yunban/model"
)

// PaperState is how far a paper is.
type PaperState string

// The states. What stands under a paper is said by its kind: ofd, signed, scanned.
const (
	PaperNotReady PaperState = "not_ready" // what it says has not happened
	PaperReady    PaperState = "ready"     // and nobody has issued it yet
	PaperIssued   PaperState = "issued"
	PaperOutdated PaperState = "outdated" // issued, and what it says has changed since
)

// PaperRow is one line of a request's papers: a paper, or below it a file of that paper.
type PaperRow struct {
	Kind    model.DocumentKind // to be issued
	Title   string             // of the paper
	State   PaperState
	Under   bool // stands below its paper
	Copy    app.PaperCopy
	Latest  model.File   // what a further signature goes onto
	Sent    *model.Event // when it was sent to a printer last
	Printer string       // and to which
}

// HasFile reports whether there is something to open.
func (p PaperRow) HasFile() bool { return p.Copy.File.Hash != "" }

// MayIssue reports whether issuing would make something new.
func (p PaperRow) MayIssue() bool {
	return !p.Under && (p.State == PaperReady || p.State == PaperOutdated)
}

// MayPrint reports whether printers take it: an OFD, or a photo of a sheet, they do not.
func (p PaperRow) MayPrint() bool {
	return p.HasFile() && (p.Copy.Kind == app.OriginalCopy || p.Copy.Kind == app.SignedOne)
}

// MaySign reports whether it can be signed: the paper itself, onto the signatures that it has.
func (p PaperRow) MaySign() bool { return p.MayPrint() && p.Latest.Hash != "" }

// MayHaveOFD reports whether the paper can be saved as OFD.
func (p PaperRow) MayHaveOFD() bool { return p.State != PaperNotReady }

// PaperRows lists the papers with their files below them.
func (r *Request) PaperRows() []PaperRow {
	var rows []PaperRow
	for _, o := range r.Papers {
		files := r.PaperFiles(o)
		row := PaperRow{Kind: o.Kind, Title: o.Title, State: r.paperState(o, files), Latest: files.Latest, Sent: files.Sent, Printer: files.Printer()}
		at := len(rows)
		rows = append(rows, row)
		for _, c := range files.Copies {
			if c.Kind == app.OriginalCopy {
				rows[at].Copy = c
				continue
			}
			under := row
			under.Under, under.Copy = true, c
			rows = append(rows, under)
		}
	}
	return rows
}

// paperState compares the words that were issued with what they would be now.
func (r *Request) paperState(o app.PaperOption, files app.PaperFiles) PaperState {
	switch {
	case !o.Ready:
		return PaperNotReady
	case o.Issued == nil:
		return PaperReady
	}
	doc, err := r.desk.Compose(r.Dossier, o.Kind)
	if err != nil {
		return PaperIssued
	}
	if check, err := model.CheckOf(doc); err == nil && check != files.Check {
		return PaperOutdated
	}
	return PaperIssued
}

// LatestReady is the row of the paper that is wanted next: the last in the request's life that nobody has issued, or
// else the last one that was. The list of resources goes with any of them and comes after all.
func LatestReady(rows []PaperRow) int {
	best, rank := -1, 0
	for i, row := range rows {
		if r := row.wanted(); r > 0 && r >= rank {
			best, rank = i, r
		}
	}
	return best
}

func (p PaperRow) wanted() int {
	switch {
	case p.Under || p.State == PaperNotReady:
		return 0
	case p.Kind == model.PaperLines:
		return 1
	case p.State == PaperReady:
		return 3
	}
	return 2
}

// Issue prints a paper and gives the file that is kept.
func (r *Request) Issue(ctx context.Context, kind model.DocumentKind) (model.File, error) {
	return r.desk.Issue(ctx, r.ID(), kind)
}

// IssueOFD issues a paper as OFD; where it was not issued yet it is so as PDF first.
func (r *Request) IssueOFD(ctx context.Context, kind model.DocumentKind) (model.File, error) {
	return r.desk.AsOFD().Issue(ctx, r.ID(), kind)
}

// Send hands a paper to a printer, or without a name to the usual one.
func (r *Request) Send(ctx context.Context, f model.File, printer string) (app.HandedOver, error) {
	return r.desk.SendToPrinter(ctx, r.ID(), f, printer)
}

// Bound is a request's file as one PDF.
type Bound struct {
	PDF   []byte
	Parts int      // how many papers and materials are in it
	Apart []string // what is listed in the index and could not be bound
}

// BindName is what the whole file is called.
func (r *Request) BindName() string {
	name := r.Profile.Papers[string(model.PaperCaseFile)].Title + ".pdf"
	if r.Request.Number != "" {
		name = r.Request.Number + " " + name
	}
	return name
}

// Bind makes cover, index and papers one PDF.
func (r *Request) Bind(ctx context.Context, progress func(done, all int)) (Bound, error) {
	pdf, file, err := r.desk.BindCaseFile(ctx, r.ID(), progress)
	if err != nil {
		return Bound{}, err
	}
	b := Bound{PDF: pdf}
	for _, e := range file.Entries {
		switch {
		case e.Bound:
			b.Parts++
		case e.Unreadable:
			b.Apart = append(b.Apart, e.Title)
		}
	}
	return b, nil
}
