package model

import (
	"slices"
	"time"
)

// FileCopy files the signed copy of a paper: the sheet that went out and came back with its signatures and seals.
const FileCopy Action = "file_copy"

// CopyRole marks the files that are signed copies.
const CopyRole = "signed_copy"

// What the event of a signed copy says besides the paper's kind and check.
const (
	CopyPaper  = "paper"
	CopyCheck  = "check"
	CopySource = "source" // hash of the scanned file that the sheets came in
	CopyPages  = "pages"  // which of its pages: 1, 3-4
)

// Printing is a paper as it was issued once.
type Printing struct {
	Paper DocumentKind
	Check string
	File  File
}

// SignedCopy is a sheet that came back.
type SignedCopy struct {
	Paper  DocumentKind
	Check  string
	Source string
	Pages  string
	Files  []File
	By     string
	At     time.Time
}

// Returned is what became of a code that came back on a sheet.
type Returned int

// The fates of a returned code.
const (
	Genuine   Returned = iota // of a paper that was issued with just these words
	Otherwise                 // of a paper that was issued, but with other words: changed, or never issued so
	Unissued                  // of a paper that was never issued
)

// Returned tells what a request knows of a code that names it.
func (r Request) Returned(c PaperCode) Returned {
	fate := Unissued
	for _, p := range r.Printings {
		if p.Paper == c.Kind && p.Check == c.Check {
			return Genuine
		}
		if p.Paper == c.Kind {
			fate = Otherwise
		}
	}
	return fate
}

// Printing is the last issue of a paper with these words.
func (r Request) Printing(c PaperCode) (Printing, bool) {
	for _, p := range slices.Backward(r.Printings) {
		if p.Paper == c.Kind && p.Check == c.Check {
			return p, true
		}
	}
	return Printing{}, false
}

// HasCopy reports whether these sheets were filed before.
func (r Request) HasCopy(c SignedCopy) bool {
	return slices.ContainsFunc(r.Copies, func(have SignedCopy) bool {
		return have.Paper == c.Paper && have.Check == c.Check && have.Source == c.Source && have.Pages == c.Pages
	})
}

// MayFileCopy refuses who neither is of the request's unit nor decides or delivers: reading alone is not enough.
func (r Request) MayFileCopy(p *Profile, who Person) error {
	if who.Disabled {
		return Errorf(Forbidden, "error.disabled")
	}
	for _, d := range []Duty{DutyAcceptance, DutyApproval, DutyFinalReview, DutyDelivery} {
		if p.Holds(who.Roles, d) {
			return nil
		}
	}
	return mayDo(p, r, who, Arrow{Action: FileCopy, By: DutyUnit})
}

// fileCopy judges the filing of a signed copy. It moves nothing, so it may come at any time, and after the end too.
func (a Act) fileCopy(p *Profile, r Request) (Event, error) {
	if err := r.MayFileCopy(p, a.doer()); err != nil {
		return Event{}, err
	}
	c := copyOf(a.Values, a.Files)
	switch code := (PaperCode{Number: r.Number, Kind: c.Paper, Check: c.Check}); {
	case len(a.Files) == 0 || slices.ContainsFunc(a.Files, func(f File) bool { return f.Role != CopyRole }):
		return Event{}, InvalidInput([]Problem{problem("files", "problem.copy_file")})
	case r.Returned(code) != Genuine:
		return Event{}, InvalidInput([]Problem{problem("check", "problem.copy_check", "paper", string(c.Paper))})
	case r.HasCopy(c):
		return Event{}, Errorf(Conflict, "error.copy_again")
	}
	return a.event(p, r), nil
}

func copyOf(v Values, files []File) SignedCopy {
	return SignedCopy{Paper: DocumentKind(v[CopyPaper]), Check: v[CopyCheck], Source: v[CopySource], Pages: v[CopyPages], Files: files}
}

// papers keeps what an act on a paper leaves on a request.
func (r *Request) papers(e Event) {
	switch {
	case e.Action == Issue && len(e.Files) > 0 && e.Values[CopyCheck] != "":
		r.Printings = append(slices.Clip(r.Printings), Printing{DocumentKind(e.Values[CopyPaper]), e.Values[CopyCheck], e.Files[0]})
	case e.Action == FileCopy:
		c := copyOf(e.Values, e.Files)
		c.By, c.At = e.By(), e.At
		r.Copies = append(slices.Clip(r.Copies), c)
	}
}
