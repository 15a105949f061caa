package app

import (
	"cmp"
	"slices"
	"time"

	"yunban/model"
)

// PaperCopyKind tells what stands beside an issued paper.
type PaperCopyKind string

// The kinds.
const (
	OriginalCopy PaperCopyKind = "original" // the paper as it was issued
	OFDCopy      PaperCopyKind = "ofd"      // the same words as OFD
	SignedOne    PaperCopyKind = "signed"   // with electronic signatures
	ScannedCopy  PaperCopyKind = "scanned"  // the sheet that came back with hand and seal
)

// PaperCopy is one file of a paper.
type PaperCopy struct {
	Kind   PaperCopyKind
	File   model.File
	By     string // who issued, signed or filed it
	Signer string // of an electronic signature: the certificate's name
	Pages  string // of a scan: which pages of the scanned file
	At     time.Time
}

// PaperFiles is everything that there is of one paper.
type PaperFiles struct {
	Check  string      // of the words of the last issue
	Copies []PaperCopy // the paper as it was issued last, then the rest by time
	Latest model.File  // what a further signature goes onto
	Sent   *model.Event
}

// Printer is where the paper was sent last; nothing for the usual one.
func (f PaperFiles) Printer() string {
	if f.Sent == nil {
		return ""
	}
	return f.Sent.Values[sentPrinter]
}

// PaperFiles gathers the files of a request's paper.
func (r Dossier) PaperFiles(o PaperOption) PaperFiles { return paperFiles(r.History, o) }

// paperFiles gathers the issued file of a paper, its OFD, its signed copies and what came back of it; nothing of one
// that was not issued.
func paperFiles(history []model.Event, o PaperOption) PaperFiles {
	if o.Issued == nil {
		return PaperFiles{}
	}
	from, ok := paperEvent(history, o.Issued.Hash)
	if !ok {
		return PaperFiles{}
	}
	found := PaperFiles{Check: from.Values[issuedCheck], Latest: *o.Issued}
	checks := map[string]bool{}
	kind, turn := from.Values[issuedPaper], from.Values[issuedTurn]
	for _, e := range history {
		if len(e.Files) == 0 {
			continue
		}
		mine := e.Values[issuedPaper] == kind && e.Values[issuedTurn] == turn
		c := PaperCopy{File: e.Files[0], By: e.By(), At: e.At}
		switch {
		case e.Action == model.Issue && mine:
			checks[e.Values[issuedCheck]] = true
			c.Kind = OriginalCopy
			if e.Values[issuedFormat] == ofdFormat {
				c.Kind = OFDCopy
			}
			if c.Kind == OriginalCopy && c.File.Hash != o.Issued.Hash {
				continue // issued again since
			}
		case e.Action == model.Sign && mine:
			c.Kind, c.Signer = SignedOne, e.Values[signedBy]
			if e.Values[signedBase] == found.Latest.Hash {
				found.Latest = c.File
			}
		case e.Action == model.FileCopy && e.Values[model.CopyPaper] == kind && checks[e.Values[model.CopyCheck]]:
			c.Kind, c.Pages = ScannedCopy, e.Values[model.CopyPages]
		default:
			continue
		}
		for _, c.File = range e.Files {
			found.Copies = append(found.Copies, c)
		}
	}
	slices.SortStableFunc(found.Copies, func(a, b PaperCopy) int { return cmp.Compare(rankOf(a.Kind), rankOf(b.Kind)) })
	found.Sent = lastSent(history, found.Copies)
	return found
}

func rankOf(kind PaperCopyKind) int {
	if kind == OriginalCopy {
		return 0
	}
	return 1
}

// lastSent is when one of the files was handed to a printer last.
func lastSent(history []model.Event, copies []PaperCopy) *model.Event {
	sent := eventsOf(history, model.SendToPrinter)
	for i := len(sent) - 1; i >= 0; i-- {
		if len(sent[i].Files) > 0 && slices.ContainsFunc(copies, func(c PaperCopy) bool { return c.File.Hash == sent[i].Files[0].Hash }) {
			return &sent[i]
		}
	}
	return nil
}
