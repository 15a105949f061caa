package command

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/model"
)

// usageOf reads the rows of a table of utilisation.
func usageOf(data []byte) ([]app.Utilised, error) {
	lines, err := linesOf(model.UtilisationTable, data)
	rows := make([]app.Utilised, len(lines))
	for i, l := range lines {
		v := l.Values
		rows[i] = app.Utilised{Unit: v["unit"], System: v["system_name"], Instance: v["instance"], CPU: v["cpu"], Memory: v["memory"], Disk: v["disk"],
			Judgement: v["judgement"]}
	}
	return rows, err
}

// recordReceive acknowledges the monthly reports of a month.
func (c *call) recordReceive() *cobra.Command {
	return &cobra.Command{Use: "receive MONTH", Short: "Acknowledge the monthly reports of a month that wait for one's receipt", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error {
				if p, ok := model.ParsePeriod(args[0]); !ok || p.Every != model.EveryMonth {
					return model.InvalidInput([]model.Problem{{Field: "month", Key: "problem.not_month"}})
				}
				received, err := d.ReceiveReports(cmd.Context(), args[0], nil)
				if err != nil {
					return err
				}
				return c.reportsDone(received, nil)
			})
		}}
}

// fileReport previews or files a month's report for every unit that it is for.
func (c *call) fileReport(ctx context.Context, d *app.Desk, report app.ReportFiling, table app.UsageTable, f filing) error {
	for _, s := range f.rows {
		name, path, ok := strings.Cut(s, "=")
		switch {
		case !ok:
			return usageError{errors.New("--rows " + s + ": TABLE=PATH")}
		case name == model.UtilisationTable && isWorkbook(path):
			var err error
			if table, err = d.ReadUsageFile(ctx, path, nil); err != nil {
				return err
			}
			report.Usage = table.Rows
		case name == model.UtilisationTable:
			data, err := os.ReadFile(path)
			if err != nil {
				return model.Wrap(model.Invalid, err, "error.file_unreadable", "name", filepath.Base(path))
			}
			if report.Usage, err = usageOf(data); err != nil {
				return err
			}
		default:
			var err error
			if report.Lines, err = addRows(report.Lines, []string{s}); err != nil {
				return err
			}
		}
	}
	pre, err := d.PreviewReport(ctx, report)
	if err != nil {
		return err
	}
	problems := append(table.Problems, table.Place(pre.Problems)...)
	if f.preview {
		return c.answer(map[string]any{"month": pre.Month, "units": pre.Shares, "problems": c.cellProblems(problems), "warnings": c.cellProblems(table.Place(pre.Warnings))},
			append(c.placed(problems), c.placed(table.Place(pre.Warnings))...)...)
	}
	if len(problems) > 0 {
		if f.marked != "" && len(table.Rows) > 0 {
			mark := func(w io.Writer) error { return d.MarkUsage(ctx, w, table, problems, c.words.Text) }
			if err := app.WriteWhole(f.marked, mark); err != nil {
				return err
			}
		}
		return refusedCells(problems)
	}
	filed, err := d.FileMonthlyReport(ctx, report, nil)
	if err != nil {
		return err
	}
	return c.reportsDone(filed, table.Place(pre.Warnings))
}

// reportsDone tells what became of each unit's report.
func (c *call) reportsDone(done []app.FiledReport, warnings []model.CellProblem) error {
	items, lines, failed := []map[string]any{}, []string(nil), 0
	for _, one := range done {
		item := map[string]any{"unit": one.Unit, "unit_name": one.Name, "id": one.ID, "number": one.Number}
		line := joinedWide(one.Number, one.Name)
		if one.Err != nil {
			failed++
			item["error"] = c.words.Error(one.Err)
			line = joinedWide(line, c.words.Error(one.Err))
		}
		items, lines = append(items, item), append(lines, line)
	}
	if err := c.answer(map[string]any{"items": items, "failed": failed, "warnings": c.cellProblems(warnings)}, append(lines, c.placed(warnings)...)...); err != nil || failed == 0 {
		return err
	}
	return model.Errorf(model.Invalid, "error.reports_failed", "count", strconv.Itoa(failed))
}
