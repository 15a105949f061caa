package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/model"
)

// filledMatter is a matter filled elsewhere, as a JSON file.
type filledMatter struct {
	Action  model.Action               `json:"action,omitempty"` // the opening step; nothing is the one that the person may take
	Values  typedRow                   `json:"values"`
	Rows    map[string]json.RawMessage `json:"rows,omitempty"` // of each table, by the id of the form's section
	Files   []app.FilledFile           `json:"files,omitempty"`
	Note    string                     `json:"note,omitempty"`
	Units   []string                   `json:"units,omitempty"`   // of a monthly report: for whom; nothing is everybody
	Replace bool                       `json:"replace,omitempty"` // of a monthly report: it corrects the month's
}

// typedRow holds values; what other systems write as a number or as true is taken as text.
type typedRow model.Values

// UnmarshalJSON reads an object of texts, numbers and truths.
func (t *typedRow) UnmarshalJSON(data []byte) error {
	var any map[string]any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&any); err != nil {
		return err
	}
	*t = typedRow{}
	for k, v := range any {
		switch v := v.(type) {
		case nil:
		case string:
			(*t)[k] = v
		case json.Number:
			(*t)[k] = v.String()
		case bool:
			(*t)[k] = strconv.FormatBool(v)
		default:
			return errors.New(k + ": a text, a number or true is wanted")
		}
	}
	return nil
}

func matterKindNames() string {
	names := make([]string, len(model.MatterKinds))
	for i, k := range model.MatterKinds {
		names[i] = string(k)
	}
	return strings.Join(names, ", ")
}

// fileMatter opens a matter by what was filled in elsewhere.
func (c *call) fileMatter(ctx context.Context, d *app.Desk, kind model.SubjectKind, f filing) error {
	if isWorkbook(f.from) {
		return c.takeMatter(ctx, d, kind, f)
	}
	filled, err := readMatter(f.from)
	if err != nil {
		return err
	}
	w := app.MatterWork{Kind: kind, Action: filled.Action, Note: filled.Note, Values: model.Values(filled.Values)}
	if w.Action == "" {
		w.Action = d.Opening(kind)
	}
	if w.Files, err = c.attached(ctx, d, filled.Files, filepath.Dir(f.from), f.files); err != nil {
		return err
	}
	usage := filled.Rows[model.UtilisationTable]
	if kind == model.MonthlyReport {
		delete(filled.Rows, model.UtilisationTable)
	}
	for table, rows := range filled.Rows {
		lines, err := linesOf(table, rows)
		if err != nil {
			return err
		}
		w.Lines = append(w.Lines, lines...)
	}
	if kind != model.MonthlyReport {
		if w.Lines, err = addRows(w.Lines, f.rows); err != nil {
			return err
		}
		return c.takeStep(ctx, d, w)
	}
	report := app.ReportFiling{Values: w.Values, Lines: w.Lines, Files: w.Files, Units: filled.Units, Replace: filled.Replace, Note: filled.Note}
	if len(usage) > 0 {
		if report.Usage, err = usageOf(usage); err != nil {
			return err
		}
	}
	return c.fileReport(ctx, d, report, app.UsageTable{}, f)
}

func readMatter(from string) (filledMatter, error) {
	var filled filledMatter
	data, err := os.ReadFile(from)
	if err != nil {
		return filled, model.Wrap(model.Invalid, err, "error.file_unreadable", "name", filepath.Base(from))
	}
	if err := json.Unmarshal(data, &filled); err != nil {
		return filled, model.Wrap(model.Invalid, err, "error.filled_form", "detail", err.Error())
	}
	if filled.Values == nil {
		filled.Values = typedRow{}
	}
	return filled, nil
}

