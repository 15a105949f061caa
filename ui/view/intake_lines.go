package view

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"yunban/model"
)

// Rows lists the resource lines as typed.
func (in *Intake) Rows() []model.Row { return in.draft.Filling.Rows }

// Resources lists the types of resource that can be asked for.
func (in *Intake) Resources() []model.Resource { return in.profile.Resources }

// columnsOf lists everything asked for a line of a type: its description, then its figures.
func columnsOf(r model.Resource) []model.Field { return slices.Concat(r.Fields, r.Amounts) }

// Columns lists everything that lines of a type may ask for.
func (in *Intake) Columns(resource string) []model.Field {
	r, _ := in.profile.Resource(resource)
	return columnsOf(r)
}

// RowFields lists what a line asks for now.
func (in *Intake) RowFields(row int) []model.Field {
	line := in.draft.Filling.Rows[row]
	r, _ := in.profile.Resource(line.Resource)
	return slices.DeleteFunc(columnsOf(r), func(f model.Field) bool { return !f.Asked(line.Values) })
}

// AddRow adds an empty line of a type and gives its place. A line of hosts begins with one of them.
func (in *Intake) AddRow(resource string) int {
	row := model.Row{ID: in.newRowID(), Resource: resource, Values: model.Values{}}
	if r, ok := in.profile.Resource(resource); ok {
		for _, f := range r.Amounts {
			if f.ID == "count" {
				row.Values["count"] = "1"
			}
		}
	}
	return in.insertRow(len(in.draft.Filling.Rows), row)
}

// CopyRow adds a copy of a line below it and gives the copy's place.
func (in *Intake) CopyRow(row int) int {
	from := in.draft.Filling.Rows[row]
	values := from.Values.Clone()
	delete(values, model.RemoveLine)
	return in.insertRow(row+1, model.Row{ID: in.newRowID(), Resource: from.Resource, Values: values})
}

// DropRow takes a line away.
func (in *Intake) DropRow(row int) {
	in.draft.Filling.Rows = slices.Delete(in.draft.Filling.Rows, row, row+1)
	in.forgetCells()
	in.edited()
}

func (in *Intake) insertRow(at int, row model.Row) int {
	in.draft.Filling.Rows = slices.Insert(in.draft.Filling.Rows, at, row)
	in.forgetCells()
	in.edited()
	return at
}

// newRowID gives a line an id that none has had in this draft, so that lines can be told apart from round to round.
// A new line of a change has none: an id there means a line that runs.
func (in *Intake) newRowID() string {
	if in.Changes() {
		return ""
	}
	highest := 0
	for _, r := range in.draft.Filling.Rows {
		if n, err := strconv.Atoi(r.ID); err == nil {
			highest = max(highest, n)
		}
	}
	return strconv.Itoa(highest + 1)
}

// forgetCells forgets which cells were left: the lines have moved.
func (in *Intake) forgetCells() {
	for field := range in.left {
		if strings.HasPrefix(field, "rows[") {
			delete(in.left, field)
		}
	}
}

// SetCell puts a value into a line. It reports whether the line asks for other things now.
func (in *Intake) SetCell(row int, field, value string) (reshaped bool) {
	line := in.draft.Filling.Rows[row]
	value = in.plain(row, field, value)
	if line.Values[field] == value {
		return false
	}
	before := len(in.RowFields(row))
	if line.Values == nil {
		line.Values = model.Values{}
		in.draft.Filling.Rows[row] = line
	}
	line.Values[field] = value
	in.edited()
	return before != len(in.RowFields(row))
}

// Sizes lists the usual sizes of a line's resource, and which of them the line has; -1 for none.
func (in *Intake) Sizes(row int) (labels []string, chosen int) {
	sizes, chosen := in.sizes(row), -1
	cpu, _ := in.draft.Filling.Rows[row].Values.Int("vcpu")
	memory, _ := in.draft.Filling.Rows[row].Values.Int("memory_gb")
	for i, c := range sizes {
		if size, _ := c.Size(); size.VCPU == cpu && size.MemoryGB == memory {
			chosen = i
		}
		labels = append(labels, c.Label)
	}
	return labels, chosen
}

