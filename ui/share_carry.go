package ui

import (
	"context"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// askParcels asks for the folder, or the stick, with the parcels that desks without a network brought.
func (p *sharePage) askParcels() {
	p.w.chooseFolder(p.w.T("answering.choose"), "", func(folder string) { p.w.answerParcels(folder) })
}

// dropToHub answers dropped parcels of desks, where this desk is shared and the person keeps it, and tells whether it
// did.
func (w *Window) dropToHub(parcels []string) bool {
	sharer := w.sharer()
	if sharer == nil || !sharer.Sharing().On || !view.MayShare(w.desk) || !view.ToHub(parcels) {
		return false
	}
	w.answerParcels(parcels...)
	return true
}

// answerParcels takes desks' parcels in and says what was taken of each, and what is to be done with the answers.
func (w *Window) answerParcels(paths ...string) {
	desk, sharer := w.desk, w.sharer()
	var did view.AnsweredParcels
	var share view.Share
	w.Work(w.T("work.answering"), func(ctx context.Context, told Progress) (err error) {
		for _, path := range paths {
			one, err := view.AnswerParcels(ctx, sharer, path, told)
			did.Reports, did.Left = append(did.Reports, one.Reports...), append(did.Left, one.Left...)
			if err != nil {
				return err
			}
		}
		share, err = view.LoadShare(ctx, desk, sharer)
		return err
	}, func(err error) {
		w.tick()
		if err != nil {
			w.failUnlessStopped(err)
			return
		}
		w.answeredParcels(share, did)
	})
}

func (w *Window) answeredParcels(share view.Share, did view.AnsweredParcels) {
	column := kit.NewColumn(10)
	for _, r := range did.Reports {
		tone := kit.ToneNeutral
		if r.Refused > 0 {
			tone = kit.ToneWarn
		}
		column.Add(kit.NewColumn(2, kit.NewText(share.NameOf(r.Device)), kit.NewCaption(w.text(view.CarriedFor(r)), tone)))
	}
	for _, left := range did.Left {
		column.Add(kit.NewColumn(2, kit.NewText(left.Name), kit.NewCaption(kit.ToneWarn.Sign()+" "+w.words.Error(left.Err), kit.ToneWarn)))
	}
	title := w.T("answering.done")
	if len(did.Reports) == 0 {
		title = w.T("answering.nothing")
	}
	switch {
	case len(did.Reports) > 0:
		column.Add(kit.NewText(w.T("answering.next")))
	case len(did.Left) == 0:
		column.Add(kit.NewText(w.T("answering.none")))
	}
	d := kit.NewDialog(title, column, w.T("dialog.close"), "")
	d.Width = 600
	w.Show(d)
}
