package app

import (
	"bytes"
	"context"
	"io"
	"strconv"
	"strings"
	"time"

	"yunban/model"
	"yunban/model/workday"
)

// PaperOption is a paper that a request may have, and whether it can be issued now.
type PaperOption struct {
	Kind   model.DocumentKind
	Title  string
	Ready  bool        // what it says has happened
	Issued *model.File // the last one that was issued, if any
}

// paper is how one kind of paper is made from a request.
type paper struct {
	kind  model.DocumentKind
	ready func(model.Request) bool
	write func(*model.Profile, model.Request, wording) model.Document
}

// papers are the papers of a usage request, in the order of its life.
var papers = []paper{
	{model.PaperApplication, func(r model.Request) bool { return len(r.Rounds) > 0 }, writeApplication},
	{model.PaperAcceptance, func(r model.Request) bool { return r.Round().Answer.Action == model.Accept }, writeAcceptance},
	{model.PaperNotAccepted, func(r model.Request) bool { return declined(r).No > 0 }, writeNotAccepted},
	{model.PaperApproval, func(r model.Request) bool { return r.Approval.Action != "" }, writeApproval},
	{model.PaperGoLive, func(r model.Request) bool { return !r.LiveAt.IsZero() }, writeGoLive},
}

// Papers lists the papers of a request.
func (d *Desk) Papers(file Dossier) []PaperOption {
	if file.Request.Case != model.Usage {
		return nil
	}
	options := make([]PaperOption, len(papers))
	for i, p := range papers {
		options[i] = PaperOption{Kind: p.kind, Title: file.Profile.Papers[string(p.kind)].Title,
			Ready: p.ready(file.Request), Issued: lastIssued(file.History, p.kind)}
	}
	return options
}

func lastIssued(history []model.Event, kind model.DocumentKind) *model.File {
	for i := len(history) - 1; i >= 0; i-- {
		if e := history[i]; e.Action == model.Issue && e.Values["paper"] == string(kind) && len(e.Files) > 0 {
			return &e.Files[0]
		}
	}
	return nil
}

// Compose writes what a paper says, without issuing it.
func (d *Desk) Compose(file Dossier, kind model.DocumentKind) (model.Document, error) {
	for _, p := range papers {
		if p.kind != kind {
			continue
		}
		if !p.ready(file.Request) {
			return model.Document{}, model.Errorf(model.Conflict, "error.paper_not_ready",
				"paper", file.Profile.Papers[string(kind)].Title)
		}
		doc := p.write(file.Profile, file.Request, d.wording(file))
		doc.Kind, doc.Sandbox = kind, d.Sandbox
		return doc, nil
	}
	return model.Document{}, model.Errorf(model.NotFound, "error.no_paper", "paper", string(kind))
}

// Issue prints a paper and keeps it, with its hash in an event, before anybody sees it: no paper without a record.
// The same content is the same file, and is recorded once.
func (d *Desk) Issue(ctx context.Context, request string, kind model.DocumentKind) (model.File, error) {
	file, err := d.Dossier(ctx, request)
	if err != nil {
		return model.File{}, err
	}
	doc, err := d.Compose(file, kind)
	if err != nil {
		return model.File{}, err
	}
	pdf, err := d.Printer.Print(ctx, doc)
	if err != nil {
		return model.File{}, err
	}
	hash, size, err := d.Files.Keep(ctx, bytes.NewReader(pdf), int64(len(pdf)))
	if err != nil {
		return model.File{}, err
	}
	issued := model.File{Role: "paper", Name: paperName(doc, file.Request), Size: size, Hash: hash}
	if before := lastIssued(file.History, kind); before != nil && before.Hash == hash {
		return *before, nil
	}
	return issued, d.record(ctx, d.Person, model.Subject{Kind: model.RequestSubject, ID: request},
		model.Event{Action: model.Issue, Values: model.Values{"paper": string(kind)}, Files: []model.File{issued}})
}

// PreviewPaper prints a draft as the application form that it would be filed as. It is kept nowhere: only a filed
// request has papers.
func (d *Desk) PreviewPaper(ctx context.Context, draft model.Draft) ([]byte, error) {
	if draft.Case != model.Usage {
		return nil, model.Errorf(model.NotFound, "error.no_paper", "paper", string(draft.Case))
	}
	p, f := d.ProfileOf(draft.Profile), draft.Filling
	lines, _ := p.ReadRows(f.Rows) // what cannot be read yet is shown as far as it goes
	r := model.Request{Case: draft.Case, Rounds: []model.Round{{No: 1, Submitted: d.Clock(), Values: f.Values, Lines: lines, Files: f.Files}}}
	doc := writeApplication(p, r, d.wording(Dossier{Request: r, Profile: p}))
	doc.Kind, doc.Sandbox = model.PaperApplication, d.Sandbox
	return d.Printer.Print(ctx, doc)
}

// paperName is the file name of a paper: number and title, and the round of a form that was filed again.
func paperName(doc model.Document, r model.Request) string {
	name := doc.Title
	if doc.Number != "" {
		name = doc.Number + " " + name
	}
	if n := r.Round().No; doc.Kind == model.PaperApplication && n > 1 {
		name += "（第" + strconv.Itoa(n) + "轮）"
	}
	return name + ".pdf"
}

// ReadFile opens a kept file.
func (d *Desk) ReadFile(f model.File) (io.ReadCloser, error) { return d.Files.Open(f.Hash) }

// declined is the last round that was not accepted; the zero Round when there is none.
func declined(r model.Request) model.Round {
	for i := len(r.Rounds) - 1; i >= 0; i-- {
		if r.Rounds[i].Answer.Action == model.Decline {
			return r.Rounds[i]
		}
	}
	return model.Round{}
}

// wording fills what a paper's texts name: {number}, {unit_name}, {article.acceptance} …
type wording map[string]string

func (w wording) fill(text string) string {
	pairs := make([]string, 0, 2*len(w))
	for k, v := range w {
		pairs = append(pairs, "{"+k+"}", v)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// with is the wording with more names.
func (w wording) with(pairs ...string) wording {
	out := wording{}
	for k, v := range w {
		out[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

// wording is what every paper of a request may name.
func (d *Desk) wording(file Dossier) wording {
	r, p := file.Request, file.Profile
	w := wording{"number": r.Number, "unit_name": r.Values()["unit_name"], "system_name": r.Title(),
		"regulation": strings.Trim(p.Title, "《》"), "round": strconv.Itoa(r.Round().No),
		"submitted_on": chineseDay(r.Round().Submitted), "live_on": chineseDay(r.LiveAt), "review_note": r.Review.Note}
	for provision := range p.Provisions {
		w["article."+provision] = p.ArticleOf(provision)
	}
	answered := r.Round().Answer.At
	approval := p.Due(model.Usage, model.Accepted, answered, d.Workdays())
	w["approval_days"], w["approval_due"] = strconv.Itoa(approval.Days), dueDay(approval)
	w["delivery_days"] = strconv.Itoa(p.Due(model.Usage, model.Approved, answered, d.Workdays()).Days)
	return w
}

func chineseDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return workday.DateOf(t).Chinese()
}

// dayOf is the day that a paper bears: an act at seven in the morning was not the day before, as it was in Greenwich.
func dayOf(t time.Time) time.Time { return workday.DateOf(t).Start() }

// dueDay writes a due day; one past the published holidays says that it is provisional (T21).
func dueDay(due model.Deadline) string {
	if due.Provisional {
		return due.Due.Chinese() + "（暂定）"
	}
	return due.Due.Chinese()
}
