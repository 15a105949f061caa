package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// peoplePage lists accounts.
type peoplePage struct {
	w       *Window
	content *fyne.Container
}

func newPeoplePage(w *Window) *peoplePage {
	return &peoplePage{w: w, content: container.NewStack()}
}

// Title names the page.
func (p *peoplePage) Title() string { return p.w.T("nav.people") }

// Content is the page.
func (p *peoplePage) Content() fyne.CanvasObject { return p.content }
