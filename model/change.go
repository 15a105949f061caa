package model

import (
	"maps"
	"slices"
)

// LineShift says what a category of changes does to the lines.
type LineShift string

// The shifts; the zero shift asks nothing of the lines.
const (
	MoreLines LineShift = "more" // 扩容: something grows or is new
	LessLines LineShift = "less" // 缩容: something shrinks or goes
	AnyLines  LineShift = "any"  // some line becomes other
)

// unseen says of each shift that the lines do not show it.
var unseen = map[LineShift]string{MoreLines: "problem.change_more", LessLines: "problem.change_less", AnyLines: "problem.change_any"}

// categoriesField is where a change says what it is of.
const categoriesField = "categories"

// CheckCategories asks that each category of a change which is about resources is seen in its lines (P 11, L 15).
func (p *Profile) CheckCategories(f Filling, running []Line) []Problem {
	field, _ := p.Forms[string(Change)].Field(categoriesField)
	seen := p.shifts(f.Rows, running)
	for _, c := range p.Lists[field.List] {
		if unseen[c.Lines] != "" && !seen[c.Lines] && slices.Contains(f.Values.Choices(categoriesField), c.ID) {
			return []Problem{problem(categoriesField, unseen[c.Lines], "label", c.Label, "article", p.ArticleOf(field.Provision))}
		}
	}
	return nil
}

// shifts tells what the rows of a change do to the lines that run.
func (p *Profile) shifts(rows []Row, running []Line) map[LineShift]bool {
	seen := map[LineShift]bool{}
	lines, _ := p.ReadRows(rows)
	for i, l := range lines {
		now, runs := findLine(running, rows[i].ID)
		switch {
		case l.Values[RemoveLine] == True:
			seen[LessLines], seen[AnyLines] = true, true
		case !runs || now.Delivered == nil || now.Resource != l.Resource:
			seen[MoreLines], seen[AnyLines] = true, true
		default:
			before := *now.Delivered
			for name, n := range l.Asked.amounts() {
				seen[MoreLines] = seen[MoreLines] || *n > before.Get(name)
				seen[LessLines] = seen[LessLines] || *n < before.Get(name)
			}
			seen[AnyLines] = seen[AnyLines] || l.Asked != before || !maps.Equal(l.Values, now.Values)
		}
	}
	return seen
}
