package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// homePage is what waits for the person.
type homePage struct {
	w       *Window
	content *fyne.Container
}

func newHomePage(w *Window) *homePage {
	return &homePage{w: w, content: container.NewStack()}
}

// Title names the page.
func (p *homePage) Title() string { return p.w.T("nav.home") }

// Content is the page.
func (p *homePage) Content() fyne.CanvasObject { return p.content }
