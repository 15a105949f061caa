package app

import (
	"math"
	"strconv"
	"strings"

	"yunban/model"
)

// laidOut is a form as a workbook, with where its tables are.
type laidOut struct {
	about   formAbout
	profile *model.Profile
	book    model.Workbook
	rows    []tableRow // of all tables, in order
	words   Wording
	given   prefilled
}

// prefilled is what a form that is handed out says already, and what its fields offer besides the lists of the regulation.
// It decides nothing of where things stand.
type prefilled struct {
	values  model.Values
	choices map[string][]string
	rows    map[string][]model.Values // of a table, by the section's id
}

// tableRow is one row of a table that can be filled in.
type tableRow struct {
	sheet    string
	row      int
	resource string    // nothing for a table of something else
	runs     model.Row // of a change: the line as it runs; no id for a row that is free
	named    string    // of a table whose rows are fixed: which one it is
}

// layOut lays a form out. The same form is laid out the same when it is read: what it says of itself is all that
// decides. Only words that are not read back are of a language; those that are, are the regulation's own.
func layOut(p *model.Profile, about formAbout, words Wording, has prefilled) *laidOut {
	l := &laidOut{about: about, profile: p, words: words, given: has}
	l.book.Author = words("app.name")
	form := p.Forms[about.Kind]
	if about.Kind == systemForm {
		l.inventory(form)
	} else {
		l.formSheet(form)
		for _, s := range form.Sections {
			switch s.Kind {
			case model.LinesSection:
				l.lines(s)
			case model.RowsSection:
				l.records(form, s)
			}
		}
	}
	code := l.book.Seal(about.parts()...)
	l.book.Sheets = append(append([]model.WorkSheet{l.guide(form)}, l.book.Sheets...), about.sheet(code))
	return l
}

// The columns of a form's sheet: label, option, input, unit, help.
const (
	labelColumn = iota + 1
	optionColumn
	inputColumn
	unitColumn
	helpColumn
)

var formWidths = []float64{15, 17, 40, 9, 36}

// formSheet lays out the sections with their fields.
func (l *laidOut) formSheet(form model.Form) {
	s := &sheetPen{profile: l.profile, words: l.words, form: form, given: l.given, values: l.given.values,
		WorkSheet: model.WorkSheet{Name: sheetName(form.Title), Widths: formWidths, Top: 3, Heights: map[int]float64{1: 34, 2: 18, 3: 22}}}
	s.put(1, labelColumn, helpColumn-1, 0, form.Title, model.TitleLook, true)
	s.put(2, labelColumn, helpColumn-1, 0, l.note(), model.NoteLook, false)
	s.put(3, labelColumn, 1, 0, l.words("offline.item"), model.HeadLook, false)
	for i, key := range []string{"offline.fill_in", "offline.unit", "offline.help"} {
		s.put(3, inputColumn+i, 0, 0, l.words(key), model.HeadLook, false)
	}
	s.row = 4
	if c := model.Case(l.about.Kind); c == model.Change || c == model.Termination {
		s.systemRow(l.about)
	}
	for _, section := range form.Sections {
		switch section.Kind {
		case model.FieldsSection:
			s.section(section.Title)
			for _, f := range section.Fields {
				s.field(f)
			}
		case model.MaterialsSection:
			s.section(section.Title)
			for _, m := range l.profile.Materials {
				s.material(m)
			}
		}
	}
	l.book.Sheets = append(l.book.Sheets, s.WorkSheet)
}

func (l *laidOut) note() string {
	return l.words("offline.note", "title", l.profile.Title, "version", l.about.Profile, "made", l.about.Made)
}

// sheetPen draws a form's sheet from top to bottom.
type sheetPen struct {
	model.WorkSheet
	profile *model.Profile
	words   Wording
	form    model.Form
	given   prefilled
	values  model.Values
	row     int
}

// offer lists what a field offers.
func (s *sheetPen) offer(f model.Field) []string {
	if choices := s.given.choices[f.ID]; len(choices) > 0 {
		return choices
	}
	return f.Offer(s.profile)
}

