package main

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/app/hub"
)

// offlineCommand tells and sets for how many days desks may work without the hub.
func (c *call) offlineCommand() *cobra.Command {
	return &cobra.Command{Use: "offline [DAYS]", Short: "For how many days a desk may work without the hub, then it only reads; also while it serves",
		Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.MaximumNArgs(1)(cmd, args)) },
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				if err := c.setOffline(cmd.Context(), args[0]); err != nil {
					return err
				}
			}
			days := hub.OfflineDays(c.hubDir())
			if days == 0 {
				days = app.LicenceDays
			}
			return c.answer(map[string]int{"offline_days": days}, c.words.Text("hub.offline_days", "n", strconv.Itoa(days)))
		}}
}

func (c *call) setOffline(ctx context.Context, text string) error {
	if err := c.owned(); err != nil {
		return err
	}
	days, err := strconv.Atoi(text)
	if err != nil {
		days = 0 // no number of days
	}
	return c.operate(ctx, func(hub.Operator) error { return hub.SetOfflineDays(c.hubDir(), days) })
}