// TakeSize puts a usual size into a line.
func (in *Intake) TakeSize(row, size int) {
	taken, _ := in.sizes(row)[size].Size()
	in.SetCell(row, "vcpu", strconv.FormatInt(taken.VCPU, 10))
	in.SetCell(row, "memory_gb", strconv.FormatInt(taken.MemoryGB, 10))
}

func (in *Intake) sizes(row int) []model.Choice {
	r, _ := in.profile.Resource(in.draft.Filling.Rows[row].Resource)
	return slices.DeleteFunc(slices.Clone(in.profile.Lists[r.Sizes]), func(c model.Choice) bool {
		_, ok := c.Size()
		return !ok
	})
}

// CellField names a cell of the lines as problems do: rows[2].vcpu.
func CellField(row int, field string) string { return fmt.Sprintf("rows[%d].%s", row, field) }

var cellPattern = regexp.MustCompile(`^rows\[(\d+)\]\.(.+)$`)

// cell takes the name of a cell apart.
func cell(field string) (row int, column string, ok bool) {
	m := cellPattern.FindStringSubmatch(field)
	if m == nil {
		return 0, "", false
	}
	row, err := strconv.Atoi(m[1])
	return row, m[2], err == nil
}

// CellOf takes the name of a cell apart; ok is false for other fields.
func CellOf(field string) (row int, column string, ok bool) { return cell(field) }

// RowProblems counts what is wrong with a line.
func (in *Intake) RowProblems(row int) int {
	n := 0
	for _, p := range in.problems {
		if r, _, ok := cell(p.Field); ok && r == row {
			n++
		}
	}
	return n
}

// Totals adds the lines up as far as they can be read.
func (in *Intake) Totals() model.Totals {
	return model.TotalsAt(in.lines(), model.StageAsked)
}

func (in *Intake) lines() []model.Line {
	lines, _ := in.profile.ReadRows(in.draft.Filling.Rows)
	if in.Changes() {
		in.setBefore(lines)
	}
	return lines
}

// IntakeLine is a line for the table of lines.
type IntakeLine struct {
	No       int
	Resource string // the type's name
	Name     string
	Spec     string
	Count    string
	Problems int
	Before   string       // of a change: how it runs; nothing for a new line
	After    string       // of a change: how it shall run
	Change   LineChange   // of a change
	Diffs    []SheetField // of a change: what becomes other
}

// Lines lists the lines as the table shows them.
func (in *Intake) Lines() []IntakeLine {
	parsed := in.lines()
	lines := make([]IntakeLine, len(in.draft.Filling.Rows))
	for i, row := range in.draft.Filling.Rows {
		r, _ := in.profile.Resource(row.Resource)
		lines[i] = IntakeLine{No: i + 1, Resource: r.Name, Name: row.Values["name"], Spec: r.Spec(parsed[i].Asked),
			Count: row.Values["count"], Problems: in.RowProblems(i)}
		if in.Changes() {
			lines[i].change(in.profile, r, parsed[i])
		}
	}
	return lines
}

// change says of a line of a change how it runs and what becomes other.
func (l *IntakeLine) change(p *model.Profile, r model.Resource, line model.Line) {
	l.Change, l.Diffs = changeOf(line), diffs(p, r, line)
	if line.Before != nil {
		l.Before = shortly(r, *line.Before)
	}
	if l.Change != LineRemoved {
		l.After = shortly(r, line.Asked)
	}
}

// PasteHead is the row of titles that a pasted table may begin with.
func (in *Intake) PasteHead(resource string) []string {
	r, _ := in.profile.Resource(resource)
	var head []string
	for _, f := range columnsOf(r) {
		title := f.Label
		if f.Unit != "" {
			title += "（" + f.Unit + "）"
		}
		head = append(head, title)
	}
	return head
}

