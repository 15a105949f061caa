package app

import (
	"slices"
	"strconv"
	"strings"

	"yunban/model"
)

// places tells where in the workbook each input is.
type places struct {
	inputs map[string]inputPlace
	first  map[string]string // of a field of several choices: its first one
	rows   []int             // the rows of a filling → the rows of the tables
}

type inputPlace struct {
	sheet, cell, label string
	order              int
}

func placesOf(l *laidOut) places {
	at := places{inputs: map[string]inputPlace{}, first: map[string]string{}}
	for _, s := range l.book.Sheets {
		for _, c := range s.Cells {
			if c.Input == nil {
				continue
			}
			path := c.Input.Path
			at.inputs[path] = inputPlace{s.Name, c.Ref(), c.Input.Field.Label, len(at.inputs)}
			if id, _, several := strings.Cut(path, "="); several && at.first[id] == "" {
				at.first[id] = path
			}
		}
	}
	return at
}

// place finds the cell of a problem: of its field, of the first of several choices, or of a row of a table.
func (at places) place(p model.Problem) model.CellProblem {
	path := p.Field
	if first := at.first[path]; first != "" {
		path = first
	}
	if path == "rows" {
		path = rowPath(0, "name")
	}
	in := at.inputs[path]
	return model.CellProblem{Problem: p, Sheet: in.sheet, Cell: in.cell, Label: in.label}
}

// placeRow finds the cell of a problem whose row counts among the rows that were filled in.
func (at places) placeRow(p model.Problem) model.CellProblem {
	n, field, ok := rowOf(p.Field)
	if !ok || n >= len(at.rows) {
		return at.place(p)
	}
	found := at.place(model.Problem{Field: rowPath(at.rows[n], field), Key: p.Key, Args: p.Args})
	if found.Cell == "" { // of the row as a whole
		found = at.place(model.Problem{Field: rowPath(at.rows[n], "name"), Key: p.Key, Args: p.Args})
	}
	found.Field = p.Field
	return found
}

// lostContent are the problems of cells whose content was not taken.
var lostContent = map[string]bool{"problem.cell_formula": true, "problem.cell_error": true, "problem.cell_too_long": true,
	"problem.cell_number": true, "problem.cell_tick": true}

// inOrder sorts problems by where they stand; a cell whose content was lost needs no other word.
func (at places) inOrder(found []model.CellProblem) []model.CellProblem {
	lost := map[string]bool{}
	for _, p := range found {
		if lostContent[p.Key] {
			lost[p.Sheet+"!"+p.Cell] = true
		}
	}
	found = slices.DeleteFunc(found, func(p model.CellProblem) bool {
		return p.Cell != "" && lost[p.Sheet+"!"+p.Cell] && !lostContent[p.Key]
	})
	order := map[string]int{}
	for _, in := range at.inputs {
		order[in.sheet+"!"+in.cell] = in.order
	}
	rank := func(p model.CellProblem) int {
		if n, ok := order[p.Sheet+"!"+p.Cell]; ok {
			return n
		}
		return len(at.inputs)
	}
	slices.SortStableFunc(found, func(a, b model.CellProblem) int { return rank(a) - rank(b) })
	return found
}

// rowOf reads rows[12].vcpu.
func rowOf(path string) (row int, field string, ok bool) {
	rest, ok := strings.CutPrefix(path, "rows[")
	if !ok {
		return 0, "", false
	}
	number, field, ok := strings.Cut(rest, "].")
	n, err := strconv.Atoi(number)
	return n, field, ok && err == nil && n >= 0
}
