package command

import (
	"context"
	"os"
	"time"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/app/wire"
	"yunban/model"
)

// trustCommand keeps the list of authorities whose signatures the office trusts.
func (c *call) trustCommand() *cobra.Command {
	list := &cobra.Command{Use: "list", Short: "The authorities that the office trusts", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.office(cmd.Context(), func(o *wire.Opened) error { return c.listTrust(cmd.Context(), o) })
		}}
	add := &cobra.Command{Use: "add FILE", Short: "Trust the certificates of a file, PEM or DER", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.addTrust(cmd.Context(), d, args[0]) })
		}}
	drop := &cobra.Command{Use: "drop ID", Short: "Trust an authority no more", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error {
				if err := d.DropTrustRoot(cmd.Context(), args[0]); err != nil {
					return err
				}
				return c.answer(map[string]string{"id": args[0]}, c.words.Text("command.trust_dropped", "id", args[0]))
			})
		}}
	return group("trust", "The trust list for electronic signatures", list, add, drop)
}

func (c *call) listTrust(ctx context.Context, o *wire.Opened) error {
	roots, err := o.TrustRoots(ctx)
	if err != nil {
		return err
	}
	lines := []string{}
	for _, r := range roots {
		lines = append(lines, r.ID+"　"+r.Certificate.Subject+"　"+r.Certificate.Until.Format(time.DateOnly))
	}
	if len(roots) == 0 {
		lines = append(lines, c.words.Text("command.trust_empty"))
	}
	return c.answer(append([]app.TrustRoot{}, roots...), lines...)
}

func (c *call) addTrust(ctx context.Context, d *app.Desk, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return model.Wrap(model.Invalid, err, "error.file_unreadable", "name", path)
	}
	added, err := d.AddTrustRoot(ctx, data)
	if err != nil {
		return err
	}
	var lines []string
	for _, r := range added {
		lines = append(lines, c.words.Text("command.trust_added", "name", r.Certificate.Name, "id", r.ID))
	}
	return c.answer(added, lines...)
}
