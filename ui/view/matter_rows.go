package view

import (
	"errors"
	"strconv"
	"strings"

	"yunban/model"
)

// Rows gives the rows of a table as they are typed.
func (s *MatterStep) Rows(table string) []model.Values {
	var rows []model.Values
	for _, l := range s.tables[table] {
		rows = append(rows, l.Values)
	}
	return rows
}

// AddRow adds an empty row.
func (s *MatterStep) AddRow(table string) {
	s.tables[table] = append(s.tables[table], model.Line{Resource: table, Values: model.Values{}})
	s.settle(table)
}

// RemoveRow takes a row away.
func (s *MatterStep) RemoveRow(table string, row int) {
	rows := s.tables[table]
	s.tables[table] = append(append([]model.Line(nil), rows[:row]...), rows[row+1:]...)
	s.wrong = withoutTable(s.wrong, table) // the rows below have moved
}

func withoutTable(problems []model.Problem, table string) []model.Problem {
	var kept []model.Problem
	for _, p := range problems {
		if !strings.HasPrefix(p.Field, table+"[") {
			kept = append(kept, p)
		}
	}
	return kept
}

// SetCell changes a cell.
func (s *MatterStep) SetCell(table string, row int, field, value string) {
	s.tables[table][row].Values[field] = value
	s.settle(model.CellOf(table, row, field))
	s.settle(table)
}

// PasteRows adds what was copied out of a workbook: a row for each line, a cell for each tab, in the order of the columns.
// A choice is known by its words. It gives how many rows there are more.
func (s *MatterStep) PasteRows(table, text string) int {
	section, ok := s.section(table)
	if !ok || section.List != "" {
		return 0
	}
	rows := s.tables[table]
	if len(rows) > 0 && len(filled(rows[len(rows)-1].Values)) == 0 { // the row that waits to be typed into
		rows = rows[:len(rows)-1]
	}
	n := 0
	for line := range strings.Lines(strings.ReplaceAll(text, "\r", "")) {
		line = strings.TrimRight(line, "\n")
		if strings.TrimSpace(line) == "" || isHead(section, line) {
			continue
		}
		v := model.Values{}
		for i, cell := range strings.Split(line, "\t") {
			if i < len(section.Fields) {
				v[section.Fields[i].ID] = s.codeOf(section.Fields[i], strings.TrimSpace(cell))
			}
		}
		rows = append(rows, model.Line{Resource: table, Values: v})
		n++
	}
	if n > 0 {
		s.tables[table] = rows
	}
	return n
}

// isHead tells the row of titles, which is often copied too.
func isHead(section model.Section, line string) bool {
	first, _, _ := strings.Cut(line, "\t")
	return len(section.Fields) > 0 && strings.TrimSpace(first) == section.Fields[0].Label
}

func (s *MatterStep) codeOf(f model.Field, cell string) string {
	if f.Kind == model.ChoiceField {
		for _, c := range s.Profile().Lists[f.List] {
			if c.Label == cell {
				return c.ID
			}
		}
	}
	return cell
}

func (s *MatterStep) section(id string) (model.Section, bool) {
	for _, section := range s.Tables() {
		if section.ID == id {
			return section, true
		}
	}
	return model.Section{}, false
}

// lines are the rows that are filed: what is empty is left out, and noted, so that problems find their row again.
func (s *MatterStep) lines() []model.Line {
	s.sent = map[string][]int{}
	var lines []model.Line
	for _, section := range s.Tables() {
		for i, l := range s.tables[section.ID] {
			typed := filled(l.Values)
			if delete(typed, model.RowName); len(typed) == 0 {
				continue
			}
			s.sent[section.ID] = append(s.sent[section.ID], i)
			lines = append(lines, model.Line{Resource: section.ID, Values: l.Values.Clone()})
		}
	}
	return lines
}

// shownCell names the cell of a problem by the row as it is shown.
func (s *MatterStep) shownCell(field string) string {
	table, row, column, ok := partsOfCell(field)
	if !ok || row >= len(s.sent[table]) {
		return field
	}
	return model.CellOf(table, s.sent[table][row], column)
}

// partsOfCell takes the name of a cell apart: findings[0].risk.
func partsOfCell(field string) (table string, row int, column string, ok bool) {
	table, rest, isCell := strings.Cut(field, "[")
	number, column, closed := strings.Cut(rest, "].")
	row, err := strconv.Atoi(number)
	return table, row, column, isCell && closed && err == nil
}

// RowOfCell is the row that a problem of a table is in; ok is false for one of something else.
func RowOfCell(table, field string) (row int, ok bool) {
	of, row, _, ok := partsOfCell(field)
	return row, ok && of == table
}

// problemsIn gives the problems that an error names.
func problemsIn(err error) []model.Problem {
	var e *model.Error
	if errors.As(err, &e) {
		return e.Problems
	}
	return nil
}
