package view

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strconv"

	"yunban/app"
	"yunban/model"
)

// Report is a month's report as the vendor prepares it: one form, and the table of utilisation out of a workbook, for
// every unit at once (R32, T16).
type Report struct {
	*MatterStep
	usage    app.UsageTable
	lacking  bool   // it was judged without the table that it needs
	corrects string // the unit whose report it corrects; nothing for a new one
}

// NewReport prepares the report of a month; with none of the last one that is over.
func NewReport(desk *app.Desk, month string) *Report {
	s := NewMatter(desk, model.MonthlyReport, model.Lodge, nil)
	s.Offer("month", cmp.Or(month, model.EveryMonth.Around(desk.Today()).Before().String()))
	return &Report{MatterStep: s}
}

// LongReport reports whether the matter is a monthly report whose table is too long for its page and lies in a file: it is
// corrected by another workbook, not row by row.
func (m *Matter) LongReport() bool {
	return m.Kind == model.MonthlyReport && slices.ContainsFunc(m.Files, inUsageFile)
}

func inUsageFile(f model.File) bool { return f.Role == model.UtilisationTable }

// Correct prepares to correct a long report: what it says is typed, its table is read anew, or stays as it is.
func (m *Matter) Correct() *Report {
	return &Report{MatterStep: m.NewStep(model.Replace), corrects: m.Unit}
}

// Corrects reports whether it corrects a report that is filed.
func (r *Report) Corrects() bool { return r.corrects != "" }

// ReadUsage reads the table of utilisation; SetUsage takes its result.
func (r *Report) ReadUsage(ctx context.Context, path string, progress func(done, all int)) (app.UsageTable, error) {
	return r.desk.ReadUsageFile(ctx, path, progress)
}

// SetUsage takes a table that was read.
func (r *Report) SetUsage(t app.UsageTable) { r.usage = t }

// Usage is the table so far; its name is nothing while there is none.
func (r *Report) Usage() app.UsageTable { return r.usage }

// Lacking reports that it was judged without the table of utilisation, which it needs.
func (r *Report) Lacking() bool { return r.lacking && r.usage.Name == "" }

// Changed reports whether there is anything typed or read that is not filed.
func (r *Report) Changed() bool { return r.usage.Name != "" || r.MatterStep.Changed() }

// WriteForm writes the table to be filled in, with a row for each instance that is known.
func (r *Report) WriteForm(ctx context.Context, path string, words app.Wording) error {
	return app.WriteWhole(path, func(w io.Writer) error { return r.desk.UsageForm(ctx, w, words) })
}

// Filing is what is filed, as it stands; it can be used beside the window.
func (r *Report) Filing() app.ReportFiling {
	f := app.ReportFiling{Values: model.Values{}, Files: slices.Clone(r.files), Usage: slices.Clone(r.usage.Rows)}
	if r.Corrects() {
		f.Replace, f.Note, f.Units, f.Only = true, r.note, []string{r.corrects}, r.id
		f.Files = slices.DeleteFunc(f.Files, inUsageFile) // another takes its place
	}
	for _, l := range r.lines() {
		if l.Resource != model.UtilisationTable {
			f.Lines = append(f.Lines, l)
		}
	}
	for _, field := range r.form.Fields() {
		if field.Asked(r.values) && r.values[field.ID] != "" {
			f.Values[field.ID] = r.values[field.ID]
		}
	}
	return f
}

// Preview judges a filing and writes nothing.
func (r *Report) Preview(ctx context.Context, f app.ReportFiling) (app.ReportPreview, error) {
	return r.desk.PreviewReport(ctx, f)
}

// File files the report for every unit.
func (r *Report) File(ctx context.Context, f app.ReportFiling, progress func(done, all int)) ([]app.FiledReport, error) {
	return r.desk.FileMonthlyReport(ctx, f, progress)
}

// UsageFault is what is wrong with a row of the table.
type UsageFault struct {
	Row     string // of the workbook; nothing for what is of no row
	Cell    string
	Problem model.Problem
}

// Judged puts the problems of a preview in place: those of the form at its fields, the others as faults of the table.
func (r *Report) Judged(p app.ReportPreview) []UsageFault {
	var typed []model.Problem
	var faults []UsageFault
	lacking := false
	for _, placed := range r.usage.Place(p.Problems) {
		_, isField := r.form.Field(placed.Field)
		switch {
		case placed.Cell != "":
			faults = append(faults, UsageFault{placed.Cell, placed.Label, placed.Problem})
		case isField, placed.Problem.Field == "note":
			typed = append(typed, placed.Problem)
		case r.usage.Name == "" && placed.Problem.Key == "problem.unit_no_rows": // every unit's, for want of the table
			lacking = true
		default:
			faults = append(faults, UsageFault{Problem: placed.Problem})
		}
	}
	for _, lost := range r.usage.Problems {
		faults = append(faults, UsageFault{lost.Cell, lost.Label, lost.Problem})
	}
	r.wrong = typed
	if r.lacking = lacking; lacking {
		r.wrong = append(r.wrong, model.Problem{Field: model.UtilisationTable, Key: "problem.report_no_table"})
	}
	return faults
}

// Mark writes the table with what is wrong beside each row.
func (r *Report) Mark(ctx context.Context, path string, p app.ReportPreview, words app.Wording) error {
	return app.WriteWhole(path, func(w io.Writer) error {
		return r.desk.MarkUsage(ctx, w, r.usage, r.usage.Place(p.Problems), words)
	})
}

// SharesText counts what a filing would be.
func SharesText(p app.ReportPreview) Text {
	rows := 0
	for _, s := range p.Shares {
		rows += s.Rows
	}
	return Say("reports.shares", "units", strconv.Itoa(len(p.Shares)), "rows", Grouped(int64(rows)))
}

// ReceivesReports counts the monthly reports that wait for this person's receipt and can be acknowledged at one stroke.
func (m *Matters) ReceivesReports() int {
	n := 0
	for _, r := range m.rows {
		if r.receivable {
			n++
		}
	}
	return n
}

// ReceiveReports acknowledges all of them.
func ReceiveReports(ctx context.Context, desk *app.Desk, progress func(done, all int)) ([]app.FiledReport, error) {
	return desk.ReceiveReports(ctx, "", progress)
}
