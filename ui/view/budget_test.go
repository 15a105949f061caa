package view

import (
	"testing"

	"yunban/app"
)

func TestTheBudgetOfFiles(t *testing.T) {
	t.Run("what is here beyond the limit is said with what stays", func(t *testing.T) {
		if said, over := BudgetStands(app.FileBudget{Joined: true, Limit: 1 << 20, Used: 3 << 20}); !over || said.Key != "budget.over" || said.Args[1] != "3.0 MB" {
			t.Error(said, over)
		}
		if said, over := BudgetStands(app.FileBudget{Joined: true, Limit: 3 << 30, Used: 3 << 29}); over || said.Key != "budget.used" || said.Args[1] != "1.5 GB" {
			t.Error(said, over)
		}
	})
	t.Run("the limit is shown in gigabytes", func(t *testing.T) {
		for limit, want := range map[int64]string{2 << 30: "2", 512 << 20: "0.5", 100 << 20: "0.1"} {
			if got := NewBudgetForm(app.FileBudget{Limit: limit}).Gigabytes; got != want {
				t.Errorf("%d: %s", limit, got)
			}
		}
	})
}
