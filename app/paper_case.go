package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"yunban/model"
	"yunban/model/workday"
)

// CaseFile is a request's file as it goes to the archive: the cover with its index, and the papers to bind behind it.
type CaseFile struct {
	Name    string // of the file to be
	Cover   model.Document
	Entries []CaseEntry
	Parts   []model.BoundPart // of the entries that are PDFs, in their order
	cover   func([]CaseEntry) model.Document
}

// CaseEntry is one line of the index (案卷目录).
type CaseEntry struct {
	Title string
	Code  string // the paper's number and check, as it bears them
	From  string // who answers for it (责任者)
	On    time.Time
	Pages int // 0 where it is not known
	File  model.File
	Bound bool // a PDF, bound into the file

	Superseded bool // a paper that was issued again since, with other words
	Unreadable bool // a filed PDF that cannot be bound: it has a password or is broken
}

// CaseFile gathers every issued paper and every filed material of a request, each once, in the order of time.
func (d *Desk) CaseFile(ctx context.Context, request string, progress func(done, all int)) (CaseFile, error) {
	file, err := d.Dossier(ctx, request)
	if err != nil {
		return CaseFile{}, err
	}
	s := d.sheet(file, model.PaperCaseFile, 1)
	c := CaseFile{Entries: s.entries(), cover: s.cover}
	for i := range c.Entries {
		if err := ctx.Err(); err != nil {
			return CaseFile{}, err
		}
		e := &c.Entries[i]
		if e.Bound {
			pdf, err := d.readAll(e.File)
			if err != nil {
				return CaseFile{}, err
			}
			e.Pages = pagesOf(pdf)
			c.Parts = append(c.Parts, model.BoundPart{Title: e.Title, PDF: pdf})
		}
		if progress != nil {
			progress(i+1, len(c.Entries))
		}
	}
	c.Cover = s.cover(c.Entries)
	c.Cover.Sandbox = d.Sandbox
	c.Name = paperName(c.Cover, 1)
	return c, nil
}

// BindCaseFile binds a request's file: cover, index and papers as one PDF with a bookmark for each. A filed PDF that
// has a password or is broken stays apart, and the index says so.
func (d *Desk) BindCaseFile(ctx context.Context, request string, progress func(done, all int)) ([]byte, CaseFile, error) {
	if d.format != "" {
		return nil, CaseFile{}, model.Errorf(model.Invalid, "error.case_file_pdf")
	}
	c, err := d.CaseFile(ctx, request, progress)
	if err != nil {
		return nil, c, err
	}
	for len(c.Parts) > 0 {
		pdf, err := d.Printer.Bind(ctx, c.Cover, c.Parts)
		var refused *model.Error
		if !errors.As(err, &refused) || refused.Kind != model.Invalid || !c.leaveApart(refused.Args["paper"]) {
			return pdf, c, err
		}
		c.Cover = c.cover(c.Entries)
		c.Cover.Sandbox = d.Sandbox
	}
	return nil, c, model.Errorf(model.Conflict, "error.case_file_empty")
}

// leaveApart takes a filed PDF that cannot be bound out of the parts; false when there is none of that title.
func (c *CaseFile) leaveApart(title string) bool {
	at := slices.IndexFunc(c.Entries, func(e CaseEntry) bool { return e.Bound && e.Code == "" && e.Title == title })
	if at < 0 {
		return false
	}
	c.Entries[at].Bound, c.Entries[at].Unreadable = false, true
	part := slices.IndexFunc(c.Parts, func(p model.BoundPart) bool { return p.Title == title })
	c.Parts = slices.Delete(c.Parts, part, part+1)
	return true
}

