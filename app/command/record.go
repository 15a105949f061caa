package command

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"

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

// recordCommand keeps the registers that have no lifecycle: the inventory of systems and the construction proposals.
func (c *call) recordCommand() *cobra.Command {
	var from, unit, marked string
	file := &cobra.Command{Use: "file KIND --from F.json|F.xlsx", Short: "File or correct a record: system, filing", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error {
				if isWorkbook(from) {
					return c.takeRecords(cmd.Context(), d, args[0], from, unit, marked)
				}
				return c.fileRecord(cmd.Context(), d, args[0], from)
			})
		}}
	file.Flags().StringVar(&from, "from", "", "the filled record")
	file.Flags().StringVar(&unit, "unit", "", "of a workbook: the unit whose systems it lists; nothing is the own one")
	file.Flags().StringVar(&marked, "marked", "", "where to write a faulty workbook with its faults marked")
	required(file, "from")
	form := c.formCommand("The blank form of a record, to fill in offline", isRecord)
	list := &cobra.Command{Use: "list KIND", Short: "All records of a kind", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.listRecords(cmd.Context(), d, args[0]) })
		}}
	show := &cobra.Command{Use: "show KIND ID", Short: "One record", Args: usageArgs(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.showRecord(cmd.Context(), d, args[0], args[1]) })
		}}
	return group("record", "Registers: the inventory of systems, the construction proposals", form, file, list, show)
}

// The kinds of record.
const (
	systemRecord = "system"
	filingRecord = "filing"
)

func isRecord(kind string) bool { return kind == systemRecord || kind == filingRecord }

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

func (c *call) listRecords(ctx context.Context, d *app.Desk, kind string) error {
	items, lines := []any{}, []string(nil)
	switch kind {
	case systemRecord:
		systems, err := d.Systems(ctx)
		if err != nil {
			return err
		}
		for _, s := range systems {
			items = append(items, map[string]any{"id": s.ID, "unit": s.Unit, "state": s.State, "values": s.Values})
			lines = append(lines, s.ID+"　"+s.Name()+"　"+c.words.Text("system_state."+string(s.State)))
		}
	case filingRecord:
		filings, err := d.Filings(ctx)
		if err != nil {
			return err
		}
		for _, f := range filings {
			items = append(items, map[string]any{"id": f.Subject.ID, "number": f.Number(), "values": f.Values, "files": f.Files})
			lines = append(lines, f.Number()+"　"+f.Values["filing_title"]+"　"+f.Values["proposing_body"])
		}
	default:
		return unknownRecord(kind)
	}
	return c.answer(map[string]any{"items": items, "next": ""}, lines...)
}

func (c *call) showRecord(ctx context.Context, d *app.Desk, kind, id string) error {
	if kind != systemRecord {
		return unknownRecord(kind)
	}
	s, err := d.System(ctx, id)
	if err != nil {
		return err
	}
	var requests []map[string]any
	for _, r := range s.Requests {
		requests = append(requests, map[string]any{"id": r.ID, "number": r.Number, "kind": r.Case, "status": r.Status})
	}
	return c.answer(map[string]any{"id": s.ID, "unit": s.Unit, "state": s.State, "values": s.Values, "lines": s.Lines,
		"totals": model.TotalsAt(s.Lines, model.StageDelivered), "requests": requests, "adjustments": s.Log},
		s.Name()+"　"+c.words.Text("system_state."+string(s.State)))
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