// Paste adds lines of a type from a table copied out of a spreadsheet: cells divided by tabs, in the order of
// PasteHead, or in any order under a row of titles. It gives the number of lines added.
func (in *Intake) Paste(resource, table string) int {
	r, ok := in.profile.Resource(resource)
	if !ok {
		return 0
	}
	records := readCells(table)
	columns := columnsOf(r)
	if len(records) > 0 {
		if named := in.namedColumns(columns, records[0]); named != nil {
			columns, records = named, records[1:]
		}
	}
	added := 0
	for _, record := range records {
		row := model.Row{ID: in.newRowID(), Resource: resource, Values: model.Values{}}
		for i, f := range columns {
			if i < len(record) && f.ID != "" && record[i] != "" {
				row.Values[f.ID] = in.typed(f, record[i])
			}
		}
		if len(row.Values) > 0 {
			in.draft.Filling.Rows = append(in.draft.Filling.Rows, row)
			added++
		}
	}
	if added > 0 {
		in.edited()
	}
	return added
}

// namedColumns reads a row of titles: which field each column is. nil when it is not one.
func (in *Intake) namedColumns(fields []model.Field, head []string) []model.Field {
	columns := make([]model.Field, len(head))
	found := 0
	for i, title := range head {
		title, _, _ = strings.Cut(strings.NewReplacer("(", "（").Replace(title), "（")
		for _, f := range fields {
			if strings.TrimSpace(title) == f.Label {
				columns[i] = f
				found++
			}
		}
	}
	if found < 2 {
		return nil
	}
	return columns
}

// typed turns what a spreadsheet shows into what the form keeps: labels of choices, 是 and 否, 1,024.
func (in *Intake) typed(f model.Field, shown string) string {
	switch f.Kind {
	case model.BooleanField, model.DeclarationField:
		switch strings.ToLower(shown) {
		case "是", "√", "true", "yes", "1":
			return model.True
		case "否", "×", "false", "no", "0":
			return "false"
		}
	case model.ChoiceField:
		return in.choiceOf(f.List, shown)
	case model.ChoicesField:
		var ids []string
		for _, one := range strings.FieldsFunc(shown, func(r rune) bool { return strings.ContainsRune("、,，;；|", r) }) {
			ids = append(ids, in.choiceOf(f.List, strings.TrimSpace(one)))
		}
		return strings.Join(ids, model.ChoiceSeparator)
	case model.IntegerField, model.DecimalField:
		return strings.ReplaceAll(strings.ReplaceAll(shown, ",", ""), "，", "")
	}
	return shown
}

func (in *Intake) choiceOf(list, shown string) string {
	for _, c := range in.profile.Lists[list] {
		if strings.EqualFold(c.Label, shown) {
			return c.ID
		}
	}
	return shown
}

// readCells reads a table as spreadsheets put it on the clipboard: tabs and newlines, a cell with either of them or a
// quotation mark in quotation marks.
func readCells(table string) [][]string {
	var records [][]string
	var record []string
	var b strings.Builder
	quoted := false
	endCell := func() {
		record = append(record, strings.TrimSpace(b.String()))
		b.Reset()
	}
	text := []rune(strings.ReplaceAll(table, "\r\n", "\n"))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '"' && i+1 < len(text) && text[i+1] == '"':
			b.WriteRune('"')
			i++
		case c == '"' && (quoted || b.Len() == 0):
			quoted = !quoted
		case c == '\t' && !quoted:
			endCell()
		case c == '\n' && !quoted:
			endCell()
			records, record = append(records, record), nil
		default:
			b.WriteRune(c)
		}
	}
	if b.Len() > 0 || len(record) > 0 {
		endCell()
		records = append(records, record)
	}
	return records
}
