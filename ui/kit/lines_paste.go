package kit

import (
	"strings"

	"yunban/model"
)

// paste adds rows from a spreadsheet: one line each, cells divided by tabs, in the order of the fields of the selected
// row's kind, or of the first kind. A choice is found by its label or its code; what is not found is kept as it was, for
// the check to point at.
func (l *Lines) paste(text string) {
	kind := l.pasteKind()
	if l.disabled || kind == nil {
		return
	}
	added := false
	for _, cells := range sheetRows(text) {
		row := model.Row{Resource: kind.ID, Values: model.Values{}}
		for i, cell := range cells {
			if i < len(kind.Fields) {
				row.Values[kind.Fields[i].Key] = pastedValue(kind.Fields[i], cell)
			}
		}
		l.rows = append(l.rows, row)
		added = true
	}
	if added {
		l.changedAt(len(l.rows) - 1)
	}
}

func (l *Lines) pasteKind() *LineKind {
	if len(l.kinds) == 0 {
		return nil
	}
	if row := l.table.selected; row >= 0 && row < len(l.rows) {
		for i, k := range l.kinds {
			if k.ID == l.rows[row].Resource {
				return &l.kinds[i]
			}
		}
	}
	return &l.kinds[0]
}

// sheetRows divides what a spreadsheet puts on the clipboard; lines without any text are left out.
func sheetRows(text string) [][]string {
	var rows [][]string
	for line := range strings.Lines(strings.ReplaceAll(text, "\r", "")) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	return rows
}

func pastedValue(spec FieldSpec, cell string) string {
	switch spec.Kind {
	case ChoiceKind:
		return codeOf(spec.Options, cell)
	case ChoicesKind:
		var codes []string
		for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("、,，;；|", r) }) {
			codes = append(codes, codeOf(spec.Options, strings.TrimSpace(part)))
		}
		return strings.Join(codes, model.ChoiceSeparator)
	case IntegerKind, DecimalKind:
		return strings.Map(numberRune, cell)
	}
	return cell
}

func codeOf(options []Option, text string) string {
	for _, o := range options {
		if o.Label == text || o.Code == text {
			return o.Code
		}
	}
	return text
}
