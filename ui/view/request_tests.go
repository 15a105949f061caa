package view

import (
	"time"

	"yunban/model"
)

// TestRow is one of the three tests of the trial (R18), or the third party's report (R19).
type TestRow struct {
	Kind   string // functional, performance, security, report
	Needed bool
	Filed  bool
	Passed bool
	Fields []SheetField
	Files  []model.File
	By     string
	At     time.Time
}

// Tested reports whether there is anything to test yet: a trial environment, or a major change that was carried out.
func (r *Request) Tested() bool {
	return !r.Request.Delivered.IsZero() && (r.Request.Case == model.Usage || r.Request.Case == model.Change && r.Request.Major)
}

// retests are the tests that a major change asks for (P 11, L 15).
var retests = []string{"performance", "security"}

func testKinds(c model.Case) []string {
	if c == model.Change {
		return retests
	}
	return model.TestKinds
}

// Tests lists the tests as far as they were filed, and the report where the level asks for one (T13).
func (r *Request) Tests() []TestRow {
	var rows []TestRow
	for _, kind := range testKinds(r.Request.Case) {
		row := TestRow{Kind: kind, Needed: true}
		r.lastAct(&row, model.RecordTest, func(e model.Event) bool { return e.Values["test_kind"] == kind })
		row.Passed = row.Filed && r.Request.Tests[kind]["conclusion"] == "passed"
		rows = append(rows, row)
	}
	if r.Request.Case != model.Usage {
		return rows
	}
	report := TestRow{Kind: "report", Needed: r.Profile.NeedsThirdParty(r.Request.Level())}
	r.lastAct(&report, model.FileReport, func(model.Event) bool { return true })
	report.Passed = report.Filed
	if report.Needed || report.Filed {
		rows = append(rows, report)
	}
	return rows
}

// lastAct fills a row from the last act of a kind.
func (r *Request) lastAct(row *TestRow, action model.Action, is func(model.Event) bool) {
	for _, e := range r.History {
		if e.Action == action && is(e) {
			row.Filed, row.By, row.At, row.Files = true, e.By(), e.At, e.Files
			row.Fields = r.fieldsOf(e)
		}
	}
}
