package ui

import (
	"context"
	"path/filepath"
	"strconv"

	"fyne.io/fyne/v2"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// carrying puts the exchange without a network on the panel. A panel gives way to it: what goes on is shown, and can be
// stopped, at the foot of the window.
func (d *syncDialog) carrying() {
	w := d.w
	d.dialog.AddButton(kit.NewButton(w.T("carrying.out"), kit.Icon("export"), func() { d.dialog.Close(); w.carryOut() }))
	d.dialog.AddButton(kit.NewButton(w.T("carrying.in"), kit.Icon("import"), func() { d.dialog.Close(); w.carryIn() }))
	d.dialog.OnDropped = func(_ fyne.Position, paths []string) {
		if parcels := view.Parcels(paths); len(parcels) > 0 {
			d.dialog.Close()
			w.takeAnswers(parcels)
		}
	}
}

// carried says how the exchange without a network stands.
func (d *syncDialog) carried(p view.SyncPanel) fyne.CanvasObject {
	w := d.w
	said := kit.NewColumn(4, boldText(w.T("carrying.title")), kit.NewCaption(w.T("carrying.what"), kit.ToneNeutral))
	if stands, waits := view.CarryStands(p.Carry); waits {
		said.Add(kit.NewCaption(kit.ToneInfo.Sign()+" "+w.text(stands), kit.ToneInfo))
	} else if stands.Key != "" {
		said.Add(kit.NewCaption(w.text(stands), kit.ToneNeutral))
	}
	return said
}

// carryOut asks for a folder, or a stick, and writes a parcel for the hub into it.
func (w *Window) carryOut() {
	desk := w.desk
	w.chooseFolder(w.T("carrying.choose_folder"), "", func(folder string) {
		var out view.CarriedOut
		w.Work(w.T("work.carrying_out"), func(ctx context.Context, told Progress) (err error) {
			out, err = view.CarryOut(ctx, desk, folder, told)
			return err
		}, func(err error) {
			if err != nil {
				w.failUnlessStopped(err)
				return
			}
			w.carriedOut(out)
		})
	})
}

// carriedOut says what the parcel holds, where it is, and what is to be done with it.
func (w *Window) carriedOut(out view.CarriedOut) {
	holds := kit.NewColumn(2)
	for _, t := range out.Holds() {
		holds.Add(kit.NewText(w.text(t)))
	}
	column := kit.NewColumn(12, holds, kit.NewInfoGrid(
		kit.Info{Label: w.T("carrying.file"), Value: view.ParcelName(out.Name), Wide: true},
		kit.Info{Label: w.T("carrying.folder"), Value: filepath.Dir(out.Name)},
		kit.Info{Label: w.T("folder.size"), Value: view.SizeText(out.Size)}))
	w.carryNotes(column, out.SignIn, out.More)
	column.Add(boldText(w.T("carrying.next")))
	column.Add(kit.NewText(w.T("carrying.next_text")))
	d := kit.NewDialog(w.T("carrying.out_done"), column, w.T("dialog.close"), "")
	d.Width = 620
	if w.opts.OpenPath != nil {
		d.AddButton(kit.NewButton(w.T("carrying.open_folder"), kit.Icon("folder"), func() { w.openPath(filepath.Dir(out.Name)) }))
	}
	w.Show(d)
}

// carryNotes say what still waits, and for whom.
func (w *Window) carryNotes(column *fyne.Container, signIn []string, more bool) {
	for _, who := range signIn {
		column.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+w.T("command.sync_sign_in", "who", who), kit.ToneWarn))
	}
	if more {
		column.Add(kit.NewCaption(kit.ToneInfo.Sign()+" "+w.T("carrying.more"), kit.ToneInfo))
	}
}

// carryIn asks for the hub's answer and takes it in.
func (w *Window) carryIn() {
	w.chooseFile(w.T("carrying.choose_answer"), view.AnswerTypes, func(path string) { w.takeAnswers([]string{path}) })
}

// dropParcels takes dropped parcels as answers of the hub, or where this desk is the hub as parcels of its desks, and
// answers whether there were any.
func (w *Window) dropParcels(paths []string) bool {
	parcels := view.Parcels(paths)
	if len(parcels) > 0 && !w.dropToHub(parcels) {
		w.takeAnswers(parcels)
	}
	return len(parcels) > 0
}

// takeAnswers takes the hub's answers in, and says what came of them.
func (w *Window) takeAnswers(paths []string) {
	desk, office := w.desk, w.office
	var in view.CarriedIn
	w.Work(w.T("work.carrying_in"), func(ctx context.Context, told Progress) (err error) {
		in, err = view.CarryIn(ctx, desk, paths, told)
		return err
	}, func(err error) {
		if w.office != office {
			return
		}
		w.drawSync()
		w.tick()
		switch {
		case stopped(err):
			w.Say(w.T("carrying.stopped"))
		case err != nil:
			w.notCarriedIn(view.ParcelName(paths[0]), err)
		default:
			w.carriedIn(in)
		}
	})
}

// notCarriedIn says why nothing of a file was taken in.
func (w *Window) notCarriedIn(name string, err error) {
	w.Show(kit.NewDialog(w.T("carrying.in_refused"), kit.NewColumn(8, kit.NewText(w.words.Error(err)), kit.NewCaption(name, kit.ToneNeutral)),
		w.T("error.understood"), ""))
}

// carriedIn says what the hub took, what it refused and what came.
func (w *Window) carriedIn(in view.CarriedIn) {
	column := kit.NewColumn(12)
	switch {
	case in.Nothing(): // what is told of each file says why
	case in.Again:
		column.Add(kit.NewText(w.T("carrying.again")))
	default:
		column.Add(kit.NewInfoGrid(
			kit.Info{Label: w.T("carrying.taken"), Value: strconv.Itoa(in.Taken)}, refusedInfo(w, in.Refused),
			kit.Info{Label: w.T("carrying.received"), Value: strconv.Itoa(in.Received)}, kit.Info{Label: w.T("carrying.files"), Value: strconv.Itoa(in.Files)}))
	}
	w.carryNotes(column, in.SignIn, in.More)
	for _, left := range in.Left {
		column.Add(kit.NewColumn(2, kit.NewText(left.Name), kit.NewCaption(kit.ToneWarn.Sign()+" "+w.words.Error(left.Err), kit.ToneWarn)))
	}
	title := w.T("carrying.in_done")
	if in.Again {
		title = w.T("carrying.in_refused")
	}
	d := kit.NewDialog(title, column, w.T("dialog.close"), "")
	if in.Refused > 0 && !in.Again {
		d.AddButton(kit.NewButton(w.T("nav.refused", "n", strconv.Itoa(in.Refused)), kit.Icon("warning"), func() { d.Close(); w.Go(RefusedRoute()) }))
	}
	if in.More {
		d.AddButton(kit.NewButton(w.T("carrying.out"), kit.Icon("export"), func() { d.Close(); w.carryOut() }))
	}
	w.Show(d)
}

func refusedInfo(w *Window, n int) kit.Info {
	info := kit.Info{Label: w.T("carrying.refused"), Value: strconv.Itoa(n)}
	if n > 0 {
		info.Value, info.Tone = kit.ToneWarn.Sign()+" "+info.Value, kit.ToneWarn
	}
	return info
}
