package command

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"yunban/app"
)

func (c *call) requestReminders() *cobra.Command {
	var seen bool
	cmd := &cobra.Command{Use: "reminders", Short: "Trials that end within 7, 3 or 1 days", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.reminders(cmd.Context(), d, seen) })
		}}
	cmd.Flags().BoolVar(&seen, "seen", false, "put them away until the next ones come")
	return cmd
}

func (c *call) reminders(ctx context.Context, d *app.Desk, seen bool) error {
	found, err := d.Reminders(ctx)
	if err != nil {
		return err
	}
	items := []map[string]any{}
	var ids, lines []string
	for _, r := range found {
		items = append(items, map[string]any{"id": r.ID, "number": r.Number, "title": r.Title, "unit": r.UnitName,
			"reminder": r.Days, "left": r.DaysLeft, "ends": r.Due.Due})
		ids = append(ids, r.ID)
		lines = append(lines, r.Number+"　"+c.words.Text("reminder.trial", "unit", r.UnitName, "title", r.Title,
			"n", strconv.Itoa(r.DaysLeft), "end", r.Due.Due.String()))
	}
	if len(found) == 0 {
		lines = []string{c.words.Text("command.no_reminders")}
	}
	if seen && len(ids) > 0 {
		if err := d.SeeReminders(ctx, ids...); err != nil {
			return err
		}
	}
	return c.answer(map[string]any{"items": items}, lines...)
}
