package app

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"yunban/model"
)

// The forms of matters are those of their steps: problem.report, inspection.inspect … They are filled in offline like
// the applications, one sheet for the fields and one for each table.

// isMatterForm tells the forms of matters from the others.
func isMatterForm(kind string) bool {
	matter, _, ok := strings.Cut(kind, ".")
	return ok && model.SubjectKind(matter).IsMatter()
}

// MatterForms lists the forms of matters that can be filled in offline, by the ids of their forms.
func MatterForms(p *model.Profile) []string {
	var forms []string
	for _, kind := range model.MatterKinds {
		for _, arrow := range model.MatterArrows(kind) {
			id := string(kind) + "." + string(arrow.Action)
			if len(p.Forms[id].Sections) > 0 && !slices.Contains(forms, id) {
				forms = append(forms, id)
			}
		}
	}
	return forms
}

// offlineForm is the id of the form of a kind: of a matter's kind alone that of its first step.
func offlineForm(p *model.Profile, kind string) (string, bool) {
	if slices.Contains(OfflineKinds(p), kind) {
		return kind, true
	}
	for _, form := range MatterForms(p) {
		if form == kind || strings.HasPrefix(form, kind+".") {
			return form, true
		}
	}
	return kind, false
}

// recordTableRows is how many rows a table of a matter's form has room for; a longer one is filed otherwise.
const (
	recordTableRows = 60
	usageTableRows  = 300
	recordPrinted   = 25
)

// usageUnit is the column of the vendor's table that says whose the row is. It is not in the report's form: every unit's
// report is its own.
var usageUnit = model.Field{ID: "unit", Label: usageUnitLabel, Kind: model.TextField, Required: true, MaxLength: 100}

// usageUnitLabel is what the column is called in every language: it is read back.
const usageUnitLabel = "使用单位"

// records lays out a table of a matter's form.
func (l *laidOut) records(form model.Form, section model.Section) {
	pen := l.pen(form, nil)
	fields, free := section.Fields, recordTableRows
	if isUsageTable(l.about.Kind, section.ID) {
		fields, free = append([]model.Field{usageUnit}, fields...), usageTableRows
	}
	var columns []formColumn
	for _, f := range fields {
		columns = append(columns, pen.column(f))
	}
	has := l.given.rows[section.ID]
	l.table(sheetName(section.Title), form.Title+" · "+section.Title, columns, func(t *tablePen) {
		if section.List != "" { // its rows have names and no numbers
			t.sheet.Cells[0].Text = l.words("offline.item")
		}
		for _, c := range l.profile.Lists[section.List] {
			t.fixed(section.ID, c)
		}
		for i := 0; i < free && section.List == ""; i++ {
			var values model.Values
			if i < len(has) {
				values = has[i]
			}
			t.filled(section.ID, values)
		}
		if section.List == "" {
			t.sheet.LastRow = firstRow + max(recordPrinted, len(has)) - 1
		}
	})
}

func isUsageTable(form, section string) bool {
	return strings.HasPrefix(form, string(model.MonthlyReport)+".") && section == model.UtilisationTable
}

// fixed draws a row that the regulation's list names.
func (t *tablePen) fixed(table string, c model.Choice) {
	t.sheet.Widths[0] = max(t.sheet.Widths[0], textWidth(c.Label)+3)
	t.sheet.Cells = append(t.sheet.Cells, model.SheetCell{Row: t.row, Col: 1, Text: c.Label, Look: model.LabelLook, Fixed: true})
	t.inputs(tableRow{sheet: t.sheet.Name, row: t.row, resource: table, named: c.ID}, nil)
}

// filled draws a row that says something already, or nothing.
func (t *tablePen) filled(table string, values model.Values) {
	t.no++
	t.cell(1, number(int64(t.no)), model.HintLook)
	t.inputs(tableRow{sheet: t.sheet.Name, row: t.row, resource: table}, values)
}

// MatterForm writes the form of a step of a matter with what is known: the units and systems to choose from, the survey
// that is open, and of a monthly report a row for each instance that was delivered. called is the matter that a later
// step is about, by its id or number; nothing for its first step.
func (d *Desk) MatterForm(ctx context.Context, w io.Writer, kind, called string, words Wording) error {
	p := d.Profile()
	form, ok := offlineForm(p, kind)
	if !ok || !isMatterForm(form) {
		return model.Errorf(model.Invalid, "error.unknown_kind", "kind", kind)
	}
	if matter, action, _ := strings.Cut(form, "."); form == matter+"."+action && !strings.Contains(kind, ".") && called == "" {
		if own := matter + "." + string(d.Opening(model.SubjectKind(matter))); len(p.Forms[own].Sections) > 0 {
			form = own // an office that may open it otherwise than by the first way there is
		}
	}
	about := formAbout{Format: formFormat, Profile: p.Ref(), Kind: form, Made: d.Today().String()}
	has := prefilled{values: model.Values{}, rows: map[string][]model.Values{}}
	var err error
	if has.choices, err = d.formChoices(ctx, form); err != nil {
		return err
	}
	if called != "" {
		matter, _, _ := strings.Cut(form, ".")
		m, err := d.Matter(ctx, model.SubjectKind(matter), called)
		if err != nil {
			return err
		}
		about.Matter = m.Number
	}
	if open := has.choices["survey"]; len(open) == 1 {
		has.values["survey"] = open[0]
	}
	for _, f := range p.Forms[form].Fields() {
		if f.ID == "contact" {
			has.values["contact"] = strings.TrimSpace(d.Person.Name + " " + d.Person.Phone)
		}
	}
	if strings.HasPrefix(form, string(model.MonthlyReport)+".") {
		rows, err := d.usageToFill(ctx)
		if err != nil {
			return err
		}
		for _, u := range rows[:min(len(rows), usageTableRows)] {
			has.rows[model.UtilisationTable] = append(has.rows[model.UtilisationTable], model.Values{"unit": u.Unit, "system_name": u.System, "instance": u.Instance})
		}
	}
	return d.Forms.Write(ctx, w, layOut(p, about, words, has).book)
}

