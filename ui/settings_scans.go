package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/ui/kit"
)

// scanFolder is the card of the folder that the scanner writes into.
func (p *settingsPage) scanFolder() fyne.CanvasObject {
	w := p.w
	state := kit.NewText("")
	folder := ""
	choose := kit.NewButton(w.T("scans.choose_folder"), kit.Icon("folder"), nil)
	leave := kit.NewButton(w.T("scans.unwatch"), kit.Icon("close"), nil)
	card := kit.NewCard(w.T("scans.settings"), kit.NewColumn(8, state, kit.NewCaption(w.T("scans.settings_how"), kit.ToneNeutral),
		container.New(&flow{gap: 8}, choose, leave)))
	show := func() {
		state.SetValue(w.T("scans.no_folder"))
		if folder != "" {
			state.SetValue(w.T("scans.watching", "path", folder))
		}
		visible(leave, folder != "")
		card.Refresh()
	}
	load := func() {
		desk := w.desk
		w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
			folder, err = desk.ScanFolder(ctx)
			return err
		}, func(err error) {
			if err != nil {
				w.Say(w.words.Error(err))
			}
			show()
		})
	}
	choose.OnTapped = func() {
		w.chooseFolder(w.T("scans.choose_folder"), folder, func(path string) { w.watchFolder(path, load) })
	}
	leave.OnTapped = func() { w.watchFolder("", load) }
	show()
	p.later = append(p.later, load)
	return card
}

// watchFolder watches a folder from now on; nothing watches none.
func (w *Window) watchFolder(path string, then func()) {
	desk := w.desk
	w.Work(w.T("work.saving"), func(ctx context.Context, _ Progress) error { return desk.WatchScanFolder(ctx, path) }, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		w.tray.look, w.tray.off, w.tray.wrong = nil, false, ""
		if path == "" {
			w.Say(w.T("scans.unwatched"))
		} else {
			w.Say(w.T("scans.watching", "path", path))
		}
		then()
	})
}
