package ui

import (
	"strings"

	"yunban/app/words"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// T gives the words of a key in the window's language; pairs are the arguments, name and value in turn.
func (w *Window) T(key string, pairs ...string) string { return w.words.Text(key, pairs...) }

// text says a view's text in words.
func (w *Window) text(t view.Text) string {
	if t.Key == "" {
		return strings.Join(t.Args, "")
	}
	return w.words.Text(t.Key, t.Args...)
}

// Problem says what is wrong with one field.
func (w *Window) Problem(p model.Problem) string { return w.words.Problem(p) }

// Words speak the window's language.
func (w *Window) Words() *words.Words { return w.words }

// Language is the window's language.
func (w *Window) Language() string { return w.words.Language }

// nameFieldMenu gives the menu of a field its words.
func (w *Window) nameFieldMenu() {
	m := &kit.MenuWords
	m.Undo, m.Redo, m.Cut = w.T("edit.undo"), w.T("edit.redo"), w.T("edit.cut")
	m.Copy, m.Paste, m.SelectAll = w.T("edit.copy"), w.T("edit.paste"), w.T("edit.select_all")
}