// formChoices are what the fields of a form of a matter offer: names of units and systems, numbers of open surveys.
func (d *Desk) formChoices(ctx context.Context, form string) (map[string][]string, error) {
	choices := map[string][]string{}
	if !isMatterForm(form) {
		return choices, nil
	}
	f := d.Profile().Forms[form]
	_, asksUnit := f.Field("unit_id")
	_, asksSystem := f.Field("system_id")
	_, asksSurvey := f.Field("survey")
	if asksUnit {
		units, err := d.Units(ctx)
		if err != nil {
			return nil, err
		}
		for _, u := range units {
			choices["unit_id"] = append(choices["unit_id"], u.Name)
		}
	}
	if asksSystem {
		systems, err := d.Systems(ctx)
		if err != nil {
			return nil, err
		}
		for _, s := range systems {
			if asksUnit || s.Unit == d.Person.Unit {
				choices["system_id"] = append(choices["system_id"], s.Name())
			}
		}
	}
	if asksSurvey {
		surveys, err := d.Matters(ctx, model.Survey)
		if err != nil {
			return nil, err
		}
		for _, m := range surveys {
			if m.SurveyOpen(d.Today()) {
				choices["survey"] = append(choices["survey"], m.Number)
			}
		}
	}
	for _, names := range choices {
		slices.Sort(names)
	}
	return choices, nil
}

// previewMatter reads a filled form as the step that it is, and judges the step.
func (d *Desk) previewMatter(ctx context.Context, pre *Preview, values model.Values, tables []model.Values) ([]model.CellProblem, error) {
	kind, action, _ := strings.Cut(pre.form.about.Kind, ".")
	w := MatterWork{Kind: model.SubjectKind(kind), Action: model.Action(action), ID: pre.form.about.Matter, Values: values}
	var usage []Utilised
	at := map[string][]int{} // the rows of each table that were filled in
	for i, row := range pre.form.rows {
		if len(tables[i]) == 0 {
			continue
		}
		at[row.resource] = append(at[row.resource], i)
		v := tables[i]
		if isUsageTable(pre.form.about.Kind, row.resource) {
			usage = append(usage, Utilised{Row: row.row, Unit: v["unit"], System: v["system_name"], Instance: v["instance"], CPU: v["cpu"],
				Memory: v["memory"], Disk: v["disk"], Judgement: v["judgement"]})
			continue
		}
		if row.named != "" {
			v[model.RowName] = row.named
		}
		w.Lines = append(w.Lines, model.Line{Resource: row.resource, Values: v})
	}
	w, err := d.Named(ctx, w)
	if err != nil {
		return nil, err
	}
	problems, err := d.judgeForm(ctx, pre, w, usage)
	found := make([]model.CellProblem, len(problems))
	for i, p := range problems {
		found[i] = pre.at.placeOf(p, at)
	}
	return found, err
}

// judgeForm judges a filled form as the step that it would be.
func (d *Desk) judgeForm(ctx context.Context, pre *Preview, w MatterWork, usage []Utilised) ([]model.Problem, error) {
	if w.Kind == model.MonthlyReport {
		pre.Report = &ReportFiling{Values: w.Values, Lines: w.Lines, Usage: usage}
		judged, err := d.PreviewReport(ctx, *pre.Report)
		return judged.Problems, err
	}
	pre.Matter = &w
	var past []model.Event
	if w.ID != "" {
		m, err := d.Matter(ctx, w.Kind, w.ID)
		if err != nil {
			return nil, err
		}
		if past, err = d.Store.Events(ctx, model.Subject{Kind: w.Kind, ID: m.ID}); err != nil {
			return nil, err
		}
		w.ID = m.ID
	}
	step, err := d.stepOf(w)
	if err != nil {
		return nil, err
	}
	_, err = d.nextStep(ctx, past, step)
	var refused *model.Error
	if errors.As(err, &refused) && refused.Kind == model.Invalid {
		return refused.Problems, nil
	}
	return nil, err
}

// placeOf finds the cell of a problem whose row counts among those of its table that were filled in.
func (at places) placeOf(p model.Problem, filled map[string][]int) model.CellProblem {
	table, rest, isCell := strings.Cut(p.Field, "[")
	n, field, ok := rowOf("rows[" + rest)
	if !isCell || !ok || n >= len(filled[table]) {
		return at.place(p)
	}
	found := at.place(model.Problem{Field: rowPath(filled[table][n], field), Key: p.Key, Args: p.Args})
	found.Field = p.Field
	return found
}

// TakeMatterForm takes the step that a filled form is. With anything wrong nothing is written.
func (d *Desk) TakeMatterForm(ctx context.Context, pre Preview, files []model.File) (model.Event, error) {
	if pre.Matter == nil {
		return model.Event{}, model.Errorf(model.Invalid, "error.form_kind", "kind", pre.Kind)
	}
	if err := model.InvalidInput(plain(pre.Problems)); err != nil {
		return model.Event{}, err
	}
	w := *pre.Matter
	w.Files = files
	return d.Take(ctx, w)
}
