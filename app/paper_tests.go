package app

import (
	"strings"
	"time"

	"yunban/model"
)

// writeTests writes the 测试记录表: the three tests as they were recorded, and the third party's report where the
// system's level asks for one (P 9, L 13).
func writeTests(s sheet) model.Document {
	doc := s.begin(s.w["unit_name"], s.testedAsOf())
	doc.Blocks = model.Blocks{s.facts("number", s.r.Number, "unit", s.w["unit_name"], "system_name", s.r.Title(), "level", s.level(),
		"trial", s.fromTo(chineseDay(s.r.Delivered), dueDay(s.p.TrialEnd(s.r.Delivered, s.r.TrialDays, s.cal)))),
		s.testTable(s.label("tests"), s.latestTests(model.TestKinds))}
	doc.Blocks = append(doc.Blocks, s.testHistory()...)
	doc.Blocks = append(doc.Blocks, s.thirdParty())
	doc.Blocks = append(append(doc.Blocks, s.boxes(nil)...), s.note())
	return doc
}

// testedAsOf is when a test or a report was last put on record.
func (s sheet) testedAsOf() time.Time {
	var at time.Time
	for _, e := range eventsOf(s.history, model.RecordTest, model.FileReport) {
		at = e.At
	}
	return at
}

// latestTests are the last records of each kind; a kind with none has only its name.
func (s sheet) latestTests(kinds []string) []model.Values {
	var latest []model.Values
	for _, kind := range kinds {
		test := model.Values{"test_kind": kind}
		for _, e := range eventsOf(s.history, model.RecordTest) {
			if e.Values["test_kind"] == kind {
				test = e.Values
			}
		}
		latest = append(latest, test)
	}
	return latest
}

// testHistory lists every record, where a test was done more than once.
func (s sheet) testHistory() model.Blocks {
	var all []model.Values
	seen := map[string]bool{}
	again := false
	for _, e := range eventsOf(s.history, model.RecordTest) {
		all = append(all, e.Values)
		again = again || seen[e.Values["test_kind"]]
		seen[e.Values["test_kind"]] = true
	}
	if !again {
		return nil
	}
	return model.Blocks{s.testTable(s.label("history"), all)}
}

func (s sheet) testTable(caption string, tests []model.Values) model.Table {
	field := func(id string, v model.Values) string { return s.field(string(model.RecordTest), id, v[id]) }
	t := model.Table{Caption: caption, Columns: []model.TableColumn{
		{Title: s.label("test_kind"), Width: 12, Align: model.AlignCenter}, {Title: s.label("tested_on"), Width: 16}, {Title: s.label("tester"), Width: 11},
		{Title: s.label("environment"), Width: 22}, {Title: s.label("conclusion"), Width: 10, Align: model.AlignCenter}, {Title: s.label("open_problems"), Width: 29}}}
	for _, v := range tests {
		row := []string{field("test_kind", v), field("tested_on", v), field("tester", v), field("environment", v), field("conclusion", v), field("open_problems", v)}
		if v["conclusion"] == "" {
			row[4] = s.label("test_none")
		} else if v["open_problems"] == "" {
			row[5] = s.label("none")
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// thirdParty sets the third party's report; without one, whether it is asked for (P 9, L 13; T13).
func (s sheet) thirdParty() model.Block {
	var g gridRows
	g.whole(model.GridCell{Text: s.label("third_party"), Label: true, Align: model.AlignCenter})
	v := s.r.Report
	if v == nil {
		words := "not_needed"
		if s.p.NeedsThirdParty(s.r.Level()) {
			words = "missing"
		}
		g.whole(model.ValueCell(s.label(words), 4))
		return g.grid()
	}
	field := func(id string) string { return s.field(string(model.FileReport), id, v[id]) }
	add := func(label, value string) {
		g.add(s.label(label), model.ValueCell(value, 1), wide(s.label(label), value))
	}
	add("agency", field("agency"))
	add("accreditation", field("accreditation")+"（"+s.label("accreditation_asked")+"）")
	if v["cnas_number"] != "" || s.p.ThirdParty.CNASNumber {
		add("cnas_number", field("cnas_number"))
	}
	add("report_number", field("report_number"))
	add("issued_on", field("issued_on"))
	add("report_conclusion", field("conclusion"))
	g.finish()
	g.rows = append(g.rows, s.ticked("covers", []string{"covers_performance", "covers_security"}, coveredBy(v)...).Rows...)
	var names []string
	for _, f := range s.r.ReportFiles {
		names = append(names, f.Name+"（"+Size(f.Size)+"）")
	}
	g.add(s.label("report_files"), model.ValueCell(strings.Join(names, "\n"), 3), true)
	return g.grid()
}

func coveredBy(report model.Values) []string {
	var covered []string
	for _, id := range []string{"covers_performance", "covers_security"} {
		if report[id] == model.True {
			covered = append(covered, id)
		}
	}
	return covered
}

// reportInWords names the third party's report, or says that none is needed.
func (s sheet) reportInWords() string {
	v := s.last(model.FileReport).Values
	switch {
	case v != nil:
		return s.with("agency", v["agency"], "report_number", v["report_number"]).label("report")
	case s.p.NeedsThirdParty(s.r.Level()):
		return s.label("report_missing")
	}
	return s.label("no_report")
}

// retestKinds are the tests that a major change asks for again (P 11, L 15).
var retestKinds = []string{"performance", "security"}

// writeChangeTests writes what a major change asks for: the materials filed again and the tests done again (P 11, L 15).
func writeChangeTests(s sheet) model.Document {
	doc := s.begin(s.w["unit_name"], s.testedAsOf())
	doc.Blocks = model.Blocks{s.facts("number", s.r.Number, "unit", s.w["unit_name"], "system_name", s.r.Title(), "level", s.level(),
		"executed", chineseDay(s.r.Delivered)), s.testTable(s.label("tests"), s.latestTests(retestKinds))}
	doc.Blocks = append(doc.Blocks, s.testHistory()...)
	if len(s.r.Refiled) > 0 {
		doc.Blocks = append(doc.Blocks, s.materialsTable(s.label("refiled"), s.inOrder(s.r.Refiled)))
	}
	doc.Blocks = append(append(doc.Blocks, s.boxes(nil)...), s.note())
	return doc
}

// retestInWords says how the tests of a major change ended: 性能测试 通过；安全测试 通过.
func (s sheet) retestInWords() string {
	var parts []string
	for _, v := range s.latestTests(retestKinds) {
		conclusion := s.field(string(model.RecordTest), "conclusion", v["conclusion"])
		if conclusion == "" {
			conclusion = s.label("test_none")
		}
		parts = append(parts, s.field(string(model.RecordTest), "test_kind", v["test_kind"])+"："+conclusion)
	}
	return strings.Join(parts, "；")
}
