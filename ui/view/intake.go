package view

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"yunban/app"
	"yunban/model"
)

// Intake is an application being filled: a draft, the city's form, and what is wrong so far. Everything typed is kept
// as typed, right or wrong.
type Intake struct {
	desk     *app.Desk
	draft    model.Draft
	profile  *model.Profile
	form     model.Form
	running  []model.Line  // of a change or termination: what the system runs on
	answers  model.Opinion // the non-acceptance that this answers, if it does (R13)
	checked  Checked       // what the officer found then (R12)
	problems []model.Problem
	left     map[string]bool // fields that the focus has left: only these show their problem, until all do
	strict   bool            // submitting was tried: every problem shows
	version  int             // grows with every edit
	kept     int             // the version that is on disk
	closed   bool            // filed or thrown away
}

// PreviewSection is the last step of the form: everything typed, to be read once more.
const PreviewSection = "preview"

// OpenIntake opens one of the person's drafts.
func OpenIntake(ctx context.Context, desk *app.Desk, draft string) (*Intake, error) {
	d, err := desk.Draft(ctx, draft)
	if err != nil {
		return nil, err
	}
	in := newIntake(desk, d)
	if err := in.loadRunning(ctx); err != nil {
		return nil, err
	}
	if d.Request == "" {
		return in, nil
	}
	file, err := desk.Dossier(ctx, d.Request)
	if err != nil {
		return nil, err
	}
	in.answers, in.checked = file.Request.Round().Answer, checkedOf(file.Profile, file.Request.Round())
	return in, nil
}

func newIntake(desk *app.Desk, d model.Draft) *Intake {
	if d.Filling.Values == nil {
		d.Filling.Values = model.Values{}
	}
	p := desk.ProfileOf(d.Profile)
	in := &Intake{desk: desk, draft: d, profile: p, form: p.Forms[string(d.Case)], left: map[string]bool{}}
	in.check()
	return in
}

// ID is the draft's id.
func (in *Intake) ID() string { return in.draft.ID }

// Title is the name of the system so far; nothing when it has none yet.
func (in *Intake) Title() string { return in.draft.Title() }

// Request is the request that this answers a non-acceptance of; nothing for a new one.
func (in *Intake) Request() string { return in.draft.Request }

// Answers is the opinion that this application answers; the zero Opinion for a new one (R13).
func (in *Intake) Answers() model.Opinion { return in.answers }

// Checked is what the officer found of the round that this answers; nothing for a new one (R12).
func (in *Intake) Checked() Checked { return in.checked }

// Profile is the regulation that the application is judged by.
func (in *Intake) Profile() *model.Profile { return in.profile }

// Form is the city's form.
func (in *Intake) Form() model.Form { return in.form }

// IntakeSection is a step of the form and how far it is.
type IntakeSection struct {
	ID       string
	Title    string
	Kind     model.SectionKind
	Problems int // everything still wrong or missing
	Shown    int // of those, what is already shown in place
}

// Done reports whether nothing is missing.
func (s IntakeSection) Done() bool { return s.Problems == 0 }

// Sections lists the steps in order; the preview is not among them.
func (in *Intake) Sections() []IntakeSection {
	sections := make([]IntakeSection, len(in.form.Sections))
	for i, s := range in.form.Sections {
		sections[i] = IntakeSection{ID: s.ID, Title: s.Title, Kind: s.Kind}
		for _, p := range in.problems {
			if in.SectionOf(p.Field) != s.ID {
				continue
			}
			sections[i].Problems++
			if in.shows(p.Field) {
				sections[i].Shown++
			}
		}
	}
	if in.draft.Case == model.Termination {
		sections = append(sections, IntakeSection{ID: ReclaimSection, Kind: model.LinesSection})
	}
	return sections
}

// SectionOf finds the step that a problem's field stands on.
func (in *Intake) SectionOf(field string) string {
	kind := model.FieldsSection
	switch {
	case strings.HasPrefix(field, "rows"):
		kind = model.LinesSection
	case strings.HasPrefix(field, "files"):
		kind = model.MaterialsSection
	}
	for _, s := range in.form.Sections {
		if kind != model.FieldsSection && s.Kind == kind ||
			slices.ContainsFunc(s.Fields, func(f model.Field) bool { return f.ID == field }) {
			return s.ID
		}
	}
	return in.form.Sections[0].ID // such as the system itself
}

