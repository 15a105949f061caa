package model

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"yunban/model/workday"
)

// changeComplete asks for the whole change application on a live system (P 11, L 15).
func changeComplete(p *Profile, _ Request, a Act) []Problem {
	found := slices.Concat(p.CheckFilling(Change, a.Filling(), workday.DateOf(a.At)), onLiveSystem(a), ofRunningLines(a))
	if a.Live != nil {
		found = append(found, p.CheckCategories(a.Filling(), a.Live.Lines)...)
	}
	return found
}

// ofRunningLines asks that a row with an id is about a line that runs, of the same resource, and the only one about
// it; and that what is taken away runs.
func ofRunningLines(a Act) []Problem {
	if a.Live == nil {
		return nil
	}
	var found []Problem
	seen := map[string]bool{}
	for i, row := range a.Rows {
		if row.ID == "" && row.Values[RemoveLine] != True {
			continue
		}
		now, runs := findLine(a.Live.Lines, row.ID)
		if !runs || now.Resource != row.Resource || seen[row.ID] {
			found = append(found, problem(fmt.Sprintf("rows[%d]", i), "problem.unknown_line", "line", cmp.Or(row.ID, strconv.Itoa(i+1))))
		}
		seen[row.ID] = true
	}
	return found
}

// terminationComplete asks for the declarations that come before a termination: off-line, data migrated and backed up
// (P 12, L 16; T10).
func terminationComplete(p *Profile, _ Request, a Act) []Problem {
	return append(p.CheckFilling(Termination, a.Filling(), workday.DateOf(a.At)), onLiveSystem(a)...)
}

// onLiveSystem asks that the request is about a live system of the unit, with no other change or termination open.
func onLiveSystem(a Act) []Problem {
	switch {
	case a.Live == nil:
		return []Problem{problem("system", "problem.not_live")}
	case a.Live.Open != "":
		return []Problem{problem("system", "problem.one_open", "number", a.Live.Open)}
	}
	return nil
}

// major is the gate of what only a major change asks for.
func major(p *Profile, r Request) []Problem {
	if r.Major {
		return nil
	}
	return []Problem{problem("", "problem.not_major", "article", p.ArticleOf("major_change"))}
}

// retested is the gate before a change closes. A major change needs the application's materials again and
// performance and security tested again: done in P 11, passed in L 15.
func retested(p *Profile, r Request) []Problem {
	if !r.Major {
		return nil
	}
	article := p.ArticleOf("major_change")
	var found []Problem
	for _, m := range p.Materials {
		if m.Required && !slices.ContainsFunc(r.Refiled, func(f File) bool { return f.Role == m.ID }) {
			found = append(found, problem("files."+m.ID, "problem.material", "label", m.Name, "article", article))
		}
	}
	for _, kind := range []string{"performance", "security"} {
		t, done := r.Tests[kind]
		switch {
		case !done:
			found = append(found, problem("tests."+kind, "problem.retest_missing", "test", kind, "article", article))
		case p.RetestMustPass && t["conclusion"] != "passed":
			found = append(found, problem("tests."+kind, "problem.retest_failed", "test", kind, "article", article))
		}
	}
	return found
}

// someFile asks for at least one file of a known material.
func someFile(p *Profile, _ Request, a Act) []Problem {
	if len(a.Files) == 0 {
		return []Problem{problem("files", "problem.no_file")}
	}
	var found []Problem
	for _, f := range a.Files {
		if !slices.ContainsFunc(p.Materials, func(m Material) bool { return m.ID == f.Role }) {
			found = append(found, problem("files", "problem.unknown_material", "role", f.Role, "name", f.Name))
		}
	}
	return found
}

// everyLine asks the vendor to confirm the reclaim line by line (P 12, L 16).
func everyLine(_ *Profile, r Request, a Act) []Problem {
	confirmed := a.Values.Choices("reclaimed_lines")
	var found []Problem
	for _, l := range r.Lines {
		if !slices.Contains(confirmed, l.ID) {
			found = append(found, problem("reclaimed_lines."+l.ID, "problem.line_not_reclaimed", "line", l.Name()))
		}
	}
	return found
}

// elastic is the gate of adjustments: some line that runs is elastic, by the application or by a change since
// (P 10, L 14).
func elastic(p *Profile, r Request) []Problem {
	for _, l := range r.RunningLines() {
		if l.Values["elastic"] == True {
			return nil
		}
	}
	return []Problem{problem("", "problem.not_elastic", "article", p.ArticleOf("elastic"))}
}

// withinBounds checks an adjustment: only the count of elastic lines as they run now, within their bounds (R22).
func withinBounds(p *Profile, r Request, a Act) []Problem {
	if len(a.Lines) == 0 {
		return []Problem{problem("lines", "problem.nothing_adjusted")}
	}
	run := r.RunningLines()
	var found []Problem
	for i, given := range a.Lines {
		at := fmt.Sprintf("lines[%d]", i)
		mine, known := findLine(run, given.ID)
		if !known || given.Delivered == nil || mine.Delivered == nil || mine.Values["elastic"] != True {
			found = append(found, problem(at, "problem.line_not_elastic", "line", mine.Name(), "article", p.ArticleOf("elastic")))
			continue
		}
		lower, _ := mine.Values.Int("elastic_min")
		upper, _ := mine.Values.Int("elastic_max")
		if n := given.Delivered.Count; n < lower || n > upper {
			found = append(found, problem(at+".count", "problem.beyond_bounds", "line", mine.Name(),
				"min", strconv.FormatInt(lower, 10), "max", strconv.FormatInt(upper, 10), "article", p.ArticleOf("elastic")))
		}
		if given.Delivered.With("count", mine.Delivered.Count) != *mine.Delivered {
			found = append(found, problem(at, "problem.only_count", "line", mine.Name()))
		}
	}
	return found
}

// countersigning is the gate of countersigning: the city asks for it.
func countersigning(p *Profile, _ Request) []Problem {
	if p.Countersigners > 0 {
		return nil
	}
	return []Problem{problem("", "problem.no_countersign")}
}

// countersigned is the gate before an approval where the city has approvals countersigned: by so many others.
func countersigned(p *Profile, r Request) []Problem {
	if missing := p.Countersigners - len(r.Countersigned); missing > 0 {
		return []Problem{problem("countersign", "problem.countersign_missing", "n", strconv.Itoa(missing))}
	}
	return nil
}

// recipient asks whom a copy or a transfer is for.
func recipient(_ *Profile, _ Request, a Act) []Problem {
	if strings.TrimSpace(a.Values["to"]) == "" {
		return []Problem{problem("to", "problem.recipient")}
	}
	return nil
}
