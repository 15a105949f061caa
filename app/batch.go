package app

import (
	"context"

	"yunban/model"
)

// Outcome is what became of one request of a batch.
type Outcome struct {
	Request string
	Number  string
	Title   string
	Err     error // nil when the act was taken
}

// DoAll takes the same act with the same opinion on several requests. Each is checked and answered by itself: one
// that is refused keeps none of the others from being done. progress hears of each.
func (d *Desk) DoAll(ctx context.Context, requests []string, action model.Action, note string, progress func(done, all int)) ([]Outcome, error) {
	outcomes := make([]Outcome, 0, len(requests))
	for i, id := range requests {
		if err := ctx.Err(); err != nil {
			return outcomes, err
		}
		o := Outcome{Request: id}
		file, err := d.Dossier(ctx, id)
		if err == nil {
			o.Number, o.Title = file.Request.Number, file.Request.Title()
			_, err = d.Do(ctx, Doing{Request: id, Action: action, After: file.Request.Last, Note: note})
		}
		o.Err = err
		outcomes = append(outcomes, o)
		progress(i+1, len(requests))
	}
	return outcomes, nil
}
