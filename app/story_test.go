package app_test

import (
	"context"
	"testing"

	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

var cities = []string{"panjin-2016", "luan"}

func TestStory(t *testing.T) {
	for _, city := range cities {
		t.Run(city, func(t *testing.T) {
			office := apptest.New(t, city)
			var steps []demo.Step
			err := demo.Tell(context.Background(), office.Office, office.Clock, func(s demo.Step) error {
				steps = append(steps, s)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Run("the demonstration takes every action of every case (R10)", func(t *testing.T) {
				taken := map[model.Action]bool{model.Countersign: true} // off in both cities
				for _, s := range steps {
					taken[s.Action] = true
				}
				for _, c := range model.Cases() {
					for _, a := range model.Arrows(c) {
						if !taken[a.Action] {
							t.Errorf("%s: %s from %s was never taken", c, a.Action, a.From)
						}
					}
				}
			})
			t.Run("afterwards the store verifies", func(t *testing.T) {
				broken, err := office.Store.Verify(context.Background(), func(int, int) {})
				if err != nil || len(broken) > 0 {
					t.Error(err, broken)
				}
			})
		})
	}
}
