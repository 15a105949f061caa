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
	home  *Dossier // the request it belongs to; nil when it cannot be placed
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
	printing, ok := paper.home.Request.Printing(paper.code)
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

// homeOf finds the request that a code belongs to, or says why there is none for this person. err is a failure of the
// store.
func (d *Desk) homeOf(ctx context.Context, code model.PaperCode) (home *Dossier, why, err error) {
	id, err := d.idOf(ctx, code.Number)
	if err != nil {
		return nil, nil, err
	}
	if id == "" {
		return nil, d.stranger(code.Number), nil
	}
	file, err := d.Dossier(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	if err := d.mayFileCopy(file); err != nil {
		return nil, model.Wrap(model.Forbidden, err, "error.scan_not_yours", "number", code.Number), nil
	}
	switch file.Request.Returned(code) {
	case model.Unissued:
		return nil, model.Errorf(model.NotFound, "error.scan_unissued", "number", code.Number, "paper", paperTitle(file.Profile, code.Kind)), nil
	case model.Otherwise:
		return nil, model.Errorf(model.Conflict, "error.scan_changed", "number", code.Number, "paper", paperTitle(file.Profile, code.Kind)), nil
	}
	return &file, nil, nil
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

// place files the sheets of a paper with its request.
func (d *Desk) place(ctx context.Context, s *scanFile, paper *returned, result *ScanResult) error {
	r := paper.home.Request
	filed := PlacedScan{File: s.name, Pages: pageList(paper.pages), Request: r.ID, Number: r.Number, System: r.Title(),
		Paper: paper.code.Kind, Title: paperTitle(paper.home.Profile, paper.code.Kind)}
	sheets := model.SignedCopy{Paper: paper.code.Kind, Check: paper.code.Check, Source: s.hash, Pages: filed.Pages}
	filed.Again = r.HasCopy(sheets)
	if !filed.Again {
		files, err := d.keepPages(ctx, s, paper.pages)
		if err != nil {
			return err
		}
		_, err = d.Do(ctx, Doing{Request: r.ID, Action: model.FileCopy, Files: files, Values: model.Values{
			model.CopyPaper: string(sheets.Paper), model.CopyCheck: sheets.Check, model.CopySource: sheets.Source, model.CopyPages: sheets.Pages}})
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
