package app

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"yunban/model"
	"yunban/model/workday"
)

// FormSheets writes forms as workbooks that are filled in with no network, and reads them when they come back.
type FormSheets interface {
	// Write writes a form with what is filled in and what is remarked on.
	Write(ctx context.Context, w io.Writer, b model.Workbook) error
	// Read gives every cell of a workbook from outside that holds anything. One that is broken, or holds more than a
	// form can, is an invalid input.
	Read(ctx context.Context, data []byte) (model.FilledBook, error)
	// ReadTable reads the sheets of a workbook from outside row by row, each until false is given. The cells hold until
	// each returns; progress is in percent and may be nil.
	ReadTable(ctx context.Context, data []byte, each func(sheet string, row int, cells []model.FilledCell) (bool, error), progress func(done, all int)) error
}

// formFormat is the version of how forms are laid out. A form of another version is not read: its cells mean other
// things.
const formFormat = "1"

// formAbout is what a form says of itself on its hidden sheet.
type formAbout struct {
	Format     string
	Profile    string // the regulation it was made under, panjin-2016@1
	Kind       string // usage, change, termination, system, filing …
	System     string // of an application that is about a system of the inventory
	Matter     string // of a later step of a matter: its number
	SystemName string
	Made       string
	Rows       []model.Row // of a change: how the system's lines ran when the form was made
}

// parts are what the form's check code is taken of.
func (a formAbout) parts() []string {
	parts := []string{a.Format, a.Profile, a.Kind, a.System, a.SystemName, a.Made}
	if a.Matter != "" {
		parts = append(parts, a.Matter)
	}
	for _, r := range a.Rows {
		parts = append(parts, rowText(r))
	}
	return parts
}

// rowText writes a row as JSON, the same each time; texts are all it holds, so that nothing can fail.
func rowText(r model.Row) string {
	data, err := json.Marshal(r)
	if err != nil {
		return ""
	}
	return string(data)
}

// OfflineKinds lists the forms that can be filled in offline: the applications, the inventory of systems and what
// else the regulation keeps a register of.
func OfflineKinds(p *model.Profile) []string {
	kinds := []string{string(model.Usage), string(model.Change), string(model.Termination), systemForm}
	if p.Modules[filingModule] {
		kinds = append(kinds, filingForm)
	}
	return slices.DeleteFunc(kinds, func(k string) bool { return len(p.Forms[k].Sections) == 0 })
}

// BlankForm writes a form of a regulation with nothing filled in.
func BlankForm(ctx context.Context, sheets FormSheets, p *model.Profile, day workday.Date, w io.Writer, kind string, words Wording) error {
	kind, ok := offlineForm(p, kind)
	if !ok {
		return model.Errorf(model.Invalid, "error.unknown_kind", "kind", kind)
	}
	about := formAbout{Format: formFormat, Profile: p.Ref(), Kind: kind, Made: day.String()}
	return sheets.Write(ctx, w, layOut(p, about, words, prefilled{}).book)
}

// BlankForm writes a form of this office's regulation with nothing filled in.
func (o *Office) BlankForm(ctx context.Context, w io.Writer, kind string, words Wording) error {
	return BlankForm(ctx, o.Forms, o.Profile(), o.Today(), w, kind, words)
}

// OfflineForm writes a form with what is known of the person and the unit. One about a system of the inventory bears
// its name; a change says how each line runs now, beside where it is to be changed.
func (d *Desk) OfflineForm(ctx context.Context, w io.Writer, kind, system string, words Wording) error {
	p := d.Profile()
	if !slices.Contains(OfflineKinds(p), kind) {
		return model.Errorf(model.Invalid, "error.unknown_kind", "kind", kind)
	}
	about := formAbout{Format: formFormat, Profile: p.Ref(), Kind: kind, Made: d.Today().String(), System: system}
	values := model.Values{}
	for _, f := range p.Forms[kind].Fields() {
		if v := d.known(f.Fill); v != "" {
			values[f.ID] = v
		}
	}
	if system != "" {
		if err := d.nameSystem(ctx, &about, values); err != nil {
			return err
		}
	}
	return d.Forms.Write(ctx, w, layOut(p, about, words, prefilled{values: values}).book)
}

