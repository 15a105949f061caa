package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"yunban/app"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// drawPool lists the platform's zones: what each holds and what is given away, and beside a request what it would take.
func (w *Window) drawPool(pool app.Pool, request bool) fyne.CanvasObject {
	list := kit.NewColumn(4)
	for _, l := range view.PoolLines(pool, request) {
		tone := kit.ToneNeutral
		if l.Short {
			tone = kit.ToneBad
		}
		text := w.text(l.Text)
		if l.Short {
			text = tone.Sign() + " " + w.T("pool.short") + "　" + text
		}
		list.Add(kit.NewColumn(1, kit.NewText(l.Zone), kit.NewCaption(text, tone)))
	}
	from := w.T("pool.no_capacity")
	if pool.Number != "" {
		from = w.T("pool.from", "day", pool.AsOf, "number", pool.Number)
	}
	list.Add(kit.NewCaption(from, kit.ToneNeutral))
	return list
}

// loadPool puts the platform's capacity beside a request that is under review, before and after it (R21).
func (p *requestPage) loadPool(into *fyne.Container) {
	desk, id := p.w.desk, p.id
	if !desk.ReadsAll() || !p.r.TakesFromPool() {
		return
	}
	var pool app.Pool
	p.w.Work(p.w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		pool, err = desk.PoolFor(ctx, id)
		return err
	}, func(err error) {
		if err != nil || len(pool.Rows) == 0 { // the request can be reviewed without
			return
		}
		into.Objects = []fyne.CanvasObject{kit.NewCard(p.w.T("pool.title"), p.w.drawPool(pool, true))}
		into.Refresh()
		p.content.Refresh()
	})
}
