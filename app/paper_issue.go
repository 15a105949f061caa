package app

import (
	"bytes"
	"context"
	"strconv"

	"yunban/model"
)

// What the event of an issued paper says: its kind, which time of it, and the check of its words.
const (
	issuedPaper = "paper"
	issuedTurn  = "turn"
	issuedCheck = "check"
)

// paperRole marks the files that are issued papers.
const paperRole = "paper"

// Issue prints a paper and keeps it, with its hash and the check of its words in an event, before anybody sees it: no
// paper without a record. The same words are the same file, and are recorded once.
func (d *Desk) Issue(ctx context.Context, request string, kind model.DocumentKind) (model.File, error) {
	file, err := d.Dossier(ctx, request)
	if err != nil {
		return model.File{}, err
	}
	doc, turn, err := d.compose(file, kind)
	if err != nil {
		return model.File{}, err
	}
	return d.issue(ctx, model.Subject{Kind: model.RequestSubject, ID: request}, file.History, doc, turn)
}

// issue prints and records a document of a subject, unless the same words were issued before.
func (d *Desk) issue(ctx context.Context, about model.Subject, history []model.Event, doc model.Document, turn int) (model.File, error) {
	check, err := model.CheckOf(doc)
	if err != nil {
		return model.File{}, err
	}
	if before, ok := issuedAs(history, doc.Kind, check, d.format); ok {
		return before.Files[0], nil
	}
	if _, ok := issuedBefore(history, doc.Kind, check); d.format != "" && !ok {
		own := Desk{Office: d.Office, Person: d.Person, Unit: d.Unit}
		if _, err := own.issue(ctx, about, history, doc, turn); err != nil {
			return model.File{}, err
		}
	}
	doc.Code = model.PaperCode{Number: doc.Number, Kind: doc.Kind, Check: check}
	pages, err := d.pages().Print(ctx, doc)
	if err != nil {
		return model.File{}, err
	}
	hash, size, err := d.Files.Keep(ctx, bytes.NewReader(pages), int64(len(pages)))
	if err != nil {
		return model.File{}, err
	}
	id, err := newID()
	if err != nil {
		return model.File{}, err
	}
	values := model.Values{issuedPaper: string(doc.Kind), issuedTurn: strconv.Itoa(turn), issuedCheck: check}
	if d.format != "" {
		values[issuedFormat] = d.format
	}
	e, err := d.Store.Change(ctx, about, func(ctx context.Context, past []model.Event) (model.Event, error) {
		if before, ok := issuedAs(past, doc.Kind, check, d.format); ok { // a colleague was quicker
			return before, nil
		}
		now := d.Clock()
		return model.Event{ID: id, Subject: about, Actor: d.Person.ID, ActorName: d.Person.Name, ActorUnit: d.Unit.Name, Device: d.Device,
			Claimed: now, At: now, Action: model.Issue,
			Values: values,
			Files:  []model.File{{Role: paperRole, Name: d.ended(paperName(doc, turn)), Size: size, Hash: hash}}}, nil
	})
	if err != nil {
		return model.File{}, err
	}
	return e.Files[0], nil
}

// issuedBefore finds the event that issued the same words as PDF.
func issuedBefore(history []model.Event, kind model.DocumentKind, check string) (model.Event, bool) {
	return issuedAs(history, kind, check, "")
}

// lastIssued is the paper as it was issued last, at one of its times.
func lastIssued(history []model.Event, kind model.DocumentKind, turn int) *model.File {
	events := eventsOf(history, model.Issue)
	for i := len(events) - 1; i >= 0; i-- {
		e := events[i]
		if e.Values[issuedPaper] == string(kind) && e.Values[issuedTurn] == strconv.Itoa(turn) && e.Values[issuedFormat] == "" && len(e.Files) > 0 {
			return &e.Files[0]
		}
	}
	return nil
}

// paperName is the file name of a paper: number, title and which time it is.
func paperName(doc model.Document, turn int) string {
	name := doc.Title + turnTitle(doc.Kind, turn)
	if doc.Number != "" {
		name = doc.Number + " " + name
	}
	return name + ".pdf"
}

// draftPapers are the application forms that a draft is filed as.
var draftPapers = map[model.Case]struct {
	kind  model.DocumentKind
	write func(sheet) model.Document
}{
	model.Usage:       {model.PaperApplication, writeApplication},
	model.Change:      {model.PaperChange, writeChange},
	model.Termination: {model.PaperTermination, writeTermination},
}

// DraftPaper is the application form that a draft of a case is filed as.
func DraftPaper(c model.Case) model.DocumentKind { return draftPapers[c].kind }

// PreviewPaper prints a draft as the application form that it would be filed as. It is kept nowhere: only a filed
// request has papers.
func (d *Desk) PreviewPaper(ctx context.Context, draft model.Draft) ([]byte, error) {
	paper, ok := draftPapers[draft.Case]
	if !ok {
		return nil, model.Errorf(model.NotFound, "error.no_paper", "paper", string(draft.Case))
	}
	r, err := d.asFiled(ctx, draft)
	if err != nil {
		return nil, err
	}
	doc := paper.write(d.sheet(Dossier{Request: r, Profile: d.ProfileOf(draft.Profile)}, paper.kind, 1))
	doc.Sandbox = d.Sandbox
	return d.Printer.Print(ctx, doc)
}

// asFiled is the request that a draft would be if it were filed now, as far as it can be read yet.
func (d *Desk) asFiled(ctx context.Context, draft model.Draft) (model.Request, error) {
	p, f := d.ProfileOf(draft.Profile), draft.Filling
	lines, _ := p.ReadRows(f.Rows)
	values := f.Values.Clone()
	if draft.Case != model.Usage {
		live, err := d.live(ctx, draft.System, "")
		if err != nil {
			return model.Request{}, err
		}
		if live != nil {
			values["system_name"], values["unit_name"], values["mlps_level"] = live.Title, d.Unit.Name, live.Level
			lines = linesAsFiled(draft, lines, live.Lines)
		}
	}
	return model.Request{Case: draft.Case, Lines: lines, Rounds: []model.Round{
		{No: 1, Submitted: d.Clock(), Values: values, Lines: lines, Files: f.Files}}}, nil
}

// linesAsFiled are the lines of a change with how they run, those that stay as they are left out; of a termination,
// all that run.
func linesAsFiled(draft model.Draft, lines, running []model.Line) []model.Line {
	if draft.Case == model.Termination {
		return running
	}
	changed := changedRows(draft.Filling.Rows, running)
	var filed []model.Line
	for i, l := range lines {
		for _, row := range changed {
			if row.ID != draft.Filling.Rows[i].ID || row.Values["name"] != draft.Filling.Rows[i].Values["name"] {
				continue
			}
			for _, now := range running {
				if now.ID == row.ID && row.ID != "" {
					l.Before, l.Was = now.Delivered, now.Values
				}
			}
			filed = append(filed, l)
			break
		}
	}
	return filed
}
