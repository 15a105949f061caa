package model

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What the officer finds while checking completeness and reasonableness (核实完整性和合理性, P 8, L 12) comes as values of
// the answer: CompleteValue of each material, true or "false", and ReasonableValue of a line, in words.
const (
	completePrefix   = "complete."
	reasonablePrefix = "reasonable."
)

// MaxReasonable is the longest word on one line's reasonableness in characters.
const MaxReasonable = 500

// CompleteValue names the value that says whether a material is complete.
func CompleteValue(material string) string { return completePrefix + material }

// ReasonableValue names the value that says how reasonable a line is.
func ReasonableValue(line string) string { return reasonablePrefix + line }

// CheckValue reports whether a value says what the officer found of a material or a line.
func CheckValue(name string) bool {
	return strings.HasPrefix(name, completePrefix) || strings.HasPrefix(name, reasonablePrefix)
}

// Complete is what the officer found of a material; known is false when nothing was said.
func (r Round) Complete(material string) (complete, known bool) {
	v, known := r.Check[CompleteValue(material)]
	return v == True, known
}

// Reasonable is what the officer said of a line.
func (r Round) Reasonable(line string) string { return r.Check[ReasonableValue(line)] }

// Needed reports whether a material must come with these values.
func (m Material) Needed(v Values) bool { return m.Required && Field{When: m.When}.Asked(v) }

// Listed is a material on the list that a request is checked against.
type Listed struct {
	Material
	Filed  bool // in the last round
	Needed bool
}

// Checklist lists the materials that a request needs or brought.
func (p *Profile) Checklist(r Request) []Listed {
	var list []Listed
	if r.Case != Usage {
		return nil
	}
	filing := r.Filling()
	for _, m := range p.Materials {
		if one := (Listed{m, filing.hasFile(m.ID), m.Needed(r.Values())}); one.Filed || one.Needed {
			list = append(list, one)
		}
	}
	return list
}

// checkOf picks what the officer found out of an answer's values.
func checkOf(v Values) Values {
	check := v.Clone()
	maps.DeleteFunc(check, func(k, _ string) bool {
		return !strings.HasPrefix(k, completePrefix) && !strings.HasPrefix(k, reasonablePrefix)
	})
	return check
}

// checked asks that what was found is of materials and lines that there are, and can be read.
func checked(p *Profile, r Request, a Act) []Problem {
	check, known := checkOf(a.Values), map[string]bool{}
	var found []Problem
	for _, m := range p.Materials {
		at := CompleteValue(m.ID)
		known[at] = true
		if v := check[at]; v != "" && v != True && v != "false" {
			found = append(found, problem(at, "problem.not_boolean", "label", m.Name))
		}
	}
	for i, l := range r.Lines {
		at := ReasonableValue(l.ID)
		known[at] = true
		if n := utf8.RuneCountInString(strings.TrimSpace(check[at])); n > MaxReasonable {
			found = append(found, problem(at, "problem.too_long", "label", strconv.Itoa(i+1)+". "+l.Name(),
				"max", strconv.Itoa(MaxReasonable), "now", strconv.Itoa(n)))
		}
	}
	for _, at := range slices.Sorted(maps.Keys(check)) {
		if !known[at] {
			found = append(found, problem(at, "problem.unknown_field", "field", at))
		}
	}
	return found
}

// completeFile refuses to accept a file that the officer found incomplete: it is accepted when it is complete (P 8, L 12).
func completeFile(p *Profile, r Request, a Act) []Problem {
	var found []Problem
	for _, m := range p.Materials {
		if at := CompleteValue(m.ID); a.Values[at] == "false" && m.Needed(r.Values()) {
			found = append(found, problem(at, "problem.material_incomplete", "label", m.Name, "article", p.ArticleOf(m.Provision)))
		}
	}
	return found
}
