package app

import (
	"math"
	"strconv"

	"yunban/model"
)

// Rows that a table has room for.
const (
	lineRows      = 30
	newLineRows   = 12 // beside the lines that run
	inventoryRows = 300
	firstRow      = 5 // under title, note, heads and hints

	inventoryPrinted = 25 // what one page holds; most units have fewer
)

// formColumn is one column of a table.
type formColumn struct {
	field   model.Field
	choices []string
	hint    string
	width   float64
}

// How a line of a change is to be changed.
const (
	modeColumn = "change_mode"
	modeChange = "变更"
	modeAdd    = "新增"
	modeRemove = "去除"
)

// lines lays out one sheet for each type of resource.
func (l *laidOut) lines(section model.Section) {
	for _, r := range l.profile.Resources {
		pen := l.pen(model.Form{ID: r.ID, Sections: []model.Section{{Fields: r.Fields}, {Fields: r.Amounts}}}, nil)
		var columns []formColumn
		if l.about.Kind == string(model.Change) {
			mode := model.Field{ID: modeColumn, Label: "变更方式", Kind: model.TextField, MaxLength: 10}
			columns = append(columns, formColumn{field: mode, choices: []string{modeChange, modeAdd, modeRemove}, hint: l.words("offline.mode_hint"), width: 10})
		}
		for _, f := range append(r.Fields[:len(r.Fields):len(r.Fields)], r.Amounts...) {
			columns = append(columns, pen.column(f))
		}
		l.table(sheetName(r.Name), section.Title+" · "+r.Name, columns, func(t *tablePen) {
			for _, row := range l.about.Rows {
				if row.Resource == r.ID {
					t.running(row)
				}
			}
			free := lineRows
			if len(l.about.Rows) > 0 {
				free = newLineRows
			}
			for range free {
				t.free(r.ID)
			}
		})
	}
}

// inventory lays out the systems of a unit, one a row.
func (l *laidOut) inventory(form model.Form) {
	pen := l.pen(form, nil)
	var columns []formColumn
	for _, f := range form.Fields() {
		columns = append(columns, pen.column(f))
	}
	l.table(sheetName(form.Title), form.Title, columns, func(t *tablePen) {
		for range inventoryRows {
			t.free("")
		}
		t.sheet.LastRow = firstRow + inventoryPrinted - 1
	})
}

func (l *laidOut) pen(form model.Form, values model.Values) *sheetPen {
	return &sheetPen{profile: l.profile, words: l.words, form: form, given: l.given, values: values}
}

// column is a field as a column of a table.
func (s *sheetPen) column(f model.Field) formColumn {
	c := formColumn{field: f, choices: s.offer(f), hint: joined("；", f.Help, s.bounds(f), s.open(f), s.when(f.When)) + s.article(f.Provision)}
	switch f.Kind {
	case model.IntegerField, model.DecimalField, model.BooleanField, model.DeclarationField:
		c.width = 9
	case model.DateField:
		c.width = 12
	case model.PhoneField:
		c.width = 15
	case model.LongField:
		c.width = 26
	case model.ChoiceField:
		c.width = 10
		for _, label := range c.choices {
			c.width = math.Min(22, math.Max(c.width, textWidth(label)+3))
		}
	default:
		c.width = 16
		if f.MaxLength > 0 && f.MaxLength <= 50 {
			c.width = 13
		}
	}
	c.width = math.Max(c.width, math.Min(12, textWidth(markedLabel(f))+2))
	return c
}

func (s *sheetPen) open(f model.Field) string {
	if f.Open {
		return s.words("offline.open")
	}
	return ""
}

// tablePen draws the rows of one table.
type tablePen struct {
	*laidOut
	sheet   *model.WorkSheet
	columns []formColumn
	no      int
	row     int
}

