package command

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

// registerCommand exports the ledgers.
func (c *call) registerCommand() *cobra.Command {
	var out, kind, unit, from, to string
	export := &cobra.Command{Use: "export --out F.xlsx", Short: "A ledger as a workbook", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error {
				q, err := c.registerQuery(cmd.Context(), d, unit, from, to)
				if err != nil {
					return err
				}
				return c.export(cmd.Context(), d, out, app.Register(kind), q)
			})
		}}
	export.Flags().StringVar(&out, "out", "", "the file to write")
	export.Flags().StringVar(&kind, "kind", string(app.RequestRegister), "which: "+registerNames()+"; or a kind of request: usage, change, termination")
	export.Flags().StringVar(&unit, "unit", "", "only this unit, by its id or name")
	export.Flags().StringVar(&from, "from", "", "the first day of the period")
	export.Flags().StringVar(&to, "to", "", "the last day of the period")
	required(export, "out")
	return group("register", "The ledgers", export)
}

func registerNames() string {
	var names []string
	for _, r := range app.Registers() {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}

// registerQuery reads unit and period.
func (c *call) registerQuery(ctx context.Context, d *app.Desk, unit, from, to string) (q model.Query, err error) {
	for _, day := range []struct {
		field, text string
		at          *workday.Date
	}{{"from", from, &q.From}, {"to", to, &q.To}} {
		if day.text == "" {
			continue
		}
		if *day.at, err = workday.ParseDate(day.text); err != nil {
			return q, model.InvalidInput([]model.Problem{{Field: day.field, Key: "problem.date"}})
		}
	}
	if unit == "" {
		return q, nil
	}
	units, err := d.Units(ctx)
	if err != nil {
		return q, err
	}
	i := slices.IndexFunc(units, func(u model.Unit) bool { return u.ID == unit || u.Name == unit })
	if i < 0 {
		return q, model.Errorf(model.NotFound, "error.no_unit", "unit", unit)
	}
	q.Unit = units[i].ID
	return q, nil
}

// export writes a register; a kind of request is the ledger of requests of that kind.
func (c *call) export(ctx context.Context, d *app.Desk, out string, kind app.Register, q model.Query) error {
	if slices.Contains(model.Cases(), model.Case(kind)) {
		kind, q.Case = app.RequestRegister, model.Case(kind)
	}
	if err := writeRegister(ctx, d, out, kind, q, c.words.Text); err != nil {
		return err
	}
	return c.answer(map[string]string{"file": out, "kind": string(kind)}, c.words.Text("command.written", "path", out))
}

// writeRegister writes a ledger to a file.
func writeRegister(ctx context.Context, d *app.Desk, out string, kind app.Register, q model.Query, words app.Wording) error {
	return writeWhole(out, func(w io.Writer) error { return d.ExportRegister(ctx, w, kind, q, words, nil) })
}

// writeWhole writes a file beside its place and moves it there when it is whole.
func writeWhole(out string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(out), ".register-*")
	if err != nil {
		return model.Wrap(model.Invalid, err, "error.cannot_write", "path", out)
	}
	err = write(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	if err := os.Rename(f.Name(), out); err != nil {
		return model.Wrap(model.Invalid, err, "error.cannot_write", "path", out)
	}
	return os.Chmod(out, 0o644)
}
