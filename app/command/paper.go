package command

import (
	"context"
	"errors"
	"os"
	"path/filepath"

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

// registerCommand exports the ledger.
func (c *call) registerCommand() *cobra.Command {
	var out, kind string
	export := &cobra.Command{Use: "export --out F.xlsx", Short: "The ledger of requests as a workbook", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.export(cmd.Context(), d, out, model.Case(kind)) })
		}}
	export.Flags().StringVar(&out, "out", "", "the file to write")
	export.Flags().StringVar(&kind, "kind", "", "only this kind of request")
	required(export, "out")
	return group("register", "The ledger", export)
}

func (c *call) export(ctx context.Context, d *app.Desk, out string, kind model.Case) error {
	if err := writeRegister(ctx, d, out, kind, c.words.Text); err != nil {
		return err
	}
	return c.answer(map[string]string{"file": out}, c.words.Text("command.written", "path", out))
}

// writeRegister writes the ledger beside its place and moves it there when it is whole.
func writeRegister(ctx context.Context, d *app.Desk, out string, kind model.Case, words app.Wording) error {
	f, err := os.CreateTemp(filepath.Dir(out), ".register-*")
	if err != nil {
		return model.Wrap(model.Invalid, err, "error.cannot_write", "path", out)
	}
	err = d.ExportRegister(ctx, f, model.Query{Case: kind}, words)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	if err := os.Rename(f.Name(), out); err != nil {
		return model.Wrap(model.Invalid, err, "error.cannot_write", "path", out)
	}
	return os.Chmod(out, 0o644)
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
