package app

import (
	"context"
	"slices"

	"yunban/model"
)

// FileMonthlyReport files a month's report for each unit that it is for, all by one act of the vendor: a report for each,
// with the same batch. With anything wrong nothing is filed. Each unit's is judged again when it is written: one that a
// colleague filed meanwhile is told by its own Err, and the others are filed all the same. progress may be nil.
func (d *Desk) FileMonthlyReport(ctx context.Context, f ReportFiling, progress func(done, all int)) ([]FiledReport, error) {
	b, err := d.readReport(ctx, f)
	if err != nil {
		return nil, err
	}
	if err := model.InvalidInput(b.preview.Problems); err != nil {
		return nil, err
	}
	batch, err := newID()
	if err != nil {
		return nil, err
	}
	b.filing.Values["batch"] = batch
	var filed []FiledReport
	for i, share := range b.shares {
		if err := ctx.Err(); err != nil {
			return filed, err
		}
		filed = append(filed, d.fileShare(ctx, b, share))
		if progress != nil {
			progress(i+1, len(b.shares))
		}
	}
	return filed, nil
}

// fileShare files one unit's report.
func (d *Desk) fileShare(ctx context.Context, b *reportBatch, share *reportShare) FiledReport {
	filed := FiledReport{Unit: share.Unit, Name: share.Name, ID: share.corrects, Number: share.Number}
	w := b.work(share)
	if share.aside(b) {
		file, err := d.keepUsage(ctx, b.filing.Values["month"], share, b.filing.Usage)
		if err != nil {
			filed.Err = err
			return filed
		}
		w.Files = append(slices.Clone(w.Files), file)
	}
	e, err := d.takeAmid(ctx, w, func(ctx context.Context, _ model.SubjectKind) (model.Surroundings, error) {
		err := d.filedMeanwhile(ctx, b)
		return b.around, err
	})
	if filed.Err = err; err != nil {
		return filed
	}
	filed.ID = e.Subject.ID
	if e.Number != "" { // a correction keeps the number that the report has
		filed.Number = e.Number
	}
	return filed
}

// filedMeanwhile adds the reports that were filed since the batch was read: whoever is second in the same month is refused,
// though both looked before either wrote. The reports that are known already are not read again for every unit.
func (d *Desk) filedMeanwhile(ctx context.Context, b *reportBatch) error {
	ids, err := d.Store.RecordIDs(ctx, model.MonthlyReport)
	if err != nil {
		return err
	}
	known := make(map[string]bool, len(b.around.Others))
	for _, m := range b.around.Others {
		known[m.ID] = true
	}
	for _, id := range ids {
		if known[id] {
			continue
		}
		events, err := d.Store.Events(ctx, model.Subject{Kind: model.MonthlyReport, ID: id})
		if err != nil {
			return err
		}
		b.around.Others = append(b.around.Others, model.MatterOf(model.ReplayRecord(events)))
	}
	return nil
}
