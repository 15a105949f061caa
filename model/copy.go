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

// Papers is what the acts on papers have left on a request or a record: what was issued, and what came back signed.
type Papers struct {
	Printings []Printing
	Copies    []SignedCopy
}

// PapersOf gathers them out of a history.
func PapersOf(history []Event) Papers {
	var p Papers
	for _, e := range history {
		p.keep(e)
	}
	return p
}

// Returned is what became of a code that came back on a sheet.
type Returned int

// The fates of a returned code.
const (
	Genuine   Returned = iota // of a paper that was issued with just these words
	Otherwise                 // of a paper that was issued, but with other words: changed, or never issued so
	Unissued                  // of a paper that was never issued
)

// Returned tells what is known of a code that names the request or the record.
func (p Papers) Returned(c PaperCode) Returned {
	fate := Unissued
	for _, printed := range p.Printings {
		if printed.Paper == c.Kind && printed.Check == c.Check {
			return Genuine
		}
		if printed.Paper == c.Kind {
			fate = Otherwise
		}
	}
	return fate
}

// Printing is the last issue of a paper with these words.
func (p Papers) Printing(c PaperCode) (Printing, bool) {
	for _, printed := range slices.Backward(p.Printings) {
		if printed.Paper == c.Kind && printed.Check == c.Check {
			return printed, true
		}
	}
	return Printing{}, false
}

// HasCopy reports whether these sheets were filed before.
func (p Papers) HasCopy(c SignedCopy) bool {
	return slices.ContainsFunc(p.Copies, func(have SignedCopy) bool {
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
	if err := r.takes(r.Number, copyOf(a.Values, a.Files)); err != nil {
		return Event{}, err
	}
	return a.event(p, r), nil
}

// filesCopies are the duties in which people file the signed copies of a matter's papers; its own unit does too.
var filesCopies = []Duty{DutyUnit, DutyAcceptance, DutyApproval, DutyFinalReview, DutyDelivery, DutyInspection, DutyAssessment}

// MayFileCopy refuses who neither is of the matter's unit nor decides, delivers or inspects: reading alone is not enough.
func (m Matter) MayFileCopy(p *Profile, who Person) error {
	return p.mayStep(m, who, MatterArrow{Action: FileCopy, By: filesCopies})
}

// fileCopy judges the filing of a signed copy of a matter's paper. It is no step, and may come after the end too.
func (s MatterStep) fileCopy(p *Profile, m Matter, past []Event) (Event, error) {
	if err := m.MayFileCopy(p, s.doer()); err != nil {
		return Event{}, err
	}
	if err := PapersOf(past).takes(m.Number, copyOf(s.Values, s.Files)); err != nil {
		return Event{}, err
	}
	return p.eventOf(m, s, false), nil
}

// takes refuses a copy without files, of what was never issued so, or that is there already.
func (p Papers) takes(number string, c SignedCopy) error {
	switch code := (PaperCode{Number: number, Kind: c.Paper, Check: c.Check}); {
	case len(c.Files) == 0 || slices.ContainsFunc(c.Files, func(f File) bool { return f.Role != CopyRole }):
		return InvalidInput([]Problem{problem("files", "problem.copy_file")})
	case p.Returned(code) != Genuine:
		return InvalidInput([]Problem{problem("check", "problem.copy_check", "paper", string(c.Paper))})
	case p.HasCopy(c):
		return Errorf(Conflict, "error.copy_again")
	}
	return nil
}

func copyOf(v Values, files []File) SignedCopy {
	return SignedCopy{Paper: DocumentKind(v[CopyPaper]), Check: v[CopyCheck], Source: v[CopySource], Pages: v[CopyPages], Files: files}
}

// keep adds what an act on a paper leaves.
func (p *Papers) keep(e Event) {
	switch {
	case e.Action == Issue && len(e.Files) > 0 && e.Values[CopyCheck] != "":
		p.Printings = append(slices.Clip(p.Printings), Printing{DocumentKind(e.Values[CopyPaper]), e.Values[CopyCheck], e.Files[0]})
	case e.Action == FileCopy:
		c := copyOf(e.Values, e.Files)
		c.By, c.At = e.By(), e.At
		p.Copies = append(slices.Clip(p.Copies), c)
	}
}
