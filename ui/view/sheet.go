package view

import (
	"context"
	"strconv"

	"yunban/app"
	"yunban/model"
)

// Sheet is an application to read: everything that was typed, in the order of the form, with what differs from the
// round before. Preview, request page and rounds all show it.
type Sheet struct {
	Sections []SheetSection
}

// SheetSection is one part of a sheet.
type SheetSection struct {
	ID     string
	Title  string
	Kind   model.SectionKind
	Fields []SheetField
	Lines  []SheetLine
	Totals model.Totals  // of the lines
	Before *model.Totals // of a change: of the same lines as they ran
	Files  []SheetFile
	Gone   []string // names of lines or files that the round before still had
}

// Changed reports whether anything in the section differs from the round before.
func (s SheetSection) Changed() bool {
	for _, f := range s.Fields {
		if f.Changed {
			return true
		}
	}
	for _, l := range s.Lines {
		if l.Changed {
			return true
		}
	}
	for _, f := range s.Files {
		if f.Changed {
			return true
		}
	}
	return len(s.Gone) > 0
}

// SheetField is a label with its value.
type SheetField struct {
	ID      string
	Label   string
	Value   string
	Text    Text // what the value is called, where each language says it in its own way
	Unit    string
	Before  string // what the round before said, where Changed
	Changed bool
	Long    bool // wants the whole width
}

// SheetLine is a resource line in words.
type SheetLine struct {
	No       int
	Resource string
	Name     string
	Spec     string // how many of what size: 4 台 × CPU 8核，内存 32GB
	Details  string
	Changed  bool
	Change   LineChange   // of a change: what becomes of it
	Before   string       // of a change: how many of what size ran
	Diffs    []SheetField // of a change: what becomes other
}

// SheetFile is an attached file under its material's name.
type SheetFile struct {
	model.File
	Material string
	Changed  bool
}

// sheetOf writes a round as a sheet; before is the round before, nil for none.
func sheetOf(p *model.Profile, form model.Form, now model.Round, before *model.Round) Sheet {
	var s Sheet
	for _, section := range form.Sections {
		part := SheetSection{ID: section.ID, Title: section.Title, Kind: section.Kind}
		switch section.Kind {
		case model.LinesSection:
			part.addLines(p, now, before)
			if form.ID == string(model.Change) {
				part.compare(p, now.Lines)
			}
		case model.MaterialsSection:
			part.addFiles(p, now, before)
		default:
			part.addFields(p, section.Fields, now, before)
		}
		s.Sections = append(s.Sections, part)
	}
	if form.ID == string(model.Termination) {
		s.Sections = append(s.Sections, reclaimSection(p, now.Lines))
	}
	return s
}

func (s *SheetSection) addFields(p *model.Profile, fields []model.Field, now model.Round, before *model.Round) {
	for _, f := range fields {
		if !f.Asked(now.Values) {
			continue
		}
		field := SheetField{ID: f.ID, Label: f.Label, Value: f.Display(p, now.Values[f.ID]), Unit: f.Unit,
			Long: f.Kind == model.LongField || f.Kind == model.DeclarationField}
		if before != nil {
			field.Before = f.Display(p, before.Values[f.ID])
			field.Changed = field.Before != field.Value
		}
		s.Fields = append(s.Fields, field)
	}
}

func (s *SheetSection) addLines(p *model.Profile, now model.Round, before *model.Round) {
	s.Totals = model.TotalsAt(now.Lines, model.StageAsked)
	for i, l := range now.Lines {
		r, _ := p.Resource(l.Resource)
		line := SheetLine{No: i + 1, Resource: r.Name, Name: l.Name(), Spec: counted(r, l.Asked),
			Details: Details(p, r, l)}
		if before != nil {
			old, found := lineOf(before.Lines, l.ID)
			line.Changed = !found || old.Asked != l.Asked || old.Resource != l.Resource || !same(old.Values, l.Values)
		}
		s.Lines = append(s.Lines, line)
	}
	if before == nil {
		return
	}
	for _, old := range before.Lines {
		if _, still := lineOf(now.Lines, old.ID); !still {
			r, _ := p.Resource(old.Resource)
			s.Gone = append(s.Gone, r.Name+" "+old.Name())
		}
	}
}

// compare puts to the lines of a change how they ran and what becomes other.
func (s *SheetSection) compare(p *model.Profile, lines []model.Line) {
	before := beforeTotals(lines)
	s.Before = &before
	for i, l := range lines {
		r, _ := p.Resource(l.Resource)
		line := &s.Lines[i]
		line.Change, line.Diffs = changeOf(l), diffs(p, r, l)
		if l.Before != nil {
			line.Before = counted(r, *l.Before)
		}
		if line.Change == LineRemoved {
			line.Spec = ""
		}
	}
}

