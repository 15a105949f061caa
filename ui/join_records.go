package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/app"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// try asks the hub what would become of the records; nothing is changed by that.
func (p *joinPage) try() {
	w, join, office := p.w, p.join, p.moving
	var would app.Moving
	w.workFrom(p.onward, w.T("work.trying_move"), func(ctx context.Context, told Progress) (err error) {
		would, err = w.opts.TryMove(ctx, office, join, told)
		return err
	}, func(err error) {
		if err != nil {
			p.ask()
			p.failed(err)
			return
		}
		p.decide(would)
	})
}

// decide is the third step: what would be brought along, and what not and why.
func (p *joinPage) decide(would app.Moving) {
	w := p.w
	refused := would.Refused()
	column := kit.NewColumn(12, w.gateTitle("move.title"), wrapped(w.T("move.would", "taken", view.Count(would.Taken()), "refused", view.Count(len(refused)))))
	if len(refused) > 0 {
		column.Add(kit.NewCard(w.T("move.left", "n", view.Count(len(refused))), w.leftBehind(refused)))
		column.Add(kit.NewCaption(w.T("move.mend_first"), kit.ToneWarn))
	}
	if clashing := would.Renumbered(); len(clashing) > 0 {
		column.Add(kit.NewCard(w.T("move.clashing", "n", view.Count(len(clashing))), w.numberedAnew(clashing)))
	}
	column.Add(wrapped(w.T("move.how")))
	p.onward = kit.NewPrimaryButton(w.T("move.begin"), kit.Icon("send"), p.move)
	again := kit.NewButton(w.T("move.again"), kit.Icon("refresh"), nil)
	again.OnTapped = func() { p.onward = again; p.try() }
	column.Add(container.NewHBox(p.onward, again, kit.NewButton(w.T("join.back"), kit.Icon("back"), p.back), p.waiting))
	p.show(column)
}

// leftBehindShown is how many records are told one by one before the report tells all.
const leftBehindShown = 8

// leftBehind lists records that do not go along, each with its reason.
func (w *Window) leftBehind(items []app.MovedItem) fyne.CanvasObject {
	list := kit.NewColumn(6)
	for i, item := range items {
		if i == leftBehindShown {
			list.Add(kit.NewCaption(w.T("move.more", "n", view.Count(len(items)-i)), kit.ToneNeutral))
			break
		}
		list.Add(kit.NewText(item.Title + "　" + item.Old))
		list.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+w.words.Error(item.Err()), kit.ToneWarn))
	}
	return list
}

// numberedAnew lists records whose numbers something else has, each with the number that it would get.
func (w *Window) numberedAnew(items []app.MovedItem) fyne.CanvasObject {
	list := kit.NewColumn(6)
	for i, item := range items {
		if i == leftBehindShown {
			list.Add(kit.NewCaption(w.T("move.more", "n", view.Count(len(items)-i)), kit.ToneNeutral))
			break
		}
		list.Add(kit.NewText(w.T("move.clash", "title", item.Title, "before", item.Before, "number", item.Number)))
	}
	list.Add(kit.NewCaption(w.T("move.clash_note"), kit.ToneNeutral))
	return list
}

// move brings the records along and makes this desk one of the hub's.
func (p *joinPage) move() {
	w, join, office := p.w, p.join, p.moving
	w.unfollow()
	var joined *app.Office
	var moved app.Moving
	w.workFrom(p.onward, w.T("work.moving"), func(ctx context.Context, told Progress) (err error) {
		joined, moved, err = w.opts.Move(ctx, office, join, w.words, told)
		return err
	}, func(err error) {
		if joined == nil {
			p.ask()
			p.failed(err)
			return
		}
		w.own, w.office, p.moving = joined, joined, nil
		p.finished(moved)
	})
}

// finished is the last step: what became of the records.
func (p *joinPage) finished(moved app.Moving) {
	w := p.w
	refused, renumbered := moved.Refused(), moved.Renumbered()
	column := kit.NewColumn(12, w.gateTitle("move.done"), wrapped(w.T("move.did", "taken", view.Count(moved.Taken()), "renumbered", view.Count(len(renumbered)),
		"refused", view.Count(len(refused)))))
	if len(refused) > 0 {
		column.Add(kit.NewCard(w.T("move.left", "n", view.Count(len(refused))), w.leftBehind(refused)))
	}
	column.Add(wrapped(w.T("move.kept")))
	p.onward = kit.NewPrimaryButton(w.T("signin.enter"), nil, func() { w.adopt(w.own) })
	column.Add(container.NewHBox(p.onward))
	p.show(column)
}

// movedPage is the report of what became of this desk's own records when it joined.
type movedPage struct {
	w       *Window
	content fyne.CanvasObject
}

func newMovedPage(w *Window) *movedPage {
	moved, workbook, err := w.opts.Moved(w.office)
	if err != nil {
		return &movedPage{w, w.failure(err, w.reload)}
	}
	state := func(i app.MovedItem) string {
		switch {
		case !i.Imported.Taken:
			return w.T("move.refused")
		case i.Before != "":
			return w.T("move.renumbered")
		}
		return w.T("move.taken")
	}
	why := func(i app.MovedItem) string {
		if i.Err() == nil {
			return ""
		}
		return w.words.Error(i.Err())
	}
	table := kit.NewTable(
		kit.Column[app.MovedItem]{Title: w.T("move.kind"), Width: 90, Text: func(i app.MovedItem) string { return w.T(i.KindKey()) }},
		kit.Column[app.MovedItem]{Title: w.T("column.title"), Width: 200, Grow: 3, Text: func(i app.MovedItem) string { return i.Title }},
		kit.Column[app.MovedItem]{Title: w.T("move.old"), Width: 150, Text: func(i app.MovedItem) string { return i.Old }},
		kit.Column[app.MovedItem]{Title: w.T("move.number"), Width: 150, Text: func(i app.MovedItem) string { return i.Number }},
		kit.Column[app.MovedItem]{Title: w.T("move.state"), Width: kit.CellWidth(w.T("move.renumbered"), true), Text: state, Tone: func(i app.MovedItem) kit.Tone {
			switch {
			case !i.Imported.Taken:
				return kit.ToneWarn
			case i.Before != "":
				return kit.ToneInfo
			}
			return kit.ToneGood
		}},
		kit.Column[app.MovedItem]{Title: w.T("move.why"), Width: 260, Grow: 3, Text: why})
	table.SetRows(moved.Items)
	head := kit.NewColumn(6, wrapped(w.T("move.did", "taken", view.Count(moved.Taken()), "renumbered", view.Count(len(moved.Renumbered())),
		"refused", view.Count(len(moved.Refused())))), kit.NewCaption(w.T("move.kept")+"　"+workbook, kit.ToneNeutral))
	if w.opts.OpenPath != nil {
		head.Add(container.NewHBox(kit.NewButton(w.T("dialog.open_file"), kit.Icon("eye"), func() { w.openPath(workbook) })))
	}
	return &movedPage{w, container.New(inset{8, 12}, container.New(headed{gap: 8}, head, table))}
}

// Title names the page.
func (p *movedPage) Title() string { return p.w.T("move.report") }

// Content is the page.
func (p *movedPage) Content() fyne.CanvasObject { return p.content }
