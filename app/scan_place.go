package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"yunban/model"
)

// returned is a paper that came back in a file: its code, and the pages that belong to it.
type returned struct {
	code  model.PaperCode
	pages []int
	home  *scanHome // nil when it cannot be placed
	why   error
}

// placeAll files every paper of a file and lists the rest.
func (d *Desk) placeAll(ctx context.Context, s *scanFile, pages []model.ScannedPage, result *ScanResult) error {
	papers, loose, err := d.sortPages(ctx, pages)
	if err != nil {
		return err
	}
	for _, paper := range papers {
		if paper.home != nil {
			err := d.place(ctx, s, paper, result)
			if err == nil {
				continue
			}
			if k := model.KindOf(err); k == model.Other || ctx.Err() != nil {
				return err
			}
			paper.why = err
		}
		result.Left = append(result.Left, LeftScan{File: s.name, Pages: pageList(paper.pages), Code: paper.code, Why: paper.why})
	}
	result.Left = append(result.Left, looseScans(s.name, loose)...)
	return nil
}

// sortPages puts the pages of one paper together. Only the first page of a paper bears the code: the pages without one
// that follow belong to it, as many as the paper has.
func (d *Desk) sortPages(ctx context.Context, pages []model.ScannedPage) (papers []*returned, loose []model.ScannedPage, err error) {
	var open *returned // the paper that the next page may belong to
	room := 0          // how many more pages it has
	for _, p := range pages {
		switch {
		case len(p.Codes) == 0 && open != nil && room > 0:
			open.pages = append(open.pages, p.No)
			room--
		case len(p.Codes) == 0:
			loose, open = append(loose, p), nil
		case len(p.Codes) == 1 && open != nil && open.code == p.Codes[0] && room > 0: // a paper with its code on every page
			open.pages = append(open.pages, p.No)
			room--
		default:
			open = nil
			for _, code := range p.Codes {
				paper := &returned{code: code, pages: []int{p.No}}
				if paper.home, paper.why, err = d.homeOf(ctx, code); err != nil {
					return nil, nil, err
				}
				papers = append(papers, paper)
				open = paper
			}
			if len(p.Codes) > 1 {
				open = nil
				continue
			}
			room = d.furtherPages(open)
		}
	}
	return papers, loose, nil
}

// furtherPages is how many pages a paper has after its first: as the printed one that was kept.
func (d *Desk) furtherPages(paper *returned) int {
	if paper.home == nil {
		return 0
	}
	printing, ok := paper.home.papers.Printing(paper.code)
	if !ok {
		return 0
	}
	kept, err := d.Files.Open(printing.File.Hash)
	if err != nil {
		return 0
	}
	defer kept.Close()
	data, err := io.ReadAll(kept)
	if err != nil {
		return 0
	}
	n, err := d.Scanner.Pages(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return 0
	}
	return n - 1
}

// scanHome is the request or the matter that a paper belongs to.
type scanHome struct {
	about   model.Subject
	number  string
	title   string
	profile *model.Profile
	papers  model.Papers
	refused error // when this person may not file copies there
}

// homeOf finds what a code belongs to, or says why there is nothing for this person. err is a failure of the store.
func (d *Desk) homeOf(ctx context.Context, code model.PaperCode) (home *scanHome, why, err error) {
	home, err = d.homeNumbered(ctx, code.Number)
	if home == nil || err != nil {
		return nil, d.stranger(code.Number), err
	}
	title := paperTitle(home.profile, code.Kind)
	switch fate := home.papers.Returned(code); {
	case home.refused != nil:
		return nil, model.Wrap(model.Forbidden, home.refused, "error.scan_not_yours", "number", code.Number), nil
	case fate == model.Unissued:
		return nil, model.Errorf(model.NotFound, "error.scan_unissued", "number", code.Number, "paper", title), nil
	case fate == model.Otherwise:
		return nil, model.Errorf(model.Conflict, "error.scan_changed", "number", code.Number, "paper", title), nil
	}
	return home, nil, nil
}

// homeNumbered finds the request or the matter with an official number among those that this person may read; nil when
// there is none.
func (d *Desk) homeNumbered(ctx context.Context, number string) (*scanHome, error) {
	id, err := d.idOf(ctx, number)
	if err != nil {
		return nil, err
	}
	if id != "" {
		file, err := d.Dossier(ctx, id)
		return &scanHome{model.Subject{Kind: model.RequestSubject, ID: id}, number, file.Request.Title(), file.Profile, file.Request.Papers, d.mayFileCopy(file)}, err
	}
	kind, ok := model.MatterKindOf(number)
	if !ok {
		return nil, nil
	}
	file, err := d.Matter(ctx, kind, number)
	if model.KindOf(err) == model.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	about := model.Subject{Kind: kind, ID: file.ID}
	history, err := d.Store.Events(ctx, about)
	return &scanHome{about, number, joined("　", file.Owner, TitleOf(d.Profile(), file.Matter)), d.Profile(), model.PapersOf(history), d.mayFileMatterCopy(file.Matter)}, err
}

