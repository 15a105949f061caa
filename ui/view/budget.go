package view

import (
	"context"
	"math"
	"strconv"
	"strings"

	"yunban/app"
	"yunban/model"
)

// BudgetForm is how many gigabytes of attachments a desk is to keep, as it is typed.
type BudgetForm struct{ Gigabytes string }

// NewBudgetForm shows the budget that holds.
func NewBudgetForm(b app.FileBudget) BudgetForm {
	return BudgetForm{strconv.FormatFloat(math.Round(float64(b.Limit)/(1<<30)*100)/100, 'f', -1, 64)}
}

// Save keeps the budget, and lets go of what is beyond it.
func (f BudgetForm) Save(ctx context.Context, desk *app.Desk) (freed int64, err error) {
	n, err := strconv.ParseFloat(strings.TrimSpace(f.Gigabytes), 64)
	if err != nil || !(n >= 0 && n <= app.MostBudget) {
		return 0, model.InvalidInput([]model.Problem{{Field: "budget", Key: "problem.file_budget"}})
	}
	return desk.SetFileBudget(ctx, int64(math.Round(n*(1<<10))))
}

// BudgetStands says how much is here, and what of it stays when that is too much.
func BudgetStands(b app.FileBudget) (said Text, over bool) {
	if b.Used > b.Limit {
		return Say("budget.over", "used", SizeText(b.Used)), true
	}
	return Say("budget.used", "used", SizeText(b.Used)), false
}
