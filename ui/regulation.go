package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// regulationPage shows the regulation.
type regulationPage struct {
	w       *Window
	content *fyne.Container
}

func newRegulationPage(w *Window, _ string) *regulationPage {
	return &regulationPage{w: w, content: container.NewStack()}
}

// Title names the page.
func (p *regulationPage) Title() string { return p.w.T("nav.regulation") }

// Content is the page.
func (p *regulationPage) Content() fyne.CanvasObject { return p.content }
