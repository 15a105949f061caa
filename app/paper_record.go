package app

import (
	"context"
	"slices"
	"time"

	"yunban/model"
	"yunban/model/workday"
)

// RecordPaper is what the paper of a record tells: the values of the city's form for it, and the rows of its tables.
type RecordPaper struct {
	Kind   model.DocumentKind // also the id of the form
	Number string
	Date   time.Time
	Values model.Values
	Rows   map[string][]model.Values // of each table of the form, by the section's id
	Files  []model.File
}

// recordRows is how many empty lines the table of a record has at least.
const recordRows = 3

// WriteRecord writes the paper of a record by the city's form and words: a form to sign, or a letter where the words
// have an addressee.
func WriteRecord(p *model.Profile, r RecordPaper) (model.Document, error) {
	form, known := p.Forms[string(r.Kind)]
	s := sheet{kind: r.Kind, p: p, w: rules(p)}
	if text := s.text(); !known || text.Title == "" {
		return model.Document{}, model.Errorf(model.NotFound, "error.no_paper", "paper", string(r.Kind))
	}
	for _, f := range form.Fields() {
		s.w[f.ID] = shown(p, f, r.Values[f.ID])
	}
	s.r.Number = r.Number
	if s.text().To != "" {
		doc := s.letter(r.Date)
		doc.Blocks = append(doc.Blocks, s.recordTables(form, r.Rows)...)
		return closing(doc), nil
	}
	doc := s.begin(s.authority(), r.Date)
	doc.Blocks = append(model.Blocks{s.facts("number", r.Number, "date", chineseDay(r.Date))}, s.recordSections(form, r)...)
	if len(r.Files) > 0 {
		doc.Blocks = append(doc.Blocks, s.materialsTable(s.label("files"), r.Files))
	}
	doc.Blocks = append(append(doc.Blocks, s.boxes(nil)...), s.note())
	return doc, nil
}

func (s sheet) recordSections(form model.Form, r RecordPaper) model.Blocks {
	var blocks model.Blocks
	for _, sec := range form.Sections {
		switch sec.Kind {
		case model.RowsSection:
			blocks = append(blocks, s.recordTable(sec, r.Rows[sec.ID]))
		case model.FieldsSection:
			blocks = append(blocks, s.section(sec, r.Values))
		}
	}
	return blocks
}

func (s sheet) recordTables(form model.Form, rows map[string][]model.Values) model.Blocks {
	var blocks model.Blocks
	for _, sec := range form.Sections {
		if sec.Kind == model.RowsSection {
			blocks = append(blocks, s.recordTable(sec, rows[sec.ID]))
		}
	}
	return blocks
}

// recordTable sets the rows of a record: one for each entry of the section's list where that is fixed, else as many as
// there are, with some empty ones where there are none.
func (s sheet) recordTable(sec model.Section, rows []model.Values) model.Table {
	t := model.Table{Caption: sec.Title}
	first := model.TableColumn{Title: s.label("line_no"), Width: 5, Align: model.AlignCenter}
	if sec.List != "" {
		first = model.TableColumn{Title: sec.Title, Width: 30}
	}
	t.Columns = append(t.Columns, first)
	for _, f := range sec.Fields {
		column := model.TableColumn{Title: f.Label, Width: 15}
		if f.Kind == model.IntegerField || f.Kind == model.DecimalField {
			column.Width, column.Align = 10, model.AlignRight
		}
		t.Columns = append(t.Columns, column)
	}
	for i, named := range s.namedRows(sec, rows) {
		row := []string{named.name}
		if sec.List == "" {
			row[0] = number(int64(i + 1))
		}
		for _, f := range sec.Fields {
			row = append(row, shown(s.p, f, named.Values[f.ID]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

type namedRow struct {
	name string
	model.Values
}

func (s sheet) namedRows(sec model.Section, rows []model.Values) []namedRow {
	var named []namedRow
	for _, c := range s.p.Lists[sec.List] {
		row := namedRow{name: c.Label}
		if i := slices.IndexFunc(rows, func(v model.Values) bool { return v[model.RowName] == c.ID }); i >= 0 {
			row.Values = rows[i]
		}
		named = append(named, row)
	}
	if sec.List != "" {
		return named
	}
	for _, v := range rows {
		named = append(named, namedRow{Values: v})
	}
	for len(rows) == 0 && len(named) < recordRows {
		named = append(named, namedRow{})
	}
	return named
}

// IssueRecord prints the paper of a record, keeps it and writes its issue into the record's log. The same words are
// issued once.
func (d *Desk) IssueRecord(ctx context.Context, about model.Subject, r RecordPaper) (model.File, error) {
	doc, err := WriteRecord(d.Profile(), r)
	if err != nil {
		return model.File{}, err
	}
	doc.Sandbox = d.Sandbox
	history, err := d.Store.Events(ctx, about)
	if err != nil {
		return model.File{}, err
	}
	return d.issue(ctx, about, history, doc, 1)
}

// IssueFiling issues the 备案登记表 of a construction proposal (P 4, R03).
func (d *Desk) IssueFiling(ctx context.Context, id string) (model.File, error) {
	filings, err := d.Filings(ctx)
	if err != nil {
		return model.File{}, err
	}
	for _, f := range filings {
		if f.Subject.ID == id || f.Number() == id {
			paper := RecordPaper{Kind: model.PaperFiling, Number: f.Number(), Values: f.Values, Files: f.Files}
			if on, err := workday.ParseDate(f.Values["received_on"]); err == nil {
				paper.Date = on.Start()
			}
			return d.IssueRecord(ctx, f.Subject, paper)
		}
	}
	return model.File{}, model.Errorf(model.NotFound, "error.no_paper", "paper", id)
}
