package app

import (
	"context"

	"yunban/model"
)

// NamesBehind names the records that a figure was computed from.
func (d *Desk) NamesBehind(ctx context.Context, f model.Figure) (map[model.Subject]string, error) {
	return d.subjectNames(ctx, model.Scorecard{Indicators: []model.Indicator{{Figures: []model.Figure{f}}}})
}