func (d *Desk) readAll(f model.File) ([]byte, error) {
	r, err := d.Files.Open(f.Hash)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// entries lists what the case file holds.
func (s sheet) entries() []CaseEntry {
	var entries []CaseEntry
	seen := map[model.File]bool{}
	for _, e := range s.history {
		for _, f := range e.Files {
			if seen[f] || e.Values[issuedFormat] != "" { // another format of a paper that is there
				continue
			}
			seen[f] = true
			entry := CaseEntry{Title: s.fileTitle(e, f), From: e.ActorUnit, On: e.At, File: f, Bound: ending(f.Name) == "pdf"}
			if entry.From == "" {
				entry.From = s.w["unit_name"]
			}
			if e.Action == model.Issue {
				kind := model.DocumentKind(e.Values[issuedPaper])
				entry.Code, entry.From = s.r.Number+"\n"+e.Values[issuedCheck], s.answersFor(kind)
				turn, _ := strconv.Atoi(e.Values[issuedTurn])
				last := lastIssued(s.history, kind, turn)
				entry.Superseded = last != nil && last.Hash != f.Hash
			}
			entries = append(entries, entry)
		}
	}
	return entries
}

// fileTitle names a file of the case: the paper by its title, a material by what it is.
func (s sheet) fileTitle(e model.Event, f model.File) string {
	if e.Action == model.Issue {
		turn, err := strconv.Atoi(e.Values[issuedTurn])
		if err != nil {
			turn = 1
		}
		return s.p.Papers[e.Values[issuedPaper]].Title + turnTitle(model.DocumentKind(e.Values[issuedPaper]), turn)
	}
	name := s.material(f.Role)
	if name == f.Role {
		role := "role.other"
		if e.Action == model.FileReport {
			role = "role.report"
		}
		name = s.label(role)
	}
	return name + "（" + f.Name + "）"
}

// answersFor is who answers for an issued paper: who fills it in, or the authority.
func (s sheet) answersFor(kind model.DocumentKind) string {
	switch {
	case slices.Contains([]model.DocumentKind{model.PaperApplication, model.PaperChange, model.PaperTermination, model.PaperExtension,
		model.PaperTests, model.PaperChangeTests, model.PaperLines}, kind):
		return s.w["unit_name"]
	case slices.Contains([]model.DocumentKind{model.PaperDelivery, model.PaperChangeDone, model.PaperReclaim, model.PaperTrialEnd}, kind):
		return s.p.Word("vendor")
	}
	return s.authority()
}

// cover writes the cover and, on the page behind it, the index.
func (s sheet) cover(entries []CaseEntry) model.Document {
	last := s.r.Since
	pages := 0
	for _, e := range entries {
		pages += e.Pages
		if e.On.After(last) {
			last = e.On
		}
	}
	state := "state." + string(s.r.Status)
	if s.text().Labels[state] == "" {
		state = "state.working"
	}
	doc := s.begin(s.authority(), last)
	doc.Blocks = append(model.Blocks{s.facts("number", s.r.Number, "case", s.label(string(s.r.Case)), "system_name", s.r.Title(), "unit", s.w["unit_name"],
		"filed", chineseDay(s.r.Rounds[0].Submitted), "closed", chineseDay(s.r.EndedAt), "status", s.label(state), "level", s.level(),
		"pieces", s.with("n", strconv.Itoa(len(entries))).label("pieces_of"), "pages", s.with("n", strconv.Itoa(pages)).label("pages_of"), "kept", s.label("kept_value"))}, s.boxes(nil)...)
	doc.Blocks = append(doc.Blocks, s.note(), model.PageBreak{}, s.index(entries))
	return doc
}

func (s sheet) index(entries []CaseEntry) model.Table {
	t := model.Table{Caption: s.label("index"), Columns: []model.TableColumn{
		{Title: s.label("index_no"), Width: 6, Align: model.AlignCenter}, {Title: s.label("index_code"), Width: 18}, {Title: s.label("index_from"), Width: 17},
		{Title: s.label("index_title"), Width: 28}, {Title: s.label("index_date"), Width: 11}, {Title: s.label("index_pages"), Width: 6, Align: model.AlignRight},
		{Title: s.label("index_note"), Width: 14}}}
	for i, e := range entries {
		pages, note := "", ""
		if e.Superseded {
			note = s.label("superseded")
		}
		if e.Pages > 0 {
			pages = strconv.Itoa(e.Pages)
		}
		switch {
		case e.Unreadable:
			note = s.label("unreadable")
		case !e.Bound:
			note = s.label("apart")
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), e.Code, e.From, e.Title, archiveDay(e.On), pages, note})
	}
	return t
}

// archiveDay writes a day with eight digits, as an index does (DA/T 22-2015).
func archiveDay(t time.Time) string { return strings.ReplaceAll(workday.DateOf(t).String(), "-", "") }

// pageTrees are the nodes of a PDF's tree of pages that can be read without unpacking.
var pageTrees = regexp.MustCompile(`(?s)<<[^<>]*/Type\s*/Pages\b[^<>]*>>`)

var pageCount = regexp.MustCompile(`/Count\s+(\d+)`)

// pagesOf counts the pages of a PDF; 0 when that cannot be seen from outside.
func pagesOf(pdf []byte) int {
	pages := 0
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		return 0
	}
	for _, node := range pageTrees.FindAll(pdf, -1) {
		if m := pageCount.FindSubmatch(node); m != nil {
			if n, err := strconv.Atoi(string(m[1])); err == nil {
				pages = max(pages, n)
			}
		}
	}
	return pages
}
