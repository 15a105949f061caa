package main

import (
	"fyne.io/fyne/v2"

	"yunban/ui/kit"
)

// followCaret keeps the input method's candidates under the caret of whatever
// field of the window is being written in.
func followCaret(w fyne.Window) {
	kit.CaretMoved = func(field fyne.CanvasObject, foot fyne.Position) {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(field).Add(foot)
		scale := w.Canvas().Scale()
		placeInputMethod(w, int(at.X*scale), int(at.Y*scale))
	}
}
