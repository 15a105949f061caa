package command

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/model"
)

// filledRecord is a record filled elsewhere, as a JSON file.
type filledRecord struct {
	ID     string           `json:"id,omitempty"` // of the record to correct; nothing for a new one
	Unit   string           `json:"unit,omitempty"`
	Values model.Values     `json:"values"`
	Files  []app.FilledFile `json:"files,omitempty"`
}

// recordCommand keeps the registers, and everything of the later chapters that is filed, answered and closed.
func (c *call) recordCommand() *cobra.Command {
	var f filing
	file := &cobra.Command{Use: "file KIND --from F.json|F.xlsx", Short: "File a record, or correct a system or a filing", Args: usageArgs(cobra.ExactArgs(1)),
		Long: `file KIND --from F.json                    {"values":{…},"rows":{"attendance":[{…}]},"files":[{"role":"…","path":"…"}],"note":"…"}
file KIND --from F.xlsx                    a form of the command record form, filled in
file monthly_report --from F --rows utilisation=U.xlsx
                                           a month's report for every unit at once; "units" of the JSON names some of them,
                                           "replace":true corrects what the month has already
KIND: system, filing, ` + matterKindNames(),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.file(cmd.Context(), d, args[0], f) })
		}}
	file.Flags().StringVar(&f.from, "from", "", "the filled record")
	file.Flags().StringVar(&f.unit, "unit", "", "of a workbook of systems: the unit whose systems it lists; nothing is the own one")
	file.Flags().StringVar(&f.marked, "marked", "", "where to write a faulty workbook with its faults marked")
	file.Flags().StringArrayVar(&f.rows, "rows", nil, "the rows of a table, TABLE=F.json; those of utilisation also as F.xlsx")
	file.Flags().StringArrayVar(&f.files, "file", nil, "an attachment, ROLE=PATH")
	file.Flags().BoolVar(&f.preview, "preview", false, "of a monthly report: judge everything and file nothing")
	required(file, "from")
	form := c.recordForm()
	list := c.recordList()
	show := &cobra.Command{Use: "show KIND ID", Short: "One record: what it says, its steps, and what may be done", Args: usageArgs(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.showRecord(cmd.Context(), d, args[0], args[1]) })
		}}
	return group("record", "Registers, reports, problems, inspections, bulletins, drills, grants, surveys", form, file, c.recordDo(), c.recordReceive(), list, show)
}

// filing is a record as it was typed to be filed.
type filing struct {
	from, unit, marked string
	rows, files        []string
	preview            bool
}

func (c *call) file(ctx context.Context, d *app.Desk, kind string, f filing) error {
	switch {
	case model.SubjectKind(kind).IsMatter():
		return c.fileMatter(ctx, d, model.SubjectKind(kind), f)
	case isWorkbook(f.from):
		return c.takeRecords(ctx, d, kind, f.from, f.unit, f.marked)
	}
	return c.fileRecord(ctx, d, kind, f.from)
}

// The kinds of record.
const (
	systemRecord = "system"
	filingRecord = "filing"
)

func isRecord(kind string) bool {
	matter, _, _ := strings.Cut(kind, ".")
	return kind == systemRecord || kind == filingRecord || model.SubjectKind(matter).IsMatter()
}

func unknownRecord(kind string) error {
	return model.Errorf(model.NotFound, "error.no_record_kind", "kind", kind)
}

func (c *call) fileRecord(ctx context.Context, d *app.Desk, kind, from string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return model.Wrap(model.Invalid, err, "error.file_unreadable", "name", filepath.Base(from))
	}
	var r filledRecord
	if err := json.Unmarshal(data, &r); err != nil {
		return model.Wrap(model.Invalid, err, "error.filled_form", "detail", err.Error())
	}
	switch kind {
	case systemRecord:
		if r.Unit == "" {
			r.Unit = d.Person.Unit
		}
		id, err := d.SaveSystem(ctx, r.ID, r.Unit, r.Values)
		if err != nil {
			return err
		}
		return c.answer(map[string]string{"id": id}, c.words.Text("command.system_saved", "name", r.Values["system_name"], "id", id))
	case filingRecord:
		return c.fileFiling(ctx, d, r, filepath.Dir(from))
	}
	return unknownRecord(kind)
}

func (c *call) fileFiling(ctx context.Context, d *app.Desk, r filledRecord, folder string) error {
	var files []model.File
	for _, f := range r.Files {
		kept, err := d.Attach(ctx, f.Role, filepath.Join(folder, filepath.FromSlash(f.Path)))
		if err != nil {
			return err
		}
		files = append(files, kept)
	}
	id, err := d.SaveFiling(ctx, r.ID, r.Values, files)
	if err != nil {
		return err
	}
	filings, err := d.Filings(ctx)
	if err != nil {
		return err
	}
	number := ""
	for _, f := range filings {
		if f.Subject.ID == id {
			number = f.Number()
		}
	}
	return c.answer(map[string]string{"id": id, "number": number}, c.words.Text("command.filing_saved", "number", number))
}

// delegateCommand lets somebody act for another for a time.
func (c *call) delegateCommand() *cobra.Command {
	var to, begin, end string
	add := &cobra.Command{Use: "add --to NAME --from DAY --until DAY", Short: "Let another person act for the signed-in one", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error {
				if err := d.Delegate(cmd.Context(), to, begin, end); err != nil {
					return err
				}
				return c.answer(map[string]string{"to": to, "begin": begin, "end": end},
					c.words.Text("command.delegated", "to", to, "begin", begin, "end", end))
			})
		}}
	add.Flags().StringVar(&to, "to", "", "who acts")
	add.Flags().StringVar(&begin, "from", "", "the first day, 2026-02-11")
	add.Flags().StringVar(&end, "until", "", "the last day")
	required(add, "to", "from", "until")
	list := &cobra.Command{Use: "list", Short: "Delegations from and to the signed-in person", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error {
				all, err := d.Delegations(cmd.Context())
				if err != nil {
					return err
				}
				var lines []string
				for _, g := range all {
					lines = append(lines, g.ID+"　"+g.From+" → "+g.To+"　"+g.Begin+" — "+g.End)
				}
				return c.answer(all, lines...)
			})
		}}
	revoke := &cobra.Command{Use: "revoke ID", Short: "End a delegation before its time", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error {
				if err := d.Revoke(cmd.Context(), args[0]); err != nil {
					return err
				}
				return c.answer(map[string]string{"id": args[0]}, c.words.Text("command.revoked"))
			})
		}}
	return group("delegate", "Delegation for a period", add, list, revoke)
}

// importCalendar takes a year's holidays from a file.
func (c *call) importCalendar(ctx context.Context, d *app.Desk, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return model.Wrap(model.Invalid, err, "error.file_unreadable", "name", filepath.Base(path))
	}
	y, err := d.ImportYear(ctx, data)
	if err != nil {
		return err
	}
	return c.answer(y, c.words.Text("command.calendar_imported", "year", strconv.Itoa(y.Year)))
}
