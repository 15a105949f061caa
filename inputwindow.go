package main

import (
	"encoding/json"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/ui/kit"
)

// heard is what happened to a field of the input window, as it is reported.
type heard struct {
	Field string `json:"field"` // line or text
	Event string `json:"event"` // focused, changed or submitted
	Text  string `json:"text"`
}

// openInputWindow opens a window with a field of one line and one of several,
// and reports each change to out, one JSON value a line. scripts/check-input.sh
// types into it through a real input method.
func openInputWindow(a fyne.App, out io.Writer) fyne.Window {
	w := a.NewWindow("input")
	line, text := kit.NewEntry(), kit.NewMultiLine()
	report(out, "line", line)
	report(out, "text", text)
	w.SetContent(container.NewVBox(line, text))
	w.Resize(fyne.NewSize(500, 300))
	followCaret(w)
	w.Canvas().Focus(line)
	return w
}

func report(out io.Writer, name string, e *kit.Entry) {
	lines := json.NewEncoder(out)
	say := func(event string) {
		// Whoever listens sees what is missing; there is nobody else to tell.
		_ = lines.Encode(heard{name, event, e.Value()})
	}
	e.OnChanged = func(string) { say("changed") }
	e.OnSubmitted = func(string) { say("submitted") }
	e.OnFocus = func(focused bool) {
		if focused {
			say("focused")
		}
	}
}
