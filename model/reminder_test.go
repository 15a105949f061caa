package model_test

import (
	"testing"

	"yunban/model"
)

func TestTrialReminder(t *testing.T) {
	t.Run("it comes 7, 3 and 1 days before the end, and stands until the next (R15, R16, T7)", func(t *testing.T) {
		for left, want := range map[int]int{30: 0, 8: 0, 7: 7, 6: 7, 4: 7, 3: 3, 2: 3, 1: 1, 0: 1, -1: 0, -9: 0} {
			if got := model.TrialReminder(left); got != want {
				t.Errorf("%d days left: %d, want %d", left, got, want)
			}
		}
	})
}