// attached keeps the files that a filled matter names, and those of the flags.
func (c *call) attached(ctx context.Context, d *app.Desk, named []app.FilledFile, folder string, typed []string) ([]model.File, error) {
	var files []model.File
	for _, f := range named {
		kept, err := d.Attach(ctx, f.Role, filepath.Join(folder, filepath.FromSlash(f.Path)))
		if err != nil {
			return nil, err
		}
		files = append(files, kept)
	}
	more, err := attach(ctx, d, typed)
	return append(files, more...), err
}

// linesOf reads the rows of a table.
func linesOf(table string, data []byte) ([]model.Line, error) {
	var rows []typedRow
	if err := json.Unmarshal(data, &rows); err != nil {
		return nil, model.Wrap(model.Invalid, err, "error.filled_form", "detail", table+": "+err.Error())
	}
	lines := make([]model.Line, len(rows))
	for i, row := range rows {
		id := row["id"]
		delete(row, "id")
		lines[i] = model.Line{ID: id, Resource: table, Values: model.Values(row)}
	}
	return lines, nil
}

// addRows adds the rows of files that were named, TABLE=F.json.
func addRows(lines []model.Line, typed []string) ([]model.Line, error) {
	for _, s := range typed {
		table, path, ok := strings.Cut(s, "=")
		if !ok {
			return nil, usageError{errors.New("--rows " + s + ": TABLE=F.json")}
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, model.Wrap(model.Invalid, err, "error.file_unreadable", "name", filepath.Base(path))
		}
		more, err := linesOf(table, data)
		if err != nil {
			return nil, err
		}
		lines = append(lines, more...)
	}
	return lines, nil
}

// takeStep takes a step and tells how the matter stands then.
func (c *call) takeStep(ctx context.Context, d *app.Desk, w app.MatterWork) error {
	w, err := d.Named(ctx, w)
	if err != nil {
		return err
	}
	e, err := d.Take(ctx, w)
	if err != nil {
		return err
	}
	m, err := d.Matter(ctx, w.Kind, e.Subject.ID)
	if err != nil {
		return err
	}
	return c.answer(map[string]any{"id": m.ID, "number": m.Number, "kind": m.Kind, "status": m.Status, "event": e.ID, "at": e.At.Format(timeForm), "due": nil},
		c.words.Text("command.matter_done", "action", string(w.Action), "number", c.numbered(m.Number), "matter_status", string(m.Status)))
}

// recordDo takes one step of a matter's life.
func (c *call) recordDo() *cobra.Command {
	var note, after string
	var set, files, rows []string
	cmd := &cobra.Command{Use: "do ACTION KIND ID", Short: "One step of a record's life, by the signed-in person", Args: usageArgs(cobra.ExactArgs(3)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error {
				w := app.MatterWork{Kind: model.SubjectKind(args[1]), ID: args[2], Action: model.Action(args[0]), After: after, Note: note}
				return c.doStep(cmd.Context(), d, w, set, files, rows)
			})
		}}
	cmd.Flags().StringVar(&note, "note", "", "what was done, or the reason")
	cmd.Flags().StringVar(&after, "after", "", "the last act that you saw; a newer one is a conflict")
	cmd.Flags().StringArrayVar(&set, "set", nil, "a field, k=v")
	cmd.Flags().StringArrayVar(&files, "file", nil, "an attachment, ROLE=PATH")
	cmd.Flags().StringArrayVar(&rows, "rows", nil, "the rows of a table, TABLE=F.json")
	return cmd
}

func (c *call) doStep(ctx context.Context, d *app.Desk, w app.MatterWork, set, files, rows []string) (err error) {
	if !w.Kind.IsMatter() {
		return unknownRecord(string(w.Kind))
	}
	w.Values = model.Values{}
	for _, s := range set {
		k, v, ok := strings.Cut(s, "=")
		if !ok {
			return usageError{errors.New("--set " + s + ": k=v")}
		}
		w.Values[k] = v
	}
	if w.Files, err = attach(ctx, d, files); err != nil {
		return err
	}
	if w.Lines, err = addRows(nil, rows); err != nil {
		return err
	}
	return c.takeStep(ctx, d, w)
}
