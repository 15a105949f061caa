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
	Left   []string             // the ids of tables that the record says nothing in: they are left out
	Said   map[string]opinionOf // what is known to stand in the places to sign, by the box's id
}

// RecordPapers are the kinds of paper that records have.
var RecordPapers = []model.DocumentKind{model.PaperFiling, model.PaperAccess, model.PaperMonthlyReport, model.PaperInspection,
	model.PaperRectification, model.PaperUnitScore, model.PaperVendorScore}

// coverSection is the section that stands, signed, on a page of its own before the tables.
const coverSection = "cover"

// recordRows is how many empty lines the table of a record has at least.
const recordRows = 3

// longText is from how many characters on a column of a record gets more room.
const longText = 400

// WriteRecord writes the paper of a record by the city's form and words: a form to sign, or a letter where the words
// have an addressee.
func WriteRecord(p *model.Profile, r RecordPaper) (model.Document, error) {
	return writeRecord(p, r, false)
}

func writeRecord(p *model.Profile, r RecordPaper, blank bool) (model.Document, error) {
	form, known := p.Forms[string(r.Kind)]
	s := sheet{kind: r.Kind, p: p, w: rules(p), blank: blank}
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
	on := chineseDay(r.Date)
	if blank {
		on = s.label("day")
	}
	doc.Blocks = append(model.Blocks{s.facts("number", r.Number, "date", on)}, s.recordSections(form, r)...)
	if len(r.Files) > 0 {
		doc.Blocks = append(doc.Blocks, s.materialsTable(s.label("files"), r.Files))
	}
	if len(form.Sections) == 0 || form.Sections[0].ID != coverSection {
		doc.Blocks = append(append(doc.Blocks, s.boxes(r.Said)...), s.note())
	}
	return doc, nil
}

func (s sheet) recordSections(form model.Form, r RecordPaper) model.Blocks {
	var blocks model.Blocks
	for _, sec := range form.Sections {
		switch {
		case slices.Contains(r.Left, sec.ID):
		case sec.Kind == model.RowsSection:
			blocks = append(blocks, s.recordTable(sec, r.Rows[sec.ID]))
		case sec.Kind == model.FieldsSection:
			blocks = append(blocks, s.section(sec, r.Values))
		}
		if sec.ID == coverSection {
			blocks = append(append(append(blocks, s.boxes(r.Said)...), s.note()), model.PageBreak{})
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
func (s sheet) recordTable(sec model.Section, rows []model.Values) model.Block {
	t := model.Table{Caption: sec.Title}
	first := model.TableColumn{Title: s.label("line_no"), Width: 5, Align: model.AlignCenter}
	if sec.List != "" {
		first = model.TableColumn{Title: s.label("line_item"), Width: 30}
	}
	t.Columns = append(t.Columns, first)
	for _, f := range sec.Fields {
		column := model.TableColumn{Title: f.Label, Width: 15}
		switch {
		case f.Kind == model.IntegerField || f.Kind == model.DecimalField:
			column.Width, column.Align = 10, model.AlignRight
		case f.MaxLength >= longText:
			column.Width = 22
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
	if s.blank {
		return byHand(t)
	}
	return t
}

// byHand is a table to be filled by hand.
func byHand(t model.Table) model.Grid {
	var titles, first []string
	var widths []float64
	for _, c := range t.Columns {
		titles, widths = append(titles, c.Title), append(widths, c.Width)
	}
	for _, row := range t.Rows {
		first = append(first, row[0])
	}
	return rowsByHand(t.Caption, titles, widths, first)
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
