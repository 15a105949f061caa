package view

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"yunban/app"
	"yunban/model"
)

// ReadsFilings reports whether the city has a register of construction proposals that the person reads: P has one, L
// not (R03).
func ReadsFilings(desk *app.Desk) bool {
	return desk.Profile().Modules[filingForm] && desk.Profile().ReadsAll(desk.Person)
}

// Filings is the register of construction proposals (备案).
type Filings struct {
	desk *app.Desk
	rows []FilingRow
}

// FilingRow is an entry of the register.
type FilingRow struct {
	ID         string
	Number     string
	Title      string
	Body       string
	Received   string
	Registrar  string
	StatusID   string
	Status     string // in the city's words
	Files      int
	values     model.Values
	attachment []model.File
}

// LoadFilings reads the register, the latest number first.
func LoadFilings(ctx context.Context, desk *app.Desk) (*Filings, error) {
	records, err := desk.Filings(ctx)
	if err != nil {
		return nil, err
	}
	f := &Filings{desk: desk}
	for _, r := range records {
		v := r.Values
		f.rows = append(f.rows, FilingRow{ID: r.Subject.ID, Number: v["number"], Title: v["filing_title"], Body: v["proposing_body"],
			Received: v["received_on"], Registrar: v["registered_by"], StatusID: v["filing_status"],
			Status: desk.Profile().LabelIn("filing_statuses", v["filing_status"]), Files: len(r.Files), values: v, attachment: r.Files})
	}
	slices.SortFunc(f.rows, func(a, b FilingRow) int { return cmp.Or(cmp.Compare(b.Number, a.Number), cmp.Compare(a.ID, b.ID)) })
	return f, nil
}

// Find narrows the register to the entries that have every typed word.
func (f *Filings) Find(typed string) []FilingRow {
	words := strings.Fields(strings.ToLower(typed))
	return slices.DeleteFunc(slices.Clone(f.rows), func(r FilingRow) bool {
		text := strings.ToLower(strings.Join([]string{r.Number, r.Title, r.Body, r.Registrar, r.Status, r.Received}, " "))
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
	})
}

// MayWrite reports whether the person keeps the register: who accepts applications does.
func (f *Filings) MayWrite() bool {
	return f.desk.Profile().Holds(f.desk.Person.Roles, model.DutyAcceptance)
}

// HasPaper reports whether the city has words for the paper of an entry.
func (f *Filings) HasPaper() bool {
	return f.desk.Profile().Papers[string(model.PaperFiling)].Title != ""
}

// Issue issues the 备案登记表 of an entry.
func (f *Filings) Issue(ctx context.Context, row FilingRow) (model.File, error) {
	return f.desk.IssueFiling(ctx, row.ID)
}

// New begins an entry, received today by the one who writes it.
func (f *Filings) New() *Record {
	return f.record(FilingRow{values: model.Values{"received_on": f.desk.Today().String(), "registered_by": f.desk.Person.Name,
		"filing_status": "received"}})
}

// Edit begins to correct an entry.
func (f *Filings) Edit(row FilingRow) *Record { return f.record(row) }

func (f *Filings) record(row FilingRow) *Record {
	r := newRecord(f.desk, f.desk.Profile().Forms[filingForm], row.values)
	r.ID, r.kept, r.role = row.ID, row.attachment, filingForm
	r.keep = func(ctx context.Context, r *Record) error {
		_, err := r.desk.SaveFiling(ctx, r.ID, r.filled(), r.files)
		return err
	}
	return r
}

// Facts lists what an entry says, to be read.
func (f *Filings) Facts(row FilingRow) []SheetField {
	var facts []SheetField
	for _, field := range f.desk.Profile().Forms[filingForm].Fields() {
		facts = append(facts, SheetField{ID: field.ID, Label: field.Label, Value: field.Display(f.desk.Profile(), row.values[field.ID]),
			Long: field.Kind == model.LongField})
	}
	return facts
}

// Attached lists the files of an entry.
func (f *Filings) Attached(row FilingRow) []model.File { return row.attachment }