// Fields lists what a step asks for now: conditions of fields are met by the other values.
func (in *Intake) Fields(section string) []model.Field {
	var asked []model.Field
	for _, s := range in.form.Sections {
		if s.ID != section {
			continue
		}
		for _, f := range s.Fields {
			if f.Asked(in.draft.Filling.Values) {
				asked = append(asked, f)
			}
		}
	}
	return asked
}

// Value is what stands in a field.
func (in *Intake) Value(field string) string { return in.draft.Filling.Values[field] }

// Set puts a value into a field. It reports whether other fields or materials are asked for now.
func (in *Intake) Set(field, value string) (reshaped bool) {
	if in.Value(field) == value {
		return false
	}
	in.draft.Filling.Values[field] = value
	in.edited()
	return in.decides(field)
}

// decides reports whether any field or material depends on this one.
func (in *Intake) decides(field string) bool {
	depends := func(w *model.When) bool { return w != nil && w.Field == field }
	return slices.ContainsFunc(in.form.Fields(), func(f model.Field) bool { return depends(f.When) }) ||
		slices.ContainsFunc(in.profile.Materials, func(m model.Material) bool { return depends(m.When) })
}

// Leave notes that the focus left a field: from now on its problem is shown.
func (in *Intake) Leave(field string) { in.left[field] = true }

// Problems lists everything wrong or missing, in the order of the form.
func (in *Intake) Problems() []model.Problem { return in.problems }

// Missing lists what is wrong or missing in one step.
func (in *Intake) Missing(section string) []model.Problem {
	var missing []model.Problem
	for _, p := range in.problems {
		if in.SectionOf(p.Field) == section {
			missing = append(missing, p)
		}
	}
	return missing
}

// Problem is what to show at a field now: nothing for a field that nobody has been at yet.
func (in *Intake) Problem(field string) (model.Problem, bool) {
	if !in.shows(field) {
		return model.Problem{}, false
	}
	return find(in.problems, field)
}

func (in *Intake) shows(field string) bool { return in.strict || in.left[field] }

func find(problems []model.Problem, field string) (model.Problem, bool) {
	for _, p := range problems {
		if p.Field == field {
			return p, true
		}
	}
	return model.Problem{}, false
}

// Ready checks everything before submitting and from now on shows every problem. It gives them all.
func (in *Intake) Ready() []model.Problem {
	in.strict = true
	return in.problems
}

// Label is what a problem's field is called: the field's label, the line's and column's, the material's name.
func (in *Intake) Label(field string) string {
	if f, ok := in.form.Field(field); ok {
		return f.Label
	}
	if i, column, ok := cell(field); ok && i < len(in.draft.Filling.Rows) {
		row := in.draft.Filling.Rows[i]
		r, _ := in.profile.Resource(row.Resource)
		label := "#" + strconv.Itoa(i+1) + " " + r.Name
		for _, f := range columnsOf(r) {
			if f.ID == column {
				label += " · " + f.Label
			}
		}
		return label
	}
	for _, m := range in.profile.Materials {
		if field == "files."+m.ID {
			return m.Name
		}
	}
	return ""
}

// Provision is the article that asks for a field (R11, R42 …), for reading beside it.
func (in *Intake) Provision(f model.Field) (model.Article, bool) {
	if f.Provision == "" {
		return model.Article{}, false
	}
	return in.profile.Article(in.profile.Provisions[f.Provision])
}

// edited notes a change and looks for problems anew.
func (in *Intake) edited() {
	in.version++
	in.check()
}

// check looks for problems: of a change also whether its categories are seen in its lines.
func (in *Intake) check() {
	in.problems = in.desk.Check(in.draft)
	if !in.Changes() || in.running == nil {
		return
	}
	for _, p := range in.profile.CheckCategories(in.draft.Filling, in.running) {
		if _, already := find(in.problems, p.Field); !already {
			in.problems = append(in.problems, p)
		}
	}
}
