package command

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/model"
)

func (c *call) requestBatch() *cobra.Command {
	var b app.Batch
	cmd := &cobra.Command{Use: "batch ACTION ID…", Short: "One act with one opinion on several requests, each answered by itself", Args: usageArgs(cobra.MinimumNArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			b.Action = model.Action(args[0])
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.batch(cmd.Context(), d, b, args[1:]) })
		}}
	cmd.Flags().StringVar(&b.Note, "note", "", "the opinion")
	cmd.Flags().BoolVar(&b.Complete, "complete", false, "of an acceptance: each was checked against its list of materials")
	return cmd
}

// batch fails when one of the requests was refused; the answer names each all the same.
func (c *call) batch(ctx context.Context, d *app.Desk, b app.Batch, called []string) error {
	for _, one := range called {
		id, err := c.requestCalled(ctx, d, one)
		if err != nil {
			return err
		}
		b.Requests = append(b.Requests, id)
	}
	outcomes, err := d.DoAll(ctx, b, func(int, int) {})
	items := []map[string]any{}
	var lines []string
	var refused []error
	for _, o := range outcomes {
		item, said := map[string]any{"id": o.Request, "number": o.Number, "title": o.Title, "done": o.Err == nil}, c.words.Text("batch.ok")
		if o.Err != nil {
			said = c.words.Error(o.Err)
			item["why"] = said
			refused = append(refused, o.Err)
		}
		items, lines = append(items, item), append(lines, o.Number+"　"+o.Title+"　"+said)
	}
	if err == nil && len(refused) > 0 {
		err = refused[0]
	}
	return errors.Join(c.answer(map[string]any{"items": items}, lines...), err)
}