// paperTitle is a paper's title in this city, or its name in commands when the city has no such paper.
func paperTitle(p *model.Profile, kind model.DocumentKind) string {
	if t := p.Papers[string(kind)].Title; t != "" {
		return t
	}
	return string(kind)
}

// idOf finds the request with an official number among those that this person may read; nothing when there is none.
func (d *Desk) idOf(ctx context.Context, number string) (string, error) {
	for _, q := range []model.Query{{Text: number, Limit: 100}, {Text: number, Limit: 100, Copied: d.Person.ID}} {
		items, _, err := d.List(ctx, q)
		if err != nil {
			return "", err
		}
		for _, it := range items {
			if it.Number == number {
				return it.ID, nil
			}
		}
	}
	return "", nil
}

// stranger tells a number of another office from one that is not known here. Whether another unit has a request of
// that number is not said.
func (d *Desk) stranger(number string) error {
	office, _, _ := strings.Cut(number, "-")
	if ours, _, _ := strings.Cut(d.Profile().Series, "-"); office != ours {
		return model.Errorf(model.NotFound, "error.scan_other_office", "number", number)
	}
	return model.Errorf(model.NotFound, "error.scan_unknown_number", "number", number)
}

// mayFileCopy refuses who may not file copies, for themselves or for anybody who delegated to them.
func (d *Desk) mayFileCopy(file Dossier) error {
	refused := file.Request.MayFileCopy(file.Profile, d.Person)
	for _, self := range d.selves() {
		if file.Request.MayFileCopy(file.Profile, self) == nil {
			return nil
		}
	}
	return refused
}

func (d *Desk) mayFileMatterCopy(m model.Matter) error {
	refused := m.MayFileCopy(d.Profile(), d.Person)
	for _, self := range d.selves() {
		if m.MayFileCopy(d.Profile(), self) == nil {
			return nil
		}
	}
	return refused
}

// place files the sheets of a paper with its request or matter.
func (d *Desk) place(ctx context.Context, s *scanFile, paper *returned, result *ScanResult) error {
	home := paper.home
	filed := PlacedScan{File: s.name, Pages: pageList(paper.pages), About: home.about, Number: home.number, System: home.title,
		Paper: paper.code.Kind, Title: paperTitle(home.profile, paper.code.Kind)}
	sheets := model.SignedCopy{Paper: paper.code.Kind, Check: paper.code.Check, Source: s.hash, Pages: filed.Pages}
	filed.Again = home.papers.HasCopy(sheets)
	if !filed.Again {
		files, err := d.keepPages(ctx, s, paper.pages)
		if err != nil {
			return err
		}
		err = d.fileCopy(ctx, home.about, files, model.Values{model.CopyPaper: string(sheets.Paper), model.CopyCheck: sheets.Check,
			model.CopySource: sheets.Source, model.CopyPages: sheets.Pages})
		var e *model.Error
		if errors.As(err, &e) && e.Key == "error.copy_again" { // a colleague was quicker
			filed.Again, err = true, nil
		}
		if err != nil {
			return err
		}
	}
	result.Placed = append(result.Placed, filed)
	return nil
}

// fileCopy files sheets that came back.
func (d *Desk) fileCopy(ctx context.Context, about model.Subject, files []model.File, values model.Values) error {
	if about.Kind == model.RequestSubject {
		_, err := d.Do(ctx, Doing{Request: about.ID, Action: model.FileCopy, Files: files, Values: values})
		return err
	}
	alone := func(context.Context, model.SubjectKind) (model.Surroundings, error) { return model.Surroundings{}, nil } // it rests on nothing else
	_, err := d.takeAmid(ctx, MatterWork{Kind: about.Kind, ID: about.ID, Action: model.FileCopy, Files: files, Values: values}, alone)
	return err
}

// looseScans lists the pages that bear no code of ours, those with the same reason together.
func looseScans(name string, loose []model.ScannedPage) []LeftScan {
	var reasons []string
	pages, why := map[string][]int{}, map[string]error{}
	for _, p := range loose {
		err := model.Errorf(model.NotFound, "error.scan_no_code")
		switch {
		case p.Fault != "":
			err = model.Errorf(model.Invalid, p.Fault)
		case p.Others > 0:
			err = model.Errorf(model.NotFound, "error.scan_other_codes", "count", strconv.Itoa(p.Others))
		}
		reason := err.Error()
		if !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
		pages[reason], why[reason] = append(pages[reason], p.No), err
	}
	var left []LeftScan
	for _, reason := range reasons {
		left = append(left, LeftScan{File: name, Pages: pageList(pages[reason]), Why: why[reason]})
	}
	return left
}
