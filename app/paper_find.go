package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"yunban/model"
)

// IssuedPaper is a paper on record.
type IssuedPaper struct {
	Kind    model.DocumentKind
	Turn    int // which time of it, of papers that come more than once
	Title   string
	About   model.Subject // the request or record
	Number  string        // its official number
	Code    model.PaperCode
	File    model.File
	By      string
	At      time.Time
	Current bool // no later one of the kind was issued
}

// FindPaper finds the issued paper that bears a code, as a QR code or a person gives it.
func (d *Desk) FindPaper(ctx context.Context, code model.PaperCode) (IssuedPaper, error) {
	about, err := d.Numbered(ctx, code.Number)
	if err != nil {
		return IssuedPaper{}, err
	}
	history, err := d.Store.Events(ctx, about)
	if err != nil {
		return IssuedPaper{}, err
	}
	if e, ok := issuedBefore(history, code.Kind, code.Check); ok {
		return d.issuedPaper(ctx, e)
	}
	return IssuedPaper{}, notIssued(code.String())
}

// Numbered finds what bears an official number, among what this person may read.
func (d *Desk) Numbered(ctx context.Context, number string) (model.Subject, error) {
	items, _, err := d.List(ctx, model.Query{Text: number, Limit: 100})
	if err != nil {
		return model.Subject{}, err
	}
	for _, it := range items {
		if it.Number == number {
			return model.Subject{Kind: model.RequestSubject, ID: it.ID}, nil
		}
	}
	if kind, ok := model.MatterKindOf(number); ok {
		id, err := d.matterCalled(ctx, kind, number)
		return model.Subject{Kind: kind, ID: id}, err
	}
	if d.Profile().Modules[filingModule] && d.Profile().ReadsAll(d.Person) {
		filings, err := d.Filings(ctx)
		if err != nil {
			return model.Subject{}, err
		}
		for _, f := range filings {
			if f.Number() == number {
				return f.Subject, nil
			}
		}
	}
	return model.Subject{}, model.Errorf(model.NotFound, "error.no_request", "id", number)
}

// GenuinePaper tells which issued paper a file is. A file that was signed after it was issued begins with the issued
// one; whole is then false. A file that was never issued, or was changed by a single byte, is not found.
func (d *Desk) GenuinePaper(ctx context.Context, pdf []byte) (paper IssuedPaper, whole bool, err error) {
	for _, end := range revisions(pdf) {
		sum := sha256.Sum256(pdf[:end])
		paper, err = d.PaperByHash(ctx, hex.EncodeToString(sum[:]))
		if model.KindOf(err) != model.NotFound {
			return paper, end == len(pdf), err
		}
	}
	return IssuedPaper{}, false, notIssued("")
}

// revisions are where a PDF ends, the whole first, and where it may have ended before something was added to it.
func revisions(pdf []byte) []int {
	const most = 20 // signatures and additions that are looked behind
	ends := []int{len(pdf)}
	mark := []byte("%%EOF")
	for rest := len(pdf); len(ends) < most; {
		at := bytes.LastIndex(pdf[:rest], mark)
		if at < 0 {
			break
		}
		rest = at
		for _, tail := range []string{"\r\n", "\n", "\r", ""} {
			end := at + len(mark) + len(tail)
			if bytes.HasPrefix(pdf[at+len(mark):], []byte(tail)) && end < len(pdf) {
				ends = append(ends, end)
			}
		}
	}
	return ends
}

// PaperByHash tells which issued paper has that content, by the sha256 in hex.
func (d *Desk) PaperByHash(ctx context.Context, hash string) (IssuedPaper, error) {
	events, err := d.Store.Issued(ctx, hash)
	if err != nil {
		return IssuedPaper{}, err
	}
	for _, e := range events {
		paper, err := d.issuedPaper(ctx, e)
		if model.KindOf(err) != model.NotFound {
			return paper, err
		}
	}
	return IssuedPaper{}, notIssued(hash)
}

func notIssued(what string) error {
	return model.Errorf(model.NotFound, "error.paper_not_issued", "paper", what)
}

// issuedPaper reads a paper out of the event that issued it; one of a request that this person may not read is not
// found.
func (d *Desk) issuedPaper(ctx context.Context, e model.Event) (IssuedPaper, error) {
	p, history := d.Profile(), []model.Event(nil)
	number := ""
	switch e.Subject.Kind {
	case model.RequestSubject:
		file, err := d.Dossier(ctx, e.Subject.ID)
		if err != nil {
			return IssuedPaper{}, err
		}
		p, history, number = file.Profile, file.History, file.Request.Number
	default:
		var err error
		if history, err = d.Store.Events(ctx, e.Subject); err != nil {
			return IssuedPaper{}, err
		}
		record := model.ReplayRecord(history)
		if !p.ReadsAll(d.Person) && (!e.Subject.Kind.IsMatter() || !d.maySee(model.MatterOf(record))) {
			return IssuedPaper{}, notIssued(e.Subject.ID)
		}
		number = record.Number()
	}
	kind := model.DocumentKind(e.Values[issuedPaper])
	turn, err := strconv.Atoi(e.Values[issuedTurn])
	if err != nil {
		turn = 1
	}
	last := lastIssued(history, kind, turn)
	own, _ := issuedBefore(history, kind, e.Values[issuedCheck]) // of an OFD: the PDF of the same words
	return IssuedPaper{Kind: kind, Turn: turn, Title: p.Papers[string(kind)].Title + turnTitle(kind, turn), About: e.Subject, Number: number,
		Code: model.PaperCode{Number: number, Kind: kind, Check: e.Values[issuedCheck]}, File: e.Files[0], By: e.By(), At: e.At,
		Current: last != nil && len(own.Files) > 0 && last.Hash == own.Files[0].Hash}, nil
}
