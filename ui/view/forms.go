package view

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"yunban/app"
	"yunban/model"
)

// OfflineForm is a form that can be filled in with no network, as a workbook.
type OfflineForm struct {
	Kind   string
	System string // the inventory's system that it is about; nothing for none
	Title  string // in the city's words
	Hint   Text
}

// Inventory reports whether it is the form of a whole inventory of systems.
func (f OfflineForm) Inventory() bool { return f.Kind == systemForm }

// FileName is what the workbook is called: the form's title, and the system that it is about.
func (f OfflineForm) FileName(system string) string {
	if system == "" {
		return f.Title + ".xlsx"
	}
	return f.Title + "（" + system + "）.xlsx"
}

// OfflineForms lists the forms that a person can hand in.
func OfflineForms(desk *app.Desk) []OfflineForm {
	var forms []OfflineForm
	for _, kind := range app.OfflineKinds(desk.Profile()) {
		if takesForm(desk, kind) {
			forms = append(forms, OfflineForm{Kind: kind, Title: desk.Profile().Forms[kind].Title, Hint: Say("forms.hint." + kind)})
		}
	}
	return forms
}

// OfflineFormOf is the form of an application; about a system of the inventory when its id is given.
func OfflineFormOf(desk *app.Desk, c model.Case, system string) OfflineForm {
	return OfflineForm{Kind: string(c), System: system, Title: desk.Profile().Forms[string(c)].Title}
}

// takesForm reports whether a person can hand in a form of a kind.
func takesForm(desk *app.Desk, kind string) bool {
	switch kind {
	case systemForm:
		return keepsAllSystems(desk) || keepsOwnSystems(desk, desk.Unit.ID)
	case filingForm:
		return desk.Profile().Holds(desk.Person.Roles, model.DutyAcceptance)
	}
	return desk.MayApply()
}

// SaveForm writes a form where the person chose, with what is known filled in.
func SaveForm(ctx context.Context, desk *app.Desk, f OfflineForm, path string, words app.Wording) error {
	return app.WriteWhole(path, func(w io.Writer) error { return desk.OfflineForm(ctx, w, f.Kind, f.System, words) })
}

// formEndings are the endings of files that are read as forms; old ones too, so that they are answered for.
var formEndings = []string{"xlsx", "xlsm", "xls", "et"}

// IsForm reports whether a file may be a filled form by its name.
func IsForm(path string) bool {
	return slices.Contains(formEndings, strings.ToLower(strings.TrimPrefix(filepath.Ext(path), ".")))
}

// FilledForm is a form that was filled in, before anything is made of it: what it would become and all that is wrong
// with it.
type FilledForm struct {
	app.Preview
	Path   string
	Title  string // of the form in the city's words
	Unit   string
	System string
	Sheet  Sheet // the values as they would be filed; of an application
	Counts []ResourceCount
	Beside []BesideFile
	desk   *app.Desk
}

// ResourceCount is how many lines of a resource a form asks for.
type ResourceCount struct {
	Resource string
	Lines    int
}

// BesideFile is a material that a form names, beside it in its folder.
type BesideFile struct {
	Material string
	Name     string
	There    bool
}

// ReadFilledForm reads a form that somebody filled in. Nothing is kept.
func ReadFilledForm(ctx context.Context, desk *app.Desk, path string) (*FilledForm, error) {
	pre, err := desk.ReadFormFile(ctx, path)
	if err != nil {
		return nil, err
	}
	p, v := desk.Profile(), pre.Draft.Filling.Values
	f := &FilledForm{Preview: pre, Path: path, desk: desk, Title: p.Forms[pre.Kind].Title, Unit: firstOf(v["unit_name"], desk.Unit.Name),
		System: firstOf(pre.SystemName, v["system_name"])}
	if pre.Application() {
		err = f.readApplication(ctx)
	}
	return f, err
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// readApplication says what the application would be filed as.
func (f *FilledForm) readApplication(ctx context.Context) error {
	in := newIntake(f.desk, f.Draft)
	if f.Draft.System != "" {
		if err := in.loadRunning(ctx); err != nil {
			return err
		}
	}
	f.Sheet = in.Preview()
	for i, s := range f.Sheet.Sections {
		for _, l := range s.Lines {
			f.count(l.Resource)
		}
		f.Sheet.Sections[i].Files = nil // they are not attached yet
	}
	f.Sheet.Sections = slices.DeleteFunc(f.Sheet.Sections, func(s SheetSection) bool { return s.Kind == model.MaterialsSection })
	for _, file := range f.Draft.Filling.Files {
		info, err := os.Stat(filepath.Join(filepath.Dir(f.Path), file.Name))
		f.Beside = append(f.Beside, BesideFile{MaterialName(f.desk.Profile(), file.Role), file.Name, err == nil && info.Mode().IsRegular()})
	}
	return nil
}

func (f *FilledForm) count(resource string) {
	for i, c := range f.Counts {
		if c.Resource == resource {
			f.Counts[i].Lines++
			return
		}
	}
	f.Counts = append(f.Counts, ResourceCount{resource, 1})
}

// Inventory reports whether the form is an inventory of systems.
func (f *FilledForm) Inventory() bool { return f.Kind == systemForm }

// MayTake says why this person cannot hand the form in; nothing when he can.
func (f *FilledForm) MayTake() Text {
	if takesForm(f.desk, f.Kind) {
		return Text{}
	}
	return Say("forms.may_not", "kind", f.Kind)
}

// Missing counts the named materials that do not lie beside the form.
func (f *FilledForm) Missing() int {
	n := 0
	for _, b := range f.Beside {
		if !b.There {
			n++
		}
	}
	return n
}

// Take makes a draft of the form with the materials beside it: everything is kept, right or wrong. It tells how many
// problems the draft still has.
func (f *FilledForm) Take(ctx context.Context) (draft string, problems int, err error) {
	made, found, err := f.desk.TakeForm(ctx, f.Preview, app.Beside(f.Path))
	return made.ID, len(found), err
}

// Mark writes the form as it was handed in, with its faults marked.
func (f *FilledForm) Mark(ctx context.Context, path string, words app.Wording) error {
	return app.WriteWhole(path, func(w io.Writer) error { return f.desk.MarkForm(ctx, w, f.Preview, words) })
}

// Filing begins an entry of the register of what a proposal's form says.
func (f *FilledForm) Filing() *Record {
	r := (&Filings{desk: f.desk}).New()
	for id, v := range f.Draft.Filling.Values {
		r.Set(id, v)
	}
	return r
}

// Facts lists what a form that is no application says.
func (f *FilledForm) Facts() []SheetField {
	return (&Filings{desk: f.desk}).Facts(FilingRow{values: f.Draft.Filling.Values})
}
