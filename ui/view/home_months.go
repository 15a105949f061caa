package view

import (
	"context"
	"strconv"

	"yunban/app"
	"yunban/model"
)

// homeMonths is how far the picture of the home page looks back.
const homeMonths = 6

// LoadFiled counts the requests filed in each of the last months, for those who read all; of nothing filed at all there
// are no bars (R53). Only counting: the home page must not wait for the statistics.
func LoadFiled(ctx context.Context, desk *app.Desk) (Chart, error) {
	chart := Chart{Title: Say("home.filed")}
	if !desk.ReadsAll() {
		return chart, nil
	}
	month := model.EveryMonth.Around(desk.Today())
	for range homeMonths - 1 {
		month = month.Before()
	}
	all := 0
	for range homeMonths {
		n, err := desk.Count(ctx, model.Query{From: month.From, To: month.To})
		if err != nil {
			return Chart{}, err
		}
		all += n
		chart.All = append(chart.All, ChartBar{Label: plain(month.String()), Value: float64(n), Text: Say("stat.n_items", "n", strconv.Itoa(n))})
		month = model.EveryMonth.Around(month.To.AddDays(1))
	}
	if all == 0 {
		chart.All = nil
	}
	chart.Bars = chart.All
	return chart, nil
}
