package model

import (
	"fmt"
	"strconv"
	"strings"

	"yunban/model/workday"
)

// A gate checks what is on record before an action; a need checks what comes with it. Both name every problem.
type (
	gate func(*Profile, Request) []Problem
	need func(*Profile, Request, Act) []Problem
)

func both(needs ...need) need {
	return func(p *Profile, r Request, a Act) []Problem {
		var found []Problem
		for _, n := range needs {
			found = append(found, n(p, r, a)...)
		}
		return found
	}
}

// maxNote is the longest opinion in characters.
const maxNote = 4000

// opinion asks for the act's note: an opinion or a reason.
func opinion(p *Profile, _ Request, a Act) []Problem {
	if strings.TrimSpace(a.Note) == "" {
		if a.Action == Comment { // a comment is neither an opinion nor a reason
			return []Problem{problem("note", "problem.comment")}
		}
		return []Problem{problem("note", "problem.opinion", "action", string(a.Action))}
	}
	return nil
}

// refusal asks for the written opinion that a non-acceptance must give, by its article (P 8, L 12).
func refusal(p *Profile, r Request, a Act) []Problem {
	found := opinion(p, r, a)
	for i := range found {
		found[i] = problem("note", "problem.refusal", "article", p.ArticleOf("acceptance"))
	}
	return found
}

// complete asks for the whole application: form, resource lines and materials (P 7, L 11).
func complete(p *Profile, _ Request, a Act) []Problem {
	return p.CheckFilling(Usage, a.Filling(), workday.DateOf(a.At))
}

// CheckFilling finds every problem of a filled application at once, as of today: fields, lines, materials.
func (p *Profile) CheckFilling(c Case, f Filling, today workday.Date) []Problem {
	found := p.Forms[string(c)].Check(p, f.Values, today)
	if c == Usage || c == Change && len(f.Rows) > 0 { // a change may be of persons or ports only
		_, inLines := p.ReadRows(f.Rows)
		found = append(found, inLines...)
	}
	if c == Usage {
		found = append(found, p.checkMaterials(f)...)
	}
	return found
}

// checkMaterials asks for every required material; it also refuses a file of an unknown role.
func (p *Profile) checkMaterials(f Filling) []Problem {
	var found []Problem
	known := map[string]bool{}
	for _, m := range p.Materials {
		known[m.ID] = true
		if m.Needed(f.Values) && !f.hasFile(m.ID) {
			found = append(found, problem("files."+m.ID, "problem.material", "label", m.Name, "article", p.ArticleOf(m.Provision)))
		}
	}
	for _, file := range f.Files {
		if !known[file.Role] {
			found = append(found, problem("files", "problem.unknown_material", "role", file.Role, "name", file.Name))
		}
	}
	return found
}

// quantities checks the figures that come with an approval or a delivery: for lines of the request, not below 0,
// not beyond what was asked at approval (T15), nor beyond what was approved at delivery (R21).
func quantities(_ *Profile, r Request, a Act) []Problem {
	stage, before := StageApproved, StageAsked
	if a.Action == Deliver || a.Action == Execute {
		stage, before = StageDelivered, StageApproved
	}
	var found []Problem
	for i, line := range a.Lines {
		at := fmt.Sprintf("lines[%d]", i)
		mine, known := findLine(r.Lines, line.ID)
		given, ok := line.Amount(stage)
		if !known || !ok {
			found = append(found, problem(at, "problem.unknown_line", "line", line.ID))
			continue
		}
		allowed, _ := mine.Amount(before)
		for name, n := range given.amounts() {
			if *n < 0 || *n > allowed.Get(name) {
				found = append(found, problem(at+"."+name, "problem.quantity", "line", mine.Name(),
					"max", strconv.FormatInt(allowed.Get(name), 10)))
			}
		}
	}
	return found
}

func findLine(lines []Line, id string) (Line, bool) {
	for _, l := range lines {
		if l.ID == id {
			return l, true
		}
	}
	return Line{}, false
}

// trialDays asks for the days of the trial, within the bounds (P 9, L 13).
func trialDays(p *Profile, _ Request, a Act) []Problem { return p.checkTrialDays(a.Values) }

func extensionAsked(_ *Profile, r Request) []Problem {
	if r.Extension == nil {
		return []Problem{problem("", "problem.no_extension_asked")}
	}
	return nil
}

func noExtensionAsked(_ *Profile, r Request) []Problem {
	if r.Extension != nil {
		return []Problem{problem("", "problem.extension_asked")}
	}
	return nil
}

// tested is the gate before final review: three tests passed (P 9, L 13), and from protection level 3 a third
// party's report that covers performance and security (T13).
func tested(p *Profile, r Request) []Problem {
	var found []Problem
	for _, kind := range TestKinds {
		if t, ok := r.Tests[kind]; !ok || t["conclusion"] != "passed" {
			found = append(found, problem("tests."+kind, "problem.test_missing", "test", kind, "article", p.ArticleOf("testing")))
		}
	}
	if p.NeedsThirdParty(r.Level()) {
		article, _ := p.Article(p.ThirdParty.Article)
		if r.Report == nil {
			found = append(found, problem("report", "problem.report_missing", "accreditation", p.ThirdParty.Accreditation, "article", article.Label()))
		} else {
			found = append(found, p.checkReport(r.Report, article)...)
		}
	}
	return found
}

func (p *Profile) checkReport(v Values, article Article) []Problem {
	var found []Problem
	if v["covers_performance"] != True || v["covers_security"] != True {
		found = append(found, problem("report", "problem.report_covers", "article", article.Label()))
	}
	if p.ThirdParty.CNASNumber && strings.TrimSpace(v["cnas_number"]) == "" {
		found = append(found, problem("cnas_number", "problem.report_cnas", "article", article.Label()))
	}
	return found
}

// reportFile asks for the report itself and what the city demands of it.
func reportFile(p *Profile, _ Request, a Act) []Problem {
	article, _ := p.Article(p.ThirdParty.Article)
	found := p.checkReport(a.Values, article)
	if len(a.Files) == 0 {
		found = append(found, problem("files.report", "problem.material", "label", "第三方测评报告", "article", article.Label()))
	}
	return found
}

// onDelivered asks that a test was made on what was delivered, and so not before (P 9, L 13).
func onDelivered(p *Profile, r Request, a Act) []Problem {
	form, _ := p.ActForm(r.Case, a.Action)
	field, _ := form.Field("tested_on")
	day, ok := a.Values.day(field)
	delivered := workday.DateOf(r.Delivered)
	if !ok || !day.Before(delivered) {
		return nil
	}
	return []Problem{problem(field.ID, "problem.before_delivery", "label", field.Label, "day", delivered.String(),
		"article", p.ArticleOf("testing"))}
}

// earlyReason asks why, when the tests end before the trial's shortest period (T14); a city may block it.
func earlyReason(p *Profile, r Request, a Act) []Problem {
	day := workday.DateOf(r.Delivered).DaysUntil(workday.DateOf(a.At))
	if day >= p.Trial.MinDays {
		return nil
	}
	key := ""
	switch {
	case p.Trial.BlockEarly:
		key = "problem.too_early"
	case strings.TrimSpace(a.Note) == "":
		key = "problem.early_reason"
	default:
		return nil
	}
	article, _ := p.Article(p.Trial.Article)
	return []Problem{problem("note", key, "days", strconv.Itoa(day), "min", strconv.Itoa(p.Trial.MinDays), "article", article.Label())}
}
