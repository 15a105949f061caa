package command

import (
	"strconv"

	"github.com/spf13/cobra"

	"yunban/app/wire"
	"yunban/model"
)

// backupCommand copies the desk's folder into one file, also while the window has it open.
func (c *call) backupCommand() *cobra.Command {
	return &cobra.Command{Use: "backup FILE", Short: "Copy everything into one file, also while the program is in use", Args: usageArgs(cobra.ExactArgs(1)),
		Long: "Copies the desk's folder into one file: log, attachments, drafts, password hashes, and the desk's key where it\nfollows a hub. Whoever has the file has all of that: keep it where only administrators can read it.",
		RunE: func(cmd *cobra.Command, args []string) error {
			made, err := wire.Backup(cmd.Context(), c.home, args[0], nil, wire.Telling(c.errs))
			if err != nil {
				return err
			}
			return c.sayBackup(made, c.words.Text("command.backed_up", "path", args[0], "head", strconv.FormatInt(made.Head, 10), "files", strconv.Itoa(made.Files)),
				c.words.Text("command.backup_secret"))
		}}
}

// sayBackup tells of a copy; of one that lacks files it also fails, so that nobody overlooks it.
func (c *call) sayBackup(made model.Backup, lines ...string) error {
	if err := c.answer(made, lines...); err != nil || len(made.Broken) == 0 {
		return err
	}
	return model.Errorf(model.Conflict, "error.backup_lacks", "files", strconv.Itoa(len(made.Broken)), "first", made.Broken[0])
}

func (c *call) restoreCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{Use: "restore FILE", Short: "Make the folder what a backup is of, once all of it was checked", Args: usageArgs(cobra.ExactArgs(1)),
		Long: "Makes the folder what a backup is of, once all of it was checked. A desk that follows a hub goes on by itself where it\ntakes its own place; anywhere else it has to join again with a new code, for the one that was copied may go on.",
		RunE: func(cmd *cobra.Command, args []string) error {
			made, before, err := wire.Restore(cmd.Context(), args[0], c.home, force, nil, wire.Telling(c.errs))
			if err != nil {
				return err
			}
			lines := []string{c.words.Text("command.restored", "path", c.home, "head", strconv.FormatInt(made.Head, 10), "files", strconv.Itoa(made.Files))}
			if before != "" {
				lines = append(lines, c.words.Text("command.restored_before", "path", before))
			}
			anew := wire.MustEnrol(c.home)
			if anew {
				lines = append(lines, c.words.Text("command.restored_anew"))
			}
			return c.answer(map[string]any{"restored": made, "before": before, "anew": anew}, lines...)
		}}
	cmd.Flags().BoolVar(&force, "force", false, "replace what is there; it is kept beside under a dated name")
	return cmd
}
