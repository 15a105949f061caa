package command

import (
	"github.com/spf13/cobra"

	"yunban/app"
)

// draftCommand carries a draft to a colleague as a file; request list --queue drafts has their ids.
func (c *call) draftCommand() *cobra.Command {
	var out string
	export := &cobra.Command{Use: "export ID --out FILE", Short: "Write a draft with its attachments to a file, for a colleague of the unit", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error {
				if err := d.ExportDraft(cmd.Context(), args[0], out, func(int, int) {}); err != nil {
					return err
				}
				return c.answer(map[string]string{"id": args[0], "name": out}, c.words.Text("file.saved", "path", out))
			})
		}}
	export.Flags().StringVar(&out, "out", "", "where to write it; its name should end in "+app.DraftEnding)
	required(export, "out")
	take := &cobra.Command{Use: "import FILE", Short: "Make the draft in a file the person's own", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error {
				draft, err := d.TakeDraftFile(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				return c.answer(map[string]any{"id": draft.ID, "kind": draft.Case, "title": draft.Title(), "files": len(draft.Filling.Files)},
					c.words.Text("command.draft_made", "id", draft.ID, "title", draft.Title()))
			})
		}}
	return group("draft", "A draft as a file, for a colleague of the unit", export, take)
}
