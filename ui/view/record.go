package view

import (
	"context"
	"maps"
	"slices"

	"yunban/app"
	"yunban/model"
)

// The city's forms of the records.
const (
	systemForm = "system"
	filingForm = "filing"
)

// OwnerField names the unit that a record belongs to, as problems do.
const OwnerField = "unit_id"

// Record is an entry of a register being made or corrected: a system of the inventory, a filing. What was typed stays
// when it cannot be saved.
type Record struct {
	ID     string       // nothing for a new one
	Unit   string       // whose it is
	Units  []model.Unit // to choose from; none when there is nothing to choose
	desk   *app.Desk
	form   model.Form
	values model.Values
	before model.Values // as it was opened
	files  []model.File // added now
	kept   []model.File // of earlier
	role   string       // of the files; nothing where none are taken
	keep   func(context.Context, *Record) error
}

func newRecord(desk *app.Desk, form model.Form, values model.Values) *Record {
	return &Record{desk: desk, form: form, values: values.Clone(), before: values.Clone()}
}

// Profile is the city's regulation.
func (r *Record) Profile() *model.Profile { return r.desk.Profile() }

// Form is what the city asks for.
func (r *Record) Form() model.Form { return r.form }

// Values are what stands in the fields.
func (r *Record) Values() model.Values { return r.values }

// Set puts a value into a field.
func (r *Record) Set(field, value string) { r.values[field] = value }

// Asked reports whether a field is asked for now.
func (r *Record) Asked(f model.Field) bool { return f.Asked(r.values) }

// Article is the label of the article that asks for a field; nothing for none.
func (r *Record) Article(f model.Field) string {
	if f.Provision == "" {
		return ""
	}
	article, _ := r.Profile().Article(r.Profile().Provisions[f.Provision])
	return article.Label()
}

// Changed reports whether there is anything that is not saved.
func (r *Record) Changed() bool {
	return !maps.Equal(r.filled(), filledOf(r.form, r.before)) || len(r.files) > 0
}

// filled is what is typed, of every field: one that was emptied replaces what it held.
func (r *Record) filled() model.Values { return filledOf(r.form, r.values) }

func filledOf(form model.Form, values model.Values) model.Values {
	v := model.Values{}
	for _, f := range form.Fields() {
		v[f.ID] = ""
		if f.Asked(values) {
			v[f.ID] = values[f.ID]
		}
	}
	return v
}

// TakesFiles reports whether files come with the record.
func (r *Record) TakesFiles() bool { return r.role != "" }

// Files lists the files, those of earlier first.
func (r *Record) Files() []model.File { return slices.Concat(r.kept, r.files) }

// Added reports whether a file was added now and can be taken off again.
func (r *Record) Added(f model.File) bool { return slices.Contains(r.files, f) }

// ReadFile copies a file into the office's keeping; AddFile takes its result.
func (r *Record) ReadFile(ctx context.Context, path string) (model.File, error) {
	return r.desk.Attach(ctx, r.role, path)
}

// AddFile adds a kept file.
func (r *Record) AddFile(f model.File) {
	if !slices.Contains(r.files, f) {
		r.files = append(r.files, f)
	}
}

// RemoveFile takes a file off that was added now.
func (r *Record) RemoveFile(f model.File) {
	r.files = slices.DeleteFunc(r.files, func(o model.File) bool { return o == f })
}

// Saving prepares to save. What it gives works on a copy and so can run aside.
func (r *Record) Saving() func(context.Context) error {
	copied := *r
	copied.values, copied.files = r.values.Clone(), slices.Clone(r.files)
	return func(ctx context.Context) error { return copied.keep(ctx, &copied) }
}
