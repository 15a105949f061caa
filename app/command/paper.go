package command

import (
	"context"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/app/wire"
	"yunban/model"
)

// printCommand issues a paper and writes it to a file.
func (c *call) printCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{Use: "print DOCUMENT ID --out F.pdf", Short: "One paper: application, acceptance, not_accepted, approval, go_live", Args: usageArgs(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error {
				return c.print(cmd.Context(), d, model.DocumentKind(args[0]), args[1], out)
			})
		}}
	cmd.Flags().StringVar(&out, "out", "", "the file to write")
	required(cmd, "out")
	return cmd
}

func (c *call) print(ctx context.Context, d *app.Desk, kind model.DocumentKind, called, out string) error {
	id, err := c.requestCalled(ctx, d, called)
	if err != nil {
		return err
	}
	file, err := d.Issue(ctx, id, kind)
	if err != nil {
		return err
	}
	if err := d.SaveFile(ctx, file, out); err != nil {
		return err
	}
	return c.answer(map[string]any{"document": kind, "file": out, "hash": file.Hash, "size": file.Size},
		c.words.Text("command.printed", "name", file.Name, "path", out))
}

// verifyCommand checks what is kept.
func (c *call) verifyCommand() *cobra.Command {
	store := &cobra.Command{Use: "store", Short: "Replay every event; check the hash chain, the summaries and each file", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.office(cmd.Context(), func(o *wire.Opened) error { return c.verifyStore(cmd.Context(), o) })
		}}
	return group("verify", "Checks", store)
}

func (c *call) verifyStore(ctx context.Context, o *wire.Opened) error {
	broken, err := o.Store.Verify(ctx, func(int, int) {})
	if err != nil {
		return err
	}
	if len(broken) == 0 {
		return c.answer(map[string]any{"ok": true, "broken": []model.Broken{}}, c.words.Text("command.store_good"))
	}
	var lines []string
	for _, b := range broken {
		lines = append(lines, "· "+b.Subject+"　"+c.words.Text(b.What)+"　"+b.Detail)
	}
	if err := c.answer(map[string]any{"ok": false, "broken": broken}, lines...); err != nil {
		return err
	}
	return model.Errorf(model.Conflict, "error.store_broken_found")
}
