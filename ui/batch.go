package ui

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// batchBar is the bar of the list for what is done with several requests at once.
type batchBar struct {
	p       *listPage
	content *fyne.Container
}

// newBatchBar lets the requests of the list be ticked by who has something to answer.
func newBatchBar(p *listPage) *batchBar {
	b := &batchBar{p: p, content: container.New(&flow{gap: 6})}
	b.offer()
	b.content.Hide()
	return b
}

// offer gives the requests ticks once there is something to answer; a deputy may get it while the list is open.
func (b *batchBar) offer() {
	if b.p.table.OnChecked == nil && view.MayBatch(b.p.w.desk) {
		b.p.table.OnChecked = b.draw
		b.p.table.SetCheckable(true)
	}
}

// draw offers what can be done with all that is ticked; without a tick there is no bar.
func (b *batchBar) draw() {
	w, ticked := b.p.w, b.p.table.Checked()
	visible(b.content, len(ticked) > 0)
	b.content.Objects = nil
	if len(ticked) > 0 {
		b.content.Add(boldLabel(w.T("batch.ticked", "n", strconv.Itoa(len(ticked)))))
		actions := view.BatchActions(w.desk, ticked)
		for _, action := range actions {
			b.content.Add(kit.NewPrimaryButton(w.T("batch.verb", "action", string(action)), kit.Icon("stamp"), func() { b.ask(action) }))
		}
		if len(actions) == 0 {
			b.content.Add(widget.NewLabel(kit.ToneWarn.Sign() + " " + w.T("batch.nothing")))
		}
		b.content.Add(kit.NewQuietButton(w.T("batch.all"), kit.Icon("check"), func() { b.tick(true) }))
		b.content.Add(kit.NewQuietButton(w.T("batch.none"), kit.Icon("close"), func() { b.tick(false) }))
	}
	b.content.Refresh()
	b.p.content.Refresh() // the table makes room for it
}

// tick ticks all requests that are shown, or none.
func (b *batchBar) tick(on bool) {
	b.p.table.OnChecked = nil
	for row := range b.p.table.Rows() {
		b.p.table.SetChecked(row, on)
	}
	b.p.table.OnChecked = b.draw
	b.draw()
}

// ask looks at each of the ticked requests and then asks for the one opinion.
func (b *batchBar) ask(action model.Action) {
	desk, rows := b.p.w.desk, b.p.table.Checked()
	var batch view.Batch
	b.p.w.Work(b.p.w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		batch, err = view.LoadBatch(ctx, desk, action, rows)
		return err
	}, func(err error) {
		if err != nil {
			b.p.w.Fail(err)
			return
		}
		b.open(batch)
	})
}

// open asks for the one opinion, below what there is to know of each request.
func (b *batchBar) open(batch view.Batch) {
	w, action := b.p.w, string(batch.Action)
	f := w.newFields()
	label := "act.note_optional"
	if batch.NeedsNote() {
		label = "act.note"
	}
	note := kit.NewMultiLine()
	note.Max = 4000
	note.OnChanged = func(string) { f.unmark("note") }
	complete := kit.NewCheck(w.T("batch.complete"), func(bool) { f.unmark("complete") })
	if batch.NeedsCheck() {
		f.add("complete", "batch.completeness", complete)
	}
	f.add("note", label, note)
	content := kit.NewColumn(10, kit.NewText(w.T("batch.each")))
	if batch.Changes() {
		content.Add(kit.NewCaption(kit.ToneInfo.Sign()+" "+w.T("batch.not_major"), kit.ToneInfo))
	}
	content.Add(b.items(batch))
	content.Add(f.content)
	content.Add(w.phrases(note.Value, note.SetValue))
	d := kit.NewDialog(w.T("batch.title", "action", action, "n", strconv.Itoa(len(batch.Requests))), content,
		w.T("batch.verb", "action", action), w.T("dialog.cancel"))
	d.Width = 680
	d.OnConfirm = func() bool {
		batch.Note, batch.Complete = note.Value(), complete.Checked()
		if err := model.InvalidInput(batch.Check()); err != nil {
			f.show(err)
			d.Refresh()
			return false
		}
		d.Close()
		b.do(batch)
		return false
	}
	w.Show(d)
	note.Focus()
}

// items lists the requests of a batch with what is there, what is missing and what must be decided by itself.
func (b *batchBar) items(batch view.Batch) fyne.CanvasObject {
	w := b.p.w
	list := kit.NewColumn(4)
	for _, i := range batch.Requests {
		said, tone := "", kit.ToneNeutral
		switch {
		case i.Own != nil:
			said, tone = "　"+kit.ToneWarn.Sign()+" "+w.words.Error(i.Own), kit.ToneWarn
		case len(i.Missing) > 0:
			said, tone = "　"+kit.ToneBad.Sign()+" "+w.T("check.incomplete_of", "names", strings.Join(i.Missing, "、")), kit.ToneBad
		case batch.NeedsCheck():
			said, tone = "　"+kit.ToneGood.Sign()+" "+w.T("rounds.all_complete", "n", strconv.Itoa(i.Listed)), kit.ToneGood
		}
		list.Add(kit.NewCaption(i.Row.Number+"　"+i.Row.Title+said, tone))
	}
	return kit.NewCard("", list)
}

// do answers the requests one by one beside the window; the status line tells how far it has come, and can stop it.
func (b *batchBar) do(batch view.Batch) {
	desk := b.p.w.desk
	var result view.BatchResult
	b.p.w.Work(b.p.w.T("batch.verb", "action", string(batch.Action)), func(ctx context.Context, progress Progress) (err error) {
		result, err = batch.Do(ctx, desk, progress)
		return err
	}, func(err error) {
		b.p.askAgain()
		b.tell(batch, result)
	})
}

// tell says of each request what became of it.
func (b *batchBar) tell(batch view.Batch, result view.BatchResult) {
	w := b.p.w
	list := kit.NewColumn(6)
	for _, o := range result.Outcomes {
		tone, said := kit.ToneGood, w.T("batch.ok")
		if o.Err != nil {
			tone, said = kit.ToneBad, w.words.Error(o.Err)
		}
		list.Add(kit.NewColumn(0, kit.NewText(o.Number+"　"+o.Title), kit.NewCaption(tone.Sign()+" "+said, tone)))
	}
	if result.Left > 0 {
		list.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+w.T("batch.left", "n", strconv.Itoa(result.Left)), kit.ToneWarn))
	}
	title := w.T("batch.result", "action", string(batch.Action), "done", strconv.Itoa(result.Done), "failed", strconv.Itoa(result.Failed))
	d := kit.NewDialog(title, list, w.T("dialog.close"), "")
	d.Width = 640
	w.Show(d)
}