func (l *laidOut) table(name, title string, columns []formColumn, rows func(*tablePen)) {
	s := &model.WorkSheet{Name: name, Widths: []float64{7}, Top: firstRow - 1, Left: 2,
		Heights: map[int]float64{1: 30, 2: 18, 3: 32, 4: 26}}
	text := func(row, col, across int, text string, look model.CellLook, fixed bool) {
		s.Cells = append(s.Cells, model.SheetCell{Row: row, Col: col, Across: across, Text: text, Look: look, Fixed: fixed})
	}
	text(3, 1, 0, l.words("offline.no"), model.HeadLook, false)
	text(4, 1, 0, "", model.HintLook, false)
	if columns[0].field.ID == modeColumn { // the name stays in sight
		s.Left = 3
	}
	for i, c := range columns {
		s.Widths = append(s.Widths, c.width)
		text(3, i+2, 0, markedLabel(c.field), model.HeadLook, true)
		text(4, i+2, 0, l.columnHint(c), model.HintLook, false)
		s.Heights[3] = max(s.Heights[3], textHeight(markedLabel(c.field), c.width, 10.5))
	}
	switch total := sum(s.Widths); {
	case total > 235: // smaller print could not be read
		s.Pages, s.Landscape = 2, true
	case total > 150: // a narrower table has room for all its rows on an upright page
		s.Landscape = true
	}
	across, beside := len(columns), 0
	if s.Pages > 1 { // title and note stand on the first page; what begins in a column of every page would show on each
		across, beside = across/2, s.Left
	}
	text(1, 1, across, title, model.TitleLook, true)
	text(2, 1+beside, across-beside, l.note(), model.NoteLook, false)
	rows(&tablePen{laidOut: l, sheet: s, columns: columns, row: firstRow})
	l.book.Sheets = append(l.book.Sheets, *s)
}

func sum(widths []float64) float64 {
	total := 0.0
	for _, w := range widths {
		total += w
	}
	return total
}

// columnHint says under a column's head what goes into it.
func (l *laidOut) columnHint(c formColumn) string {
	switch {
	case c.field.Kind == model.DateField:
		return l.words("offline.date")
	case len(c.choices) > 0 && c.field.Open:
		return l.words("offline.pick_or_type")
	case len(c.choices) > 0:
		return l.words("offline.pick")
	}
	bounds := shortBounds(c.field)
	if textWidth(bounds) > c.width { // a figure broken in two says nothing; the cell's own hint has it
		bounds = ""
	}
	return joined(" ", c.field.Unit, bounds)
}

// shortBounds says between what a figure must be: 1—512.
func shortBounds(f model.Field) string {
	if f.Min == nil || f.Max == nil {
		return ""
	}
	return strconv.FormatInt(*f.Min, 10) + "—" + strconv.FormatInt(*f.Max, 10)
}

// rowPath names an input of a table: the number of the row among all tables, and the field.
func rowPath(row int, field string) string { return "rows[" + strconv.Itoa(row) + "]." + field }

// free draws a row to be filled in.
func (t *tablePen) free(resource string) {
	t.no++
	t.cell(1, strconv.Itoa(t.no), model.HintLook)
	t.inputs(tableRow{sheet: t.sheet.Name, row: t.row, resource: resource}, nil)
}

// running draws a line as it runs, and under it as it is to be.
func (t *tablePen) running(row model.Row) {
	t.no++
	t.cell(1, t.words("offline.before"), model.BeforeLook)
	for i, c := range t.columns {
		t.cell(i+2, c.field.Cell(t.profile, row.Values[c.field.ID]), model.BeforeLook)
	}
	t.sheet.Heights[t.row] = t.height(row.Values)
	t.row++
	t.cell(1, t.words("offline.after"), model.LabelLook)
	t.inputs(tableRow{sheet: t.sheet.Name, row: t.row, resource: row.Resource, runs: row}, row.Values)
}

func (t *tablePen) cell(col int, text string, look model.CellLook) {
	t.sheet.Cells = append(t.sheet.Cells, model.SheetCell{Row: t.row, Col: col, Text: text, Look: look})
}

func (t *tablePen) inputs(at tableRow, values model.Values) {
	for i, c := range t.columns {
		look := model.InputLook
		if c.field.Required && c.field.When == nil {
			look = model.MustLook
		}
		t.sheet.Cells = append(t.sheet.Cells, model.SheetCell{Row: t.row, Col: i + 2, Text: c.field.Cell(t.profile, values[c.field.ID]), Look: look,
			Input: &model.CellInput{Path: rowPath(len(t.rows), c.field.ID), Field: c.field, Choices: c.choices, Hint: c.hint}})
	}
	t.rows = append(t.rows, at)
	t.sheet.Heights[t.row] = t.height(values)
	t.row++
}

func (t *tablePen) height(values model.Values) float64 {
	h := 20.0
	for _, c := range t.columns {
		h = max(h, textHeight(c.field.Cell(t.profile, values[c.field.ID]), c.width, 10.5))
	}
	return h
}
