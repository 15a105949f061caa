package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// lockedOutPage is what is left of a desk that its hub has locked out: why nobody signs in, and how to go on.
type lockedOutPage struct {
	w       *Window
	sign    view.SignIn
	join    *kit.Button
	waiting *widget.Label
	content fyne.CanvasObject
}

// mayJoinAgain reports whether a new desk may take this one's place: only where the window has its own before it.
func (w *Window) mayJoinAgain() bool {
	return w.opts.Join != nil && w.office != nil && w.office == w.own
}

func newLockedOutPage(w *Window, sign view.SignIn) *lockedOutPage {
	p := &lockedOutPage{w: w, sign: sign, waiting: widget.NewLabel("")}
	p.join = kit.NewPrimaryButton(w.T("locked.join"), kit.Icon("users"), w.joinLocked)
	column := kit.NewColumn(12, w.gateTitle("locked.title"), kit.NewText(w.T("locked.text", "device", w.office.Device)))
	if sign.Pending > 0 {
		column.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+w.text(sign.Unsent()), kit.ToneWarn))
	}
	column.Add(kit.NewText(w.T("locked.how")))
	row := container.NewHBox(p.join)
	if w.opts.OpenPath != nil && w.opts.Folder != "" {
		row.Add(kit.NewButton(w.T("settings.open_folder"), kit.Icon("folder"), func() { w.openPath(w.opts.Folder) }))
	}
	row.Add(p.waiting)
	column.Add(row)
	p.content = w.gateSheet(column, 620)
	return p
}

// Content is the page.
func (p *lockedOutPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is nothing: nobody joins by a key pressed once too often.
func (p *lockedOutPage) FirstFocus() fyne.Focusable { return nil }

// Busy says that something is going on.
func (p *lockedOutPage) Busy(what string) { p.waiting.SetText(what) }

func (p *lockedOutPage) again() gate { return newLockedOutPage(p.w, p.sign) }
