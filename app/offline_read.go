package app

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"yunban/model"
)

// maxForm is the largest workbook that is read as a form, in bytes.
const maxForm = 20 << 20

// Preview is a filled form before anything is made of it: what it says, and everything wrong with it by cell.
type Preview struct {
	Name       string // of the file, when it is known
	Kind       string // usage, change, termination, system, filing …
	SystemName string // of a change or termination
	Draft      model.Draft
	Systems    []SystemRow         // of an inventory
	Matter     *MatterWork         // of a matter's step
	Report     *ReportFiling       // of a monthly report
	Problems   []model.CellProblem // in the order of the form

	form   *laidOut
	filled FilledForm
	typed  typedCells
	at     places
}

// Application reports whether the form is an application, that a draft can be made of.
func (p Preview) Application() bool { return p.filled.Kind != "" }

// typedCells is what was typed into the inputs, as it was typed.
type typedCells map[string]string

// ReadForm reads a form that was filled in offline. Nothing is kept yet. A file that is no form of this regulation and
// version, or whose structure was changed, is an invalid input; what is wrong with the answers is told by the preview.
func (d *Desk) ReadForm(ctx context.Context, r io.Reader) (Preview, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxForm+1))
	switch {
	case err != nil:
		return Preview{}, model.Wrap(model.Invalid, err, "error.file_unreadable", "name", "")
	case len(data) > maxForm:
		return Preview{}, model.Errorf(model.Invalid, "error.form_too_much")
	}
	book, err := d.Forms.Read(ctx, data)
	if err != nil {
		return Preview{}, err
	}
	about, code, err := readAbout(book)
	if err != nil {
		return Preview{}, err
	}
	p := d.Profile()
	if err := about.readable(p); err != nil {
		return Preview{}, err
	}
	form := layOut(p, about, wordless, prefilled{})
	if form.book.Seal(about.parts()...) != code {
		return Preview{}, model.Errorf(model.Invalid, "error.form_code")
	}
	if err := form.same(book); err != nil {
		return Preview{}, err
	}
	return d.preview(ctx, form, book)
}

// wordless lays a form out to be read: its words are of no account.
func wordless(string, ...string) string { return "" }

// same refuses a form whose labels do not stand where they stood, or that has lost a sheet.
func (l *laidOut) same(book model.FilledBook) error {
	for _, s := range l.book.Sheets {
		cells, ok := book.Sheets[s.Name]
		for _, c := range s.Cells {
			if !c.Fixed {
				continue
			}
			if !ok {
				return model.Errorf(model.Invalid, "error.form_sheet", "sheet", s.Name)
			}
			if strings.TrimSpace(cells[c.Ref()].Text) != strings.TrimSpace(c.Text) {
				return model.Errorf(model.Invalid, "error.form_changed", "sheet", s.Name, "cell", c.Ref())
			}
		}
	}
	return nil
}

// preview reads the answers and checks them.
func (d *Desk) preview(ctx context.Context, form *laidOut, book model.FilledBook) (Preview, error) {
	pre := Preview{Kind: form.about.Kind, SystemName: form.about.SystemName, form: form, typed: typedCells{}, at: placesOf(form)}
	values, tables, lost := form.answers(book, pre.typed, pre.at)
	var found []model.CellProblem
	var err error
	switch c := model.Case(form.about.Kind); {
	case form.about.Kind == systemForm:
		found, err = d.previewInventory(ctx, &pre, tables)
	case c == model.Usage || c == model.Change || c == model.Termination:
		found, err = d.previewApplication(ctx, &pre, values, tables)
	case isMatterForm(form.about.Kind):
		found, err = d.previewMatter(ctx, &pre, values, tables)
	default:
		pre.Draft = model.Draft{Profile: form.about.Profile, Filling: model.Filling{Values: values}}
		for _, p := range form.profile.Forms[form.about.Kind].Check(form.profile, values, d.Today()) {
			found = append(found, pre.at.place(p))
		}
	}
	pre.Problems = pre.at.inOrder(append(append(lost, form.strays(book)...), found...))
	return pre, err
}

