package ui

import "fyne.io/fyne/v2"

// Page is one screen in the middle of the window. It is made without data; Refresh, where it has one, is called each
// time the page is shown.
type Page interface {
	Title() string
	Content() fyne.CanvasObject
}

// What a page may have besides; the window asks for each.
type (
	// Refresher loads its data again: when shown, when gone back to, by F5.
	Refresher interface{ Refresh() }
	// Live is refreshed every half minute while it is in sight.
	Live interface{ Tick() }
	// Leaver is asked before another page takes its place: it keeps what was typed. An error is shown and the
	// page stays.
	Leaver interface{ Leave() error }
	// Saver has something to save (Ctrl+S).
	Saver interface{ Save() }
	// Submitter has something to file or confirm (Ctrl+Enter).
	Submitter interface{ Submit() }
	// Printer has a paper to print (Ctrl+P).
	Printer interface{ Print() }
	// Dropper takes files that are dropped onto the window.
	Dropper interface {
		Dropped(pos fyne.Position, files []fyne.URI)
	}
	// Focuser says which field has the keyboard first.
	Focuser interface{ FirstFocus() fyne.Focusable }
	// Shortcuts has keys of its own.
	Shortcuts interface{ Shortcuts() []Shortcut }
)

// Shortcut is a key that does something on a page. A letter without a modifier works while no field is being typed in.
type Shortcut struct {
	Key      fyne.KeyName
	Modifier fyne.KeyModifier
	Words    string // the key of the words that help shows
	Do       func()
}