func (s *sheetPen) put(row, col, across, down int, text string, look model.CellLook, fixed bool) {
	s.Cells = append(s.Cells, model.SheetCell{Row: row, Col: col, Across: across, Down: down, Text: text, Look: look, Fixed: fixed})
}

func (s *sheetPen) input(path string, f model.Field, text string, hint string, choices []string) {
	look := model.InputLook
	if f.Required || f.Kind == model.DeclarationField {
		look = model.MustLook
	}
	s.Cells = append(s.Cells, model.SheetCell{Row: s.row, Col: inputColumn, Text: text, Look: look,
		Input: &model.CellInput{Path: path, Field: f, Choices: choices, Hint: hint}})
}

func (s *sheetPen) section(title string) {
	s.put(s.row, labelColumn, helpColumn-1, 0, title, model.SectionLook, true)
	s.Heights[s.row] = 21
	s.row++
}

// systemPath is the input for the name of the system that a form without one is about.
const systemPath = "system"

// systemRow says which system a change or a termination is about, or asks for it.
func (s *sheetPen) systemRow(about formAbout) {
	f := model.Field{ID: systemPath, Label: s.words("offline.system"), Kind: model.TextField, Required: true, MaxLength: 100}
	s.put(s.row, labelColumn, 1, 0, s.marked(f), model.LabelLook, false)
	if about.System == "" {
		s.input(systemPath, f, "", s.words("offline.system_help"), nil)
	} else {
		s.put(s.row, inputColumn, 0, 0, about.SystemName, model.BeforeLook, false)
	}
	s.put(s.row, unitColumn, 0, 0, "", model.HintLook, false)
	s.put(s.row, helpColumn, 0, 0, s.words("offline.system_help"), model.HintLook, false)
	s.Heights[s.row] = max(24, s.high(s.words("offline.system_help"), formWidths[helpColumn-1], 9), s.high(about.SystemName, formWidths[inputColumn-1], 10.5))
	s.row++
}

// marked is a field's label with its mark when it must be filled in.
func (s *sheetPen) marked(f model.Field) string { return markedLabel(f) }

func markedLabel(f model.Field) string {
	if f.Required || f.Kind == model.DeclarationField {
		return f.Label + " ＊"
	}
	return f.Label
}

func (s *sheetPen) field(f model.Field) {
	if f.Kind == model.ChoicesField {
		s.choices(f)
		return
	}
	help := s.help(f)
	s.put(s.row, labelColumn, 1, 0, s.marked(f), model.LabelLook, true)
	text := f.Cell(s.profile, s.values[f.ID])
	s.input(f.ID, f, text, help, s.offer(f))
	s.put(s.row, unitColumn, 0, 0, f.Unit, model.HintLook, false)
	s.put(s.row, helpColumn, 0, 0, help, model.HintLook, false)
	least := 24.0
	if f.Kind == model.LongField {
		least = 66
	}
	s.Heights[s.row] = max(least, s.high(help, formWidths[helpColumn-1], 9), s.high(text, formWidths[inputColumn-1], 10.5),
		s.high(s.marked(f), formWidths[labelColumn-1]+formWidths[optionColumn-1], 10.5))
	s.row++
}

// choices lays out a field of several choices: one row for each, to be ticked.
func (s *sheetPen) choices(f model.Field) {
	list := s.profile.Lists[f.List]
	if len(list) == 0 {
		return
	}
	help := s.help(f)
	if help != "" {
		help = "；" + help
	}
	help = s.words("offline.tick") + help
	rows := len(list) - 1
	s.put(s.row, labelColumn, 0, rows, s.marked(f), model.LabelLook, true)
	s.put(s.row, unitColumn, 0, rows, "", model.HintLook, false)
	s.put(s.row, helpColumn, 0, rows, help, model.HintLook, false)
	chosen := s.values.Choices(f.ID)
	least := max(20, s.high(help, formWidths[helpColumn-1], 9)/float64(len(list)), s.high(s.marked(f), formWidths[labelColumn-1], 10.5)/float64(len(list)))
	one := model.Field{ID: f.ID, Label: f.Label, Kind: model.BooleanField, Required: f.Required}
	for _, c := range list {
		text := ""
		for _, id := range chosen {
			if id == c.ID {
				text = model.Yes
			}
		}
		s.put(s.row, optionColumn, 0, 0, c.Label, model.LabelLook, true)
		s.input(f.ID+"="+c.ID, one, text, "", []string{model.Yes})
		s.Heights[s.row] = max(least, s.high(c.Label, formWidths[optionColumn-1], 10.5))
		s.row++
	}
}

