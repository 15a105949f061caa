package ui

import (
	"context"

	"yunban/ui/view"
)

// take makes the window look and speak as was chosen on this desk.
func (w *Window) take(look view.Look) {
	if spoken, err := w.opts.Words(look.Language); look.Language != "" && err == nil {
		w.words = spoken
	}
	if w.opts.Theme != nil && look.Appearance != "" && look.Appearance != string(w.appearance) {
		w.appearance = Appearance(look.Appearance)
		w.app.Settings().SetTheme(w.opts.Theme.Appearing(w.appearance))
	}
	w.nameFieldMenu()
}

// look is how the window looks and speaks now.
func (w *Window) look() view.Look {
	return view.Look{Language: w.words.Language, Appearance: string(w.appearance)}
}

// speak changes the language, keeping what is on the screen.
func (w *Window) speak(language string) {
	look := w.look()
	look.Language = language
	w.wear(look)
}

// wear takes a new look, keeps it for the next time, and shows everything anew.
func (w *Window) wear(look view.Look) {
	if !w.leave() {
		return
	}
	w.take(look)
	if w.office != nil {
		w.keep(look)
	}
	switch {
	case w.gate != nil:
		w.showGate(w.gate.again())
	case w.desk != nil:
		w.build()
		here, _ := w.history.current()
		w.history = history{}
		w.Go(here.route)
	}
}

// keep remembers a look on this desk.
func (w *Window) keep(look view.Look) {
	if err := look.Save(context.Background(), w.office); err != nil {
		w.Fail(err)
	}
}
