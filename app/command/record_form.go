package command

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/model"
)

// recordForm writes the blank form of a record, to fill in offline.
func (c *call) recordForm() *cobra.Command {
	form := c.formCommand("The blank form of a record, to fill in offline", isRecord)
	form.Long = `form KIND --out F.xlsx                     system, filing, or the first step of a matter: problem, training …
form KIND.ACTION --about ID --out F.xlsx   a later step of one: inspection.inspect
form utilisation --out F.xlsx              the table of the monthly report, a row for each instance that was delivered`
	inner := form.RunE
	var about string
	form.Flags().StringVar(&about, "about", "", "the record that a later step is about, by its id or number; needs --as")
	form.RunE = func(cmd *cobra.Command, args []string) error {
		out, profile := cmd.Flag("out").Value.String(), cmd.Flag("profile").Value.String()
		matter, _, _ := strings.Cut(args[0], ".")
		switch {
		case args[0] == model.UtilisationTable:
			return c.deskForm(cmd.Context(), args[0], out, func(d *app.Desk, w io.Writer) error { return d.UsageForm(cmd.Context(), w, c.words.Text) })
		case model.SubjectKind(matter).IsMatter() && profile == "" && c.as != "":
			return c.deskForm(cmd.Context(), args[0], out, func(d *app.Desk, w io.Writer) error {
				return d.MatterForm(cmd.Context(), w, args[0], about, c.words.Text)
			})
		}
		return inner(cmd, args)
	}
	return form
}

// deskForm writes a form with what the signed-in person's desk knows.
func (c *call) deskForm(ctx context.Context, kind, out string, write func(*app.Desk, io.Writer) error) error {
	err := c.desk(ctx, func(d *app.Desk) error {
		return app.WriteWhole(out, func(w io.Writer) error { return write(d, w) })
	})
	if err != nil {
		return err
	}
	return c.answer(map[string]string{"path": out, "kind": kind}, c.words.Text("command.written", "path", out))
}

// takeMatter takes in a matter that was filled in as a workbook.
func (c *call) takeMatter(ctx context.Context, d *app.Desk, kind model.SubjectKind, f filing) error {
	pre, err := d.ReadFormFile(ctx, f.from)
	if err != nil {
		return err
	}
	if of, _, _ := strings.Cut(pre.Kind, "."); of != string(kind) {
		return model.Errorf(model.Invalid, "error.form_kind", "kind", pre.Kind)
	}
	if pre.Report != nil && len(f.rows) > 0 { // the long table stands elsewhere: the whole is judged together
		return c.fileReport(ctx, d, *pre.Report, app.UsageTable{}, f)
	}
	if len(pre.Problems) > 0 {
		if err := c.mark(ctx, d, pre, f.marked); err != nil {
			return err
		}
		return refusedCells(pre.Problems)
	}
	files, err := attach(ctx, d, f.files)
	if err != nil {
		return err
	}
	if pre.Report != nil {
		pre.Report.Files = files
		return c.fileReport(ctx, d, *pre.Report, app.UsageTable{}, f)
	}
	w := *pre.Matter
	w.Files = files
	return c.takeStep(ctx, d, w)
}