// nameSystem puts what is known of the system into a form.
func (d *Desk) nameSystem(ctx context.Context, about *formAbout, values model.Values) error {
	file, err := d.System(ctx, about.System)
	if err != nil {
		return err
	}
	about.SystemName = file.Name()
	switch model.Case(about.Kind) {
	case model.Usage:
		for _, f := range d.Profile().Forms[about.Kind].Fields() {
			if v := file.Values[f.ID]; v != "" {
				values[f.ID] = v
			}
		}
		return nil
	case model.Change, model.Termination:
		live, err := d.live(ctx, about.System, "")
		switch {
		case err != nil:
			return err
		case live == nil:
			return model.Errorf(model.Conflict, "error.not_live", "system", file.Name())
		}
		about.SystemName = live.Title
		if model.Case(about.Kind) == model.Change {
			about.Rows = runningRows(live)
		}
		return nil
	}
	return model.Errorf(model.Invalid, "error.form_no_system", "kind", about.Kind)
}

func runningRows(live *model.LiveSystem) []model.Row {
	var rows []model.Row
	for _, l := range live.Lines {
		row := model.RunningRow(l)
		row.Values = said(row.Values)
		rows = append(rows, row)
	}
	return rows
}

// metaSheet is the hidden sheet on which a form says what it is.
const metaSheet = "_meta"

// metaMark is the first word of that sheet: a workbook without it is none of our forms.
const metaMark = "yunban-form"

func (a formAbout) sheet(code string) model.WorkSheet {
	s := model.WorkSheet{Name: metaSheet, Hidden: true, Widths: []float64{16, 60}}
	say := func(name, value string) {
		row := len(s.Cells)/2 + 1
		s.Cells = append(s.Cells, model.SheetCell{Row: row, Col: 1, Text: name, Look: model.TextLook},
			model.SheetCell{Row: row, Col: 2, Text: value, Look: model.TextLook})
	}
	say(metaMark, a.Format)
	say("profile", a.Profile)
	say("kind", a.Kind)
	say("system", a.System)
	say("system_name", a.SystemName)
	if a.Matter != "" {
		say("matter", a.Matter)
	}
	say("made", a.Made)
	say("code", code)
	for _, r := range a.Rows {
		say("row", rowText(r))
	}
	return s
}

// readAbout reads what a form says of itself.
func readAbout(book model.FilledBook) (about formAbout, code string, err error) {
	cells := book.Sheets[metaSheet]
	if cells["A1"].Text != metaMark {
		return about, "", model.Errorf(model.Invalid, "error.form_foreign")
	}
	for row := 1; ; row++ {
		name, value := cells[model.CellRef(row, 1)].Text, cells[model.CellRef(row, 2)].Text
		switch name {
		case metaMark:
			about.Format = value
		case "profile":
			about.Profile = value
		case "kind":
			about.Kind = value
		case "system":
			about.System = value
		case "system_name":
			about.SystemName = value
		case "matter":
			about.Matter = value
		case "made":
			about.Made = value
		case "code":
			code = value
		case "row":
			var r model.Row
			if err := json.Unmarshal([]byte(value), &r); err != nil || r.Values == nil {
				return about, "", model.Errorf(model.Invalid, "error.form_changed", "sheet", metaSheet, "cell", model.CellRef(row, 2))
			}
			about.Rows = append(about.Rows, r)
		case "":
			return about, code, nil
		}
	}
}

// readable refuses a form of another version, another regulation or another kind than there is.
func (a formAbout) readable(p *model.Profile) error {
	id, version, _ := strings.Cut(a.Profile, "@")
	_, now, _ := strings.Cut(p.Ref(), "@")
	switch {
	case a.Format != formFormat:
		return model.Errorf(model.Invalid, "error.form_version", "version", a.Format, "own", formFormat)
	case id != p.ID:
		return model.Errorf(model.Invalid, "error.other_profile", "profile", id, "own", p.ID)
	case version != now:
		return model.Errorf(model.Invalid, "error.form_profile_version", "version", version, "own", now)
	}
	if kind, ok := offlineForm(p, a.Kind); !ok || kind != a.Kind {
		return model.Errorf(model.Invalid, "error.unknown_kind", "kind", a.Kind)
	}
	return nil
}