// answers reads every input: the values of the form, those of each row of its tables, and what was lost in the cells.
func (l *laidOut) answers(book model.FilledBook, typed typedCells, at places) (model.Values, []model.Values, []model.CellProblem) {
	values, tables := model.Values{}, make([]model.Values, len(l.rows))
	var lost []model.CellProblem
	for _, s := range l.book.Sheets {
		for _, c := range s.Cells {
			if c.Input == nil {
				continue
			}
			cell := book.Sheets[s.Name][c.Ref()]
			value, key := c.Input.Field.FromCell(l.profile, cell, book.Since1904)
			typed[c.Input.Path] = asTyped(cell, value, c.Input.Field, l.profile)
			if key != "" {
				lost = append(lost, at.place(model.Problem{Field: c.Input.Path, Key: key, Args: map[string]string{"label": c.Input.Field.Label}}))
			}
			if value == "" || key != "" {
				continue
			}
			if n, field, ok := rowOf(c.Input.Path); ok {
				if tables[n] == nil {
					tables[n] = model.Values{}
				}
				tables[n][field] = value
			} else if id, choice, ok := strings.Cut(c.Input.Path, "="); ok {
				lost = append(lost, tick(values, id, choice, value, c.Input, at)...)
			} else {
				values[c.Input.Path] = value
			}
		}
	}
	return values, tables, lost
}

// tick adds a choice to a field of several; what is neither yes nor no is told.
func tick(values model.Values, id, choice, value string, in *model.CellInput, at places) []model.CellProblem {
	switch value {
	case model.True:
		values[id] = joined(model.ChoiceSeparator, values[id], choice)
	case "false":
	default:
		return []model.CellProblem{at.place(model.Problem{Field: in.Path, Key: "problem.cell_tick", Args: map[string]string{"label": in.Field.Label}})}
	}
	return nil
}

// asTyped is what a cell that is handed back holds: a good value as the form writes it, else what was typed.
func asTyped(c model.FilledCell, value string, f model.Field, p *model.Profile) string {
	if c.Formula || c.Error || value == "" {
		return c.Text
	}
	return f.Cell(p, value)
}

// maxStrays is how many texts outside the inputs are told of.
const maxStrays = 20

// strays finds what was written where the form has no room for it and would be lost.
func (l *laidOut) strays(book model.FilledBook) []model.CellProblem {
	var found []model.CellProblem
	for _, s := range l.book.Sheets {
		if s.Hidden || len(s.Cells) == 0 || !hasInputs(s) {
			continue
		}
		known := map[string]bool{}
		for _, c := range s.Cells {
			for r := c.Row; r <= c.Row+c.Down; r++ {
				for col := c.Col; col <= c.Col+c.Across; col++ {
					known[model.CellRef(r, col)] = true
				}
			}
		}
		for ref, cell := range book.Sheets[s.Name] {
			if !known[ref] && strings.TrimSpace(cell.Text) != "" {
				found = append(found, model.CellProblem{Problem: model.Problem{Key: "problem.cell_stray"}, Sheet: s.Name, Cell: ref})
			}
		}
	}
	slices.SortFunc(found, func(a, b model.CellProblem) int {
		return strings.Compare(a.Sheet+"\x00"+a.Cell, b.Sheet+"\x00"+b.Cell)
	})
	return found[:min(len(found), maxStrays)]
}

func hasInputs(s model.WorkSheet) bool {
	return slices.ContainsFunc(s.Cells, func(c model.SheetCell) bool { return c.Input != nil })
}

// MarkForm writes the form as it was handed in, with what is wrong marked on its cells and listed in front, so that it
// can be mended and handed in again.
func (d *Desk) MarkForm(ctx context.Context, w io.Writer, p Preview, words Wording) error {
	if p.form == nil {
		return errors.New("mark a form that was not read")
	}
	choices, err := d.formChoices(ctx, p.form.about.Kind)
	if err != nil {
		return err
	}
	form := layOut(p.form.profile, p.form.about, words, prefilled{choices: choices})
	return d.Forms.Write(ctx, w, form.marked(p.typed, p.Problems))
}
