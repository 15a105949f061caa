package command

import (
	"context"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

// dutyCommand lists what the regulation says is due (应办事项), filed or not.
func (c *call) dutyCommand() *cobra.Command {
	var from, to string
	var overdue bool
	list := &cobra.Command{Use: "list [--overdue] [--from DAY] [--to DAY]", Short: "What the regulation says is due, period by period",
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.duties(cmd.Context(), d, from, to, overdue) })
		}}
	list.Flags().BoolVar(&overdue, "overdue", false, "only what is missing")
	list.Flags().StringVar(&from, "from", "", "the first day, 2026-01-01; nothing is the office's beginning")
	list.Flags().StringVar(&to, "to", "", "the last day; nothing is today")
	return group("duty", "What must be filed again and again: reports, bulletins, drills, training, inspections", list)
}

func (c *call) duties(ctx context.Context, d *app.Desk, from, to string, overdue bool) error {
	first, last := workday.Date{Year: 1}, d.Today()
	for _, day := range []struct {
		typed string
		into  *workday.Date
	}{{from, &first}, {to, &last}} {
		if day.typed == "" {
			continue
		}
		var err error
		if *day.into, err = workday.ParseDate(day.typed); err != nil {
			return model.Wrap(model.Invalid, err, "error.not_day", "day", day.typed)
		}
	}
	owed, err := d.Obligations(ctx, first, last)
	if err != nil {
		return err
	}
	items, lines := []map[string]any{}, []string{}
	for _, o := range owed {
		if overdue && o.State != model.Missing {
			continue
		}
		items = append(items, map[string]any{"id": o.ID, "name": o.Name, "kind": o.Matter, "period": o.Period.String(), "unit": o.Unit,
			"unit_name": o.UnitName, "due": o.Due, "provisional": o.Provisional, "article": o.Article, "state": o.State, "by": o.Obligation.By,
			"our_due": true, "our_period": o.OurPeriod, "record": o.Filed.ID, "mine": o.Mine})
		lines = append(lines, c.words.Text("obligation_state."+string(o.State))+"　"+o.Due.String()+"　"+o.Name+"　"+c.words.Period(o.Period)+"　"+o.UnitName+"　"+o.Article)
	}
	if len(items) == 0 {
		lines = []string{c.words.Text("command.no_duties")}
	}
	return c.answer(map[string]any{"items": items}, lines...)
}