// filesPath begins the inputs for the names of the files that lie beside a form.
const filesPath = "files."

func (s *sheetPen) material(m model.Material) {
	f := model.Field{ID: m.ID, Label: m.Name, Kind: model.TextField, Required: m.Required, MaxLength: 1000}
	help := joined("；", m.Help, s.words("offline.types", "types", strings.Join(m.Types, " ")), s.when(m.When)) + s.article(m.Provision)
	s.put(s.row, labelColumn, 1, 0, s.marked(f), model.LabelLook, true)
	s.input(filesPath+m.ID, f, s.values[filesPath+m.ID], s.words("offline.files_hint"), nil)
	s.put(s.row, unitColumn, 0, 0, s.words("offline.file_name"), model.HintLook, false)
	s.put(s.row, helpColumn, 0, 0, help, model.HintLook, false)
	s.Heights[s.row] = max(24, s.high(help, formWidths[helpColumn-1], 9), s.high(s.values[filesPath+m.ID], formWidths[inputColumn-1], 10.5))
	s.row++
}

// help is what is said beside a field: its help, its bounds, when it is asked for, and the article.
func (s *sheetPen) help(f model.Field) string {
	return joined("；", f.Help, s.bounds(f), s.open(f), s.when(f.When)) + s.article(f.Provision)
}

func (s *sheetPen) bounds(f model.Field) string {
	switch {
	case f.Kind == model.DateField && f.Help == "":
		return s.words("offline.date")
	case f.Min != nil && f.Max != nil:
		return s.words("offline.bounds", "min", strconv.FormatInt(*f.Min, 10), "max", strconv.FormatInt(*f.Max, 10))
	}
	return ""
}

func (s *sheetPen) article(provision string) string {
	if a := s.profile.ArticleOf(provision); a != "" {
		return "（" + a + "）"
	}
	return ""
}

// when says under what condition something is asked for.
func (s *sheetPen) when(w *model.When) string {
	if w == nil {
		return ""
	}
	on, ok := s.form.Field(w.Field)
	if !ok {
		return ""
	}
	var values []string
	for _, v := range w.In {
		values = append(values, on.Display(s.profile, v))
	}
	return s.words("offline.when", "label", on.Label, "values", strings.Join(values, "、"))
}

// high is how high a row must be for a text in a column, in points.
func (s *sheetPen) high(text string, width, size float64) float64 {
	return textHeight(text, width, size)
}

func textHeight(text string, width, size float64) float64 {
	lines := 0.0
	for _, paragraph := range strings.Split(text, "\n") {
		lines += math.Max(1, math.Ceil(textWidth(paragraph)*size/10.5/(width-3)))
	}
	return math.Min(400, lines*size*1.4+6)
}

// textWidth is how wide a text is in digits: a Chinese character is as wide as two.
func textWidth(text string) float64 {
	w := 0.0
	for _, r := range text {
		if w++; r >= 0x1100 {
			w++
		}
	}
	return w
}

func joined(with string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, with)
}

// sheetName is a title as the name of a sheet: short and without the signs that a reference is written with.
func sheetName(title string) string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`[]:*?/\'`, r) {
			return -1
		}
		return r
	}, title), " ")
	if runes := []rune(name); len(runes) > 25 {
		name = string(runes[:25])
	}
	return name
}
