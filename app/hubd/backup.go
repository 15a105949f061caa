package main

import (
	"strconv"

	"github.com/spf13/cobra"

	"yunban/app/wire"
	"yunban/model"
)

// backupCommand needs nothing of the running hub: it copies beside it.
func (c *call) backupCommand() *cobra.Command {
	return &cobra.Command{Use: "backup FILE", Short: "Copy the hub into one file, also while it serves", Args: exactly(1),
		Long: "Copies the hub into one file: log, attachments, password hashes, the hub's own keys, the desks' public keys and\nthe portals' token hashes. Whoever has the file can be the hub: keep it where only its administrators can read it.",
		RunE: func(cmd *cobra.Command, args []string) error {
			made, err := wire.Backup(cmd.Context(), c.store, args[0], c.opts.Blobs, wire.Telling(c.errs))
			if err != nil {
				return err
			}
			err = c.answer(made, c.words.Text("command.backed_up", "path", args[0], "head", strconv.FormatInt(made.Head, 10), "files", strconv.Itoa(made.Files)),
				c.words.Text("command.backup_secret"))
			if err != nil || len(made.Broken) == 0 {
				return err
			}
			return model.Errorf(model.Conflict, "error.backup_lacks", "files", strconv.Itoa(len(made.Broken)), "first", made.Broken[0])
		}}
}

func (c *call) restoreCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{Use: "restore FILE", Short: "Make the folder the hub that a backup is of, once all of it was checked; desks then offer again what it lacks", Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := c.owned(); err != nil {
				return err
			}
			made, before, err := wire.Restore(cmd.Context(), args[0], c.store, force, c.opts.Blobs, wire.Telling(c.errs))
			if err != nil {
				return err
			}
			lines := []string{c.words.Text("command.restored", "path", c.store, "head", strconv.FormatInt(made.Head, 10), "files", strconv.Itoa(made.Files))}
			if before != "" {
				lines = append(lines, c.words.Text("command.restored_before", "path", before))
			}
			return c.answer(map[string]any{"restored": made, "before": before}, lines...)
		}}
	cmd.Flags().BoolVar(&force, "force", false, "replace what is there; it is kept beside under a dated name")
	return cmd
}

// exactly makes a wrong number of arguments a wrong use.
func exactly(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error { return usage(cobra.ExactArgs(n)(cmd, args)) }
}
