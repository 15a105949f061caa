package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"yunban/ui/kit"
)

// Fail says what went wrong in a dialog, in words that can be copied.
func (w *Window) Fail(err error) {
	if err == nil {
		return
	}
	d := kit.NewDialog(w.T("error.title"), kit.NewText(w.words.Error(err)), w.T("error.understood"), "")
	w.Show(d)
}

// failUnlessStopped says what went wrong, but for what the person stopped: the status line has said that.
func (w *Window) failUnlessStopped(err error) {
	if !errors.Is(err, context.Canceled) {
		w.Fail(err)
	}
}

// Show lays a dialog over the window.
func (w *Window) Show(d *kit.Dialog) { d.Open(w.win.Canvas()) }

// Question asks before something is done.
type Question struct {
	Title, Text string // in words
	Verb        string // what the button does, in words
	Danger      bool   // it cannot be taken back
	Then        func()
}

// Ask asks a question; the button bears the verb.
func (w *Window) Ask(q Question) {
	d := kit.NewDialog(q.Title, kit.NewText(q.Text), q.Verb, w.T("dialog.cancel"))
	d.Danger = q.Danger
	d.OnConfirm = func() bool {
		d.Close()
		q.Then()
		return false
	}
	w.Show(d)
}

// failure fills a page that could not be loaded: what happened, and another try.
func (w *Window) failure(err error, again func()) fyne.CanvasObject {
	var doing []fyne.CanvasObject
	if again != nil {
		doing = append(doing, kit.NewPrimaryButton(w.T("error.again"), kit.Icon("refresh"), again))
	}
	return kit.NewErrorPanel(w.T("error.title"), w.words.Error(err), doing...)
}

// column gives its content a fixed width, and the height that it wants at that width.
type column struct{ width float32 }

func (c *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(c.width, 0)
	for _, o := range objects {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return size
}

func (c *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(fyne.NewSize(c.width, size.Height))
		o.Move(fyne.NewPos((size.Width-c.width)/2, 0))
	}
}