// reclaimSection is what a termination gives back.
func reclaimSection(p *model.Profile, lines []model.Line) SheetSection {
	s := SheetSection{ID: ReclaimSection, Kind: model.LinesSection, Totals: model.TotalsAt(lines, model.StageDelivered)}
	for i, l := range lines {
		r, _ := p.Resource(l.Resource)
		amount, _ := l.Amount(model.StageDelivered)
		s.Lines = append(s.Lines, SheetLine{No: i + 1, Resource: r.Name, Name: l.Name(), Spec: counted(r, amount), Details: Details(p, r, l)})
	}
	return s
}

// counted writes an amount with its labels: how many, and of what size each.
func counted(r model.Resource, a model.Amount) string {
	spec := r.Spec(a)
	for _, f := range r.Amounts {
		if f.ID != "count" {
			continue
		}
		count := strconv.FormatInt(a.Count, 10) + " " + f.Unit
		if spec == "" {
			return count
		}
		return count + " × " + spec
	}
	return spec
}

func (s *SheetSection) addFiles(p *model.Profile, now model.Round, before *model.Round) {
	for _, f := range now.Files {
		file := SheetFile{File: f, Material: MaterialName(p, f.Role)}
		file.Changed = before != nil && !hasFile(before.Files, f)
		s.Files = append(s.Files, file)
	}
	if before == nil {
		return
	}
	for _, old := range before.Files {
		if !hasFile(now.Files, old) {
			s.Gone = append(s.Gone, old.Name)
		}
	}
}

// Details writes a line's description without its name: 应用 · 麒麟 …
func Details(p *model.Profile, r model.Resource, l model.Line) string {
	text := ""
	for _, f := range r.Fields {
		v := l.Values[f.ID]
		if f.ID == "name" || v == "" || !f.Asked(l.Values) || f.Kind == model.BooleanField && v != model.True {
			continue
		}
		shown := f.Display(p, v) + f.Unit
		switch f.Kind {
		case model.BooleanField:
			shown = f.Label
		case model.IntegerField, model.DecimalField:
			shown = f.Label + " " + shown
		}
		if text != "" {
			text += " · "
		}
		text += shown
	}
	return text
}

// MaterialName is what a file's role is called; a role that is no material is its own name.
func MaterialName(p *model.Profile, role string) string {
	for _, m := range p.Materials {
		if m.ID == role {
			return m.Name
		}
	}
	return role
}

func lineOf(lines []model.Line, id string) (model.Line, bool) {
	for _, l := range lines {
		if l.ID == id {
			return l, true
		}
	}
	return model.Line{}, false
}

func same(a, b model.Values) bool {
	for k := range a {
		if a[k] != b[k] {
			return false
		}
	}
	for k := range b {
		if a[k] != b[k] {
			return false
		}
	}
	return true
}

func hasFile(files []model.File, f model.File) bool {
	for _, o := range files {
		if o.Role == f.Role && o.Hash == f.Hash {
			return true
		}
	}
	return false
}

// Preview is everything typed so far as a sheet. Rows that cannot be read yet show what can be.
func (in *Intake) Preview() Sheet {
	f := in.draft.Filling
	return sheetOf(in.profile, in.form, model.Round{Values: f.Values, Lines: in.previewLines(), Files: f.Files}, nil)
}

// PaperTitle is what the application is called as a paper; nothing where the city has no such form.
func (in *Intake) PaperTitle() string {
	return in.profile.Papers[string(app.DraftPaper(in.draft.Case))].Title
}

// HasPaper reports whether the application has a printed form.
func (in *Intake) HasPaper() bool { return in.PaperTitle() != "" }

// Paper prepares to print the draft as it stands; what it gives works on a copy and so can run aside.
func (in *Intake) Paper() func(context.Context) ([]byte, error) {
	draft := in.draft
	draft.Filling = in.Filling()
	return func(ctx context.Context) ([]byte, error) { return in.desk.PreviewPaper(ctx, draft) }
}

// SizeText writes a file's size for people.
func SizeText(bytes int64) string {
	switch {
	case bytes >= 1<<30:
		return strconv.FormatFloat(float64(bytes)/(1<<30), 'f', 1, 64) + " GB"
	case bytes >= 1<<20:
		return strconv.FormatFloat(float64(bytes)/(1<<20), 'f', 1, 64) + " MB"
	case bytes >= 1<<10:
		return strconv.FormatInt(bytes>>10, 10) + " KB"
	}
	return strconv.FormatInt(bytes, 10) + " B"
}
